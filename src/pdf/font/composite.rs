//! Composite (Type 0) fonts (ISO 32000-2, 9.7).

use super::codespace::Codespace;
use super::metrics::{VerticalMetrics, Widths};
use super::program::Program;
use crate::pdf::source::Source;
use compact_str::CompactString;
use hayro_cmap::{BfString, CMap, CMapName, CidFamily, WritingMode, load_embedded};
use lopdf::{Dictionary, Object};
use std::sync::OnceLock;

/// The decoding of a composite font.
pub struct Composite {
    pub codespace: Codespace,
    pub vertical: bool,
    cmap: Option<CMap>,
    /// CIDs of this font belong to Adobe-Japan1.
    japan1: bool,
    /// Codes are Unicode themselves (`UniJIS-UTF16-H` …): for CMaps that the tables lack.
    unicode_codes: Option<Codespace>,
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
    pub fn read(source: &Source<'_>, dict: &Dictionary, program: Option<Program>) -> Self {
        let empty = Dictionary::new();
        let cid_font = super::descendant(source, dict).unwrap_or(&empty);
        let encoding = Encoding::read(source, dict);
        let ordering = source
            .get_dict(cid_font, b"CIDSystemInfo")
            .and_then(|info| source.get(info, b"Ordering")?.as_str().ok());
        let japan1 = match ordering {
            Some(b"Identity") | None => encoding.family == Some(CidFamily::AdobeJapan1),
            Some(ordering) => ordering == b"Japan1",
        };
        let cid_to_gid = match source.get(cid_font, b"CIDToGIDMap") {
            Some(Object::Stream(stream)) => source.decode(stream).ok(),
            _ => None,
        };
        Self {
            codespace: encoding.codespace,
            vertical: encoding.vertical,
            cmap: encoding.cmap,
            japan1,
            unicode_codes: encoding.unicode_codes,
            cid_to_gid,
            widths: Widths::of_cid_font(source, cid_font),
            vertical_metrics: VerticalMetrics::of_cid_font(source, cid_font),
            program,
        }
    }

    fn cid(&self, code: u32, len: u8) -> Option<u32> {
        self.cmap.as_ref()?.lookup_cid_code(code, len)
    }

    /// `(advance, width, position vector)` in ems.
    pub fn metrics(&self, code: u32, len: u8) -> (f64, f64, (f64, f64)) {
        let cid = self.cid(code, len).unwrap_or(0);
        let width = self.widths.get(cid);
        if !self.vertical {
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
            return Some(text);
        }
        if let Some(form) = &self.unicode_codes {
            return unicode_code(form, code);
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

fn unicode_code(form: &Codespace, code: u32) -> Option<CompactString> {
    let c = match form {
        Codespace::Utf8 => {
            let bytes = code.to_be_bytes();
            let start = bytes.iter().position(|&b| b != 0)?;
            std::str::from_utf8(&bytes[start..]).ok()?.chars().next()?
        }
        Codespace::Utf16 if code > 0xFFFF => {
            let units = [(code >> 16) as u16, code as u16];
            char::decode_utf16(units).next()?.ok()?
        }
        _ => char::from_u32(code)?,
    };
    Some(CompactString::from_iter([c]))
}

/// What `/Encoding` of a Type 0 font says.
struct Encoding {
    cmap: Option<CMap>,
    codespace: Codespace,
    vertical: bool,
    family: Option<CidFamily>,
    unicode_codes: Option<Codespace>,
}

impl Encoding {
    fn read(source: &Source<'_>, dict: &Dictionary) -> Self {
        match source.get(dict, b"Encoding") {
            Some(Object::Name(name)) => Self::predefined(name),
            Some(Object::Stream(stream)) => {
                let data = source.decode(stream).unwrap_or_default();
                let cmap = CMap::parse(&data, load_embedded);
                let meta = cmap.as_ref().map(|c| c.metadata().clone());
                let wmode = source.get_number(&stream.dict, b"WMode");
                let declared = meta.as_ref().and_then(|m| m.writing_mode);
                let base = source.get_name(&stream.dict, b"UseCMap");
                Self {
                    cmap,
                    codespace: Codespace::of_embedded(&data)
                        .or_else(|| base.map(Codespace::of_predefined))
                        .unwrap_or(Codespace::Fixed(2)),
                    vertical: wmode == Some(1.0) || declared == Some(WritingMode::Vertical),
                    family: meta.and_then(|m| Some(m.character_collection?.family)),
                    unicode_codes: None,
                }
            }
            _ => Self::predefined(b"Identity-H"),
        }
    }

    fn predefined(name: &[u8]) -> Self {
        let codespace = Codespace::of_predefined(name);
        let vertical = name.ends_with(b"-V") || name == b"V";
        let (cmap, family) = match name {
            b"Identity-H" => (Some(CMap::identity_h()), None),
            b"Identity-V" => (Some(CMap::identity_v()), None),
            _ => {
                let data = load_embedded(CMapName::from_bytes(name));
                let cmap = data.and_then(|d| CMap::parse(d, load_embedded));
                let family = cmap
                    .as_ref()
                    .and_then(|c| Some(c.metadata().character_collection.as_ref()?.family.clone()));
                (cmap, family)
            }
        };
        let by_name = name.starts_with(b"UniJIS").then(|| codespace.clone());
        Self {
            cmap,
            codespace,
            vertical,
            family,
            unicode_codes: by_name,
        }
    }
}
