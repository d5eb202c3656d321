//! Text strings: titles, names and replacement text (ISO 32000-2, 7.9.2.2).

/// PDFDocEncoding from 0x18 to 0x1F (annex D.2).
const FROM_18: &str = "˘ˇˆ˙˝˛˚˜";
/// PDFDocEncoding from 0x80 to 0xA0; 0x9F is not defined.
const FROM_80: &str = "•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž\u{fffd}€";

/// A text string: UTF-16 with a byte order mark, UTF-8 with one, or PDFDocEncoding.
pub fn decode(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|&b| pdf_doc(b)).collect(),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|c| unit([c[0], c[1]]));
    char::decode_utf16(units)
        .map(|r| r.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

fn pdf_doc(byte: u8) -> char {
    let nth = |table: &str, first: u8| table.chars().nth(usize::from(byte - first));
    let own = match byte {
        0x18..=0x1F => nth(FROM_18, 0x18),
        0x80..=0xA0 => nth(FROM_80, 0x80),
        _ => Some(char::from(byte)),
    };
    own.unwrap_or(char::REPLACEMENT_CHARACTER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_encoding_is_told_by_its_mark() {
        assert_eq!(decode(b"\xFE\xFF\x8A\x08"), "計");
        assert_eq!(decode(b"\xFF\xFE\x08\x8A"), "計");
        assert_eq!(decode("\u{feff}計".as_bytes()), "計");
        assert_eq!(decode(b"a\x80\x84\xE9\x18\x1F\xA0"), "a•—é˘˜€");
        assert_eq!((FROM_18.chars().count(), FROM_80.chars().count()), (8, 33));
    }
}
