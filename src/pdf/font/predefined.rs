//! The CMaps that a file may name instead of embedding them (ISO 32000-2, 9.7.5.2), and those of
//! Adobe's that it should not name, but does.
//!
//! `hayro-cmap` carries the ones of the standard. The others have no data of their own here: where
//! the codes are Unicode (`UniJIS-UTF8-H`, `UniJIS2004-UTF32-H` …) a code says what it means, and
//! its CID, which only the width depends on, is that of the same character in `UniJIS-UTF16-H`;
//! the JIS C 6226-1978 family has the codes of its successor with 22 pairs of ideographs swapped.

use super::codespace::Codespace;
use compact_str::CompactString;
use hayro_cmap::{CMap, CMapName, CidFamily, load_embedded};
use std::sync::OnceLock;

/// How the codes of a CMap of Adobe-Japan1 say their text by themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnicodeForm {
    /// UTF-16BE, one or two units.
    Utf16,
    /// UTF-8.
    Utf8,
    /// UTF-32BE, and UCS-2.
    Scalar,
}

/// What the name of a predefined CMap stands for.
pub struct Predefined {
    /// Codes to CIDs; `None` when the name is not known.
    pub cmap: Option<CMap>,
    /// How strings fall into codes.
    pub codespace: Codespace,
    /// Writing mode 1.
    pub vertical: bool,
    /// The character collection its CIDs belong to.
    pub family: Option<CidFamily>,
    /// Its codes are Unicode.
    pub unicode: Option<UnicodeForm>,
    /// Of the 1978 standard.
    pub jis78: bool,
}

impl Predefined {
    /// The CMap of that name.
    pub fn named(name: &[u8]) -> Self {
        let vertical = name.ends_with(b"-V") || name == b"V";
        let (cmap, family) = match name {
            b"Identity-H" => (Some(CMap::identity_h()), None),
            b"Identity-V" => (Some(CMap::identity_v()), None),
            _ => load(name).map_or((None, None), |(cmap, family)| (Some(cmap), family)),
        };
        let unicode = name.starts_with(b"UniJIS").then(|| unicode_form(name));
        Self {
            family: family.or_else(|| unicode.as_ref().map(|_| CidFamily::AdobeJapan1)),
            codespace: Codespace::of_predefined(name),
            vertical,
            cmap,
            unicode,
            jis78: name.starts_with(b"78"),
        }
    }
}

fn load(name: &[u8]) -> Option<(CMap, Option<CidFamily>)> {
    let own = load_embedded(CMapName::from_bytes(name));
    let data = own.or_else(|| load_embedded(CMapName::from_bytes(substitute(name)?)))?;
    let cmap = CMap::parse(data, load_embedded)?;
    let collection = cmap.metadata().character_collection.as_ref();
    let family = collection.map(|c| c.family.clone());
    Some((cmap, family))
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

fn unicode_form(name: &[u8]) -> UnicodeForm {
    let has = |part: &[u8]| memchr::memmem::find(name, part).is_some();
    if has(b"UTF16") {
        UnicodeForm::Utf16
    } else if has(b"UTF8") {
        UnicodeForm::Utf8
    } else {
        UnicodeForm::Scalar
    }
}

impl UnicodeForm {
    /// The character of a code.
    pub fn char_of(&self, code: u32) -> Option<char> {
        match self {
            Self::Utf8 => {
                let bytes = code.to_be_bytes();
                let start = bytes.iter().position(|&b| b != 0)?;
                std::str::from_utf8(&bytes[start..]).ok()?.chars().next()
            }
            Self::Utf16 if code > 0xFFFF => {
                let units = [(code >> 16) as u16, code as u16];
                char::decode_utf16(units).next()?.ok()
            }
            _ => char::from_u32(code),
        }
    }
}

/// The CID of a character in Adobe-Japan1.
pub fn japan1_cid(c: char) -> Option<u32> {
    static MAP: OnceLock<Option<CMap>> = OnceLock::new();
    let map = MAP
        .get_or_init(|| Some(load(b"UniJIS-UTF16-H")?.0))
        .as_ref()?;
    let mut units = [0; 2];
    let code = c
        .encode_utf16(&mut units)
        .iter()
        .fold(0, |code, unit| code << 16 | u32::from(*unit));
    map.lookup_cid_code(code, 2 * c.len_utf16() as u8)
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
            let found = Predefined::named(name.as_bytes());
            assert!(found.cmap.is_some(), "{name}");
            assert_eq!(found.family, Some(CidFamily::AdobeJapan1), "{name}");
            assert_eq!(found.vertical, name.ends_with('V'), "{name}");
        }
    }

    #[test]
    fn unicode_codes_have_the_cid_of_their_character() {
        assert_eq!(UnicodeForm::Utf8.char_of(0xE38182), Some('あ'));
        assert_eq!(UnicodeForm::Utf16.char_of(0xD842_DFB7), Some('𠮷'));
        assert_eq!(UnicodeForm::Scalar.char_of(0x20BB7), Some('𠮷'));
        assert_eq!(japan1_cid('あ'), Some(843));
        assert_eq!(japan1_cid('一'), Some(1200));
    }

    #[test]
    fn pairs_of_1978_swap_both_ways() {
        assert_eq!(SWAPPED_1983.chars().count(), 44);
        assert_eq!(of_1978("桧と檜".into()), "檜と桧");
    }
}
