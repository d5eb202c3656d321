//! Wingdings 2: pens, documents, hands, ticks and crosses, digits in circles, clocks, geometric
//! figures, stars.
//!
//! Figures differ in weight and size more than characters do: the thin to bold saltires are ×, the
//! heavy ones ✖; crosses likewise + and ✚; asterisks of five spokes *, of six ✱, of eight ✳.

use super::Rows;

/// The marks of Wingdings 2.
pub const MARKS: Rows = [
    " 🖊🖋🖌🖍✄✀🕾🕽🗅🗆🗇🗈🗉🗊🗋",          // 20
    "🗌🗍📋🗑🗔🖵🖶🖷🖸🖭🖯🖱🖒🖓☜☞",         // 30
    "☚☛👈👉☚☛☝☟🖠🖡👆👇🖢🖣🖑✗",      // 40
    "✓☒☑☒☒⊗⊗🛇⦸🙱🙴🙲🙳‽🙹🙺",          // 50
    "🙻🙦🙤🙥🙧🙚🙘🙙🙛⓪①②③④⑤⑥",          // 60
    "⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿〓",         // 70
    "☉○☽☾⸿✝🕇🕜🕝🕞🕟🕠🕡🕢🕣🕤", // 80
    "🕥🕦🕧🙨🙩·•●●○○○🞉⊙◉▪",       // 90
    "▪■■□□🞒🞓▣▣▣🞖⬩⬩⬩⬥◇",          // A0
    "◈◈◈🞜⬪⬪⬪⬧◊🞠◖◗⯊⯋■◆",          // B0
    "⬟⯂⬣⬢⯃⯄++++✚✚✚×××",          // C0
    "×✖✖✖******✱✱✱✱✱✱",          // D0
    "✳✳✳✳✳🟀🟂✦✦★★✶✶✴✴✹",          // E0
    "✹🟃🟇✯🟍🟔⯌⯍※⁂〓〓〓〓〓〓",    // F0
];
