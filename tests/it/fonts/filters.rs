//! Stream filters (ISO 32000-2, 7.4), their parameters, damaged data, and inline images (8.9.7).

use super::doc::{Doc, show, stream, visible};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use keikaku::pdf::PageNote;
use std::io::Write;

/// A page whose content is a stream with these entries.
fn filtered(entries: &str, data: impl AsRef<[u8]>) -> Doc {
    Doc::new("").object(4, stream(entries, data))
}

fn content() -> Vec<u8> {
    show("4142").into_bytes()
}

pub fn deflate(data: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

fn hex(data: &[u8]) -> Vec<u8> {
    let digits: String = data.iter().map(|b| format!("{b:02x}")).collect();
    (digits + ">").into_bytes()
}

fn ascii85(data: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for group in data.chunks(4) {
        let mut bytes = [0; 4];
        bytes[..group.len()].copy_from_slice(group);
        let mut value = u32::from_be_bytes(bytes);
        if group == [0; 4] {
            out.push(b'z');
            continue;
        }
        let mut digits = [0; 5];
        for digit in digits.iter_mut().rev() {
            *digit = b'!' + (value % 85) as u8;
            value /= 85;
        }
        out.extend(&digits[..=group.len()]);
    }
    out.extend(b"~>");
    out
}

/// Every byte as a code of its own; the codes grow longer all the same.
fn lzw(data: &[u8], early: u32) -> Vec<u8> {
    let mut bits = String::from("100000000");
    let mut table = 258;
    for byte in data {
        let width = 32 - (table + early - 1u32).max(256).leading_zeros();
        bits += &format!("{byte:0w$b}", w = width as usize);
        table += 1;
    }
    let width = 32 - (table + early - 1).max(256).leading_zeros();
    bits += &format!("{:0w$b}", 257, w = width as usize);
    let mut out = Vec::new();
    for byte in bits.as_bytes().chunks(8) {
        let text = String::from_utf8_lossy(byte);
        out.push(u8::from_str_radix(&format!("{text:0<8}"), 2).unwrap());
    }
    out
}

/// Rows of 16 bytes, each with the next of these PNG filters.
fn png(data: &[u8], types: &[u8]) -> Vec<u8> {
    let mut above = [0u8; 16];
    let mut out = Vec::new();
    for (i, chunk) in data.chunks(16).enumerate() {
        let mut row = [b' '; 16];
        row[..chunk.len()].copy_from_slice(chunk);
        let kind = types[i % types.len()];
        out.push(kind);
        for x in 0..16 {
            let at = |r: &[u8; 16], x: usize| i32::from(r[x]);
            let left = if x > 0 { at(&row, x - 1) } else { 0 };
            let corner = if x > 0 { at(&above, x - 1) } else { 0 };
            let up = at(&above, x);
            let nearest = [left, up, corner]
                .into_iter()
                .min_by_key(|v| (left + up - corner - v).abs())
                .unwrap();
            let predicted = [0, left, up, (left + up) / 2, nearest][usize::from(kind)];
            out.push(row[x].wrapping_sub(predicted as u8));
        }
        above = row;
    }
    out
}

#[test]
fn ascii_hex() {
    assert_eq!(
        filtered("/Filter /ASCIIHexDecode", hex(&content())).text(),
        "AB"
    );
    let mut loose = hex(&content());
    loose.splice(10..10, *b" \r\n\t");
    loose.make_ascii_uppercase();
    assert_eq!(filtered("/Filter /ASCIIHexDecode", loose).text(), "AB");
}

#[test]
fn ascii_85() {
    assert_eq!(
        filtered("/Filter /ASCII85Decode", ascii85(&content())).text(),
        "AB"
    );
    let zeros = [&[0; 8][..], &content()].concat();
    let mut loose = ascii85(&zeros);
    loose.splice(1..1, *b"\r\n ");
    assert_eq!(filtered("/Filter /ASCII85Decode", loose).text(), "AB");
}

#[test]
fn run_length() {
    let content = content();
    let mut data = vec![content.len() as u8 - 1];
    data.extend(&content);
    // 20 spaces, and the end of data
    data.extend([237, b' ', 128]);
    assert_eq!(filtered("/Filter /RunLengthDecode", data).text(), "AB");
}

#[test]
fn lzw_of_codes_that_grow() {
    let long = [vec![b' '; 1500], content()].concat();
    assert_eq!(filtered("/Filter /LZWDecode", lzw(&long, 1)).text(), "AB");
    let late = "/Filter /LZWDecode /DecodeParms << /EarlyChange 0 >>";
    assert_eq!(filtered(late, lzw(&long, 0)).text(), "AB");
}

#[test]
fn flate() {
    let data = deflate(&content());
    assert_eq!(filtered("/Filter /FlateDecode", &data).text(), "AB");
    assert_eq!(filtered("/Filter [/FlateDecode]", &data).text(), "AB");
}

#[test]
fn png_predictors() {
    for types in [&[0][..], &[1], &[2], &[3], &[4], &[4, 3, 2, 1, 0]] {
        let data = deflate(&png(&content().repeat(2), types));
        let entries = "/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 16 >>";
        assert_eq!(filtered(entries, data).text(), "AB", "{types:?}");
    }
}

#[test]
fn png_predictor_of_lzw() {
    let data = lzw(&png(&content(), &[2]), 1);
    let entries = "/Filter /LZWDecode /DecodeParms << /Predictor 12 /Columns 16 >>";
    assert_eq!(filtered(entries, data).text(), "AB");
}

#[test]
fn tiff_predictor() {
    let mut data = content();
    data.resize(data.len().next_multiple_of(16), b' ');
    let rows = data.chunks(16).flat_map(|row| {
        let left = [0].iter().chain(row);
        row.iter().zip(left).map(|(b, l)| b.wrapping_sub(*l))
    });
    let data = deflate(&rows.collect::<Vec<u8>>());
    let entries = "/Filter /FlateDecode /DecodeParms << /Predictor 2 /Columns 16 >>";
    assert_eq!(filtered(entries, data).text(), "AB");
}

#[test]
fn filters_in_a_row() {
    let data = ascii85(&deflate(&content()));
    assert_eq!(
        filtered("/Filter [/ASCII85Decode /FlateDecode]", data).text(),
        "AB"
    );
    let data = hex(&deflate(&png(&content(), &[2])));
    let entries = "/Filter [/ASCIIHexDecode /FlateDecode] \
                   /DecodeParms [null << /Predictor 12 /Columns 16 >>]";
    assert_eq!(filtered(entries, data).text(), "AB");
}

#[test]
fn filter_and_parameters_may_be_indirect() {
    let data = deflate(&png(&content(), &[2]));
    let doc = |entries: &str| {
        filtered(entries, &data)
            .object(20, "/FlateDecode")
            .object(21, "<< /Predictor 12 /Columns 22 0 R >>")
            .object(22, "16")
            .object(23, "[20 0 R]")
            .object(24, "[21 0 R]")
            .text()
    };
    assert_eq!(doc("/Filter 20 0 R /DecodeParms 21 0 R"), "AB");
    assert_eq!(doc("/Filter 23 0 R /DecodeParms 24 0 R"), "AB");
    assert_eq!(doc("/Filter [20 0 R] /DecodeParms [21 0 R]"), "AB");
}

#[test]
fn no_filter_at_all() {
    let entries = [
        "/Filter []",
        "/Filter null",
        "/Filter 99 0 R",
        "/DecodeParms null",
    ];
    let read = entries.map(|e| filtered(e, content()).text());
    assert_eq!(read, ["AB"; 4]);
}

/// 7.4.10: the identity crypt filter passes on what it gets.
#[test]
fn the_identity_crypt_filter() {
    let entries = "/Filter [/Crypt /FlateDecode] /DecodeParms [<< /Name /Identity >> null]";
    assert_eq!(filtered(entries, deflate(&content())).text(), "AB");
}

/// Meant for inline images, but written and understood elsewhere.
#[test]
fn abbreviated_filter_names() {
    let doc = filtered("/Filter /Fl", deflate(&content()));
    assert_eq!(doc.text(), "AB");
    let doc = filtered("/Filter [/AHx /Fl]", hex(&deflate(&content())));
    assert_eq!(doc.text(), "AB");
}

#[test]
fn an_unknown_filter_is_reported() {
    let page = filtered("/Filter /NoSuchDecode", content()).read();
    assert!(matches!(page.notes[..], [PageNote::StreamUndecodable(_)]));
    assert_eq!(visible(&page), "");
}

/// A page of many lines, and their text.
fn many_lines() -> (Vec<u8>, String) {
    let mut content = Vec::new();
    let mut text = String::new();
    let mut random = 20_261_121u32;
    for i in 0..200 {
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let line = format!("{random:08x}");
        let (x, y) = (20 + 90 * (i % 4), 290 - 5 * (i / 4));
        content.extend(format!("BT /F 5 Tf {x} {y} Td ({line}) Tj ET\n").into_bytes());
        text += &line;
    }
    (content, text)
}

#[test]
fn data_that_is_cut_in_half_is_read_as_far_as_it_goes() {
    let (content, text) = many_lines();
    let data = deflate(&content);
    let page = filtered("/Filter /FlateDecode", &data[..data.len() / 2]).read();
    let read = visible(&page);
    assert!(
        read.len() > text.len() / 4,
        "{} of {}",
        read.len(),
        text.len()
    );
    assert!(text.starts_with(read.trim_end_matches('\u{fffd}')));
    assert!(!page.notes.is_empty(), "what is lost is reported");
}

#[test]
fn data_that_is_damaged_in_the_middle_is_reported() {
    let (content, text) = many_lines();
    let mut data = deflate(&content);
    let middle = data.len() / 2;
    data[middle..middle + 40].fill(0xFF);
    let page = filtered("/Filter /FlateDecode", data).read();
    assert!(visible(&page).starts_with(&text[..text.len() / 4]));
    assert!(!page.notes.is_empty(), "what is lost is reported");
}

#[test]
fn a_wrong_checksum_loses_nothing() {
    let (content, text) = many_lines();
    let mut data = deflate(&content);
    let end = data.len() - 4;
    data[end..].fill(0);
    assert!(filtered("/Filter /FlateDecode", &data).text() == text);
}

#[test]
fn a_missing_checksum_loses_nothing() {
    let (content, text) = many_lines();
    let data = deflate(&content);
    let end = data.len() - 4;
    assert!(filtered("/Filter /FlateDecode", &data[..end]).text() == text);
}

#[test]
fn bytes_behind_the_data_lose_nothing() {
    let mut data = deflate(&content());
    data.extend(b"\r\n\r\nrubbish");
    assert_eq!(filtered("/Filter /FlateDecode", data).text(), "AB");
}

#[test]
fn a_bad_stream_costs_only_itself() {
    let doc = Doc::new("").object(
        3,
        "<< /Type /Page /Parent 2 0 R /Contents [20 0 R 21 0 R 99 0 R 22 0 R] \
         /Resources << /Font << /F 10 0 R >> >> >>",
    );
    let page = doc
        .stream(20, "", "BT /F 10 Tf 50 200 Td (A) Tj")
        .stream(21, "/Filter /FlateDecode", "no deflate data, not at all")
        .stream(22, "", "(B) Tj ET")
        .read();
    assert_eq!(visible(&page), "AB");
    assert_eq!(page.notes.len(), 2, "{:?}", page.notes);
}

/// The text behind an inline image; the image is there and nothing is skipped.
#[track_caller]
fn behind_an_image(entries: &str, data: &[u8]) {
    let image = format!("q 10 0 0 10 100 100 cm BI {entries} ID ").into_bytes();
    let content = [&image[..], data, b"\nEI Q ", &content()].concat();
    let page = Doc::new(content).read();
    assert_eq!(visible(&page), "AB", "{entries}");
    assert_eq!((page.images.len(), page.skipped_bytes), (1, 0), "{entries}");
}

const GRAY: &str = "/W 4 /H 4 /BPC 8 /CS /G";

#[test]
fn inline_images_with_abbreviated_filters() {
    let pixels = [0, 255, 10, 69].repeat(4);
    let coded: [(&str, Vec<u8>); 6] = [
        ("", pixels.clone()),
        ("/F /AHx", hex(&pixels)),
        ("/F /A85", ascii85(&pixels)),
        ("/F /Fl", deflate(&pixels)),
        ("/F [/A85 /LZW]", ascii85(&lzw(&pixels, 1))),
        ("/F /RL", [&[15][..], &pixels, &[128]].concat()),
    ];
    for (filter, data) in coded {
        behind_an_image(&format!("{GRAY} {filter}"), &data);
    }
}

#[test]
fn inline_images_with_full_names() {
    let entries = "/Width 4 /Height 4 /BitsPerComponent 8 /ColorSpace /DeviceGray \
                   /Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 4 >>";
    behind_an_image(entries, &deflate(&[0; 20]));
    behind_an_image("/W 8 /H 1 /IM true /D [1 0]", &[0xAA]);
}

/// What may stand in the pixels of an image, and is no content.
const LOOKS_LIKE_CONTENT: &[u8] = b"\x00 EI Q BT /F 9 Tf 9 9 Td (q) Tj ET\n \x00";

/// The number of pixels tells where the data ends.
#[test]
fn an_inline_image_that_looks_like_content() {
    let width = LOOKS_LIKE_CONTENT.len();
    behind_an_image(
        &format!("/W {width} /H 1 /BPC 8 /CS /G"),
        LOOKS_LIKE_CONTENT,
    );
}

/// 8.9.7: since PDF 2.0 the length of the data may be given.
#[test]
fn an_inline_image_of_known_length() {
    let width = LOOKS_LIKE_CONTENT.len();
    let data = [&[width as u8 - 1], LOOKS_LIKE_CONTENT, &[128]].concat();
    let entries = format!("/W {width} /H 1 /BPC 8 /CS /G /F /RL /L {}", data.len());
    behind_an_image(&entries, &data);
}
