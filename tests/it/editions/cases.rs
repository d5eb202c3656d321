//! Cases that no generator makes: 正誤表, findings, and kinds of change that are rare.

use super::fixture;
use keikaku::document::{Document, Item, LegendEntry, Period, Table};
use keikaku::edition::{Change, Comparison, Direction, Kind, Subject, Weight, compare};
use serde_json::json;

/// A plan of these actions below one measure: number, title.
fn plan(actions: &[(&str, &str)]) -> Document {
    let mut out = fixture("tomisato-suishin").clone();
    let action = out
        .items
        .iter()
        .find(|i| i.kind == "action")
        .unwrap()
        .clone();
    let blank = Item {
        id: "policy1".into(),
        kind: "policy".into(),
        number: Some("1".into()),
        number_key: Some("1".into()),
        title: "参加しやすいまち".into(),
        parent: None,
        status: None,
        flags: Vec::new(),
        refs: Vec::new(),
        fields: Default::default(),
        ..action
    };
    let item = |(number, title): &(&str, &str)| Item {
        id: format!("policy1/action{number}"),
        kind: "action".into(),
        number: Some((*number).into()),
        number_key: Some(format!("1/{number}")),
        title: (*title).into(),
        parent: Some("policy1".into()),
        ..blank.clone()
    };
    let items: Vec<Item> = actions.iter().map(item).collect();
    out.items = [vec![blank.clone()], items].concat();
    (out.sections, out.footnotes, out.tables) = (Vec::new(), Vec::new(), Vec::new());
    (out.legend, out.findings) = (Vec::new(), Vec::new());
    out
}

/// A 正誤表 of these pairs, each for a page.
fn errata(pairs: &[(&str, &str, &str)]) -> Document {
    let mut out = plan(&[]);
    out.items.clear();
    out.plan.title = Some("推進計画 正誤表".into());
    let head = [("頁", "誤", "正")];
    let rows = head.iter().chain(pairs).enumerate();
    let cells = rows.flat_map(|(row, (place, wrong, right))| {
        [place, wrong, right].into_iter().enumerate().map(move |(col, text)| {
            json!({ "row": row, "col": col, "rowspan": 1, "colspan": 1, "text": text, "raw": text,
                "shaded": false, "header": row == 0, "page": 1, "box": [0.0, 0.0, 1.0, 1.0] })
        })
    });
    let table = json!({ "id": "table1", "pages": [1], "rows": pairs.len() + 1, "cols": 3, "header_rows": 1,
        "evidence": "rulings", "at": [], "cells": cells.collect::<Vec<_>>() });
    out.tables = vec![serde_json::from_value::<Table>(table).unwrap()];
    out
}

fn of(found: &Comparison, kind: Kind) -> Vec<&Change> {
    found.changes.iter().filter(|c| c.kind == kind).collect()
}

fn codes(found: &Comparison) -> Vec<&str> {
    found.findings.iter().map(|f| f.code.as_str()).collect()
}

#[test]
fn an_errata_sheet_corrects_and_removes_nothing() {
    let old = plan(&[("①", "公園の整備"), ("②", "市民の交流の場づくり")]);
    let sheet = errata(&[
        ("3頁", "市民の交流の場づくり", "市民の交流の場の充実"),
        ("9頁", "どこにもない文", "別の文"),
    ]);
    let found = compare(&old, &sheet);
    assert_eq!(found.changes.len(), 2);
    let corrected = of(&found, Kind::Corrected);
    assert_eq!(corrected[0].old[0].id, "policy1/action②");
    assert_eq!(corrected[0].after.as_deref(), Some("市民の交流の場の充実"));
    assert_eq!(corrected[0].new[0].title, "3頁");
    assert_eq!(codes(&found), ["erratum-unplaced"]);
}

#[test]
fn a_change_that_errata_announce_says_so() {
    let old = plan(&[("①", "公園の整備"), ("②", "市民の交流の場づくり")]);
    let mut new = plan(&[("①", "公園の整備"), ("②", "市民の交流の場の充実")]);
    new.tables = errata(&[("3頁", "交流の場づくり", "交流の場の充実")]).tables;
    let found = compare(&old, &new);
    let reworded = of(&found, Kind::Reworded);
    assert_eq!(reworded[0].note.as_deref(), Some("announced by the 正誤表"));
}

#[test]
fn documents_that_are_no_two_editions() {
    let mut old = plan(&[("①", "公園の整備")]);
    old.plan.municipality = Some("ある市".into());
    let mut new = old.clone();
    new.plan.municipality = Some("別の市".into());
    new.rule = None;
    let period = |start| Period {
        text: format!("{start}年度～"),
        start: Some(start),
        end: None,
    };
    let mut later = old.clone();
    (later.plan.period, new.plan.period) = (Some(period(2030)), Some(period(2020)));
    let found = compare(&later, &new);
    assert_eq!(
        codes(&found),
        ["edition-mismatch", "edition-mismatch", "edition-rules"]
    );
}

#[test]
fn pairs_of_which_little_speaks_are_told() {
    let old = plan(&[("①", "公園の整備"), ("②", "地域の話題の提供")]);
    let new = plan(&[("①", "公園の整備"), ("③", "地域の話題を伝えるしくみ")]);
    let found = compare(&old, &new);
    assert_eq!(codes(&found), ["edition-doubtful"]);
    assert!(found.items.iter().any(|p| p.sureness < 0.6));
}

#[test]
fn an_action_that_became_a_measure() {
    let old = plan(&[("①", "公園の整備"), ("②", "市民の交流の場づくり")]);
    let mut new = old.clone();
    new.items[2].kind = "measure".into();
    let found = compare(&old, &new);
    assert_eq!(found.changes.len(), 1);
    assert_eq!(found.changes[0].kind, Kind::KindChanged);
}

#[test]
fn a_number_in_other_dress_is_the_same() {
    let old = plan(&[("①", "公園の整備"), ("②", "市民の交流の場づくり")]);
    let mut new = old.clone();
    new.items[1].number = Some("(1)".into());
    let found = compare(&old, &new);
    assert_eq!(found.summary.substantive, 0);
    assert_eq!(of(&found, Kind::Renumbered)[0].weight, Weight::Clerical);
}

#[test]
fn marks_that_mean_the_same_or_something_else() {
    let entry = |mark: &str, meaning: &str| LegendEntry {
        mark: mark.into(),
        meaning: meaning.into(),
        code: None,
        scope: None,
        at: Vec::new(),
    };
    let (mut old, mut new) = (plan(&[]), plan(&[]));
    old.legend = vec![entry("A", "完了"), entry("B", "着手"), entry("C", "未着手")];
    new.legend = vec![entry("◎", "完了"), entry("B", "準備中"), entry("D", "中止")];
    let found = compare(&old, &new);
    let seen: Vec<(Kind, Option<&str>, Option<&str>)> = found
        .changes
        .iter()
        .map(|c| (c.kind, c.before.as_deref(), c.after.as_deref()))
        .collect();
    assert_eq!(
        seen,
        [
            (Kind::MarkChanged, Some("A"), Some("◎")),
            (Kind::Redefined, Some("着手"), Some("準備中")),
            (Kind::Added, None, Some("中止")),
            (Kind::Removed, Some("未着手"), None),
        ]
    );
    assert!(found.changes.iter().all(|c| c.subject == Subject::Legend));
}

#[test]
fn units_and_years_of_indicators() {
    let old = fixture("anjo-gaiyo").clone();
    let mut new = old.clone();
    let values = &mut new.indicators[0].values;
    let target = values.iter_mut().find(|v| v.role == "target").unwrap();
    target.year = target.year.map(|y| y + 2);
    let baseline = values.iter_mut().find(|v| v.role == "baseline").unwrap();
    (baseline.unit, baseline.text) = (Some("人".into()), "41.7人".into());
    let found = compare(&old, &new);
    let seen: Vec<(Kind, Option<Direction>)> = found
        .changes
        .iter()
        .map(|c| (c.kind, c.direction))
        .collect();
    assert_eq!(
        seen,
        [
            (Kind::UnitChanged, None),
            (Kind::DeadlineMoved, Some(Direction::Later)),
        ]
    );
}
