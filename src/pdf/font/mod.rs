//! Fonts: character codes to Unicode, widths and writing mode.
//!
//! The order of sources for the text of a code is that of ISO 32000-2, 9.10.2, made robust: each
//! code falls through to the next source when one has nothing sensible to say.
//!
//! 1. `/ToUnicode`, unless it says NUL, U+FFFD or a private use code point; in a symbol font, the
//!    mark at the private use code point;
//! 2. the predefined CMap's character collection (Adobe-Japan1 → Unicode);
//! 3. `/Encoding` with `/Differences` (simple fonts);
//! 4. the embedded font program: its character map or glyph names;
//! 5. the mark that a symbol font shows at a code or a private use code point;
//! 6. nothing: U+FFFD, counted for a finding.

mod code_map;
mod codespace;
mod composite;
mod encoding;
mod metrics;
mod predefined;
mod program;
mod simple;
mod standard_widths;
mod symbol;
mod to_unicode;

use super::filter::Decoded;
use super::source::Source;
use compact_str::CompactString;
use lopdf::{Dictionary, Object};
use program::Program;
use symbol::SymbolFont;
use to_unicode::ToUnicode;

/// A character as a text-showing operator shows it.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Its character code.
    pub code: u32,
    /// Bytes its code took.
    pub len: usize,
    /// What it says; `None` when that cannot be known.
    pub text: Option<CompactString>,
    /// Advance along the writing direction, in ems: negative in vertical writing.
    pub advance: f64,
    /// Horizontal width in ems, for the box.
    pub width: f64,
    /// From the horizontal to the vertical origin, in ems (vertical writing only).
    pub position_vector: (f64, f64),
    /// It is the single-byte code 32, to which word spacing applies.
    pub is_word_space: bool,
}

/// The part that differs by font type.
enum Kind {
    Simple(Box<simple::Simple>),
    Composite(Box<composite::Composite>),
}

/// A font, ready to decode strings.
pub struct Font {
    /// PostScript name without the subset prefix.
    pub name: String,
    /// Bold by name, weight or flag.
    pub bold: bool,
    /// WMode 1.
    pub vertical: bool,
    /// Glyph space to text space: 1/1000 for all but Type 3.
    pub glyph_scale: f64,
    /// How many text space units make an em: 1 for all but Type 3.
    pub em: f64,
    /// Top and bottom of the em box above the baseline, in ems.
    pub ascent: f64,
    /// See `ascent`; negative.
    pub descent: f64,
    /// What could not be read of it.
    pub damage: Vec<String>,
    to_unicode: Option<ToUnicode>,
    symbol: Option<SymbolFont>,
    kind: Kind,
}

/// The em box of a Japanese font: 880 above and 120 below the baseline.
const ASCENT: f64 = 0.88;
/// See [`ASCENT`].
const DESCENT: f64 = -0.12;

impl Font {
    /// Reads a font dictionary. A font that makes no sense still shows glyphs, without text.
    pub fn read(source: &Source<'_>, dict: &Dictionary) -> Self {
        let name = base_font_name(source, dict);
        let subtype = source.get_name(dict, b"Subtype").unwrap_or_default();
        let descriptor_owner = descendant(source, dict).unwrap_or(dict);
        let descriptor = source.get_dict(descriptor_owner, b"FontDescriptor");
        let embedded = descriptor.and_then(|d| program_data(source, d));
        // print drivers rename fonts (`CIDFont+F5`); the program keeps its name
        let symbol = SymbolFont::from_font_name(&name)
            .or_else(|| SymbolFont::from_font_name(&program::own_name(&embedded.as_ref()?.data)?));
        let program = embedded.as_ref().map(|e| Program::read(&e.data, symbol));
        let mut damage = Vec::new();
        let to_unicode = ToUnicode::read(source, dict, &mut damage);
        // what the program would have said matters where nothing else says it
        let trouble = embedded
            .and_then(|e| e.trouble)
            .filter(|_| to_unicode.is_none());
        damage.extend(trouble.map(|t| format!("its embedded program: {t}")));
        let (glyph_scale, em) = if subtype == b"Type3" {
            type3_scale(source, dict)
        } else {
            (0.001, 1.0)
        };
        let kind = if subtype == b"Type0" {
            Kind::Composite(Box::new(composite::Composite::read(
                source,
                dict,
                program,
                &mut damage,
            )))
        } else {
            Kind::Simple(Box::new(simple::Simple::read(
                source, dict, &name, symbol, program,
            )))
        };
        let vertical = matches!(&kind, Kind::Composite(c) if c.vertical());
        Self {
            bold: is_bold(source, descriptor, &name),
            symbol,
            name,
            vertical,
            glyph_scale,
            em,
            ascent: ASCENT,
            descent: DESCENT,
            to_unicode,
            damage,
            kind,
        }
    }

    /// Decodes the first character of a string; `None` at its end.
    pub fn next(&self, bytes: &[u8]) -> Option<Shown> {
        let (code, len, metrics) = match &self.kind {
            Kind::Simple(simple) => {
                let code = u32::from(*bytes.first()?);
                let width = simple.widths.get(code) * self.glyph_scale;
                (code, 1, (width, width, (0.0, 0.0)))
            }
            Kind::Composite(font) => {
                let (code, len) = font.next_code(bytes)?;
                (code, len, font.metrics(code, len))
            }
        };
        let (advance, width, position_vector) = metrics;
        Some(Shown {
            code,
            len: usize::from(len).max(1),
            text: self.text_of(code, len),
            advance,
            width,
            position_vector,
            is_word_space: len == 1 && code == 32,
        })
    }

    fn text_of(&self, code: u32, len: u8) -> Option<CompactString> {
        let declared = self.to_unicode.as_ref().and_then(|t| t.text_of(code));
        if let Some(text) = declared.clone().filter(|t| is_sensible(t)) {
            return Some(text);
        }
        let declared = declared.and_then(|t| self.mark_of(&t));
        if self.symbol.is_some() && declared.is_some() {
            return declared;
        }
        let own = match &self.kind {
            Kind::Simple(simple) => simple.text_of(code),
            Kind::Composite(font) => font.text_of(code, len),
        };
        own.clone()
            .filter(|t| is_sensible(t))
            .or(declared)
            .or_else(|| self.mark_of(&own?))
    }

    /// The marks the font shows for private use code points.
    fn mark_of(&self, text: &str) -> Option<CompactString> {
        let mark = |c| {
            self.symbol
                .map_or_else(|| symbol::mark_of_any(c), |s| s.mark(c))
        };
        let marks: Option<CompactString> = text.chars().map(mark).collect();
        marks.filter(|m| !m.is_empty())
    }
}

/// Neither empty, nor NUL, U+FFFD, a control character or private use.
fn is_sensible(text: &str) -> bool {
    !text.is_empty()
        && text.chars().all(|c| {
            c != char::REPLACEMENT_CHARACTER
                && (!c.is_control() || matches!(c, '\t' | '\n' | '\r'))
                && !symbol::is_private_use(c)
        })
}

fn descendant<'s>(source: &'s Source<'_>, dict: &'s Dictionary) -> Option<&'s Dictionary> {
    let Object::Array(fonts) = source.get(dict, b"DescendantFonts")? else {
        return None;
    };
    super::source::as_dict(source.resolve(fonts.first()?))
}

fn program_data(source: &Source<'_>, descriptor: &Dictionary) -> Option<Decoded> {
    [&b"FontFile2"[..], b"FontFile3", b"FontFile"]
        .iter()
        .find_map(|key| match source.get(descriptor, key) {
            Some(Object::Stream(stream)) => Some(source.decode(stream)),
            _ => None,
        })
}

/// `/BaseFont` (or `/Name` of a Type 3 font) without the six-letter subset prefix.
fn base_font_name(source: &Source<'_>, dict: &Dictionary) -> String {
    let raw = source
        .get_name(dict, b"BaseFont")
        .or_else(|| {
            let descriptor = source.get_dict(dict, b"FontDescriptor")?;
            source.get_name(descriptor, b"FontName")
        })
        .or_else(|| source.get_name(dict, b"Name"))
        .unwrap_or(b"unnamed");
    let name = String::from_utf8_lossy(raw).into_owned();
    match name.split_once('+') {
        Some((prefix, rest)) if prefix.len() == 6 => rest.to_owned(),
        _ => name,
    }
}

/// Bit 19 of `/Flags`: ForceBold (ISO 32000-2, table 121).
const FORCE_BOLD: i64 = 1 << 18;
/// `/StemV` from which a font looks bold: text weights of the usual Japanese fonts lie between 60
/// and 100, bold ones from 140.
const BOLD_STEM: f64 = 130.0;

fn is_bold(source: &Source<'_>, descriptor: Option<&Dictionary>, name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let by_name = ["bold", "heavy", "black", "demi", "-w6", "-w7", "-w8", "-w9"]
        .iter()
        .any(|w| lower.contains(w));
    let by_descriptor = descriptor.is_some_and(|d| {
        let number = |key| source.get_number(d, key);
        number(b"FontWeight").is_some_and(|w| w >= 600.0)
            || number(b"StemV").is_some_and(|v| v >= BOLD_STEM)
            || number(b"Flags").is_some_and(|f| f as i64 & FORCE_BOLD != 0)
    });
    by_name || by_descriptor
}

/// Glyph space and em of a Type 3 font. Its glyph space is free (ISO 32000-2, 9.6.4), so the em is
/// taken from `/FontMatrix` when that is near the usual 1/1000 … 1/2048, and else from the height
/// of `/FontBBox`.
fn type3_scale(source: &Source<'_>, dict: &Dictionary) -> (f64, f64) {
    let matrix = source.get_numbers(dict, b"FontMatrix").unwrap_or_default();
    let scale = matrix
        .first()
        .copied()
        .filter(|a| *a != 0.0)
        .unwrap_or(0.001)
        .abs();
    if (0.0004..=0.002).contains(&scale) {
        return (scale, 1.0);
    }
    let bbox = source.get_numbers(dict, b"FontBBox").unwrap_or_default();
    let height = match bbox.as_slice() {
        [_, y0, _, y1] if (y1 - y0).abs() > 0.0 => (y1 - y0).abs() * scale,
        _ => 1.0,
    };
    (scale, height)
}
