//! Simple-font encodings: one byte to a glyph name or character (ISO 32000-2, annex D).

use super::symbol::SymbolFont;
use read_fonts::ps::{PredefinedEncoding, agl};

/// The encodings a simple font can be based on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BaseEncoding {
    /// StandardEncoding.
    Standard,
    /// WinAnsiEncoding.
    WinAnsi,
    /// MacRomanEncoding.
    MacRoman,
}

impl BaseEncoding {
    /// The encoding of that name.
    pub fn from_name(name: &[u8]) -> Option<Self> {
        match name {
            b"StandardEncoding" => Some(Self::Standard),
            b"WinAnsiEncoding" => Some(Self::WinAnsi),
            b"MacRomanEncoding" => Some(Self::MacRoman),
            _ => None,
        }
    }

    /// The character of a code.
    pub fn to_char(self, code: u8) -> Option<char> {
        match self {
            Self::Standard => match PredefinedEncoding::Standard.name(code) {
                ".notdef" => None,
                name => agl::name_to_char(name),
            },
            Self::WinAnsi => win_ansi(code),
            Self::MacRoman => mac_roman(code),
        }
    }
}

/// Windows code page 1252, the codes from 0x80 to 0x9F; the rest is Latin-1.
const WIN_ANSI_80: [char; 32] = [
    '€', '•', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '•', 'Ž', '•', '•', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '•', 'ž', 'Ÿ',
];

fn win_ansi(code: u8) -> Option<char> {
    match code {
        0..=0x1F => None,
        0x7F => Some('•'),
        0xAD => Some('-'),
        0x80..=0x9F => Some(WIN_ANSI_80[usize::from(code - 0x80)]),
        _ => Some(char::from(code)),
    }
}

/// Mac OS Roman from 0x80.
const MAC_ROMAN_80: &str = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u{a0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄¤‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{f8ff}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ";

fn mac_roman(code: u8) -> Option<char> {
    match code {
        0..=0x1F | 0x7F => None,
        0x20..=0x7E => Some(char::from(code)),
        _ => MAC_ROMAN_80.chars().nth(usize::from(code - 0x80)),
    }
}

/// The text of a glyph name by the Adobe Glyph List and its rules for `uni3042` and `f_i`. The
/// names of ZapfDingbats (`a20`) are for that font alone: elsewhere they are running numbers.
pub fn glyph_name_to_text(name: &[u8], font: Option<SymbolFont>) -> Option<String> {
    let name = std::str::from_utf8(name).ok()?;
    let dingbats = font == Some(SymbolFont::ZapfDingbats);
    if name == ".notdef" || (is_dingbat_name(name) && !dingbats) {
        return None;
    }
    let text: String = agl::name_to_chars(name).collect();
    (!text.is_empty()).then_some(text)
}

/// Whether part of a glyph name is an `a` and a number.
fn is_dingbat_name(name: &str) -> bool {
    let base = name.split('.').next().unwrap_or(name);
    base.split('_').any(|part| {
        part.strip_prefix('a')
            .is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_complete() {
        assert_eq!(MAC_ROMAN_80.chars().count(), 128);
        assert_eq!(BaseEncoding::WinAnsi.to_char(0x80), Some('€'));
        assert_eq!(BaseEncoding::MacRoman.to_char(0xCA), Some('\u{a0}'));
        assert_eq!(BaseEncoding::Standard.to_char(b'A'), Some('A'));
    }

    #[test]
    fn glyph_names_follow_the_adobe_glyph_list() {
        let text = |name| glyph_name_to_text(name, None);
        assert_eq!(text(b"uni3042").as_deref(), Some("あ"));
        assert_eq!(text(b"f_i").as_deref(), Some("fi"));
        assert_eq!(text(b"a").as_deref(), Some("a"));
        assert_eq!(text(b".notdef"), None);
    }

    #[test]
    fn names_of_dingbats_are_for_zapf_dingbats() {
        let dingbat = |name| glyph_name_to_text(name, Some(SymbolFont::ZapfDingbats));
        assert_eq!(dingbat(b"a20").as_deref(), Some("✔"));
        assert_eq!(dingbat(b"a206").as_deref(), Some("❰"));
        assert_eq!(dingbat(b"space").as_deref(), Some(" "));
        for name in [&b"a20"[..], b"a109_a110", b"a191.alt", b"a65"] {
            assert_eq!(glyph_name_to_text(name, None), None);
            assert_eq!(glyph_name_to_text(name, Some(SymbolFont::Symbol)), None);
        }
    }
}
