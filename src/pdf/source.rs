//! The file layer: bytes to objects, through `lopdf`, with its traps closed.
//!
//! lopdf reads cross-reference data, object streams, encryption and filters. It loads a file whose
//! password it does not know as a document without pages, ignores a `/Filter` or `/DecodeParms`
//! that is a reference, reads a stream without `/Length` as empty, and gives no inherited page
//! attributes: all of that is put right here, and nothing else in the crate names lopdf's types
//! outside `pdf`.

use super::filter::{self, Decoded};
use super::limits::Limits;
use super::preflight;
use super::text_string;
use crate::error::{Error, Result};
use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId, Stream};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Deepest chain of references and of parents in the page tree that is followed.
const MAX_CHAIN: usize = 64;

/// Most decoded bytes of an object or cross-reference stream: objects take up to thirty times as
/// much in memory, and those of real files have less than two million.
const MAX_OBJECT_STREAM: usize = 16 << 20;

/// An opened file.
pub struct Source<'a> {
    bytes: &'a [u8],
    doc: Document,
    limits: Limits,
    /// Bytes decoded so far.
    decoded: AtomicUsize,
    /// The cross-reference data was damaged and has been rebuilt.
    pub rebuilt: bool,
}

/// Empties image streams while loading: their pixels are never read, and a scan would otherwise
/// be copied into memory whole.
fn drop_images(id: ObjectId, object: &mut Object) -> Option<(ObjectId, Object)> {
    if let Object::Stream(stream) = object
        && stream
            .dict
            .get(b"Subtype")
            .is_ok_and(|s| s.as_name().is_ok_and(|n| n == b"Image"))
    {
        stream.content = Vec::new();
        stream.start_position = None;
    }
    // lopdf keeps the object it lent, except that of a member of an object stream (never a stream
    // itself) it takes the returned copy
    let kept = match object {
        Object::Stream(_) => Object::Null,
        other => other.clone(),
    };
    Some((id, kept))
}

fn load(bytes: &[u8], limits: &Limits, password: Option<&str>, rebuild: bool) -> Result<Document> {
    let options = LoadOptions {
        password: password.map(str::to_owned),
        filter: Some(drop_images),
        strict: false,
        max_decompressed_size: Some(limits.stream_bytes.min(MAX_OBJECT_STREAM)),
        force_reconstruct: rebuild,
    };
    let doc = Document::load_mem_with_options(bytes, options).map_err(|e| match e {
        lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_) => Error::PasswordNeeded,
        other => Error::Damaged {
            reason: other.to_string(),
        },
    })?;
    // trap: a wrong password is an `Ok` document whose objects stay encrypted and has no pages
    if doc.is_encrypted() && doc.encryption_state.is_none() {
        return Err(Error::PasswordNeeded);
    }
    Ok(doc)
}

impl<'a> Source<'a> {
    /// Opens a PDF held in memory. The failure ladder: as written, then with the cross-reference
    /// table rebuilt from a scan for objects.
    ///
    /// # Errors
    /// Empty, not a PDF, damaged beyond repair, password needed, too large, or no pages.
    pub fn open(bytes: &'a [u8], limits: Limits, password: Option<&str>) -> Result<Self> {
        if bytes.is_empty() {
            return Err(Error::EmptyFile);
        }
        if bytes.len() as u64 > limits.file_bytes {
            return Err(Error::Limit {
                what: "file size in bytes",
                limit: limits.file_bytes,
            });
        }
        // the header may stand behind up to 1,024 bytes of something else (ISO 32000-1, annex H)
        let head = &bytes[..bytes.len().min(1024)];
        let start = memchr::memmem::find(head, b"%PDF-").ok_or(Error::NotPdf)?;
        let bytes = &bytes[start..];
        preflight::check(bytes)?;
        let (doc, rebuilt) = match load(bytes, &limits, password, false) {
            Ok(doc) if has_its_pages(&doc, &limits) && !has_cut_update(bytes) => {
                let rebuilt = doc.xref_recovery.is_some();
                (doc, rebuilt)
            }
            Err(Error::PasswordNeeded) => return Err(Error::PasswordNeeded),
            first => {
                let doc = load(bytes, &limits, password, true).or_else(|e| first.map_err(|_| e))?;
                (doc, true)
            }
        };
        let source = Self {
            bytes,
            doc,
            limits,
            decoded: AtomicUsize::new(0),
            rebuilt,
        };
        match source.page_ids().len() {
            0 => Err(Error::NoPages),
            n if n > limits.pages => Err(Error::Limit {
                what: "number of pages",
                limit: limits.pages as u64,
            }),
            _ => Ok(source),
        }
    }

    /// The limits it was opened with.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The page objects in order. Where the page tree leads nowhere, every page object there is,
    /// in the order of their numbers.
    pub fn page_ids(&self) -> Vec<ObjectId> {
        let most = self.limits.pages + 1;
        let ids: Vec<ObjectId> = self.doc.page_iter().take(most).collect();
        if !ids.is_empty() {
            return ids;
        }
        let is_page = |o: &Object| as_dict(o).is_some_and(|d| d.has_type(b"Page"));
        let all = self.doc.objects.iter().filter(|(_, o)| is_page(o));
        all.map(|(id, _)| *id).take(most).collect()
    }

    /// Follows references to the object itself; `Null` for what is missing or circular.
    pub fn resolve<'s>(&'s self, object: &'s Object) -> &'s Object {
        let mut object = object;
        for _ in 0..MAX_CHAIN {
            match object {
                Object::Reference(id) => match self.doc.get_object(*id) {
                    Ok(target) => object = target,
                    Err(_) => return &Object::Null,
                },
                _ => return object,
            }
        }
        &Object::Null
    }

    /// A dictionary entry, resolved.
    pub fn get<'s>(&'s self, dict: &'s Dictionary, key: &[u8]) -> Option<&'s Object> {
        match self.resolve(dict.get(key).ok()?) {
            Object::Null => None,
            object => Some(object),
        }
    }

    /// A dictionary entry that is a dictionary, or the dictionary of a stream.
    pub fn get_dict<'s>(&'s self, dict: &'s Dictionary, key: &[u8]) -> Option<&'s Dictionary> {
        as_dict(self.get(dict, key)?)
    }

    /// A dictionary entry that is a name.
    pub fn get_name<'s>(&'s self, dict: &'s Dictionary, key: &[u8]) -> Option<&'s [u8]> {
        self.get(dict, key)?.as_name().ok()
    }

    /// A dictionary entry that is a number.
    pub fn get_number(&self, dict: &Dictionary, key: &[u8]) -> Option<f64> {
        number(self.get(dict, key)?)
    }

    /// A dictionary entry that is an array of numbers; other members count as 0.
    pub fn get_numbers(&self, dict: &Dictionary, key: &[u8]) -> Option<Vec<f64>> {
        let array = self.get(dict, key)?.as_array().ok()?;
        Some(
            array
                .iter()
                .map(|o| number(self.resolve(o)).unwrap_or(0.0))
                .collect(),
        )
    }

    /// The dictionary of an object.
    pub fn dict_of(&self, id: ObjectId) -> Option<&Dictionary> {
        as_dict(self.doc.get_object(id).ok()?)
    }

    /// An attribute of a page, inherited along `/Parent` where the page has none
    /// (ISO 32000-2, 7.7.3.4).
    pub fn inherited<'s>(&'s self, page: &'s Dictionary, key: &[u8]) -> Option<&'s Object> {
        let mut node = page;
        for _ in 0..MAX_CHAIN {
            if let Some(found) = self.get(node, key) {
                return Some(found);
            }
            node = self.get_dict(node, b"Parent")?;
        }
        None
    }

    /// The decoded bytes of a stream, and what is wrong with them.
    pub fn decode(&self, stream: &Stream) -> Decoded {
        let content: &[u8] = if stream.content.is_empty() {
            self.content_without_length(stream)
        } else {
            &stream.content
        };
        let filters = self.filters(&stream.dict);
        let spent = self.decoded.load(Ordering::Relaxed);
        let left = self.limits.decoded_bytes.saturating_sub(spent);
        let decoded = filter::decode(content, &filters, left.min(self.limits.stream_bytes));
        // what failed has cost as much
        let cost = decoded.data.len().max(content.len());
        self.decoded.fetch_add(cost, Ordering::Relaxed);
        decoded
    }

    /// The filters of a stream with their parameters. Trap: lopdf ignores either when it is a
    /// reference.
    fn filters(&self, dict: &Dictionary) -> Vec<(Vec<u8>, Option<Dictionary>)> {
        let name = |o: &Object| Some(self.resolve(o).as_name().ok()?.to_vec());
        let params_of = |o: &Object| match self.deep_resolved(o, 2) {
            Object::Dictionary(params) => Some(params),
            _ => None,
        };
        let params = self.get(dict, b"DecodeParms");
        match self.get(dict, b"Filter") {
            Some(Object::Array(names)) => {
                let params = params.and_then(|p| p.as_array().ok());
                let nth = |i: usize| params.and_then(|p| params_of(p.get(i)?));
                let names = names.iter().filter_map(name).enumerate();
                names.map(|(i, n)| (n, nth(i))).collect()
            }
            Some(object) => {
                let params = match params {
                    Some(Object::Array(list)) => list.first(),
                    other => other,
                };
                let named = name(object).map(|n| (n, params.and_then(params_of)));
                named.into_iter().collect()
            }
            None => Vec::new(),
        }
    }

    /// The raw bytes of a stream whose `/Length` is missing or wrong: up to `endstream`.
    fn content_without_length(&self, stream: &Stream) -> &[u8] {
        let Some(start) = stream.start_position else {
            return &[];
        };
        let rest = self.bytes.get(start..).unwrap_or_default();
        let end = memchr::memmem::find(rest, b"endstream").unwrap_or(0);
        rest[..end].trim_ascii_end()
    }

    fn deep_resolved(&self, object: &Object, depth: usize) -> Object {
        let object = self.resolve(object);
        match object {
            Object::Array(items) if depth > 0 => Object::Array(
                items
                    .iter()
                    .map(|o| self.deep_resolved(o, depth - 1))
                    .collect(),
            ),
            Object::Dictionary(dict) if depth > 0 => {
                let mut out = Dictionary::new();
                for (key, value) in dict {
                    out.set(key.clone(), self.deep_resolved(value, depth - 1));
                }
                Object::Dictionary(out)
            }
            _ => object.clone(),
        }
    }

    /// The content streams of a page, in order, `None` for one that is missing. A stream that is
    /// listed twice runs twice.
    pub fn contents<'s>(&'s self, page: &'s Dictionary) -> Vec<Option<&'s Stream>> {
        match page.get(b"Contents").map(|o| self.resolve(o)) {
            Ok(Object::Array(items)) => items
                .iter()
                .map(|o| self.resolve(o).as_stream().ok())
                .collect(),
            Ok(object) => vec![object.as_stream().ok()],
            Err(_) => Vec::new(),
        }
    }

    /// An entry of the document information dictionary, decoded.
    pub fn info(&self, key: &[u8]) -> Option<String> {
        let info = self.get_dict(&self.doc.trailer, b"Info")?;
        let text = text_string::decode(self.get(info, key)?.as_str().ok()?);
        let text = text.trim_matches(['\0', ' ']).to_owned();
        (!text.is_empty()).then_some(text)
    }

    /// Whether decoding has cost more than the limit allows.
    pub fn is_over_budget(&self) -> bool {
        self.decoded.load(Ordering::Relaxed) > self.limits.decoded_bytes
    }

    /// The catalogue.
    pub fn catalog(&self) -> Option<&Dictionary> {
        self.doc.catalog().ok()
    }
}

/// Whether the page tree leads to pages, and each of them is there.
fn has_its_pages(doc: &Document, limits: &Limits) -> bool {
    let mut pages = doc.page_iter().take(limits.pages + 1).peekable();
    let is_page = |id: ObjectId| doc.get_object(id).is_ok_and(|o| as_dict(o).is_some());
    pages.peek().is_some() && pages.all(is_page)
}

/// Whether objects follow the last end of file: an update whose own end was cut off. Read as it
/// stands, the file would show its pages as they were before.
fn has_cut_update(bytes: &[u8]) -> bool {
    let end = memchr::memmem::rfind(bytes, b"%%EOF").unwrap_or(0);
    memchr::memmem::find(&bytes[end..], b" obj").is_some()
}

/// The dictionary of a dictionary or stream object.
pub fn as_dict(object: &Object) -> Option<&Dictionary> {
    match object {
        Object::Dictionary(dict) => Some(dict),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    }
}

/// The value of an integer or real object.
pub fn number(object: &Object) -> Option<f64> {
    match object {
        Object::Integer(i) => Some(*i as f64),
        Object::Real(r) => Some(f64::from(*r)),
        _ => None,
    }
}
