//! The characters of each file against two other readers, Poppler (`pdftotext`) and MuPDF
//! (`mutool`): where those two agree, so must we. `cargo test characters -- --nocapture` prints the
//! figures a file; the fixtures are always compared, and the unpublished corpus where it is at hand.
//! `keikaku audit --against` is the same for people.

use crate::support::{repo, shared};
use keikaku::ReadOptions;
use keikaku::audit::engine::{
    Bag, Disagreement, Engine, PageAgreement, Reason, Side, against, characters, common, size,
};
use rayon::prelude::*;
use std::path::{Path, PathBuf};

/// Share of the characters that both others see, which we must account for.
const LEAST: f64 = 0.999;

/// What an engine has on a page that we have not, and cannot explain but by not knowing it.
fn lacking(page: &PageAgreement) -> Bag {
    let mut out = Bag::new();
    let theirs = page.disagreements.iter();
    let open = |d: &&Disagreement| matches!(d.explained, None | Some(Reason::Unmapped));
    for d in theirs.filter(|d| d.side == Side::Theirs).filter(open) {
        for c in characters(&d.text) {
            *out.entry(c).or_default() += 1;
        }
    }
    out
}

/// A line of the report, and whether the file is read well enough.
fn compare(file: &Path) -> Option<(String, bool)> {
    let bytes = std::fs::read(file).unwrap();
    let ask = |engine| against(engine, &bytes, &ReadOptions::default()).ok();
    let (poppler, mupdf) = (ask(Engine::Poppler)?, ask(Engine::Mupdf)?);
    let pages = poppler.pages.iter().zip(&mupdf.pages);
    let missing: usize = pages
        .map(|(p, m)| size(&common(&lacking(p), &lacking(m))))
        .sum();
    let read = poppler.counts.shared.min(mupdf.counts.shared);
    let share = read as f64 / (read + missing).max(1) as f64;
    // a scan has nothing to compare
    let enough = read + missing < 10 || share >= LEAST;
    let name = file.file_name()?.to_string_lossy();
    let line = format!("{name}: {read} read, {missing} only by both others, {share:.4}");
    Some((line, enough))
}

fn pdfs_below(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            pdfs_below(&path, out);
        } else if path.extension().is_some_and(|e| e == "pdf") {
            out.push(path);
        }
    }
}

#[test]
fn what_two_other_readers_agree_on_is_read() {
    if [Engine::Poppler, Engine::Mupdf]
        .iter()
        .any(|e| e.version().is_none())
    {
        eprintln!("skipped: Poppler and MuPDF are not installed (`poppler-utils mupdf-tools`)");
        return;
    }
    let mut files = Vec::new();
    pdfs_below(&repo("fixtures"), &mut files);
    if let Some(corpus) = shared("corpus") {
        pdfs_below(&corpus, &mut files);
    }
    files.sort();
    let results: Vec<_> = files.par_iter().filter_map(|f| compare(f)).collect();
    assert!(results.len() >= 10);
    for (line, _) in &results {
        println!("{line}");
    }
    let bad: Vec<&str> = results
        .iter()
        .filter(|(_, enough)| !enough)
        .map(|(line, _)| line.as_str())
        .collect();
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}
