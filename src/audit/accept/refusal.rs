//! Why nothing can be accepted, and what to do then.

use crate::error::Error;
use std::path::PathBuf;

/// Why nothing can be accepted.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// A file cannot be read.
    #[error(transparent)]
    Io(#[from] Error),
    /// The truth is none.
    #[error("{0}: {1}")]
    NoTruth(PathBuf, String),
    /// A file is not the one of the manifest.
    #[error("{0} is not the one that the manifest has: its SHA-256 is {1}")]
    Changed(PathBuf, String),
    /// A name means nothing.
    #[error("nothing is called `{name}`{}", .near.as_ref().map_or(String::new(), |n| format!("; did you mean `{n}`?")))]
    Unknown {
        /// The name.
        name: String,
        /// The nearest that means something.
        near: Option<String>,
    },
    /// A name means several things.
    #[error("`{name}` is the name of several: `{}`", .ids.join("`, `"))]
    Several {
        /// The name.
        name: String,
        /// What they are called.
        ids: Vec<String>,
    },
    /// The PDF cannot be read; in words.
    #[error("{0}")]
    Unread(String),
    /// Two fixtures that have one truth were named together.
    #[error("`{0}` and `{1}` have one truth")]
    Shared(String, String),
    /// All cells of a table were asked for under the name of one field.
    #[error("`{0}` is every cell of the table")]
    Cells(String),
    /// All of a document was asked for, and not in so many words.
    #[error("`*` is the whole document")]
    Whole,
}

impl Refusal {
    /// What to do.
    pub fn help(&self) -> &str {
        match self {
            Self::Io(e) => e.help(),
            Self::NoTruth(..) => "mend the file, or take it from the version control",
            Self::Changed(..) => {
                "somebody changed it by hand: look at it, and put its SHA-256 into the manifest"
            }
            Self::Unknown { .. } => {
                "name an item by id, number or title, with `.FIELD` behind it for one field; or `plan.title`, `legend.B`, `tables`"
            }
            Self::Several { .. } => "name it by its id",
            Self::Unread(_) => "see what `keikaku audit` says of it",
            Self::Shared(..) => "accept of one, and then of the other",
            Self::Cells(_) => {
                "name one as `tables.TABLE.cells.ROW.COL`, or the table as `tables.TABLE`"
            }
            Self::Whole => "say `--whole-document` as well, if everything was looked at",
        }
    }
}
