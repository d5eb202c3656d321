//! A second engine is asked: what Poppler or MuPDF read on a page, held against what we read.
//!
//! In: a PDF. Out: an [`Agreement`]: page by page the characters that both read, those that only one did,
//! and whether it is known why. Coordinates: page space, points. That two engines agree proves nothing, but
//! where they do not, one is wrong, and a person should look.
//!
//! # Source
//! `pdftotext -bbox -cropbox` (words with boxes) and `mutool draw -F stext` (characters with quads).

mod agreement;
mod bag;
mod markup;
mod own;
mod page;
mod report;
mod words;

pub use agreement::{Agreement, Counts, Disagreement, PageAgreement, Reason, Side};
pub use bag::{Bag, characters, common, size};
pub use report::{Against, Compared, SCHEMA, against_schema};

use crate::error::Error;
use crate::pdf::{Page, Pdf};
use crate::program::{self, Bounds, Failure};
use crate::reading::ReadOptions;
use rayon::prelude::*;
use std::path::Path;
use std::process::Command;

/// What to install.
pub const INSTALL: &str =
    "install Poppler or MuPDF's tools (Debian: `poppler-utils`, `mupdf-tools`)";

/// What one run of an engine may cost. A dense page is 2 MB of MuPDF's XML.
const BOUNDS: Bounds = Bounds {
    seconds: 120,
    output: 256 << 20,
};

/// Pages an engine is asked for at a time: enough that its start does not count, few enough that what it
/// prints fits in memory.
const PAGES: usize = 24;

/// Another program that reads PDFs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Engine {
    /// Poppler's `pdftotext`
    Poppler,
    /// MuPDF's `mutool`
    Mupdf,
}

impl Engine {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Poppler => "Poppler",
            Self::Mupdf => "MuPDF",
        }
    }

    /// The program that is run.
    pub fn program(self) -> &'static str {
        match self {
            Self::Poppler => "pdftotext",
            Self::Mupdf => "mutool",
        }
    }

    /// What it says its version is, if it is installed.
    pub fn version(self) -> Option<String> {
        program::version(self.program(), "-v")
    }

    /// What it reads on some pages (counted from 1, both ends included) of a file in a folder of its own.
    fn ask(
        self,
        folder: &Path,
        pages: (usize, usize),
        password: Option<&str>,
    ) -> Result<Vec<page::Theirs>, Failure> {
        let mut command = Command::new(self.program());
        let (first, last) = (pages.0.to_string(), pages.1.to_string());
        command.current_dir(folder);
        match self {
            Self::Poppler => {
                command.args(["-q", "-bbox", "-cropbox", "-enc", "UTF-8"]);
                command.args(["-f", &first, "-l", &last]);
                if let Some(password) = password {
                    command.args(["-upw", password]);
                }
                command.args([FILE, "-"]);
            }
            Self::Mupdf => {
                command.args(["draw", "-q", "-i", "-F", "stext", "-o", "-"]);
                if let Some(password) = password {
                    command.args(["-p", password]);
                }
                command.args([FILE, &format!("{first}-{last}")]);
            }
        }
        let printed = program::run(&mut command, b"", BOUNDS)?;
        let printed = String::from_utf8_lossy(&printed);
        Ok(match self {
            Self::Poppler => markup::poppler(&printed),
            Self::Mupdf => markup::mupdf(&printed),
        })
    }
}

/// The name under which an engine is given the file: none that it could take for an option.
const FILE: &str = "input.pdf";

/// Holds what an engine reads in a PDF against what we read.
///
/// # Errors
/// When we or the engine cannot read the file at all, or the engine is not installed.
pub fn against(
    engine: Engine,
    bytes: &[u8],
    options: &ReadOptions,
) -> Result<Agreement, AgainstError> {
    let pdf = crate::reading::open(bytes, options)?;
    let folder = tempfile::tempdir().map_err(|e| AgainstError::Folder(e.to_string()))?;
    std::fs::write(folder.path().join(FILE), bytes)
        .map_err(|e| AgainstError::Folder(e.to_string()))?;
    let starts: Vec<usize> = (0..pdf.page_count()).step_by(PAGES).collect();
    let pieces: Result<Vec<Vec<PageAgreement>>, AgainstError> = starts
        .into_par_iter()
        .map(|start| {
            let end = (start + PAGES).min(pdf.page_count());
            let theirs =
                engine.ask(folder.path(), (start + 1, end), options.password.as_deref())?;
            Ok(compare(&pdf, start..end, &theirs))
        })
        .collect();
    Ok(Agreement::new(pieces?.into_iter().flatten().collect()))
}

fn compare(
    pdf: &Pdf<'_>,
    pages: std::ops::Range<usize>,
    theirs: &[page::Theirs],
) -> Vec<PageAgreement> {
    let nothing = page::Theirs::default();
    let pair = |(i, idx): (usize, usize)| {
        let ours: Page = pdf.page(idx);
        page::compare(&ours, theirs.get(i).unwrap_or(&nothing))
    };
    pages.enumerate().map(pair).collect()
}

/// Why two engines could not be compared.
#[derive(Debug, thiserror::Error)]
pub enum AgainstError {
    /// We cannot read the file.
    #[error(transparent)]
    Ours(#[from] Error),
    /// The engine gave no answer.
    #[error(transparent)]
    Theirs(#[from] Failure),
    /// The file could not be laid out for the engine.
    #[error("a temporary folder cannot be written: {0}")]
    Folder(String),
}

impl AgainstError {
    /// What to do.
    pub fn help(&self) -> &str {
        match self {
            Self::Ours(e) => e.help(),
            Self::Theirs(Failure::Absent(_)) => INSTALL,
            Self::Theirs(_) => "the other engine cannot read this file: try the other one",
            Self::Folder(_) => "make room, or set `TMPDIR`",
        }
    }
}
