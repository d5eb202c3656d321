//! Which files make a set, and which are not as they should be.

use super::{audited, change, copied};
use crate::cli::folder;
use crate::support::repo;
use keikaku::Error;
use keikaku::audit::{FileFaultKind, FixtureSet, Verdict};
use keikaku::batch::digest;
use std::path::Path;

/// A manifest for such a folder.
fn manifest(folder: &Path, more: &str) {
    let text = format!("[[fixture]]\nname = \"plan\"\npdf = \"plan.pdf\"\n{more}");
    std::fs::write(folder.join("manifest.toml"), text).unwrap();
}

fn mistakes(folder: &Path) -> Vec<String> {
    match FixtureSet::load(folder) {
        Err(Error::Fixtures(found)) => found.iter().map(ToString::to_string).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn without_a_manifest_a_truth_lies_beside_its_pdf() {
    let folder = folder("audit-beside");
    for (pdf, truth) in [
        ("a.pdf", "a.truth.json"),
        ("b.pdf", "b.json"),
        ("c/x.pdf", "c/truth.json"),
    ] {
        let path = folder.join(pdf);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, "").unwrap();
        std::fs::write(folder.join(truth), "{}").unwrap();
    }
    let set = FixtureSet::load(&folder).unwrap();
    let names: Vec<&str> = set.fixtures.iter().map(|f| f.name.as_str()).collect();
    assert_eq!(names, ["a", "b", "c/x"]);
    assert!(set.fixtures[2].truth.ends_with("c/truth.json"));
    assert_eq!(set.faults, []);
    // two PDFs: the one truth can be of either
    std::fs::write(folder.join("c/y.pdf"), "").unwrap();
    let set = FixtureSet::load(&folder).unwrap();
    let files: Vec<&str> = set.faults.iter().map(|f| f.file.as_str()).collect();
    assert_eq!(files, ["c/x.pdf", "c/y.pdf", "c/truth.json"]);
    assert!(set.faults.iter().all(|f| f.kind == FileFaultKind::Orphaned));
}

#[test]
fn our_own_set_is_whole() {
    let set = FixtureSet::load(&repo("fixtures")).unwrap();
    assert_eq!(set.faults, []);
    assert!(set.fixtures.len() >= 8);
    assert!(
        set.fixtures
            .iter()
            .all(|f| f.sha256.is_some() && f.truth_sha256.is_some())
    );
}

#[test]
fn one_pdf_or_truth_is_a_set() {
    for path in [
        "fixtures/shishin-90ms/shishin-90ms.pdf",
        "fixtures/shishin-90ms/truth.json",
    ] {
        let set = FixtureSet::load(&repo(path)).unwrap();
        assert_eq!(set.fixtures.len(), 1, "{path}");
        assert_eq!(set.fixtures[0].name, "shishin-90ms");
        assert!(
            set.fixtures[0].sha256.is_some(),
            "as the manifest above has it"
        );
    }
    let folder = copied("one");
    for path in ["plan.pdf", "plan.truth.json"] {
        let set = FixtureSet::load(&folder.join(path)).unwrap();
        assert_eq!(set.fixtures[0].name, "plan");
        assert!(set.fixtures[0].truth.ends_with("plan.truth.json"));
    }
}

#[test]
fn a_changed_file_fails_and_is_compared_all_the_same() {
    let folder = copied("changed");
    let [pdf, truth] =
        ["plan.pdf", "plan.truth.json"].map(|f| digest(&std::fs::read(folder.join(f)).unwrap()));
    manifest(
        &folder,
        &format!("sha256 = \"{pdf}\"\ntruth_sha256 = \"{truth}\"\n"),
    );
    assert_eq!(audited(&folder).verdict, Verdict::Passed);
    change(&folder, |t| t["plan"]["edition"] = "ほかの版".into());
    let mut bytes = std::fs::read(folder.join("plan.pdf")).unwrap();
    bytes.push(b'\n');
    std::fs::write(folder.join("plan.pdf"), bytes).unwrap();
    let report = audited(&folder);
    assert_eq!(report.verdict, Verdict::Failed);
    let files: Vec<(FileFaultKind, &str)> = report
        .files
        .iter()
        .map(|f| (f.kind, f.file.as_str()))
        .collect();
    let expected = [
        (FileFaultKind::Changed, "plan.pdf"),
        (FileFaultKind::Changed, "plan.truth.json"),
    ];
    assert_eq!(files, expected);
    assert!(report.files[0].message.contains(&pdf), "{:?}", report.files);
    assert!(
        report.fixtures[0]
            .differences
            .iter()
            .any(|d| d.field == "plan.edition")
    );
}

#[test]
fn missing_and_orphaned_files_fail() {
    let folder = copied("missing");
    manifest(&folder, "truth = \"gone.json\"\n");
    std::fs::write(folder.join("other.pdf"), "").unwrap();
    let report = audited(&folder);
    assert_eq!(report.verdict, Verdict::Failed);
    let mut files: Vec<(FileFaultKind, &str)> = report
        .files
        .iter()
        .map(|f| (f.kind, f.file.as_str()))
        .collect();
    files.sort_by_key(|(_, file)| *file);
    let orphaned = FileFaultKind::Orphaned;
    let expected = [
        (FileFaultKind::Missing, "gone.json"),
        (orphaned, "other.pdf"),
        (orphaned, "plan.truth.json"),
    ];
    assert_eq!(files, expected);
    assert!(report.fixtures[0].failure.is_some());
}

#[test]
fn what_is_no_truth_is_told() {
    let folder = copied("unreadable");
    for (text, reason) in [
        ("{", "not JSON"),
        ("[]", "not an object"),
        ("{}", "nothing in it is held"),
        (r#"{ "schema": "keikaku/9", "items": [] }"#, "keikaku/9"),
        (r#"{ "items": {} }"#, "`items` is not a list"),
    ] {
        std::fs::write(folder.join("plan.truth.json"), text).unwrap();
        let report = audited(&folder);
        assert_eq!(report.files[0].kind, FileFaultKind::Unreadable);
        assert!(
            report.files[0].message.contains(reason),
            "{:?}",
            report.files
        );
    }
}

#[test]
fn what_is_no_pdf_fails_and_stops_nothing() {
    let folder = copied("no-pdf");
    std::fs::write(folder.join("bad.pdf"), "no PDF").unwrap();
    std::fs::copy(
        folder.join("plan.truth.json"),
        folder.join("bad.truth.json"),
    )
    .unwrap();
    let report = audited(&folder);
    assert_eq!(report.verdict, Verdict::Failed);
    assert!(
        report.fixtures[0]
            .failure
            .as_ref()
            .unwrap()
            .contains("not a PDF")
    );
    assert_eq!(report.fixtures[1].verdict, Verdict::Passed);
}

#[test]
fn mistakes_in_a_manifest_are_said_with_what_was_meant() {
    let folder = copied("mistakes");
    manifest(
        &folder,
        "threshold = { title = { recall = 0.5 } }\nnote = \"for people\"\n",
    );
    let found = mistakes(&folder);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].contains("manifest.toml:4:1") && found[0].contains("`thresholds`"),
        "{found:?}"
    );
    manifest(&folder, "[fixture.thresholds]\ntitle = { recal = 0.5 }\n");
    assert!(mistakes(&folder)[0].contains("`recall`"));
    manifest(&folder, "[fixture.thresholds]\ntitle = { recall = 50 }\n");
    assert!(mistakes(&folder)[0].contains("from 0 to 1"));
    manifest(
        &folder,
        "[[fixture]]\nname = \"plan\"\npdf = \"../plan.pdf\"\n",
    );
    let found = mistakes(&folder).join("\n");
    assert!(
        found.contains("earlier fixture") && found.contains("leads out"),
        "{found}"
    );
}

#[test]
fn a_broken_manifest_is_told_of_a_single_file() {
    let folder = copied("broken");
    manifest(&folder, "threshold = 1\n");
    assert!(FixtureSet::load(&folder.join("plan.pdf")).is_err());
    std::fs::write(folder.join("manifest.toml"), "[[fixture]\nname = ").unwrap();
    assert!(FixtureSet::load(&folder.join("plan.pdf")).is_err());
    // one of another kind is none of ours
    std::fs::write(folder.join("manifest.toml"), "[package]\nname = \"x\"\n").unwrap();
    let set = FixtureSet::load(&folder.join("plan.pdf")).unwrap();
    assert_eq!(set.fixtures.len(), 1);
}

#[test]
fn names_are_unique_and_hidden_folders_are_passed_by() {
    let folder = copied("unique");
    std::fs::copy(folder.join("plan.pdf"), folder.join("plan.PDF")).unwrap();
    let hidden = folder.join(".git/x");
    std::fs::create_dir_all(&hidden).unwrap();
    std::fs::copy(folder.join("plan.pdf"), hidden.join("lost.pdf")).unwrap();
    let set = FixtureSet::load(&folder).unwrap();
    let names: Vec<&str> = set.fixtures.iter().map(|f| f.name.as_str()).collect();
    assert_eq!(names, ["plan.PDF", "plan.pdf"]);
    assert_eq!(set.faults, []);
}

#[test]
fn an_empty_folder_is_no_set() {
    let folder = folder("audit-empty");
    assert!(matches!(
        FixtureSet::load(&folder),
        Err(Error::NothingHere { .. })
    ));
}
