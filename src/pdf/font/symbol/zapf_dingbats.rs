//! ZapfDingbats in its built-in encoding (ISO 32000-2, annex D.6): the block Dingbats of Unicode was
//! made of this font, and the rest of it stands with the geometric figures, arrows and numbers.
//!
//! Its glyph names (a1 to a206) are listed with the Adobe Glyph List.

use super::Rows;

/// The marks of ZapfDingbats.
pub const MARKS: Rows = [
    " ✁✂✃✄☎✆✇✈✉☛☞✌✍✎✏",                 // 20
    "✐✑✒✓✔✕✖✗✘✙✚✛✜✝✞✟",                 // 30
    "✠✡✢✣✤✥✦✧★✩✪✫✬✭✮✯",                 // 40
    "✰✱✲✳✴✵✶✷✸✹✺✻✼✽✾✿",                 // 50
    "❀❁❂❃❄❅❆❇❈❉❊❋●❍■❏",                 // 60
    "❐❑❒▲▼◆❖◗❘❙❚❛❜❝❞〓",                // 70
    "❨❩❪❫❬❭❮❯❰❱❲❳❴❵〓〓",               // 80
    "〓〓〓〓〓〓〓〓〓〓〓〓〓〓〓〓", // 90
    "〓❡❢❣❤❥❦❧♣♦♥♠①②③④",                // A0
    "⑤⑥⑦⑧⑨⑩❶❷❸❹❺❻❼❽❾❿",                 // B0
    "➀➁➂➃➄➅➆➇➈➉➊➋➌➍➎➏",                 // C0
    "➐➑➒➓➔→↔↕➘➙➚➛➜➝➞➟",                 // D0
    "➠➡➢➣➤➥➦➧➨➩➪➫➬➭➮➯",                 // E0
    "〓➱➲➳➴➵➶➷➸➹➺➻➼➽➾〓",               // F0
];
