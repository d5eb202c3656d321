//! What the columns of a table are, by their headers and by what stands in them.

use super::samples::{common, sample};
use super::toml::header;
use crate::rule::apply::{View, cut, fold, role_of};
use crate::rule::config::Role;
use crate::rule::model::Cut;
use crate::rule::vocabulary::{kind_of, status_code, word};
use crate::table::Cell;
use crate::text::Text;
use crate::value::years;
use regex::Regex;
use std::sync::LazyLock;

/// What a column is.
#[derive(Debug, Clone, PartialEq)]
pub enum Is {
    /// Measure numbers alone.
    Number,
    /// Items of a kind.
    Kind(&'static str),
    /// Status marks.
    Status,
    /// Names of indicators.
    Indicator,
    /// Units.
    Unit,
    /// Values of indicators, with the role that the header names.
    Value(Option<Role>),
    /// Words for what the values of a row are: 目標, 実績.
    Role,
    /// Marks that say that the column's header holds for a row: ●.
    Marked,
    /// Which rows are highlighted (重点).
    Flag,
    /// Anything else: a field.
    Field,
}

/// A column of a table.
pub struct Column<'t> {
    /// Its place.
    pub col: usize,
    /// Its printed header, white space removed.
    pub label: String,
    /// A pattern for its header, as a rule writes it.
    pub header: String,
    /// What it is.
    pub is: Is,
    /// Its cells that begin in the body, blank ones included.
    pub cells: Vec<&'t Cell>,
}

/// A shared word as a whole header.
macro_rules! header_word {
    ($name:ident, $word:literal) => {
        static $name: LazyLock<Option<Regex>> = LazyLock::new(|| word($word));
    };
}
header_word!(NUMBER, "番号");
header_word!(STATUS, "進捗");
header_word!(INDICATOR, "指標");
header_word!(UNIT, "単位");
header_word!(CHARGE, "担当課");

/// A longer cell (characters) is no status mark.
const MAX_MARK: usize = 12;
/// A longer cell (characters) is no mark that says that a row is highlighted.
const MAX_FLAG: usize = 8;

fn is_word(word: &LazyLock<Option<Regex>>, text: &str) -> bool {
    word.as_ref().is_some_and(|w| w.is_match(text))
}

impl<'t> Column<'t> {
    /// The columns of a table.
    pub fn all(view: &'t View<'t>) -> Vec<Self> {
        let mut out: Vec<Self> = Vec::new();
        for col in 0..view.table.cols {
            let cells: Vec<&Cell> = view
                .body
                .clone()
                .filter_map(|row| view.cell(row, col).filter(|c| c.row == row && c.col == col))
                .collect();
            let levels: Vec<String> = view.path(col).map(|c| fold(c.text().as_str())).collect();
            let label = view.label(col);
            let lowest = levels.last().cloned().unwrap_or_default();
            let is = what(&lowest, &levels, &cells);
            let header = header_pattern(view, col, &lowest, &is);
            out.push(Self {
                col,
                label,
                header,
                is,
                cells,
            });
        }
        out
    }

    /// Cells with text.
    pub fn filled(&self) -> impl Iterator<Item = &&'t Cell> {
        self.cells.iter().filter(|c| !c.is_blank())
    }

    /// Entries of all its cells, cut at markers.
    pub fn entries(&self) -> Vec<Text> {
        let cells = self.filled();
        cells
            .flat_map(|c| cut(&c.paragraphs, &Cut::Marker))
            .collect()
    }

    /// Samples of the markers that its paragraphs begin with, in their order, each of which stands more
    /// than once or first.
    pub fn samples(&self) -> Vec<String> {
        let mut out: Vec<(String, usize)> = Vec::new();
        for entry in self.entries() {
            let Some(sample) = sample(entry.as_str()) else {
                continue;
            };
            match out.iter_mut().find(|(s, _)| *s == sample) {
                Some((_, n)) => *n += 1,
                None => out.push((sample, 1)),
            }
        }
        let all: usize = out.iter().map(|(_, n)| n).sum();
        out.retain(|(_, n)| 10 * n >= all);
        out.into_iter().map(|(s, _)| s).collect()
    }

    /// The sample that most entries begin with.
    pub fn marker(&self) -> Option<String> {
        let entries = self.entries();
        common(entries.iter().map(Text::as_str))
    }

    /// Whether its cells begin with 1, 2, 3 … without anything between the number and the text.
    pub fn counts(&self) -> bool {
        let first = |c: &&&Cell| {
            let text = fold(c.text().as_str());
            let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
            digits.parse::<usize>().ok()
        };
        let numbers: Vec<Option<usize>> = self.filled().map(|c| first(&c)).collect();
        let runs = numbers.iter().enumerate().all(|(i, n)| *n == Some(i + 1));
        numbers.len() > 1 && runs
    }

    /// Whether its cells hold lists: more entries than cells.
    pub fn holds_lists(&self) -> bool {
        let cells = self.filled().count();
        self.marker().is_some() && 5 * self.entries().len() >= 6 * cells.max(1)
    }
}

/// How a rule finds the column again.
fn header_pattern(view: &View<'_>, col: usize, lowest: &str, is: &Is) -> String {
    let alone = |kind: &str| {
        let named = (0..view.table.cols).filter(|c| {
            let last = view.path(*c).next_back().map(|c| fold(c.text().as_str()));
            // the word finds other kinds too: 取組 is in 重点取組
            last.is_some_and(|l| word_of(kind).is_some_and(|w| is_named(w, &l)))
        });
        named.count() == 1
    };
    let own = match is {
        // a synonym in the next edition is the same column
        Is::Kind(kind)
            if alone(kind)
                && word_of(kind)
                    .is_some_and(|w| kind_of(lowest) == Some(kind) && is_named(w, lowest)) =>
        {
            format!("{{{}}}", word_of(kind).unwrap_or_default())
        }
        Is::Number => "{番号}".to_owned(),
        Is::Status if is_word(&STATUS, lowest) => header(lowest),
        Is::Indicator if is_word(&INDICATOR, lowest) => "{指標}".to_owned(),
        Is::Unit => "{単位}".to_owned(),
        _ if is_word(&CHARGE, lowest) => "{担当課}".to_owned(),
        _ => header(lowest),
    };
    let path: Vec<String> = view.path(col).map(|c| fold(c.text().as_str())).collect();
    let twins = (0..view.table.cols).filter(|c| {
        let last = view.path(*c).next_back().map(|c| fold(c.text().as_str()));
        last.as_deref() == Some(lowest)
    });
    match path.as_slice() {
        [.., above, _] if twins.count() > 1 && above != lowest => {
            format!("{} > {own}", header(above))
        }
        _ => own,
    }
}

/// The shared word for headers of a kind.
fn word_of(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "vision" => "めざす姿",
        "policy" => "基本方針",
        "measure" => "基本施策",
        "submeasure" => "施策内容",
        "action" => "取組",
        _ => return None,
    })
}

fn is_named(name: &str, header: &str) -> bool {
    word(name).is_some_and(|w| w.is_match(header))
}

fn what(lowest: &str, levels: &[String], cells: &[&Cell]) -> Is {
    if is_word(&NUMBER, lowest) {
        return Is::Number;
    }
    if is_word(&UNIT, lowest) {
        return Is::Unit;
    }
    let texts: Vec<String> = cells
        .iter()
        .filter(|c| !c.is_blank())
        .map(|c| fold(c.text().as_str()))
        .collect();
    if let Some(kind) = kind_of(lowest) {
        // a column of short marks under 重点 says which rows are highlighted
        let long = texts
            .iter()
            .filter(|t| t.chars().count() > MAX_FLAG)
            .count();
        let is_flag = kind == "priority" && !texts.is_empty() && 2 * long < texts.len();
        return if is_flag { Is::Flag } else { Is::Kind(kind) };
    }
    if is_word(&INDICATOR, lowest) {
        return Is::Indicator;
    }
    if !texts.is_empty()
        && texts
            .iter()
            .all(|t| t.chars().count() <= 8 && role_of(t).is_some())
    {
        return Is::Role;
    }
    let figures = texts
        .iter()
        .filter(|t| t.contains(|c: char| c.is_ascii_digit()))
        .count();
    let short = texts.iter().filter(|t| t.chars().count() <= 20).count();
    let are_values = !texts.is_empty() && 2 * figures >= texts.len() && short == texts.len();
    let role = levels.iter().rev().find_map(|l| role_of(l));
    let year = levels.iter().any(|l| years::year(l).is_some());
    if are_values && (role.is_some() || year) {
        return Is::Value(role);
    }
    let tick = |t: &String| matches!(t.as_str(), "○" | "●" | "◎" | "✓" | "レ" | "◯");
    let ticks = texts.iter().filter(|t| tick(t)).count();
    if ticks > 0
        && texts.len() < cells.len()
        && ticks + 1 >= texts.len()
        && status_code(lowest).is_some()
    {
        return Is::Marked;
    }
    // 評価 above sentences is a text, and no mark
    let brief = texts
        .iter()
        .filter(|t| t.chars().count() <= MAX_MARK)
        .count();
    let is_status = is_word(&STATUS, lowest) && 2 * brief > texts.len();
    if is_status || are_marks(&texts) {
        return Is::Status;
    }
    Is::Field
}

/// A few short marks or words of status, again and again.
fn are_marks(texts: &[String]) -> bool {
    let mut distinct: Vec<&String> = texts.iter().collect();
    distinct.sort_unstable();
    distinct.dedup();
    let short = distinct.iter().all(|t| t.chars().count() <= 6);
    let say = distinct.iter().filter(|t| status_code(t).is_some()).count();
    texts.len() >= 3 && short && 2 * distinct.len() <= texts.len() + 1 && 2 * say > distinct.len()
}
