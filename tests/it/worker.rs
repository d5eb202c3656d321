//! `keikaku worker`: a request a line in, an answer a line out.

use crate::cli::{fixture, keikaku, run};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

fn ask(args: &[&str], requests: &str) -> Vec<Value> {
    let mut command = keikaku();
    command.arg("worker").args(args);
    let output = command.write_stdin(requests).output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{told}");
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn path(name: &str) -> String {
    fixture(name).to_str().unwrap().to_owned()
}

/// What `convert` says of a file.
fn document(name: &str) -> Value {
    let (_, out, _) = run(&["convert", &path(name)]);
    serde_json::from_str(&out).unwrap()
}

#[test]
fn answers_come_in_the_order_of_the_requests_and_bad_ones_stop_nothing() {
    let bytes = std::fs::read(fixture("okazaki-gaiyo")).unwrap();
    let requests = [
        json!({ "id": { "番号": 1 }, "path": path("toyota-taikei") }).to_string(),
        json!({ "id": "b", "bytes": BASE64_STANDARD.encode(bytes), "name": "okazaki-gaiyo.pdf" })
            .to_string(),
        "not json".into(),
        String::new(),
        json!({ "id": 4, "path": "no/such.pdf" }).to_string(),
        json!({ "id": 5, "bytes": "???" }).to_string(),
        json!({ "id": 6, "bytes": BASE64_STANDARD.encode("no pdf") }).to_string(),
        json!({ "id": 7 }).to_string(),
        json!({ "id": 8, "path": path("shishin-90ms"), "optoins": {} }).to_string(),
        json!(path("shishin-90ms")).to_string(),
    ];
    let answers = ask(&["--jobs", "3"], &requests.join("\n"));
    assert_eq!(answers.len(), 9, "a blank line is no request");
    assert_eq!(answers[0]["id"], json!({ "番号": 1 }));
    assert_eq!(answers[0]["status"], "converted");
    assert_eq!(answers[0]["document"], document("toyota-taikei"));
    assert_eq!(answers[1]["document"], document("okazaki-gaiyo"));
    let codes: Vec<&str> = answers[2..8]
        .iter()
        .map(|a| {
            assert_eq!(a["status"], "failed");
            assert!(!a["error"]["help"].as_str().unwrap().is_empty());
            a["error"]["code"].as_str().unwrap()
        })
        .collect();
    let bad = "bad-request";
    assert_eq!(codes, [bad, "io", bad, "not-a-pdf", bad, bad]);
    assert_eq!(answers[3]["id"], 4);
    assert_eq!(answers[7]["id"], 8, "whatever is wrong with the rest");
    assert_eq!(answers[8]["id"], path("shishin-90ms"));
    assert_eq!(answers[8]["document"], document("shishin-90ms"));
}

#[test]
fn a_request_has_options_of_its_own() {
    let of =
        |options: Value| json!({ "path": path("shishin-90ms"), "options": options }).to_string();
    let requests = [
        of(json!({ "rule": "okazaki-gaiyo" })),
        of(json!({ "limits": { "glyphs": 5 } })),
        of(json!({ "limits": { "wishes": 5 } })),
        of(json!({ "rule": "nobody" })),
        of(json!({})),
    ];
    let answers = ask(&[], &requests.join("\n"));
    assert_eq!(answers[0]["document"]["rule"]["id"], "okazaki-gaiyo");
    assert!(answers[1].to_string().contains("limit-hit"));
    let message = answers[2]["error"]["message"].as_str().unwrap();
    assert!(
        message.contains("`wishes`") && message.contains("`glyphs`"),
        "{message}"
    );
    assert_eq!(answers[3]["error"]["code"], "no-such-rule");
    assert_eq!(answers[4]["document"], document("shishin-90ms"));
}

#[test]
fn unordered_answers_are_the_same_ones() {
    let names = [
        "toyota-taikei",
        "okazaki-gaiyo",
        "shishin-90ms",
        "tomisato-suishin",
    ];
    let requests: Vec<String> = names.iter().map(|n| json!(path(n)).to_string()).collect();
    let sorted = |mut answers: Vec<Value>| {
        answers.sort_by_key(|a| a["id"].to_string());
        answers
    };
    let ordered = ask(&["--jobs", "1"], &requests.join("\n"));
    let ids: Vec<&str> = ordered.iter().map(|a| a["id"].as_str().unwrap()).collect();
    assert_eq!(ids, names.map(path));
    let unordered = ask(&["--jobs", "4", "--unordered"], &requests.join("\n"));
    assert_eq!(sorted(ordered), sorted(unordered));
}

#[test]
fn records_are_those_of_convert() {
    let (_, lines, _) = run(&["convert", "--format", "jsonl", &path("okazaki-gaiyo")]);
    let lines: Vec<Value> = lines
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    let answers = ask(&["--records"], &json!(path("okazaki-gaiyo")).to_string());
    assert_eq!(answers[0]["records"], Value::Array(lines));
}

/// A scheduler starts it with an empty environment and writes the next request when it has the last answer.
#[test]
fn each_answer_comes_before_the_next_request() {
    use std::io::{BufRead, BufReader, Write};
    use std::process::{Command, Stdio};
    let mut command = Command::new(env!("CARGO_BIN_EXE_keikaku"));
    command
        .arg("worker")
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    for _ in 0..3 {
        writeln!(stdin, "{}", json!(path("shishin-90ms"))).unwrap();
        let answer = answers.next().unwrap().unwrap();
        assert!(answer.contains("\"status\":\"converted\""));
    }
    drop(stdin);
    assert!(answers.next().is_none() && child.wait().unwrap().success());
}

#[cfg(unix)]
#[test]
fn input_that_cannot_be_read_is_no_clean_end() {
    let folder = std::fs::File::open(env!("CARGO_MANIFEST_DIR")).unwrap();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_keikaku"));
    let output = command.arg("worker").stdin(folder).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(
        output.status.code() == Some(2) && told.contains("standard input"),
        "{told}"
    );
}

#[test]
fn a_line_without_end_is_no_request() {
    let long = format!(
        "\"{}\"\n{}",
        "x".repeat(200_000),
        json!(path("shishin-90ms"))
    );
    let answers = ask(&["--limit", "file-bytes=100000"], &long);
    assert_eq!(answers[0]["error"]["code"], "bad-request");
    assert_eq!(answers[1]["status"], "converted");
}
