//! Documents by their digest: those of the data set, and those that were just read.

use crate::dataset::Dataset;
use crate::document::Document;
use crate::error::{Error, Result};
use std::collections::BTreeMap;
use std::path::Path;
use tempfile::TempPath;

/// Documents by their digest.
#[derive(Debug)]
pub struct Library<'l> {
    dataset: Option<&'l Dataset>,
    fresh: &'l BTreeMap<String, TempPath>,
}

impl<'l> Library<'l> {
    /// Of a data set, if there is one, and of files that were just written.
    pub fn new(dataset: Option<&'l Dataset>, fresh: &'l BTreeMap<String, TempPath>) -> Self {
        Self { dataset, fresh }
    }

    /// A document.
    ///
    /// # Errors
    /// When it cannot be read back.
    pub fn document(&self, digest: &str) -> Result<Document> {
        match (self.fresh.get(digest), self.dataset) {
            (Some(path), _) => parsed(&bytes(path)?),
            (None, Some(dataset)) => dataset.document(digest),
            (None, None) => Err(Error::Internal(format!("nobody has the document {digest}"))),
        }
    }
}

/// The bytes of a file.
///
/// # Errors
/// When it cannot be read.
pub fn bytes(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).map_err(|e| Error::of_io(path, &e))
}

/// A document of its bytes.
///
/// # Errors
/// When they are none.
pub fn parsed(bytes: &[u8]) -> Result<Document> {
    serde_json::from_slice(bytes).map_err(|e| Error::Internal(e.to_string()))
}
