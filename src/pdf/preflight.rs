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
/// [`Error::Limit`] where they would make too many.
pub fn check(bytes: &[u8]) -> Result<()> {
    object_streams(bytes)?;
    let mut places = FxHashMap::default();
    classic_tables(bytes, &mut places)?;
    for (dict, data) in streams_of_type(bytes, b"/XRef") {
        stream_table(dict, data, &mut places)?;
    }
    Ok(())
}

fn object_streams(bytes: &[u8]) -> Result<()> {
    let mut left = MAX_OBJECT_STREAMS;
    for (_, data) in streams_of_type(bytes, b"/ObjStm") {
        let decoded = filter::decode(data, &flate(None), left);
        left = left.saturating_sub(decoded.data.len());
        if left == 0 {
            return Err(Error::Limit {
                what: "decoded bytes of object streams",
                limit: MAX_OBJECT_STREAMS as u64,
            });
        }
    }
    Ok(())
}

fn flate(params: Option<Dictionary>) -> [(Vec<u8>, Option<Dictionary>); 1] {
    [(b"FlateDecode".to_vec(), params)]
}

/// The dictionaries and data of streams whose dictionary has this name in it.
fn streams_of_type<'b>(
    bytes: &'b [u8],
    name: &'b [u8],
) -> impl Iterator<Item = (&'b [u8], &'b [u8])> {
    memchr::memmem::find_iter(bytes, name).filter_map(move |at| {
        let from = at.saturating_sub(MAX_DICT);
        let start = from + memchr::memmem::rfind(&bytes[from..at], b"obj")?;
        let near = &bytes[at..bytes.len().min(at + MAX_DICT)];
        let end = at + memchr::memmem::find(near, b"stream")?;
        let data = &bytes[end + b"stream".len()..];
        let data = data.strip_prefix(b"\r").unwrap_or(data);
        let data = data.strip_prefix(b"\n").unwrap_or(data);
        let length = memchr::memmem::find(data, b"endstream").unwrap_or(data.len());
        Some((&bytes[start..end], &data[..length]))
    })
}

type Places = FxHashMap<u64, u32>;

fn count(places: &mut Places, place: u64) -> Result<()> {
    let times = places.entry(place).or_default();
    *times += 1;
    if *times > MAX_SAME_PLACE {
        return Err(Error::Limit {
            what: "cross-reference entries for one object",
            limit: u64::from(MAX_SAME_PLACE),
        });
    }
    Ok(())
}

/// `0000000017 00000 n` (7.5.4): entries of twenty bytes, wherever they stand.
fn classic_tables(bytes: &[u8], places: &mut Places) -> Result<()> {
    for at in memchr::memmem::find_iter(bytes, b" n") {
        let Some(entry) = at.checked_sub(16).map(|from| &bytes[from..at]) else {
            continue;
        };
        let (offset, generation) = (&entry[..10], &entry[11..]);
        let digits = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
        if entry[10] == b' ' && digits(offset) && digits(generation) {
            count(places, number(offset))?;
        }
    }
    Ok(())
}

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
fn stream_table(dict: &[u8], data: &[u8], places: &mut Places) -> Result<()> {
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
            count(places, be(&rest[..offset]))?;
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
            Err(Error::Limit { .. })
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
        assert!(matches!(check(&table(900)), Err(Error::Limit { .. })));
    }

    fn miniz(data: &[u8]) -> Vec<u8> {
        use std::io::Write;
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(data).unwrap();
        encoder.finish().unwrap()
    }
}
