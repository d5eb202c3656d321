//! Tables as a clerk would copy them: each test draws one in some way, and knows its cells.

mod alike;
mod bare;
mod boxes;
mod draw;
mod figures;
mod forms;
mod goes_on;
mod grids;
mod labels;
mod over_rows;
mod pages;
mod pairs;
mod phantoms;
mod plan;
mod prose;
mod rules;
mod shades;
mod spans;

use draw::{Sheet, pdf_of};
use keikaku::document::Document;
use keikaku::rule::{RuleSet, convert};
use keikaku::{ReadOptions, read};
use plan::{Plan, cells_of};
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// A list of measures that many tests draw.
const LIST: [&str; 5] = [
    "番号|施策名|担当課|評価",
    "1-1|子育て支援の充実|こども課|A",
    "1-2|高齢者の見守り体制の強化|福祉課|B",
    "2-1|公共交通の確保|都市整備課|A",
    "2-2|防災訓練の実施|危機管理課|C",
];

/// The widths of its columns, in em.
const WIDTHS: [f32; 4] = [4.0, 14.0, 7.0, 4.0];

/// Sizes of text, and whether the page lies on its side.
const SIZES: [(f32, bool); 3] = [(7.0, true), (10.5, false), (14.0, false)];

static RULES: LazyLock<RuleSet> = LazyLock::new(|| RuleSet::shipped().unwrap());

fn document(bytes: &[u8]) -> Document {
    let reading = read(bytes, "table.pdf", &ReadOptions::default()).unwrap();
    convert(&reading, &RULES, None).unwrap()
}

/// A text without spaces, with digits and letters of one width, and its lines.
fn plain(text: &str) -> String {
    let text = text.replace('\n', "¶");
    text.nfkc().filter(|c| !c.is_whitespace()).collect()
}

/// A table as lines: its size, and its cells.
fn expected(rows: &[&str]) -> Vec<String> {
    let cells = cells_of(rows);
    let cols = rows[0].split('|').count();
    let mut out = vec![format!("{} x {cols}", rows.len())];
    out.extend(cells.iter().map(|c| {
        let text = plain(&c.text);
        format!("{},{} {}x{} {text}", c.row, c.col, c.rowspan, c.colspan)
    }));
    out
}

fn found(document: &Document) -> Vec<Vec<String>> {
    let table = |t: &keikaku::document::Table| {
        let mut out = vec![format!("{} x {}", t.rows, t.cols)];
        out.extend(t.cells.iter().map(|c| {
            let text = plain(&c.text);
            format!("{},{} {}x{} {text}", c.row, c.col, c.rowspan, c.colspan)
        }));
        out
    };
    document.tables.iter().map(table).collect()
}

/// Everything that a document says, without spaces and line breaks.
fn said(document: &Document) -> String {
    let mut out = String::new();
    for table in &document.tables {
        out.push_str(table.caption.as_deref().unwrap_or_default());
        table.cells.iter().for_each(|c| out.push_str(&c.text));
    }
    for section in &document.sections {
        out.push_str(section.number.as_deref().unwrap_or_default());
        out.push_str(section.heading.as_deref().unwrap_or_default());
        out.push_str(&section.text);
    }
    for item in &document.items {
        out.push_str(item.number.as_deref().unwrap_or_default());
        out.push_str(&item.title);
    }
    for note in &document.footnotes {
        out.push_str(&note.term);
        out.push_str(&note.text);
    }
    plain(&out).replace('¶', "")
}

/// Puts the file of a test that fails where it can be looked at.
fn kept(bytes: &[u8], size: &str) -> String {
    let thread = std::thread::current();
    let name = thread.name().unwrap_or("table").replace("::", ".");
    let path = std::env::temp_dir().join(format!("keikaku.{name}.{size}.pdf"));
    std::fs::write(&path, bytes).unwrap();
    path.display().to_string()
}

/// What two lists do not share, `-` for what is missing and `+` for what is too much.
fn difference(expected: &[String], found: &[String]) -> Vec<String> {
    let mut rest = found.to_vec();
    let mut out = Vec::new();
    for line in expected {
        match rest.iter().position(|l| l == line) {
            Some(i) => {
                rest.swap_remove(i);
            }
            None => out.push(format!("- {line}")),
        }
    }
    out.extend(rest.iter().map(|l| format!("+ {l}")));
    out
}

/// Reads pages, and says what of these tables, in any order, is different.
fn differs(sheets: &[Sheet], tables: &[&[&str]]) -> Result<Document, String> {
    let bytes = pdf_of(sheets);
    let document = document(&bytes);
    let mut rest = found(&document);
    let mut wrong = Vec::new();
    for rows in tables {
        let expected = expected(rows);
        let nearest = (0..rest.len()).min_by_key(|i| difference(&expected, &rest[*i]).len());
        match nearest {
            Some(i) => wrong.extend(difference(&expected, &rest.remove(i))),
            None => wrong.push(format!("- the table {expected:?}")),
        }
    }
    wrong.extend(rest.iter().map(|t| format!("+ the table {t:?}")));
    if wrong.is_empty() {
        return Ok(document);
    }
    let size = format!("{}x{}", sheets[0].width, sheets[0].height);
    Err(format!("{}:\n{}", kept(&bytes, &size), wrong.join("\n")))
}

/// Reads pages, and fails unless these are their tables, in any order.
fn check(sheets: &[Sheet], tables: &[&[&str]]) -> Document {
    differs(sheets, tables).unwrap_or_else(|wrong| panic!("{wrong}"))
}

/// Draws on pages with texts of each size, and fails unless these are the tables of each page.
fn check_sizes(tables: &[&[&str]], draw: impl Fn(&mut Sheet, f32)) {
    let mut wrong = Vec::new();
    for (size, landscape) in SIZES {
        let mut sheet = Sheet::turned(landscape);
        draw(&mut sheet, size);
        if let Err(difference) = differs(&[sheet], tables) {
            wrong.push(format!("{size} pt, {difference}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Draws the list on pages with texts of each size, and fails unless it is read as it is.
fn check_list(draw: impl Fn(&mut Sheet, &Plan)) {
    check_sizes(&[&LIST], |sheet, size| {
        let plan = Plan::new(size, (50.0, 60.0), &WIDTHS, &LIST);
        draw(sheet, &plan);
    });
}
