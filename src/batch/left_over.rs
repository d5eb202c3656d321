//! Results of earlier runs in an output folder that are none of this one.

use super::files::{remove, shown};
use super::store::Store;
use super::tables::Tables;
use crate::error::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What earlier runs have left in the folder, below it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LeftOver {
    /// Documents whose inputs are not among those of this run.
    pub gone: Vec<String>,
    /// Results in formats that this run was not asked for: they may be of earlier inputs.
    pub other_formats: Vec<String>,
}

/// Finds what is left over, where `expected` are the documents of all inputs of this run. With `prune` it is
/// removed.
///
/// # Errors
/// When something cannot be removed.
pub fn find(
    store: &Store,
    tables: &Tables<'_>,
    expected: &BTreeSet<PathBuf>,
    json: bool,
    prune: bool,
) -> Result<LeftOver> {
    let out = tables.out;
    let is_there = |path: &Path| out.join(path).is_file();
    let gone = store.others(expected);
    let other_formats = tables.others().into_iter().map(PathBuf::from);
    let documents = expected.iter().filter(|_| !json).cloned();
    let other_formats: Vec<PathBuf> = other_formats
        .chain(documents)
        .filter(|p| is_there(p))
        .collect();
    if prune {
        for path in gone.iter().chain(&other_formats) {
            remove(&out.join(path))?;
        }
        gone.iter().try_for_each(|path| store.forget(path))?;
        return Ok(LeftOver::default());
    }
    Ok(LeftOver {
        gone: gone
            .iter()
            .filter(|p| is_there(p))
            .map(|p| shown(p))
            .collect(),
        other_formats: other_formats.iter().map(|p| shown(p)).collect(),
    })
}
