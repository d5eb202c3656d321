//! Records and columns of tables, by rules written here: what goes wrong easily.

use crate::by_rule::{field, read, table};

fn titles(document: &keikaku::document::Document) -> Vec<&str> {
    document.items.iter().map(|i| i.title.as_str()).collect()
}

fn parent_title<'d>(document: &'d keikaku::document::Document, title: &str) -> Option<&'d str> {
    let item = document.items.iter().find(|i| i.title == title)?;
    let parent = document
        .items
        .iter()
        .find(|p| Some(&p.id) == item.parent.as_ref());
    parent.map(|p| p.title.as_str())
}

const ROWS: &str = r#"
[[table]]
name = "一覧"
headers = ['取組', '担当課']
group = [{ level = 1, marker = "(1)" }]
row = { kind = "action", title = '取組', carry = ['担当課'] }
"#;

#[test]
fn a_carried_cell_is_that_of_a_record_of_the_same_group() {
    let found = read(
        ROWS,
        vec![table(&[
            &["取組", "担当課"],
            &["（1）学び", "<"],
            &["講座", "学習課"],
            &["図書", ""],
            &["（2）遊び", "<"],
            &["公園", ""],
        ])],
    );
    assert_eq!(field(&found, 2, "担当課"), "学習課");
    assert_eq!(
        found.items[2].fields["担当課"]
            .as_ref()
            .unwrap()
            .carried_from,
        Some(2)
    );
    // the group row above is no cell to carry from
    assert_eq!(field(&found, 4, "担当課"), "");
}

#[test]
fn a_row_over_all_columns_that_opens_no_group_is_a_finding() {
    let rows: &[&[&str]] = &[&["取組", "担当課"], &["①学び", "<"], &["講座", "学習課"]];
    let found = read(ROWS, vec![table(rows)]);
    assert_eq!(titles(&found), ["講座"]);
    assert!(
        found
            .findings
            .iter()
            .any(|f| f.message.contains("opens no group"))
    );
}

#[test]
fn an_item_closes_what_stood_below_the_one_before() {
    let rule = r#"
[[table]]
name = "体系"
headers = ['方針', '施策', '取組']
column = [
  { header = '方針', item = [{ kind = "policy", marker = "1" }] },
  { header = '施策', item = [{ kind = "measure", parent = ["policy"], marker = "1-1" }] },
  { header = '取組', item = [{ kind = "action", parent = ["measure", "policy"], marker = "・" }] },
]
"#;
    let found = read(
        rule,
        vec![table(&[
            &["方針", "施策", "取組"],
            &["1 学ぶ", "1-1 広げる", "・講座"],
            &["2 遊ぶ", "", "・公園"],
        ])],
    );
    assert_eq!(parent_title(&found, "講座"), Some("広げる"));
    // the measure of the policy before is no parent
    assert_eq!(parent_title(&found, "公園"), Some("遊ぶ"));
}

#[test]
fn a_table_on_its_side_has_no_header_rows_of_its_own() {
    let rule = r#"
[[table]]
name = "事業"
headers = ['事業名', '担当課']
transposed = true
row = { kind = "action", title = '事業名' }
"#;
    let mut sideways = table(&[
        &["事業名", "講座", "図書"],
        &["担当課", "学習課", "図書課"],
        &["件数", "10", "20"],
    ]);
    sideways.header_rows = 2;
    let found = read(rule, vec![sideways]);
    assert_eq!(titles(&found), ["講座", "図書"]);
    assert_eq!(field(&found, 0, "件数"), "10");
    let at = &found.items[1].fields["件数"].as_ref().unwrap().at[0];
    assert_eq!(
        (at.row, at.col),
        (Some(2), Some(2)),
        "places of the printed table"
    );
}

#[test]
fn a_header_over_several_columns_loses_none_of_them() {
    let rows: &[&[&str]] = &[&["取組", "<", "担当課"], &["講座", "新規", "学習課"]];
    let found = read(&ROWS.replace("group", "#group"), vec![table(rows)]);
    assert_eq!(titles(&found), ["講座"]);
    let texts: Vec<&str> = found.items[0]
        .fields
        .values()
        .flatten()
        .map(|v| v.text.as_str())
        .collect();
    assert!(texts.contains(&"新規"), "{texts:?}");
}

#[test]
fn a_cell_over_several_columns_counts_for_each() {
    let rows: &[&[&str]] = &[
        &["取組", "担当課", "R7", "R8"],
        &["講座", "学習課", "実施", "<"],
    ];
    let found = read(&ROWS.replace("group", "#group"), vec![table(rows)]);
    assert_eq!(field(&found, 0, "R7"), "実施");
    assert_eq!(field(&found, 0, "R8"), "実施");
}

#[test]
fn the_header_is_that_of_the_table_and_not_of_the_patterns() {
    let rule = r#"
[[table]]
name = "指標"
headers = ['指標']
indicator = { name = '指標', unit = '単位' }
"#;
    let found = read(
        rule,
        vec![table(&[
            &["指標", "単位", "現状値", "目標値"],
            &["^", "^", "R5", "R10"],
            &["参加者", "人", "12", "30"],
            &["登録", "団体", "－", "5"],
        ])],
    );
    assert_eq!(found.indicators.len(), 2);
    let said: Vec<(&str, Option<i32>, Option<&str>)> = found
        .indicators
        .iter()
        .flat_map(|i| &i.values)
        .map(|v| (v.role.as_str(), v.year, v.unit.as_deref()))
        .collect();
    assert_eq!(said[0], ("baseline", Some(2023), Some("人")));
    assert_eq!(said[1], ("target", Some(2028), Some("人")));
    // what is absent is absent in its unit, and no finding
    assert_eq!(said[2], ("baseline", Some(2023), Some("団体")));
    assert!(!found.findings.iter().any(|f| f.code == "value-unread"));
}

#[test]
fn values_without_the_name_of_an_indicator_are_a_finding() {
    let rule = r#"
[[table]]
name = "指標"
headers = ['指標', '目標値']
indicator = { name = '指標' }
"#;
    let rows: &[&[&str]] = &[&["指標", "目標値"], &["", "30人"], &["登録", "5団体"]];
    let found = read(rule, vec![table(rows)]);
    assert_eq!(found.indicators.len(), 1);
    assert!(found.findings.iter().any(|f| f.message.contains("30人")));
}

#[test]
fn a_misprinted_entry_does_not_take_the_next_one_with_it() {
    let rule = r#"
[[table]]
name = "取組"
headers = ['取組']
column = [{ header = '取組', item = [{ kind = "action", pattern = '^・(?<title>.+?)\s*No\.(?<refs>\d+)$' }] }]
"#;
    let rows: &[&[&str]] = &[
        &["取組", "他"],
        &["・講座 No.\n・図書 No.2\n・公園の手入れ\nの続き No.3", ""],
    ];
    let found = read(rule, vec![table(rows)]);
    assert_eq!(titles(&found), ["図書", "公園の手入れの続き"]);
    assert!(
        found
            .findings
            .iter()
            .any(|f| f.code == "entry-unmatched" && f.message.contains("講座"))
    );
}

#[test]
fn sums_of_sums_are_held_against_the_totals_they_sum_up() {
    let rule = |rows: &str| {
        format!(
            r#"
[[table]]
name = "費用"
headers = ['事業', '件数']
skip_rows = ['計$']
row = {{ kind = "action", title = '事業' }}
[[check]]
type = "sums"
table = "費用"
rows = '{rows}'
"#
        )
    };
    let sheet = |last: &'static str| {
        table(&[
            &["事業", "件数"],
            &["あ", "1"],
            &["い", "2"],
            &["小計", "3"],
            &["う", "4"],
            &["小計", "4"],
            &["中計", "7"],
            &["え", "5"],
            &["小計", "5"],
            &["中計", "5"],
            &["合計", last],
        ])
    };
    let right = read(&rule("計$"), vec![sheet("12")]);
    assert!(
        right.findings.iter().all(|f| f.code != "count-mismatch"),
        "{:?}",
        right.findings
    );
    let wrong = read(&rule("計$"), vec![sheet("13")]);
    assert!(
        wrong
            .findings
            .iter()
            .any(|f| f.code == "count-mismatch" && f.message.contains("`13`"))
    );
}
