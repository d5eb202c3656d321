//! Tables from drawn lines, and tables over pages.

use crate::support::{PageSpec, grid, pdf, texts};
use keikaku::flow::{Part, document_flow, page_flow};
use keikaku::inspect::flow_text;
use keikaku::pdf::{Limits, Pdf};
use keikaku::table::Table;

fn flow(pages: &[Vec<u8>]) -> keikaku::flow::Flow {
    let specs: Vec<PageSpec<'_>> = pages.iter().map(|c| PageSpec::new(c)).collect();
    let bytes = pdf(&specs);
    let pdf = Pdf::open(&bytes, Limits::default(), None).unwrap();
    document_flow(
        (0..pdf.page_count())
            .map(|i| page_flow(&pdf.page(i)))
            .collect(),
    )
}

fn cells(table: &Table) -> Vec<String> {
    let text = |c: &keikaku::table::Cell| {
        let text = c.text().as_str().replace('\n', "/");
        format!("{},{} {}x{} {text}", c.row, c.col, c.rowspan, c.colspan)
    };
    table.cells.iter().map(text).collect()
}

#[test]
fn a_grid_with_text_is_a_table_in_the_flow() {
    let mut content = grid(&[50.0, 150.0, 350.0], &[100.0, 140.0, 180.0]);
    content.extend(texts(&[
        (60.0, 240.0, 10.0, "けいかく"),
        (60.0, 160.0, 10.0, "あ"),
        (160.0, 160.0, 10.0, "・いうえ"),
        (160.0, 148.0, 10.0, "・おかき"),
        (60.0, 120.0, 10.0, "く"),
    ]));
    let flow = flow(&[content]);
    let expected = "\
p1 [60 51 100 61] 10.0 | けいかく
table 2 rows x 2 cols, 0 header, by rulings (100 % sure), p1 [50 120 350 200]
  (0, 0) あ
  (0, 1) ・いうえ ⏎ ・おかき
  (1, 0) く
  (1, 1) 
";
    assert_eq!(flow_text(&flow), expected);
}

/// ぶら下げ: 句読点 after a full line stand beyond the border, in the box of the next cell.
#[test]
fn punctuation_that_hangs_over_a_border_stays_in_its_cell() {
    let mut content = grid(&[50.0, 150.0, 350.0], &[100.0, 140.0, 180.0]);
    content.extend(texts(&[
        (56.0, 165.0, 10.0, "あいうえおかきくけ、"),
        (56.0, 150.0, 10.0, "こさし"),
        (160.0, 160.0, 10.0, "す"),
        (60.0, 120.0, 10.0, "せ"),
    ]));
    let table = &flow(&[content]).tables[0];
    assert_eq!(
        cells(table)[..2],
        ["0,0 1x1 あいうえおかきくけ、こさし", "0,1 1x1 す"]
    );
}

/// A page with a table of two columns under the header なまえ, with rows from the given texts.
fn listing(rows: &[(&str, &str)], header: bool) -> Vec<u8> {
    let mut rows: Vec<(&str, &str)> = rows.to_vec();
    if header {
        rows.insert(0, ("なまえ", "ないよう"));
    }
    let top = 250.0;
    let ys: Vec<f32> = (0..=rows.len())
        .map(|i| top - 20.0 * i as f32)
        .rev()
        .collect();
    let mut content = Vec::new();
    if header {
        content.extend(format!("0.8 g 50 {} 300 20 re f 0 g ", top - 20.0).into_bytes());
    }
    content.extend(grid(&[50.0, 150.0, 350.0], &ys));
    for (i, (a, b)) in rows.iter().enumerate() {
        let y = top - 20.0 * i as f32 - 14.0;
        content.extend(texts(&[(60.0, y, 10.0, a), (160.0, y, 10.0, b)]));
    }
    content
}

#[test]
fn a_table_with_a_repeated_header_is_one_table() {
    let flow = flow(&[
        listing(&[("あ", "い"), ("う", "え")], true),
        listing(&[("お", "か")], true),
    ]);
    assert_eq!(flow.tables.len(), 1);
    let table = &flow.tables[0];
    assert_eq!(
        (table.rows, table.header_rows, table.places.len()),
        (4, 1, 2)
    );
    assert!(cells(table).contains(&"3,0 1x1 お".to_owned()));
}

#[test]
fn a_table_without_a_repeated_header_goes_on() {
    let flow = flow(&[
        listing(&[("あ", "い")], true),
        listing(&[("お", "か")], false),
    ]);
    assert_eq!(flow.tables.len(), 1);
    assert_eq!(flow.tables[0].rows, 3);
}

#[test]
fn a_row_cut_by_the_page_break_is_one_row() {
    let flow = flow(&[
        listing(&[("あ", "い"), ("う", "ながいぶんのはじまりと")], true),
        listing(&[("", "そのおわり"), ("お", "か")], true),
    ]);
    let found = cells(&flow.tables[0]);
    assert!(
        found.contains(&"2,1 1x1 ながいぶんのはじまりとそのおわり".to_owned()),
        "{found:?}"
    );
    assert_eq!(flow.tables[0].rows, 4);
}

#[test]
fn tables_that_only_look_alike_are_not_joined() {
    let mut second = listing(&[("お", "か")], true);
    // a heading and paragraphs between the two
    let lines = ["いち", "に", "さん", "し"].iter().enumerate();
    let heads: Vec<_> = lines
        .map(|(i, t)| (60.0, 290.0 - 10.0 * i as f32, 9.0, *t))
        .collect();
    second.extend(texts(&heads));
    let flow = flow(&[listing(&[("あ", "い")], true), second]);
    assert_eq!(flow.tables.len(), 2);
}

#[test]
fn columns_are_read_one_after_the_other() {
    let left = ["ひだりのれつのいち。", "ひだりのれつのに。"];
    let right = ["みぎのれつのいち。", "みぎのれつのに。"];
    let mut lines = Vec::new();
    for i in 0..2 {
        let y = 200.0 - 30.0 * i as f32;
        lines.push((220.0, y, 10.0, right[i]));
        lines.push((50.0, y, 10.0, left[i]));
    }
    let flow = flow(&[texts(&lines)]);
    let read: Vec<&str> = flow
        .parts
        .iter()
        .filter_map(|p| match p {
            Part::Block(b) => Some(b.text.as_str()),
            Part::Table(_) => None,
        })
        .collect();
    assert_eq!(read, [left[0], left[1], right[0], right[1]]);
}

/// A spreadsheet prints a text that is wider than its cell over the blank cells to its right.
#[test]
fn a_text_that_runs_over_blank_cells_stays_in_its_own() {
    let mut content = grid(&[50.0, 80.0, 200.0, 350.0], &[200.0, 220.0, 240.0]);
    content.extend(texts(&[
        (54.0, 226.0, 10.0, "ながいみだしのぎょう"),
        (54.0, 206.0, 10.0, "あ"),
        (84.0, 206.0, 10.0, "いうえ"),
    ]));
    let flow = flow(&[content]);
    let found = cells(&flow.tables[0]);
    assert_eq!(found[0], "0,0 1x1 ながいみだしのぎょう");
    assert_eq!(found[1], "0,1 1x1 ");
    assert_eq!(
        found[4], "1,1 1x1 いうえ",
        "a text of its own stays where it is"
    );
}

/// A heading at the top of a page is no running head, however alike the pages are.
#[test]
fn numbered_headings_at_page_tops_are_text() {
    let page = |head: &str| {
        texts(&[
            (50.0, 285.0, 10.0, head),
            (50.0, 200.0, 10.0, "ほんぶん"),
            (190.0, 10.0, 8.0, "けいかく"),
        ])
    };
    let flow = flow(&[page("ほうしん1"), page("ほうしん2")]);
    let text = flow_text(&flow);
    let furniture: Vec<&str> = text.lines().filter(|l| l.contains("furniture")).collect();
    assert_eq!(furniture.len(), 2, "{text}");
    assert!(furniture.iter().all(|l| l.contains("けいかく")));
}
