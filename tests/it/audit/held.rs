//! A set of one fixture in a folder of its own, and the program run on it.

use crate::support::repo;
use assert_cmd::Command;
use serde_json::Value;
use std::fs;
use std::path::PathBuf;

/// A copy of a fixture of ours, with a manifest.
pub struct Held {
    pub folder: tempfile::TempDir,
    name: &'static str,
}

impl Held {
    pub fn new(name: &'static str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join(name);
        fs::create_dir(&own).unwrap();
        for file in [format!("{name}.pdf"), "truth.json".into()] {
            fs::copy(repo("fixtures").join(name).join(&file), own.join(&file)).unwrap();
        }
        let manifest = format!(
            "# ours\n\n[[fixture]]\nname = \"{name}\"   # the only one\npdf = \"{name}/{name}.pdf\"\nnote = \"kept\"\n"
        );
        fs::write(folder.path().join("manifest.toml"), manifest).unwrap();
        Self { folder, name }
    }

    pub fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(self.name).join(file)
    }

    pub fn text(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).unwrap()
    }

    pub fn truth(&self) -> Value {
        serde_json::from_str(&self.text("truth.json")).unwrap()
    }

    /// Changes the truth, in its own style.
    pub fn change(&self, change: impl FnOnce(&mut Value)) {
        let mut truth = self.truth();
        change(&mut truth);
        let formatter = serde_json::ser::PrettyFormatter::with_indent(b" ");
        let mut out = Vec::new();
        let mut to = serde_json::Serializer::with_formatter(&mut out, formatter);
        serde::Serialize::serialize(&truth, &mut to).unwrap();
        out.push(b'\n');
        fs::write(self.path("truth.json"), out).unwrap();
    }

    pub fn manifest(&self) -> String {
        fs::read_to_string(self.folder.path().join("manifest.toml")).unwrap()
    }

    /// `keikaku audit FOLDER …`.
    pub fn audit(&self, args: &[&str]) -> assert_cmd::assert::Assert {
        let folder = self.folder.path().to_str().unwrap();
        let all: Vec<&str> = [folder].into_iter().chain(args.iter().copied()).collect();
        run(&all)
    }

    pub fn history(&self) -> Vec<Value> {
        let text = self.text("history.jsonl");
        text.lines()
            .map(|l| serde_json::from_str(l).unwrap())
            .collect()
    }
}

/// `keikaku audit …`, by nobody in particular.
pub fn run(args: &[&str]) -> assert_cmd::assert::Assert {
    let mut command = Command::cargo_bin("keikaku").unwrap();
    command
        .env("KEIKAKU_NOW", "2026-01-02T03:04:05Z")
        .env("KEIKAKU_BY", "a tester");
    command.arg("audit").args(args).assert()
}

pub fn said(assert: &assert_cmd::assert::Assert) -> String {
    let output = assert.get_output();
    let both = [output.stdout.as_slice(), &output.stderr].concat();
    String::from_utf8(both).unwrap()
}
