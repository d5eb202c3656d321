//! `keikaku diff`.

use crate::cli::{fixture, folder, keikaku, run};
use keikaku::edition::json_schema;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// The document of a fixture, and one in which three things differ.
fn editions(name: &str) -> (PathBuf, PathBuf) {
    let folder = folder(name);
    let (code, out, _) = run(&["convert", fixture("shishin-90ms").to_str().unwrap()]);
    assert_eq!(code, 0);
    let (old, new) = (folder.join("old.json"), folder.join("new.json"));
    std::fs::write(&old, &out).unwrap();
    let mut document: Value = serde_json::from_str(&out).unwrap();
    let items = document["items"].as_array_mut().unwrap();
    let measure = items.iter_mut().find(|i| i["status"].is_object()).unwrap();
    measure["status"] = json!({ "mark": "未", "meaning": null, "code": "not_started" });
    let mut added = items.last().unwrap().clone();
    (added["id"], added["number"]) = (json!("added"), json!("99"));
    added["title"] = json!("<b>新しい</b>施策");
    items.push(added);
    std::fs::write(&new, document.to_string()).unwrap();
    (old, new)
}

fn diff(paths: (&Path, &Path), more: &[&str]) -> (i32, String, String) {
    let (old, new) = (paths.0.to_str().unwrap(), paths.1.to_str().unwrap());
    run(&[&["diff", old, new], more].concat())
}

#[test]
fn documents_are_compared_in_every_format() {
    let (old, new) = editions("diff-formats");
    let (code, text, err) = diff((&old, &new), &[]);
    assert_eq!(code, 0, "{err}");
    assert!(
        text.contains("→ 未") && text.contains("+ 99 <b>新しい</b>施策"),
        "{text}"
    );
    assert!(!text.contains('\u{1b}'), "no colours in a pipe");
    assert!(
        diff((&old, &new), &["--color", "always"])
            .1
            .contains('\u{1b}')
    );
    let (_, markdown, _) = diff((&old, &new), &["--format", "markdown"]);
    assert!(
        markdown.starts_with("# ") && markdown.contains("→ **未**"),
        "{markdown}"
    );
    let (_, html, _) = diff((&old, &new), &["--format", "html"]);
    assert!(html.contains("&lt;b&gt;新しい") && !html.contains("<b>新しい"));
    let (_, json, _) = diff((&old, &new), &["--format", "json"]);
    let comparison: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(comparison["schema"], "keikaku-diff/1");
    let schema = jsonschema::validator_for(&json_schema()).unwrap();
    assert!(schema.is_valid(&comparison));
    let (code, printed, _) = run(&["schema", "diff"]);
    assert_eq!(code, 0);
    assert_eq!(
        serde_json::from_str::<Value>(&printed).unwrap(),
        json_schema()
    );
}

#[test]
fn a_pdf_and_its_document_are_the_same() {
    let (old, new) = editions("diff-pdf");
    let pdf = fixture("shishin-90ms");
    for pair in [(pdf.as_path(), old.as_path()), (&old, &pdf), (&pdf, &pdf)] {
        let (code, text, err) = diff(pair, &["--check"]);
        assert_eq!(code, 0, "{text}{err}");
        assert!(text.contains("Both editions say the same"), "{text}");
    }
    assert_eq!(diff((&old, &new), &["--check"]).0, 1);
    let output = keikaku()
        .args(["diff", "-", new.to_str().unwrap(), "--check"])
        .write_stdin(std::fs::read(&pdf).unwrap())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_result_is_a_file_whose_name_says_its_format() {
    let (old, new) = editions("diff-out");
    let out = old.with_file_name("a").join("changes.html");
    let (code, stdout, err) = diff((&old, &new), &["-o", out.to_str().unwrap()]);
    assert_eq!((code, stdout.as_str()), (0, ""), "{err}");
    assert!(
        std::fs::read_to_string(&out)
            .unwrap()
            .starts_with("<!DOCTYPE html>")
    );
    assert_eq!(std::fs::read_dir(out.parent().unwrap()).unwrap().count(), 1);
    let (code, _, err) = diff((&old, &new), &["-o", old.to_str().unwrap()]);
    assert!(code == 2 && err.contains("overwritten"), "{err}");
    let (code, _, err) = diff(
        (&old, &new),
        &["-o", old.parent().unwrap().to_str().unwrap()],
    );
    assert!(code == 2 && err.contains("not a regular file"), "{err}");
}

#[test]
fn what_is_no_edition_is_told_with_a_remedy() {
    let (old, _) = editions("diff-errors");
    let bad = old.with_file_name("bad.json");
    let told = |content: &str| {
        std::fs::write(&bad, content).unwrap();
        let (code, out, err) = diff((&old, &bad), &[]);
        assert_eq!((code, out.as_str()), (2, ""), "{err}");
        assert!(
            err.contains("bad.json: ") && err.contains("help: "),
            "{err}"
        );
        err
    };
    assert!(told("{\n  \"schema\": \"keikaku/1\",\n  oops\n}").contains("line 3, column 3"));
    assert!(told("{\"schema\": \"keikaku-diff/1\"}").contains("`keikaku-diff/1`"));
    assert!(told("{\"a\": 1}").contains("no `schema`"));
    assert!(told("{\"schema\": \"keikaku/1\"}").contains("missing field"));
    assert!(told("{\"record\":1}\n{\"record\":2}\n").contains("several JSON values"));
    assert!(told("no pdf").contains("not a PDF"));
    assert!(told("").contains("empty"));
    let (code, _, err) = run(&["diff", "-", "-"]);
    assert!(code == 2 && err.contains("once only"), "{err}");
    let (code, _, err) = run(&["diff", "no.pdf", "fixtures"]);
    assert!(
        code == 2 && err.contains("no.pdf") && err.contains("a folder"),
        "{err}"
    );
}
