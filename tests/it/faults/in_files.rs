//! Faults in PDFs: pages that are gone, other bytes, another file, files that are not there.

use super::GOOD;
use crate::support::repo;
use keikaku::audit::{FileFaultKind, FixtureSet, Kind, Options, Report, Verdict, audit};
use keikaku::rule::RuleSet;
use std::path::Path;

/// A copy of the published fixtures, changed, and audited.
fn after(change: impl FnOnce(&Path)) -> Report {
    let folder = tempfile::tempdir().unwrap();
    copy(&repo("fixtures"), folder.path());
    change(folder.path());
    let set = FixtureSet::load(folder.path()).unwrap();
    audit(&set, &RuleSet::shipped().unwrap(), &Options::default())
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        match path.is_dir() {
            true => copy(&path, &target),
            false => drop(std::fs::copy(&path, &target).unwrap()),
        }
    }
}

fn without_page(pdf: &Path, page: u32) {
    let mut file = lopdf::Document::load(pdf).unwrap();
    file.delete_pages(&[page]);
    file.save(pdf).unwrap();
}

fn faults(report: &Report) -> Vec<(FileFaultKind, &str)> {
    report
        .files
        .iter()
        .map(|f| (f.kind, f.file.as_str()))
        .collect()
}

#[test]
fn the_published_set_passes() {
    let report = after(|_| ());
    assert_eq!(report.verdict, Verdict::Passed, "{:#?}", report.files);
    assert!(report.files.is_empty());
    assert_eq!(report.fixtures.len() * 2, GOOD.len());
}

#[test]
fn a_page_that_is_gone_is_named_with_what_stood_on_it() {
    for (name, page) in [
        ("shishin-shinchoku", 3),
        ("tomisato-suishin", 2),
        ("anjo-table", 2),
        ("okazaki-gaiyo", 3),
        ("shishin-90ms", 1),
    ] {
        let file = format!("{name}/{name}.pdf");
        let report = after(|folder| without_page(&folder.join(&file), page));
        assert_eq!(faults(&report), [(FileFaultKind::Changed, file.as_str())]);
        let audited = report.fixtures.iter().find(|f| f.name == name).unwrap();
        assert_eq!(audited.verdict, Verdict::Failed);
        let missing = audited
            .differences
            .iter()
            .filter(|d| d.kind == Kind::Missing);
        let there = missing
            .filter(|d| d.at.iter().any(|a| a.page == page))
            .count();
        assert!(there > 0, "{name}: nothing is said of page {page}");
        let others = report.fixtures.iter().filter(|f| f.name != name);
        for other in others {
            assert_eq!(other.verdict, Verdict::Passed, "{}", other.name);
        }
    }
}

#[test]
fn one_changed_byte_is_named() {
    let file = "toyota-taikei/toyota-taikei.pdf";
    let report = after(|folder| {
        let mut bytes = std::fs::read(folder.join(file)).unwrap();
        // behind %%EOF, where no reader looks
        bytes.push(b' ');
        std::fs::write(folder.join(file), bytes).unwrap();
    });
    assert_eq!(faults(&report), [(FileFaultKind::Changed, file)]);
    assert_eq!(report.verdict, Verdict::Failed);
}

#[test]
fn another_edition_in_its_place_is_named_item_by_item() {
    let file = "shishin-90ms/shishin-90ms.pdf";
    let report = after(|folder| {
        let other = folder.join("shishin-shinchoku/shishin-shinchoku.pdf");
        std::fs::copy(other, folder.join(file)).unwrap();
    });
    assert_eq!(faults(&report), [(FileFaultKind::Changed, file)]);
    let audited = report
        .fixtures
        .iter()
        .find(|f| f.name == "shishin-90ms")
        .unwrap();
    assert!(
        audited
            .differences
            .iter()
            .any(|d| d.field == "plan.edition" || d.field == "plan.title")
    );
    assert!(
        audited
            .differences
            .iter()
            .any(|d| d.field.starts_with("fields."))
    );
}

#[test]
fn files_that_are_gone_or_belong_to_nothing_are_named() {
    let report = after(|folder| {
        std::fs::remove_file(folder.join("anjo-gaiyo/anjo-gaiyo.pdf")).unwrap();
        std::fs::remove_file(folder.join("anjo-table/truth.json")).unwrap();
        std::fs::copy(
            folder.join("okazaki-gaiyo/okazaki-gaiyo.pdf"),
            folder.join("okazaki-gaiyo/second.pdf"),
        )
        .unwrap();
    });
    let mut said = faults(&report);
    said.sort_by_key(|(_, file)| file.to_string());
    let expected = [
        (FileFaultKind::Missing, "anjo-gaiyo/anjo-gaiyo.pdf"),
        (FileFaultKind::Missing, "anjo-table/truth.json"),
        (FileFaultKind::Orphaned, "okazaki-gaiyo/second.pdf"),
    ];
    assert_eq!(said, expected);
    assert_eq!(report.verdict, Verdict::Failed);
    let compared = report
        .fixtures
        .iter()
        .filter(|f| f.verdict == Verdict::Passed)
        .count();
    assert_eq!(
        compared * 2,
        GOOD.len() - 4,
        "the others are compared all the same"
    );
}

#[test]
fn a_broken_pdf_is_a_failure_of_its_own() {
    let name = "tomisato-rotated";
    let file = format!("{name}/{name}.pdf");
    let report = after(|folder| std::fs::write(folder.join(&file), b"%PDF-1.7 nothing").unwrap());
    let audited = report.fixtures.iter().find(|f| f.name == name).unwrap();
    assert_eq!(audited.verdict, Verdict::Failed);
    assert!(audited.failure.is_some());
}
