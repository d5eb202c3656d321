//! What a mark means where it stands: as the status of an item, and in the cells of tables.

use super::draft::{Draft, mark_key};
use crate::document::{At, Document, LegendEntry, Status};
use crate::finding::{Code, Finding};
use crate::normalize::chars::is_mark;
use crate::rule::vocabulary::status_code;
use rustc_hash::FxHashMap;

/// What a mark means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// One thing.
    One(String),
    /// Several, and nothing tells which.
    Several(Vec<String>),
    /// The legend does not have it.
    Unknown,
}

/// The entries of the legends by mark; the forms of one mark are one.
pub struct Marks(FxHashMap<String, Vec<LegendEntry>>);

impl Marks {
    pub fn new(legend: &[LegendEntry]) -> Self {
        let mut out: FxHashMap<String, Vec<LegendEntry>> = FxHashMap::default();
        for entry in legend {
            out.entry(mark_key(&entry.mark))
                .or_default()
                .push(entry.clone());
        }
        Self(out)
    }

    /// What a mark means, if it means one thing.
    fn only(&self, mark: &str) -> Option<String> {
        let entries = self.0.get(&mark_key(mark))?;
        let mut said = meanings(&entries.iter().collect::<Vec<_>>());
        (said.len() == 1).then(|| said.remove(0))
    }

    /// What a mark of an item means: by the entries of its own table, section or kind, else by those
    /// that hold everywhere; of several, by the one on the item's own page.
    pub fn meaning(&self, mark: &str, draft: &Draft) -> Meaning {
        let Some(entries) = self.0.get(&mark_key(mark)) else {
            return Meaning::Unknown;
        };
        let is_own = |e: &&LegendEntry| {
            let scope = e.scope.as_ref();
            scope.is_some()
                && (scope == draft.within.as_ref()
                    || scope == Some(&draft.kind)
                    || scope == draft.name.as_ref())
        };
        let mut found: Vec<&LegendEntry> = entries.iter().filter(is_own).collect();
        if found.is_empty() {
            found = entries.iter().filter(|e| e.scope.is_none()).collect();
        }
        if meanings(&found).len() > 1 {
            let page = draft.page;
            let on_page = found.iter().filter(|e| e.at.iter().any(|a| a.page == page));
            let on_page: Vec<&LegendEntry> = on_page.copied().collect();
            if !on_page.is_empty() {
                found = on_page;
            }
        }
        let mut said = meanings(&found);
        match said.len() {
            0 => Meaning::Unknown,
            1 => Meaning::One(said.remove(0)),
            _ => Meaning::Several(said),
        }
    }
}

/// The marks of a legend in the cells of tables: each says what it means, and one that stands in a
/// column of them and is not in the legend is a finding. A mark with two meanings says nothing here.
pub fn in_tables(document: &mut Document) {
    let entries = document.legend.iter();
    let everywhere: Vec<LegendEntry> = entries.filter(|e| e.scope.is_none()).cloned().collect();
    if everywhere.is_empty() {
        return;
    }
    let marks = Marks::new(&everywhere);
    let mut findings = Vec::new();
    for table in &mut document.tables {
        let mut known: FxHashMap<usize, usize> = FxHashMap::default();
        for cell in table.cells.iter_mut().filter(|c| is_short(&c.text)) {
            if let Some(meaning) = marks.only(&cell.text) {
                let code = status_code(&meaning).unwrap_or("unknown").to_owned();
                *known.entry(cell.col).or_default() += 1;
                cell.status = Some(Status {
                    mark: cell.text.clone(),
                    meaning: Some(meaning),
                    code,
                });
            }
        }
        let in_column = |col: usize| known.get(&col).is_some_and(|n| *n >= MIN_KNOWN);
        let unknown = table.cells.iter().filter(|c| {
            c.status.is_none()
                && !c.header
                && in_column(c.col)
                && is_sign(&c.text)
                && !marks.0.contains_key(&mark_key(&c.text))
        });
        findings.extend(unknown.map(|cell| {
            let at = At {
                table: Some(table.id.clone()),
                row: Some(cell.row),
                col: Some(cell.col),
                page: cell.page,
                r#box: cell.r#box,
                ..At::default()
            };
            let message = format!("the mark `{}` is not in the legend", cell.text);
            Finding::new(Code::MarkUnknown, message, vec![at])
        }));
    }
    document.findings.extend(findings);
}

/// From so many marks of the legend on, a column is one of marks.
const MIN_KNOWN: usize = 2;
/// A mark has at most so many characters.
const MAX_MARK: usize = 4;

fn is_short(text: &str) -> bool {
    !text.is_empty() && text.chars().count() <= MAX_MARK
}

/// A text that is one sign, or one letter of a grade.
fn is_sign(text: &str) -> bool {
    let key = mark_key(text);
    let mut chars = key.chars();
    let sign = |c: char| is_mark(c) || c == '×' || c.is_ascii_uppercase();
    chars.next().is_some_and(sign) && chars.next().is_none()
}

/// Different meanings, in order.
fn meanings(entries: &[&LegendEntry]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for entry in entries {
        if !out.iter().any(|m| mark_key(m) == mark_key(&entry.meaning)) {
            out.push(entry.meaning.clone());
        }
    }
    out
}
