//! The stages as `inspect` prints them, one fixture each. A snapshot is updated on purpose
//! (`INSTA_UPDATE=always cargo test snapshots`), never by a failing run.

use crate::support::{document, repo};
use keikaku::ReadOptions;
use keikaku::inspect::{Inspection, flow_text, inspect, items_text, lines_text, tables_text};

fn fixture(name: &str) -> Inspection {
    let path = repo("fixtures").join(name).join(format!("{name}.pdf"));
    inspect(&std::fs::read(path).unwrap(), None, &ReadOptions::default()).unwrap()
}

fn settings() -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.set_prepend_module_to_snapshot(false);
    settings
}

#[test]
fn lines() {
    let text = lines_text(&fixture("tomisato-rotated").pages);
    settings().bind(|| insta::assert_snapshot!("lines", text));
}

#[test]
fn flow() {
    let text = flow_text(&fixture("okazaki-gaiyo").flow);
    settings().bind(|| insta::assert_snapshot!("flow", text));
}

#[test]
fn tables() {
    let text = tables_text(&fixture("toyota-ghostscript"));
    settings().bind(|| insta::assert_snapshot!("tables", text));
}

#[test]
fn items() {
    let text = items_text(&document(&repo("fixtures/anjo-table/anjo-table.pdf")));
    settings().bind(|| insta::assert_snapshot!("items", text));
}
