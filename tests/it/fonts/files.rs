//! The structure of files (ISO 32000-2, 7.5): headers, cross-reference data of all kinds, updates,
//! streams with a wrong length, and damage that can be repaired.

use super::doc::{Doc, File, assert_at, read, show, stream, visible};
use super::filters::deflate;
use keikaku::pdf::{Limits, Pdf};
use keikaku::{Error, ReadOptions};
use std::collections::BTreeMap;

const FREE: &str = "a file that says AB, whatever stands before its header\n";

fn doc() -> Doc {
    Doc::new(show("4142"))
}

fn text(bytes: &[u8]) -> String {
    visible(&read(bytes))
}

/// The codes of the findings of a file.
fn findings(bytes: &[u8]) -> Vec<String> {
    let reading = keikaku::read(bytes, "x.pdf", &ReadOptions::default()).unwrap();
    reading.findings.into_iter().map(|f| f.code).collect()
}

#[test]
fn offsets_that_count_from_the_header() {
    for junk in [FREE.to_owned(), "\u{feff}".into(), "x".repeat(1000)] {
        let bytes = [junk.as_bytes(), &doc().bytes()].concat();
        assert_eq!(text(&bytes), "AB");
    }
}

#[test]
fn offsets_that_count_from_the_first_byte() {
    let mut file = File::new();
    file.bytes.splice(0..0, FREE.bytes());
    for (id, body) in doc().objects() {
        file.object(id, &body);
    }
    file.table("/Root 1 0 R");
    assert_eq!(text(&file.bytes), "AB");
}

#[test]
fn bytes_behind_the_end() {
    let mut bytes = doc().bytes();
    bytes.extend(b"\r\n\0\0\0 something else ".repeat(20));
    assert_eq!(text(&bytes), "AB");
}

/// An entry of a cross-reference stream: kind and two fields.
type Entry = (u8, u32, u16);

/// Writes a cross-reference stream (object 90) and returns where it begins.
fn xref_stream(file: &mut File, mut entries: BTreeMap<u32, Entry>, more: &str, up: bool) -> usize {
    let start = file.bytes.len();
    for (id, offset) in std::mem::take(&mut file.offsets) {
        entries.insert(id, (1, offset as u32, 0));
    }
    entries.insert(90, (1, start as u32, 0));
    let index: String = entries.keys().map(|id| format!("{id} 1 ")).collect();
    let mut data = Vec::new();
    let mut above = [0u8; 7];
    for (kind, second, third) in entries.values() {
        let mut row = [*kind; 7];
        row[1..5].copy_from_slice(&second.to_be_bytes());
        row[5..].copy_from_slice(&third.to_be_bytes());
        if up {
            data.push(2);
            data.extend(row.iter().zip(above).map(|(r, a)| r.wrapping_sub(a)));
        } else {
            data.extend(row);
        }
        above = row;
    }
    let coding = if up {
        "/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 7 >>"
    } else {
        ""
    };
    let data = if up { deflate(&data) } else { data };
    let entries = format!("/Type /XRef /Size 100 /W [1 4 2] /Index [{index}] {coding} {more}");
    file.object(90, &stream(&entries, data));
    file.offsets.clear();
    start
}

/// Writes objects that are no streams into an object stream, and returns their entries.
fn object_stream(
    file: &mut File,
    id: u32,
    objects: &BTreeMap<u32, Vec<u8>>,
) -> BTreeMap<u32, Entry> {
    let (mut head, mut bodies) = (String::new(), Vec::new());
    let mut entries = BTreeMap::new();
    for (i, (member, body)) in objects.iter().enumerate() {
        head += &format!("{member} {} ", bodies.len());
        bodies.extend(body);
        bodies.push(b'\n');
        entries.insert(*member, (2, id, i as u16));
    }
    let keys = format!(
        "/Type /ObjStm /N {} /First {} /Filter /FlateDecode",
        objects.len(),
        head.len()
    );
    let data = [head.as_bytes(), &bodies].concat();
    file.object(id, &stream(&keys, deflate(&data)));
    entries
}

/// A file with an object stream and a cross-reference stream.
fn compressed(doc: &Doc, up: bool) -> File {
    let mut file = File::new();
    let is_stream = |body: &[u8]| body.ends_with(b"endstream");
    let (streams, others): (BTreeMap<_, _>, BTreeMap<_, _>) =
        doc.objects().into_iter().partition(|(_, b)| is_stream(b));
    for (id, body) in &streams {
        file.object(*id, body);
    }
    let entries = object_stream(&mut file, 91, &others);
    let start = xref_stream(&mut file, entries, "/Root 1 0 R", up);
    file.end(start);
    file
}

#[test]
fn cross_reference_and_object_streams() {
    assert_eq!(text(&compressed(&doc(), false).bytes), "AB");
    assert_eq!(text(&compressed(&doc(), true).bytes), "AB");
}

/// 7.5.8.4: what only readers of cross-reference streams shall see is free in the table.
#[test]
fn a_hybrid_file() {
    let mut file = File::new();
    let mut objects = doc().objects();
    let font = BTreeMap::from([(10, objects.remove(&10).unwrap())]);
    for (id, body) in &objects {
        file.object(*id, body);
    }
    let visible_offsets = file.offsets.clone();
    file.offsets.clear();
    let entries = object_stream(&mut file, 91, &font);
    let start = xref_stream(&mut file, entries, "", false);
    file.offsets = visible_offsets;
    file.table(&format!("/Root 1 0 R /XRefStm {start}"));
    assert_eq!(text(&file.bytes), "AB");
    assert_at(&read(&file.bytes), "B", 55.0, 100.0);
}

/// A file and where its cross-reference data begins.
fn first_version() -> (File, usize) {
    let mut file = File::new();
    for (id, body) in doc().objects() {
        file.object(id, &body);
    }
    let start = file.table("/Root 1 0 R");
    (file, start)
}

#[test]
fn an_update_of_the_content() {
    let (mut file, start) = first_version();
    file.object(4, &stream("", show("4344")));
    file.table(&format!("/Root 1 0 R /Prev {start}"));
    assert_eq!(text(&file.bytes), "CD");
}

#[test]
fn an_update_of_the_page() {
    let (mut file, start) = first_version();
    file.object(40, &stream("", show("4344")));
    let page = "<< /Type /Page /Parent 2 0 R /Contents 40 0 R \
                /Resources << /Font << /F 10 0 R >> >> >>";
    file.object(3, page.as_bytes());
    let second = file.table(&format!("/Root 1 0 R /Prev {start}"));
    assert_eq!(text(&file.bytes), "CD");
    file.object(40, &stream("", show("4546")));
    file.table(&format!("/Root 1 0 R /Prev {second}"));
    assert_eq!(text(&file.bytes), "EF");
}

#[test]
fn an_update_by_streams() {
    let mut file = compressed(&doc(), true);
    let start = file
        .bytes
        .windows(8)
        .position(|w| w == b"90 0 obj")
        .unwrap();
    let font = BTreeMap::from([(10, doc().objects()[&10].clone())]);
    let entries = object_stream(&mut file, 92, &font);
    file.object(4, &stream("", show("4344")));
    let more = format!("/Root 1 0 R /Prev {start}");
    let second = xref_stream(&mut file, entries, &more, true);
    file.end(second);
    assert_eq!(text(&file.bytes), "CD");
}

/// The damage costs the table, not the order of the updates.
#[test]
fn an_update_that_leads_nowhere() {
    let (mut file, _) = first_version();
    file.object(4, &stream("", show("4344")));
    file.table("/Root 1 0 R /Prev 99999999");
    assert_eq!(text(&file.bytes), "CD");
}

/// A page as it was before the update would be wrong without a word.
#[test]
fn an_update_without_its_end() {
    let (mut file, start) = first_version();
    file.object(4, &stream("", show("4344")));
    let table = file.table(&format!("/Root 1 0 R /Prev {start}"));
    for end in [file.bytes.len() - 30, table + 20, table] {
        let bytes = &file.bytes[..end];
        let told = findings(bytes).iter().any(|c| c == "xref-rebuilt");
        assert!(told || text(bytes) == "CD", "cut at {end}: {}", text(bytes));
    }
}

#[test]
fn an_object_number_that_is_used_again() {
    let (mut file, start) = first_version();
    let at = file.bytes.len();
    file.bytes.extend(b"4 1 obj\n");
    file.bytes.extend(stream("", show("4344")));
    file.bytes.extend(b"\nendobj\n");
    let page_at = file.bytes.len();
    let page = "3 0 obj\n<< /Type /Page /Parent 2 0 R /Contents 4 1 R \
                /Resources << /Font << /F 10 0 R >> >> >>\nendobj\n";
    file.bytes.extend(page.bytes());
    let table = file.bytes.len();
    let end = format!(
        "xref\n3 2\n{page_at:010} 00000 n \n{at:010} 00001 n \n\
         trailer\n<< /Size 100 /Root 1 0 R /Prev {start} >>\n"
    );
    file.bytes.extend(end.bytes());
    file.end(table);
    assert_eq!(text(&file.bytes), "CD");
}

/// The text of a page whose content stream is written like this.
fn with_stream(object: &[u8]) -> String {
    Doc::new("").object(4, object).object(20, "41").text()
}

fn raw_stream(length: &str, data: &str) -> Vec<u8> {
    format!("<< {length} >>\nstream\n{data}\nendstream").into_bytes()
}

#[test]
fn a_stream_without_a_length() {
    assert_eq!(with_stream(&raw_stream("", &show("4142"))), "AB");
    assert_eq!(
        with_stream(&raw_stream("/Length 99 0 R", &show("4142"))),
        "AB"
    );
    assert_eq!(
        with_stream(&raw_stream("/Length null", &show("4142"))),
        "AB"
    );
}

#[test]
fn a_stream_with_an_indirect_length() {
    let data = format!("{:<41}", show("4142"));
    assert_eq!(with_stream(&raw_stream("/Length 20 0 R", &data)), "AB");
}

/// The texts of pages whose content stream has these lengths.
fn with_lengths(lengths: &[i32]) -> Vec<String> {
    let read = |l: &i32| with_stream(&raw_stream(&format!("/Length {l}"), &show("4142")));
    lengths.iter().map(read).collect()
}

#[test]
fn a_stream_that_is_longer_than_it_says() {
    assert_eq!(with_lengths(&[0, 5, 30]), ["AB"; 3]);
}

#[test]
fn a_stream_that_is_shorter_than_it_says() {
    assert_eq!(with_lengths(&[36, 40, 60, 500, 99_999_999]), ["AB"; 5]);
}

/// The file layer gives up on such an object; that is told.
#[test]
fn a_stream_of_a_negative_length() {
    let object = raw_stream("/Length -1", &show("4142"));
    let page = Doc::new("").object(4, object).read();
    assert!(visible(&page) == "AB" || !page.notes.is_empty());
}

#[test]
fn a_compressed_stream_with_a_wrong_length() {
    let data = deflate(show("4142").as_bytes());
    for length in ["", "/Length 10", "/Length 9999"] {
        let head = format!("<< /Filter /FlateDecode {length} >>\nstream\n");
        let object = [head.as_bytes(), &data, b"\nendstream"].concat();
        assert_eq!(with_stream(&object), "AB", "{length}");
    }
}

#[test]
fn line_ends_around_the_data() {
    let data = show("4142");
    for (before, after) in [("\r\n", "\r\n"), ("\n", "\r"), ("\n", ""), ("  \n", "\n")] {
        let object = format!(
            "<< /Length {} >>\nstream{before}{data}{after}endstream",
            data.len()
        );
        assert_eq!(with_stream(object.as_bytes()), "AB", "{before:?} {after:?}");
    }
}

/// The damaged file is read, and said to have been rebuilt.
#[track_caller]
fn rebuilt(bytes: &[u8]) {
    assert_eq!(text(bytes), "AB");
    let codes = findings(bytes);
    assert!(codes.iter().any(|c| c == "xref-rebuilt"), "{codes:?}");
}

fn replaced(from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut bytes = doc().bytes();
    let at = bytes.windows(from.len()).rposition(|w| w == from).unwrap();
    bytes.splice(at..at + from.len(), to.iter().copied());
    bytes
}

#[test]
fn a_sound_file_is_not_said_to_be_rebuilt() {
    assert!(findings(&doc().bytes()).iter().all(|c| c != "xref-rebuilt"));
    let bytes = compressed(&doc(), true).bytes;
    assert!(findings(&bytes).iter().all(|c| c != "xref-rebuilt"));
}

#[test]
fn no_table_where_it_should_be() {
    rebuilt(&replaced(b"startxref\n", b"startxref\n9"));
    rebuilt(&replaced(b"startxref\n", b"startxref\n-"));
    rebuilt(&replaced(b"xref\n0 1", b"xxxx\n0 1"));
}

#[test]
fn no_end() {
    let bytes = doc().bytes();
    let at = bytes.windows(5).rposition(|w| w == b"xref\n").unwrap();
    let table = bytes[..at]
        .windows(5)
        .rposition(|w| w == b"xref\n")
        .unwrap();
    rebuilt(&bytes[..table]);
    rebuilt(&bytes[..at - 5]);
}

#[test]
fn no_trailer() {
    rebuilt(&replaced(b"trailer\n<< /Size 100 /Root 1 0 R >>", b""));
}

/// Every entry is a few bytes off, as after a conversion of line ends.
#[test]
fn a_table_that_points_beside_the_objects() {
    let mut file = File::new();
    for (id, body) in doc().objects() {
        file.object(id, &body);
    }
    file.offsets.values_mut().for_each(|offset| *offset += 3);
    file.table("/Root 1 0 R");
    rebuilt(&file.bytes);
}

/// One entry leads to another object: the page would lose its content without a word.
#[test]
fn an_entry_that_points_to_another_object() {
    let mut file = File::new();
    for (id, body) in doc().objects() {
        file.object(id, &body);
    }
    file.offsets.insert(4, file.offsets[&2]);
    file.table("/Root 1 0 R");
    let page = read(&file.bytes);
    assert!(visible(&page) == "AB" || !page.notes.is_empty());
}

/// The page tree is in an object stream, and what says so is gone.
#[test]
fn a_cut_file_is_an_error_or_rebuilt() {
    let bytes = compressed(&doc(), true).bytes;
    let at = bytes.windows(8).position(|w| w == b"90 0 obj").unwrap();
    match Pdf::open(&bytes[..at], Limits::default(), None) {
        Ok(pdf) => assert!(pdf.was_rebuilt()),
        Err(error) => assert!(matches!(error, Error::Damaged { .. }), "{error}"),
    }
}

#[test]
fn pages_in_branches_inherit() {
    let doc = doc()
        .object(
            2,
            "<< /Type /Pages /Kids [30 0 R 31 0 R] /Count 2 /MediaBox [0 0 400 300] >>",
        )
        .object(
            30,
            "<< /Type /Pages /Parent 2 0 R /Count 1 /Kids [3 0 R] \
             /Resources << /Font << /F 10 0 R >> >> >>",
        )
        .object(3, "<< /Type /Page /Parent 30 0 R /Contents 4 0 R >>")
        .object(31, "<< /Type /Page /Parent 2 0 R >>");
    let bytes = doc.bytes();
    let pdf = Pdf::open(&bytes, Limits::default(), None).unwrap();
    assert_eq!(pdf.page_count(), 2);
    assert_eq!(visible(&pdf.page(0)), "AB");
    assert!(pdf.page(1).glyphs.is_empty());
}

/// 7.8.2: the streams of a page are one, divided between tokens.
#[test]
fn content_in_pieces() {
    let page = "<< /Type /Page /Parent 2 0 R /Contents [20 0 R 21 0 R 22 0 R] \
                /Resources << /Font << /F 10 0 R >> >> >>";
    let doc = doc()
        .object(3, page)
        .stream(20, "", "BT /F 10 Tf 50 200")
        .stream(21, "", "Td [(A)")
        .stream(22, "", "(B)] TJ ET");
    assert_eq!(doc.text(), "AB");
}

/// 7.3: names with escapes, comments, strings over lines.
#[test]
fn objects_in_unusual_writing() {
    let page = "<</Type/Page%comment\r/Parent 2 0 R/Contents 4 0 R\
                /Res#6furces<</Font<</A#20B 10 0 R>>>>>>";
    let content = "BT/A#20B 10 Tf 50 200 Td(A\\\n\\102)Tj<4 3>Tj ET";
    let doc = Doc::new(content).object(3, page);
    assert_eq!(doc.text(), "ABC");
}

#[test]
fn a_page_without_content() {
    let doc = doc().object(3, "<< /Type /Page /Parent 2 0 R >>");
    let page = doc.read();
    assert!(page.glyphs.is_empty() && page.notes.is_empty());
}
