//! Forms and what stands in them, by rules written here.

use crate::by_rule::{field, read, table};
use crate::support::norm;
use keikaku::table::Table;

const FORM: &str = r#"
[[form]]
name = "シート"
kind = "action"
title = '事業名'
number = '番号'
status = '総合評価'
marks = ["A", "B"]
labels = ['担当課', '今後の方向性', '事業費.*', '成果指標', '必要性']
above = [{ label = '基本方針', kind = "policy", marker = "1" }]
"#;

fn sheet(number: &str, title: &str) -> Table {
    table(&[
        &["基本方針", "1 学ぶ", "<", "<"],
        &["番号", number, "事業名", title],
        &["担当課", "学習課", "総合評価", "B"],
        &["事業費（千円）", "区分", "令和5年度", "令和6年度"],
        &["^", "国庫", "1,200", "900"],
        &["^", "市債", "0", "300"],
        &["成果指標", "指標名", "実績値", "目標値"],
        &["^", "参加者（人）", "120", "200"],
        &["今後の方向性", "<", "<", "<"],
        &["対象を広げる", "<", "<", "<"],
    ])
}

#[test]
fn a_sheet_is_a_record_and_what_stands_above_it_is_read_once() {
    let found = read(FORM, vec![sheet("1", "講座"), sheet("2", "相談")]);
    let kinds: Vec<&str> = found.items.iter().map(|i| i.kind.as_str()).collect();
    assert_eq!(kinds, ["policy", "action", "action"]);
    assert_eq!(
        found.items[2].parent.as_deref(),
        Some(found.items[0].id.as_str())
    );
    assert_eq!(found.items[2].number.as_deref(), Some("2"));
    assert_eq!(found.items[1].status.as_ref().unwrap().mark, "B");
    assert_eq!(field(&found, 1, "担当課"), "学習課");
    // nothing is right of it: the value is below
    assert_eq!(field(&found, 1, "今後の方向性"), "対象を広げる");
}

#[test]
fn small_tables_within_a_form_are_fields_and_indicators_of_its_record() {
    let tables = r#"
[[table]]
name = "費用"
headers = ['区分', '{年度}']
cells = { label = '区分' }

[[table]]
name = "指標"
headers = ['指標名', '{目標値}']
indicator = { name = '指標名' }
"#;
    let found = read(
        &format!("{FORM}{tables}"),
        vec![sheet("1", "講座"), sheet("2", "相談")],
    );
    assert_eq!(field(&found, 2, "国庫/令和5年度"), "1,200");
    assert_eq!(field(&found, 2, "市債/令和6年度"), "300");
    // the unit stands in the label left of the rows
    let cost = found.items[2].fields["国庫/令和5年度"].as_ref().unwrap();
    assert_eq!(cost.unit.as_deref(), Some("千円"));
    assert_eq!(cost.multiplier, Some(1000));
    // a merged label left of a table is none of its headers
    assert_eq!(found.indicators.len(), 2);
    let second = &found.indicators[1];
    assert_eq!(second.of.as_deref(), Some(found.items[2].id.as_str()));
    assert_eq!((second.name.as_str(), second.values.len()), ("参加者", 2));
    assert_eq!(second.values[1].unit.as_deref(), Some("人"));
}

#[test]
fn a_card_has_its_number_where_others_have_a_label() {
    let rule = r#"
[[form]]
name = "カード"
kind = "action"
title = '(?<number>\d+-\d+)'
labels = ['担当', '目標']
"#;
    let card = |number, title, text| table(&[&[number, title], &[text, "<"]]);
    let cards = vec![
        card("1-1", "窓口の案内", "担当：市民課\n目標：年10回"),
        card("1-2", "手続の案内", "担当：税務課\n目標：年5回"),
    ];
    let found = read(rule, cards);
    let said: Vec<(Option<&str>, &str)> = found
        .items
        .iter()
        .map(|i| (i.number.as_deref(), i.title.as_str()))
        .collect();
    assert_eq!(
        said,
        [(Some("1-1"), "窓口の案内"), (Some("1-2"), "手続の案内")]
    );
    assert_eq!(norm(&field(&found, 1, "目標")), norm("年5回"));
}

#[test]
fn a_cell_beside_no_label_is_a_finding() {
    let mut rows = vec![sheet("1", "講座")];
    rows.push(table(&[&["知らない欄", "何か"], &["担当課", "学習課"]]));
    let found = read(FORM, rows);
    let stray = found
        .findings
        .iter()
        .filter(|f| f.code == "entry-unmatched");
    assert!(stray.clone().any(|f| f.message.contains("知らない欄")));
}
