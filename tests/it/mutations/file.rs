//! Small PDFs put together by hand: objects as text, written with a classic cross-reference table
//! or packed into an object stream with a cross-reference stream.

use super::Expect;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use std::io::Write;

/// The objects of a file, numbered from 1; the first is the catalogue.
#[derive(Clone, Default)]
pub struct File {
    objects: Vec<Vec<u8>>,
    /// More entries of the trailer; `@XREF` becomes the offset of the cross-reference section.
    pub trailer: String,
}

impl File {
    /// A file with one page of the given content; its resources besides fonts are written as text.
    /// Object 5 is the Latin font `/L`. Object 6, the next to be added, is also the font `/H`.
    pub fn one_page(content: &[u8], resources: &str) -> Self {
        let mut file = Self::default();
        file.add("<< /Type /Catalog /Pages 2 0 R >>");
        file.add("<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
        file.add(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 300] /Contents 4 0 R \
             /Resources << /Font << /L 5 0 R /H 6 0 R >> {resources} >> >>"
        ));
        file.add(stream("", content));
        file.add(
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        );
        file
    }

    /// Adds an object and says its number.
    pub fn add(&mut self, body: impl Into<Vec<u8>>) -> usize {
        self.objects.push(body.into());
        self.objects.len()
    }

    /// With one more object.
    pub fn with(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.add(body);
        self
    }

    /// How many objects there are.
    pub fn len(&self) -> usize {
        self.objects.len()
    }

    /// The body of an object; an empty one is free.
    pub fn body(&mut self, number: usize) -> &mut Vec<u8> {
        &mut self.objects[number - 1]
    }

    /// With one part of an object's text replaced.
    pub fn edited(mut self, number: usize, from: &str, to: &str) -> Self {
        let body = self.body(number);
        *body = replaced(body, from, to);
        self
    }

    /// The file with a table and a trailer.
    pub fn classic(&self) -> Vec<u8> {
        let mut out = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec();
        let mut table = b"0000000000 65535 f \n".to_vec();
        for (i, body) in self.objects.iter().enumerate() {
            let line = match body.is_empty() {
                true => "0000000000 00001 f \n".to_owned(),
                false => format!("{:010} 00000 n \n", out.len()),
            };
            table.extend(line.bytes());
            write_object(&mut out, i + 1, body);
        }
        let (start, size) = (out.len(), self.objects.len() + 1);
        let trailer = self.trailer.replace("@XREF", &start.to_string());
        out.extend(format!("xref\n0 {size}\n").bytes());
        out.extend(table);
        out.extend(format!("trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\n").bytes());
        out.extend(format!("startxref\n{start}\n%%EOF\n").bytes());
        out
    }

    /// The file with all that is no stream in an object stream, and a cross-reference stream.
    pub fn packed(&self) -> Vec<u8> {
        let mut out = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec();
        let container = self.objects.len() + 1;
        let (mut index, mut packed, mut members) = (String::new(), Vec::new(), 0u16);
        let mut entries = vec![[0u8, 0, 0, 0, 0, 0, 0]];
        for (i, body) in self.objects.iter().enumerate() {
            if body.is_empty() {
                entries.push([0; 7]);
            } else if is_stream(body) {
                entries.push(entry(1, out.len(), 0));
                write_object(&mut out, i + 1, body);
            } else {
                index.push_str(&format!("{} {} ", i + 1, packed.len()));
                packed.extend_from_slice(body);
                packed.push(b'\n');
                entries.push(entry(2, container, members));
                members += 1;
            }
        }
        let dict = format!("/Type /ObjStm /N {members} /First {}", index.len());
        entries.push(entry(1, out.len(), 0));
        let data = [index.as_bytes(), &packed].concat();
        write_object(&mut out, container, &flate(&dict, &data));
        let start = out.len();
        entries.push(entry(1, start, 0));
        let (size, trailer) = (
            entries.len(),
            self.trailer.replace("@XREF", &start.to_string()),
        );
        let dict =
            format!("/Type /XRef /W [1 4 2] /Index [0 {size}] /Size {size} /Root 1 0 R {trailer}");
        write_object(&mut out, container + 1, &stream(&dict, &entries.concat()));
        out.extend(format!("startxref\n{start}\n%%EOF\n").bytes());
        out
    }
}

fn write_object(out: &mut Vec<u8>, number: usize, body: &[u8]) {
    if !body.is_empty() {
        out.extend(format!("{number} 0 obj\n").bytes());
        out.extend_from_slice(body);
        out.extend_from_slice(b"\nendobj\n");
    }
}

fn entry(kind: u8, second: usize, third: u16) -> [u8; 7] {
    let [a, b, c, d] = (second as u32).to_be_bytes();
    let [e, f] = third.to_be_bytes();
    [kind, a, b, c, d, e, f]
}

fn is_stream(body: &[u8]) -> bool {
    body.ends_with(b"endstream")
}

/// A stream with the given entries.
pub fn stream(dict: &str, data: &[u8]) -> Vec<u8> {
    let mut out = format!("<< {dict} /Length {} >>\nstream\n", data.len()).into_bytes();
    out.extend_from_slice(data);
    out.extend_from_slice(b"\nendstream");
    out
}

/// A stream with the given entries, compressed.
pub fn flate(dict: &str, data: &[u8]) -> Vec<u8> {
    stream(&format!("{dict} /Filter /FlateDecode"), &zlib(data))
}

/// Data as a zlib stream.
pub fn zlib(data: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

/// Two words of text with something in between.
pub fn around(middle: &str) -> Vec<u8> {
    let show = |y: u32, word: &str| format!("BT /L 10 Tf 20 {y} Td ({word}) Tj ET\n");
    (show(250, "before") + middle + "\n" + &show(50, "after")).into_bytes()
}

/// What is read of [`around`].
pub fn both_words() -> Expect {
    Expect::Text("abeeefforrt".into())
}

/// Bytes with the first occurrence of a text replaced.
pub fn replaced(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let at = memchr::memmem::find(bytes, from.as_bytes());
    let at = at.unwrap_or_else(|| panic!("there is no `{from}`"));
    [&bytes[..at], to.as_bytes(), &bytes[at + from.len()..]].concat()
}
