//! Legends: what the document says that its marks mean.

use super::builder::Builder;
use super::stated::{stated, stated_in_tables};
use super::table::Bound;
use crate::document::LegendEntry;
use crate::rule::model::{Header, Legend, Rule};
use crate::rule::passages::{Group, Passage};
use crate::rule::vocabulary::status_code;
use crate::table::Table;
use crate::text::Text;

/// Most entries of legends in a document; the largest known has some thirty.
const MAX_LEGEND: usize = 1_000;

impl Builder<'_> {
    /// Reads all legends.
    pub fn legends(&mut self, rule: &Rule, passages: &[Passage<'_>], bound: &[Bound<'_>]) {
        for legend in &rule.legends {
            if let Some(name) = &legend.table {
                self.legend_table(legend, name, bound);
                continue;
            }
            if legend.stated {
                let boxes = stated_in_tables(&self.reading.flow.tables);
                for (mark, meaning) in stated(passages).into_iter().chain(boxes) {
                    self.legend_entry(legend, &mark, &meaning, legend.line);
                }
                continue;
            }
            let Some(pattern) = &legend.pattern else {
                if let (Some(mark), Some(meaning)) = (&legend.mark, &legend.meaning) {
                    self.legend_entry(legend, &Text::plain(mark), &Text::plain(meaning), 0);
                }
                continue;
            };
            let pairs =
                pairs_in_tables(&self.reading.flow.tables, |t| reaches(legend, passages, t));
            let texts = in_scope(legend, passages);
            for passage in texts.into_iter().chain(&pairs) {
                let folded = passage.folded();
                for found in pattern.regex.captures_iter(folded.as_str()) {
                    let of = |name: &str| {
                        let m = found.name(name)?;
                        let chars = folded.char_index(m.start())..folded.char_index(m.end());
                        Some(passage.char_slice(chars).into_trimmed())
                    };
                    let mark = legend
                        .mark
                        .as_deref()
                        .map(Text::plain)
                        .or_else(|| of("mark"));
                    if let (Some(mark), Some(meaning)) = (mark, of("meaning")) {
                        self.legend_entry(legend, &mark, &meaning, pattern.line);
                    }
                }
            }
        }
    }

    fn legend_table(&mut self, legend: &Legend, name: &str, bound: &[Bound<'_>]) {
        for binding in bound.iter().filter(|b| b.rule.name == name) {
            let view = &binding.view;
            let named = |header: &Option<Header>| header.as_ref().and_then(|h| view.column(h));
            let mark_col = named(&legend.mark_column).unwrap_or(0);
            let meaning_col = named(&legend.meaning_column).unwrap_or(mark_col + 1);
            for row in view.body.clone() {
                let of = |col| view.cell(row, col).filter(|c| c.row == row);
                if let (Some(mark), Some(meaning)) = (of(mark_col), of(meaning_col))
                    && !mark.is_blank()
                {
                    let (mark, meaning) = (mark.text(), meaning.text());
                    self.legend_entry(legend, &mark.one_line(), &meaning.one_line(), legend.line);
                }
            }
        }
    }

    fn legend_entry(&mut self, legend: &Legend, mark: &Text, meaning: &Text, line: usize) {
        if self.legend.len() >= MAX_LEGEND {
            self.over_limit("entries of legends", MAX_LEGEND);
            return;
        }
        let both = Text::join([mark, meaning], ' ');
        let entry = LegendEntry {
            mark: mark.as_str().to_owned(),
            meaning: meaning.as_str().to_owned(),
            code: status_code(meaning.as_str()).map(str::to_owned),
            scope: legend.scope.clone(),
            at: self.at(&both, line, None),
        };
        let same = |e: &LegendEntry| {
            (&e.mark, &e.meaning, &e.scope) == (&entry.mark, &entry.meaning, &entry.scope)
        };
        match self.legend.iter_mut().find(|e| same(e)) {
            // a legend that is repeated on every page is one
            Some(known) => known.at.extend(entry.at),
            None => self.legend.push(entry),
        }
    }
}

/// Rows of two filled cells, as the legend line `mark＝meaning` that they stand for.
fn pairs_in_tables(tables: &[Table], wanted: impl Fn(usize) -> bool) -> Vec<Text> {
    let mut out = Vec::new();
    for (_, table) in tables.iter().enumerate().filter(|(t, _)| wanted(*t)) {
        for row in 0..table.rows {
            let filled: Vec<Text> = table
                .row_cells(row)
                .filter(|c| !c.is_blank())
                .map(|c| c.text().one_line())
                .collect();
            if filled.len() == 2 {
                out.push(Text::join(&filled, '＝'));
            }
        }
    }
    out
}

/// Whether a legend may stand in a table: where `after` is given, it is found in the table or right
/// above it.
fn reaches(legend: &Legend, passages: &[Passage<'_>], table: usize) -> bool {
    let Some(after) = &legend.after else {
        return true;
    };
    let inside = |p: &Passage<'_>| matches!(p.group, Some(Group::Cell(t, _)) if t == table);
    let finds = |p: &Passage<'_>| after.is_match(p.text.folded().as_str());
    let first = passages.iter().position(inside);
    let above = first.and_then(|i| passages[..i].last());
    above.is_some_and(finds) || passages.iter().any(|p| inside(p) && finds(p))
}

/// The passages that a legend may stand in: all, or those behind its heading, up to the end of the
/// heading's box or cell.
fn in_scope<'p>(legend: &Legend, passages: &[Passage<'p>]) -> Vec<&'p Text> {
    let Some(after) = &legend.after else {
        return passages.iter().map(|p| p.text).collect();
    };
    let mut out = Vec::new();
    let mut open: Option<Option<Group>> = None;
    for passage in passages {
        if after.is_match(passage.text.folded().as_str()) {
            open = Some(passage.group);
            out.push(passage.text);
            continue;
        }
        match open {
            Some(group) if group == passage.group => out.push(passage.text),
            Some(Some(_)) => open = None,
            _ => {}
        }
    }
    out
}
