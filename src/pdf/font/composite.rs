//! Composite (Type 0) fonts (ISO 32000-2, 9.7).

use super::codespace::Codespace;
use super::metrics::{VerticalMetrics, Widths};
use super::predefined::{Predefined, japan1_cid, of_1978};
use super::program::Program;
use crate::pdf::source::Source;
use compact_str::CompactString;
use hayro_cmap::{BfString, CMap, CMapName, CidFamily, WritingMode, load_embedded};
use lopdf::{Dictionary, Object};
use std::sync::OnceLock;

/// The decoding of a composite font.
pub struct Composite {
    encoding: Predefined,
    /// CIDs of this font belong to Adobe-Japan1.
    japan1: bool,
    cid_to_gid: Option<Vec<u8>>,
    widths: Widths,
    vertical_metrics: VerticalMetrics,
    program: Option<Program>,
}

/// Adobe-Japan1 CID → Unicode, parsed once.
fn japan1_to_unicode() -> Option<&'static CMap> {
    static MAP: OnceLock<Option<CMap>> = OnceLock::new();
    MAP.get_or_init(|| CMap::parse(load_embedded(CMapName::AdobeJapan1Ucs2)?, load_embedded))
        .as_ref()
}

impl Composite {
    pub fn read(
        source: &Source<'_>,
        dict: &Dictionary,
        program: Option<Program>,
        damage: &mut Vec<String>,
    ) -> Self {
        let empty = Dictionary::new();
        let cid_font = super::descendant(source, dict).unwrap_or(&empty);
        let encoding = read_encoding(source, dict, damage);
        let ordering = source
            .get_dict(cid_font, b"CIDSystemInfo")
            .and_then(|info| source.get(info, b"Ordering")?.as_str().ok());
        let japan1 = match ordering {
            Some(b"Identity") | None => encoding.family == Some(CidFamily::AdobeJapan1),
            Some(ordering) => ordering == b"Japan1",
        };
        let cid_to_gid = match source.get(cid_font, b"CIDToGIDMap") {
            Some(Object::Stream(stream)) => Some(source.decode(stream).data),
            _ => None,
        };
        Self {
            encoding,
            japan1,
            cid_to_gid,
            widths: Widths::of_cid_font(source, cid_font),
            vertical_metrics: VerticalMetrics::of_cid_font(source, cid_font),
            program,
        }
    }

    /// WMode 1.
    pub fn vertical(&self) -> bool {
        self.encoding.vertical
    }

    /// The next code of a string: its value and its length in bytes.
    pub fn next_code(&self, bytes: &[u8]) -> Option<(u32, u8)> {
        self.encoding.codespace.next(bytes)
    }

    fn cid(&self, code: u32, len: u8) -> Option<u32> {
        match (&self.encoding.cmap, &self.encoding.unicode) {
            (Some(cmap), _) => cmap.lookup_cid_code(code, len),
            (None, Some(form)) => japan1_cid(form.char_of(code)?),
            (None, None) => None,
        }
    }

    /// `(advance, width, position vector)` in ems.
    pub fn metrics(&self, code: u32, len: u8) -> (f64, f64, (f64, f64)) {
        let cid = self.cid(code, len).unwrap_or(0);
        let width = self.widths.get(cid);
        if !self.vertical() {
            return (width / 1000.0, width / 1000.0, (0.0, 0.0));
        }
        let (w1, vx, vy) = self.vertical_metrics.get(cid, width);
        (w1 / 1000.0, width / 1000.0, (vx / 1000.0, vy / 1000.0))
    }

    pub fn text_of(&self, code: u32, len: u8) -> Option<CompactString> {
        let cid = self.cid(code, len);
        if self.japan1
            && let Some(text) = cid.and_then(japan1_text)
        {
            let swapped = self.encoding.jis78;
            return Some(if swapped { of_1978(text) } else { text });
        }
        if let Some(form) = &self.encoding.unicode {
            return form.char_of(code).map(|c| CompactString::from_iter([c]));
        }
        let program = self.program.as_ref()?;
        if program.cid_keyed {
            return None;
        }
        let cid = cid?;
        let gid = match &self.cid_to_gid {
            Some(map) => {
                let at = cid as usize * 2;
                u32::from(u16::from_be_bytes([*map.get(at)?, *map.get(at + 1)?]))
            }
            None => cid,
        };
        program.text_of_gid(gid).map(CompactString::from)
    }
}

fn japan1_text(cid: u32) -> Option<CompactString> {
    if cid == 0 {
        return None;
    }
    Some(match japan1_to_unicode()?.lookup_bf_string(cid)? {
        BfString::Char(c) => CompactString::from_iter([c]),
        // a base character with a variation selector: what is printed is the base character
        BfString::String(s) => s
            .chars()
            .filter(|c| !matches!(u32::from(*c), 0xFE00..=0xFE0F | 0xE0100..=0xE01EF))
            .collect(),
    })
}

/// What `/Encoding` of a Type 0 font says: a name, or an embedded CMap that may build on another.
fn read_encoding(source: &Source<'_>, dict: &Dictionary, damage: &mut Vec<String>) -> Predefined {
    let stream = match source.get(dict, b"Encoding") {
        Some(Object::Name(name)) => return Predefined::named(name),
        Some(Object::Stream(stream)) => stream,
        _ => return Predefined::named(b"Identity-H"),
    };
    let decoded = source.decode(stream);
    if let Some(trouble) = decoded.trouble {
        damage.push(format!("`/Encoding`: {trouble}"));
    }
    // the CMap that it builds on may be named or embedded in turn
    let (base_name, base_data) = match source.get(&stream.dict, b"UseCMap") {
        Some(Object::Name(name)) => (Some(name.as_slice()), None),
        Some(Object::Stream(base)) => (None, Some(source.decode(base).data)),
        _ => (None, None),
    };
    let cmap = CMap::parse(&decoded.data, |name| {
        load_embedded(name).or(base_data.as_deref())
    });
    let meta = cmap.as_ref().map(|c| c.metadata().clone());
    let wmode = source.get_number(&stream.dict, b"WMode");
    let declared = meta.as_ref().and_then(|m| m.writing_mode);
    let base = base_name.map(Predefined::named);
    let of_base = |data: &Vec<u8>| Codespace::of_embedded(data);
    Predefined {
        codespace: Codespace::of_embedded(&decoded.data)
            .or_else(|| base_data.as_ref().and_then(of_base))
            .or_else(|| base.as_ref().map(|b| b.codespace.clone()))
            .unwrap_or(Codespace::Fixed(2)),
        vertical: wmode == Some(1.0) || declared == Some(WritingMode::Vertical),
        family: meta
            .and_then(|m| Some(m.character_collection?.family))
            .or(base.and_then(|b| b.family)),
        cmap,
        unicode: None,
        jis78: false,
    }
}
