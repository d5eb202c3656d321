//! Stream filters (ISO 32000-2, 7.4): encoded bytes to decoded bytes, and whether all of them came.
//!
//! The filters are `lopdf`'s, but for `FlateDecode`: there a stream that ends early has to be told
//! from a whole one, because a viewer shows what it can while a clerk must know that something is
//! missing.

use flate2::{Decompress, FlushDecompress, Status};
use lopdf::{Dictionary, Object, Stream};
use std::fmt;

/// Most filters in a row; each may blow its input up.
const MAX_FILTERS: usize = 8;
/// Bytes of the zlib header (RFC 1950).
const ZLIB_HEADER: usize = 2;

/// Why a stream gave less than it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// It decodes to more than the limit allows.
    TooLarge,
    /// All of it came, but its checksum says that some of it is wrong.
    Checksum,
    /// Its data is damaged, ends early, or needs a filter that is not there.
    Damaged(String),
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => f.write_str("it decodes to more bytes than the limit allows"),
            Self::Checksum => f.write_str("its checksum is wrong"),
            Self::Damaged(reason) => f.write_str(reason),
        }
    }
}

/// The decoded bytes of a stream: all of them, or as many as could be had.
#[derive(Debug, Default)]
pub struct Decoded {
    /// The bytes.
    pub data: Vec<u8>,
    /// What is wrong with them.
    pub trouble: Option<Trouble>,
}

impl Decoded {
    fn failed(trouble: Trouble) -> Self {
        Self {
            data: Vec::new(),
            trouble: Some(trouble),
        }
    }
}

/// Decodes `content` through `filters`, each with its parameters, to at most `limit` bytes.
pub fn decode(content: &[u8], filters: &[(Vec<u8>, Option<Dictionary>)], limit: usize) -> Decoded {
    if content.is_empty() {
        return Decoded::default();
    }
    if limit == 0 {
        return Decoded::failed(Trouble::TooLarge);
    }
    if filters.len() > MAX_FILTERS {
        return Decoded::failed(Trouble::Damaged(format!("{} filters", filters.len())));
    }
    let mut out = Decoded::default();
    if filters.is_empty() {
        out.data = content.to_vec();
    }
    for (i, (name, params)) in filters.iter().enumerate() {
        let input: &[u8] = if i == 0 { content } else { &out.data };
        let next = match name.as_slice() {
            b"FlateDecode" | b"Fl" => predicted(
                inflate(input, limit),
                input,
                b"FlateDecode",
                params.as_ref(),
                limit,
            ),
            b"LZWDecode" | b"LZW" => {
                let plain = lzw(input, params.as_ref(), limit);
                predicted(plain, input, b"LZWDecode", params.as_ref(), limit)
            }
            // the file layer has decrypted what it can; the identity filter passes on what it gets
            b"Crypt" => Decoded {
                data: input.to_vec(),
                trouble: None,
            },
            name => by_lopdf(input, full_name(name), params.as_ref(), limit),
        };
        let trouble = out.trouble.or(next.trouble);
        out = Decoded {
            data: next.data,
            trouble,
        };
    }
    out
}

/// The full name of an abbreviated filter (8.9.7, table 92).
fn full_name(name: &[u8]) -> &[u8] {
    match name {
        b"AHx" => b"ASCIIHexDecode",
        b"A85" => b"ASCII85Decode",
        b"RL" => b"RunLengthDecode",
        other => other,
    }
}

/// Decoded data with its predictor undone, which the file layer does.
fn predicted(
    plain: Decoded,
    input: &[u8],
    name: &[u8],
    params: Option<&Dictionary>,
    limit: usize,
) -> Decoded {
    let predictor = params.and_then(|p| p.get(b"Predictor").ok()?.as_i64().ok());
    if predictor.is_none_or(|p| p < 2) || plain.trouble == Some(Trouble::TooLarge) {
        return plain;
    }
    let whole = by_lopdf(input, name, params, limit);
    Decoded {
        trouble: plain.trouble.or(whole.trouble),
        data: whole.data,
    }
}

/// LZW data (7.4.4), whose codes grow a code early unless `/EarlyChange` is 0.
fn lzw(input: &[u8], params: Option<&Dictionary>, limit: usize) -> Decoded {
    let late = params.and_then(|p| p.get(b"EarlyChange").ok()?.as_i64().ok()) == Some(0);
    let mut decoder = if late {
        weezl::decode::Decoder::new(weezl::BitOrder::Msb, 8)
    } else {
        weezl::decode::Decoder::with_tiff_size_switch(weezl::BitOrder::Msb, 8)
    };
    let (mut data, mut buffer) = (Vec::new(), vec![0; 1 << 16]);
    let mut rest = input;
    let end = loop {
        let step = decoder.decode_bytes(rest, &mut buffer);
        rest = &rest[step.consumed_in..];
        data.extend_from_slice(&buffer[..step.consumed_out]);
        match step.status {
            _ if data.len() > limit => {
                data.truncate(limit);
                break End::TooLarge;
            }
            Ok(weezl::LzwStatus::Done) => break End::Whole,
            Ok(_) if step.consumed_in + step.consumed_out == 0 => break End::Early,
            Ok(_) => {}
            Err(_) => break End::Broken,
        }
    };
    inflated(data, end)
}

/// The first byte before the end of the data that an ASCII filter does not know.
fn misplaced(name: &[u8], input: &[u8]) -> Option<usize> {
    let (known, end): (fn(u8) -> bool, u8) = match name {
        b"ASCII85Decode" => (|b| matches!(b, b'!'..=b'u' | b'z'), b'~'),
        b"ASCIIHexDecode" => (|b| b.is_ascii_hexdigit(), b'>'),
        _ => return None,
    };
    let mut data = input.iter().take_while(|b| **b != end);
    data.position(|&b| !known(b) && !b.is_ascii_whitespace() && b != 0)
}

fn by_lopdf(input: &[u8], name: &[u8], params: Option<&Dictionary>, limit: usize) -> Decoded {
    let mut dict = Dictionary::new();
    dict.set("Filter", Object::Name(name.to_vec()));
    if let Some(params) = params {
        dict.set("DecodeParms", Object::Dictionary(params.clone()));
    }
    // white space around it is no part of ASCII data, and may be part of other
    let ascii = name.starts_with(b"ASCII");
    let input = if ascii { input.trim_ascii() } else { input };
    let stream = Stream {
        dict,
        content: input.to_vec(),
        allows_compression: false,
        start_position: None,
    };
    match stream.decompressed_content_with_limit(limit) {
        Ok(data) => Decoded {
            data,
            trouble: misplaced(name, input)
                .map(|at| Trouble::Damaged(format!("its data is damaged at byte {at}"))),
        },
        Err(lopdf::Error::Unimplemented(_)) => {
            let name = String::from_utf8_lossy(name);
            Decoded::failed(Trouble::Damaged(format!("the filter `{name}` is unknown")))
        }
        Err(e) => Decoded::failed(Trouble::Damaged(e.to_string())),
    }
}

/// How an inflated stream ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Whole,
    Early,
    Broken,
    TooLarge,
}

/// Inflates zlib data. Where the zlib frame is broken but the deflate data in it is whole (no header,
/// no checksum), nothing is missing; a checksum that is there and wrong is told.
fn inflate(input: &[u8], limit: usize) -> Decoded {
    let (data, end) = inflate_with(Decompress::new(true), input, limit);
    if matches!(end, End::Whole | End::TooLarge) {
        return inflated(data, end);
    }
    let bare = input.get(ZLIB_HEADER..).unwrap_or_default();
    let (bare_data, bare_end) = inflate_with(Decompress::new(false), bare, limit);
    if (bare_end, end) == (End::Whole, End::Broken) && has_zlib_header(input) {
        let trouble = Some(Trouble::Checksum);
        return Decoded {
            data: bare_data,
            trouble,
        };
    }
    if bare_end == End::Whole || bare_data.len() > data.len() {
        return inflated(bare_data, bare_end);
    }
    inflated(data, end)
}

/// Compression method 8 and a header whose check bits are right (RFC 1950).
fn has_zlib_header(input: &[u8]) -> bool {
    let header = |cmf: u8, flags: u8| (u16::from(cmf) << 8 | u16::from(flags)) % 31 == 0;
    matches!(input, [cmf, flags, ..] if cmf & 0xF == 8 && header(*cmf, *flags))
}

fn inflated(data: Vec<u8>, end: End) -> Decoded {
    let damaged = |what: &str| {
        let message = format!("its data {what} after {} decoded byte(s)", data.len());
        Some(Trouble::Damaged(message))
    };
    let trouble = match end {
        End::Whole => None,
        End::TooLarge => Some(Trouble::TooLarge),
        End::Early => damaged("ends early"),
        End::Broken => damaged("is damaged"),
    };
    Decoded { data, trouble }
}

fn inflate_with(mut inflater: Decompress, input: &[u8], limit: usize) -> (Vec<u8>, End) {
    let mut data = Vec::with_capacity(input.len().saturating_mul(4).clamp(1 << 10, 1 << 20));
    loop {
        if data.len() > limit {
            data.truncate(limit);
            return (data, End::TooLarge);
        }
        if data.len() == data.capacity() {
            data.reserve(data.len().clamp(1 << 10, 1 << 24));
        }
        let before = (inflater.total_in(), inflater.total_out());
        let rest = input.get(before.0 as usize..).unwrap_or_default();
        match inflater.decompress_vec(rest, &mut data, FlushDecompress::None) {
            Ok(Status::StreamEnd) => return (data, End::Whole),
            Ok(_) if before == (inflater.total_in(), inflater.total_out()) => {
                return (data, End::Early);
            }
            Ok(_) => {}
            Err(_) => return (data, End::Broken),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn zlib(data: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(data).unwrap();
        encoder.finish().unwrap()
    }

    fn decoded(input: &[u8], limit: usize) -> Decoded {
        decode(input, &[(b"FlateDecode".to_vec(), None)], limit)
    }

    /// Bytes that do not compress to nothing.
    fn noise() -> Vec<u8> {
        (0..9_000u32)
            .map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8)
            .collect()
    }

    #[test]
    fn a_stream_cut_in_half_is_told_from_a_whole_one() {
        let (data, packed) = (noise(), zlib(&noise()));
        let whole = decoded(&packed, 1 << 20);
        assert_eq!((whole.data == data, whole.trouble), (true, None));
        let half = decoded(&packed[..packed.len() / 2], 1 << 20);
        assert!(!half.data.is_empty() && data.starts_with(&half.data));
        assert!(matches!(half.trouble, Some(Trouble::Damaged(_))));
    }

    #[test]
    fn a_wrong_checksum_costs_nothing_and_is_told() {
        let mut packed = zlib(&noise());
        *packed.last_mut().unwrap() ^= 0x55;
        let read = decoded(&packed, 1 << 20);
        let told = Some(Trouble::Checksum);
        assert_eq!((read.data == noise(), read.trouble), (true, told));
        let cut = decoded(&packed[..packed.len() - 4], 1 << 20);
        assert_eq!((cut.data == noise(), cut.trouble), (true, None));
    }

    #[test]
    fn a_bomb_stops_at_the_limit() {
        let read = decoded(&zlib(&vec![0; 1 << 20]), 1 << 12);
        assert_eq!(read.data.len(), 1 << 12);
        assert_eq!(read.trouble, Some(Trouble::TooLarge));
    }

    #[test]
    fn filters_follow_one_another() {
        let hex: String = zlib(b"BT ET").iter().map(|b| format!("{b:02x}")).collect();
        let filters = [(b"AHx".to_vec(), None), (b"Fl".to_vec(), None)];
        let read = decode(format!(" {hex}> \n").as_bytes(), &filters, 100);
        assert_eq!((read.data.as_slice(), read.trouble), (&b"BT ET"[..], None));
    }

    #[test]
    fn an_unknown_filter_is_named() {
        let read = decode(b"x", &[(b"JBIG2Decode".to_vec(), None)], 100);
        let Some(Trouble::Damaged(message)) = read.trouble else {
            panic!("no trouble")
        };
        assert!(message.contains("JBIG2Decode"));
    }
}
