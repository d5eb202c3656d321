//! Simple fonts: Type 1, TrueType, Type 3 (ISO 32000-2, 9.6).

use super::encoding::{BaseEncoding, glyph_name_to_text};
use super::metrics::Widths;
use super::program::Program;
use super::symbol::SymbolFont;
use crate::pdf::source::Source;
use compact_str::CompactString;
use lopdf::{Dictionary, Object};
use rustc_hash::FxHashMap;

/// A glyph name in `/Differences`.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Named {
    /// It says what the glyph shows.
    Text(String),
    /// It says nothing; the program may know a glyph of that name.
    Name(String),
}

/// The decoding of a simple font.
pub struct Simple {
    pub widths: Widths,
    base: Option<BaseEncoding>,
    differences: FxHashMap<u32, Named>,
    /// The symbol font it is, if its codes stand for marks.
    symbol: Option<SymbolFont>,
    program: Option<Program>,
}

impl Simple {
    pub fn read(
        source: &Source<'_>,
        dict: &Dictionary,
        name: &str,
        symbol: Option<SymbolFont>,
        program: Option<Program>,
    ) -> Self {
        let mut base = None;
        let mut differences = FxHashMap::default();
        match source.get(dict, b"Encoding") {
            Some(Object::Name(name)) => base = BaseEncoding::from_name(name),
            Some(Object::Dictionary(encoding)) => {
                base = source
                    .get_name(encoding, b"BaseEncoding")
                    .and_then(BaseEncoding::from_name);
                differences = read_differences(source, encoding, symbol);
            }
            _ => {}
        }
        // without an embedded program the built-in encoding is StandardEncoding
        if base.is_none() && program.is_none() {
            base = Some(BaseEncoding::Standard);
        }
        Self {
            widths: Widths::of_simple(source, dict, name),
            base,
            differences,
            symbol: symbol.filter(|s| s.has_codes()),
            program,
        }
    }

    pub fn text_of(&self, code: u32) -> Option<CompactString> {
        let byte = u8::try_from(code).ok()?;
        if let Some(symbol) = self.symbol {
            return self.mark_of(symbol, byte);
        }
        let program = self.program.as_ref();
        match self.differences.get(&code) {
            Some(Named::Text(text)) => return Some(text.into()),
            // a name that says nothing: the base encoding does not speak for it
            Some(Named::Name(name)) => return Some(program?.text_of_name(name)?.into()),
            None => {}
        }
        let by = |e: BaseEncoding| e.to_char(byte).map(|c| CompactString::from_iter([c]));
        if let Some(base) = self.base {
            let by_program = || Some(program?.text_of_code(code)?.into());
            return by(base).or_else(by_program);
        }
        match program.filter(|p| p.encodes) {
            None => by(BaseEncoding::Standard),
            Some(program) => program
                .text_of_code(code)
                .map(CompactString::from)
                .or_else(|| {
                    let letter = program.is_macintosh_code(code);
                    letter.then(|| by(BaseEncoding::MacRoman)).flatten()
                }),
        }
    }

    /// The mark of a code of a symbol font: by its glyph name, or else by the encoding built into
    /// such fonts. `/BaseEncoding` names letters, which they do not have.
    fn mark_of(&self, symbol: SymbolFont, byte: u8) -> Option<CompactString> {
        let code = u32::from(byte);
        let program = self.program.as_ref();
        let differing = match self.differences.get(&code) {
            Some(Named::Text(text)) => Some(text.as_str()),
            _ => None,
        };
        differing
            .or_else(|| program?.text_of_code(code))
            .filter(|name| !(symbol.is_nameless() && is_letter_of(byte, name)))
            .map(CompactString::from)
            .or_else(|| {
                let mark = symbol.mark_of_code(byte)?;
                let coded = program.is_none_or(|p| !p.renumbered);
                coded.then(|| CompactString::from_iter([mark]))
            })
    }
}

/// Whether a text is the character of a code in one of the encodings of letters, so that a glyph
/// name that means it says no more than the code.
fn is_letter_of(code: u8, text: &str) -> bool {
    [
        BaseEncoding::WinAnsi,
        BaseEncoding::MacRoman,
        BaseEncoding::Standard,
    ]
    .iter()
    .any(|e| e.to_char(code).is_some_and(|c| text.chars().eq([c])))
}

/// `/Differences`: names by code.
fn read_differences(
    source: &Source<'_>,
    encoding: &Dictionary,
    symbol: Option<SymbolFont>,
) -> FxHashMap<u32, Named> {
    let mut out = FxHashMap::default();
    let Some(Object::Array(items)) = source.get(encoding, b"Differences") else {
        return out;
    };
    let mut code = 0u32;
    for item in items {
        match source.resolve(item) {
            Object::Integer(i) => code = u32::try_from(*i).unwrap_or(0),
            Object::Name(name) => {
                let own = || Named::Name(String::from_utf8_lossy(name).into_owned());
                let text = glyph_name_to_text(name, symbol);
                out.insert(code, text.map_or_else(own, Named::Text));
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(name: &str, differences: &[(u32, &str)], code: u32) -> Option<String> {
        let font = Simple {
            widths: Widths::of_standard_font("", None),
            base: Some(BaseEncoding::Standard),
            differences: differences
                .iter()
                .map(|&(code, text)| (code, Named::Text(text.to_owned())))
                .collect(),
            symbol: SymbolFont::from_font_name(name).filter(|s| s.has_codes()),
            program: None,
        };
        font.text_of(code).map(String::from)
    }

    #[test]
    fn codes_of_a_symbol_font_are_marks() {
        assert_eq!(text("Wingdings", &[], 0xFC).as_deref(), Some("✓"));
        assert_eq!(text("ZapfDingbats", &[], 0x34).as_deref(), Some("✔"));
        assert_eq!(text("Symbol", &[], 0xB7).as_deref(), Some("•"));
        assert_eq!(text("Symbol", &[], 0x90), None);
        assert_eq!(text("OpenSymbol", &[], 0x41).as_deref(), Some("A"));
    }

    #[test]
    fn a_glyph_name_comes_first() {
        let named = [(0xB4, "∀"), (0x21, "✔")];
        assert_eq!(text("Symbol", &named, 0xB4).as_deref(), Some("∀"));
        assert_eq!(text("ZapfDingbats", &named, 0x21).as_deref(), Some("✔"));
        assert_eq!(text("ZapfDingbats", &named, 0x22).as_deref(), Some("✂"));
    }

    #[test]
    fn the_letter_of_a_code_is_no_name_of_a_glyph_of_windows() {
        let letters = [(0xFC, "ü"), (0x6C, "l"), (0xA8, "®"), (0x6E, "★")];
        assert_eq!(text("Wingdings", &letters, 0xFC).as_deref(), Some("✓"));
        assert_eq!(text("Wingdings", &letters, 0x6C).as_deref(), Some("●"));
        assert_eq!(text("Wingdings", &letters, 0xA8).as_deref(), Some("◻"));
        assert_eq!(text("Wingdings", &letters, 0x6E).as_deref(), Some("★"));
        assert_eq!(text("Symbol", &letters, 0x6C).as_deref(), Some("l"));
    }
}
