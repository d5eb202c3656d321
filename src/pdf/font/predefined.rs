//! The CMaps that a file may name instead of embedding them (ISO 32000-2, 9.7.5.2), and those of
//! Adobe's that it should not name, but does.
//!
//! `hayro-cmap` carries the ones of the standard. The others have no data of their own here: where
//! the codes are Unicode (`UniJIS-UTF8-H`, `UniJIS2004-UTF32-H` …) a code says what it means, and
//! its CID, which only the width depends on, is that of the same character in `UniJIS-UTF16-H`;
//! the JIS C 6226-1978 family has the codes of its successor with 22 pairs of ideographs swapped.

use compact_str::CompactString;
use hayro_cmap::{BfString, CMap, CMapName, CidFamily, load_embedded};
use std::sync::OnceLock;

/// How the codes of a CMap of Adobe-Japan1 say their text by themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnicodeForm {
    /// UTF-16BE, one or two units.
    Utf16,
    /// UTF-8.
    Utf8,
    /// UTF-32BE.
    Utf32,
    /// UCS-2, big-endian.
    Ucs2,
}

/// The data of a predefined CMap.
pub fn load(name: &[u8]) -> Option<CMap> {
    let own = load_embedded(CMapName::from_bytes(name));
    let data = own.or_else(|| load_embedded(CMapName::from_bytes(substitute(name)?)))?;
    CMap::parse(data, load_embedded)
}

/// The character collection of a CMap.
pub fn family_of(cmap: &CMap) -> Option<CidFamily> {
    Some(
        cmap.metadata()
            .character_collection
            .as_ref()?
            .family
            .clone(),
    )
}

/// A CMap with the same codes for one that is not at hand.
fn substitute(name: &[u8]) -> Option<&'static [u8]> {
    Some(match name {
        b"RKSJ-H" | b"78-RKSJ-H" | b"78ms-RKSJ-H" => b"90ms-RKSJ-H",
        b"RKSJ-V" | b"78-RKSJ-V" | b"78ms-RKSJ-V" => b"90ms-RKSJ-V",
        b"90pv-RKSJ-V" => b"90pv-RKSJ-H",
        b"78-EUC-H" => b"EUC-H",
        b"78-EUC-V" => b"EUC-V",
        b"78-H" | b"Ext-H" | b"Add-H" | b"NWP-H" => b"H",
        b"78-V" | b"Ext-V" | b"Add-V" | b"NWP-V" => b"V",
        _ => return None,
    })
}

/// How the codes of a CMap of Adobe-Japan1 of that name are Unicode.
pub fn unicode_form(name: &[u8]) -> Option<UnicodeForm> {
    let has = |part: &[u8]| memchr::memmem::find(name, part).is_some();
    name.starts_with(b"UniJIS").then(|| {
        if has(b"UTF16") {
            UnicodeForm::Utf16
        } else if has(b"UTF8") {
            UnicodeForm::Utf8
        } else if has(b"UTF32") {
            UnicodeForm::Utf32
        } else {
            UnicodeForm::Ucs2
        }
    })
}

impl UnicodeForm {
    /// The character of a code of `len` bytes; `None` for part of one.
    pub fn char_of(&self, code: u32, len: u8) -> Option<char> {
        match (self, len) {
            (Self::Utf8, _) => {
                let bytes = code.to_be_bytes();
                let own = &bytes[usize::from(4u8.saturating_sub(len))..];
                std::str::from_utf8(own).ok()?.chars().next()
            }
            (Self::Utf16, 4) => {
                let units = [(code >> 16) as u16, code as u16];
                char::decode_utf16(units).next()?.ok()
            }
            (Self::Utf16 | Self::Ucs2, 2) | (Self::Utf32, 4) => char::from_u32(code),
            _ => None,
        }
    }
}

/// The CID of a character in Adobe-Japan1.
pub fn japan1_cid(c: char) -> Option<u32> {
    static MAP: OnceLock<Option<CMap>> = OnceLock::new();
    let map = MAP.get_or_init(|| load(b"UniJIS-UTF16-H")).as_ref()?;
    let mut units = [0; 2];
    let code = c
        .encode_utf16(&mut units)
        .iter()
        .fold(0, |code, unit| code << 16 | u32::from(*unit));
    map.lookup_cid_code(code, 2 * c.len_utf16() as u8)
}

/// The text of a CID in a collection of Adobe's: the base character, where a variation selector
/// says which of its glyphs it is. CID 0 says nothing.
pub fn text_of_cid(family: &CidFamily, cid: u32) -> Option<CompactString> {
    static MAPS: [OnceLock<Option<CMap>>; 4] = [const { OnceLock::new() }; 4];
    let slot = match family {
        CidFamily::AdobeJapan1 => 0,
        CidFamily::AdobeGB1 => 1,
        CidFamily::AdobeCNS1 => 2,
        CidFamily::AdobeKorea1 => 3,
        _ => return None,
    };
    let parse = || CMap::parse(load_embedded(family.ucs2_cmap()?)?, load_embedded);
    let map = MAPS[slot].get_or_init(parse).as_ref()?;
    match map.lookup_bf_string(cid).filter(|_| cid != 0)? {
        BfString::Char(c) => Some(CompactString::from_iter([c])),
        BfString::String(s) => Some(s.chars().filter(|c| !is_variation_selector(*c)).collect()),
    }
}

fn is_variation_selector(c: char) -> bool {
    matches!(u32::from(c), 0xFE00..=0xFE0F | 0xE0100..=0xE01EF)
}

/// The ideographs that JIS X 0208-1983 exchanged: in the 1978 edition each stood in the other's
/// place.
const SWAPPED_1983: &str =
    "鯵鰺鴬鶯蛎蠣撹攪竃竈潅灌諌諫頚頸砿礦蕊蘂靭靱賎賤壷壺砺礪梼檮涛濤迩邇蝿蠅桧檜侭儘薮藪篭籠";

/// The text of a code of the 1978 edition, from that of the same code of its successor.
pub fn of_1978(text: CompactString) -> CompactString {
    let other = |c: char| {
        let at = SWAPPED_1983.chars().position(|s| s == c)?;
        SWAPPED_1983.chars().nth(at ^ 1)
    };
    text.chars().map(|c| other(c).unwrap_or(c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_the_standard_is_at_hand() {
        for name in [
            "83pv-RKSJ-H",
            "90ms-RKSJ-H",
            "90ms-RKSJ-V",
            "90msp-RKSJ-H",
            "90msp-RKSJ-V",
            "90pv-RKSJ-H",
            "Add-RKSJ-H",
            "Add-RKSJ-V",
            "EUC-H",
            "EUC-V",
            "Ext-RKSJ-H",
            "Ext-RKSJ-V",
            "H",
            "V",
            "UniJIS-UCS2-H",
            "UniJIS-UCS2-V",
            "UniJIS-UCS2-HW-H",
            "UniJIS-UCS2-HW-V",
            "UniJIS-UTF16-H",
            "UniJIS-UTF16-V",
            "RKSJ-H",
            "78-EUC-V",
        ] {
            let family = load(name.as_bytes()).and_then(|c| family_of(&c));
            assert_eq!(family, Some(CidFamily::AdobeJapan1), "{name}");
        }
    }

    #[test]
    fn unicode_codes_have_the_cid_of_their_character() {
        assert_eq!(UnicodeForm::Utf8.char_of(0xE38182, 3), Some('あ'));
        assert_eq!(UnicodeForm::Utf16.char_of(0xD842_DFB7, 4), Some('𠮷'));
        assert_eq!(UnicodeForm::Utf32.char_of(0x20BB7, 4), Some('𠮷'));
        assert_eq!(UnicodeForm::Ucs2.char_of(0x6C, 1), None);
        assert_eq!(japan1_cid('あ'), Some(843));
        assert_eq!(japan1_cid('一'), Some(1200));
    }

    #[test]
    fn pairs_of_1978_swap_both_ways() {
        assert_eq!(SWAPPED_1983.chars().count(), 44);
        assert_eq!(of_1978("桧と檜".into()), "檜と桧");
    }
}
