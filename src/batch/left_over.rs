//! Results of earlier runs in an output folder that are none of this one.

use super::files::{remove, write_atomically};
use super::store::Store;
use crate::error::{Error, Result};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Where it is kept which results there are.
const STATE: &str = "results";

/// Those that are there and not among `results` (below `out`) of this run. With `prune` they are removed.
///
/// # Errors
/// When the folder cannot be written.
pub fn find(
    store: &Store,
    out: &Path,
    mut results: BTreeSet<String>,
    prune: bool,
) -> Result<Vec<String>> {
    let known = fs::read(store.shared(STATE)).unwrap_or_default();
    let known: BTreeSet<String> = serde_json::from_slice(&known).unwrap_or_default();
    let mut left_over = Vec::new();
    for path in known.difference(&results) {
        if !out.join(path).is_file() {
            continue;
        }
        if prune {
            remove(&out.join(path))?;
            store.forget(Path::new(path))?;
        } else {
            left_over.push(path.clone());
        }
    }
    results.extend(left_over.iter().cloned());
    if results != known {
        let text = serde_json::to_vec(&results).map_err(|e| Error::Internal(e.to_string()))?;
        write_atomically(store.staging(), &store.shared(STATE), &[&text])?;
    }
    Ok(left_over)
}
