//! The files of a data set: named by what they hold, and on the disk before any row names them. A journal says which
//! files a transaction places; only what it says is removed where no row came to name it.

use crate::error::{Error, Result};
use crate::reading::hex;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// Name of the database.
const DATABASE: &str = "keikaku-data.sqlite";
/// How much of a file is copied at once.
const CHUNK: usize = 1 << 17;
/// Length of a digest in hexadecimal.
const DIGEST: usize = 64;
/// Name of the journal, below the folder for what is being written.
const JOURNAL: &str = "journal";

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// A document as JSON.
    Document,
    /// A PDF.
    Pdf,
}

impl Content {
    const ALL: [Self; 2] = [Self::Document, Self::Pdf];

    /// Its name in the database.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Pdf => "pdf",
        }
    }

    fn folder(self) -> &'static str {
        match self {
            Self::Document => "documents",
            Self::Pdf => "pdf",
        }
    }

    fn extension(self) -> &'static str {
        match self {
            Self::Document => "json",
            Self::Pdf => "pdf",
        }
    }
}

/// The folder of a data set.
#[derive(Debug)]
pub(super) struct Folder {
    root: PathBuf,
    staging: PathBuf,
    database: PathBuf,
}

fn failed(path: &Path) -> impl Fn(io::Error) -> Error {
    move |e| Error::of_io(path, &e)
}

impl Folder {
    /// That of a path; nothing is looked at.
    pub(super) fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            staging: root.join("staging"),
            database: root.join(DATABASE),
        }
    }

    /// The folder for what is being written.
    pub(super) fn staging(&self) -> &Path {
        &self.staging
    }

    /// The database.
    pub(super) fn database(&self) -> &Path {
        &self.database
    }

    /// Takes hold of the folder, which is made if need be, and throws away what was being written when the last one
    /// who had it was cut off. The journal stays.
    pub(super) fn lock(&self) -> Result<File> {
        fs::create_dir_all(&self.root).map_err(failed(&self.root))?;
        let path = self.root.join("lock");
        let lock = File::create(&path).map_err(failed(&path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let path = self.root.clone();
                return Err(Error::Busy { path });
            }
            Err(TryLockError::Error(e)) => return Err(Error::of_io(&path, &e)),
        }
        fs::create_dir_all(&self.staging).map_err(failed(&self.staging))?;
        for path in entries(&self.staging)? {
            let _ = match path.is_dir() {
                true => fs::remove_dir_all(&path),
                false if path == self.journal() => Ok(()),
                false => fs::remove_file(&path),
            };
        }
        Ok(lock)
    }

    /// Where a content is, or would be.
    pub(super) fn path(&self, content: Content, digest: &str) -> PathBuf {
        let shelf = digest.get(..2).unwrap_or("__");
        let name = format!("{digest}.{}", content.extension());
        self.root.join(content.folder()).join(shelf).join(name)
    }

    /// Reads a document.
    pub(super) fn document(&self, digest: &str) -> Result<Vec<u8>> {
        let path = self.path(Content::Document, digest);
        let bytes = fs::read(&path).map_err(failed(&path))?;
        match self::digest(&bytes) == digest {
            true => Ok(bytes),
            false => Err(changed(&path)),
        }
    }

    /// Keeps bytes that have this digest. They are on the disk, their folder is not yet.
    pub(super) fn keep(&self, content: Content, bytes: &[u8], digest: &str) -> Result<()> {
        let mut file = self.begin()?;
        file.write_all(bytes).map_err(failed(&self.staging))?;
        self.place(file, content, digest)
    }

    /// Keeps a copy of a file, which must have this digest; gives its size.
    pub(super) fn keep_file(&self, content: Content, from: &Path, digest: &str) -> Result<u64> {
        let mut source = File::open(from).map_err(failed(from))?;
        let mut file = self.begin()?;
        let (mut hash, mut bytes) = (Sha256::new(), 0);
        let mut chunk = vec![0; CHUNK];
        loop {
            let n = source.read(&mut chunk).map_err(failed(from))?;
            if n == 0 {
                break;
            }
            hash.update(&chunk[..n]);
            bytes += n as u64;
            file.write_all(&chunk[..n]).map_err(failed(&self.staging))?;
        }
        if hex(&hash.finalize()) != digest {
            return Err(changed(from));
        }
        self.place(file, content, digest)?;
        Ok(bytes)
    }

    fn begin(&self) -> Result<tempfile::NamedTempFile> {
        let mut builder = tempfile::Builder::new();
        // temporary files are for their owner alone, a data set is for whom the umask says
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        let file = builder.tempfile_in(&self.staging);
        file.map_err(failed(&self.staging))
    }

    fn place(&self, file: tempfile::NamedTempFile, content: Content, digest: &str) -> Result<()> {
        let to = &self.path(content, digest);
        file.as_file().sync_all().map_err(failed(to))?;
        // what was there before us is not ours to take away
        if !to.exists() {
            self.note(content, digest)?;
        }
        if let Some(shelf) = to.parent() {
            fs::create_dir_all(shelf).map_err(failed(shelf))?;
        }
        file.persist(to).map_err(|e| failed(to)(e.error))?;
        Ok(())
    }

    /// Has the names of files on the disk, and those of the folders that they are in.
    pub(super) fn sync(&self, files: &BTreeSet<PathBuf>) -> Result<()> {
        let mut folders = BTreeSet::new();
        for file in files {
            let above = file.ancestors().skip(1);
            folders.extend(above.take_while(|f| f.starts_with(&self.root)));
        }
        folders.into_iter().try_for_each(sync_folder)
    }

    fn journal(&self) -> PathBuf {
        self.staging.join(JOURNAL)
    }

    /// Writes down that a file is about to get its place. Where the power goes before this line is on the disk, a file
    /// that no row names may stay for good; none is ever removed too many.
    fn note(&self, content: Content, digest: &str) -> Result<()> {
        let path = self.journal();
        let journal = OpenOptions::new().create(true).append(true).open(&path);
        let line = format!("{} {digest}\n", content.name());
        journal
            .and_then(|mut journal| journal.write_all(line.as_bytes()))
            .map_err(failed(&path))
    }

    /// Removes what the journal says was placed and no row names, as its transaction came to nothing, and begins a new
    /// journal. All other files stay, named or not: the database may be an older one than they are.
    pub(super) fn sweep(&self, is_named: impl Fn(&str) -> Result<bool>) -> Result<()> {
        let path = self.journal();
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(e) => return Err(failed(&path)(e)),
        };
        for (content, digest) in text.lines().filter_map(noted) {
            let file = self.path(content, digest);
            if file.is_file() && !is_named(digest)? {
                fs::remove_file(&file).map_err(failed(&file))?;
            }
        }
        fs::remove_file(&path).map_err(failed(&path))
    }

    /// Whether there is any document or PDF of a data set.
    pub(super) fn holds_contents(&self) -> Result<bool> {
        for content in Content::ALL {
            for shelf in entries(&self.root.join(content.folder()))? {
                let ours = |path: &PathBuf| digest_of(content, path).is_some();
                if entries(&shelf)?.iter().any(ours) {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }
}

/// SHA-256, hexadecimal.
pub(super) fn digest(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn changed(path: &Path) -> Error {
    Error::Io {
        path: path.to_owned(),
        reason: "its content is not what it was: the digest is another one".into(),
    }
}

/// Only some systems have folders that can be synced, and only they need it.
fn sync_folder(folder: &Path) -> Result<()> {
    #[cfg(unix)]
    {
        let opened = File::open(folder).and_then(|f| f.sync_all());
        opened.map_err(failed(folder))
    }
    #[cfg(not(unix))]
    {
        let _ = folder;
        Ok(())
    }
}

/// What a folder holds; nothing where it is none.
fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let all = fs::read_dir(folder).map_err(failed(folder))?;
    let paths = all.map(|entry| entry.map(|e| e.path()));
    paths.collect::<io::Result<_>>().map_err(failed(folder))
}

/// The digest that a file of ours is named by.
fn digest_of(content: Content, path: &Path) -> Option<&str> {
    let (digest, extension) = path.file_name()?.to_str()?.split_once('.')?;
    (is_digest(digest) && extension == content.extension()).then_some(digest)
}

fn is_digest(text: &str) -> bool {
    text.len() == DIGEST && text.bytes().all(|b| b.is_ascii_hexdigit())
}

/// A line of the journal; the last one may have been cut off.
fn noted(line: &str) -> Option<(Content, &str)> {
    let (name, digest) = line.split_once(' ')?;
    let content = Content::ALL.into_iter().find(|c| c.name() == name)?;
    is_digest(digest).then_some((content, digest))
}
