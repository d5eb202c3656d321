//! The links of a chain: print, cell, header, rule line, normalisation, findings.

use super::Subject;
use super::report::{Explanation, quote, quote_to};
use crate::document::{At, Cell, Table};
use crate::normalize::{Policy, normalize};
use crate::rule::apply::Bound;

/// A place in words: `page 1 [35 210 42 220]`.
pub fn place(at: &At) -> String {
    let [x0, top, x1, bottom] = at.r#box.map(|v| v.round() as i64);
    let ocr = at.from_ocr.map_or(String::new(), |sure| {
        format!(", read off the picture, {:.0} % sure", sure * 100.0)
    });
    format!("page {} [{x0} {top} {x1} {bottom}]{ocr}", at.page)
}

/// The line of a rule that a place names.
pub fn line_of(at: &At) -> Option<usize> {
    let (_, line) = at.rule.as_ref()?.rsplit_once(':')?;
    line.parse().ok().filter(|line| *line > 0)
}

/// Two boxes overlap by more than their rims.
pub fn overlap(a: &At, b: &At) -> bool {
    let ([a0, a1, a2, a3], [b0, b1, b2, b3]) = (a.r#box, b.r#box);
    let wide = a2.min(b2) - a0.max(b0);
    let high = a3.min(b3) - a1.max(b1);
    a.page == b.page && wide > RIM && high > RIM
}

/// Boxes that overlap by no more than this (points) only touch.
const RIM: f64 = 0.5;

impl<'r> Subject<'r> {
    /// Where something is printed, and how.
    pub(super) fn say_printed(&self, out: &mut Explanation, raw: &str, at: &[At]) {
        let Some(first) = at.first() else {
            out.from("printed", "nowhere: the rule itself says it");
            return;
        };
        let others = match at.len() {
            1 => String::new(),
            n => format!(" and {} more places", n - 1),
        };
        let print = match raw.trim() {
            "" => "nothing, a blank".to_owned(),
            raw => quote(raw),
        };
        out.from("printed", format!("{}{others}: {print}", place(first)));
    }

    /// The cell that something stands in, and the headers above it.
    pub(super) fn say_cell(&self, out: &mut Explanation, at: &At, raw: &str) {
        let Some((table, cell)) = self.cell(at) else {
            return;
        };
        let bare = |s: &str| -> String { s.chars().filter(|c| !c.is_whitespace()).collect() };
        let text = match bare(&cell.raw) == bare(raw) {
            true => "all of it".to_owned(),
            false => quote(&cell.text),
        };
        out.from("cell", format!("{}: {text}", cell_place(table, cell)));
        // a cell over the whole table stands under no header of its own
        let whole = cell.colspan == table.cols;
        if let Some(path) = self.header_path(at).filter(|_| !whole) {
            out.from("header", path);
        }
    }

    /// The rule's line, as it is written.
    pub(super) fn say_rule(&self, out: &mut Explanation, line: usize) {
        if let Some(text) = self.rule_line(line) {
            out.from("rule", text);
        }
    }

    /// `plan.toml:12  title = '…'`
    pub(super) fn rule_line(&self, line: usize) -> Option<String> {
        let rule = self.rule?;
        let text = rule.text.lines().nth(line.checked_sub(1)?)?.trim();
        let cut: String = text.chars().take(LONGEST_LINE).collect();
        let more = if cut.len() < text.len() { "…" } else { "" };
        Some(format!("{}  {cut}{more}", self.rule_place(line)))
    }

    /// `plan.toml:12`
    pub(super) fn rule_place(&self, line: usize) -> String {
        let file = self.rule.map_or("", |r| r.file.as_str());
        let name = file.rsplit(['/', '\\']).next().unwrap_or_default();
        match line {
            0 => name.to_owned(),
            line => format!("{name}:{line}"),
        }
    }

    /// The document's cell at a place.
    pub(super) fn cell(&self, at: &At) -> Option<(&Table, &Cell)> {
        let (id, row, col) = (at.table.as_ref()?, at.row?, at.col?);
        let table = self.document.tables.iter().find(|t| t.id == *id)?;
        let covers = |c: &&Cell| {
            (c.row..c.row + c.rowspan).contains(&row) && (c.col..c.col + c.colspan).contains(&col)
        };
        Some((table, table.cells.iter().find(covers)?))
    }

    /// The rule's table that reads a place, with its row and column there.
    pub(super) fn bound_at(&self, at: &At) -> Option<(&Bound<'r>, usize, usize)> {
        let (id, row, col) = (at.table.as_ref()?, at.row?, at.col?);
        let index = self.document.tables.iter().position(|t| t.id == *id)?;
        self.bound.iter().find_map(|b| {
            let (row, col) = b.view.turned(row, col);
            let reads = b.view.head.contains(&row) || b.view.body.contains(&row);
            (b.view.index == index && reads).then_some((b, row, col))
        })
    }

    /// The headers above a cell, from the top.
    pub(super) fn header_path(&self, at: &At) -> Option<String> {
        let texts: Vec<String> = match self.bound_at(at) {
            Some((bound, _, col)) => {
                let path = bound.view.path(col);
                path.map(|c| c.text().one_line().as_str().to_owned())
                    .collect()
            }
            None => self.cell(at)?.1.labels.as_ref()?.above.clone(),
        };
        let texts = texts.iter().filter(|t| !t.trim().is_empty());
        let path: Vec<String> = texts.map(|t| quote_to(t, 24)).collect();
        (!path.is_empty()).then(|| path.join(" > "))
    }

    /// What was printed and what it became, step by step; nothing where it stayed as it was.
    pub(super) fn say_steps(&self, out: &mut Explanation, raw: &str, text: &str, policy: Policy) {
        if let Some(steps) = steps(raw, text, policy) {
            out.from("normalised", steps);
        }
    }

    /// The findings on some places.
    pub(super) fn say_findings(&self, out: &mut Explanation, at: &[At]) {
        let touches = |other: &At| at.iter().any(|own| overlap(own, other));
        let all = self.document.findings.iter();
        let found: Vec<_> = all.filter(|f| f.at.iter().any(touches)).collect();
        for finding in found.iter().take(MOST_FINDINGS) {
            let message = self.language.finding(finding).message;
            out.say("finding", format!("{}: {message}", finding.code));
        }
        if let Some(more @ 1..) = found.len().checked_sub(MOST_FINDINGS) {
            out.say("finding", format!("and {more} more here"));
        }
    }
}

/// Longest line of a rule that is shown whole, in characters.
const LONGEST_LINE: usize = 110;
/// Most findings that are named.
const MOST_FINDINGS: usize = 3;
/// Most changes of a step that are named.
const MOST_CHANGES: usize = 3;

/// `table2, row 5 of 30, column 3 (over 2 rows)`; rows and columns from 0, as in the document.
pub fn cell_place(table: &Table, cell: &Cell) -> String {
    let over = match (cell.rowspan, cell.colspan) {
        (1, 1) => String::new(),
        (rows, 1) => format!(", over {rows} rows"),
        (1, cols) => format!(", over {cols} columns"),
        (rows, cols) => format!(", over {rows} rows and {cols} columns"),
    };
    format!("{} row {} column {}{over}", table.id, cell.row, cell.col)
}

/// What each step of a policy changed, from the print to the text.
fn steps(raw: &str, text: &str, policy: Policy) -> Option<String> {
    let (raw, text) = (raw.trim(), text.trim());
    if raw == text {
        return None;
    }
    let mut said: Vec<String> = Vec::new();
    let mut now = raw.to_owned();
    for step in policy.steps() {
        let next = normalize(Policy::of(&[step]), &now);
        if next.text == now {
            continue;
        }
        let mut changes: Vec<String> = Vec::new();
        for edit in &next.edits {
            let (from, to) = (&now[edit.from.clone()], &next.text[edit.to.clone()]);
            let change = format!("`{}` → `{}`", visible(from), visible(to));
            if from != to && !changes.contains(&change) {
                changes.push(change);
            }
        }
        let more = if changes.len() > MOST_CHANGES {
            " …"
        } else {
            ""
        };
        changes.truncate(MOST_CHANGES);
        said.push(format!("{} {}{more}", step.name(), changes.join(" ")));
        now = next.text;
    }
    let bare = |s: &str| -> String { s.chars().filter(|c| !c.is_whitespace()).collect() };
    if now != text && bare(&now) == bare(text) {
        said.push("lines and spaces set by the layout".into());
    } else if now != text {
        said.push(format!("read as {}", quote(text)));
    }
    (!said.is_empty()).then(|| said.join("; "))
}

fn visible(text: &str) -> String {
    text.replace('\n', "⏎")
}
