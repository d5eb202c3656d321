//! A font that draws nothing.
//!
//! hayro draws the text of a font that it cannot find in Helvetica, which makes ideographs into random letters.
//! Nothing at all is better there, since the text is drawn over it in a font of the browser's machine.
//!
//! # Source
//! OpenType 1.9.1, the tables that a font with TrueType outlines must have.

/// The least that is a font: one glyph without an outline.
pub fn font() -> Vec<u8> {
    let tables: [(&[u8; 4], Vec<u8>); 7] = [
        (b"cmap", vec![0, 0, 0, 0]),
        (b"glyf", vec![0, 0, 0, 0]),
        (b"head", head()),
        (b"hhea", hhea()),
        (b"hmtx", vec![3, 232, 0, 0]),
        (b"loca", vec![0, 0, 0, 0]),
        (b"maxp", maxp()),
    ];
    let mut out = vec![0, 1, 0, 0, 0, 7, 0, 64, 0, 2, 0, 48];
    let mut offset = out.len() + 16 * tables.len();
    for (tag, table) in &tables {
        out.extend_from_slice(*tag);
        // no reader of fonts within PDFs looks at checksums
        out.extend_from_slice(&[0; 4]);
        out.extend_from_slice(&(offset as u32).to_be_bytes());
        out.extend_from_slice(&(table.len() as u32).to_be_bytes());
        offset += table.len().next_multiple_of(4);
    }
    for (_, table) in &tables {
        out.extend_from_slice(table);
        out.resize(out.len().next_multiple_of(4), 0);
    }
    out
}

/// Words of two bytes, the rest zeros.
fn words(length: usize, words: &[(usize, u16)]) -> Vec<u8> {
    let mut out = vec![0; length];
    for (at, word) in words {
        out[*at..at + 2].copy_from_slice(&word.to_be_bytes());
    }
    out
}

/// Version 1.0, magic number, 1000 units per em.
fn head() -> Vec<u8> {
    words(54, &[(0, 1), (12, 0x5f0f), (14, 0x3cf5), (18, 1000)])
}

/// Version 1.0, ascender, descender, one advance.
fn hhea() -> Vec<u8> {
    words(36, &[(0, 1), (4, 880), (6, 0xff88), (34, 1)])
}

/// Version 1.0, one glyph.
fn maxp() -> Vec<u8> {
    words(32, &[(0, 1), (4, 1), (14, 1)])
}

#[cfg(test)]
mod tests {
    use skrifa::instance::{LocationRef, Size};
    use skrifa::{FontRef, GlyphId, MetadataProvider};

    #[test]
    fn it_is_a_font_with_one_empty_glyph() {
        let bytes = super::font();
        let font = FontRef::new(&bytes).unwrap();
        let metrics = font.metrics(Size::unscaled(), LocationRef::default());
        assert_eq!((metrics.units_per_em, metrics.glyph_count), (1000, 1));
        let advances = font.glyph_metrics(Size::unscaled(), LocationRef::default());
        assert_eq!(advances.advance_width(GlyphId::new(0)), Some(1000.0));
        assert!(font.outline_glyphs().get(GlyphId::new(0)).is_some());
    }
}
