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

/// A value of a field.
fn value(text: &str) -> keikaku::document::Value {
    keikaku::document::Value {
        text: text.into(),
        raw: text.into(),
        ..Default::default()
    }
}

/// Two editions whose second action has these fields.
fn fields(old: &[(&str, &str)], new: &[(&str, &str)]) -> Comparison {
    let of = |fields: &[(&str, &str)]| {
        let mut out = plan(&[("①", "公園の整備"), ("②", "市民の交流の場づくり")]);
        out.items[2].fields = fields
            .iter()
            .map(|(l, t)| ((*l).to_owned(), Some(value(t))))
            .collect();
        out
    };
    compare(&of(old), &of(new))
}

fn seen(found: &Comparison) -> Vec<(Kind, Weight)> {
    found.changes.iter().map(|c| (c.kind, c.weight)).collect()
}

#[test]
fn what_was_split_and_merged_at_once_is_told_in_full() {
    let old = plan(&[
        (
            "①",
            "児童館と公民館と図書館と体育館の計画的な改修及び舗装補修の実施計画",
        ),
        ("②", "緑地保全の市民活動"),
    ]);
    let mut new = plan(&[
        (
            "①",
            "児童館と公民館と図書館と体育館の計画的な改修及び緑地保全の市民活動",
        ),
        ("②", "舗装補修の実施計画"),
    ]);
    new.items[2].flags = vec!["新規".into()];
    let found = compare(&old, &new);
    let told = |id: &str| {
        found
            .changes
            .iter()
            .any(|c| c.new.iter().any(|of| of.id == id))
    };
    assert!(
        told("policy1/action①") && told("policy1/action②"),
        "{:#?}",
        found.changes
    );
}

#[test]
fn parts_that_lost_something_say_so() {
    let mut old = plan(&[
        ("①", "公園の整備と緑地の保全"),
        ("②", "市民の交流の場づくり"),
    ]);
    old.items[1].flags = vec!["重点".into()];
    old.items[1].fields = [("予算額".to_owned(), Some(value("1,200千円")))].into();
    let mut new = plan(&[
        ("①", "公園の整備"),
        ("②", "緑地の保全"),
        ("③", "市民の交流の場づくり"),
    ]);
    for (item, budget) in new.items[1..3].iter_mut().zip(["200千円", "0千円"]) {
        item.fields = [("予算額".to_owned(), Some(value(budget)))].into();
    }
    let found = compare(&old, &new);
    assert_eq!(of(&found, Kind::Split).len(), 1);
    assert_eq!(of(&found, Kind::FlagsChanged).len(), 2);
    assert_eq!(of(&found, Kind::FieldChanged).len(), 2);
}

#[test]
fn targets_and_deadlines_in_labels_are_no_routine() {
    let found = fields(&[("目標値(R7)", "50人")], &[("目標値(R9)", "60人")]);
    let expected = [
        (Kind::YearsRolled, Weight::Substantive),
        (Kind::TargetChanged, Weight::Substantive),
    ];
    assert_eq!(seen(&found), expected);
    let found = fields(&[("令和5年度実績", "50人")], &[("令和6年度実績", "60人")]);
    assert!(
        seen(&found)
            .iter()
            .all(|(_, weight)| *weight == Weight::Routine)
    );
    assert_eq!(found.changes.len(), 3);
}

#[test]
fn dates_numbers_and_years_next_to_each_other() {
    let one = |old: &str, new: &str| {
        let found = fields(&[("完了予定", old)], &[("完了予定", new)]);
        (
            found.changes[0].kind,
            found.changes[0].weight,
            found.changes[0].direction,
        )
    };
    let moved = |direction| (Kind::DeadlineMoved, Weight::Substantive, Some(direction));
    assert_eq!(one("R6.10", "R6.1"), moved(Direction::Earlier));
    assert_eq!(one("令和6年3月", "令和7年3月"), moved(Direction::Later));
    assert_eq!(one("R6.3", "令和6年3月").1, Weight::Clerical);
    let (kind, weight, _) = one("令和7年度10箇所整備予定", "令和7年度12箇所整備予定");
    assert_eq!((kind, weight), (Kind::FieldChanged, Weight::Substantive));
}

#[test]
fn a_unit_above_the_column_counts() {
    let (mut old, mut new) = (fixture("anjo-gaiyo").clone(), fixture("anjo-gaiyo").clone());
    for (document, unit) in [(&mut old, "千円"), (&mut new, "円")] {
        let value = &mut document.indicators[0].values[0];
        (value.text, value.unit) = ("120".into(), Some(unit.into()));
        value.multiplier = (unit == "千円").then_some(1_000);
    }
    let found = compare(&old, &new);
    assert_eq!(found.summary.substantive, 1, "{:#?}", found.changes);
    // and 12万人 is 120,000人
    for (document, text, times) in [
        (&mut old, "12万人", Some(10_000)),
        (&mut new, "120,000人", None),
    ] {
        let value = &mut document.indicators[0].values[0];
        let number = if times.is_some() { 12 } else { 120_000 };
        (value.text, value.multiplier) = (text.into(), times);
        (value.value, value.unit) = (Some(number.into()), Some("人".into()));
    }
    let unit = &mut old.indicators[0].values[0].unit;
    *unit = Some("万人".into());
    assert_eq!(compare(&old, &new).summary.substantive, 0);
}

#[test]
fn statuses_of_one_code_with_other_words() {
    let status = |mark: &str| {
        let mut out = plan(&[("①", "公園の整備")]);
        out.items[1].status = Some(keikaku::document::Status {
            mark: mark.into(),
            meaning: None,
            code: "in_progress".into(),
        });
        out
    };
    let found = compare(&status("検討中"), &status("実施中"));
    assert_eq!(seen(&found), [(Kind::MarkChanged, Weight::Substantive)]);
}

#[test]
fn a_second_grade_that_was_blanked_is_told() {
    let mut old = fixture("shishin-shinchoku").clone();
    let item = old.items.iter_mut().find(|i| i.status.is_some()).unwrap();
    let mark = item.status.as_ref().unwrap().mark.clone();
    item.fields.insert("二次評価".into(), Some(value(&mark)));
    let mut new = old.clone();
    let item = new
        .items
        .iter_mut()
        .find(|i| i.fields.contains_key("二次評価"))
        .unwrap();
    item.fields.insert("二次評価".into(), Some(value("")));
    assert_eq!(
        seen(&compare(&old, &new)),
        [(Kind::FieldRemoved, Weight::Substantive)]
    );
}

/// Two editions with this running text.
fn running(old: &str, new: &str) -> Comparison {
    let of = |text: &str| {
        let mut out = plan(&[("①", "公園の整備")]);
        out.plan.municipality = Some("安城市".into());
        out.sections = vec![keikaku::document::Section {
            level: 1,
            heading: Some("現状".into()),
            text: text.into(),
            page: 1,
            ..Default::default()
        }];
        out
    };
    compare(&of(old), &of(new))
}

#[test]
fn running_text_is_read_to_the_last_word() {
    let substantive = |old, new| running(old, new).summary.substantive;
    assert_eq!(
        substantive(
            "安城市の人口は19万人である。",
            "安城市の人口は18万人である。"
        ),
        1
    );
    assert_eq!(
        substantive("公園の整備は廃止しない。", "公園の整備は廃止する。"),
        1
    );
    assert_eq!(
        substantive(
            "利用料を徴収する。\n利用料を徴収する。ただし市民は除く。",
            "利用料を徴収する。ただし市民は除く。"
        ),
        1
    );
    assert_eq!(
        substantive("(1)公園の整備\n二つ目の\n文", "二つ\n目の文\n▼"),
        0
    );
    let moved = running("令和9年度までに完了する。", "令和12年度までに完了する。");
    assert_eq!(seen(&moved), [(Kind::DeadlineMoved, Weight::Substantive)]);
    let stand = running("令和6年4月1日現在の人口", "令和7年4月1日現在の人口");
    assert_eq!(seen(&stand), [(Kind::Reworded, Weight::Routine)]);
}

#[test]
fn many_of_one_title_are_told_apart_by_what_they_say() {
    let same: Vec<(String, &str)> = (1..=150)
        .map(|i| (format!("({i})"), "事業の実施"))
        .collect();
    let same: Vec<(&str, &str)> = same.iter().map(|(n, t)| (n.as_str(), *t)).collect();
    let mut old = plan(&same);
    for (i, item) in old.items[1..].iter_mut().enumerate() {
        (item.number, item.number_key) = (None, None);
        item.fields = [("課".to_owned(), Some(value(&format!("第{i}課"))))].into();
    }
    assert_eq!(compare(&old, &old).changes, []);
    let mut new = old.clone();
    new.items.remove(4);
    let found = compare(&old, &new);
    assert_eq!(seen(&found), [(Kind::Removed, Weight::Substantive)]);
    assert_eq!(found.changes[0].old[0].id, old.items[4].id);
}

#[test]
fn a_legend_with_a_mark_twice_is_that_of_itself() {
    let mut old = plan(&[]);
    let entry = |meaning: &str| LegendEntry {
        mark: "○".into(),
        meaning: meaning.into(),
        code: None,
        scope: None,
        at: Vec::new(),
    };
    old.legend = vec![entry("計画どおり"), entry("該当する")];
    assert_eq!(compare(&old, &old).changes, []);
    let mut new = old.clone();
    new.legend[1].meaning = "対象である".into();
    let found = compare(&old, &new);
    assert_eq!(found.changes[0].before.as_deref(), Some("該当する"));
}

#[test]
fn tables_that_no_rule_reads_are_compared_by_their_labels() {
    let table = |rows: &[(&str, &str)]| {
        let mut out = plan(&[("①", "公園の整備")]);
        let head = [("区分", "金額")];
        let rows = head.iter().chain(rows).enumerate();
        let cells = rows.flat_map(|(row, (label, text))| {
            [label, text].into_iter().enumerate().map(move |(col, text)| {
                let labels = (row > 0 && col > 0)
                    .then(|| json!({ "above": ["金額"], "left": [label] }));
                let mut cell = json!({ "row": row, "col": col, "rowspan": 1, "colspan": 1, "text": text,
                    "raw": text, "shaded": false, "header": row == 0, "page": 1,
                    "box": [0.0, 0.0, 1.0, 1.0] });
                if let Some(labels) = labels {
                    cell["labels"] = labels;
                }
                cell
            })
        });
        let cells: Vec<_> = cells.collect();
        let rows = cells.len() / 2;
        let table = json!({ "id": "table9", "pages": [1], "rows": rows, "cols": 2, "header_rows": 1,
            "label_cols": 1, "caption": "財政推計", "evidence": "rulings", "at": [], "cells": cells });
        out.tables = vec![serde_json::from_value::<Table>(table).unwrap()];
        out
    };
    let old = table(&[("歳入", "1,000"), ("歳出", "900"), ("基金", "50")]);
    assert_eq!(compare(&old, &old).changes, []);
    let found = compare(
        &old,
        &table(&[("歳入", "2,000"), ("歳出", "900"), ("基金", "50")]),
    );
    assert_eq!(seen(&found), [(Kind::FieldChanged, Weight::Substantive)]);
    assert_eq!(found.changes[0].direction, Some(Direction::Up));
    assert_eq!(found.changes[0].field.as_deref(), Some("歳入 / 金額"));
    // hundreds of tables with the same labels, as budgets have them
    let mut many = old.clone();
    many.tables = (0..150).flat_map(|_| old.tables.clone()).collect();
    assert_eq!(compare(&many, &many).changes, []);
    let mut none = old.clone();
    none.tables.clear();
    assert_eq!(
        seen(&compare(&old, &none)),
        [(Kind::Removed, Weight::Substantive)]
    );
}
