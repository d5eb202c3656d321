//! Symbol: Greek, mathematics and a few signs, in the built-in encoding of Adobe's font (ISO 32000-2,
//! annex D.5), which all others copy.
//!
//! The extension of a root (0x60) and the apple of Mac OS (0xF0) are left out: Unicode lacks them.

use super::Rows;

/// The marks of Symbol.
pub const MARKS: Rows = [
    " !∀#∃%&∋()∗+,−./",                 // 20
    "0123456789:;<=>?",                 // 30
    "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟ",                 // 40
    "ΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_",                 // 50
    "〓αβχδεφγηιϕκλμνο",                // 60
    "πθρστυϖωξψζ{|}∼〓",                // 70
    "〓〓〓〓〓〓〓〓〓〓〓〓〓〓〓〓", // 80
    "〓〓〓〓〓〓〓〓〓〓〓〓〓〓〓〓", // 90
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓",                 // A0
    "°±″≥×∝∂•÷≠≡≈…⏐⎯↵",                 // B0
    "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉",                 // C0
    "∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓",                 // D0
    "◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪",                // E0
    "〓〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭〓",              // F0
];
