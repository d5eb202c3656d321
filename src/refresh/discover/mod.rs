//! What is published now, held against what was known of it: files by what the file system says of them, addresses
//! by conditional requests.

mod files;
mod memory;
mod web;

use super::sources::{From, Source, Sources};
use crate::batch::Failure;
use crate::dataset::{Address, AddressState};
use crate::fetch::Fetcher;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use tempfile::TempPath;

/// What is known of places, by place.
pub type Known = BTreeMap<String, Address>;

/// A place where something is, was, or should be published.
#[derive(Debug)]
pub struct Seen {
    /// Absolute URL, or path from the folder of the list.
    pub place: String,
    /// Index of its source.
    pub source: usize,
    /// Text of the link that leads there.
    pub label: Option<String>,
    /// Name of the file.
    pub name: String,
    /// It is a page that links to documents, and no document.
    pub is_page: bool,
    /// What is there.
    pub what: What,
    /// What else is to be said of it: that it has moved for good.
    pub note: Option<String>,
}

/// What is at a place.
#[derive(Debug)]
pub enum What {
    /// What was there before.
    Unchanged,
    /// Bytes, perhaps the same as before.
    Content(Content),
    /// Nothing any more, where something was; with the reason.
    Gone(String),
    /// Nobody knows.
    Failed(Failure),
}

/// Some bytes.
#[derive(Debug)]
pub struct Content {
    /// The file that holds them.
    pub file: Held,
    /// Their SHA-256, hexadecimal.
    pub sha256: String,
    /// By what the next change is seen.
    pub marks: Marks,
}

/// By what a change is seen without looking at the bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    /// `ETag`.
    pub etag: Option<String>,
    /// `Last-Modified`.
    pub last_modified: Option<String>,
    /// Size and times of a file; of an address, what is remembered of its last answer.
    pub signature: Option<String>,
}

/// A file that holds bytes.
#[derive(Debug)]
pub enum Held {
    /// The published file itself.
    Published(PathBuf),
    /// A copy of our own, which goes when it is not kept.
    Copy(TempPath),
    /// Nothing that is kept: the content of a page.
    Nothing,
}

impl Held {
    /// Its path.
    pub fn path(&self) -> &Path {
        match self {
            Self::Published(path) => path,
            Self::Copy(path) => path,
            Self::Nothing => Path::new(""),
        }
    }
}

/// Looks at all sources.
#[derive(Debug)]
pub struct Discovery<'d> {
    /// The list.
    pub sources: &'d Sources,
    /// What is known.
    pub known: &'d Known,
    /// What makes requests.
    pub fetcher: &'d Fetcher<'d>,
    /// Set from outside when the work must end.
    pub interrupted: &'d AtomicBool,
}

impl Discovery<'_> {
    /// All places, each once, in the order of the sources.
    pub fn run(&self) -> Vec<Seen> {
        let mut claimed = BTreeSet::new();
        let mut out = Vec::new();
        // what is named itself is not taken for a part of a folder or page
        for (i, source) in self.each() {
            if let From::File(path) = &source.from {
                out.extend(claim(&mut claimed, vec![self.file(i, path)]));
            }
        }
        let single: Vec<_> = self.each().filter_map(|(i, s)| web::single(i, s)).collect();
        claimed.extend(single.iter().map(|asked| asked.place.clone()));
        for (i, source) in self.each() {
            if let From::Folder { folder, wanted } = &source.from {
                out.extend(claim(&mut claimed, self.folder(i, folder, wanted)));
            }
        }
        out.extend(self.web(single, &mut claimed));
        out.sort_by_key(|seen| (seen.source, !seen.is_page));
        out
    }

    fn each(&self) -> impl Iterator<Item = (usize, &Source)> {
        self.sources.sources.iter().enumerate()
    }

    /// What is known of a place, if it was ever had.
    fn had(&self, place: &str) -> Option<&Address> {
        self.known.get(place).filter(|a| a.sha256.is_some())
    }

    /// The places of a source that were there the last time.
    fn known_of(&self, source: usize) -> impl Iterator<Item = &Address> {
        let id = &self.sources.sources[source].id;
        let there = |a: &&Address| a.state != AddressState::Vanished;
        self.known
            .values()
            .filter(move |a| a.source == *id)
            .filter(there)
    }
}

/// Leaves out the places that another source has.
fn claim(claimed: &mut BTreeSet<String>, found: Vec<Seen>) -> Vec<Seen> {
    let mut out = found;
    out.retain(|seen| claimed.insert(seen.place.clone()));
    out
}
