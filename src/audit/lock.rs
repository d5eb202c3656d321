//! One writer at a time: whoever changes a set of fixtures holds its lock while it reads, checks and writes.

use super::set::{Fixture, FixtureSet};
use crate::error::{Error, Result};
use std::fs::File;
use std::path::Path;

/// Name of the file that is locked; it stays, for a lock on a file that was removed keeps nobody out.
const LOCK: &str = ".keikaku.lock";

/// The right to write; it ends when this is dropped.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Waits for the lock of a folder, which is made where it is missing.
    ///
    /// # Errors
    /// When the file cannot be made or locked.
    pub fn of_folder(folder: &Path) -> Result<Self> {
        let folder = match folder.as_os_str().is_empty() {
            true => Path::new("."),
            false => folder,
        };
        let path = folder.join(LOCK);
        let failed = |e: std::io::Error| Error::of_io(&path, &e);
        std::fs::create_dir_all(folder).map_err(failed)?;
        let mut options = File::options();
        let file = options.create(true).truncate(false).write(true).open(&path);
        let file = file.map_err(failed)?;
        file.lock().map_err(failed)?;
        Ok(Self { _file: file })
    }

    /// Waits for the lock of a fixture: that of the folder of its manifest, else of the folder of its truth.
    ///
    /// # Errors
    /// As [`Lock::of_folder`].
    pub fn of(set: &FixtureSet, fixture: &Fixture) -> Result<Self> {
        let file = set.manifest.as_ref().unwrap_or(&fixture.truth);
        Self::of_folder(file.parent().unwrap_or(Path::new(".")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_else_has_the_lock_until_it_is_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let lock = Lock::of_folder(folder.path()).unwrap();
        let again = || File::open(folder.path().join(LOCK)).unwrap().try_lock();
        assert!(again().is_err());
        drop(lock);
        assert!(again().is_ok());
    }
}
