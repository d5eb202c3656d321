//! The rules of the house, read off the sources.

use crate::support::repo;
use std::path::Path;

/// Every source file: path below `src/`, and text.
pub fn sources() -> Vec<(String, String)> {
    let mut out = Vec::new();
    collect(&repo("src"), &mut out);
    out.sort();
    assert!(out.len() > 30);
    out
}

fn collect(folder: &Path, out: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            let name = path.strip_prefix(repo("src")).unwrap();
            let name = name.to_string_lossy().replace('\\', "/");
            out.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
}

/// The stages in the order of the data; each may use only those before it.
const STAGES: &[&str] = &[
    "geometry",
    "place",
    "finding",
    "account",
    "document",
    "diagnostic",
    "language",
    "normalize",
    "municipality",
    "value",
    "text",
    "error",
    "pdf",
    "layout",
    "table",
    "flow",
    "reading",
    "rule",
    "program",
    "tesseract",
    "inspect",
    "edition",
    "output",
    "fetch",
    "batch",
    "dataset",
    "refresh",
    "audit",
    "cli",
];

#[test]
fn each_stage_knows_only_those_before_it() {
    let rank = |stage: &str| STAGES.iter().position(|s| *s == stage);
    for (path, text) in sources() {
        let stage = path.split(['/', '.']).next().unwrap();
        let Some(own) = rank(stage) else { continue };
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (line, used) in uses(code) {
            let Some(other) = rank(&used) else { continue };
            assert!(
                other <= own,
                "{path}: `{line}`: {stage} must not know {used}"
            );
        }
    }
}

/// The modules of this crate that lines of code name.
fn uses(code: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for line in code.lines().filter(|l| !l.trim_start().starts_with("//")) {
        for part in line.split("crate::").skip(1) {
            let name: String = part
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect();
            out.push((line.trim().to_owned(), name));
        }
    }
    out
}

#[test]
fn only_the_file_layer_names_the_pdf_library() {
    for (path, text) in sources() {
        let inside = path.starts_with("pdf/");
        assert!(inside || !text.contains("lopdf::"), "{path}");
        let fonts = path.starts_with("pdf/font/");
        assert!(fonts || !text.contains("hayro_cmap::"), "{path}");
    }
}

#[test]
fn nothing_up_to_the_document_does_io() {
    for (path, text) in sources() {
        if path.starts_with("batch")
            || path.starts_with("fetch")
            || path.starts_with("program")
            || path.starts_with("tesseract")
            || path.starts_with("output")
            // a page that cannot be drawn in time is drawn otherwise
            || path == "inspect/viewer/render.rs"
            || path.starts_with("dataset")
            || path.starts_with("refresh")
            || path.starts_with("audit")
            || path.starts_with("cli")
            || path == "main.rs"
        {
            continue;
        }
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let code: String = code
            .lines()
            .filter(|l| !l.trim_start().starts_with("//"))
            .collect();
        for forbidden in ["std::fs", "std::env", "std::time", "println!", "eprintln!"] {
            assert!(!code.contains(forbidden), "{forbidden} in {path}");
        }
    }
}

#[test]
fn files_stay_small() {
    for (path, text) in sources() {
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        assert!(code.lines().count() <= 600, "{path} is too long");
    }
}
