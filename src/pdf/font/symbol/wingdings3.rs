//! Wingdings 3: arrows and triangles.
//!
//! The same eight directions in a dozen shapes of heads and shafts: → is all that a reader makes of
//! them. Pieces to build long arrows from (0xAC–0xAF) are left out.

use super::Rows;

/// The marks of Wingdings 3.
pub const MARKS: Rows = [
    " ←→↑↓↖↗↙↘⇤⇥⤒⤓⭶⭸⇞",                // 20
    "⇟↔↕⇠⇢⇡⇣↯↲↳↰↱⮤⮥⮦⮧",                // 30
    "⮐⮑⮒⮓⇆⇵⭾⭿⇇⇉⇈⇊↶⮍⮎⮌",                // 40
    "↻↺⎋⌤⌃⌥␣⍽⇪⮸⇦⇨⇦⇨⇦⇨",                // 50
    "⇦⇨⇦⇨⇦⇨←→↑↓↖↗↙↘↔↕",                // 60
    "▲▼△▽◀▶◁▷◣◢◤◥◀▶▲〓",               // 70
    "▼▲▼◀▶⮜➤⮝⮟←→↑↓←→↑",                // 80
    "↓←→↑↓←→↑↓←→↑↓←→↑",                // 90
    "↓←→↑↓←→←→←→←〓〓〓〓",            // A0
    "→←→←→←→↑↓←→↑↓←→↑",                // B0
    "↓←→↑↓←→↑↓⮨⮩⮪⮫⮬⮭⮮",                // C0
    "⮯←→↑↓↖↗↙↘←→↑↓↖↗↙",                // D0
    "↘←→↑↓↖↗↙↘◀▶▲▼🢔🢖🢕",                // E0
    "🢗〓〓〓〓〓〓〓〓〓〓〓〓〓〓〓", // F0
];
