//! One of the two editions: what it is, and its document.

use crate::batch::{Failure, Input, Job, JobOptions, Reader, Shape, Source, shown, stream};
use crate::cli::interrupt;
use crate::cli::progress::Progress;
use crate::document::{self, Document};
use crate::error::Error;
use serde::Deserialize;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// How much of a file tells what it is.
const BEGINNING: usize = 1_024;

/// What was found at a path.
pub enum Fetched {
    /// A PDF, or what claims to be none other.
    Pdf(Source),
    /// JSON.
    Json(Vec<u8>),
}

type Fallible<T> = std::result::Result<T, Failure>;

/// What is at a path, up to `most` bytes.
pub fn fetch(path: &Path, most: u64) -> Fallible<Fetched> {
    let input = Input {
        path: path.to_owned(),
        relative: PathBuf::new(),
    };
    let of_io = |e: std::io::Error| Failure::of_input(Error::of_io(path, &e)).1;
    if path.as_os_str() != "-" && path.metadata().map_err(of_io)?.is_dir() {
        return Err(a_folder());
    }
    if input.is_stream() {
        let bytes = stream(path, most, interrupt::flag())?;
        return Ok(match is_json(&bytes) {
            true => Fetched::Json(bytes),
            false => Fetched::Pdf(Source::Memory(bytes)),
        });
    }
    let mut beginning = Vec::new();
    let begin = |file: File| file.take(BEGINNING as u64).read_to_end(&mut beginning);
    File::open(path).and_then(begin).map_err(of_io)?;
    match is_json(&beginning) {
        true => Ok(Fetched::Json(stream(path, most, interrupt::flag())?)),
        false => Ok(Fetched::Pdf(Source::File(path.to_owned()))),
    }
}

fn a_folder() -> Failure {
    Failure {
        code: "not-a-document".into(),
        message: "this is a folder; two files are compared".into(),
        help: "name one file of it: a PDF or its document".into(),
    }
}

/// JSON begins with a bracket; a PDF says what it is, perhaps behind something else.
fn is_json(bytes: &[u8]) -> bool {
    let beginning = &bytes[..bytes.len().min(BEGINNING)];
    let says_pdf = beginning.windows(5).any(|w| w == b"%PDF-");
    let bare = without_mark(beginning).trim_ascii_start();
    !says_pdf && matches!(bare.first(), Some(b'{' | b'['))
}

/// Without a byte order mark.
fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes)
}

/// One of the two editions.
pub struct Side<'a> {
    pub path: &'a Path,
    pub options: &'a JobOptions,
}

impl Side<'_> {
    /// Its document.
    pub fn read(
        &self,
        found: Fetched,
        reader: &mut Reader<'_>,
        progress: &Progress,
    ) -> Fallible<Document> {
        let source = match found {
            Fetched::Json(bytes) => return parsed(&bytes),
            Fetched::Pdf(source) => source,
        };
        let begun = Instant::now();
        let name = match self.path.as_os_str() == "-" {
            true => "stdin.pdf".into(),
            false => self.path.file_name().unwrap_or_default().to_string_lossy(),
        };
        let job = Job::new(name.into_owned(), self.options.clone(), Shape::Line);
        let answer = reader.ask(job, &source);
        if answer.result.is_ok() {
            let seconds = begun.elapsed().as_secs_f64();
            progress.answered(&shown(self.path), &answer, seconds);
        }
        answer.result?;
        parsed(&answer.document)
    }
}

/// What every document says of itself.
#[derive(Deserialize)]
struct Head {
    schema: Option<serde_json::Value>,
}

/// A document from its JSON.
fn parsed(bytes: &[u8]) -> Fallible<Document> {
    let bytes = without_mark(bytes);
    let head: Head = serde_json::from_slice(bytes).map_err(|e| broken(bytes, &e))?;
    match head.schema.as_ref().map(|s| s.as_str()) {
        Some(Some(document::SCHEMA)) => {}
        other => return Err(other_schema(other)),
    }
    serde_json::from_slice(bytes).map_err(|e| broken(bytes, &e))
}

fn other_schema(schema: Option<Option<&str>>) -> Failure {
    let own = document::SCHEMA;
    let message = match schema {
        Some(Some(other)) => {
            let other: String = other.chars().take(40).collect();
            let other = crate::cli::report::shown(&other);
            format!("its schema is `{other}`, and a document's is `{own}`")
        }
        Some(None) => format!("its `schema` is no text; a document's is `{own}`"),
        None => format!("it has no `schema`; a document's is `{own}`"),
    };
    let help =
        "compare two PDFs, or what `keikaku convert` writes for one PDF with `--format json`";
    Failure {
        code: "not-a-document".into(),
        message,
        help: help.into(),
    }
}

fn broken(bytes: &[u8], error: &serde_json::Error) -> Failure {
    let (line, column) = (error.line(), error.column());
    // the library adds the place at the end
    let reason = error.to_string();
    let reason = reason.split(" at line ").next().unwrap_or_default();
    let reason = crate::cli::report::shown(reason);
    let (message, help) = match error.classify() {
        serde_json::error::Category::Data => (
            format!("not a document: line {line}, column {column}: {reason}"),
            "`keikaku schema` prints what a document looks like; convert the PDF again",
        ),
        serde_json::error::Category::Syntax if is_lines(bytes, line) => (
            "several JSON values, one a line".to_owned(),
            "name the document of one PDF, as `keikaku convert` writes it with `--format json`",
        ),
        _ => (
            format!("broken JSON: line {line}, column {column}: {reason}"),
            "the file may have been cut off or edited; convert the PDF again",
        ),
    };
    Failure {
        code: "not-a-document".into(),
        message,
        help: help.into(),
    }
}

/// Whether the first line is a value of its own and the mistake is that there is another.
fn is_lines(bytes: &[u8], line: usize) -> bool {
    let first = bytes.split(|b| *b == b'\n').next().unwrap_or_default();
    line == 2 && serde_json::from_slice::<serde::de::IgnoredAny>(first).is_ok()
}
