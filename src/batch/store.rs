//! What an output folder remembers of the inputs that were converted into it: `OUT/.keikaku`.
//!
//! One file an input: a line of JSON with what the result depends on, and the document, compressed. A result is
//! used again only where all that it depends on is the same: the bytes and name of the input, the options, this
//! very program, and what the choice of its rule came to. Nothing needs to be cleaned up after an interruption:
//! a file is there as a whole or not at all, and where the last run did not end, every file is held against its
//! digest before it is used.

use super::files::{Signature, digest, io_error, remove, write_atomically};
use super::guard;
use super::inputs::path_of;
use super::job::{Failure, Summary};
use crate::document::{Account, RuleRef};
use crate::error::{Error, Result};
use crate::finding::Severity;
use crate::rule::Features;
use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, TryLockError};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};

/// Name of the folder within the output folder.
pub const FOLDER: &str = ".keikaku";

/// The memory of an output folder, held by one run at a time.
#[derive(Debug)]
pub struct Store {
    root: PathBuf,
    staging: PathBuf,
    /// The last run did not end, so that what is here may be broken.
    doubtful: bool,
    _lock: File,
}

/// What is kept of an input.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Record {
    /// Its document below the output folder, as bytes: a name need not be UTF-8.
    path: Vec<u8>,
    /// Digest of all that the result depends on, but for the rules.
    pub key: String,
    /// Identity of the set of rules that was at hand.
    pub rules: String,
    /// SHA-256 of the input, and its length.
    pub input: (String, u64),
    /// What became of it.
    pub outcome: Outcome,
    /// The document as it was written.
    pub output: Option<Signature>,
    /// Lengths of what is compressed behind this line: what the rule was chosen by, and the document.
    lengths: (u64, u64),
}

/// What became of an input.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It has a document.
    Document(Kept),
    /// It has none, and will have none the next time.
    Failure(Failure),
}

impl Outcome {
    /// SHA-256 of the document, if there is one.
    pub fn digest(&self) -> Option<&str> {
        match self {
            Self::Document(kept) => Some(&kept.digest),
            Self::Failure(_) => None,
        }
    }
}

/// What is to be known of a document without reading it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Kept {
    /// Number of pages.
    pub pages: u32,
    /// The rule that read it.
    pub rule: Option<RuleRef>,
    /// Where its glyphs went.
    #[serde(default)]
    pub account: Account,
    /// Findings by code: how much they weigh, and how many there are.
    pub findings: BTreeMap<String, (Severity, usize)>,
    /// All that it takes from the choice of its rule.
    pub verdict: String,
    /// SHA-256 of its JSON.
    pub digest: String,
}

impl Kept {
    /// Of a document that was just read.
    pub fn of(summary: &Summary, document: &[u8]) -> Self {
        let mut findings = BTreeMap::new();
        for finding in &summary.findings {
            let count = findings.entry(finding.code.clone());
            count.or_insert((finding.severity, 0)).1 += 1;
        }
        Self {
            pages: summary.pages,
            rule: summary.rule.clone(),
            account: *summary.account,
            findings,
            verdict: summary.verdict.clone(),
            digest: digest(document),
        }
    }
}

impl Record {
    /// A record of which nothing is written yet.
    pub fn new(key: String, rules: String, input: (String, u64), outcome: Outcome) -> Self {
        Self {
            path: Vec::new(),
            key,
            rules,
            input,
            outcome,
            output: None,
            lengths: (0, 0),
        }
    }
}

impl Store {
    /// Takes hold of an output folder, which is made if need be.
    ///
    /// # Errors
    /// When it cannot be written, or another run is at work in it.
    pub fn open(out: &Path) -> Result<Self> {
        let root = out.join(FOLDER);
        let staging = root.join("staging");
        fs::create_dir_all(&root).map_err(io_error(&root))?;
        let path = root.join("lock");
        let lock = File::create(&path).map_err(io_error(&path))?;
        if let Err(e) = lock.try_lock() {
            return Err(match e {
                TryLockError::WouldBlock => Error::Busy {
                    path: out.to_owned(),
                },
                TryLockError::Error(e) => Error::of_io(&path, &e),
            });
        }
        // what a run that was cut off left behind
        let _ = fs::remove_dir_all(&staging);
        fs::create_dir_all(&staging).map_err(io_error(&staging))?;
        let marker = root.join("unfinished");
        let doubtful = marker.exists();
        if !doubtful {
            let file = File::create(&marker).map_err(io_error(&marker))?;
            file.sync_all().map_err(io_error(&marker))?;
        }
        Ok(Self {
            root,
            staging,
            doubtful,
            _lock: lock,
        })
    }

    /// Whether signatures cannot be trusted, since the last run was cut off.
    pub fn is_doubtful(&self) -> bool {
        self.doubtful
    }

    /// The folder for files that are not finished.
    pub fn staging(&self) -> &Path {
        &self.staging
    }

    /// A file for what is not about one input.
    pub fn shared(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// Ends the run: all is on the disk.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn finish(self) -> Result<()> {
        guard::sync(&self.root);
        let _ = fs::remove_dir_all(&self.staging);
        remove(&self.root.join("unfinished"))
    }

    fn path(&self, output: &Path) -> PathBuf {
        let name = digest(output.as_os_str().as_encoded_bytes());
        self.root.join("inputs").join(&name[..2]).join(&name[2..])
    }

    /// What is kept of the input whose document is written to `output` (below the output folder).
    pub fn recall(&self, output: &Path) -> Option<Record> {
        let (record, _) = self.open_record(output)?;
        let whole = !self.doubtful || matches!(record.outcome, Outcome::Failure(_));
        (whole || self.document(output).is_ok()).then_some(record)
    }

    fn open_record(&self, output: &Path) -> Option<(Record, BufReader<File>)> {
        read_record(&self.path(output))
    }

    /// What the rule of a document was chosen by.
    pub fn features(&self, output: &Path) -> Option<Features> {
        let (record, file) = self.open_record(output)?;
        let mut text = Vec::new();
        let mut decoder = ZlibDecoder::new(file.take(record.lengths.0));
        decoder.read_to_end(&mut text).ok()?;
        serde_json::from_slice(&text).ok()
    }

    /// A document as it was written.
    ///
    /// # Errors
    /// When it is not there, or not what it was.
    pub fn document(&self, output: &Path) -> Result<Vec<u8>> {
        let broken = || Error::Io {
            path: self.path(output),
            reason: "what was kept of a document is broken".into(),
        };
        let (record, mut file) = self.open_record(output).ok_or_else(broken)?;
        let Outcome::Document(kept) = &record.outcome else {
            return Err(broken());
        };
        let skipped = i64::try_from(record.lengths.0).map_err(|_| broken())?;
        file.seek_relative(skipped).map_err(|_| broken())?;
        let mut text = Vec::new();
        let mut decoder = ZlibDecoder::new(file.take(record.lengths.1));
        decoder.read_to_end(&mut text).map_err(|_| broken())?;
        match digest(&text) == kept.digest {
            true => Ok(text),
            false => Err(broken()),
        }
    }

    /// Keeps what became of an input.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep(
        &self,
        output: &Path,
        mut record: Record,
        features: &[u8],
        document: &[u8],
    ) -> Result<()> {
        let (features, document) = (compressed(features)?, compressed(document)?);
        record.lengths = (features.len() as u64, document.len() as u64);
        record.path = output.as_os_str().as_encoded_bytes().to_vec();
        self.write(output, &record, &[&features, &document])
    }

    /// Changes what is kept beside the document.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn update(&self, output: &Path, record: &Record) -> Result<()> {
        let mut behind = Vec::new();
        if let Some((_, mut file)) = self.open_record(output) {
            let path = self.path(output);
            file.read_to_end(&mut behind).map_err(io_error(&path))?;
        }
        self.write(output, record, &[&behind])
    }

    fn write(&self, output: &Path, record: &Record, behind: &[&[u8]]) -> Result<()> {
        let line = serde_json::to_string(record).map_err(|e| Error::Internal(e.to_string()))?;
        let line = format!("{} {line}\n", digest(line.as_bytes()));
        let parts = [&[line.as_bytes()], behind].concat();
        write_atomically(&self.staging, &self.path(output), &parts)
    }

    /// The documents (below the output folder) of which something is kept, but for those in `expected`.
    pub fn others(&self, expected: &BTreeSet<PathBuf>) -> Vec<PathBuf> {
        let expected: BTreeSet<PathBuf> = expected.iter().map(|path| self.path(path)).collect();
        let folder = |path: PathBuf| fs::read_dir(path).into_iter().flatten().flatten();
        let files = folder(self.root.join("inputs")).flat_map(|f| folder(f.path()));
        let mut others: Vec<PathBuf> = files
            .map(|file| file.path())
            .filter(|path| !expected.contains(path))
            .filter_map(|path| Some(path_of(&read_record(&path)?.0.path)))
            .collect();
        others.sort();
        others
    }

    /// Forgets an input.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn forget(&self, output: &Path) -> Result<()> {
        remove(&self.path(output))
    }
}

/// A record, and what stands behind it.
fn read_record(path: &Path) -> Option<(Record, BufReader<File>)> {
    let mut file = BufReader::new(File::open(path).ok()?);
    let mut line = String::new();
    file.read_line(&mut line).ok()?;
    let (checksum, text) = line.trim_end().split_once(' ')?;
    let record = (digest(text.as_bytes()) == checksum).then(|| serde_json::from_str(text));
    Some((record?.ok()?, file))
}

fn compressed(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    let written = encoder.write_all(bytes).and_then(|()| encoder.finish());
    written.map_err(|e| Error::Internal(e.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(document: &[u8]) -> Record {
        let kept = Kept {
            pages: 3,
            rule: None,
            account: Account::default(),
            findings: BTreeMap::new(),
            verdict: "none".into(),
            digest: digest(document),
        };
        let input = ("abc".to_owned(), 9);
        Record::new("key".into(), "rules".into(), input, Outcome::Document(kept))
    }

    #[test]
    fn what_is_kept_is_recalled_and_what_is_broken_is_not() {
        let out = tempfile::tempdir().unwrap();
        let (name, text) = (Path::new("a/b.json"), b"{\"schema\": 1}".as_slice());
        let store = Store::open(out.path()).unwrap();
        assert!(Store::open(out.path()).is_err(), "one run at a time");
        assert!(store.recall(name).is_none());
        store.keep(name, record(text), b"{}", text).unwrap();
        let mut found = store.recall(name).unwrap();
        assert_eq!(found.key, "key");
        found.rules = "others".into();
        store.update(name, &found).unwrap();
        assert_eq!(store.recall(name).unwrap().rules, "others");
        assert_eq!(store.document(name).unwrap(), text);
        let path = store.path(name);
        store.finish().unwrap();

        let bytes = fs::read(&path).unwrap();
        let store = Store::open(out.path()).unwrap();
        assert!(!store.is_doubtful() && store.recall(name).is_some());
        drop(store);
        // cut off, as after a loss of power
        fs::write(&path, &bytes[..bytes.len() - 4]).unwrap();
        let store = Store::open(out.path()).unwrap();
        assert!(store.is_doubtful() && store.recall(name).is_none());
        assert!(store.document(name).is_err());
        fs::write(&path, [b"x", &bytes[1..]].concat()).unwrap();
        assert!(store.recall(name).is_none());
        store.forget(name).unwrap();
        store.forget(name).unwrap();
    }
}
