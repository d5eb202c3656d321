//! The records of all documents of a run as tables, in whichever formats are wanted.

use super::files::{Signature, digest, digest_of, io_error, move_to, write_atomically};
use super::job::Failure;
use super::manifest::Written;
use super::store::Store;
use crate::document::Document;
use crate::error::{Error, Result};
use crate::output::{Format, Options, Sink, sink};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// Documents that are parsed at the same time: what bounds the memory.
const AT_ONCE: usize = 16;
/// Where it is kept what was written.
const STATE: &str = "tables";

/// What was written, by format.
type State = BTreeMap<String, Made>;

#[derive(Serialize, Deserialize)]
struct Made {
    /// Digest of all that the files depend on.
    from: String,
    files: Vec<(Written, Signature)>,
    /// Documents that are not among the records, and why.
    left_out: Vec<Failure>,
}

/// A format that is being written.
struct Open {
    format: Format,
    sink: Box<dyn Sink + Send>,
    left_out: Vec<Failure>,
}

impl Open {
    fn add(&mut self, name: &str, document: &Document) -> Result<()> {
        match self.sink.add(name, document) {
            // nothing of it is written; the others are
            Err(e @ (Error::SameName(_) | Error::Contradiction { .. })) => {
                self.left_out.push(e.into());
                Ok(())
            }
            added => added,
        }
    }
}

/// A format whose files are complete, by their names.
struct Finished {
    format: Format,
    files: Vec<String>,
    left_out: Vec<Failure>,
}

/// The files of all formats.
#[derive(Debug, Default)]
pub struct Listed {
    /// The files.
    pub files: Vec<Written>,
    /// Documents that are not among the records, and why.
    pub left_out: Vec<Failure>,
}

/// A document for the tables.
pub struct Part {
    /// Its name in the records.
    pub name: String,
    /// Its file below the output folder, by which the store knows it.
    pub output: PathBuf,
    /// SHA-256 of its JSON.
    pub digest: String,
}

/// The tables of an output folder.
pub struct Tables<'t> {
    /// The output folder.
    pub out: &'t Path,
    /// Its memory.
    pub store: &'t Store,
    /// SHA-256 of this program.
    pub program: &'t str,
    /// What is wanted.
    pub formats: &'t [Format],
    /// How.
    pub options: &'t Options,
    /// Makes them all, whether they are there or not.
    pub force: bool,
}

impl Tables<'_> {
    /// Makes those that are not there as they should be, and lists all.
    ///
    /// # Errors
    /// When a file cannot be written, or a document is not what it was.
    pub fn make(&self, parts: &[Part], interrupted: &AtomicBool) -> Result<Listed> {
        let mut state = self.state();
        let due: Vec<Format> = self
            .formats
            .iter()
            .copied()
            .filter(|f| *f != Format::Json)
            .filter(|f| self.force || !self.is_made(&state, *f, parts))
            .collect();
        if !due.is_empty() {
            for finished in self.write(&due, parts, interrupted)? {
                let name = finished.format.name().to_owned();
                state.insert(name, self.place(finished, parts)?);
                let text =
                    serde_json::to_vec(&state).map_err(|e| Error::Internal(e.to_string()))?;
                let path = self.store.shared(STATE);
                write_atomically(self.store.staging(), &path, &[&text])?;
            }
        }
        Ok(self.kept())
    }

    /// What there is of the formats that are wanted, made by this run or an earlier one.
    pub fn kept(&self) -> Listed {
        let mut state = self.state();
        let mut listed = Listed::default();
        for made in self.formats.iter().filter_map(|f| state.remove(f.name())) {
            listed
                .files
                .extend(made.files.into_iter().map(|(written, _)| written));
            for failure in made.left_out {
                // one document is left out of all formats, for one reason
                if !listed.left_out.contains(&failure) {
                    listed.left_out.push(failure);
                }
            }
        }
        listed
    }

    /// The files of other formats, which earlier runs made.
    pub fn others(&self) -> Vec<String> {
        let wanted = |name: &str| self.formats.iter().any(|f| f.name() == name);
        let others = self.state().into_iter().filter(|(name, _)| !wanted(name));
        let files = others.flat_map(|(_, made)| made.files);
        files.map(|(written, _)| written.path).collect()
    }

    fn state(&self) -> State {
        let text = fs::read(self.store.shared(STATE)).unwrap_or_default();
        serde_json::from_slice(&text).unwrap_or_default()
    }

    /// Digest of all that the files of a format depend on.
    fn from(&self, format: Format, parts: &[Part]) -> String {
        let Options { bom, formulas } = self.options;
        let mut all = format!("{} {} {bom} {formulas}\n", self.program, format.name());
        for part in parts {
            all += &format!("{} {}\n", part.digest, part.name);
        }
        digest(all.as_bytes())
    }

    fn is_made(&self, state: &State, format: Format, parts: &[Part]) -> bool {
        let same = |(written, signature): &(Written, Signature)| {
            let path = self.out.join(&written.path);
            Signature::of(&path).as_ref() == Some(signature)
                && (!self.store.is_doubtful()
                    || digest_of(&path).is_ok_and(|(sha256, _)| sha256 == written.sha256))
        };
        state.get(format.name()).is_some_and(|made| {
            made.from == self.from(format, parts) && made.files.iter().all(same)
        })
    }

    /// Writes the files of some formats, each into a folder of its own.
    fn write(
        &self,
        formats: &[Format],
        parts: &[Part],
        interrupted: &AtomicBool,
    ) -> Result<Vec<Finished>> {
        let mut open = Vec::new();
        for format in formats {
            let folder = self.folder(*format);
            fs::create_dir_all(&folder).map_err(io_error(&folder))?;
            open.push(Open {
                format: *format,
                sink: sink(*format, &folder, self.options)?,
                left_out: Vec::new(),
            });
        }
        for chunk in parts.chunks(AT_ONCE) {
            if interrupted.load(Ordering::Relaxed) {
                return Ok(Vec::new());
            }
            let documents: Vec<Document> = chunk
                .par_iter()
                .map(|part| self.document(part))
                .collect::<Result<_>>()?;
            open.par_iter_mut().try_for_each(|open| {
                let mut pairs = chunk.iter().zip(&documents);
                pairs.try_for_each(|(part, document)| open.add(&part.name, document))
            })?;
        }
        let finish = |open: Open| {
            Ok(Finished {
                format: open.format,
                files: open.sink.finish()?,
                left_out: open.left_out,
            })
        };
        open.into_par_iter().map(finish).collect()
    }

    fn document(&self, part: &Part) -> Result<Document> {
        let kept = self.store.document(&part.output);
        let read = kept.and_then(|text| {
            serde_json::from_slice(&text).map_err(|e| Error::Internal(e.to_string()))
        });
        if read.is_err() {
            // the next run reads it again
            self.store.forget(&part.output)?;
        }
        read
    }

    fn folder(&self, format: Format) -> PathBuf {
        self.store.staging().join(format.name())
    }

    /// Moves finished files to their place.
    fn place(&self, finished: Finished, parts: &[Part]) -> Result<Made> {
        let format = finished.format;
        let place = |name: String| {
            let (from, to) = (self.folder(format).join(&name), self.out.join(&name));
            let (sha256, bytes) = digest_of(&from)?;
            move_to(&from, &to)?;
            let signature = Signature::of(&to).ok_or_else(|| Error::Io {
                path: to,
                reason: "it is gone as soon as it was written".into(),
            })?;
            let path = name;
            Ok((
                Written {
                    path,
                    bytes,
                    sha256,
                },
                signature,
            ))
        };
        Ok(Made {
            from: self.from(format, parts),
            files: finished
                .files
                .into_iter()
                .map(place)
                .collect::<Result<_>>()?,
            left_out: finished.left_out,
        })
    }
}
