//! A table as a rule would read it.

use super::columns::{Column, Is};
use super::samples::sample;
use super::toml::{list, literal, quoted};
use crate::rule::apply::{View, fold};
use crate::rule::vocabulary::kind_of;
use crate::table::Table;
use std::borrow::Cow;
use std::fmt::Write;

/// A table of a draft.
pub struct TableDraft {
    /// Its name in the rule.
    pub name: String,
    /// Patterns of its headers.
    pub headers: Vec<String>,
    /// Those headers as printed.
    pub labels: Vec<String>,
    /// Patterns of all its columns.
    pub all: Vec<String>,
    /// The rule's text.
    pub text: String,
    /// Texts that can be examples: column, cell.
    pub examples: Vec<(String, String)>,
}

/// What the rest of the document says.
pub struct About<'d> {
    /// Marks that legends explain, and their meaning.
    pub marks: &'d [(String, String)],
    /// What the plan is called.
    pub plan: &'d str,
}

/// Most rows at the top that can be a header where the table does not say so itself.
const MAX_HEADER_ROWS: usize = 3;
/// A longer line (characters) above a table is no name of it.
const MAX_NAME: usize = 14;
/// Most columns that a draft binds a table by.
const MAX_HEADERS: usize = 4;

/// What a table reads like; none where its columns have no names that say so.
pub fn draft(table: &Table, index: usize, about: &About<'_>) -> Option<TableDraft> {
    let head = header_rows(table)?;
    let view = View::new(
        Cow::Borrowed(table),
        index,
        false,
        0..head,
        head..table.rows,
    );
    let columns = Column::all(&view);
    let caption = table
        .caption
        .as_ref()
        .map(|c| c.one_line().as_str().to_owned());
    // marks that are signs or letters; 網掛け and the like are a look
    let marks = about.marks.iter().map(|(mark, _)| mark.clone());
    let mut marks: Vec<String> = marks.filter(|m| m.chars().count() <= 3).collect();
    marks.sort();
    marks.dedup();
    let drafter = Drafter {
        view: &view,
        columns,
        marks,
        about,
        caption,
    };
    drafter.draft()
}

/// How many rows at the top name the columns.
fn header_rows(table: &Table) -> Option<usize> {
    if table.rows < 2 || table.cols < 2 {
        return None;
    }
    if table.header_rows > 0 && table.header_rows < table.rows {
        return Some(table.header_rows);
    }
    let named = |depth: &usize| {
        let view = View::new(
            Cow::Borrowed(table),
            0,
            false,
            0..*depth,
            *depth..table.rows,
        );
        let columns = Column::all(&view);
        let known = columns.iter().filter(|c| c.is != Is::Field).count();
        let full = (0..table.cols).all(|col| view.path(col).any(|c| !c.is_blank()));
        let reaches = table.cells.iter().filter(|c| c.row < *depth);
        full && known >= 2 && reaches.map(|c| c.row + c.rowspan).max() == Some(*depth)
    };
    (1..=MAX_HEADER_ROWS.min(table.rows - 1)).find(named)
}

/// A table that is being drafted.
pub struct Drafter<'t> {
    pub(super) view: &'t View<'t>,
    pub(super) columns: Vec<Column<'t>>,
    /// Marks that legends of the document explain.
    pub(super) marks: Vec<String>,
    pub(super) about: &'t About<'t>,
    pub(super) caption: Option<String>,
}

impl Drafter<'_> {
    fn draft(&self) -> Option<TableDraft> {
        let mut text = String::new();
        let mut examples = Vec::new();
        let name = self.name();
        let groups = self.groups();
        let indicators = self.indicators();
        let kinds = self.kinds();
        let record = self.record(&kinds);
        if indicators.is_none() && record.is_none() && kinds.is_empty() {
            return None;
        }
        let (headers, labels) = self.headers();
        let _ = writeln!(text, "\n[[table]]\nname = {}", quoted(&name));
        let _ = writeln!(text, "headers = {}", list(&headers, literal));
        self.skip_rows(&mut text);
        text.push_str(&groups);
        let deepest = record.as_ref().and_then(|(col, _)| *col);
        let mut above: Vec<(usize, &'static str)> = Vec::new();
        if let Some((_, lines)) = &record {
            text.push_str(lines);
        }
        text.push_str(indicators.as_deref().unwrap_or_default());
        for column in &kinds {
            if deepest == Some(column.col) {
                continue;
            }
            self.kind_column(column, &mut above, &mut text, &mut examples);
        }
        if deepest.is_none() && record.is_none() {
            self.other_columns(&kinds, &mut text, &mut examples);
        }
        Some(TableDraft {
            name,
            headers,
            labels,
            all: self.columns.iter().map(|c| c.header.clone()).collect(),
            text,
            examples,
        })
    }

    /// Columns of items; those that share a header are one.
    fn kinds(&self) -> Vec<&Column<'_>> {
        let all = self.columns.iter();
        let mut out: Vec<&Column<'_>> = all
            .filter(|c| matches!(c.is, Is::Kind(_)) && c.filled().count() > 0)
            .collect();
        out.dedup_by(|b, a| a.header == b.header);
        out
    }

    /// The columns with a header, from the left.
    pub(super) fn twins(&self, column: &Column<'_>) -> impl Iterator<Item = &Column<'_>> {
        self.columns
            .iter()
            .filter(move |c| c.header == column.header)
    }

    fn name(&self) -> String {
        let caption = self.caption.as_deref().map(fold).unwrap_or_default();
        let short = caption
            .trim_matches(['【', '】', '■', '●', '◆', '<', '>'])
            .to_owned();
        let other = ['=', ':', '。', '、', '(', '※', '★', '~', '現'];
        let plain = !short.contains(other) && !short.contains(|c: char| c.is_ascii_digit());
        let plain = plain && (1..=MAX_NAME).contains(&short.chars().count());
        if !plain || self.is_note(&short) {
            let labels = self.columns.iter().map(|c| c.label.as_str());
            return labels.take(2).collect::<Vec<_>>().join("と");
        }
        short
    }

    /// Whether a line above the table explains a mark.
    fn is_note(&self, line: &str) -> bool {
        self.about
            .marks
            .iter()
            .any(|(mark, _)| line.starts_with(mark.as_str()))
    }

    /// The columns that tell this table from others: those that are understood first.
    fn headers(&self) -> (Vec<String>, Vec<String>) {
        let known = self.columns.iter().filter(|c| c.is != Is::Field);
        let others = self.columns.iter().filter(|c| c.is == Is::Field);
        let mut out: Vec<String> = Vec::new();
        let mut labels: Vec<String> = Vec::new();
        for column in known.chain(others) {
            let value = matches!(column.is, Is::Value(_));
            let named = !column.label.starts_with("column") && column.header != "{年度}";
            if named && !out.contains(&column.header) && out.len() < MAX_HEADERS && !value {
                out.push(column.header.clone());
                labels.push(
                    column
                        .label
                        .split('/')
                        .next_back()
                        .unwrap_or_default()
                        .to_owned(),
                );
            }
        }
        (out, labels)
    }

    fn skip_rows(&self, text: &mut String) {
        let totals = self.view.body.clone().any(|row| {
            let first = self.view.row(row).into_iter().find(|c| !c.is_blank());
            first.is_some_and(|c| is_total(&fold(c.text().as_str())))
        });
        if totals {
            text.push_str("skip_rows = ['^(小計|合計|計|総計)']\n");
        }
    }

    /// Rows of one cell, by the markers they begin with.
    fn groups(&self) -> String {
        let mut samples: Vec<Option<String>> = Vec::new();
        for row in self.view.body.clone() {
            let mut filled = self.view.row(row);
            filled.retain(|c| !c.is_blank());
            let [cell] = filled.as_slice() else { continue };
            let whole = cell.row == row && cell.col == 0 && cell.rowspan == 1;
            if !whole || self.view.table.cols < 3 {
                continue;
            }
            let found = sample(cell.text().as_str());
            if !samples.contains(&found) {
                samples.push(found);
            }
        }
        let mut out = String::new();
        samples.sort_by_key(Option::is_none);
        for (i, found) in samples.iter().enumerate() {
            let level = match found {
                Some(_) => i + 1,
                None => i.max(1),
            };
            let _ = writeln!(out, "\n[[table.group]]\nlevel = {level}");
            match found {
                Some(sample) => {
                    let _ = writeln!(out, "marker = {}", quoted(sample));
                    let word: String = sample.chars().take_while(|c| !c.is_ascii_digit()).collect();
                    if let Some(kind) = named_kind(&word) {
                        let _ = writeln!(out, "kind = {}", quoted(kind));
                    }
                }
                None => out.push_str("pattern = '^(?<title>.+)$'\n"),
            }
        }
        out
    }

    /// Rows that are indicators.
    fn indicators(&self) -> Option<String> {
        let is = |want: fn(&Is) -> bool| self.columns.iter().find(|c| want(&c.is));
        let values = self.columns.iter().filter(|c| matches!(c.is, Is::Value(_)));
        let roles = is(|i| *i == Is::Role);
        let said = values.clone().any(|c| matches!(c.is, Is::Value(Some(_))));
        if values.count() == 0 || !(said || roles.is_some()) {
            return None;
        }
        let name = is(|i| *i == Is::Indicator)?;
        let mut out = String::from("\n[table.indicator]");
        let _ = writeln!(out, "\nname = {}", literal(&name.header));
        if let Some(unit) = is(|i| *i == Is::Unit) {
            let _ = writeln!(out, "unit = {}", literal(&unit.header));
        }
        if let Some(role) = roles {
            let _ = writeln!(out, "role = {}", literal(&role.header));
        }
        out.push_str(
            "# values, roles and years are taken from the headers; `value` would say otherwise\n",
        );
        Some(out)
    }

    /// One item a row: the column that is its title, if it is one of a kind, and the rule's text.
    fn record(&self, kinds: &[&Column<'_>]) -> Option<(Option<usize>, String)> {
        if self.columns.iter().any(|c| c.is == Is::Indicator) && kinds.is_empty() {
            return None;
        }
        let title = match kinds.last() {
            Some(last) if last.holds_lists() || last.filled().any(|c| c.rowspan > 1) => {
                return None;
            }
            Some(last) => last,
            None => self.title_column()?,
        };
        let others = |c: &&Column<'_>| c.col != title.col && !matches!(c.is, Is::Kind(_));
        if self.columns.iter().filter(others).count() == 0 {
            return None;
        }
        let kind = match title.is {
            Is::Kind(kind) => kind,
            _ => self.kind_by_caption(),
        };
        let marked: Vec<String> = self
            .columns
            .iter()
            .filter(|c| c.is == Is::Marked)
            .map(|c| c.header.clone())
            .collect();
        let mut out = String::from("\n[table.row]\n");
        let _ = writeln!(out, "kind = {}", quoted(kind));
        let number = self.columns.iter().find(|c| c.is == Is::Number);
        if let Some(number) = number {
            let _ = writeln!(out, "number = {}", literal(&number.header));
        }
        let _ = writeln!(out, "title = {}", literal(&title.header));
        if let Some(marker) = title.marker().filter(|_| number.is_none()) {
            let _ = writeln!(out, "marker = {}", quoted(&marker));
        }
        if marked.len() > 1 {
            let _ = writeln!(out, "status_columns = {}", list(&marked, literal));
        } else {
            self.status(&mut out);
        }
        self.flag(&mut out);
        let above: Vec<String> = kinds
            .iter()
            .rev()
            .filter(|c| c.col != title.col)
            .filter_map(|c| match c.is {
                Is::Kind(kind) => Some(kind.to_owned()),
                _ => None,
            })
            .collect();
        if !above.is_empty() {
            let _ = writeln!(out, "parent = {}", list(&above, quoted));
        }
        Some((Some(title.col).filter(|_| !kinds.is_empty()), out))
    }

    /// The status column, with its marks where they are words that need no legend.
    fn status(&self, out: &mut String) {
        let Some(status) = self.columns.iter().find(|c| c.is == Is::Status) else {
            return;
        };
        let _ = writeln!(out, "status = {}", literal(&status.header));
        let mut marks: Vec<String> = status
            .filled()
            .map(|c| c.text().one_line().as_str().trim().to_owned())
            .filter(|m| m.chars().count() <= 8)
            .collect();
        marks.sort();
        marks.dedup();
        let explained = marks.iter().any(|m| self.marks.contains(m));
        if !explained && (1..=8).contains(&marks.len()) {
            let _ = writeln!(out, "marks = {}", list(&marks, quoted));
        }
    }

    /// A column that says which rows are highlighted.
    fn flag(&self, out: &mut String) {
        let Some(column) = self.columns.iter().find(|c| c.is == Is::Flag) else {
            return;
        };
        // where cells repeat the header, the others say something else
        let says = column
            .filled()
            .any(|c| fold(c.text().as_str()).contains(&column.label));
        let wanted = match says {
            true => format!(", pattern = {}", literal(&column.header)),
            false => String::new(),
        };
        let _ = writeln!(
            out,
            "flag = [{{ column = {}{wanted}, flag = \"重点\" }}]",
            literal(&column.header)
        );
    }

    /// The leftmost column whose cells are texts that differ from each other.
    fn title_column(&self) -> Option<&Column<'_>> {
        let numbered = self
            .columns
            .iter()
            .any(|c| matches!(c.is, Is::Number | Is::Status));
        self.columns.iter().filter(|_| numbered).find(|c| {
            let texts: Vec<String> = c.filled().map(|c| fold(c.text().as_str())).collect();
            let mut distinct = texts.clone();
            distinct.sort();
            distinct.dedup();
            let long = texts.iter().filter(|t| t.chars().count() >= 4).count();
            c.is == Is::Field
                && texts.len() >= 2
                && 10 * distinct.len() >= 8 * texts.len()
                && 2 * long > texts.len()
        })
    }

    fn kind_by_caption(&self) -> &'static str {
        let caption = self.caption.as_deref().unwrap_or_default();
        match caption.contains("施策") || self.about.plan.contains("施策") {
            true => "measure",
            false => "action",
        }
    }
}

fn is_total(text: &str) -> bool {
    matches!(text, "小計" | "合計" | "計" | "総計")
}

/// The kind that a text names as a header would.
pub fn named_kind(text: &str) -> Option<&'static str> {
    kind_of(&fold(text))
}
