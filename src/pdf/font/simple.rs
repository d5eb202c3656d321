//! Simple fonts: Type 1, TrueType, Type 3 (ISO 32000-2, 9.6).

use super::encoding::{BaseEncoding, glyph_name_to_text};
use super::metrics::Widths;
use super::program::Program;
use crate::pdf::source::Source;
use compact_str::CompactString;
use lopdf::{Dictionary, Object};
use rustc_hash::FxHashMap;

/// The decoding of a simple font.
pub struct Simple {
    pub widths: Widths,
    base: Option<BaseEncoding>,
    differences: FxHashMap<u32, String>,
    program: Option<Program>,
}

impl Simple {
    pub fn read(source: &Source<'_>, dict: &Dictionary, program: Option<Program>) -> Self {
        let mut base = None;
        let mut differences = FxHashMap::default();
        match source.get(dict, b"Encoding") {
            Some(Object::Name(name)) => base = BaseEncoding::from_name(name),
            Some(Object::Dictionary(encoding)) => {
                base = source
                    .get_name(encoding, b"BaseEncoding")
                    .and_then(BaseEncoding::from_name);
                differences = read_differences(source, encoding);
            }
            _ => {}
        }
        // without an embedded program the built-in encoding is StandardEncoding
        if base.is_none() && program.is_none() {
            base = Some(BaseEncoding::Standard);
        }
        Self {
            widths: Widths::of_simple(source, dict),
            base,
            differences,
            program,
        }
    }

    pub fn text_of(&self, code: u32) -> Option<CompactString> {
        if let Some(text) = self.differences.get(&code) {
            return Some(text.into());
        }
        let byte = u8::try_from(code).ok()?;
        let by_base = |e: BaseEncoding| e.to_char(byte).map(|c| CompactString::from_iter([c]));
        self.base
            .and_then(by_base)
            .or_else(|| Some(self.program.as_ref()?.text_of_code(code)?.into()))
            .or_else(|| by_base(BaseEncoding::Standard).filter(|_| self.base.is_none()))
    }
}

fn read_differences(source: &Source<'_>, encoding: &Dictionary) -> FxHashMap<u32, String> {
    let mut out = FxHashMap::default();
    let Some(Object::Array(items)) = source.get(encoding, b"Differences") else {
        return out;
    };
    let mut code = 0u32;
    for item in items {
        match source.resolve(item) {
            Object::Integer(i) => code = u32::try_from(*i).unwrap_or(0),
            Object::Name(name) => {
                if let Some(text) = glyph_name_to_text(name) {
                    out.insert(code, text);
                }
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
    out
}
