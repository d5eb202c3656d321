//! Data sets that stay fresh: from a list of sources to editions, reviews and findings, by the binary.

mod asks;
mod doubts;
mod files;
mod lists;
mod reviews;
mod survives;
mod web;

use crate::cli::{folder, keikaku, run};
use crate::support::{PageSpec, grid, pdf, texts};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// How the plans of an invented city are read.
const RULE: &str = r#"
id = "midori"
version = 1
title = "ミドリ市市民計画"
why = "an invented plan"

[match]
all = ['ミドリ市', '番号', '施策']

[plan]
patterns = ['(?m)^(?<title>(?<municipality>ミドリ市)\S*計画[^\n]*)$']

[[legend]]
mark = "○"
meaning = "完了"

[[legend]]
mark = "△"
meaning = "遅れている"

[[table]]
name = "施策"
headers = ['番号', '施策', '進捗']

[table.row]
kind = "measure"
number = '番号'
title = '施策'
status = '進捗'

[[table]]
name = "指標"
headers = ['指標', '.*目標値']

[table.indicator]
name = '指標'

[[example]]
in = "施策"
given = """
番号|施策|進捗
1|アア|○"""
expect = { kind = "measure", number = "1", title = "アア" }
"#;

/// What measures are called.
const NAMES: [&str; 10] = [
    "アサノウタ",
    "ヨルノマチ",
    "ミズトミドリ",
    "コドモノヒロバ",
    "ヒトノワ",
    "フルサトマツリ",
    "ソラノトショ",
    "カワノソウジ",
    "タネヲマク",
    "ニジノハシ",
];

/// An edition of the plan: its title, measures with their marks, and values of an indicator: header and value.
pub fn edition(title: &str, measures: &[(usize, &str)], values: &[(&str, &str)]) -> Vec<u8> {
    let mut all = vec![(50.0, 285.0, 10.0, title)];
    let numbers: Vec<String> = (0..=NAMES.len()).map(|n| n.to_string()).collect();
    let row = |n: usize| 254.0 - 16.0 * n as f32;
    for (x, header) in [(55.0, "番号"), (105.0, "施策"), (305.0, "進捗")] {
        all.push((x, row(0) + 5.0, 8.0, header));
    }
    for (n, (name, mark)) in measures.iter().enumerate() {
        let y = row(n + 1) + 5.0;
        all.push((55.0, y, 8.0, numbers[*name].as_str()));
        all.push((105.0, y, 8.0, NAMES[*name - 1]));
        all.push((305.0, y, 8.0, *mark));
    }
    let ys: Vec<f32> = (0..=measures.len() + 1)
        .rev()
        .map(|n| row(n) + 16.0)
        .collect();
    let mut content = grid(&[50.0, 100.0, 300.0, 350.0], &ys);
    if !values.is_empty() {
        content.extend(grid(&xs(values.len()), &[10.0, 26.0, 42.0]));
        all.push((55.0, 31.0, 8.0, "指標"));
        all.push((55.0, 15.0, 8.0, "ミドリノヒロサ"));
        for (i, (header, value)) in values.iter().enumerate() {
            let x = xs(values.len())[i + 1] + 4.0;
            all.push((x, 31.0, 8.0, *header));
            all.push((x, 15.0, 8.0, *value));
        }
    }
    content.extend(texts(&all));
    pdf(&[PageSpec::new(&content)])
}

fn xs(values: usize) -> Vec<f32> {
    let columns = (0..=values).map(|i| 130.0 + 80.0 * i as f32);
    [50.0].into_iter().chain(columns).collect()
}

/// The edition of a year with the first `measures` of the plan, all with one mark.
pub fn year(year: u32, measures: usize, mark: &str) -> Vec<u8> {
    let rows: Vec<(usize, &str)> = (1..=measures).map(|n| (n, mark)).collect();
    edition(&format!("ミドリ市市民計画 {year}年度"), &rows, &[])
}

/// A folder with a list of sources.
pub struct Set {
    pub folder: PathBuf,
}

impl Set {
    /// With a list, which is written behind the folder of the data set.
    pub fn new(name: &str, list: &str) -> Self {
        let folder = folder(&format!("refresh-{name}"));
        fs::create_dir(folder.join("plans")).unwrap();
        fs::write(folder.join("midori.toml"), RULE).unwrap();
        let this = Self { folder };
        this.list(list);
        this
    }

    /// A folder of plans.
    pub fn plans(name: &str) -> Self {
        Self::new(name, "[[source]]\nid = \"plans\"\nfolder = \"plans\"\n")
    }

    pub fn list(&self, list: &str) {
        let fetch = "[fetch]\npause = 0\nretries = 1\n";
        let text = format!("dataset = \"data\"\n{fetch}{list}");
        fs::write(self.folder.join("SOURCES.toml"), text).unwrap();
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    pub fn put(&self, name: &str, bytes: &[u8]) {
        let path = self.path("plans").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// Runs `refresh` with more arguments; gives the exit status and both outputs.
    pub fn run(&self, more: &[&str]) -> (i32, String, String) {
        let (list, rule) = (self.path("SOURCES.toml"), self.path("midori.toml"));
        let (list, rule) = (list.to_str().unwrap(), rule.to_str().unwrap());
        run(&[&["refresh", list, "--rules", rule], more].concat())
    }

    /// The report of a run, and its exit status.
    pub fn report(&self, more: &[&str]) -> (i32, Value) {
        let (code, out, err) = self.run(&[&["--format", "json"], more].concat());
        let report = serde_json::from_str(&out);
        (code, report.unwrap_or_else(|e| panic!("{e}: {out}{err}")))
    }

    /// Writes, which must end well.
    pub fn write(&self) -> Value {
        let (code, report) = self.report(&["--write"]);
        assert_eq!(code, 0, "{report:#}");
        report
    }

    pub fn check(&self) -> i32 {
        self.run(&["--check"]).0
    }

    /// Runs a command below `refresh` on the list.
    pub fn command(&self, command: &str, more: &[&str]) -> (i32, String, String) {
        let list = self.path("SOURCES.toml");
        run(&[&["refresh", command, list.to_str().unwrap()], more].concat())
    }

    pub fn dataset(&self) -> keikaku::dataset::Dataset {
        keikaku::dataset::Dataset::read(&self.path("data")).unwrap()
    }

    /// Labels of the editions of all plans, with the number of their revisions.
    pub fn editions(&self) -> Vec<(String, usize)> {
        let plans = self.dataset().plans().unwrap();
        let editions = plans.into_iter().flat_map(|p| p.editions);
        editions.map(|e| (e.key.label, e.revisions.len())).collect()
    }
}

/// Some of the totals of a report that are not zero, but for the places.
pub fn totals(report: &Value) -> String {
    let totals = report["totals"].as_object().unwrap();
    let counts = totals.iter().filter(|(k, v)| *k != "places" && **v != 0);
    let counts: Vec<String> = counts.map(|(k, v)| format!("{k} {v}")).collect();
    counts.join(", ")
}

pub fn digest_of(path: &Path) -> String {
    keikaku::batch::digest_of(path).unwrap().0
}

pub fn binary() -> PathBuf {
    keikaku().get_program().into()
}
