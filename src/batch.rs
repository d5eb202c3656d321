//! Many files at once: which inputs there are, where each result goes, and writing it atomically.
//! One bad file never stops the others.

use crate::document::Document;
use crate::error::{Error, Result};
use crate::pdf::Stop;
use crate::reading::{ReadOptions, read};
use crate::rule::{RuleSet, convert};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

/// One PDF to convert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// The file; `-` for standard input.
    pub path: PathBuf,
    /// Its path below the input folder that it was found in, or its name.
    pub relative: PathBuf,
}

/// What was asked for, sorted out: files that exist, and errors for those that do not.
pub fn inputs(args: &[PathBuf]) -> Vec<Result<Input>> {
    args.iter().flat_map(|arg| expand(arg)).collect()
}

fn expand(arg: &Path) -> Vec<Result<Input>> {
    let one = |path: &Path| Input {
        path: path.to_owned(),
        relative: PathBuf::from(path.file_name().unwrap_or(path.as_os_str())),
    };
    if arg.as_os_str() == "-" {
        return vec![Ok(Input {
            path: arg.to_owned(),
            relative: PathBuf::from("stdin.pdf"),
        })];
    }
    if arg.is_dir() {
        return in_folder(arg, |_| true);
    }
    if arg.exists() {
        return vec![Ok(one(arg))];
    }
    let pattern = arg.to_string_lossy();
    if pattern.contains(['*', '?', '[']) {
        return by_glob(arg, &pattern);
    }
    vec![Err(Error::Io {
        path: arg.to_owned(),
        reason: "no such file or folder".into(),
    })]
}

fn by_glob(arg: &Path, pattern: &str) -> Vec<Result<Input>> {
    let Ok(glob) = globset::Glob::new(pattern) else {
        return vec![Err(Error::Io {
            path: arg.to_owned(),
            reason: "not a valid pattern".into(),
        })];
    };
    let matcher = glob.compile_matcher();
    let fixed = arg
        .components()
        .take_while(|c| !c.as_os_str().to_string_lossy().contains(['*', '?', '[']));
    let root: PathBuf = fixed.collect();
    let root = if root.as_os_str().is_empty() {
        PathBuf::from(".")
    } else {
        root
    };
    let plain = |p: &Path| p.strip_prefix("./").unwrap_or(p).to_owned();
    in_folder(&root, |p| matcher.is_match(plain(p)))
}

/// The PDFs below a folder, by name.
fn in_folder(root: &Path, wanted: impl Fn(&Path) -> bool) -> Vec<Result<Input>> {
    let mut out = Vec::new();
    for entry in walkdir::WalkDir::new(root).sort_by_file_name() {
        match entry {
            Ok(entry) if entry.file_type().is_file() => {
                let path = entry.path();
                let is_pdf = path
                    .extension()
                    .is_some_and(|e| e.eq_ignore_ascii_case("pdf"));
                if is_pdf && wanted(path) {
                    out.push(Ok(Input {
                        path: path.to_owned(),
                        relative: path.strip_prefix(root).unwrap_or(path).to_owned(),
                    }));
                }
            }
            Ok(_) => {}
            Err(e) => out.push(Err(Error::Io {
                path: e.path().unwrap_or(root).to_owned(),
                reason: e.to_string(),
            })),
        }
    }
    if out.is_empty() {
        out.push(Err(Error::Io {
            path: root.to_owned(),
            reason: "no PDF found here".into(),
        }));
    }
    out
}

/// The bytes of an input.
///
/// # Errors
/// When it cannot be read.
pub fn bytes_of(path: &Path) -> Result<Vec<u8>> {
    let io = |e: std::io::Error| Error::Io {
        path: path.to_owned(),
        reason: e.to_string(),
    };
    if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).map_err(io)?;
        return Ok(bytes);
    }
    std::fs::read(path).map_err(io)
}

/// Reads and converts one input.
///
/// # Errors
/// When there is no result.
pub fn document_of(
    input: &Input,
    rules: &RuleSet,
    rule_id: Option<&str>,
    options: &ReadOptions,
) -> Result<Document> {
    let bytes = bytes_of(&input.path)?;
    let name = input.relative.file_name().unwrap_or_default();
    let reading = read(&bytes, &name.to_string_lossy(), options)?;
    drop(bytes);
    convert(&reading, rules, rule_id)
}

/// Stops the reading of a file when its time is over; dropped, it watches no longer.
#[derive(Debug)]
pub struct Deadline {
    _watched: mpsc::Sender<()>,
}

impl Deadline {
    /// Sets `stop` after `time`, or never when that is zero.
    pub fn new(time: Duration, stop: Stop) -> Self {
        let (watched, ended) = mpsc::channel();
        if !time.is_zero() {
            std::thread::spawn(move || {
                if ended.recv_timeout(time) == Err(mpsc::RecvTimeoutError::Timeout) {
                    stop.stop();
                }
            });
        }
        Self { _watched: watched }
    }
}

/// A document as the JSON that is written.
///
/// # Errors
/// Never for a document of this crate; the error is that of the serializer.
pub fn to_json(document: &Document, lines: bool) -> Result<String> {
    let text = if lines {
        serde_json::to_string(document)
    } else {
        serde_json::to_string_pretty(document)
    };
    text.map(|t| t + "\n").map_err(|e| Error::Io {
        path: PathBuf::from(&document.source.file_name),
        reason: e.to_string(),
    })
}

/// Writes a file as a whole or not at all: to a temporary file beside it, then renamed.
///
/// # Errors
/// When the folder cannot be made or written.
pub fn write_atomically(path: &Path, text: &str) -> Result<()> {
    let io = |e: std::io::Error| Error::Io {
        path: path.to_owned(),
        reason: e.to_string(),
    };
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(io)?;
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(io)?;
    file.write_all(text.as_bytes()).map_err(io)?;
    file.persist(path).map_err(|e| io(e.error))?;
    Ok(())
}
