//! Forms: tables of labels and values that come again and again, as a rule would read them.
//!
//! A form has its labels in several columns or in a first column that names no items; they are known
//! words (担当課, 事業名), or painted alike, and stand in the same places on every sheet.

use super::toml::{header, list, literal, quoted};
use crate::reading::Reading;
use crate::rule::apply::{fold, role_of};
use crate::rule::vocabulary::{kind_of, word};
use crate::table::{Cell, Table};
use crate::value::years;
use regex::Regex;
use std::fmt::Write;
use std::sync::LazyLock;

/// A form of a draft.
pub struct FormDraft {
    /// The rule's text.
    pub text: String,
    /// Labels as printed.
    pub labels: Vec<String>,
    /// The tables that it reads, by index.
    pub tables: Vec<usize>,
}

/// Fewer labels make no form.
const MIN_LABELS: usize = 4;
/// A longer cell (characters) is no label.
const MAX_LABEL: usize = 14;

static KNOWN: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let words = [
        "担当課",
        "番号",
        "進捗",
        "予算",
        "概要",
        "今後",
        "備考",
        "指標",
    ];
    words.iter().filter_map(|w| word(w)).collect()
});
static INDICATOR: LazyLock<Option<Regex>> = LazyLock::new(|| word("指標"));
static UNIT: LazyLock<Option<Regex>> = LazyLock::new(|| word("単位"));
static TITLE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new("^(?:事務事業|事業|施策|取組|取り組み|計画|プロジェクト|基本事業)(?:の?名称?)$").ok()
});
static STATUS: LazyLock<Option<Regex>> = LazyLock::new(|| word("進捗"));
static OVERALL: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new("総合評価|最終評価").ok());
static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| word("番号"));

fn is(re: &LazyLock<Option<Regex>>, text: &str) -> bool {
    re.as_ref().is_some_and(|r| r.is_match(text))
}

/// The form of a document, if it has one.
pub fn draft(reading: &Reading) -> Option<FormDraft> {
    let tables = &reading.flow.tables;
    let each = tables.iter().enumerate();
    let sheets: Vec<(usize, Vec<String>)> = each
        .map(|(i, t)| (i, labels(t)))
        .filter(|(_, l)| l.len() >= MIN_LABELS && l.iter().any(|l| is(&TITLE, l)))
        .collect();
    let (_, first) = sheets.first()?;
    let mut all: Vec<String> = first.clone();
    // labels of the other sheets, and what is common to them where there are several
    for (_, labels) in sheets.iter().skip(1) {
        all.retain(|l| labels.contains(l));
    }
    let title = all.iter().find(|l| is(&TITLE, l))?.clone();
    (all.len() >= MIN_LABELS).then(|| FormDraft {
        text: text(&all, &title) + &indicators(&tables[sheets[0].0]),
        labels: all
            .iter()
            .filter(|l| **l != title)
            .take(3)
            .cloned()
            .chain([title.clone()])
            .collect(),
        tables: sheets.iter().map(|(i, _)| *i).collect(),
    })
}

fn text(labels: &[String], title: &str) -> String {
    let find = |re: &LazyLock<Option<Regex>>| labels.iter().find(|l| is(re, l) && *l != title);
    let (number, status) = (find(&NUMBER), find(&OVERALL).or(find(&STATUS)));
    let kind = match title.starts_with("施策") {
        true => "measure",
        false => "action",
    };
    let mut out = String::from("\n[[form]]\nname = \"シート\"");
    let _ = writeln!(
        out,
        "\nkind = {}\ntitle = {}",
        quoted(kind),
        literal(&header(title))
    );
    if let Some(number) = number {
        let _ = writeln!(out, "number = {}", literal(&header(number)));
    }
    if let Some(status) = status {
        let _ = writeln!(out, "status = {}", literal(&header(status)));
    }
    let above: Vec<(&String, &str)> = labels
        .iter()
        .filter(|l| *l != title && Some(*l) != number && Some(*l) != status)
        .filter_map(|l| Some((l, kind_of(l).filter(|k| *k != kind)?)))
        .collect();
    let own = |l: &&String| {
        let named = [Some(*l) == number, Some(*l) == status, **l == title];
        !named.contains(&true) && !above.iter().any(|(a, _)| a == l)
    };
    let fields: Vec<String> = labels.iter().filter(own).map(|l| header(l)).collect();
    let _ = writeln!(out, "labels = {}", list(&fields, literal));
    for (label, kind) in above {
        let _ = writeln!(
            out,
            "[[form.above]]\nlabel = {}\nkind = {}",
            literal(&header(label)),
            quoted(kind)
        );
    }
    out
}

/// A small table of indicators within a form.
fn indicators(table: &Table) -> String {
    let values = |cell: &&Cell| {
        let text = fold(cell.text().as_str());
        role_of(&text).is_some() || years::year(&text).is_some()
    };
    for name in table
        .cells
        .iter()
        .filter(|c| is(&INDICATOR, &fold(c.text().as_str())))
    {
        let right = table.row_cells(name.row).filter(|c| c.col > name.col);
        let columns: Vec<&Cell> = right.filter(values).collect();
        if columns.len() < 2 {
            continue;
        }
        let unit = table
            .row_cells(name.row)
            .any(|c| is(&UNIT, &fold(c.text().as_str())));
        let first = header(&fold(columns[0].text().as_str()));
        let own = header(&fold(name.text().as_str()));
        let mut out = String::from("\n[[table]]\nname = \"指標\"\n");
        let _ = writeln!(
            out,
            "headers = {}\noptional = true",
            list(&[own.clone(), first], literal)
        );
        let _ = writeln!(out, "[table.indicator]\nname = {}", literal(&own));
        if unit {
            out.push_str("unit = '{単位}'\n");
        }
        return out;
    }
    String::new()
}

/// The cells of a table that are labels: known words with a value beside or below, and what is painted
/// like them.
fn labels(table: &Table) -> Vec<String> {
    let known = |c: &&Cell| {
        let text = fold(c.text().as_str());
        is(&TITLE, &text) || KNOWN.iter().any(|k| k.is_match(&text))
    };
    let named: Vec<&Cell> = table.cells.iter().filter(known).collect();
    // words in one row are the header of a table
    let rows: Vec<usize> = named.iter().map(|c| c.row).collect();
    let spread = rows.iter().max() != rows.iter().min();
    if named.len() < 2 || !spread {
        return Vec::new();
    }
    let fills: Vec<_> = named.iter().filter_map(|c| c.fill).collect();
    let mut out: Vec<String> = Vec::new();
    for cell in &table.cells {
        let text = fold(cell.text().as_str());
        let short = (1..=MAX_LABEL).contains(&text.chars().count());
        let alike = cell.fill.is_some_and(|f| fills.contains(&f));
        let figure = text.contains(|c: char| c.is_ascii_digit());
        if short && !figure && (alike || known(&cell)) && !out.contains(&text) {
            out.push(text);
        }
    }
    out
}
