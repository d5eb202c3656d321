//! [`Error`]: why there is no result at all. Everything less is a [`crate::Finding`].

use std::io;
use std::path::{Path, PathBuf};

/// Why a file, a rule file or an output could not be handled at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The bytes do not begin like a PDF and no PDF objects were found in them.
    #[error("not a PDF")]
    NotPdf,
    /// No bytes at all.
    #[error("the file is empty")]
    EmptyFile,
    /// The file is encrypted and neither the empty nor the given password opens it.
    #[error("the PDF is encrypted and needs a password")]
    PasswordNeeded,
    /// The file is a PDF, but its structure could not be read nor rebuilt.
    #[error("the PDF is damaged: {reason}")]
    Damaged {
        /// What the file layer reported.
        reason: String,
    },
    /// The page tree holds no page.
    #[error("the PDF has no pages")]
    NoPages,
    /// A limit on size or work was hit; a partial result would look like a whole one.
    #[error("limit exceeded: {what} is over {limit}")]
    Limit {
        /// What was counted.
        what: &'static str,
        /// The setting that was exceeded.
        limit: u64,
    },
    /// One or more rule files are wrong; each diagnostic names file, line and column.
    #[error("{} rule error(s), first: {}", .0.len(), .0.first().map(|d| d.to_string()).unwrap_or_default())]
    Rules(Vec<crate::diagnostic::Diagnostic>),
    /// The file that names the sources of a data set is wrong; each diagnostic names file, line and column.
    #[error("{} mistake(s), first: {}", .0.len(), .0.first().map(|d| d.to_string()).unwrap_or_default())]
    Sources(Vec<crate::diagnostic::Diagnostic>),
    /// The manifest of a set of fixtures is wrong; each diagnostic names file, line and column.
    #[error("{} mistake(s), first: {}", .0.len(), .0.first().map(|d| d.to_string()).unwrap_or_default())]
    Fixtures(Vec<crate::diagnostic::Diagnostic>),
    /// What was held back cannot be decided on as it was asked.
    #[error("review {id}: {reason}")]
    Review {
        /// Its number.
        id: i64,
        /// Why not.
        reason: String,
    },
    /// No rule has the id that was asked for.
    #[error("no rule has the id `{0}`")]
    NoSuchRule(String),
    /// The file has no page of this number.
    #[error("there is no page {page}: the file has {pages}")]
    NoSuchPage {
        /// The number that was asked for.
        page: u64,
        /// How many pages there are.
        pages: usize,
    },
    /// No fixture has the name that was asked for.
    #[error("no fixture is called `{name}`{meant}")]
    NoSuchFixture {
        /// The name.
        name: String,
        /// What was probably meant, in words.
        meant: String,
    },
    /// It took longer than it may.
    #[error("not done after {seconds} seconds, and stopped")]
    OutOfTime {
        /// How long it was waited for.
        seconds: u64,
    },
    /// It took more memory than it may.
    #[error("out of memory: more than {bytes} bytes were needed")]
    OutOfMemory {
        /// The limit.
        bytes: u64,
    },
    /// A fault in this program, or in a library it stands on.
    #[error("internal error: {0}")]
    Internal(String),
    /// The process that should read a file could not be started, or was ended from outside.
    #[error("{0}")]
    NoReader(String),
    /// The format needs a feature that the program was built without.
    #[error("this build cannot write {feature}")]
    FeatureMissing {
        /// The format, and the feature of the same name.
        feature: &'static str,
    },
    /// Two documents of one output have the same name.
    #[error("the document `{0}` is there twice")]
    SameName(String),
    /// A document breaks the rules of its own records.
    #[error("`{document}` contradicts itself: {reason}")]
    Contradiction {
        /// The name of the document.
        document: String,
        /// Which records.
        reason: String,
    },
    /// Another run has hold of the output folder, or of the data set.
    #[error("{path}: another run is at work here", path = .path.display())]
    Busy {
        /// The folder, or the database.
        path: PathBuf,
    },
    /// A folder, glob or list without a PDF.
    #[error("{path}: no PDF found here", path = .path.display())]
    NothingHere {
        /// The folder, glob or list.
        path: PathBuf,
    },
    /// The folder or file is no data set.
    #[error("{path}: no data set is here", path = .path.display())]
    NoDataset {
        /// The database.
        path: PathBuf,
    },
    /// There are documents or PDFs of a data set, and no database that knows of them.
    #[error("{path}: the database is missing or empty, and the folder holds documents or PDFs", path = .path.display())]
    DatabaseMissing {
        /// The database.
        path: PathBuf,
    },
    /// The data set was written by a program that knows more than this one.
    #[error("{path}: the data set has version {found} and this program knows no later than {known}", path = .path.display())]
    NewerDataset {
        /// The database.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The latest that this program knows.
        known: u32,
    },
    /// Nothing in the data set has this id.
    #[error("the data set has no {what} `{id}`")]
    NoSuchRecord {
        /// What was looked for.
        what: &'static str,
        /// The id.
        id: String,
    },
    /// What is to be added to a data set, or decided, was so before.
    #[error("{0}")]
    Already(String),
    /// There is no room for a result.
    #[error("{path}: no space left", path = .path.display())]
    StorageFull {
        /// What was to be written.
        path: PathBuf,
    },
    /// Reading or writing failed.
    #[error("{path}: {reason}", path = .path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system reported.
        reason: String,
    },
}

impl Error {
    /// What the system reports of a file or folder.
    pub fn of_io(path: &Path, error: &io::Error) -> Self {
        let path = path.to_owned();
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::StorageFull { path },
            _ => Self::Io {
                path,
                reason: error.to_string(),
            },
        }
    }

    /// The kind of error, in kebab case, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotPdf => "not-a-pdf",
            Self::EmptyFile => "empty-file",
            Self::PasswordNeeded => "password-needed",
            Self::Damaged { .. } => "damaged",
            Self::NoPages => "no-pages",
            Self::Limit { .. } => "limit-exceeded",
            Self::Rules(_) => "rules",
            Self::Sources(_) => "sources",
            Self::Fixtures(_) => "fixtures",
            Self::Review { .. } => "review",
            Self::NoSuchRule(_) => "no-such-rule",
            Self::NoSuchPage { .. } => "no-such-page",
            Self::NoSuchFixture { .. } => "no-such-fixture",
            Self::OutOfTime { .. } => "out-of-time",
            Self::OutOfMemory { .. } => "out-of-memory",
            Self::Internal(_) => "internal-error",
            Self::NoReader(_) => "no-reader",
            Self::FeatureMissing { .. } => "feature-missing",
            Self::SameName(_) => "same-name",
            Self::Contradiction { .. } => "contradiction",
            Self::Busy { .. } => "busy",
            Self::NothingHere { .. } => "nothing-here",
            Self::NoDataset { .. } => "no-dataset",
            Self::DatabaseMissing { .. } => "database-missing",
            Self::NewerDataset { .. } => "newer-dataset",
            Self::NoSuchRecord { .. } => "no-such-record",
            Self::Already(_) => "already",
            Self::StorageFull { .. } => "storage-full",
            Self::Io { .. } => "io",
        }
    }

    /// What the user can do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::NotPdf => {
                "check that the file is a PDF; a web page or an office file may have been saved under this name"
            }
            Self::EmptyFile => "fetch the file again: nothing was saved under this name",
            Self::PasswordNeeded => {
                "give the password with `--password`, or save a copy of the PDF without one"
            }
            Self::Damaged { .. } => {
                "fetch the file again; if it opens in a viewer, print it to a new PDF"
            }
            Self::NoPages => "fetch the file again; a PDF without pages holds nothing to read",
            Self::Limit { .. } => {
                "if the file is to be trusted, raise the limit with `--limit NAME=VALUE`"
            }
            Self::Rules(_) => "run `keikaku rules check` on the rule file",
            Self::Sources(_) => {
                "mend the places that are named; `keikaku schema sources` prints what may stand there"
            }
            Self::Fixtures(_) => {
                "mend the places that are named; `keikaku schema fixtures` prints what may stand there"
            }
            Self::Review { .. } => {
                "`keikaku refresh review SOURCES` lists what waits, and `… show ID` what speaks for and against it"
            }
            Self::NoSuchRule(_) => "`keikaku rules list` prints the ids",
            Self::NoSuchPage { .. } => "pages are counted from 1, as in a viewer of PDFs",
            Self::NoSuchFixture { .. } => "`keikaku audit --summary` prints the names",
            Self::OutOfTime { .. } => {
                "if the file is to be trusted, give it more time with `--limit seconds=…`"
            }
            Self::OutOfMemory { .. } => {
                "if the file is to be trusted, give it more with `--limit memory-bytes=…`"
            }
            Self::Internal(_) => {
                "other files are not affected; report the fault together with the file"
            }
            Self::NoReader(_) => {
                "run the same command again, with fewer `--jobs` if memory is short"
            }
            Self::FeatureMissing { feature } => match *feature {
                "parquet" => "build it with `cargo install --path . --features parquet`",
                "sqlite" => "build it with `cargo install --path . --features sqlite`",
                "xlsx" => "build it with `cargo install --path . --features xlsx`",
                _ => "build it with `cargo install --path . --all-features`",
            },
            Self::SameName(_) => "give one of the files another name, or convert them separately",
            Self::Contradiction { .. } => {
                "this is a mistake of the program: report it, with the file if you may"
            }
            Self::Busy { .. } => {
                "wait for the end of the other run; one that converts can have another folder (`-o`), a data set has one writer at a time"
            }
            Self::NothingHere { .. } => "name a folder, glob or list that has PDFs (`*.pdf`)",
            Self::NoDataset { .. } => {
                "name the folder of a data set, the one with `keikaku-data.sqlite`"
            }
            Self::DatabaseMissing { .. } => {
                "put the database back from a backup, an older one will do, or begin in a folder of its own; nothing was removed"
            }
            Self::NewerDataset { .. } => "use the program that wrote it, or a later one",
            Self::NoSuchRecord { .. } => "look for it by its number or a part of its title",
            Self::Already(_) => "none needed, or name another one",
            Self::StorageFull { .. } => {
                "make room and run the same command again: what is done is not done again"
            }
            Self::Io { .. } => "check the path and its permissions",
        }
    }
}

/// `Result` with our [`Error`].
pub type Result<T> = std::result::Result<T, Error>;
