//! The data set is as before or as after, whatever happens in between.

use super::{NOW, add, kept, new, of_items, plan, same, year};
use keikaku::batch::Failure;
use keikaku::dataset::{About, Address, AddressState, Dataset, Decision, NewReview};
use keikaku::error::Error;
use keikaku::finding::{Code, Finding};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

/// All files of a folder and below.
fn files(folder: &Path) -> Vec<PathBuf> {
    let all = walkdir::WalkDir::new(folder).sort_by_file_name();
    let files = all.into_iter().map(Result::unwrap);
    let files = files.filter(|e| e.file_type().is_file());
    files.map(walkdir::DirEntry::into_path).collect()
}

/// The documents and PDFs that are kept.
fn contents(folder: &Path) -> usize {
    files(&folder.join("documents")).len() + files(&folder.join("pdf")).len()
}

#[test]
fn what_fails_half_way_leaves_all_as_before() {
    let (folder, mut dataset) = new();
    let folder = folder.path().join("data");
    let plan = dataset.write(NOW, |w| {
        let plan = plan(w);
        add(w, &plan, &year(2022), &of_items(&[("1", "あ")]), &[]);
        Ok(plan)
    });
    let plan = plan.unwrap();
    let before = (dataset.plans().unwrap(), dataset.items("").unwrap());
    let failed: keikaku::Result<()> = dataset.write(NOW, |w| {
        add(
            w,
            &plan,
            &year(2023),
            &of_items(&[("1", "い")]),
            &[(1, &same(&["1"]), true)],
        );
        Err(Error::NotPdf)
    });
    assert!(matches!(failed, Err(Error::NotPdf)));
    assert_eq!(
        before,
        (dataset.plans().unwrap(), dataset.items("").unwrap())
    );
    // the files of it are harmless, and go at the next opening; what is not ours stays
    assert_eq!(contents(&folder), 4);
    std::fs::write(folder.join("pdf/お知らせ.txt"), "x").unwrap();
    std::fs::write(folder.join("staging/half"), "x").unwrap();
    drop(dataset);
    let dataset = Dataset::open(&folder).unwrap();
    assert_eq!(contents(&folder), 3);
    assert!(files(dataset.staging()).is_empty());
    assert_eq!(
        before,
        (dataset.plans().unwrap(), dataset.items("").unwrap())
    );
    let revision = &before.0[0].editions[0].revisions[0];
    dataset.document(&revision.document).unwrap();
}

/// Started by other tests in a process of its own; does nothing else.
#[test]
fn child_that_writes() {
    let Some(folder) = std::env::var_os("KEIKAKU_TEST_DATASET") else {
        return;
    };
    let hangs = std::env::var_os("KEIKAKU_TEST_HANGS").is_some();
    let mut dataset = Dataset::open(Path::new(&folder)).unwrap();
    let first = dataset.plans().unwrap()[0].editions.len() as i32;
    for n in first.. {
        dataset
            .write(NOW, |w| {
                let items: Vec<_> = (0..50).map(|n| n.to_string()).collect();
                let items: Vec<_> = items.iter().map(|n| (n.as_str(), "あ")).collect();
                let mut document = of_items(&items);
                document.source.file_name = n.to_string();
                add(w, "122335-環境基本計画", &year(2000 + n), &document, &[]);
                println!("\nready");
                if hangs {
                    std::thread::sleep(std::time::Duration::from_secs(600));
                }
                Ok(())
            })
            .unwrap();
    }
}

/// Starts it, and waits until it is in the middle of a transaction.
fn child(folder: &Path, hangs: bool) -> (Child, impl Iterator<Item = String> + use<>) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args([
        "--exact",
        "dataset::safety::child_that_writes",
        "--nocapture",
    ]);
    command.env("KEIKAKU_TEST_DATASET", folder);
    if hangs {
        command.env("KEIKAKU_TEST_HANGS", "1");
    }
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut ready = lines.map(Result::unwrap).filter(|l| l == "ready");
    ready.next().expect("the child writes");
    (child, ready)
}

/// A data set with one edition that no process holds.
fn with_one_edition() -> (tempfile::TempDir, PathBuf) {
    let (temporary, mut dataset) = new();
    let folder = temporary.path().join("data");
    let made = dataset.write(NOW, |w| {
        let plan = plan(w);
        add(w, &plan, &year(2000), &of_items(&[("1", "あ")]), &[]);
        Ok(())
    });
    made.unwrap();
    (temporary, folder)
}

#[test]
fn a_process_that_is_killed_in_the_middle_leaves_all_as_before() {
    let (_temporary, folder) = with_one_edition();
    let before = Dataset::read(&folder).unwrap().plans().unwrap();
    let (mut child, _) = child(&folder, true);
    // who reads does not wait, and sees nothing of it; nobody else writes
    assert_eq!(Dataset::read(&folder).unwrap().plans().unwrap(), before);
    let busy = Dataset::open(&folder).unwrap_err();
    assert!(matches!(busy, Error::Busy { .. }), "{busy}");
    assert_eq!(contents(&folder), 4);
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(Dataset::read(&folder).unwrap().plans().unwrap(), before);
    let dataset = Dataset::open(&folder).unwrap();
    assert_eq!(dataset.plans().unwrap(), before);
    assert_eq!(contents(&folder), 2);
}

#[test]
fn a_process_that_is_killed_at_any_moment_leaves_whole_editions() {
    let (_temporary, folder) = with_one_edition();
    let mut editions = 1;
    for round in 0..4 {
        let (mut child, mut ready) = child(&folder, false);
        let reader = Dataset::read(&folder).unwrap();
        let seen = reader.plans().unwrap();
        for _ in 0..round {
            ready.next();
        }
        std::thread::sleep(std::time::Duration::from_millis(round * 11));
        child.kill().unwrap();
        child.wait().unwrap();
        // a reader has one state for as long as it reads
        assert_eq!(reader.plans().unwrap(), seen);
        drop(reader);
        let dataset = Dataset::read(&folder).unwrap();
        let plan = dataset.plans().unwrap().remove(0);
        assert!(plan.editions.len() >= editions + round as usize);
        editions = plan.editions.len();
        let items = dataset.items("あ").unwrap();
        for edition in plan.editions {
            let revision = edition.current().unwrap();
            let document = dataset.document(&revision.document).unwrap();
            assert!(dataset.pdf(&revision.pdf).is_file());
            let of_edition = items.iter().filter(|i| i.editions.contains(&edition.id));
            assert_eq!(of_edition.count(), document.items.len());
        }
    }
}

#[test]
fn opening_says_what_is_wrong() {
    let temporary = tempfile::tempdir().unwrap();
    let folder = temporary.path().join("data");
    let missing = Dataset::read(&folder).unwrap_err();
    assert_eq!(missing.code(), "no-dataset", "{missing}");
    let dataset = Dataset::open(&folder).unwrap();
    let busy = Dataset::open(&folder).unwrap_err();
    assert_eq!(busy.code(), "busy", "{busy}");
    let mut reader = Dataset::read(&folder).unwrap();
    assert!(reader.plans().unwrap().is_empty());
    let refused = reader.write(NOW, |_| Ok(())).unwrap_err();
    assert!(refused.to_string().contains("for reading"), "{refused}");
    drop((dataset, reader));
    // at rest there is one file with everything
    assert!(!folder.join("keikaku-data.sqlite-wal").exists());
    let database = folder.join("keikaku-data.sqlite");
    let connection = rusqlite::Connection::open(&database).unwrap();
    connection.pragma_update(None, "user_version", 9).unwrap();
    drop(connection);
    for error in [Dataset::open(&folder), Dataset::read(&folder)] {
        let error = error.unwrap_err();
        assert_eq!(error.code(), "newer-dataset");
        assert!(error.to_string().contains("version 9"), "{error}");
    }
    // somebody else's database, and no database
    std::fs::remove_file(&database).unwrap();
    let other = rusqlite::Connection::open(&database).unwrap();
    other.execute_batch("CREATE TABLE x (y)").unwrap();
    drop(other);
    let bytes = std::fs::read(&database).unwrap();
    assert_eq!(Dataset::open(&folder).unwrap_err().code(), "no-dataset");
    assert_eq!(std::fs::read(&database).unwrap(), bytes);
    std::fs::write(
        &database,
        "a text that is long enough to be none".repeat(99),
    )
    .unwrap();
    assert_eq!(Dataset::open(&folder).unwrap_err().code(), "no-dataset");
    // a process that was cut off before it had made the tables
    std::fs::write(&database, "").unwrap();
    assert!(Dataset::open(&folder).unwrap().plans().unwrap().is_empty());
}

#[test]
fn what_the_database_does_not_know_of_is_not_swept_away() {
    let (_temporary, folder) = with_one_edition();
    let database = folder.join("keikaku-data.sqlite");
    let older = std::fs::read(&database).unwrap();
    let mut dataset = Dataset::open(&folder).unwrap();
    let later = dataset.write(NOW, |w| {
        let document = of_items(&[("1", "い")]);
        add(w, "122335-環境基本計画", &year(2001), &document, &[]);
        Ok(())
    });
    later.unwrap();
    drop(dataset);
    let all = files(&folder);
    assert_eq!(contents(&folder), 4);
    // no database, an empty one, and one without tables
    for bytes in [None, Some(Vec::new())] {
        std::fs::remove_file(&database).unwrap();
        if let Some(bytes) = bytes {
            std::fs::write(&database, bytes).unwrap();
        }
        let missing = Dataset::open(&folder).unwrap_err();
        assert_eq!(missing.code(), "database-missing", "{missing}");
        assert_eq!(contents(&folder), 4);
        std::fs::write(&database, &older).unwrap();
    }
    // that of an older backup
    let mut dataset = Dataset::open(&folder).unwrap();
    assert_eq!(dataset.plans().unwrap()[0].editions.len(), 1);
    assert_eq!(contents(&folder), 4);
    // what it had is not taken away either when a transaction that brings it again comes to nothing
    let failed: keikaku::Result<()> = dataset.write(NOW, |w| {
        let document = of_items(&[("1", "い")]);
        add(w, "122335-環境基本計画", &year(2001), &document, &[]);
        kept(w, &of_items(&[("1", "う")]));
        Err(Error::NotPdf)
    });
    failed.unwrap_err();
    assert_eq!(contents(&folder), 6);
    // nor does one that comes to something forget what one before it left
    dataset.write(NOW, |w| Ok(plan(w))).unwrap();
    drop(dataset);
    assert_eq!(files(&folder), all);
}

#[cfg(unix)]
#[test]
fn a_data_set_that_cannot_be_written_can_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let (_temporary, folder) = with_one_edition();
    let plans = Dataset::read(&folder).unwrap().plans().unwrap();
    let odd = folder.with_file_name("50% #1?");
    std::fs::rename(&folder, &odd).unwrap();
    let mode = |path: &Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    mode(&odd.join("keikaku-data.sqlite"), 0o444);
    mode(&odd, 0o555);
    let read = Dataset::read(&odd).map(|d| d.plans().unwrap());
    mode(&odd, 0o755);
    assert_eq!(read.unwrap(), plans);
}

#[test]
fn contents_are_what_they_say() {
    let (temporary, mut dataset) = new();
    let file = temporary.path().join("a.pdf");
    std::fs::write(&file, "%PDF").unwrap();
    let wrong = "0".repeat(64);
    let refused = dataset
        .write(NOW, |w| w.keep_pdf(&file, &wrong))
        .unwrap_err();
    assert!(refused.to_string().contains("digest"), "{refused}");
    assert!(!dataset.pdf(&wrong).exists());
    let document = of_items(&[("1", "あ")]);
    let (digest, _) = dataset.write(NOW, |w| Ok(kept(w, &document))).unwrap();
    assert_eq!(dataset.document(&digest).unwrap(), document);
    // a file that somebody took away is kept again when it comes again
    let folder = temporary.path().join("data");
    let path = folder
        .join("documents")
        .join(&digest[..2])
        .join(format!("{digest}.json"));
    std::fs::remove_file(&path).unwrap();
    assert!(dataset.document(&digest).is_err());
    dataset.write(NOW, |w| Ok(kept(w, &document))).unwrap();
    assert_eq!(dataset.document(&digest).unwrap(), document);
    std::fs::write(&path, "{}").unwrap();
    let changed = dataset.document(&digest).unwrap_err();
    assert!(changed.to_string().contains("digest"), "{changed}");
}

#[test]
fn what_is_held_back_is_kept_and_not_merged() {
    let (_temporary, mut dataset) = new();
    let document = of_items(&[("1", "あ")]);
    let held = dataset.write(NOW, |w| {
        let plan = plan(w);
        let (digest, pdf) = kept(w, &document);
        let review = NewReview {
            place: "a.pdf".into(),
            pdf,
            basis: "b".into(),
            document: digest,
            plan: Some(plan),
            edition: None,
            key: year(2023),
            reasons: vec![Finding::new(Code::RuleWeakMatch, "weak", Vec::new())],
            proposal: serde_json::json!({ "neighbours": [1, 2] }),
        };
        Ok((w.hold(&review)?, review))
    });
    let (id, review) = held.unwrap();
    let open = dataset.reviews().unwrap();
    assert_eq!((open.len(), open[0].id, &open[0].review), (1, id, &review));
    assert!(open[0].verdict.is_none());
    assert!(dataset.plans().unwrap()[0].editions.is_empty());
    assert_eq!(dataset.document(&review.document).unwrap(), document);
    dataset
        .write(NOW, |w| {
            w.decide(id, Decision::Rejected, "佐藤", "別の計画")
        })
        .unwrap();
    let verdict = dataset.reviews().unwrap().remove(0).verdict.unwrap();
    assert_eq!(verdict.decision, Decision::Rejected);
    assert_eq!(
        (verdict.who.as_str(), verdict.why.as_str()),
        ("佐藤", "別の計画")
    );
    let again = dataset.write(NOW, |w| w.decide(id, Decision::Accepted, "", ""));
    assert_eq!(again.unwrap_err().code(), "already");
    let none = dataset.write(NOW, |w| w.decide(9, Decision::Accepted, "", ""));
    assert_eq!(none.unwrap_err().code(), "no-such-record");
}

#[test]
fn places_and_reports_are_remembered() {
    let (_temporary, mut dataset) = new();
    let address = Address {
        place: "https://example.jp/a.pdf".into(),
        source: "富里".into(),
        etag: Some("\"1\"".into()),
        state: AddressState::Failed,
        failure: Some(Failure::from(&Error::NotPdf)),
        first_seen: NOW.into(),
        last_seen: NOW.into(),
        ..Address::default()
    };
    let gone = Finding::new(Code::ObjectMissing, "vanished", Vec::new());
    let about = About::Place("https://example.jp/a.pdf");
    for now in [NOW, "2026-05-01T00:00:00Z"] {
        let write = dataset.write(now, |w| {
            w.see(&address)?;
            w.report(&gone, about)
        });
        write.unwrap();
    }
    let known = dataset.addresses().unwrap();
    assert_eq!(known.len(), 1);
    assert_eq!(known["https://example.jp/a.pdf"], address);
    let reports = dataset.reports().unwrap();
    assert_eq!(reports.len(), 1);
    assert_eq!(reports[0].finding, gone);
    assert_eq!(
        (reports[0].first_seen.as_str(), &reports[0].settled),
        (NOW, &None)
    );
    assert_ne!(reports[0].last_seen, NOW);
    dataset
        .write(NOW, |w| w.settle("object-missing", about))
        .unwrap();
    assert_eq!(dataset.reports().unwrap()[0].settled.as_deref(), Some(NOW));
}

#[test]
fn an_edition_of_five_thousand_items_is_written_at_once() {
    let (_temporary, mut dataset) = new();
    let numbers: Vec<String> = (0..5000).map(|n| n.to_string()).collect();
    let items: Vec<_> = numbers.iter().map(|n| (n.as_str(), "あ")).collect();
    let document = of_items(&items);
    let ids: Vec<&str> = numbers.iter().map(String::as_str).collect();
    let comparison = same(&ids);
    let began = Instant::now();
    let written = dataset.write(NOW, |w| {
        let plan = plan(w);
        let first = add(w, &plan, &year(2022), &document, &[]);
        add(
            w,
            &plan,
            &year(2023),
            &document,
            &[(first, &comparison, true)],
        );
        Ok(())
    });
    written.unwrap();
    let took = began.elapsed();
    // two of them, without optimisation, on a machine that does other things
    assert!(took.as_secs() < 6, "{took:?}");
    println!("two editions of 5,000 items: {took:?}");
    assert_eq!(dataset.items("あ").unwrap().len(), 5000);
}
