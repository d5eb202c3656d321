//! Composite (Type 0) fonts (ISO 32000-2, 9.7).

use super::code_map::CodeMap;
use super::metrics::{VerticalMetrics, Widths};
use super::predefined::{of_1978, text_of_cid};
use super::program::Program;
use crate::pdf::source::Source;
use compact_str::CompactString;
use hayro_cmap::CidFamily;
use lopdf::{Dictionary, Object};

/// The decoding of a composite font.
pub struct Composite {
    encoding: CodeMap,
    /// The character collection its CIDs belong to, where that is one of Adobe's.
    collection: Option<CidFamily>,
    cid_to_gid: Option<Vec<u8>>,
    widths: Widths,
    vertical_metrics: VerticalMetrics,
    program: Option<Program>,
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
        let encoding = CodeMap::read(source, dict, damage);
        let cid_to_gid = match source.get(cid_font, b"CIDToGIDMap") {
            Some(Object::Stream(stream)) => Some(source.decode(stream).data),
            _ => None,
        };
        Self {
            collection: collection(source, cid_font).or_else(|| encoding.family.clone()),
            encoding,
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

    /// `(advance, width, position vector)` in ems.
    pub fn metrics(&self, code: u32, len: u8) -> (f64, f64, (f64, f64)) {
        let cid = self.encoding.cid(code, len).unwrap_or(0);
        let width = self.widths.get(cid);
        if !self.vertical() {
            return (width / 1000.0, width / 1000.0, (0.0, 0.0));
        }
        let (w1, vx, vy) = self.vertical_metrics.get(cid, width);
        (w1 / 1000.0, width / 1000.0, (vx / 1000.0, vy / 1000.0))
    }

    pub fn text_of(&self, code: u32, len: u8) -> Option<CompactString> {
        let cid = self.encoding.cid(code, len);
        let by_collection = |cid| text_of_cid(self.collection.as_ref()?, cid);
        if let Some(text) = cid.and_then(by_collection) {
            let swapped = self.encoding.jis78;
            return Some(if swapped { of_1978(text) } else { text });
        }
        if let Some(form) = &self.encoding.unicode {
            let c = form.char_of(code, len)?;
            return Some(CompactString::from_iter([c]));
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

/// The collection that the CIDFont names. Identity is none: the CMap may know better.
fn collection(source: &Source<'_>, cid_font: &Dictionary) -> Option<CidFamily> {
    let info = source.get_dict(cid_font, b"CIDSystemInfo")?;
    let name = |key: &[u8]| source.get(info, key)?.as_str().ok();
    let ordering = name(b"Ordering").filter(|o| *o != b"Identity")?;
    // the registry is left out or misspelt where the ordering still says it all
    Some(CidFamily::from_registry_ordering(b"Adobe", ordering))
}
