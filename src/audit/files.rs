//! The files of a set: which PDF has which truth, and which of them belong to nothing.

use super::report::{FileFault, FileFaultKind};
use super::set::{Fixture, FixtureSet};
use crate::error::{Error, Result};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// End of the name of a truth.
const TRUTH: &str = ".truth.json";
/// Name of a truth whose folder says what it is of.
const ALONE: &str = "truth.json";

/// PDFs and truths below a folder, sorted.
struct Listing {
    pdfs: Vec<PathBuf>,
    truths: Vec<PathBuf>,
}

impl Listing {
    fn of(root: &Path) -> Result<Self> {
        let (mut pdfs, mut truths) = (Vec::new(), Vec::new());
        // hidden folders are those of other programs
        let is_hidden =
            |e: &DirEntry| e.depth() > 0 && e.file_name().to_string_lossy().starts_with('.');
        let walk = WalkDir::new(root).sort_by_file_name().into_iter();
        for entry in walk.filter_entry(|e| !is_hidden(e)) {
            let entry = entry.map_err(|e| Error::Io {
                path: e.path().unwrap_or(root).to_owned(),
                reason: e.to_string(),
            })?;
            let name = entry.file_name().to_string_lossy();
            if entry.file_type().is_dir() {
                continue;
            }
            if is_pdf(entry.path()) {
                pdfs.push(entry.into_path());
            } else if name == ALONE || name.ends_with(TRUTH) {
                truths.push(entry.into_path());
            }
        }
        Ok(Self { pdfs, truths })
    }

    /// How many PDFs each folder has.
    fn pdfs_of_folders(&self) -> BTreeMap<&Path, usize> {
        let mut out = BTreeMap::new();
        for pdf in &self.pdfs {
            *out.entry(pdf.parent().unwrap_or(pdf)).or_default() += 1;
        }
        out
    }
}

fn is_pdf(path: &Path) -> bool {
    path.extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("pdf"))
}

/// The truth beside a PDF; `truth.json` only where it can be of no other.
fn truth_of(pdf: &Path, pdfs_beside: usize) -> Option<PathBuf> {
    let own = [TRUTH, ".json"].map(|end| {
        let stem = pdf.file_stem().unwrap_or_default().to_string_lossy();
        pdf.with_file_name(format!("{stem}{end}"))
    });
    let alone = (pdfs_beside == 1).then(|| pdf.with_file_name(ALONE));
    own.into_iter().chain(alone).find(|path| path.is_file())
}

/// A path from the folder of the set, with `/` on every system.
pub(super) fn shown(root: &Path, path: &Path) -> String {
    let path = path.strip_prefix(root).unwrap_or(path);
    path.to_string_lossy().replace('\\', "/")
}

/// The PDFs of a folder that has no manifest, with the truths beside them.
pub(super) fn without_manifest(root: &Path) -> Result<FixtureSet> {
    let listing = Listing::of(root)?;
    let beside = listing.pdfs_of_folders();
    let mut set = FixtureSet {
        root: root.to_owned(),
        ..FixtureSet::default()
    };
    for pdf in &listing.pdfs {
        let of_folder = pdf.parent().and_then(|p| beside.get(p)).copied();
        match truth_of(pdf, of_folder.unwrap_or_default()) {
            Some(truth) => set.fixtures.push(Fixture {
                name: shown(root, &pdf.with_extension("")),
                pdf: pdf.clone(),
                truth,
                ..Fixture::default()
            }),
            None => set.faults.push(orphaned(root, pdf, true)),
        }
    }
    unique(&mut set);
    let known: BTreeSet<&Path> = set.fixtures.iter().map(|f| f.truth.as_path()).collect();
    let orphans = listing
        .truths
        .iter()
        .filter(|t| !known.contains(t.as_path()));
    let orphans: Vec<FileFault> = orphans.map(|t| orphaned(root, t, true)).collect();
    set.faults.extend(orphans);
    if set.fixtures.is_empty() && set.faults.is_empty() {
        return Err(Error::NothingHere {
            path: root.to_owned(),
        });
    }
    Ok(set)
}

/// Names that differ by the extension alone are told with it.
fn unique(set: &mut FixtureSet) {
    let names: Vec<String> = set.fixtures.iter().map(|f| f.name.clone()).collect();
    for fixture in &mut set.fixtures {
        if names.iter().filter(|name| **name == fixture.name).count() > 1 {
            fixture.name = shown(&set.root, &fixture.pdf);
        }
    }
}

/// Finds the truths that a manifest does not name, and what is missing, or in the folder and not in the manifest.
pub(super) fn complete(set: &mut FixtureSet) -> Result<()> {
    let listing = Listing::of(&set.root)?;
    let beside = listing.pdfs_of_folders();
    for fixture in &mut set.fixtures {
        if fixture.truth.as_os_str().is_empty() {
            let folder = fixture.pdf.parent().and_then(|p| beside.get(p));
            let found = truth_of(&fixture.pdf, folder.copied().unwrap_or(1));
            fixture.truth = found.unwrap_or_else(|| fixture.pdf.with_extension("truth.json"));
        }
    }
    for fixture in &set.fixtures {
        for path in [&fixture.pdf, &fixture.truth] {
            if !path.is_file() {
                set.faults.push(missing(&set.root, &fixture.name, path));
            }
        }
    }
    let files = set.fixtures.iter().flat_map(|f| [&f.pdf, &f.truth]);
    let known: BTreeSet<PathBuf> = files.map(|path| path.components().collect()).collect();
    let all = listing.pdfs.iter().chain(&listing.truths);
    let orphans = all.filter(|path| !known.contains(&path.components().collect::<PathBuf>()));
    let orphans: Vec<FileFault> = orphans.map(|p| orphaned(&set.root, p, false)).collect();
    set.faults.extend(orphans);
    Ok(())
}

/// The fixture of one PDF or truth.
pub(super) fn single(path: &Path) -> Result<FixtureSet> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
    let root = folder.unwrap_or(Path::new(".")).to_owned();
    let listing = std::fs::read_dir(&root).map_err(|e| Error::of_io(&root, &e))?;
    let mut pdfs: Vec<PathBuf> = listing.flatten().map(|e| e.path()).collect();
    pdfs.retain(|p| is_pdf(p) && p.is_file());
    pdfs.sort();
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let stem = name
        .strip_suffix(TRUTH)
        .or_else(|| name.strip_suffix(".json"));
    let pdf = match (stem, pdfs.as_slice()) {
        _ if is_pdf(path) => Some(root.join(path.file_name().unwrap_or_default())),
        (_, [only]) if name == ALONE => Some(only.clone()),
        (Some(stem), _) => pdfs
            .iter()
            .find(|p| p.file_stem().is_some_and(|s| s == stem))
            .cloned(),
        (None, _) => None,
    };
    let mut set = FixtureSet {
        root: root.clone(),
        ..FixtureSet::default()
    };
    let truth = pdf.as_ref().and_then(|pdf| truth_of(pdf, pdfs.len()));
    match (pdf, truth) {
        (Some(pdf), Some(truth)) => set.fixtures.push(Fixture {
            name: shown(&root, &pdf.with_extension("")),
            pdf,
            truth,
            ..Fixture::default()
        }),
        _ => set.faults.push(orphaned(&root, path, true)),
    }
    Ok(set)
}

fn missing(root: &Path, fixture: &str, path: &Path) -> FileFault {
    let file = shown(root, path);
    FileFault {
        kind: FileFaultKind::Missing,
        message: format!("`{file}` is not there"),
        help: "put it back, or take the fixture out of the manifest".into(),
        fixture: Some(fixture.to_owned()),
        file,
    }
}

fn orphaned(root: &Path, path: &Path, alone: bool) -> FileFault {
    let file = shown(root, path);
    let (message, help) = match (is_pdf(path), alone) {
        (true, true) => (
            format!("no document that is held to be right lies beside `{file}`"),
            "put its truth beside it as `NAME.truth.json`".to_owned(),
        ),
        (false, true) => (
            format!("no PDF belongs to `{file}`"),
            "put the PDF beside it under the same name".to_owned(),
        ),
        (_, false) => (
            format!("`{file}` belongs to no fixture of the manifest"),
            "write it into the manifest, or take it out of the folder".to_owned(),
        ),
    };
    FileFault {
        kind: FileFaultKind::Orphaned,
        file,
        fixture: None,
        message,
        help,
    }
}
