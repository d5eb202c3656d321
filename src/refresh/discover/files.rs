//! Files and folders.

use super::{Content, Discovery, Held, Marks, Seen, What};
use crate::batch::{Failure, Signature, digest_of, inputs, shown};
use crate::dataset::AddressState;
use crate::error::{Error, Result};
use globset::GlobMatcher;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::Ordering;

impl Discovery<'_> {
    /// A source that is one file.
    pub(super) fn file(&self, source: usize, written: &str) -> Seen {
        let place = place_of(Path::new(written));
        let path = self.sources.folder.join(written);
        let what = match path.try_exists() {
            Ok(false) if self.had(&place).is_some() => {
                What::Gone("the file is not there any more".into())
            }
            _ => self.content(&place, &path),
        };
        seen(source, place, &path, what)
    }

    /// A source that is a folder.
    pub(super) fn folder(&self, source: usize, written: &str, wanted: &GlobMatcher) -> Vec<Seen> {
        let root = self.sources.folder.join(written);
        let mut out = Vec::new();
        let mut files: Vec<(String, PathBuf)> = Vec::new();
        for input in inputs(std::slice::from_ref(&root)) {
            match input {
                Ok(input) if wanted.is_match(&input.relative) => {
                    let place = place_of(&Path::new(written).join(&input.relative));
                    files.push((place, input.path));
                }
                Ok(_) | Err(Error::NothingHere { .. }) if root.is_dir() => {}
                Ok(_) => {}
                Err(e) => out.push(unread(source, written, e)),
            }
        }
        let places: BTreeSet<&String> = files.iter().map(|(place, _)| place).collect();
        // while the folder cannot be read, nobody knows
        let gone = match root.is_dir() {
            true => self.gone_from(source, &places),
            false => Vec::new(),
        };
        if files.is_empty() && gone.is_empty() && out.is_empty() {
            let nothing = Error::NothingHere { path: root };
            out.push(unread(source, written, nothing));
        }
        let found = files.par_iter().map(|(place, path)| {
            let what = self.content(place, path);
            seen(source, place.clone(), path, what)
        });
        out.par_extend(found);
        out.extend(gone);
        out
    }

    /// The files of a source that are not there any more.
    fn gone_from(&self, source: usize, places: &BTreeSet<&String>) -> Vec<Seen> {
        let known = self.known_of(source).filter(|a| a.sha256.is_some());
        let absent = known.filter(|a| !places.contains(&a.place));
        let gone = absent.filter_map(|address| {
            let path = self.sources.folder.join(&address.place);
            // what is there and not wanted any more was given up, and has not vanished
            let is_gone = matches!(path.try_exists(), Ok(false));
            let why = "the file is not there any more";
            is_gone.then(|| seen(source, address.place.clone(), &path, What::Gone(why.into())))
        });
        gone.collect()
    }

    fn content(&self, place: &str, path: &Path) -> What {
        if self.interrupted.load(Ordering::Relaxed) {
            return What::Failed(Failure::interrupted());
        }
        let signature = signature_of(path);
        let known = self
            .had(place)
            .filter(|a| a.state != AddressState::Vanished);
        if signature.is_some() && known.is_some_and(|a| a.signature == signature) {
            return What::Unchanged;
        }
        match bytes_of(path, signature) {
            Ok(content) => What::Content(content),
            Err(e) => What::Failed(Failure::of_input(e).1),
        }
    }
}

/// A file that was looked at as a whole; one that changes meanwhile has no signature, and is looked at again the
/// next time.
fn bytes_of(path: &Path, signature: Option<String>) -> Result<Content> {
    let (sha256, _) = digest_of(path)?;
    let signature = signature.filter(|s| signature_of(path).as_ref() == Some(s));
    Ok(Content {
        file: Held::Published(path.to_owned()),
        sha256,
        marks: Marks {
            signature,
            ..Marks::default()
        },
    })
}

fn signature_of(path: &Path) -> Option<String> {
    serde_json::to_string(&Signature::of(path)?).ok()
}

fn seen(source: usize, place: String, path: &Path, what: What) -> Seen {
    let name = path.file_name().unwrap_or_default();
    Seen {
        place,
        source,
        label: None,
        name: name.to_string_lossy().into_owned(),
        is_page: false,
        what,
        note: None,
    }
}

/// A folder, or a file in it, that could not be read.
fn unread(source: usize, written: &str, error: Error) -> Seen {
    let (path, failure) = Failure::of_input(error);
    let place = match path.is_empty() {
        true => written.to_owned(),
        false => path,
    };
    Seen {
        is_page: true,
        ..seen(source, place, Path::new(written), What::Failed(failure))
    }
}

/// A path as a place: without `.`, `/` between folders.
fn place_of(path: &Path) -> String {
    let parts = path.components().filter(|c| *c != Component::CurDir);
    shown(&parts.collect::<PathBuf>())
}
