//! `/ToUnicode` (ISO 32000-2, 9.10.3): what a font itself says its codes mean.

use crate::pdf::source::Source;
use compact_str::CompactString;
use hayro_cmap::{BfString, CMap, load_embedded};
use lopdf::{Dictionary, Object};

/// A font's own table from character codes to text.
pub enum ToUnicode {
    /// A CMap with `bfchar` and `bfrange`.
    Map(Box<CMap>),
    /// The name `Identity-H` or `Identity-V` in place of a stream: codes are UTF-16 units.
    Identity,
}

impl ToUnicode {
    /// Reads the entry of a font dictionary; what is wrong with it goes to `damage`.
    pub fn read(source: &Source<'_>, font: &Dictionary, damage: &mut Vec<String>) -> Option<Self> {
        let is_lost = font
            .get(b"ToUnicode")
            .is_ok_and(|o| o.as_reference().is_ok());
        let Some(entry) = source.get(font, b"ToUnicode") else {
            damage.extend(is_lost.then(|| "`/ToUnicode` is missing".to_owned()));
            return None;
        };
        let stream = match entry {
            Object::Stream(stream) => stream,
            Object::Name(name) if name.starts_with(b"Identity") => return Some(Self::Identity),
            _ => {
                damage.push("`/ToUnicode` is no CMap".to_owned());
                return None;
            }
        };
        let decoded = source.decode(stream);
        let cmap = CMap::parse(&decoded.data, load_embedded);
        match (decoded.trouble, &cmap) {
            (Some(trouble), _) => damage.push(format!("`/ToUnicode`: {trouble}")),
            (None, _) if decoded.data.is_empty() => damage.push("`/ToUnicode` is empty".to_owned()),
            (None, None) => damage.push("`/ToUnicode` is no CMap".to_owned()),
            _ => {}
        }
        cmap.map(|map| Self::Map(Box::new(map)))
    }

    /// The text of a code.
    pub fn text_of(&self, code: u32) -> Option<CompactString> {
        match self {
            Self::Identity => {
                let unit = u16::try_from(code).ok()?;
                let c = char::from_u32(u32::from(unit))?;
                Some(CompactString::from_iter([c]))
            }
            Self::Map(cmap) => cmap.lookup_bf_string(code).map(|bf| match bf {
                BfString::Char(c) => CompactString::from_iter([c]),
                BfString::String(s) => CompactString::from(s),
            }),
        }
    }
}
