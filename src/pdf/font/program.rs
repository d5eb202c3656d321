//! Embedded font programs: what a glyph says when the PDF itself does not.

use super::encoding::glyph_name_to_text;
use super::symbol::{SymbolFont, is_private_use};
use read_fonts::ps::cff::CffFontRef;
use read_fonts::ps::type1::Type1Font;
use read_fonts::tables::cmap::PlatformId;
use read_fonts::types::GlyphId16;
use read_fonts::{TableProvider, types::Tag};
use rustc_hash::FxHashMap;
use skrifa::string::StringId;
use skrifa::{FontRef, MetadataProvider};

/// What an embedded program knows about its glyphs.
#[derive(Debug, Default)]
pub struct Program {
    /// Text by glyph index, from the program's own character map.
    by_gid: FxHashMap<u32, String>,
    /// Text by character code, from the program's built-in encoding.
    by_code: FxHashMap<u32, String>,
    /// Glyph index by glyph name.
    by_name: FxHashMap<String, u32>,
    /// Glyph index by the single-byte codes of a TrueType program's own character maps.
    gid_of_code: FxHashMap<u32, u32>,
    /// It has an encoding of its own: a code that this lacks shows nothing.
    pub encodes: bool,
    /// Glyph index by CID, where the program is CID-keyed CFF.
    pub cid_keyed: bool,
    /// TrueType whose codes are running numbers given to a subset, not those of the whole font.
    pub renumbered: bool,
}

/// The name that a TrueType or OpenType program gives itself.
pub fn own_name(data: &[u8]) -> Option<String> {
    let font = FontRef::new(data).ok()?;
    let family = font.localized_strings(StringId::FAMILY_NAME);
    let name = family.english_or_first()?;
    Some(name.chars().collect())
}

impl Program {
    /// Reads a `FontFile2`, `FontFile3` or `FontFile`, for the glyph names as those of the font;
    /// an unreadable program knows nothing.
    pub fn read(data: &[u8], symbol: Option<SymbolFont>) -> Self {
        if let Ok(font) = FontRef::new(data) {
            Self::from_sfnt(&font)
        } else if let Ok(font) = CffFontRef::new_cff(data, 0, None) {
            Self::from_cff(&font, symbol)
        } else if let Ok(font) = Type1Font::new(data) {
            Self::from_type1(&font, symbol)
        } else {
            Self::default()
        }
    }

    fn from_sfnt(font: &FontRef<'_>) -> Self {
        let mut out = Self {
            renumbered: is_renumbered(font),
            ..Self::default()
        };
        let mut mappings: Vec<(u32, u32)> = font
            .charmap()
            .mappings()
            .map(|(c, gid)| (c, gid.to_u32()))
            .collect();
        // several characters may share a glyph: the ideograph, not its radical or a
        // compatibility form, and so the lowest code point outside those blocks
        mappings.sort_by_key(|&(c, _)| (is_look_alike(c), c));
        let (private, public): (Vec<_>, Vec<_>) = mappings
            .into_iter()
            .filter_map(|(c, gid)| Some((char::from_u32(c)?, gid)))
            .partition(|&(c, _)| is_private_use(c));
        let say = |out: &mut Self, list: Vec<(char, u32)>| {
            for (c, gid) in list {
                out.by_gid.entry(gid).or_insert_with(|| c.to_string());
            }
        };
        say(&mut out, public);
        out.gid_of_code = single_bytes(font);
        out.encodes = !out.gid_of_code.is_empty();
        // a name says more than a code point for private use
        out.read_names(font);
        say(&mut out, private);
        out
    }

    /// Glyph names of the `post` table, and of a `CFF` table: they speak for glyphs without a
    /// character.
    fn read_names(&mut self, font: &FontRef<'_>) {
        let count = font.maxp().map_or(0, |m| m.num_glyphs());
        if let Ok(post) = font.post() {
            for gid in 0..count {
                if let Some(name) = post.glyph_name(GlyphId16::new(gid)) {
                    self.name(u32::from(gid), name, None);
                }
            }
        }
        let cff = font.table_data(Tag::new(b"CFF "));
        if let Some(Ok(cff)) = cff.map(|data| CffFontRef::new_cff(data.as_bytes(), 0, None)) {
            self.read_charset(&cff, None);
        }
    }

    /// Notes the name of a glyph, and what it says where nothing else does.
    fn name(&mut self, gid: u32, name: &str, symbol: Option<SymbolFont>) {
        if let Some(text) = glyph_name_to_text(name.as_bytes(), symbol) {
            self.by_gid.entry(gid).or_insert(text);
        }
        self.by_name.entry(name.to_owned()).or_insert(gid);
    }

    fn read_charset(&mut self, font: &CffFontRef<'_>, symbol: Option<SymbolFont>) {
        let Some(charset) = font.charset().filter(|_| !font.is_cid()) else {
            return;
        };
        for (gid, sid) in charset.iter() {
            let name = sid.resolve_standard().ok().or_else(|| font.string(sid));
            if let Some(name) = name.and_then(|n| std::str::from_utf8(n).ok()) {
                self.name(gid.to_u32(), name, symbol);
            }
        }
    }

    fn from_cff(font: &CffFontRef<'_>, symbol: Option<SymbolFont>) -> Self {
        let mut out = Self {
            cid_keyed: font.is_cid(),
            ..Self::default()
        };
        out.read_charset(font, symbol);
        if let Some(encoding) = font.encoding().filter(|_| !font.is_cid()) {
            out.encodes = true;
            for code in 0..=255u8 {
                let text = encoding.map(code).and_then(|g| out.text_of_gid(g.to_u32()));
                if let Some(text) = text.map(str::to_owned) {
                    out.by_code.insert(u32::from(code), text);
                }
            }
        }
        out
    }

    fn from_type1(font: &Type1Font, symbol: Option<SymbolFont>) -> Self {
        let text_of = |name: &str| glyph_name_to_text(name.as_bytes(), symbol);
        let mut out = Self::default();
        for (gid, name) in font.glyph_names() {
            out.name(gid.to_u32(), name, symbol);
        }
        if let Some(encoding) = font.encoding() {
            out.encodes = true;
            for code in 0..=255u8 {
                if let Some(text) = encoding.glyph_name(code).and_then(text_of) {
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

    /// The text of a character code, by the program's built-in encoding or character maps.
    pub fn text_of_code(&self, code: u32) -> Option<&str> {
        let by_map = || self.text_of_gid(*self.gid_of_code.get(&code)?);
        self.by_code.get(&code).map(String::as_str).or_else(by_map)
    }

    /// The text of the glyph of that name.
    pub fn text_of_name(&self, name: &str) -> Option<&str> {
        self.text_of_gid(*self.by_name.get(name)?)
    }

    /// Whether the code is one of the whole font's Macintosh map: a letter of that encoding.
    pub fn is_macintosh_code(&self, code: u32) -> bool {
        !self.renumbered && self.gid_of_code.contains_key(&code)
    }
}

/// Whether the codes of a TrueType font say nothing about the font it was cut from: it has no
/// character map for codes, or one without a gap that starts no later than 0x21, as programs write
/// it that number the glyphs they embed. Codes at U+F020–U+F0FF are those of the whole font.
fn is_renumbered(font: &FontRef<'_>) -> bool {
    let in_windows_range = |(c, _)| matches!(c, 0xF020..=0xF0FF);
    if font.charmap().mappings().any(in_windows_range) {
        return false;
    }
    let Some(codes) = macintosh_codes(font) else {
        return true;
    };
    let without_gap = |pair: &[u32]| pair[1] - pair[0] == 1 || pair == [0x1F, 0x21];
    codes.first().is_some_and(|&first| first <= 0x21) && codes.windows(2).all(without_gap)
}

/// The codes that the Macintosh character map leads to a glyph, in order, but for the space, which
/// keeps its code.
fn macintosh_codes(font: &FontRef<'_>) -> Option<Vec<u32>> {
    let cmap = font.cmap().ok()?;
    let mut records = cmap.encoding_records().iter();
    let record = records.find(|r| r.platform_id() == PlatformId::Macintosh)?;
    let map = record.subtable(cmap.offset_data()).ok()?;
    let shown = |&code: &u32| map.map_codepoint(code).is_some_and(|gid| gid.to_u32() != 0);
    let codes = (0..=0xFF).filter(|&code| code != 0x20).filter(shown);
    Some(codes.collect())
}

/// The glyphs of single-byte codes (9.6.5.4): by the symbol map, at the code or at U+F000 and the
/// code, and by the Macintosh map.
fn single_bytes(font: &FontRef<'_>) -> FxHashMap<u32, u32> {
    let mut out = FxHashMap::default();
    let Ok(cmap) = font.cmap() else {
        return out;
    };
    for record in cmap.encoding_records() {
        let symbol = record.platform_id() == PlatformId::Windows && record.encoding_id() == 0;
        if !symbol && record.platform_id() != PlatformId::Macintosh {
            continue;
        }
        let Ok(map) = record.subtable(cmap.offset_data()) else {
            continue;
        };
        for code in 0..=0xFFu32 {
            let at = |c: u32| map.map_codepoint(c).filter(|gid| gid.to_u32() != 0);
            let gid = if symbol { at(0xF000 + code) } else { None };
            if let Some(gid) = gid.or_else(|| at(code)) {
                out.entry(code).or_insert(gid.to_u32());
            }
        }
    }
    out
}

/// Radicals and compatibility forms, which share their glyph with the ideograph that is meant.
fn is_look_alike(c: u32) -> bool {
    matches!(c, 0x2E80..=0x2FDF | 0xF900..=0xFAFF | 0x2F800..=0x2FA1F | 0xE000..=0xF8FF)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An sfnt of nothing but a character map: platform, encoding, and a subtable.
    fn sfnt(platform: u8, encoding: u8, subtable: &[u8]) -> Vec<u8> {
        let mut cmap = vec![0, 0, 0, 1, 0, platform, 0, encoding, 0, 0, 0, 12];
        cmap.extend(subtable);
        let mut out = vec![0, 1, 0, 0, 0, 1, 0, 16, 0, 0, 0, 0];
        out.extend(b"cmap\0\0\0\0\0\0\0\x1c");
        out.extend((cmap.len() as u32).to_be_bytes());
        out.extend(cmap);
        out
    }

    fn by_bytes(codes: &[u8]) -> Program {
        let mut map = vec![0, 0, 1, 6, 0, 0];
        map.extend((0..=255u8).map(|b| u8::from(codes.contains(&b))));
        Program::read(&sfnt(1, 0, &map), None)
    }

    fn by_character(c: u16) -> Program {
        let mut map = vec![0, 4, 0, 32, 0, 0, 0, 4, 0, 4, 0, 1, 0, 0];
        let words = [c, 0xFFFF, 0, c, 0xFFFF, 1u16.wrapping_sub(c), 1, 0, 0];
        map.extend(words.iter().flat_map(|w| w.to_be_bytes()));
        Program::read(&sfnt(3, 0, &map), None)
    }

    #[test]
    fn codes_without_a_gap_are_running_numbers() {
        for codes in [&[0x21][..], &[0x20, 0x21, 0x22, 0x23], &[1, 2, 3], &[0, 1]] {
            assert!(by_bytes(codes).renumbered, "{codes:?}");
        }
        let to_0x21: Vec<u8> = (1..=0x1F).chain([0x21]).collect();
        assert!(by_bytes(&to_0x21).renumbered);
    }

    #[test]
    fn other_codes_are_those_of_the_whole_font() {
        for codes in [
            &[0xFC][..],
            &[0x20, 0xFC],
            &[0x21, 0x6C],
            &[0x20],
            &[0x6C, 0x6D],
        ] {
            assert!(!by_bytes(codes).renumbered, "{codes:?}");
        }
        assert!(!by_character(0xF021).renumbered);
    }

    #[test]
    fn no_map_for_codes_leaves_them_unknown() {
        assert!(by_character(0x2713).renumbered);
    }
}
