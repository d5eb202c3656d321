//! What a file would cost the file layer in memory, estimated before that reads it.
//!
//! `lopdf` keeps every object: of an object stream at many times its decoded size, and of an object
//! once for each cross-reference entry that leads to it. A file of some kilobytes could so fill
//! any memory, and running out of it cannot be caught. Real files are far below both bounds.

use super::filter;
use crate::error::{Error, Result};
use lopdf::Dictionary;
use rustc_hash::FxHashMap;

/// Most decoded bytes of all object streams: the largest real file seen has three million.
const MAX_OBJECT_STREAMS: usize = 96 << 20;
/// Most cross-reference entries that lead to one place; a sound file has one.
const MAX_SAME_PLACE: u32 = 64;
/// Most bytes of a stream's dictionary that are looked at.
const MAX_DICT: usize = 4096;

/// Checks the streams and tables that make objects.
///
/// # Errors
/// [`Error::Damaged`] where they would make too many: no sound file does.
pub fn check(bytes: &[u8]) -> Result<()> {
    object_streams(bytes)?;
    classic_tables(bytes)?;
    for (dict, data) in streams_of_type(bytes, b"/XRef") {
        stream_table(dict, data)?;
    }
    Ok(())
}

fn object_streams(bytes: &[u8]) -> Result<()> {
    let mut left = MAX_OBJECT_STREAMS;
    for (_, data) in streams_of_type(bytes, b"/ObjStm") {
        let decoded = filter::decode(data, &flate(None), left);
        left = left.saturating_sub(decoded.data.len());
        if left == 0 {
            let reason = "its object streams decode to more than a hundred million bytes";
            return Err(damaged(reason));
        }
    }
    Ok(())
}

fn damaged(reason: &str) -> Error {
    Error::Damaged {
        reason: reason.to_owned(),
    }
}

fn flate(params: Option<Dictionary>) -> [(Vec<u8>, Option<Dictionary>); 1] {
    [(b"FlateDecode".to_vec(), params)]
}

/// The dictionaries and data of streams whose dictionary has this name in it.
fn streams_of_type<'b>(
    bytes: &'b [u8],
    name: &'b [u8],
) -> impl Iterator<Item = (&'b [u8], &'b [u8])> {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let at = from + memchr::memmem::find(&bytes[from..], name)?;
            let near = &bytes[at..bytes.len().min(at + MAX_DICT)];
            let Some(keyword) = memchr::memmem::find(near, b"stream") else {
                from = at + name.len();
                continue;
            };
            let end = at + keyword;
            let data = &bytes[end + b"stream".len()..];
            let length = memchr::memmem::find(data, b"endstream").unwrap_or(data.len());
            let head = &bytes[from.max(at.saturating_sub(MAX_DICT))..end];
            let start = memchr::memmem::rfind(head, b"obj").unwrap_or(0);
            // what stands in the data is no dictionary
            from = end + b"stream".len() + length;
            return Some((&head[start..], line_after(&data[..length])));
        }
    })
}

/// What follows the end of the line.
fn line_after(data: &[u8]) -> &[u8] {
    let data = data.strip_prefix(b"\r").unwrap_or(data);
    data.strip_prefix(b"\n").unwrap_or(data)
}

/// How many entries of one table lead to each place.
#[derive(Default)]
struct Places(FxHashMap<u64, u32>);

impl Places {
    fn count(&mut self, place: u64) -> Result<()> {
        // some programs write entries that lead nowhere
        if place == 0 {
            return Ok(());
        }
        let times = self.0.entry(place).or_default();
        *times += 1;
        if *times > MAX_SAME_PLACE {
            let reason = "many cross-reference entries lead to one and the same object";
            return Err(damaged(reason));
        }
        Ok(())
    }
}

/// Tables of entries `0000000017 00000 n` behind the word `xref` (7.5.4).
fn classic_tables(bytes: &[u8]) -> Result<()> {
    for at in memchr::memmem::find_iter(bytes, b"xref") {
        let mut places = Places::default();
        let mut rest = &bytes[at + b"xref".len()..];
        loop {
            rest = rest.trim_ascii_start();
            // the head of a section has two numbers, an entry has a letter behind them
            let end = rest.iter().position(|b| matches!(b, b'\r' | b'\n'));
            let line = &rest[..end.unwrap_or(rest.len()).min(MAX_LINE)];
            if !line.first().is_some_and(u8::is_ascii_digit) {
                break;
            }
            if line.trim_ascii_end().ends_with(b"n") {
                places.count(number(&line[..line.len().min(10)]))?;
            }
            rest = &rest[line.len()..];
        }
    }
    Ok(())
}

/// The longest line of a table.
const MAX_LINE: usize = 32;

fn number(digits: &[u8]) -> u64 {
    digits
        .iter()
        .filter(|b| b.is_ascii_digit())
        .fold(0u64, |n, b| {
            n.saturating_mul(10).saturating_add(u64::from(b - b'0'))
        })
}

/// Numbers after a key in a dictionary, up to the next name.
fn numbers(dict: &[u8], key: &[u8]) -> Vec<u64> {
    let Some(at) = memchr::memmem::find(dict, key) else {
        return Vec::new();
    };
    let rest = &dict[at + key.len()..];
    let end = rest
        .iter()
        .position(|b| matches!(b, b'/' | b'>'))
        .unwrap_or(rest.len());
    let parts = rest[..end].split(|b| !b.is_ascii_digit());
    parts.filter(|p| !p.is_empty()).map(number).collect()
}

/// A cross-reference stream (7.5.8): entries of type 1 lead to an offset.
fn stream_table(dict: &[u8], data: &[u8]) -> Result<()> {
    let mut places = Places::default();
    let widths = numbers(dict, b"/W");
    let [kind, offset, other] = widths.as_slice() else {
        return Ok(());
    };
    if [kind, offset, other].iter().any(|w| **w > 8) {
        return Ok(());
    }
    let (kind, offset, other) = (*kind as usize, *offset as usize, *other as usize);
    let mut params = Dictionary::new();
    for key in ["Predictor", "Columns"] {
        if let Some(&value) = numbers(dict, format!("/{key}").as_bytes()).first() {
            params.set(key, value as i64);
        }
    }
    let decoded = filter::decode(data, &flate(Some(params)), MAX_OBJECT_STREAMS);
    let be = |bytes: &[u8]| bytes.iter().fold(0u64, |n, b| n << 8 | u64::from(*b));
    for entry in decoded.data.chunks_exact((kind + offset + other).max(1)) {
        let (head, rest) = entry.split_at(kind);
        if (kind == 0 || be(head) == 1) && rest.len() >= offset {
            places.count(be(&rest[..offset]))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_entries_for_one_object_are_told() {
        let entry = "0000000017 00000 n \n";
        let sound = format!("xref\n0 3\n{}", entry.repeat(3));
        assert!(check(sound.as_bytes()).is_ok());
        let hostile = format!("xref\n0 900\n{}", entry.repeat(900));
        assert!(matches!(
            check(hostile.as_bytes()),
            Err(Error::Damaged { .. })
        ));
    }

    #[test]
    fn entries_of_a_stream_count_as_well() {
        let table = |n: usize| {
            let data = [1u8, 0, 17, 0].repeat(n);
            let mut out = b"5 0 obj << /Type /XRef /W [1 2 1] >> stream\n".to_vec();
            out.extend(miniz(&data));
            out.extend(b"\nendstream");
            out
        };
        assert!(check(&table(9)).is_ok());
        assert!(matches!(check(&table(900)), Err(Error::Damaged { .. })));
    }

    fn miniz(data: &[u8]) -> Vec<u8> {
        use std::io::Write;
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(data).unwrap();
        encoder.finish().unwrap()
    }
}
