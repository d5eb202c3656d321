//! [`Probe`]: how it is found out whether a line of a rule had a say in a document.

use super::facts::Facts;
use crate::document::Document;
use crate::normalize::fold_char;
use crate::rule::apply::{Bound, fold};
use crate::rule::model::{Header, Re, Table};

/// What must be so for a line to have been exercised.
#[derive(Debug, Clone, Copy)]
pub enum Probe<'r> {
    /// The rule reads the document.
    Reads,
    /// The rule reads the document, and the pattern is found in its text.
    Text(&'r Re),
    /// The rule would read the document, but for this pattern.
    Rejects(&'r Re),
    /// The title in the document information matches.
    InfoTitle(&'r Re),
    /// A value was read by this line.
    Line(usize),
    /// A paragraph is furniture by this pattern.
    Furniture(&'r Re),
    /// A paragraph that looks like furniture is kept by this pattern.
    Kept(&'r Re),
    /// The pattern is found in a paragraph.
    Passage(&'r Re),
    /// A cell or paragraph is this label.
    Label(&'r Re),
    /// The table is read.
    Bound(&'r Table),
    /// The table is read, and has a column of this header.
    Column(&'r Table, &'r Header),
    /// A table that is not read has a cell of this header.
    Without(&'r Table, &'r Header),
    /// A row of the table begins with a cell that matches from end to end.
    Until(&'r Table, &'r Re),
    /// The pattern is found in a row of the table.
    Row(&'r Table, &'r Re),
    /// A field of this name has a value.
    Field(&'r Re),
    /// The legend has this mark.
    Mark(&'r str),
    /// There is an item of this kind.
    Kind(&'r str),
    /// There is an item of this kind with a status.
    Status(&'r str),
    /// There is an item with this flag.
    Flag(&'r str),
    /// There is a value of an indicator with a year.
    Years,
    /// There is an item that refers to another.
    References(&'r str),
}

impl Probe<'_> {
    /// Whether it is so.
    pub fn holds(&self, facts: &Facts<'_>) -> bool {
        if let Self::Rejects(re) = self {
            return rejects(re, facts);
        }
        facts.reads && self.holds_within(facts)
    }

    fn holds_within(&self, facts: &Facts<'_>) -> bool {
        let document = facts.document;
        match self {
            Self::Reads => true,
            Self::Rejects(_) => false,
            Self::Text(re) => facts.features.holds(re),
            Self::InfoTitle(re) => {
                let title = facts.reading.info_title.as_deref();
                title.is_some_and(|t| re.is_match(&t.chars().map(fold_char).collect::<String>()))
            }
            Self::Line(line) => facts.lines.contains(line),
            Self::Furniture(re) => facts.blocks().any(|b| whole(re, b)),
            Self::Kept(re) => facts.blocks().any(|b| b.furniture && whole(re, b)),
            Self::Passage(re) => facts.passages.iter().any(|t| re.is_match(t)),
            Self::Label(re) => facts.labels.iter().any(|t| re.matches_whole(t)),
            Self::Bound(table) => of(table, facts).next().is_some(),
            Self::Column(table, header) => {
                of(table, facts).any(|b| b.view.column(header).is_some())
            }
            Self::Without(table, header) => without(table, header, facts),
            Self::Until(table, re) => of(table, facts).any(|b| ends_at(b, re, facts)),
            Self::Row(table, re) => of(table, facts).any(|b| has_row(b, re)),
            Self::Field(re) => fields(document).any(|f| re.is_match(f)),
            Self::Mark(mark) => document.legend.iter().any(|l| l.mark == *mark),
            Self::Kind(kind) => document.items.iter().any(|i| i.kind == *kind),
            Self::Status(kind) => {
                let mut items = document.items.iter();
                items.any(|i| i.kind == *kind && i.status.is_some())
            }
            Self::Flag(flag) => {
                let mut items = document.items.iter();
                items.any(|i| i.flags.iter().any(|f| f == flag))
            }
            Self::Years => {
                let mut values = document.indicators.iter().flat_map(|i| &i.values);
                values.any(|v| v.year.is_some())
            }
            Self::References(kind) => {
                let mut items = document.items.iter();
                items.any(|i| i.kind == *kind && !i.refs.is_empty())
            }
        }
    }
}

fn whole(re: &Re, block: &crate::flow::Block) -> bool {
    re.matches_whole(block.text.folded().as_str().trim())
}

/// The document has all that the rule asks for, and this as well.
fn rejects(re: &Re, facts: &Facts<'_>) -> bool {
    let all = facts.head.matches.all.iter();
    !facts.reads && facts.features.holds(re) && all.into_iter().all(|p| facts.features.holds(p))
}

fn of<'f, 'd>(table: &Table, facts: &'f Facts<'d>) -> impl Iterator<Item = &'f Bound<'d>> {
    let own = std::ptr::from_ref(table);
    let bound = facts.bound.iter();
    bound.filter(move |b| std::ptr::eq(std::ptr::from_ref(b.rule), own))
}

fn without(table: &Table, header: &Header, facts: &Facts<'_>) -> bool {
    let mut tables = facts.reading.flow.tables.iter().enumerate();
    tables.any(|(index, t)| {
        let read = of(table, facts).any(|b| b.view.index == index);
        let has = |header: &Header| {
            let level = |re: &Re| {
                t.cells
                    .iter()
                    .any(|c| re.matches_whole(&fold(c.text().as_str())))
            };
            header.levels.iter().all(level)
        };
        !read && has(header) && table.headers.iter().all(has)
    })
}

/// The row behind the body is the one that ends the table.
fn ends_at(bound: &Bound<'_>, re: &Re, facts: &Facts<'_>) -> bool {
    let end = bound.view.body.end;
    let Some(table) = facts.reading.flow.tables.get(bound.view.index) else {
        return false;
    };
    let mut first = table.cells.iter().filter(|c| c.row == end && c.col == 0);
    first.any(|c| re.matches_whole(&fold(c.text().as_str())))
}

/// A row is asked as a whole, as `skip_rows` are, and cell by cell, as the rows of sums.
fn has_row(bound: &Bound<'_>, re: &Re) -> bool {
    let table = &bound.view.table;
    (0..table.rows).any(|row| {
        let cells = bound.view.row(row).into_iter().filter(|c| c.row == row);
        let texts: Vec<String> = cells.map(|c| fold(c.text().as_str())).collect();
        re.is_match(&texts.concat()) || texts.iter().any(|t| re.is_match(t))
    })
}

fn fields(document: &Document) -> impl Iterator<Item = &str> {
    let items = document.items.iter().flat_map(|i| i.fields.keys());
    let indicators = document.indicators.iter().flat_map(|i| i.fields.keys());
    items.chain(indicators).map(String::as_str)
}
