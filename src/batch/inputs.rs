//! Which inputs there are: files, folders, globs, lists of paths, standard input.

use super::job::Failure;
use crate::error::{Error, Result};
use std::fs::File;
use std::io::Read;
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::time::Duration;

/// One PDF to convert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// The file; `-` for standard input.
    pub path: PathBuf,
    /// Its path below the input folder that it was found in, or its name.
    pub relative: PathBuf,
}

impl Input {
    /// Its bytes come once: standard input, a pipe.
    pub fn is_stream(&self) -> bool {
        self.path.as_os_str() == "-" || !self.path.is_file()
    }

    /// Its document below an output folder.
    pub fn output(&self) -> PathBuf {
        match is_pdf(&self.relative) {
            true => self.relative.with_extension("json"),
            false => {
                let mut name = self.relative.clone().into_os_string();
                name.push(".json");
                name.into()
            }
        }
    }
}

/// How often a reading that waits looks whether it was interrupted.
const LOOK: Duration = Duration::from_millis(50);

/// The bytes of what comes once, up to `most` of them.
///
/// # Errors
/// When it cannot be read, is longer than that, or the work must end before it does.
pub fn stream(
    path: &Path,
    most: u64,
    interrupted: &AtomicBool,
) -> std::result::Result<Vec<u8>, Failure> {
    let (sender, receiver) = sync_channel(1);
    let own = path.to_owned();
    // nobody waits for this thread: what it reads from may never end
    std::thread::spawn(move || sender.send(at_most(&own, most.saturating_add(1))).is_ok());
    loop {
        match receiver.recv_timeout(LOOK) {
            Ok(Ok(bytes)) if bytes.len() as u64 > most => {
                let what = "size of the file in bytes";
                return Err(Error::Limit { what, limit: most }.into());
            }
            Ok(read) => return read.map_err(|e| Failure::of_input(e).1),
            Err(RecvTimeoutError::Disconnected) => return Err(Failure::interrupted()),
            Err(RecvTimeoutError::Timeout) if interrupted.load(Ordering::Relaxed) => {
                return Err(Failure::interrupted());
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
}

fn at_most(path: &Path, most: u64) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = match path.as_os_str() == "-" {
        true => std::io::stdin().take(most).read_to_end(&mut bytes),
        false => File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes)),
    };
    read.map_err(|e| Error::of_io(path, &e))?;
    Ok(bytes)
}

/// The paths of a list, one a line, or with NUL between them (`find -print0`). Folders of relative paths are kept
/// in the names of results, and those of absolute ones from the root.
pub fn listed(list: &[u8], nul: bool) -> Vec<Result<Input>> {
    let list = list.strip_prefix("\u{feff}".as_bytes()).unwrap_or(list);
    let nul = nul || list.contains(&0);
    let separator = if nul { 0 } else { b'\n' };
    list.split(|byte| *byte == separator)
        .map(|line| match nul {
            true => line,
            false => line.strip_suffix(b"\r").unwrap_or(line),
        })
        .filter(|line| !line.is_empty())
        .map(|line| one_listed(path_of(line)))
        .collect()
}

/// A path of its bytes.
#[cfg(unix)]
pub(super) fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
pub(super) fn path_of(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

fn one_listed(path: PathBuf) -> Result<Input> {
    match path.metadata() {
        Err(e) => return Err(Error::of_io(&path, &e)),
        Ok(data) if !data.is_file() => {
            let reason = "not a regular file".to_owned();
            return Err(Error::Io { path, reason });
        }
        Ok(_) => {}
    }
    // a file of this name, not standard input
    let path = if path.as_os_str() == "-" {
        PathBuf::from("./-")
    } else {
        path
    };
    let mut relative = PathBuf::new();
    for part in path.components() {
        match part {
            Component::Normal(name) => relative.push(name),
            Component::ParentDir => {
                relative.pop();
            }
            _ => {}
        }
    }
    Ok(Input { path, relative })
}

/// What was asked for, sorted out: files that exist, and errors for those that do not.
pub fn inputs(args: &[PathBuf]) -> Vec<Result<Input>> {
    args.iter().flat_map(|arg| expand(arg)).collect()
}

fn expand(arg: &Path) -> Vec<Result<Input>> {
    let one = |path: &Path| Input {
        path: path.to_owned(),
        relative: PathBuf::from(path.file_name().unwrap_or(path.as_os_str())),
    };
    if arg.as_os_str() == "-" {
        return vec![Ok(Input {
            path: arg.to_owned(),
            relative: PathBuf::from("stdin.pdf"),
        })];
    }
    if arg.is_dir() {
        return in_folder(arg, |_| true);
    }
    if arg.exists() {
        return vec![Ok(one(arg))];
    }
    let pattern = arg.to_string_lossy();
    if pattern.contains(['*', '?', '[']) {
        return by_glob(arg, &pattern);
    }
    let missing = std::io::Error::from(std::io::ErrorKind::NotFound);
    let error = arg.metadata().err().unwrap_or(missing);
    vec![Err(Error::of_io(arg, &error))]
}

fn by_glob(arg: &Path, pattern: &str) -> Vec<Result<Input>> {
    let pattern = pattern.strip_prefix("./").unwrap_or(pattern);
    // `*` ends at a folder, as in a shell; `**` does not
    let glob = globset::GlobBuilder::new(pattern)
        .literal_separator(true)
        .build();
    let Ok(glob) = glob else {
        return vec![Err(Error::Io {
            path: arg.to_owned(),
            reason: "not a valid pattern".into(),
        })];
    };
    let matcher = glob.compile_matcher();
    let fixed = arg
        .components()
        .take_while(|c| !c.as_os_str().to_string_lossy().contains(['*', '?', '[']));
    let root: PathBuf = fixed.collect();
    let root = if root.as_os_str().is_empty() {
        PathBuf::from(".")
    } else {
        root
    };
    let plain = |p: &Path| p.strip_prefix("./").unwrap_or(p).to_owned();
    let found = in_folder(&root, |p| matcher.is_match(plain(p)));
    match found.as_slice() {
        [Err(Error::NothingHere { .. })] => vec![Err(Error::NothingHere {
            path: arg.to_owned(),
        })],
        _ => found,
    }
}

/// The PDFs below a folder, by name. Links are followed.
fn in_folder(root: &Path, wanted: impl Fn(&Path) -> bool) -> Vec<Result<Input>> {
    let mut out = Vec::new();
    let walk = walkdir::WalkDir::new(root).follow_links(true);
    for entry in walk.sort_by_file_name() {
        let (path, problem) = match &entry {
            Ok(entry) if entry.file_type().is_dir() => continue,
            Ok(entry) => {
                let odd = !entry.file_type().is_file();
                (entry.path(), odd.then(|| "not a regular file".to_owned()))
            }
            Err(e) => (e.path().unwrap_or(root), Some(reason(e))),
        };
        let unread = entry.is_err() && path.is_dir();
        if unread || (is_pdf(path) && wanted(path)) {
            let path = path.to_owned();
            out.push(match problem {
                Some(reason) => Err(Error::Io { path, reason }),
                None => Ok(Input {
                    relative: path.strip_prefix(root).unwrap_or(&path).to_owned(),
                    path,
                }),
            });
        }
    }
    if out.is_empty() {
        out.push(Err(Error::NothingHere {
            path: root.to_owned(),
        }));
    }
    out
}

/// Why a folder or link cannot be followed.
fn reason(error: &walkdir::Error) -> String {
    match (error.io_error(), error.loop_ancestor()) {
        (_, Some(folder)) => format!("it leads back to {}", folder.display()),
        (Some(e), None) => e.to_string(),
        (None, None) => error.to_string(),
    }
}

fn is_pdf(path: &Path) -> bool {
    path.extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("pdf"))
}

/// The bytes of an input.
///
/// # Errors
/// When it cannot be read.
pub fn bytes_of(path: &Path) -> Result<Vec<u8>> {
    at_most(path, u64::MAX)
}
