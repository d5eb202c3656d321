//! `/Encoding` of a composite font: strings to codes, and codes to CIDs, by a CMap that is named or
//! embedded, and may build on another (ISO 32000-2, 9.7.5).

use super::codespace::Codespace;
use super::predefined::{UnicodeForm, family_of, japan1_cid, load, unicode_form};
use crate::pdf::source::Source;
use hayro_cmap::{CMap, CidFamily, WritingMode, load_embedded};
use lopdf::{Dictionary, Object, Stream};

/// Most CMaps that build on one another.
const MAX_CHAIN: usize = 8;

/// A CMap without entries.
const EMPTY_CMAP: &[u8] = b"begincmap endcmap";

/// Codes to CIDs.
pub struct CodeMap {
    /// How strings fall into codes.
    pub codespace: Codespace,
    /// Writing mode 1.
    pub vertical: bool,
    /// The character collection its CIDs belong to.
    pub family: Option<CidFamily>,
    /// Its codes are Unicode.
    pub unicode: Option<UnicodeForm>,
    /// Its codes are those of JIS C 6226-1978.
    pub jis78: bool,
    /// `None` for a name that nobody knows.
    cmap: Option<CMap>,
    /// What it builds on.
    base: Option<Box<Self>>,
}

impl CodeMap {
    /// Reads the entry of a font dictionary; what is wrong with it goes to `damage`.
    pub fn read(source: &Source<'_>, font: &Dictionary, damage: &mut Vec<String>) -> Self {
        match source.get(font, b"Encoding") {
            Some(Object::Name(name)) => Self::named(name),
            Some(Object::Stream(stream)) => Self::embedded(source, stream, damage, MAX_CHAIN),
            _ => {
                damage.push("`/Encoding` is missing, or no CMap".to_owned());
                Self::named(b"Identity-H")
            }
        }
    }

    /// The CMap of a name.
    pub fn named(name: &[u8]) -> Self {
        let cmap = match name {
            b"Identity-H" => Some(CMap::identity_h()),
            b"Identity-V" => Some(CMap::identity_v()),
            _ => load(name),
        };
        let unicode = unicode_form(name);
        let of_unicode = unicode.as_ref().map(|_| CidFamily::AdobeJapan1);
        Self {
            family: cmap.as_ref().and_then(family_of).or(of_unicode),
            codespace: Codespace::of_predefined(name),
            vertical: name.ends_with(b"-V") || name == b"V",
            unicode,
            jis78: name.starts_with(b"78"),
            cmap,
            base: None,
        }
    }

    fn embedded(
        source: &Source<'_>,
        stream: &Stream,
        damage: &mut Vec<String>,
        chain: usize,
    ) -> Self {
        let decoded = source.decode(stream);
        if let Some(trouble) = decoded.trouble {
            damage.push(format!("`/Encoding`: {trouble}"));
        }
        let data = decoded.data;
        let base = match source.get(&stream.dict, b"UseCMap") {
            Some(Object::Stream(base)) if chain > 0 => {
                Some(Self::embedded(source, base, damage, chain - 1))
            }
            Some(Object::Name(name)) => Some(Self::named(name)),
            _ => used_name(&data).map(Self::named),
        };
        // what it builds on is looked up apart: here the name only has to lead somewhere
        let cmap = CMap::parse(&data, |name| load_embedded(name).or(Some(EMPTY_CMAP)));
        let declared = cmap.as_ref().and_then(|c| c.metadata().writing_mode);
        let wmode = source.get_number(&stream.dict, b"WMode");
        let vertical = match (wmode, declared) {
            (Some(wmode), _) => wmode == 1.0,
            (None, Some(mode)) => mode == WritingMode::Vertical,
            (None, None) => base.as_ref().is_some_and(|b| b.vertical),
        };
        let of_base = || base.as_ref().map(|b| b.codespace.clone());
        Self {
            codespace: Codespace::of_embedded(&data)
                .or_else(of_base)
                .unwrap_or(Codespace::Fixed(2)),
            vertical,
            family: cmap
                .as_ref()
                .and_then(family_of)
                .or_else(|| base.as_ref()?.family.clone()),
            unicode: None,
            jis78: false,
            cmap,
            base: base.map(Box::new),
        }
    }

    /// The CID of a code.
    pub fn cid(&self, code: u32, len: u8) -> Option<u32> {
        let own = match (&self.cmap, &self.unicode) {
            (Some(cmap), _) => cmap.lookup_cid_code(code, len),
            (None, Some(form)) => japan1_cid(form.char_of(code, len)?),
            (None, None) => None,
        };
        own.or_else(|| self.base.as_ref()?.cid(code, len))
    }
}

/// The name before `usecmap` in a CMap program.
fn used_name(data: &[u8]) -> Option<&[u8]> {
    let at = memchr::memmem::find(data, b"usecmap")?;
    let before = data[..at].trim_ascii_end();
    let slash = memchr::memrchr(b'/', before)?;
    let name = &before[slash + 1..];
    name.iter().all(u8::is_ascii_graphic).then_some(name)
}
