//! `keikaku audit`.

use super::{change, copied, item};
use crate::cli::{folder, run};
use serde_json::{Value, json};

#[test]
fn it_says_how_a_set_came_out() {
    let set = copied("cli");
    let path = set.to_str().unwrap();
    let (code, out, err) = run(&["audit", path]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(out.starts_with("passed: 1 fixture"), "{out}");
    change(&set, |t| {
        item(t, "数でわかる目標の設定")["title"] = json!("ちがう題")
    });
    let (code, out, _) = run(&["audit", path, "--jobs", "1"]);
    assert_eq!(code, 1);
    assert!(
        out.starts_with("FAILED: 1 fixture · 1 failed · 1 difference ·"),
        "{out}"
    );
    let (code, out, _) = run(&["audit", path, "--format", "json"]);
    assert_eq!(code, 1);
    let report: Value = serde_json::from_str(&out).unwrap();
    let differences = report["fixtures"][0]["differences"].as_array().unwrap();
    let wrong: Vec<&Value> = differences
        .iter()
        .filter(|d| d["kind"] != "print")
        .collect();
    assert_eq!((wrong.len(), &wrong[0]["field"]), (1, &json!("title")));
}

#[test]
fn files_are_written_in_the_format_of_their_name() {
    let set = copied("cli-files");
    let out = folder("audit-cli-out");
    let paths = ["a.json", "a.md", "a.xml", "a.txt"]
        .map(|name| out.join(name).to_string_lossy().into_owned());
    let mut args = vec!["audit", set.to_str().unwrap(), "--summary"];
    paths.iter().for_each(|path| args.extend(["-o", path]));
    let (code, stdout, err) = run(&args);
    assert_eq!(code, 0, "{err}");
    assert!(stdout.starts_with("passed"));
    let begin = ["{", "## Audit", "<?xml", "passed"];
    for (path, begin) in paths.iter().zip(begin) {
        assert!(
            std::fs::read_to_string(path).unwrap().starts_with(begin),
            "{path}"
        );
    }
}

#[test]
fn nothing_is_written_over_a_file_of_the_set() {
    let set = copied("cli-over");
    for name in ["plan.pdf", "plan.truth.json"] {
        let path = set.join(name);
        let before = std::fs::read(&path).unwrap();
        for option in ["-o", "--html"] {
            let (code, _, err) = run(&[
                "audit",
                set.to_str().unwrap(),
                option,
                path.to_str().unwrap(),
            ]);
            assert_eq!(code, 2, "{err}");
            assert!(err.contains("would be overwritten"), "{err}");
        }
        assert_eq!(std::fs::read(&path).unwrap(), before);
    }
}

#[test]
fn one_fixture_can_be_asked_for() {
    let set = copied("cli-only");
    for name in ["plan.pdf", "plan.truth.json"] {
        std::fs::copy(set.join(name), set.join(name.replace("plan", "other"))).unwrap();
    }
    change(&set, |t| t["plan"]["edition"] = json!("別の版"));
    let path = set.to_str().unwrap();
    assert_eq!(run(&["audit", path, "--only", "other"]).0, 0);
    assert_eq!(run(&["audit", path, "--only", "plan"]).0, 1);
    let (code, _, err) = run(&["audit", path, "--only", "plam"]);
    assert_eq!(code, 2);
    assert!(err.contains("did you mean `plan`?"), "{err}");
}

#[test]
fn no_set_is_wrong_usage() {
    let empty = folder("audit-cli-empty");
    let (code, _, err) = run(&["audit", empty.to_str().unwrap()]);
    assert_eq!(code, 2);
    assert!(err.contains("help:"), "{err}");
    std::fs::write(
        empty.join("manifest.toml"),
        "[[fixture]]\nnam = \"x\"\npdf = \"x.pdf\"\n",
    )
    .unwrap();
    let (code, _, err) = run(&["audit", empty.to_str().unwrap()]);
    assert_eq!(code, 2);
    assert!(
        err.contains("manifest.toml:2:1") && err.contains("name"),
        "{err}"
    );
    for of in ["audit", "fixtures"] {
        let (code, out, _) = run(&["schema", of]);
        assert_eq!(code, 0);
        assert!(
            serde_json::from_str::<Value>(&out).unwrap()["title"].is_string(),
            "{of}"
        );
    }
}
