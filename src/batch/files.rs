//! Files that are there as a whole or not at all, and whether one is still what it was.

use crate::error::{Error, Result};
use crate::reading::hex;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::{self, File, Metadata};
use std::io::{self, Read, Write};
use std::path::Path;
use std::time::UNIX_EPOCH;

/// A path as text, `/` between folders on every system. Bytes that are no UTF-8 are escaped (`\x8C`), so that two
/// paths are two texts.
pub fn shown(path: &Path) -> String {
    let mut out = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        out += chunk.valid();
        for byte in chunk.invalid() {
            out += &format!("\\x{byte:02X}");
        }
    }
    match std::path::MAIN_SEPARATOR {
        '/' => out,
        separator => out.replace(separator, "/"),
    }
}

/// How much of a file is read at once.
const CHUNK: usize = 1 << 17;

/// An error with the path that it is about.
pub(super) fn io_error(path: &Path) -> impl Fn(io::Error) -> Error {
    move |e| Error::of_io(path, &e)
}

/// Writes a file as a whole or not at all: to a temporary file in `staging`, a folder of the same file system,
/// then renamed.
///
/// # Errors
/// When a folder cannot be made or written.
pub fn write_atomically(staging: &Path, path: &Path, parts: &[&[u8]]) -> Result<()> {
    let mut builder = tempfile::Builder::new();
    // temporary files are for their owner alone, results for whom the umask says
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(staging).map_err(io_error(staging))?;
    for part in parts {
        file.write_all(part).map_err(io_error(path))?;
    }
    make_parent(path)?;
    file.persist(path).map_err(|e| io_error(path)(e.error))?;
    Ok(())
}

/// Moves a finished file to its place.
///
/// # Errors
/// When a folder cannot be made or written.
pub(super) fn move_to(from: &Path, to: &Path) -> Result<()> {
    make_parent(to)?;
    fs::rename(from, to).map_err(io_error(to))
}

fn make_parent(path: &Path) -> Result<()> {
    match path.parent() {
        Some(folder) => fs::create_dir_all(folder).map_err(io_error(folder)),
        None => Ok(()),
    }
}

/// Removes a file; one that is not there is no error.
///
/// # Errors
/// When it is there and stays.
pub(super) fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(io_error(path)(e)),
        _ => Ok(()),
    }
}

/// SHA-256 of some bytes, hexadecimal.
pub fn digest(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// SHA-256 of a file, hexadecimal, and its length.
///
/// # Errors
/// When it cannot be read.
pub fn digest_of(path: &Path) -> Result<(String, u64)> {
    let mut file = File::open(path).map_err(io_error(path))?;
    let (mut digest, mut length) = (Sha256::new(), 0);
    let mut chunk = vec![0; CHUNK];
    loop {
        match file.read(&mut chunk).map_err(io_error(path))? {
            0 => return Ok((hex(&digest.finalize()), length)),
            n => {
                digest.update(&chunk[..n]);
                length += n as u64;
            }
        }
    }
}

/// What the file system says of a file that was not touched: while this is the same, so is its content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    length: u64,
    /// Nanoseconds since 1970.
    modified: u64,
    /// Seconds and nanoseconds of the last change of content or name, which no program can set, and the number
    /// of the file; zero where the system has none.
    changed: (i64, i64, u64),
}

impl Signature {
    /// That of a regular file.
    pub fn of(path: &Path) -> Option<Self> {
        let data = fs::metadata(path).ok().filter(Metadata::is_file)?;
        let modified = data.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        Some(Self {
            length: data.len(),
            modified: u64::try_from(modified.as_nanos()).ok()?,
            changed: changed(&data),
        })
    }
}

#[cfg(unix)]
fn changed(data: &Metadata) -> (i64, i64, u64) {
    use std::os::unix::fs::MetadataExt;
    (data.ctime(), data.ctime_nsec(), data.ino())
}

#[cfg(not(unix))]
fn changed(_: &Metadata) -> (i64, i64, u64) {
    (0, 0, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn two_paths_are_two_texts() {
        use std::os::unix::ffi::OsStrExt;
        let path = |bytes: &[u8]| shown(Path::new(std::ffi::OsStr::from_bytes(bytes)));
        assert_eq!(path("市/a b.pdf".as_bytes()), "市/a b.pdf");
        assert_eq!(path(b"a/\x8cv.pdf"), "a/\\x8Cv.pdf");
        assert_ne!(path(b"\x8c"), path(b"\x8d"));
    }

    #[test]
    fn a_signature_tells_a_file_that_was_written_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b.json");
        write_atomically(folder.path(), &path, &[b"one", b" two"]).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"one two");
        let first = Signature::of(&path);
        assert!(first.is_some() && first == Signature::of(&path));
        write_atomically(folder.path(), &path, &[b"six  on"]).unwrap();
        assert_ne!(first, Signature::of(&path));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert_eq!(digest_of(&path).unwrap(), (digest(b"six  on"), 7));
    }
}
