//! [`Written`]: a file as it is written, with its size and hash.

use crate::error::{Error, Result};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// A file that is being written.
pub(super) struct Written {
    /// Name without folders.
    pub(super) name: String,
    path: PathBuf,
    out: BufWriter<File>,
    hash: Sha256,
    bytes: u64,
}

/// A file that is complete.
pub(super) struct Complete {
    /// Name without folders.
    pub(super) name: String,
    /// Size.
    pub(super) bytes: u64,
    /// SHA-256, hexadecimal.
    pub(super) sha256: String,
}

impl Written {
    /// Begins a file.
    pub(super) fn create(folder: &Path, name: String) -> Result<Self> {
        let path = folder.join(&name);
        let file = File::create(&path).map_err(|e| Error::of_io(&path, &e))?;
        Ok(Self {
            name,
            path,
            out: BufWriter::new(file),
            hash: Sha256::new(),
            bytes: 0,
        })
    }

    /// Writes some bytes.
    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
        self.out
            .write_all(bytes)
            .map_err(|e| Error::of_io(&self.path, &e))
    }

    /// Has it all on the disk.
    pub(super) fn complete(self) -> Result<Complete> {
        let path = self.path;
        let file = self
            .out
            .into_inner()
            .map_err(|e| Error::of_io(&path, e.error()))?;
        file.sync_all().map_err(|e| Error::of_io(&path, &e))?;
        let sha256 = self.hash.finalize();
        Ok(Complete {
            name: self.name,
            bytes: self.bytes,
            sha256: sha256.iter().map(|b| format!("{b:02x}")).collect(),
        })
    }
}

/// Has a file on the disk that somebody else wrote.
#[cfg(any(feature = "sqlite", feature = "xlsx"))]
pub(super) fn sync(path: &Path) -> Result<()> {
    // some systems want the right to write for this
    let file = File::options().write(true).open(path);
    file.and_then(|f| f.sync_all())
        .map_err(|e| Error::of_io(path, &e))
}

/// An error with the file it is about.
pub(super) fn io(path: &Path, error: impl std::fmt::Display) -> Error {
    Error::Io {
        path: path.to_owned(),
        reason: error.to_string(),
    }
}
