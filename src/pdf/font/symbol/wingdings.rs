//! Wingdings: signs, boxes, digits in circles, stars and arrows.
//!
//! Digits in circles are ⓪ to ⑩ and ⓿ to ❿, whatever their typeface. A pencil, a telephone, an
//! envelope, a hand and a skull are ✏ ☎ ✉ ☟ ☠, which Unicode had before it took over this font. 0xFF
//! is the sign of Windows, which Unicode lacks.

use super::Rows;

/// The marks of Wingdings.
pub const MARKS: Rows = [
    " ✏✂✁👓🕭🕮🕯☎✆✉🖃📪📫📬📭",      // 20
    "🗀🗁🗎🗏🗐🗄⏳🖮🖰🖲🖳🖴🖫🖬✇✍",          // 30
    "🖎✌🖏👍👎☜☞☝☟🖐☺😐☹💣☠🏳",       // 40
    "🏱✈☼🌢❄🕆✞🕈✠✡☪☯🕉☸♈♉",         // 50
    "♊♋♌♍♎♏♐♑♒♓🙰🙵●❍■□", // 60
    "□❑❒⬧⧫◆❖⬥⌧⮹⌘🏵🏶❝❞〓",          // 70
    "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹",           // 80
    "❺❻❼❽❾❿🙢🙠🙡🙣🙞🙜🙝🙟·•",           // 90
    "▪○○🞈⊙◉❍▪◻🟁✦★✶✴✹🟑",           // A0
    "⯐⌖✧⯏⯑✪✰🕐🕑🕒🕓🕔🕕🕖🕗🕘",  // B0
    "🕙🕚🕛⮰⮱⮲⮳⮴⮵⮶⮷🙪🙫🙕🙔🙗",        // C0
    "🙖🙐🙑🙒🙓⌫⌦⮘➢⮙⮛⮈➲⮉⮋←",           // D0
    "→↑↓↖↗↙↘←➔↑↓↖↗↙↘⇦",           // E0
    "⇨⇧⇩⬄⇳⬁⬀⬃⬂▭▫✗✓☒☑〓",          // F0
];
