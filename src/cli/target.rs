//! The file that a result is written to.

use crate::batch::write_atomically;
use crate::error::{Error, Result};
use std::path::{Path, PathBuf};

/// Whether a result may be written to a file: it replaces nothing that is read, and nothing that is no file.
///
/// # Errors
/// When it may not.
pub fn is_free(out: &Path, inputs: &[&PathBuf]) -> Result<()> {
    let refused = |reason: &str| {
        let (path, reason) = (out.to_owned(), reason.to_owned());
        Err(Error::Io { path, reason })
    };
    match out.metadata() {
        Ok(data) if !data.is_file() => return refused("not a regular file"),
        Ok(_) => {}
        Err(_) => return Ok(()),
    }
    let own = out.canonicalize().ok();
    let same = |input: &&PathBuf| own.is_some() && input.canonicalize().ok() == own;
    match inputs.iter().any(same) {
        true => refused("this is what is read, and would be overwritten"),
        false => Ok(()),
    }
}

/// Writes a result as a whole or not at all.
///
/// # Errors
/// When it cannot be written.
pub fn write(out: &Path, text: &str) -> Result<()> {
    let folder = out.parent().filter(|p| !p.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(|e| Error::of_io(folder, &e))?;
    // a link stays a link: its file is replaced
    let place = out
        .canonicalize()
        .unwrap_or_else(|_| folder.join(out.file_name().unwrap_or_default()));
    let staging = place.parent().unwrap_or(folder);
    write_atomically(staging, &place, &[text.as_bytes()])
}
