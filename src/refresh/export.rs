//! A data set as files of other formats: the current revision of each edition is a document.

use crate::dataset::Dataset;
use crate::error::{Error, Result};
use crate::output::{Format, Options, json::to_json, sink};
use std::path::Path;

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// Names of the files.
    pub files: Vec<String>,
    /// Number of documents.
    pub documents: usize,
}

/// Writes the current revision of each edition, under the id of the edition, in some formats. Files are there as a
/// whole or not at all.
///
/// # Errors
/// When something cannot be read or written, or this build does not have a format.
pub fn export(
    dataset: &Dataset,
    out: &Path,
    formats: &[Format],
    options: &Options,
) -> Result<Exported> {
    formats.iter().try_for_each(|f| f.is_built())?;
    let io = |e: std::io::Error| Error::of_io(out, &e);
    std::fs::create_dir_all(out).map_err(io)?;
    let staging = tempfile::tempdir_in(out).map_err(io)?;
    let mut parts = Vec::new();
    for plan in dataset.plans()? {
        for edition in plan.editions {
            let current = edition.current().map(|c| c.document.clone());
            parts.extend(current.map(|digest| (edition.id, digest)));
        }
    }
    let mut files = Vec::new();
    for format in formats {
        let folder = staging.path().join(format.name());
        std::fs::create_dir(&folder).map_err(io)?;
        let written = one(dataset, &parts, *format, &folder, options)?;
        for name in written {
            std::fs::rename(folder.join(&name), out.join(&name)).map_err(io)?;
            files.push(name);
        }
    }
    Ok(Exported {
        files,
        documents: parts.len(),
    })
}

/// One format into a folder; gives the names of its files.
fn one(
    dataset: &Dataset,
    parts: &[(String, String)],
    format: Format,
    folder: &Path,
    options: &Options,
) -> Result<Vec<String>> {
    if format == Format::Json {
        let write = |(id, digest): &(String, String)| {
            let name = format!("{id}.json");
            let text = to_json(&dataset.document(digest)?, false)?;
            let path = folder.join(&name);
            std::fs::write(&path, text).map_err(|e| Error::of_io(&path, &e))?;
            Ok(name)
        };
        return parts.iter().map(write).collect();
    }
    let mut sink = sink(format, folder, options)?;
    for (id, digest) in parts {
        sink.add(id, &dataset.document(digest)?)?;
    }
    sink.finish()
}
