//! The characters of each file against two other readers, Poppler (`pdftotext`) and MuPDF
//! (`mutool`): where those two agree, so must we. `cargo test characters -- --nocapture` prints the
//! figures a file; the fixtures are always compared, and the unpublished corpus where it is at hand.

use crate::support::{repo, shared};
use keikaku::pdf::{Limits, Pdf};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use unicode_normalization::UnicodeNormalization;

/// Share of the characters that both others see, which we must account for.
const LEAST: f64 = 0.999;

/// How often each character occurs: NFKC, without white space, controls and private use, which
/// symbol fonts have and we turn into marks.
type Bag = BTreeMap<char, usize>;

fn bag(text: &str) -> Bag {
    let mut out = Bag::new();
    for c in text.nfkc() {
        let private = matches!(u32::from(c), 0xE000..=0xF8FF | 0xF0000..=0x10FFFF);
        let invisible = matches!(u32::from(c), 0xAD | 0x200B..=0x200F | 0xFEFF);
        if !c.is_whitespace() && !c.is_control() && !private && !invisible {
            *out.entry(c).or_default() += 1;
        }
    }
    out
}

fn common(a: &Bag, b: &Bag) -> Bag {
    let both = a.iter().filter_map(|(c, n)| Some((*c, *n.min(b.get(c)?))));
    both.collect()
}

fn size(bag: &Bag) -> usize {
    bag.values().sum()
}

fn output_of(program: &str, args: &[&str], file: &Path) -> Option<String> {
    let mut command = Command::new(program);
    let (before, after): (Vec<&str>, Vec<&str>) = args.iter().partition(|a| **a != "-");
    let output = command.args(before).arg(file).args(after).output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// What we read: all of it, and what of that is text on the page.
fn own(file: &Path) -> Option<(Bag, Bag)> {
    let bytes = std::fs::read(file).unwrap();
    let pdf = Pdf::open(&bytes, Limits::default(), None).ok()?;
    let (mut all, mut visible) = (String::new(), String::new());
    for idx in 0..pdf.page_count() {
        for glyph in pdf.page(idx).glyphs {
            if glyph.drawn {
                continue;
            }
            all.push_str(&glyph.text);
            if glyph.hidden.is_none() {
                visible.push_str(&glyph.text);
            }
        }
    }
    Some((bag(&all), bag(&visible)))
}

/// A line of the report, and whether the file is read well enough.
fn compare(file: &Path) -> Option<(String, bool)> {
    let poppler = bag(&output_of("pdftotext", &["-"], file)?);
    let mupdf = bag(&output_of("mutool", &["draw", "-q", "-F", "txt"], file)?);
    let (all, visible) = own(file)?;
    let agreed = common(&poppler, &mupdf);
    let share = |bag: &Bag| size(&common(&agreed, bag)) as f64 / size(&agreed).max(1) as f64;
    let name = file.file_name()?.to_string_lossy();
    // a scan has a form feed or two, and nothing to compare
    let enough = size(&agreed) < 10 || share(&all) >= LEAST;
    let line = format!(
        "{name}: {} agreed, {:.4} read, {:.4} of them as text",
        size(&agreed),
        share(&all),
        share(&visible)
    );
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
    let installed = |program| Command::new(program).arg("-v").output().is_ok();
    if !installed("pdftotext") || !installed("mutool") {
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
