//! The command line: data on stdout, messages on stderr, exit status.

use crate::support::{PageSpec, pdf, repo};
use assert_cmd::Command;
use std::path::{Path, PathBuf};

/// The program, in English whatever the locale of the machine.
pub fn keikaku() -> Command {
    let mut command = Command::cargo_bin("keikaku").unwrap();
    command.env_remove("KEIKAKU_LANG").env("LC_ALL", "C");
    command
}

/// A fresh folder under the build directory.
pub fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    path
}

pub fn fixture(name: &str) -> PathBuf {
    repo("fixtures").join(name).join(format!("{name}.pdf"))
}

pub fn run(args: &[&str]) -> (i32, String, String) {
    let output = keikaku().args(args).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (
        output.status.code().unwrap(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

#[test]
fn one_file_goes_to_stdout() {
    let path = fixture("okazaki-gaiyo");
    let (code, out, _) = run(&["convert", path.to_str().unwrap()]);
    assert_eq!(code, 0);
    let document: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(document["schema"], "keikaku/1");
    assert_eq!(document["rule"]["id"], "okazaki-gaiyo");
}

#[test]
fn a_folder_keeps_its_shape_and_one_bad_file_does_not_stop_it() {
    let input = folder("batch-in");
    let out = folder("batch-out");
    std::fs::create_dir_all(input.join("a/b")).unwrap();
    std::fs::copy(fixture("shishin-90ms"), input.join("a/b/good.pdf")).unwrap();
    std::fs::write(input.join("bad.pdf"), "no pdf").unwrap();
    std::fs::write(input.join("empty.pdf"), "").unwrap();
    std::fs::write(input.join("note.txt"), "x").unwrap();
    let (code, stdout, err) = run(&[
        "convert",
        input.to_str().unwrap(),
        "-o",
        out.to_str().unwrap(),
    ]);
    assert_eq!(code, 3, "{err}");
    assert!(stdout.is_empty());
    assert!(out.join("a/b/good.json").exists());
    assert!(!out.join("bad.json").exists());
    assert!(err.contains("bad.pdf: not a PDF") && err.contains("empty.pdf: the file is empty"));
    assert!(err.matches("help:").count() >= 2);
    let leftovers: Vec<_> = std::fs::read_dir(out.join("a/b")).unwrap().collect();
    assert_eq!(leftovers.len(), 1, "no temporary file stays");
}

#[test]
fn two_inputs_never_become_one_file() {
    let (input, out) = (folder("twins-in"), folder("twins-out"));
    let path = |name: &str| input.join(name).join("p.pdf");
    for name in ["a", "b"] {
        std::fs::create_dir_all(input.join(name)).unwrap();
        std::fs::copy(fixture("shishin-90ms"), path(name)).unwrap();
    }
    let (a, b) = (path("a"), path("b"));
    let (code, _, err) = run(&[
        "convert",
        a.to_str().unwrap(),
        b.to_str().unwrap(),
        "-o",
        out.to_str().unwrap(),
    ]);
    assert_eq!(code, 3, "{err}");
    assert!(err.contains("overwrite"), "{err}");
    assert_eq!(
        run(&[
            "convert",
            input.to_str().unwrap(),
            "-o",
            out.to_str().unwrap()
        ])
        .0,
        0
    );
}

#[test]
fn a_glob_and_standard_input_are_inputs() {
    let out = folder("glob-out");
    let pattern = repo("fixtures/tomisato-*/*.pdf");
    let (code, ..) = run(&[
        "convert",
        pattern.to_str().unwrap(),
        "-o",
        out.to_str().unwrap(),
    ]);
    assert_eq!(code, 0);
    for name in ["tomisato-rotated", "tomisato-suishin"] {
        assert!(out.join(name).join(name).with_extension("json").exists());
    }
    let bytes = std::fs::read(fixture("shishin-90ms")).unwrap();
    let output = keikaku()
        .args(["convert", "-"])
        .write_stdin(bytes)
        .output()
        .unwrap();
    assert!(output.status.success());
    assert!(String::from_utf8_lossy(&output.stdout).contains("shishin-shinchoku"));
}

#[test]
fn wrong_paths_and_folders_say_what_to_do() {
    let (code, _, err) = run(&["convert", "no/such/file.pdf"]);
    assert_eq!(code, 2);
    assert!(
        err.contains("no/such/file.pdf") && err.contains("help:"),
        "{err}"
    );
    let empty = folder("empty-in");
    let (code, _, err) = run(&["convert", empty.to_str().unwrap()]);
    assert_eq!(code, 2);
    assert!(err.contains("no PDF found"), "{err}");
    // a file stands where the output folder should be
    let blocked = folder("blocked").join("out");
    std::fs::write(&blocked, "x").unwrap();
    let path = fixture("shishin-90ms");
    let (code, _, err) = run(&[
        "convert",
        path.to_str().unwrap(),
        "-o",
        blocked.to_str().unwrap(),
    ]);
    assert_eq!(code, 2);
    assert!(err.contains("help:") && !err.contains("panicked"), "{err}");
}

#[test]
fn usage_errors_exit_with_2() {
    assert_eq!(run(&["convert"]).0, 2);
    assert_eq!(run(&["frobnicate"]).0, 2);
    let path = fixture("shishin-90ms");
    let (code, _, err) = run(&["convert", "--rule", "nobody", path.to_str().unwrap()]);
    assert_eq!(code, 2);
    assert!(err.contains("`nobody`"));
}

#[test]
fn a_page_without_text_is_an_error_finding() {
    let input = folder("scan");
    let page = pdf(&[PageSpec::new(b"50 50 m 60 90 l 90 50 l f")]);
    std::fs::write(input.join("scan.pdf"), page).unwrap();
    let (code, out, err) = run(&["convert", input.join("scan.pdf").to_str().unwrap()]);
    assert_eq!(code, 1);
    assert!(out.contains("no-text-layer") && err.contains("--ocr auto"));
}

/// Programs that stand in for `pdftoppm` and `tesseract`.
#[cfg(unix)]
fn programs(name: &str, tsv: &str) -> PathBuf {
    use std::os::unix::fs::PermissionsExt;
    let bin = folder(name);
    let ask = "case $1 in --version) echo 'tesseract 5.9' ;; --list-langs) echo jpn ;; *) ";
    let read = format!("#!/bin/sh\n{ask} cat >/dev/null; printf '{tsv}' ;; esac\n");
    let draw = "#!/bin/sh\ncat >/dev/null; echo P5\n";
    for (program, script) in [("tesseract", read.as_str()), ("pdftoppm", draw)] {
        let path = bin.join(program);
        std::fs::write(&path, script).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    bin
}

#[cfg(unix)]
#[test]
fn a_scan_is_read_where_tesseract_is_installed() {
    let input = folder("ocr");
    let page = pdf(&[PageSpec::new(b"50 50 m 60 90 l 90 50 l f")]);
    let path = input.join("scan.pdf");
    std::fs::write(&path, page).unwrap();
    let line = "4\\t1\\t1\\t1\\t1\\t0\\t100\\t200\\t400\\t50\\t-1\\t\\n";
    let word = "5\\t1\\t1\\t1\\t1\\t1\\t100\\t200\\t400\\t50\\t87\\t市民計画\\n";
    let bin = programs("ocr-bin", &format!("{line}{word}"));
    let system = std::env::var("PATH").unwrap();
    let with_path = |path_var: String| {
        let mut command = keikaku();
        command
            .env("PATH", path_var)
            .args(["convert", "--ocr", "auto"]);
        command.arg(&path).output().unwrap()
    };
    let output = with_path(format!("{}:{system}", bin.display()));
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["sections"][0]["text"], "市民計画");
    assert_eq!(document["sections"][0]["at"][0]["from_ocr"], 0.87);
    let codes: Vec<&str> = document["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|f| f["code"].as_str())
        .collect();
    assert!(codes.contains(&"ocr-text"), "{codes:?}");
    let nowhere = with_path(folder("no-bin").display().to_string());
    assert_eq!(nowhere.status.code(), Some(1));
    let told = String::from_utf8_lossy(&nowhere.stderr).into_owned();
    assert!(
        told.contains("not installed") && told.contains("tesseract-ocr-jpn"),
        "{told}"
    );
}

#[test]
fn limits_are_set_by_name() {
    let path = fixture("shishin-90ms");
    let with = |limit: &str| run(&["convert", "--limit", limit, path.to_str().unwrap()]);
    let (code, out, _) = with("glyphs=5");
    assert!(code == 1 && out.contains("limit-hit"));
    let (code, _, err) = with("file-bytes=5");
    assert!(code == 2 && err.contains("limit"), "{err}");
    let (code, _, err) = with("wishes=3");
    assert!(code == 2 && err.contains("`seconds`"), "{err}");
}

#[test]
fn a_rule_with_a_mistake_is_shown_with_its_line() {
    let rules = folder("bad-rules");
    let good = std::fs::read_to_string(repo("rules/okazaki-gaiyo.toml")).unwrap();
    std::fs::write(
        rules.join("mine.toml"),
        good.replace("level = 1", "lebel = 1"),
    )
    .unwrap();
    let (code, _, err) = run(&["rules", "check", rules.to_str().unwrap()]);
    assert_eq!(code, 1);
    assert!(
        err.contains("mine.toml") && err.contains("lebel") && err.contains("`level`"),
        "{err}"
    );
    let path = fixture("okazaki-gaiyo");
    let (code, ..) = run(&[
        "convert",
        "--rules",
        rules.to_str().unwrap(),
        path.to_str().unwrap(),
    ]);
    assert_eq!(code, 2);
}

#[test]
fn two_rules_that_tie_are_both_named() {
    let rules = folder("tie");
    let text = std::fs::read_to_string(repo("rules/okazaki-gaiyo.toml")).unwrap();
    for id in ["twin", "other"] {
        let own = format!("id = \"{id}\"");
        let text = text.replace("id = \"okazaki-gaiyo\"", &own);
        std::fs::write(rules.join(format!("{id}.toml")), text).unwrap();
    }
    let path = fixture("okazaki-gaiyo");
    let args = [
        "convert",
        "--rules",
        rules.to_str().unwrap(),
        path.to_str().unwrap(),
    ];
    // a finding of severity error, with the document that is read without a rule
    let (code, out, err) = run(&args);
    assert_eq!(code, 1);
    assert!(
        out.contains("\"rule-tie\"") && out.contains("\"rule\": null"),
        "{err}"
    );
    assert!(
        err.contains("`other`") && err.contains("`twin`") && err.contains("--rule"),
        "{err}"
    );
    let (code, ..) = run(&[&args[..], &["--rule", "twin"]].concat());
    assert_eq!(code, 0);
    // of a shipped rule and one of the user's that fit equally well, the user's is meant
    std::fs::remove_file(rules.join("other.toml")).unwrap();
    let (code, out, _) = run(&args);
    assert_eq!(code, 0);
    assert!(out.contains("\"id\": \"twin\""));
}

#[test]
fn without_rules_a_document_is_read_as_far_as_it_is_plain() {
    let path = fixture("toyota-taikei");
    let (code, out, err) = run(&["convert", "--no-rules", path.to_str().unwrap()]);
    assert_eq!(code, 0, "{err}");
    let document: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert!(
        document["rule"].is_null() && err.contains("no-rule"),
        "{err}"
    );
    assert!(document["items"].as_array().unwrap().len() > 10);
}

#[test]
fn a_draft_passes_the_check_and_reads_its_document() {
    let rules = folder("new");
    for name in [
        "toyota-taikei",
        "shishin-shinchoku",
        "tomisato-suishin",
        "okazaki-gaiyo",
    ] {
        let path = fixture(name);
        let path = path.to_str().unwrap();
        let (code, draft, _) = run(&["rules", "new", path, "--id", "mine"]);
        assert_eq!(code, 0);
        let file = rules.join(format!("{name}.toml"));
        std::fs::write(&file, draft).unwrap();
        let file = file.to_str().unwrap();
        let (code, _, err) = run(&["rules", "check", file]);
        assert_eq!(code, 0, "{name}: {err}");
        let (_, out, _) = run(&["convert", path, "--rules", file, "--rule", "mine"]);
        let document: serde_json::Value = serde_json::from_str(&out).unwrap();
        assert!(document["items"].as_array().unwrap().len() > 10, "{name}");
    }
}

#[test]
fn rules_are_listed_and_the_shipped_ones_are_sound() {
    let (code, out, _) = run(&["rules", "list"]);
    assert_eq!(code, 0);
    assert!(out.lines().count() >= 5 && out.contains("toyota-taikei\tv"));
    assert_eq!(run(&["rules", "check"]).0, 0);
    assert_eq!(
        run(&["rules", "check", repo("rules").to_str().unwrap()]).0,
        0
    );
}

#[test]
fn the_schema_is_json() {
    let (code, out, _) = run(&["schema"]);
    assert_eq!(code, 0);
    let schema: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert!(schema["properties"]["items"].is_object());
}

#[test]
fn every_stage_can_be_seen() {
    let path = fixture("tomisato-suishin");
    let path = path.to_str().unwrap();
    for (stage, format, expected) in [
        ("glyphs", "text", "ruling"),
        ("glyphs", "json", "\"hidden\""),
        ("lines", "text", "マークの意味"),
        ("tables", "text", "推進項目"),
        ("tables", "json", "logical_tables"),
        ("flow", "text", "table"),
        ("items", "text", "action"),
        ("tokens", "text", "not understood"),
        ("tokens", "json", "\"totals\""),
        ("glyphs", "svg", "<svg"),
    ] {
        let (code, out, err) = run(&["inspect", path, "--stage", stage, "--format", format]);
        assert_eq!(code, 0, "{stage} {format}: {err}");
        assert!(out.contains(expected), "{stage} {format}");
    }
    assert_eq!(
        run(&["inspect", path, "--stage", "flow", "--format", "json"]).0,
        2
    );
}

#[test]
fn mistakes_are_json_for_editors_and_unreadable_files_are_told_apart() {
    let rules = folder("json-rules");
    let good = std::fs::read_to_string(repo("rules/okazaki-gaiyo.toml")).unwrap();
    let bad = good.replacen("'【目指す姿】', item", "'【目指す 姿】(', item", 1);
    std::fs::write(rules.join("a.toml"), &bad).unwrap();
    std::fs::write(rules.join("b.toml"), &good).unwrap();
    std::fs::write(rules.join("vocabulary.toml"), "no rule").unwrap();
    std::fs::create_dir(rules.join("below")).unwrap();
    std::fs::write(rules.join("below/c.toml"), "no rule").unwrap();
    let folder = rules.to_str().unwrap();
    let (code, out, err) = run(&["rules", "check", "--format", "json", folder]);
    assert_eq!(code, 1);
    assert!(
        err.contains("2 rule file(s) checked, 2 with mistakes"),
        "{err}"
    );
    let found: Vec<serde_json::Value> = out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let of = |key: &str| {
        found
            .iter()
            .map(|d| d[key].as_str().unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(of("code"), ["bad-pattern", "duplicate-id"]);
    assert_eq!(found[0]["line"], found[0]["end"]["line"]);
    // the pattern with its quotes, in characters
    let (from, to) = (&found[0]["column"], &found[0]["end"]["column"]);
    assert_eq!((from.as_u64(), to.as_u64()), (Some(26), Some(36)));
    assert!(of("file")[1].ends_with("b.toml"));
    let absent = rules.join("absent.toml");
    let (code, out, _) = run(&[
        "rules",
        "check",
        "--format",
        "json",
        absent.to_str().unwrap(),
        folder,
    ]);
    assert_eq!((code, out.lines().count()), (2, 2));
}

#[test]
fn the_language_of_rules_is_printed_as_schema_and_reference() {
    let (code, out, _) = run(&["rules", "schema"]);
    assert_eq!(code, 0);
    let schema: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(schema["title"], "Keikaku rule file");
    let (code, out, _) = run(&["rules", "schema", "--format", "markdown"]);
    assert_eq!(code, 0);
    assert!(out.starts_with("# Reference of rule files") && out.contains("`[[table.column]]`"));
}
