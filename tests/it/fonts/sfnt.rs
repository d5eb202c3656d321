//! Font programs made on the spot: TrueType, CFF and Type 1 fonts whose glyphs are blank, but have
//! character maps and names.

use std::collections::BTreeMap;

fn u16s(values: &[u16]) -> Vec<u8> {
    values.iter().flat_map(|v| v.to_be_bytes()).collect()
}

fn u32s(values: &[u32]) -> Vec<u8> {
    values.iter().flat_map(|v| v.to_be_bytes()).collect()
}

/// A subtable of a character map: what it maps, and how.
pub enum Subtable<'a> {
    /// Format 0: the glyphs of single bytes.
    Bytes(&'a [(u8, u8)]),
    /// Format 4: the glyphs of 16-bit characters, in order.
    Segments(&'a [(u16, u16)]),
    /// Format 12: the glyphs of any characters.
    Groups(&'a [(u32, u32)]),
}

impl Subtable<'_> {
    fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Bytes(map) => {
                let mut out = u16s(&[0, 262, 0]);
                let glyphs: BTreeMap<u8, u8> = map.iter().copied().collect();
                out.extend((0..=255).map(|b| glyphs.get(&b).copied().unwrap_or(0)));
                out
            }
            Self::Segments(map) => {
                let n = map.len() as u16 + 1;
                let ends: Vec<u16> = map.iter().map(|m| m.0).chain([0xFFFF]).collect();
                let deltas: Vec<u16> = map.iter().map(|m| m.1.wrapping_sub(m.0)).collect();
                let mut out = u16s(&[4, 16 + 8 * n, 0, 2 * n, 2, 0, 0]);
                out.extend(u16s(&ends));
                out.extend(u16s(&[0]));
                out.extend(u16s(&ends));
                out.extend(u16s(&deltas));
                out.extend(u16s(&[1]));
                out.extend(u16s(&vec![0; usize::from(n)]));
                out
            }
            Self::Groups(map) => {
                let n = map.len() as u32;
                let mut out = u16s(&[12, 0]);
                out.extend(u32s(&[16 + 12 * n, 0, n]));
                for (c, glyph) in *map {
                    out.extend(u32s(&[*c, *c, *glyph]));
                }
                out
            }
        }
    }
}

/// A TrueType font of blank glyphs.
pub struct TrueType<'a> {
    /// Number of glyphs, with the first one, `.notdef`.
    pub glyphs: u16,
    /// The subtables of `cmap`, each with its platform and encoding.
    pub cmap: &'a [(u16, u16, Subtable<'a>)],
    /// The names of `post`, beginning with that of glyph 1.
    pub names: &'a [&'a str],
}

impl TrueType<'_> {
    /// The font file.
    pub fn bytes(&self) -> Vec<u8> {
        let n = self.glyphs;
        let mut head = u32s(&[0x0001_0000, 0x0001_0000, 0, 0x5F0F_3CF5]);
        head.extend(u16s(&[
            0, 1000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1000, 1000, 0, 8, 2, 0, 0,
        ]));
        let mut hhea = u32s(&[0x0001_0000]);
        hhea.extend(u16s(&[
            880, 120, 0, 1000, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, n,
        ]));
        let mut maxp = u32s(&[0x0001_0000]);
        maxp.extend(u16s(&[n, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0]));
        let metrics = u16s(&[1000, 0]).repeat(usize::from(n));
        let mut tables = BTreeMap::from([
            ("glyf", vec![0; 4]),
            ("head", head),
            ("hhea", hhea),
            ("hmtx", metrics),
            ("loca", vec![0; 2 * usize::from(n) + 2]),
            ("maxp", maxp),
        ]);
        if !self.cmap.is_empty() {
            tables.insert("cmap", self.cmap());
        }
        if !self.names.is_empty() {
            tables.insert("post", self.post());
        }
        sfnt(0x0001_0000, &tables)
    }

    fn cmap(&self) -> Vec<u8> {
        let mut out = u16s(&[0, self.cmap.len() as u16]);
        let mut offset = 4 + 8 * self.cmap.len();
        for (platform, encoding, subtable) in self.cmap {
            out.extend(u16s(&[*platform, *encoding]));
            out.extend(u32s(&[offset as u32]));
            offset += subtable.bytes().len();
        }
        let bodies = self.cmap.iter().flat_map(|(.., subtable)| subtable.bytes());
        out.extend(bodies);
        out
    }

    fn post(&self) -> Vec<u8> {
        let mut out = u32s(&[0x0002_0000, 0, 0, 0, 0, 0, 0, 0]);
        let own = (0..self.names.len() as u16).map(|i| 258 + i);
        let indices: Vec<u16> = [self.glyphs, 0].into_iter().chain(own).collect();
        out.extend(u16s(&indices));
        for name in self.names {
            out.push(name.len() as u8);
            out.extend(name.bytes());
        }
        out
    }
}

/// A font file of these tables.
pub fn sfnt(version: u32, tables: &BTreeMap<&str, Vec<u8>>) -> Vec<u8> {
    let mut out = u32s(&[version]);
    out.extend(u16s(&[tables.len() as u16, 0, 0, 0]));
    let mut offset = 12 + 16 * tables.len();
    for (tag, data) in tables {
        out.extend(tag.bytes());
        out.extend(u32s(&[0, offset as u32, data.len() as u32]));
        offset += data.len().next_multiple_of(4);
    }
    for data in tables.values() {
        out.extend(data);
        out.resize(out.len().next_multiple_of(4), 0);
    }
    out
}

fn index(items: &[Vec<u8>]) -> Vec<u8> {
    let mut out = u16s(&[items.len() as u16]);
    if items.is_empty() {
        return out;
    }
    out.push(2);
    let mut offset = 1;
    out.extend(u16s(&[offset]));
    for item in items {
        offset += item.len() as u16;
        out.extend(u16s(&[offset]));
    }
    out.extend(items.concat());
    out
}

/// A bare CFF font whose glyphs have these names, beginning with glyph 1; its built-in encoding
/// gives each the code beside it.
pub fn cff(glyphs: &[(u8, &str)]) -> Vec<u8> {
    let names: Vec<Vec<u8>> = glyphs.iter().map(|g| g.1.as_bytes().to_vec()).collect();
    let charset: Vec<u8> = (0..glyphs.len() as u16)
        .flat_map(|i| (391 + i).to_be_bytes())
        .collect();
    let codes: Vec<u8> = glyphs.iter().map(|g| g.0).collect();
    let outlines = index(&vec![vec![14]; glyphs.len() + 1]);
    let top = |at: usize| {
        let charset_at = at;
        let encoding_at = charset_at + 1 + charset.len();
        let outlines_at = encoding_at + 2 + codes.len();
        let private_at = outlines_at + outlines.len();
        let int = |v: usize| [&[29][..], &(v as u32).to_be_bytes()].concat();
        [
            &int(charset_at)[..],
            &[15],
            &int(encoding_at),
            &[16],
            &int(outlines_at),
            &[17],
            &int(0),
            &int(private_at),
            &[18],
        ]
        .concat()
    };
    let front = |at: usize| {
        let header = vec![1, 0, 4, 2];
        let (name, dict) = (index(&[b"Test".to_vec()]), index(&[top(at)]));
        [header, name, dict, index(&names), index(&[])].concat()
    };
    let mut out = front(front(0).len());
    out.push(0);
    out.extend(&charset);
    out.extend([0, codes.len() as u8]);
    out.extend(&codes);
    out.extend(outlines);
    out
}

fn encrypted(mut key: u16, plain: &[u8]) -> Vec<u8> {
    let salted = [&[0; 4], plain].concat();
    let step = |p: u8| {
        let c = p ^ (key >> 8) as u8;
        let sum = u16::from(c).wrapping_add(key);
        key = sum.wrapping_mul(52845).wrapping_add(22719);
        c
    };
    salted.into_iter().map(step).collect()
}

/// A Type 1 font whose built-in encoding gives each code the glyph beside it.
pub fn type1(glyphs: &[(u8, &str)]) -> Vec<u8> {
    let mut out = String::from(
        "%!PS-AdobeFont-1.0: Test\n11 dict begin\n/FontName /Test def\n/FontType 1 def\n\
         /PaintType 0 def\n/FontMatrix [0.001 0 0 0.001 0 0] readonly def\n\
         /FontBBox {0 0 1000 1000} readonly def\n\
         /Encoding 256 array\n0 1 255 {1 index exch /.notdef put} for\n",
    );
    for (code, name) in glyphs {
        out += &format!("dup {code} /{name} put\n");
    }
    out += "readonly def\ncurrentdict end\ncurrentfile eexec\n";
    // 0 1000 hsbw endchar
    let outline = encrypted(4330, &[139, 250, 124, 13, 14]);
    let mut private = format!(
        "dup /Private 8 dict dup begin\n/RD {{string currentfile exch readstring pop}} \
         executeonly def\n/ND {{noaccess def}} executeonly def\n/NP {{noaccess put}} executeonly \
         def\n/BlueValues [] def\n/MinFeature {{16 16}} def\n/password 5839 def\n/lenIV 4 def\n\
         2 index /CharStrings {} dict dup begin\n",
        glyphs.len() + 1
    )
    .into_bytes();
    for name in [".notdef"].into_iter().chain(glyphs.iter().map(|g| g.1)) {
        private.extend(format!("/{name} {} RD ", outline.len()).into_bytes());
        private.extend(&outline);
        private.extend(b" ND\n");
    }
    private.extend(
        b"end\nend\nreadonly put\nnoaccess put\ndup /FontName get exch definefont pop\n\
          mark currentfile closefile\n",
    );
    let mut out = out.into_bytes();
    out.extend(encrypted(55665, &private));
    out.extend(
        format!(
            "\n{}cleartomark\n",
            format!("{}\n", "0".repeat(64)).repeat(8)
        )
        .bytes(),
    );
    out
}
