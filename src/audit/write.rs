//! Several files written together: each whole or not at all, and none before all are ready.

use crate::error::{Error, Result};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Writes files: first all beside their places, then all are renamed. A full disk or a folder that cannot be
/// written leaves every file as it was.
///
/// # Errors
/// When a folder cannot be made or written.
pub fn write_together(files: &[(PathBuf, Vec<u8>)]) -> Result<()> {
    let mut ready = Vec::with_capacity(files.len());
    for (path, bytes) in files {
        // what a symbolic link leads to is written, and the link stays
        let real = path.canonicalize().unwrap_or_else(|_| path.clone());
        let path = &real;
        let failed = |e: std::io::Error| Error::of_io(path, &e);
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        fs::create_dir_all(folder).map_err(failed)?;
        let mut file = tempfile::Builder::new()
            .prefix(".keikaku-")
            .tempfile_in(folder)
            .map_err(failed)?;
        file.write_all(bytes).map_err(failed)?;
        file.as_file().sync_all().map_err(failed)?;
        // a file that is replaced keeps who may read it; a new one is as others of its folder
        let mode = fs::metadata(path).or_else(|_| beside(folder));
        if let Ok(mode) = mode {
            file.as_file()
                .set_permissions(mode.permissions())
                .map_err(failed)?;
        }
        ready.push((real, file));
    }
    for (path, file) in ready {
        file.persist(&path)
            .map_err(|e| Error::of_io(&path, &e.error))?;
    }
    Ok(())
}

/// Some file of a folder, or of the one above.
fn beside(folder: &Path) -> std::io::Result<fs::Metadata> {
    let above = folder.parent().unwrap_or(folder);
    for folder in [folder, above] {
        for entry in fs::read_dir(folder)?.flatten() {
            let name = entry.file_name();
            if !name.to_string_lossy().starts_with('.') && entry.path().is_file() {
                return entry.metadata();
            }
        }
    }
    Err(std::io::ErrorKind::NotFound.into())
}

/// A text with the line ends of another, and its byte order mark if it has one.
pub fn text_like(text: &str, like: &str) -> String {
    let plain = text.trim_start_matches('\u{FEFF}').replace("\r\n", "\n");
    let lines = match like.contains("\r\n") {
        true => plain.replace('\n', "\r\n"),
        false => plain,
    };
    match like.starts_with('\u{FEFF}') {
        true => format!("\u{FEFF}{lines}"),
        false => lines,
    }
}

/// JSON in the style of another text: its indent, its line ends, and whether it ends with one.
///
/// # Errors
/// When the value cannot be written.
pub fn json_like(value: &serde_json::Value, like: &str) -> Result<Vec<u8>> {
    let indent: String = like
        .lines()
        .nth(1)
        .unwrap_or("  ")
        .chars()
        .take_while(|c| c.is_whitespace())
        .collect();
    let formatter = serde_json::ser::PrettyFormatter::with_indent(indent.as_bytes());
    let mut out = Vec::new();
    let one_line = !like.trim().contains('\n');
    let written = match one_line {
        true => serde_json::to_writer(&mut out, value),
        false => {
            let mut to = serde_json::Serializer::with_formatter(&mut out, formatter);
            serde::Serialize::serialize(value, &mut to)
        }
    };
    written.map_err(|e| Error::Io {
        path: PathBuf::new(),
        reason: e.to_string(),
    })?;
    if like.ends_with('\n') {
        out.push(b'\n');
    }
    // in JSON a line end is never part of a value
    let text = String::from_utf8_lossy(&out);
    Ok(text_like(&text, like).into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_style_of_a_text_is_kept() {
        for text in [
            "{\n \"b\": 1.50,\n \"a\": []\n}\n",
            "{\n    \"a\": {\n        \"b\": \"計\"\n    }\n}",
            "{\"b\":1,\"a\":2}\n",
            "\u{FEFF}{\r\n  \"b\": 1,\r\n  \"a\": \"\\r\\n\"\r\n}\r\n",
        ] {
            let value = serde_json::from_str(text.trim_start_matches('\u{FEFF}')).unwrap();
            assert_eq!(
                String::from_utf8(json_like(&value, text).unwrap()).unwrap(),
                text
            );
        }
    }

    #[test]
    #[cfg(unix)]
    fn a_symbolic_link_stays_one() {
        let folder = tempfile::tempdir().unwrap();
        let [real, link] = ["real", "link"].map(|n| folder.path().join(n));
        fs::write(&real, "old").unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        write_together(&[(link.clone(), b"new".to_vec())]).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&real).unwrap(), "new");
    }

    #[test]
    fn one_file_that_cannot_be_written_leaves_all_as_they_were() {
        let folder = tempfile::tempdir().unwrap();
        let [first, blocked] = ["truth.json", "file"].map(|n| folder.path().join(n));
        fs::write(&first, "old").unwrap();
        fs::write(&blocked, "a file, and no folder").unwrap();
        let files = [
            (first.clone(), b"new".to_vec()),
            (blocked.join("x"), b"y".to_vec()),
        ];
        assert!(write_together(&files).is_err());
        assert_eq!(fs::read_to_string(&first).unwrap(), "old");
        let left: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
        assert_eq!(left.len(), 2, "nothing is left over");
    }
}
