//! Bytes of a page to text.
//!
//! # Source
//! The HTML standard, 13.2.3 (byte order mark, `Content-Type`, `<meta>`), and, where none of them holds, the
//! encodings in which Japanese pages are written.

use encoding_rs::{EUC_JP, Encoding, ISO_2022_JP, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// Where a page must say its encoding.
const PRESCAN: usize = 1024;

/// The text of a page, and what it was written in.
pub(super) fn decode<'b>(
    bytes: &'b [u8],
    content_type: Option<&str>,
) -> (Cow<'b, str>, &'static Encoding) {
    let declared = content_type
        .and_then(|text| label(text.as_bytes()))
        .or_else(|| declared(bytes))
        .filter(|encoding| *encoding != UTF_8);
    // a byte order mark goes before what was found
    let (text, encoding, _) = declared.unwrap_or_else(|| guess(bytes)).decode(bytes);
    (text, encoding)
}

/// What a page of Japan is written in that does not say so, or says UTF-8 and may be wrong.
fn guess(bytes: &[u8]) -> &'static Encoding {
    if bytes.windows(2).any(|pair| pair == b"\x1b$") {
        return ISO_2022_JP;
    }
    // the order matters: much of EUC-JP can be read as half-width kana of Shift_JIS
    let whole = |encoding: &&'static Encoding| {
        let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
        text.is_some()
    };
    [UTF_8, EUC_JP, SHIFT_JIS]
        .into_iter()
        .find(whole)
        .unwrap_or(UTF_8)
}

/// What the page declares at its top.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let top = bytes.get(..PRESCAN).unwrap_or(bytes);
    // one that can be read like this is not written in UTF-16
    label(top).map(|found| match found {
        e if e == UTF_16LE || e == UTF_16BE => UTF_8,
        e => e,
    })
}

/// The first `charset=` or `encoding=` in a text that names an encoding.
fn label(text: &[u8]) -> Option<&'static Encoding> {
    let lower = text.to_ascii_lowercase();
    let after =
        |key: &'static [u8]| memchr::memmem::find_iter(&lower, key).map(move |at| at + key.len());
    let places = after(b"charset").chain(after(b"encoding"));
    places.into_iter().find_map(|at| {
        let rest = lower.get(at..)?.trim_ascii_start();
        let rest = rest.strip_prefix(b"=")?.trim_ascii_start();
        let rest = rest
            .strip_prefix(b"\"")
            .or(rest.strip_prefix(b"'"))
            .unwrap_or(rest);
        let inside = |b: &u8| b.is_ascii_alphanumeric() || b"-_:.".contains(b);
        let end = rest.iter().position(|b| !inside(b)).unwrap_or(rest.len());
        Encoding::for_label(rest.get(..end)?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, encoding: &'static Encoding, content_type: Option<&str>) {
        let (bytes, _, unmappable) = encoding.encode(text);
        assert!(!unmappable);
        let (back, found) = decode(&bytes, content_type);
        assert_eq!((back.as_ref(), found), (text, encoding));
    }

    #[test]
    fn declared_encodings_are_used() {
        check("<meta charset=shift_jis>計画", SHIFT_JIS, None);
        check(
            "<meta content='text/html; charset=\"EUC-JP\"'>計画",
            EUC_JP,
            None,
        );
        check(
            "<?xml version='1.0' encoding='Shift_JIS'?>計画",
            SHIFT_JIS,
            None,
        );
        check("計画", SHIFT_JIS, Some("text/html; charset=Windows-31J"));
        check(
            "<meta charset=utf-8>計画",
            SHIFT_JIS,
            Some("text/html;charset = x-sjis"),
        );
    }

    #[test]
    fn encodings_that_are_not_declared_are_told_apart() {
        let text = "第３次行政改革大綱　進捗状況一覧（令和６年度）";
        for encoding in [UTF_8, EUC_JP, SHIFT_JIS, ISO_2022_JP] {
            check(text, encoding, None);
            check(&format!("<meta charset=utf-8>{text}"), encoding, None);
        }
    }

    #[test]
    fn a_byte_order_mark_decides_and_rubbish_is_no_panic() {
        let (text, _) = decode(b"\xff\xfe\x08\x8a", Some("text/html; charset=EUC-JP"));
        assert_eq!(text, "計");
        for bytes in [
            &b""[..],
            b"\xff",
            b"charset=",
            b"charset",
            b"<meta charset=\"",
        ] {
            decode(bytes, Some("charset"));
        }
        assert_eq!(decode(b"a\xff", Some("charset=utf-8")).0, "a\u{fffd}");
    }
}
