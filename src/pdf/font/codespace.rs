//! How many bytes a character code has (ISO 32000-2, 9.7.6.2).
//!
//! A code that is cut at the wrong length shifts everything behind it, so lengths come from the
//! codespace ranges or the lead-byte rules of the encoding, never from what happens to be mapped.

/// The code lengths of a CMap.
#[derive(Debug, Clone, PartialEq)]
pub enum Codespace {
    /// Every code has this many bytes.
    Fixed(u8),
    /// Shift-JIS: two bytes after 0x81–0x9F and 0xE0–0xFC.
    ShiftJis,
    /// EUC-JP: two bytes from 0xA1, and after 0x8E (half-width kana).
    EucJp,
    /// UTF-16: four bytes after a high surrogate.
    Utf16,
    /// UTF-8.
    Utf8,
    /// Ranges read from an embedded CMap: byte length, low and high.
    Ranges(Vec<(u8, u32, u32)>),
}

impl Codespace {
    /// The rule of a predefined CMap, by the way its name is built.
    pub fn of_predefined(name: &[u8]) -> Self {
        let has = |part: &[u8]| memchr::memmem::find(name, part).is_some();
        if has(b"RKSJ") {
            Self::ShiftJis
        } else if has(b"UTF16") {
            Self::Utf16
        } else if has(b"UTF8") {
            Self::Utf8
        } else if has(b"UTF32") {
            Self::Fixed(4)
        } else if has(b"EUC") {
            Self::EucJp
        } else {
            Self::Fixed(2)
        }
    }

    /// The ranges an embedded CMap declares, or `None` when it declares none.
    pub fn of_embedded(data: &[u8]) -> Option<Self> {
        let mut ranges = Vec::new();
        let mut rest = data;
        while let Some(at) = memchr::memmem::find(rest, b"begincodespacerange") {
            rest = &rest[at + b"begincodespacerange".len()..];
            let end = memchr::memmem::find(rest, b"endcodespacerange").unwrap_or(rest.len());
            let mut operands = Vec::new();
            let mut body = rest[..end].to_vec();
            body.extend_from_slice(b" end");
            super::super::lexer::Lexer::new(&body).next_operator(&mut operands);
            for pair in operands.chunks_exact(2) {
                if let (Some(low), Some(high)) = (pair[0].string(), pair[1].string())
                    && low.len() == high.len()
                    && (1..=4).contains(&low.len())
                {
                    ranges.push((low.len() as u8, be(low), be(high)));
                }
            }
            rest = &rest[end..];
        }
        (!ranges.is_empty()).then_some(Self::Ranges(ranges))
    }

    /// The next code of a string: its value and its length in bytes.
    pub fn next(&self, bytes: &[u8]) -> Option<(u32, u8)> {
        let first = *bytes.first()?;
        let want = match self {
            Self::Fixed(n) => *n,
            Self::ShiftJis => 1 + u8::from(matches!(first, 0x81..=0x9F | 0xE0..=0xFC)),
            Self::EucJp => 1 + u8::from(matches!(first, 0xA1..=0xFE | 0x8E)),
            Self::Utf16 => {
                if matches!(first, 0xD8..=0xDB) {
                    4
                } else {
                    2
                }
            }
            Self::Utf8 => match first {
                0..=0xBF => 1,
                0xC0..=0xDF => 2,
                0xE0..=0xEF => 3,
                _ => 4,
            },
            Self::Ranges(ranges) => Self::matching_length(ranges, bytes),
        };
        let len = usize::from(want).min(bytes.len());
        Some((be(&bytes[..len]), len as u8))
    }

    /// The length of the range that the code lies in; else of the range that fits the most of its
    /// first bytes, and of several the shortest (9.7.6.3).
    fn matching_length(ranges: &[(u8, u32, u32)], bytes: &[u8]) -> u8 {
        let fitting = |&(n, low, high): &(u8, u32, u32)| {
            let fits = |i: &u8| {
                let shift = 8 * u32::from(n - 1 - i);
                let byte = bytes.get(usize::from(*i)).copied().map(u32::from);
                byte.is_some_and(|b| b >= (low >> shift & 0xFF) && b <= (high >> shift & 0xFF))
            };
            (0..n).take_while(fits).count() as u8
        };
        let whole = ranges.iter().find(|r| fitting(r) == r.0);
        let longest = || ranges.iter().max_by_key(|r| (fitting(r), u8::MAX - r.0));
        whole.or_else(longest).map_or(1, |r| r.0)
    }
}

/// A big-endian number of up to four bytes.
pub fn be(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |acc, &b| acc << 8 | u32::from(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shift_jis_lengths_do_not_depend_on_what_is_mapped() {
        let space = Codespace::of_predefined(b"90ms-RKSJ-H");
        assert_eq!(space.next(b"\x8a\xbfA"), Some((0x8ABF, 2)));
        assert_eq!(space.next(b"A"), Some((0x41, 1)));
        assert_eq!(space.next(b"\xb1"), Some((0xB1, 1)));
        assert_eq!(space.next(b"\x8a"), Some((0x8A, 1)));
    }

    #[test]
    fn embedded_ranges_of_mixed_length() {
        let cmap = b"2 begincodespacerange <00> <80> <8140> <9ffc> endcodespacerange";
        let space = Codespace::of_embedded(cmap).unwrap();
        assert_eq!(space.next(b"\x41\x42"), Some((0x41, 1)));
        assert_eq!(space.next(b"\x82\xa0"), Some((0x82A0, 2)));
        assert_eq!(space.next(b"\x82\x01"), Some((0x8201, 2)));
    }
}
