//! Embedded font programs: what a glyph says when the PDF itself does not.

use super::encoding::glyph_name_to_text;
use read_fonts::ps::cff::CffFontRef;
use read_fonts::ps::type1::Type1Font;
use rustc_hash::FxHashMap;
use skrifa::{FontRef, MetadataProvider};

/// What an embedded program knows about its glyphs.
#[derive(Debug, Default)]
pub struct Program {
    /// Text by glyph index, from the program's own character map.
    by_gid: FxHashMap<u32, String>,
    /// Text by character code, from the program's built-in encoding.
    by_code: FxHashMap<u32, String>,
    /// Glyph index by CID, where the program is CID-keyed CFF.
    pub cid_keyed: bool,
}

impl Program {
    /// Reads a `FontFile2`, `FontFile3` or `FontFile`; an unreadable program knows nothing.
    pub fn read(data: &[u8]) -> Self {
        if let Ok(font) = FontRef::new(data) {
            Self::from_sfnt(&font)
        } else if let Ok(font) = CffFontRef::new_cff(data, 0, None) {
            Self::from_cff(&font)
        } else if let Ok(font) = Type1Font::new(data) {
            Self::from_type1(&font)
        } else {
            Self::default()
        }
    }

    fn from_sfnt(font: &FontRef<'_>) -> Self {
        let mut out = Self::default();
        let mut mappings: Vec<(u32, u32)> = font
            .charmap()
            .mappings()
            .map(|(c, gid)| (c, gid.to_u32()))
            .collect();
        // several characters may share a glyph: the ideograph, not its radical or a
        // compatibility form, and so the lowest code point outside those blocks
        mappings.sort_by_key(|&(c, _)| (is_look_alike(c), c));
        for (c, gid) in mappings {
            if let Some(c) = char::from_u32(c) {
                out.by_gid.entry(gid).or_insert_with(|| c.to_string());
            }
        }
        out
    }

    fn from_cff(font: &CffFontRef<'_>) -> Self {
        let mut out = Self {
            cid_keyed: font.is_cid(),
            ..Self::default()
        };
        let Some(charset) = font.charset().filter(|_| !font.is_cid()) else {
            return out;
        };
        for (gid, sid) in charset.iter() {
            let name = sid.resolve_standard().ok().or_else(|| font.string(sid));
            if let Some(text) = name.and_then(glyph_name_to_text) {
                out.by_gid.insert(gid.to_u32(), text);
            }
        }
        if let Some(encoding) = font.encoding() {
            for code in 0..=255u8 {
                let text = encoding.map(code).and_then(|g| out.text_of_gid(g.to_u32()));
                if let Some(text) = text.map(str::to_owned) {
                    out.by_code.insert(u32::from(code), text);
                }
            }
        }
        out
    }

    fn from_type1(font: &Type1Font) -> Self {
        let mut out = Self::default();
        for (gid, name) in font.glyph_names() {
            if let Some(text) = glyph_name_to_text(name.as_bytes()) {
                out.by_gid.insert(gid.to_u32(), text);
            }
        }
        if let Some(encoding) = font.encoding() {
            for code in 0..=255u8 {
                let name = encoding.glyph_name(code);
                if let Some(text) = name.and_then(|n| glyph_name_to_text(n.as_bytes())) {
                    out.by_code.insert(u32::from(code), text);
                }
            }
        }
        out
    }

    /// The text of a glyph index.
    pub fn text_of_gid(&self, gid: u32) -> Option<&str> {
        self.by_gid.get(&gid).map(String::as_str)
    }

    /// The text of a character code, by the program's built-in encoding.
    pub fn text_of_code(&self, code: u32) -> Option<&str> {
        self.by_code.get(&code).map(String::as_str)
    }
}

/// Radicals and compatibility forms, which share their glyph with the ideograph that is meant.
fn is_look_alike(c: u32) -> bool {
    matches!(c, 0x2E80..=0x2FDF | 0xF900..=0xFAFF | 0x2F800..=0x2FA1F | 0xE000..=0xF8FF)
}
