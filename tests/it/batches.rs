//! Folders of PDFs: what is converted, what is not converted again, and what a run leaves behind when it is cut
//! off.

use crate::cli::{fixture, folder, run};
use crate::support::{PageSpec, pdf, repo, texts};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Four plans, one of them below a folder.
pub fn plans(name: &str) -> PathBuf {
    let input = folder(name);
    fs::create_dir_all(input.join("市/令和6")).unwrap();
    for (from, to) in [
        ("okazaki-gaiyo", "a.pdf"),
        ("shishin-90ms", "b.pdf"),
        ("tomisato-suishin", "市/令和6/施策.pdf"),
        ("toyota-taikei", "c.pdf"),
    ] {
        fs::copy(fixture(from), input.join(to)).unwrap();
    }
    input
}

/// A small PDF of our own whose content no other has.
fn small(path: &Path, text: &str) {
    let page = pdf(&[PageSpec::new(&texts(&[(50.0, 200.0, 10.0, text)]))]);
    fs::write(path, page).unwrap();
}

/// Runs `convert` into a folder.
pub fn convert(input: &Path, out: &Path, more: &[&str]) -> (i32, String) {
    let (input, out) = (input.to_str().unwrap(), out.to_str().unwrap());
    let (code, stdout, err) = run(&[&["convert", input, "-o", out], more].concat());
    assert!(stdout.is_empty(), "stdout is for data");
    (code, err)
}

pub fn manifest(out: &Path) -> Value {
    serde_json::from_slice(&fs::read(out.join("manifest.json")).unwrap()).unwrap()
}

/// What became of the inputs: the end of each path, and its status.
pub fn statuses(out: &Path) -> BTreeMap<String, String> {
    let manifest = manifest(out);
    let inputs = manifest["inputs"].as_array().unwrap();
    inputs
        .iter()
        .map(|input| {
            let path = Path::new(input["path"].as_str().unwrap());
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, input["status"].as_str().unwrap().to_owned())
        })
        .collect()
}

pub fn with_status(out: &Path, status: &str) -> Vec<String> {
    let all = statuses(out).into_iter();
    all.filter(|(_, s)| s == status).map(|(n, _)| n).collect()
}

/// All results below a folder with their bytes; not the manifest, which tells of the run.
pub fn results(out: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![out.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap();
            if path.is_dir() {
                if name != ".keikaku" {
                    folders.push(path);
                }
            } else if name != "manifest.json" {
                let relative = path.strip_prefix(out).unwrap().to_owned();
                found.insert(relative, fs::read(&path).unwrap());
            }
        }
    }
    found
}

pub const ALL: [&str; 4] = ["a.pdf", "b.pdf", "c.pdf", "施策.pdf"];
const FORMATS: &str = "json,jsonl,csv";

#[test]
fn results_are_the_same_for_any_number_of_jobs() {
    let input = plans("jobs-in");
    let mut seen = Vec::new();
    for jobs in ["1", "2", "7"] {
        let out = folder(&format!("jobs-{jobs}"));
        let (code, err) = convert(&input, &out, &["--jobs", jobs, "--format", FORMATS]);
        assert_eq!(code, 0, "{err}");
        seen.push(results(&out));
    }
    assert!(seen[0].contains_key(Path::new("市/令和6/施策.json")));
    assert!(seen[0].contains_key(Path::new("items.csv")));
    assert!(seen[0] == seen[1] && seen[1] == seen[2]);
    // and the same as of one file alone
    let (_, alone, _) = run(&["convert", input.join("a.pdf").to_str().unwrap()]);
    assert_eq!(seen[0][Path::new("a.json")], alone.as_bytes());
}

#[test]
fn what_has_not_changed_is_not_converted_again() {
    let (input, out) = (plans("again-in"), folder("again-out"));
    assert_eq!(convert(&input, &out, &["--format", FORMATS]).0, 0);
    assert_eq!(with_status(&out, "converted"), ALL);
    let first = results(&out);
    let times = || -> Vec<_> {
        let all = first.keys().map(|p| out.join(p));
        all.map(|p| p.metadata().unwrap().modified().unwrap())
            .collect()
    };
    let before = times();
    let (code, err) = convert(&input, &out, &["--format", FORMATS]);
    assert!(code == 0 && err.contains("cached          4"), "{err}");
    assert_eq!(with_status(&out, "cached"), ALL);
    assert!(
        results(&out) == first && times() == before,
        "nothing was written"
    );

    // touched, but the same: by content
    let bytes = fs::read(input.join("a.pdf")).unwrap();
    fs::write(input.join("a.pdf"), &bytes).unwrap();
    convert(&input, &out, &[]);
    assert_eq!(with_status(&out, "converted").len(), 0);
    // the same length and time, but another content
    let time = input.join("b.pdf").metadata().unwrap().modified().unwrap();
    let mut bytes = fs::read(input.join("b.pdf")).unwrap();
    let last = bytes.iter().rposition(|b| *b == b'\n').unwrap();
    bytes[last] = b' ';
    fs::write(input.join("b.pdf"), &bytes).unwrap();
    let file = fs::File::options().write(true).open(input.join("b.pdf"));
    file.unwrap().set_modified(time).unwrap();
    convert(&input, &out, &[]);
    assert_eq!(with_status(&out, "converted"), ["b.pdf"]);
    // other options, and by force
    convert(&input, &out, &["--limit", "glyphs=200000"]);
    assert_eq!(with_status(&out, "converted"), ALL);
    convert(&input, &out, &["--limit", "glyphs=200000", "--force"]);
    assert_eq!(with_status(&out, "converted"), ALL);
}

#[test]
fn a_result_that_was_changed_or_removed_comes_back() {
    let (input, out) = (plans("back-in"), folder("back-out"));
    convert(&input, &out, &["--format", FORMATS]);
    let first = results(&out);
    fs::remove_file(out.join("a.json")).unwrap();
    fs::write(out.join("b.json"), "mine").unwrap();
    fs::remove_file(out.join("items.csv")).unwrap();
    let (code, _) = convert(&input, &out, &["--format", FORMATS]);
    assert_eq!(code, 0);
    assert_eq!(with_status(&out, "cached"), ALL, "nothing was read again");
    assert!(results(&out) == first);
}

#[test]
fn a_changed_rule_converts_again_only_what_it_touches() {
    let (input, out, rules) = (plans("rules-in"), folder("rules-out"), folder("rules-dir"));
    let with_rules = ["--rules", rules.to_str().unwrap()];
    let own = |name: &str| fs::read_to_string(repo("rules").join(name)).unwrap();
    let write = |name: &str, text: &str| fs::write(rules.join(name), text).unwrap();
    let again = || {
        convert(&input, &out, &with_rules);
        let converted = with_status(&out, "converted");
        assert_eq!(converted.len() + with_status(&out, "cached").len(), 4);
        converted
    };
    write("o.toml", &own("okazaki-gaiyo.toml"));
    assert_eq!(again(), ALL);
    assert_eq!(again().len(), 0);
    // its body: the documents that it reads
    let changed = own("okazaki-gaiyo.toml").replacen("version = 2", "version = 3", 1);
    assert_ne!(changed, own("okazaki-gaiyo.toml"));
    write("o.toml", &changed);
    assert_eq!(again(), ["a.pdf"]);
    // a new rule that reads none of them
    let stranger = own("shishin-shinchoku.toml").replacen("id = \"shishin", "id = \"other", 1);
    let at = stranger.find("[match]\nall = [").unwrap() + "[match]\nall = [".len();
    let stranger = format!("{}'どこにもない計画', {}", &stranger[..at], &stranger[at..]);
    write("s.toml", &stranger);
    assert_eq!(again().len(), 0);
    // now it reads one
    write("s.toml", &stranger.replacen("'どこにもない計画', ", "", 1));
    assert_eq!(again(), ["b.pdf"]);
    // and is gone again
    fs::remove_file(rules.join("s.toml")).unwrap();
    assert_eq!(again(), ["b.pdf"]);
    assert_eq!(again().len(), 0);
}

#[test]
fn every_input_is_in_the_manifest() {
    let (input, out) = (plans("manifest-in"), folder("manifest-out"));
    fs::write(input.join("bad.pdf"), "no pdf").unwrap();
    small(&input.join("manifest.pdf"), "あ");
    #[cfg(unix)]
    std::os::unix::fs::symlink("nowhere", input.join("gone.pdf")).unwrap();
    let (code, err) = convert(&input, &out, &[]);
    assert_eq!(code, 3);
    let manifest = manifest(&out);
    let (_, schema, _) = run(&["schema", "manifest"]);
    let schema: Value = serde_json::from_str(&schema).unwrap();
    jsonschema::validate(&schema, &manifest).unwrap();
    let of = |name: &str| {
        let inputs = manifest["inputs"].as_array().unwrap().iter();
        let mut inputs = inputs.filter(|i| i["path"].as_str().unwrap().ends_with(name));
        inputs
            .next()
            .unwrap_or_else(|| panic!("{name} in {err}"))
            .clone()
    };
    let a = of("a.pdf");
    assert_eq!(a["rule"]["id"], "okazaki-gaiyo");
    assert_eq!(a["output"], "a.json");
    let document: Value = serde_json::from_slice(&fs::read(out.join("a.json")).unwrap()).unwrap();
    for key in ["sha256", "bytes", "pages"] {
        assert_eq!(a[key], document["source"][key], "{key}");
    }
    let bad = of("bad.pdf");
    assert!(bad["status"] == "failed" && bad["error"]["code"] == "not-a-pdf");
    assert!(bad["sha256"].is_string() && !bad["error"]["help"].as_str().unwrap().is_empty());
    assert_eq!(of("manifest.pdf")["status"], "skipped");
    assert!(
        !out.join("manifest.pdf").exists() && err.contains("overwrite"),
        "{err}"
    );
    #[cfg(unix)]
    assert_eq!(of("gone.pdf")["status"], "failed");
    let names: Vec<&str> = manifest["inputs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|i| i["path"].as_str().unwrap())
        .collect();
    assert!(names.is_sorted(), "in the order of the inputs: {names:?}");
    let totals = &manifest["totals"];
    assert!(
        totals["converted"] == 4 && totals["skipped"] == 1,
        "{totals}"
    );
    // a second run says the same of the bad ones
    let (code, again) = convert(&input, &out, &[]);
    assert!(
        code == 3 && again.contains("not a PDF") && again.contains("overwrite"),
        "{again}"
    );
}

#[test]
fn a_broken_edition_does_not_leave_the_old_result() {
    let (input, out) = (plans("broken-in"), folder("broken-out"));
    convert(&input, &out, &[]);
    let good = fs::read(input.join("a.pdf")).unwrap();
    fs::write(input.join("a.pdf"), "<html>404</html>").unwrap();
    for _ in 0..2 {
        let (code, err) = convert(&input, &out, &[]);
        assert!(code == 3 && err.contains("not a PDF"), "{err}");
        assert!(!out.join("a.json").exists());
    }
    fs::write(input.join("a.pdf"), good).unwrap();
    assert_eq!(convert(&input, &out, &[]).0, 0);
    assert!(out.join("a.json").exists());
}

fn left_over(out: &Path, key: &str) -> Vec<String> {
    let left = manifest(out)["left_over"][key].clone();
    let left = left.as_array().unwrap().iter();
    left.map(|p| p.as_str().unwrap().to_owned()).collect()
}

#[test]
fn results_without_an_input_are_listed_and_pruned_on_request() {
    let (input, out) = (plans("prune-in"), folder("prune-out"));
    convert(&input, &out, &["--format", "json,csv"]);
    fs::remove_file(input.join("b.pdf")).unwrap();
    for _ in 0..2 {
        let (_, err) = convert(&input, &out, &[]);
        assert!(err.contains("--prune"), "{err}");
        assert_eq!(left_over(&out, "gone"), ["b.json"]);
        let others = left_over(&out, "other_formats");
        assert!(others.contains(&"items.csv".to_owned()), "{others:?}");
        assert!(out.join("b.json").exists() && out.join("items.csv").exists());
    }
    convert(&input, &out, &["--prune"]);
    assert!(!out.join("b.json").exists() && !out.join("items.csv").exists());
    assert!(out.join("a.json").exists() && left_over(&out, "gone").is_empty());
    // what is not written now is left over, but its inputs are not forgotten
    let (_, err) = convert(&input, &out, &["--format", "csv", "--prune"]);
    assert!(!out.join("a.json").exists(), "{err}");
    assert_eq!(with_status(&out, "cached").len(), 3);
    convert(&input, &out, &[]);
    assert_eq!(with_status(&out, "cached").len(), 3);
}

#[cfg(unix)]
#[test]
fn results_of_a_run_that_was_killed_are_left_over_too() {
    let (input, out) = (plans("killed-prune-in"), folder("killed-prune-out"));
    convert(&input, &out, &[]);
    // as if the run had not come to its end
    fs::remove_file(out.join("manifest.json")).unwrap();
    fs::write(out.join(".keikaku/unfinished"), "").unwrap();
    fs::remove_file(input.join("c.pdf")).unwrap();
    convert(&input, &out, &[]);
    assert_eq!(left_over(&out, "gone"), ["c.json"]);
    convert(&input, &out, &["--prune"]);
    assert!(!out.join("c.json").exists());
    let kept = |folder: PathBuf| fs::read_dir(folder).unwrap().flatten();
    let records = kept(out.join(".keikaku/inputs")).flat_map(|f| kept(f.path()));
    assert_eq!(records.count(), 3, "nothing is kept of what is gone");
}

#[test]
fn what_a_loss_of_power_broke_is_mended() {
    let (input, out) = (plans("power-in"), folder("power-out"));
    convert(&input, &out, &["--format", FORMATS]);
    let first = results(&out);
    // as if the last run had not ended: a result that is there, of the right length, and wrong
    fs::write(out.join(".keikaku/unfinished"), "").unwrap();
    let path = out.join("a.json");
    let time = path.metadata().unwrap().modified().unwrap();
    fs::write(&path, vec![0; first[Path::new("a.json")].len()]).unwrap();
    let file = fs::File::options().write(true).open(&path).unwrap();
    file.set_modified(time).unwrap();
    fs::create_dir_all(out.join(".keikaku/staging")).unwrap();
    fs::write(out.join(".keikaku/staging/.tmpx"), "half").unwrap();
    // and records that were cut off
    let mut records = Vec::new();
    for folder in fs::read_dir(out.join(".keikaku/inputs")).unwrap() {
        records.extend(
            fs::read_dir(folder.unwrap().path())
                .unwrap()
                .map(|f| f.unwrap().path()),
        );
    }
    let bytes = fs::read(&records[0]).unwrap();
    fs::write(&records[0], &bytes[..bytes.len() / 2]).unwrap();
    let (code, _) = convert(&input, &out, &["--format", FORMATS]);
    assert_eq!(code, 0);
    assert!(results(&out) == first);
    assert_eq!(with_status(&out, "converted").len(), 1);
    assert!(!out.join(".keikaku/unfinished").exists() && !out.join(".keikaku/staging").exists());
}

#[cfg(unix)]
#[test]
fn killed_at_any_moment_it_ends_with_the_same_bytes() {
    use std::process::Stdio;
    use std::time::Duration;
    let (input, out, clean) = (folder("kill-in"), folder("kill-out"), folder("kill-clean"));
    for n in 0..25 {
        let mut bytes = fs::read(fixture(["okazaki-gaiyo", "tomisato-suishin"][n % 2])).unwrap();
        bytes.extend(format!("\n% {n}\n").bytes());
        fs::write(input.join(format!("{n}.pdf")), bytes).unwrap();
    }
    convert(&input, &clean, &["--format", FORMATS]);
    let mut seed: u64 = 20_261_122;
    for round in 0..8 {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_keikaku"));
        command.env_remove("KEIKAKU_LANG").env("LC_ALL", "C");
        command
            .args(["convert", "-q", "--format", FORMATS, "-o"])
            .args([&out, &input]);
        let quiet = command.stderr(Stdio::null()).stdout(Stdio::null());
        let mut child = quiet.spawn().unwrap();
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let millis = 40 + 60 * round + (seed >> 33) % 60;
        std::thread::sleep(Duration::from_millis(millis));
        child.kill().unwrap();
        child.wait().unwrap();
        for (path, bytes) in results(&out) {
            assert!(
                results(&clean).get(&path) == Some(&bytes),
                "{} is half written",
                path.display()
            );
        }
    }
    assert_eq!(convert(&input, &out, &["--format", FORMATS]).0, 0);
    assert!(results(&out) == results(&clean));
}

#[cfg(unix)]
#[test]
fn sigterm_ends_a_run_in_order() {
    use std::process::Stdio;
    use std::time::Duration;
    let (input, out) = (folder("term-in"), folder("term-out"));
    for n in 0..300 {
        small(&input.join(format!("{n:03}.pdf")), &"ア".repeat(n % 40 + 1));
    }
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_keikaku"));
    command.env_remove("KEIKAKU_LANG").env("LC_ALL", "C");
    command
        .args(["convert", "--log-format", "json", "-o"])
        .args([&out, &input]);
    let child = command.stderr(Stdio::piped()).spawn().unwrap();
    // the first results are there
    for _ in 0..400 {
        if results(&out).len() > 2 {
            break;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    let id = child.id().to_string();
    std::process::Command::new("kill")
        .args(["-TERM", &id])
        .status()
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    let totals = manifest(&out)["totals"].clone();
    let count = |key: &str| totals[key].as_u64().unwrap();
    assert!(count("converted") > 2 && count("skipped") > 0, "{totals}");
    assert_eq!(count("converted") + count("skipped"), 300);
    assert_eq!(manifest(&out)["interrupted"], true);
    for line in String::from_utf8(output.stderr).unwrap().lines() {
        let event: Value = serde_json::from_str(line).unwrap();
        assert!(event["event"].is_string(), "{line}");
    }
    assert_eq!(convert(&input, &out, &["-q"]).0, 0);
    assert_eq!(results(&out).len(), 300);
    assert!(with_status(&out, "cached").len() as u64 >= count("converted"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_takes_too_much_memory_fails_alone() {
    use std::io::Write;
    let (input, out) = (plans("memory-in"), folder("memory-out"));
    // a content stream of 200 MB of blanks
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..200 {
        packed.write_all(&vec![b' '; 1 << 20]).unwrap();
    }
    let packed = packed.finish().unwrap();
    let mut bomb = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
        3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n4 0 obj<</Filter/FlateDecode/Length "
        .to_vec();
    bomb.extend(format!("{}>>stream\n", packed.len()).bytes());
    bomb.extend(packed);
    bomb.extend(b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");
    fs::write(input.join("bomb.pdf"), bomb).unwrap();
    let (code, err) = convert(&input, &out, &["--limit", "memory-bytes=150000000"]);
    assert_eq!(code, 3, "{err}");
    assert!(
        err.contains("out of memory") && err.contains("memory-bytes"),
        "{err}"
    );
    assert_eq!(with_status(&out, "converted"), ALL);
    assert_eq!(with_status(&out, "failed"), ["bomb.pdf"]);
}

#[test]
fn a_limit_that_nothing_can_keep_is_refused() {
    let path = fixture("shishin-90ms");
    let (code, _, err) = run(&[
        "convert",
        path.to_str().unwrap(),
        "--limit",
        "memory-bytes=1",
    ]);
    assert!(code == 2 && err.contains("134217728"), "{err}");
}

/// The names of old archives are Shift-JIS.
#[cfg(target_os = "linux")]
#[test]
fn names_that_are_no_text_stay_apart() {
    use std::os::unix::ffi::OsStrExt;
    let (input, out) = (folder("bytes-in"), folder("bytes-out"));
    for name in [b"\x8cv.pdf", b"\x8dv.pdf"] {
        let path = input.join(std::ffi::OsStr::from_bytes(name));
        fs::copy(fixture("shishin-90ms"), path).unwrap();
    }
    let (code, err) = convert(&input, &out, &["--format", "json,csv"]);
    assert!(code == 0, "{err}");
    assert!(
        out.join(std::ffi::OsStr::from_bytes(b"\x8dv.json"))
            .exists()
    );
    let text = fs::read_to_string(out.join("documents.csv")).unwrap();
    assert!(text.contains("\\x8Cv") && text.contains("\\x8Dv"), "{text}");
    assert_eq!(statuses(&out).len(), 2);
}

#[test]
fn one_run_at_a_time_works_in_a_folder() {
    let (input, out) = (plans("lock-in"), folder("lock-out"));
    fs::create_dir_all(out.join(".keikaku")).unwrap();
    let lock = fs::File::create(out.join(".keikaku/lock")).unwrap();
    lock.lock().unwrap();
    let (code, err) = convert(&input, &out, &[]);
    assert!(
        code == 2 && err.contains("another run") && err.contains("help:"),
        "{err}"
    );
    drop(lock);
    assert_eq!(convert(&input, &out, &[]).0, 0);
}
