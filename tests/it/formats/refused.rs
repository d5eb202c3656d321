//! What is refused: names that are used twice, documents that break a key, formats of other builds.

use super::{FIXTURES, formats};
use keikaku::Error;
use keikaku::output::{Format, Options, sink};

#[test]
fn a_name_that_is_used_twice_is_an_error_and_the_output_goes_on() {
    let (_, document) = &FIXTURES[0];
    for format in formats() {
        let folder = tempfile::tempdir().unwrap();
        let mut sink = sink(format, folder.path(), &Options::default()).unwrap();
        sink.add("a/b", document).unwrap();
        let again = sink.add("a/b", document).unwrap_err();
        assert!(
            matches!(again, Error::SameName(name) if name == "a/b"),
            "{format:?}"
        );
        sink.add("a/c", document).unwrap();
        sink.finish().unwrap();
    }
}

#[test]
fn a_document_that_breaks_a_key_leaves_nothing_behind() {
    let (_, good) = &FIXTURES[0];
    let mut twice = good.clone();
    twice.items[1].id = twice.items[0].id.clone();
    let mut dangling = good.clone();
    dangling.items[0].parent = Some("nowhere".into());
    for format in formats() {
        let bytes = [vec![], vec![&twice, &dangling]].map(|bad| {
            let folder = tempfile::tempdir().unwrap();
            let mut sink = sink(format, folder.path(), &Options::default()).unwrap();
            for bad in bad {
                let error = sink.add("bad", bad).unwrap_err();
                assert!(matches!(error, Error::Contradiction { .. }), "{error}");
                assert!(error.to_string().contains("items"), "{error}");
            }
            sink.add("good", good).unwrap();
            let names = sink.finish().unwrap();
            let read = |n: &String| std::fs::read(folder.path().join(n)).unwrap();
            names.iter().map(read).collect::<Vec<_>>()
        });
        assert!(bytes[0] == bytes[1], "{format:?}");
    }
}

#[test]
fn json_has_no_sink() {
    let folder = tempfile::tempdir().unwrap();
    assert!(sink(Format::Json, folder.path(), &Options::default()).is_err());
}

#[test]
fn a_folder_that_is_not_there_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    for format in formats() {
        let error = sink(format, &folder.path().join("none"), &Options::default())
            .err()
            .unwrap();
        assert!(matches!(error, Error::Io { .. }), "{format:?}");
    }
}

#[test]
fn a_format_that_was_not_built_says_how_to_get_it() {
    let folder = tempfile::tempdir().unwrap();
    for format in Format::ALL {
        if *format == Format::Json || formats().contains(format) {
            continue;
        }
        let error = sink(*format, folder.path(), &Options::default())
            .err()
            .unwrap();
        let name = format.name();
        assert_eq!(error.to_string(), format!("this build cannot write {name}"));
        assert!(error.help().contains(&format!("--features {name}")));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
