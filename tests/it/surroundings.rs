//! Batches and what is around them: lists of paths, streams, arguments, other programs, the guide.

use crate::batches::{ALL, convert, manifest, plans, results, statuses, with_status};
use crate::cli::{fixture, folder, keikaku, run};
use crate::support::{PageSpec, pdf, repo};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;

#[test]
fn paths_come_from_a_list() {
    let (input, out) = (plans("list-in"), folder("list-out"));
    let list = "a.pdf\n市/令和6/施策.pdf\r\n\nmissing.pdf\n";
    let convert = |list: &[u8], more: &[&str]| {
        let mut command = keikaku();
        command
            .current_dir(&input)
            .args(["convert", "--files-from", "-"])
            .args(more);
        command.write_stdin(list).output().unwrap()
    };
    let to = ["-o", out.to_str().unwrap()];
    let output = convert(list.as_bytes(), &to);
    assert_eq!(output.status.code(), Some(3));
    assert!(out.join("a.json").exists() && out.join("市/令和6/施策.json").exists());
    let missing = statuses(&out)["missing.pdf"].clone();
    assert_eq!(missing, "failed");
    // with NUL between, as `find -print0` writes it, and without a folder: a document a line, in order
    let output = convert("c.pdf\0a.pdf\0".as_bytes(), &["--compact", "-0"]);
    let text = String::from_utf8(output.stdout).unwrap();
    let names: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["source"]["file_name"].clone())
        .collect();
    assert_eq!(names, ["c.pdf", "a.pdf"]);
    let output = convert(b"", &to);
    assert_eq!(output.status.code(), Some(2), "nothing to do is no success");
}

#[test]
fn records_go_to_stdout_as_lines() {
    let path = fixture("tomisato-suishin");
    let (code, out, _) = run(&["convert", "--format", "jsonl", path.to_str().unwrap()]);
    assert_eq!(code, 0);
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for line in out.lines() {
        let record: Value = serde_json::from_str(line).unwrap();
        assert_eq!(record["document"], "tomisato-suishin");
        *kinds
            .entry(record["record"].as_str().unwrap().to_owned())
            .or_default() += 1;
    }
    assert!(
        kinds["documents"] == 1 && kinds["items"] > 10 && kinds["cells"] > 20,
        "{kinds:?}"
    );
    let (code, out, err) = run(&["convert", "--format", "csv", path.to_str().unwrap()]);
    assert!(
        code == 2 && out.is_empty() && err.contains("-o OUT"),
        "{err}"
    );
}

#[test]
fn a_reader_of_stdout_that_leaves_is_no_error() {
    use std::io::Read;
    use std::process::Stdio;
    let input = plans("pipe-in");
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_keikaku"));
    command.env_remove("KEIKAKU_LANG").env("LC_ALL", "C");
    command
        .arg("convert")
        .arg(&input)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut start = [0; 10];
    child.stdout.take().unwrap().read_exact(&mut start).unwrap();
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success() && !told.contains("error"), "{told}");
}

/// Not even room on stdout or stderr is taken for granted.
#[cfg(target_os = "linux")]
#[test]
fn streams_that_cannot_be_written_lose_nothing_in_silence() {
    let full = || fs::File::options().write(true).open("/dev/full").unwrap();
    let (input, out) = (plans("full-in"), folder("full-out"));
    let a = input.join("a.pdf");
    for args in [vec!["convert", a.to_str().unwrap()], vec!["schema"]] {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_keikaku"));
        command.env_remove("KEIKAKU_LANG").env("LC_ALL", "C");
        let output = command.args(&args).stdout(full()).output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(
            output.status.code() == Some(2) && told.contains("standard output"),
            "{told}"
        );
    }
    fs::write(input.join("bad.pdf"), "no pdf").unwrap();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_keikaku"));
    command.env_remove("KEIKAKU_LANG").env("LC_ALL", "C");
    command
        .arg("convert")
        .arg(&input)
        .args(["-o"])
        .arg(&out)
        .stderr(full());
    assert_eq!(command.status().unwrap().code(), Some(3));
    assert_eq!(with_status(&out, "converted"), ALL);
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_keikaku"));
    command.env_remove("KEIKAKU_LANG").env("LC_ALL", "C");
    let output = command
        .arg("convert")
        .arg(&input)
        .stderr(full())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(
        String::from_utf8(output.stdout)
            .unwrap()
            .matches("\"keikaku/1\"")
            .count(),
        4
    );
}

#[cfg(unix)]
#[test]
fn a_run_that_waits_for_its_input_can_be_ended() {
    use std::process::Stdio;
    let out = folder("waiting-out");
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_keikaku"));
    command.env_remove("KEIKAKU_LANG").env("LC_ALL", "C");
    command
        .args(["convert", "-", "-o"])
        .arg(&out)
        .stdin(Stdio::piped())
        .stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    while !out.join(".keikaku/lock").exists() {
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let id = child.id().to_string();
    std::process::Command::new("kill")
        .args(["-TERM", &id])
        .status()
        .unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_eq!(manifest(&out)["inputs"][0]["status"], "skipped");
    // one stdin is not two
    let output = keikaku()
        .args(["convert", "-", "--files-from", "-"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn odd_arguments_are_taken_as_they_are_meant() {
    let (input, out) = (plans("odd-in"), folder("odd-out"));
    let to = ["-o", out.to_str().unwrap(), "-q"];
    let convert = |args: &[&str], list: &str| {
        let mut command = keikaku();
        let command = command
            .current_dir(&input)
            .arg("convert")
            .args(args)
            .args(to);
        command
            .write_stdin(list)
            .output()
            .unwrap()
            .status
            .code()
            .unwrap()
    };
    // a format twice, a glob with `./`, which does not reach below the folder
    assert_eq!(convert(&["./*.pdf", "--format", "csv,json,csv"], ""), 0);
    assert_eq!(with_status(&out, "converted"), ["a.pdf", "b.pdf", "c.pdf"]);
    assert_eq!(convert(&["**/*.pdf"], ""), 0);
    assert_eq!(statuses(&out).len(), 4);
    // a file twice
    assert_eq!(convert(&["a.pdf", "./a.pdf"], ""), 0);
    assert_eq!(statuses(&out).len(), 1);
    assert_eq!(
        convert(&["--files-from", "-"], "市/../a.pdf\n../odd-in/a.pdf\n"),
        0
    );
    assert!(out.join("odd-in/a.json").exists());
    // a list as Windows writes it; a file called `-`; names without an extension
    fs::copy(input.join("a.pdf"), input.join("-")).unwrap();
    fs::copy(input.join("a.pdf"), input.join("plan.2024")).unwrap();
    fs::copy(input.join("b.pdf"), input.join("plan.2025")).unwrap();
    assert_eq!(
        convert(
            &["--files-from", "-"],
            "\u{feff}a.pdf\r\n-\r\nplan.2024\r\nplan.2025\r\n"
        ),
        0
    );
    assert!(out.join("-.json").exists() && out.join("plan.2024.json").exists());
    // folders whose names are ours
    fs::create_dir(input.join("manifest.json")).unwrap();
    fs::copy(input.join("a.pdf"), input.join("manifest.json/x.pdf")).unwrap();
    assert_eq!(convert(&["."], ""), 3);
    assert_eq!(with_status(&out, "skipped"), ["x.pdf"]);
}

#[cfg(target_os = "linux")]
#[test]
fn results_are_for_whom_the_umask_says() {
    use std::os::unix::fs::PermissionsExt;
    let (input, out) = (plans("umask-in"), folder("umask-out"));
    let line = "umask 027; exec \"$0\" convert \"$1\" -o \"$2\" -q --format json,csv";
    let mut command = std::process::Command::new("/bin/sh");
    command
        .args(["-c", line, env!("CARGO_BIN_EXE_keikaku")])
        .arg(&input)
        .arg(&out);
    assert!(command.status().unwrap().success());
    for name in ["a.json", "manifest.json", "items.csv"] {
        let mode = out.join(name).metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o640, "{name}");
    }
}

/// A program that reads pictures may be repaired without the file or its version changing.
#[cfg(unix)]
#[test]
fn a_page_that_could_not_be_read_is_tried_again() {
    use std::os::unix::fs::PermissionsExt;
    let (input, out, bin) = (folder("retry-in"), folder("retry-out"), folder("retry-bin"));
    let page = pdf(&[PageSpec::new(b"50 50 m 60 90 l 90 50 l f")]);
    fs::write(input.join("scan.pdf"), page).unwrap();
    let program = |name: &str, script: &str| {
        fs::write(bin.join(name), format!("#!/bin/sh\n{script}\n")).unwrap();
        let executable = fs::Permissions::from_mode(0o755);
        fs::set_permissions(bin.join(name), executable).unwrap();
    };
    let word = "5\\t1\\t1\\t1\\t1\\t1\\t100\\t200\\t400\\t50\\t87\\t市民計画\\n";
    let read = format!(
        "case $1 in --version) echo tesseract 5 ;; --list-langs) echo jpn ;; *) cat >/dev/null; printf '{word}' ;; esac"
    );
    program("tesseract", &read);
    let convert = || {
        let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
        let mut command = keikaku();
        command
            .env("PATH", path)
            .arg("convert")
            .arg(&input)
            .arg("-o")
            .arg(&out);
        command.args(["--ocr", "auto", "-q"]).output().unwrap();
        statuses(&out)["scan.pdf"].clone()
    };
    program(
        "pdftoppm",
        "case $1 in -v) exit 0 ;; esac; cat >/dev/null; exit 1",
    );
    assert_eq!(convert(), "converted");
    program(
        "pdftoppm",
        "case $1 in -v) exit 0 ;; esac; cat >/dev/null; echo P5",
    );
    assert_eq!(convert(), "converted", "the first try failed");
    assert!(
        String::from_utf8(fs::read(out.join("scan.json")).unwrap())
            .unwrap()
            .contains("市民計画")
    );
    assert_eq!(convert(), "cached");
}

#[test]
fn a_format_that_is_not_built_in_says_so_before_anything_is_done() {
    let (input, out) = (plans("feature-in"), folder("feature-out"));
    for (feature, built) in [
        ("parquet", cfg!(feature = "parquet")),
        ("sqlite", cfg!(feature = "sqlite")),
        ("xlsx", cfg!(feature = "xlsx")),
    ] {
        if !built {
            let (code, err) = convert(&input, &out, &["--format", feature]);
            let told = err.contains(&format!("--features {feature}"));
            assert!(code == 2 && told && results(&out).is_empty(), "{err}");
        }
    }
}

#[test]
fn the_doctor_says_what_is_there() {
    let out = folder("doctor");
    let to = out.to_str().unwrap();
    let (code, text, _) = run(&["doctor", "-o", to, "--format", "json"]);
    assert_eq!(code, 0, "{text}");
    let said: Value = serde_json::from_str(&text).unwrap();
    let state = |name: &str| {
        let checks = said["checks"].as_array().unwrap().iter();
        let mut checks = checks.filter(|c| c["name"] == name);
        checks.next().unwrap()["state"].as_str().unwrap().to_owned()
    };
    for name in ["rules", "reader", "folder"] {
        assert_eq!(state(name), "ok", "{name}");
    }
    assert_eq!(
        fs::read_dir(&out).unwrap().count(),
        0,
        "nothing stays behind"
    );
    fs::write(out.join("bad.toml"), "id = 7").unwrap();
    let blocked = out.join("bad.toml/x");
    let (code, text, _) = run(&["doctor", "-o", blocked.to_str().unwrap(), "--rules", to]);
    assert_eq!(code, 1);
    assert!(
        text.contains("broken   rules") && text.contains("broken   folder"),
        "{text}"
    );
    // without programs beside it
    let output = keikaku()
        .env("PATH", &out)
        .args(["doctor", "-o", to])
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        output.status.success() && text.contains("tesseract-ocr-jpn"),
        "{text}"
    );
}

/// Tables are made from what was kept of the documents as JSON.
#[test]
fn a_document_that_was_kept_is_the_one_that_was_read() {
    use keikaku::document::Document;
    use keikaku::output::json::to_json;
    for name in [
        "anjo-gaiyo",
        "okazaki-gaiyo",
        "shishin-shinchoku",
        "tomisato-rotated",
        "toyota-taikei",
    ] {
        let read = crate::support::document(&fixture(name));
        let text = to_json(&read, false).unwrap();
        let kept: Document = serde_json::from_str(&text).unwrap();
        assert!(kept == read, "{name}");
        assert_eq!(to_json(&kept, false).unwrap(), text, "{name}");
    }
}

#[test]
fn the_guide_lists_every_column() {
    use keikaku::output::records::RELATIONS;
    let guide = fs::read_to_string(repo("rules/guide/records.md")).unwrap();
    #[cfg(feature = "sqlite")]
    let of_dataset = keikaku::dataset::relations().to_vec();
    #[cfg(not(feature = "sqlite"))]
    let of_dataset = Vec::new();
    for relation in RELATIONS.iter().chain(of_dataset) {
        let heading = format!("### `{}`", relation.name);
        let at = guide.find(&heading).unwrap_or_else(|| panic!("{heading}"));
        let end = guide[at + 4..]
            .find("\n##")
            .map_or(guide.len(), |n| at + 4 + n);
        for column in relation.columns() {
            let own = guide[at..end].contains(&format!("`{}`", column.name));
            // those of every record stand above the relations
            let shared = guide[..guide.find("## Relations").unwrap()]
                .contains(&format!("| `{}` |", column.name));
            assert!(own || shared, "{}.{}", relation.name, column.name);
        }
    }
}
