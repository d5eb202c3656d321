//! Small PDFs put together object by object, and what is asked of their page.

use keikaku::pdf::{Glyph, Limits, Page, Pdf};
use std::collections::BTreeMap;

/// A PDF of one page of 400 × 300 points. Objects 1 to 4 are the catalogue, the page tree, the page
/// and its content; 10 is the font `/F`, whose codes are all half an em wide unless it is replaced;
/// 11 is the CIDFont of a composite one.
#[derive(Clone)]
pub struct Doc {
    objects: BTreeMap<u32, Vec<u8>>,
    catalog: String,
    tree: String,
    page: String,
    resources: String,
    font: String,
}

impl Doc {
    /// A page with this content.
    pub fn new(content: impl AsRef<[u8]>) -> Self {
        let doc = Self {
            objects: BTreeMap::new(),
            catalog: String::new(),
            tree: String::new(),
            page: String::new(),
            resources: String::new(),
            font: format!(
                "/Subtype /Type1 /BaseFont /Test /Encoding /WinAnsiEncoding {}",
                widths(500)
            ),
        };
        doc.stream(4, "", content)
    }

    /// Takes the place of the entries of the font `/F`, but for its type.
    pub fn font(mut self, entries: &str) -> Self {
        entries.clone_into(&mut self.font);
        self
    }

    /// Adds entries to the font `/F`.
    pub fn font_entries(mut self, entries: &str) -> Self {
        self.font += " ";
        self.font += entries;
        self
    }

    /// Makes `/F` a composite font of Adobe-Japan1 that is not embedded.
    pub fn composite(self, encoding: &str) -> Self {
        self.composite_of("Japan1", encoding, "")
    }

    /// Makes `/F` a composite font with a character collection of Adobe and more entries in its
    /// CIDFont.
    pub fn composite_of(self, ordering: &str, encoding: &str, cid_font: &str) -> Self {
        let cid_font = format!(
            "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Test /CIDSystemInfo \
             << /Registry (Adobe) /Ordering ({ordering}) /Supplement 0 >> {cid_font} >>"
        );
        let font = format!(
            "/Subtype /Type0 /BaseFont /Test /Encoding {encoding} /DescendantFonts [11 0 R]"
        );
        self.font(&font).object(11, cid_font)
    }

    /// Gives `/F` a `/ToUnicode` CMap with these mappings, and one- and two-byte codes.
    pub fn with_to_unicode(self, mappings: &str) -> Self {
        self.font_entries("/ToUnicode 12 0 R")
            .stream(12, "", to_unicode(mappings))
    }

    /// Adds or replaces an object.
    pub fn object(mut self, id: u32, body: impl AsRef<[u8]>) -> Self {
        self.objects.insert(id, body.as_ref().to_vec());
        self
    }

    /// Adds or replaces a stream, whose `/Length` is added to the entries given.
    pub fn stream(self, id: u32, entries: &str, data: impl AsRef<[u8]>) -> Self {
        self.object(id, stream(entries, data))
    }

    /// Adds entries to the page.
    pub fn page(mut self, entries: &str) -> Self {
        self.page += entries;
        self
    }

    /// Adds entries to the page tree, whose pages inherit them.
    pub fn tree(mut self, entries: &str) -> Self {
        self.tree += entries;
        self
    }

    /// Adds entries to the resources of the page.
    pub fn resources(mut self, entries: &str) -> Self {
        self.resources += entries;
        self
    }

    /// Adds entries to the catalogue.
    pub fn catalog(mut self, entries: &str) -> Self {
        self.catalog += entries;
        self
    }

    /// Every object with its number.
    pub fn objects(&self) -> BTreeMap<u32, Vec<u8>> {
        let mut all = BTreeMap::from([
            (
                1,
                format!("<< /Type /Catalog /Pages 2 0 R {} >>", self.catalog),
            ),
            (
                2,
                format!(
                    "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 400 300] {} >>",
                    self.tree
                ),
            ),
            (
                3,
                format!(
                    "<< /Type /Page /Parent 2 0 R /Contents 4 0 R \
                     /Resources << /Font << /F 10 0 R >> {} >> {} >>",
                    self.resources, self.page
                ),
            ),
            (10, format!("<< /Type /Font {} >>", self.font)),
        ])
        .into_iter()
        .map(|(id, body)| (id, body.into_bytes()))
        .collect::<BTreeMap<_, _>>();
        all.extend(self.objects.clone());
        all
    }

    /// The file, with a cross-reference table.
    pub fn bytes(&self) -> Vec<u8> {
        let mut file = File::new();
        for (id, body) in self.objects() {
            file.object(id, &body);
        }
        file.table("/Root 1 0 R");
        file.bytes
    }

    /// The page as it is read.
    pub fn read(&self) -> Page {
        read(&self.bytes())
    }

    /// What a reader of the page sees.
    pub fn text(&self) -> String {
        visible(&self.read())
    }
}

/// A file as it is written: objects and the cross-reference data for them.
pub struct File {
    /// What has been written.
    pub bytes: Vec<u8>,
    /// Where the objects of the current section begin.
    pub offsets: BTreeMap<u32, usize>,
}

impl File {
    /// A file with its header.
    pub fn new() -> Self {
        Self {
            bytes: b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec(),
            offsets: BTreeMap::new(),
        }
    }

    /// Writes an object.
    pub fn object(&mut self, id: u32, body: &[u8]) {
        self.offsets.insert(id, self.bytes.len());
        self.bytes.extend(format!("{id} 0 obj\n").into_bytes());
        self.bytes.extend(body);
        self.bytes.extend(b"\nendobj\n");
    }

    /// Writes a cross-reference table of the objects since the last one, and a trailer; returns
    /// where the table begins.
    pub fn table(&mut self, trailer: &str) -> usize {
        let start = self.bytes.len();
        let mut out = String::from("xref\n0 1\n0000000000 65535 f \n");
        for (id, offset) in std::mem::take(&mut self.offsets) {
            out += &format!("{id} 1\n{offset:010} 00000 n \n");
        }
        out += &format!("trailer\n<< /Size 100 {trailer} >>\n");
        self.bytes.extend(out.into_bytes());
        self.end(start);
        start
    }

    /// Writes where the cross-reference data begins.
    pub fn end(&mut self, start: usize) {
        let end = format!("startxref\n{start}\n%%EOF\n");
        self.bytes.extend(end.into_bytes());
    }
}

/// A stream object with its `/Length`.
pub fn stream(entries: &str, data: impl AsRef<[u8]>) -> Vec<u8> {
    let data = data.as_ref();
    let mut out = format!("<< {entries} /Length {} >>\nstream\n", data.len()).into_bytes();
    out.extend(data);
    out.extend(b"\nendstream");
    out
}

/// The same width for every code of a simple font, in thousandths of an em.
pub fn widths(each: u32) -> String {
    let list = format!("{each} ").repeat(256);
    format!("/FirstChar 0 /LastChar 255 /Widths [{list}]")
}

/// A `/ToUnicode` CMap.
pub fn to_unicode(mappings: &str) -> String {
    cmap(
        "2 begincodespacerange <00> <80> <8100> <FFFF> endcodespacerange",
        mappings,
    )
}

/// A CMap program: its codespace (and what else comes first), and its mappings.
pub fn cmap(head: &str, mappings: &str) -> String {
    format!(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
         /CMapName /Test-H def\n/CMapType 1 def\n{head}\n{mappings}\nendcmap\n\
         CMapName currentdict /CMap defineresource pop\nend\nend\n"
    )
}

/// Content that shows codes (hexadecimal) in ten points at (50, 200).
pub fn show(codes: &str) -> String {
    format!("BT /F 10 Tf 50 200 Td <{codes}> Tj ET\n")
}

/// The first page of a file.
pub fn read(bytes: &[u8]) -> Page {
    Pdf::open(bytes, Limits::default(), None).unwrap().page(0)
}

/// The text that is not hidden.
pub fn visible(page: &Page) -> String {
    let shown = page.glyphs.iter().filter(|g| g.hidden.is_none());
    shown.map(|g| g.text.as_str()).collect()
}

/// How many glyphs are counted as having no text.
pub fn unmapped(page: &Page) -> usize {
    page.fonts.iter().map(|f| f.unmapped).sum()
}

/// The first glyph that says this.
#[track_caller]
pub fn glyph<'p>(page: &'p Page, text: &str) -> &'p Glyph {
    let found = page.glyphs.iter().find(|g| g.text == text);
    found.unwrap_or_else(|| panic!("no `{text}` in {:?}", texts(page)))
}

/// The text of each glyph.
pub fn texts(page: &Page) -> Vec<&str> {
    page.glyphs.iter().map(|g| g.text.as_str()).collect()
}

/// The origin of the first glyph that says this is at this place of page space.
#[track_caller]
pub fn assert_at(page: &Page, text: &str, x: f64, y: f64) {
    let origin = glyph(page, text).origin;
    let near = (origin.x - x).abs() < 0.02 && (origin.y - y).abs() < 0.02;
    assert!(near, "`{text}` is at {origin:?}, not at ({x}, {y})");
}

/// The box of the first glyph that says this: left, top, right, bottom.
#[track_caller]
pub fn assert_box(page: &Page, text: &str, expected: [f64; 4]) {
    let b = glyph(page, text).bbox;
    let found = [b.x0, b.top, b.x1, b.bottom];
    let near = found
        .iter()
        .zip(expected)
        .all(|(a, e)| (a - e).abs() < 0.02);
    assert!(near, "`{text}` covers {found:?}, not {expected:?}");
}
