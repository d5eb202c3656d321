//! Cells of tables as typed values: what the column says decides what a cell says.

use crate::support::{PageSpec, grid, pdf, texts};
use keikaku::document::{Document, Value, ValueKind};
use keikaku::rule::{RuleSet, convert};
use keikaku::{ReadOptions, read};

/// A table of a column of names and one of values, of the rows given from the top.
fn document(header: &str, values: &[&str]) -> Document {
    document_by("", header, values)
}

/// The same by a rule that says more.
fn document_by(more: &str, header: &str, values: &[&str]) -> Document {
    document_under("", more, header, values)
}

/// The same with a line right above the table.
fn document_under(above: &str, more: &str, header: &str, values: &[&str]) -> Document {
    let rule = "id = \"t\"\nversion = 1\ntitle = \"t\"\nwhy = \"w\"\n[match]\nall = ['.']\n\
        [[table]]\nname = \"t\"\nheaders = ['めい']\n\
        [table.row]\nkind = \"measure\"\ntitle = 'めい'\n\
        [[example]]\nin = \"plan\"\ngiven = \"\"\nexpect = {}\n";
    let top = 280.0;
    let line = |i: usize| top - 20.0 * i as f32;
    let ys: Vec<f32> = (0..=values.len() + 1).map(line).collect();
    let names: Vec<String> = (0..values.len())
        .map(|i| "あいうえおかき".chars().nth(i).unwrap().to_string())
        .collect();
    let mut content = grid(&[50.0, 110.0, 250.0], &ys);
    let mut cells = vec![
        (60.0, top - 14.0, 9.0, "めい"),
        (120.0, top - 14.0, 9.0, header),
    ];
    for (i, value) in values.iter().enumerate() {
        let y = line(i + 1) - 14.0;
        cells.push((60.0, y, 9.0, names[i].as_str()));
        cells.push((120.0, y, 9.0, value));
    }
    cells.push((190.0, top + 8.0, 8.0, above));
    content.extend(texts(&cells));
    let bytes = pdf(&[PageSpec::new(&content)]);
    let reading = read(&bytes, "x.pdf", &ReadOptions::default()).unwrap();
    let mut rules = RuleSet::default();
    rules
        .add([("t.toml", format!("{rule}{more}").as_str())])
        .unwrap();
    convert(&reading, &rules, None).unwrap()
}

fn values(document: &Document) -> Vec<&Value> {
    let fields = document.items.iter().map(|i| i.fields.values());
    fields.flatten().flatten().collect()
}

fn numbers(document: &Document) -> Vec<String> {
    let number = |v: &&Value| v.value.as_ref().map_or("-".into(), |n| n.to_string());
    values(document).iter().map(number).collect()
}

#[test]
fn a_header_gives_the_unit() {
    let document = document(
        "じぎょうひ（千円）",
        &["1,234", "５６７．５０", "－", "8円"],
    );
    assert_eq!(numbers(&document), ["1234", "567.50", "-", "8"]);
    let values = values(&document);
    assert_eq!(values[0].unit.as_deref(), Some("千円"));
    assert_eq!(values[0].multiplier, Some(1000));
    assert_eq!(values[2].absence.as_deref(), Some("dash"));
    assert_eq!(values[3].unit.as_deref(), Some("円"));
    assert_eq!(values[1].raw, "５６７．５０");
}

#[test]
fn a_line_above_the_table_gives_the_unit() {
    let document = document_under("（単位：千円）", "", "じぎょうひ", &["1,234", "5％"]);
    let units: Vec<_> = values(&document).iter().map(|v| v.unit.clone()).collect();
    assert_eq!(units, [Some("千円".to_owned()), Some("%".to_owned())]);
}

#[test]
fn a_triangle_is_what_its_column_says() {
    let minus = document("ぞうげん", &["12", "△3", "△4.5％"]);
    assert_eq!(numbers(&minus), ["12", "-3", "-4.5"]);
    let mark = document("ひょうか", &["○", "△", "△3"]);
    assert_eq!(numbers(&mark), ["-", "-", "-"]);
    assert!(!mark.findings.iter().any(|f| f.code == "value-ambiguous"));
    let unknown = document("ひょうか", &["あ", "△3"]);
    let finding = unknown
        .findings
        .iter()
        .find(|f| f.code == "value-ambiguous");
    assert_eq!(finding.unwrap().at[0].row, Some(2));
    assert_eq!(values(&unknown)[1].kind, ValueKind::Text);
}

#[test]
fn brackets_are_a_minus_under_a_difference_only() {
    let difference = document("増減", &["12", "（3）"]);
    assert_eq!(numbers(&difference), ["12", "-3"]);
    let count = document("にんずう", &["12", "（3）"]);
    assert_eq!(numbers(&count), ["12", "-"]);
}

#[test]
fn times_have_a_first_and_a_last_day() {
    let document = document(
        "きげん",
        &[
            "R6年度",
            "R6.4.1",
            "H23～H32",
            "R3（2022）年度",
            "R6年度第2四半期",
        ],
    );
    let days: Vec<_> = values(&document)
        .iter()
        .map(|v| (v.start.clone().unwrap(), v.end.clone().unwrap()))
        .collect();
    let day = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(days[0], day("2024-04-01", "2025-03-31"));
    assert_eq!(days[1], day("2024-04-01", "2024-04-01"));
    assert_eq!(days[2], day("2011-01-01", "2020-12-31"));
    assert_eq!(days[4], day("2024-07-01", "2024-09-30"));
    assert_eq!(values(&document)[0].kind, ValueKind::FiscalYear);
    for code in ["era-overrun", "year-mismatch"] {
        assert!(document.findings.iter().any(|f| f.code == code), "{code}");
    }
}

#[test]
fn a_rule_names_the_policy_of_a_field() {
    let text = |policy: &str| {
        let more = format!("[[normalize]]\nfield = 'びこう'\npolicy = \"{policy}\"\n");
        let document = document_by(&more, "びこう", &["（Ａ）１～　（ｱ）"]);
        let value = values(&document)[0].clone();
        assert_eq!(value.raw, "（Ａ）１〜　（ｱ）");
        value.text
    };
    assert_eq!(text("printed"), "（Ａ）１〜　（ｱ）");
    assert_eq!(text("plan"), "（A）1〜　（ア）");
    assert_eq!(text("plain"), "(A)1~ (ア)");
    assert_eq!(text("width, waves"), "（A）1~　（ア）");
    let bad = "id = \"t\"\nversion = 1\ntitle = \"t\"\nwhy = \"w\"\n[match]\nall = ['.']\n\
        [[normalize]]\nfield = 'x'\npolicy = \"plian\"\n\
        [[example]]\nin = \"plan\"\ngiven = \"\"\nexpect = {}\n";
    let mistakes = keikaku::rule::compile("t.toml", bad).unwrap_err();
    assert_eq!(mistakes[0].help.as_deref(), Some("did you mean `plain`?"));
}
