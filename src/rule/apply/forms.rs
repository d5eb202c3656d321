//! Forms (評価シート): label cells beside value cells, a record from one beginning label to the next.
//!
//! ```text
//!   ┌────────┬──────────────────────┐
//!   │ 事業名 │ 情報の発信           │   the value of a label is right of it …
//!   ├────────┼────────┬──────┬──────┤
//!   │ 担当課 │ 市民課 │ 評価 │  B   │
//!   ├────────┴────────┴──────┴──────┤
//!   │ 今後の方向性                  │   … or, where nothing is right of it, below
//!   ├───────────────────────────────┤
//!   │ 対象を広げる                  │
//!   └───────────────────────────────┘
//! ```

use super::builder::{Builder, printed_number};
use super::capture::{Captured, capture, references};
use super::draft::{Draft, Parent, Source, fold};
use super::table::{self, Bound, View, says_something};
use super::values::insert_apart;
use crate::document::At;
use crate::finding::Code;
use crate::flow::{Flow, Part};
use crate::pdf::Color;
use crate::rule::model::{Form, Item, Re, Rule};
use crate::table::Cell;
use crate::text::Text;
use crate::value::Context;
use indexmap::IndexMap;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A label and its value.
struct Entry {
    label: Text,
    value: Text,
    /// Table, row and column of the value.
    cell: Option<(usize, usize, usize)>,
    /// Where the value is, also when it is blank.
    at: Option<At>,
}

/// What a form says of one thing.
pub struct Record<'r> {
    form: &'r Form,
    /// The part of the flow and the row of the table at which it begins.
    pub start: (usize, usize),
    entries: Vec<Entry>,
}

/// The records of all forms in the order of the flow.
pub fn records<'r>(
    rule: &'r Rule,
    flow: &Flow,
    bound: &[Bound<'_>],
    builder: &mut Builder<'_>,
) -> Vec<Record<'r>> {
    let mut out = Vec::new();
    for form in &rule.forms {
        let mut reader = Reader::new(form, flow, bound);
        for (part, what) in flow.parts.iter().enumerate() {
            match what {
                Part::Block(block) if !rule.furniture.hides(block) => {
                    reader.line(part, &block.text);
                }
                Part::Block(_) => {}
                Part::Table(t) => reader.table(part, *t),
            }
        }
        if reader.records.is_empty() && !form.optional {
            let message = format!("no table fits `{}` of the rule", form.name);
            builder.find(Code::FieldMissing, message, Vec::new());
        }
        reader.report(builder);
        out.extend(reader.records);
    }
    out.sort_by_key(|r| r.start);
    out
}

struct Reader<'a, 'r> {
    form: &'r Form,
    flow: &'a Flow,
    bound: &'a [Bound<'a>],
    /// The label at which records begin, once one is seen.
    begins: Option<&'r Re>,
    records: Vec<Record<'r>>,
    /// Cells that are neither label nor value, by table: index of the table, cell.
    unread: Vec<(usize, &'a Cell)>,
}

impl<'a, 'r> Reader<'a, 'r> {
    fn new(form: &'r Form, flow: &'a Flow, bound: &'a [Bound<'a>]) -> Self {
        Self {
            form,
            flow,
            bound,
            begins: form.begins.as_ref(),
            records: Vec::new(),
            unread: Vec::new(),
        }
    }

    /// A paragraph `LABEL：VALUE`.
    fn line(&mut self, part: usize, text: &Text) {
        if let Some(entry) = self.labelled(text, None) {
            self.push((part, 0), entry);
        }
    }

    /// `LABEL：VALUE`, where the form names the label.
    fn labelled(&self, text: &Text, cell: Option<(usize, usize, usize)>) -> Option<Entry> {
        let folded = text.folded();
        let (label, _) = folded.as_str().split_once(':')?;
        let bare = fold(label);
        let bare = bare.trim_start_matches(['・', '○', '●', '◆', '■']);
        if !is_label(self.form, bare) {
            return None;
        }
        let start = folded.char_index(
            label.len()
                - label
                    .trim_start_matches(['・', '○', '●', '◆', '■', ' '])
                    .len(),
        );
        let end = folded.char_index(label.len());
        Some(Entry {
            label: text.char_slice(start..end).into_trimmed(),
            value: text.char_slice(end + 1..text.chars().len()).into_trimmed(),
            cell,
            at: None,
        })
    }

    fn table(&mut self, part: usize, index: usize) {
        let table = &self.flow.tables[index];
        let head = 0..0;
        let view = View::new(Cow::Borrowed(table), index, false, head, 0..table.rows);
        let read_by_table =
            |cell: &Cell| table::covers(self.bound, index, cell.row) || cell.is_blank();
        let labels = Labels::new(self.form, &table.cells, read_by_table);
        if labels.explicit == 0 {
            return;
        }
        let mut used = vec![false; table.cells.len()];
        for (i, cell) in table.cells.iter().enumerate() {
            if !labels.is_label[i] {
                continue;
            }
            let values = labels.values(cell, &view);
            for value in &values {
                used[labels.index(value)] = true;
            }
            // a painted title of a block has no value
            if values.is_empty() && !is_label(self.form, &fold(cell.text().as_str())) {
                continue;
            }
            let place = values.first().unwrap_or(&cell);
            let entry = Entry {
                label: cell.text().one_line().into_trimmed(),
                value: joined(&values),
                cell: Some(view.place(place)),
                at: values.first().map(|c| view.at(c)),
            };
            self.push((part, cell.row), entry);
        }
        let in_record = !self.records.is_empty();
        let cells = table.cells.iter().enumerate();
        let left: Vec<&'a Cell> = cells
            .filter(|(i, c)| in_record && !used[*i] && !labels.is_label[*i] && !read_by_table(c))
            .map(|(_, c)| c)
            .collect();
        for cell in left {
            self.lines(part, index, cell);
        }
    }

    /// A cell that stands beside no label: lines `LABEL：VALUE`.
    fn lines(&mut self, part: usize, index: usize, cell: &'a Cell) {
        let place = Some((index, cell.row, cell.col));
        let entries: Option<Vec<Entry>> = cell
            .paragraphs
            .iter()
            .map(|p| self.labelled(p, place))
            .collect();
        match entries {
            Some(entries) => entries
                .into_iter()
                .for_each(|e| self.push((part, cell.row), e)),
            None => self.unread.push((index, cell)),
        }
    }

    fn push(&mut self, start: (usize, usize), entry: Entry) {
        let label = fold(entry.label.as_str());
        let begins = match self.begins {
            Some(begins) => begins.matches_whole(&label),
            None => {
                self.begins = beginning(self.form, &label);
                self.begins.is_some()
            }
        };
        // a sheet that leaves out what is above begins with its number or title
        let again = self.records.last().is_some_and(|r| {
            let names = |re: &&Re| re.matches_whole(&label);
            let own = self.form.number.iter().chain([&self.form.title]);
            own.filter(names).any(|re| r.find(re).is_some())
        });
        if begins || again {
            self.records.push(Record {
                form: self.form,
                start,
                entries: Vec::new(),
            });
        }
        if let Some(record) = self.records.last_mut() {
            record.entries.push(entry);
        }
    }

    /// Reports what belongs to no label.
    fn report(&self, builder: &mut Builder<'_>) {
        for (table, cell) in &self.unread {
            let text = cell.text();
            let message = format!(
                "`{}` stands beside no label of the form `{}`",
                text.one_line().as_str(),
                self.form.name
            );
            let at = builder.at(&text, 0, Some((*table, cell.row, cell.col)));
            builder.find(Code::EntryUnmatched, message, at);
        }
    }
}

/// The pattern of the label at which records begin, if this is one: the first of those that name the
/// record or what is above it.
fn beginning<'r>(form: &'r Form, label: &str) -> Option<&'r Re> {
    let above = form.above.iter().map(|(label, _)| label);
    let mut naming = above.chain(&form.number).chain([&form.title]);
    naming.find(|re| re.matches_whole(label))
}

/// Whether a form names a label.
pub fn is_label(form: &Form, label: &str) -> bool {
    let above = form.above.iter().map(|(label, _)| label);
    let own = [&form.number, &form.status, &form.refs, &form.begins];
    let mut all = above
        .chain(own.into_iter().flatten())
        .chain([&form.title])
        .chain(&form.labels);
    !label.is_empty() && all.any(|re| re.matches_whole(label))
}

/// The colours that tell labels from values: not those in which most cells right of a named label are
/// painted as well, as in rows of alternate colours.
fn telling(fills: &[Color], cells: &[Cell], named: &[bool]) -> Vec<Color> {
    let right_of = |label: &Cell| {
        let at = cells.partition_point(|c| (c.row, c.col) < (label.row, label.col + label.colspan));
        let beside = cells.get(at).filter(|c| c.row == label.row);
        beside.filter(|_| !named[at])
    };
    let alike = |fill: &Color| {
        let labels = cells
            .iter()
            .zip(named)
            .filter(|(c, n)| **n && c.fill.as_ref() == Some(fill));
        let beside: Vec<&Cell> = labels.filter_map(|(c, _)| right_of(c)).collect();
        let painted = beside
            .iter()
            .filter(|c| c.fill.as_ref() == Some(fill))
            .count();
        2 * painted > beside.len()
    };
    fills.iter().filter(|f| !alike(f)).cloned().collect()
}

/// The labels of a table.
struct Labels {
    is_label: Vec<bool>,
    /// How many of them the form names.
    explicit: usize,
    by_place: BTreeMap<(usize, usize), usize>,
    /// Whether other tables of the rule read a cell.
    taken: Vec<bool>,
}

impl Labels {
    fn new(form: &Form, cells: &[Cell], taken: impl Fn(&Cell) -> bool) -> Self {
        let named: Vec<bool> = cells
            .iter()
            .map(|c| !taken(c) && is_label(form, &fold(c.text().as_str())))
            .collect();
        let of_named = cells.iter().zip(&named).filter(|(_, named)| **named);
        let fills: Vec<Color> = of_named.filter_map(|(c, _)| c.fill).collect();
        let fills = telling(&fills, cells, &named);
        let painted = |c: &Cell| !taken(c) && c.fill.is_some_and(|f| fills.contains(&f));
        let each = cells.iter().zip(&named);
        Self {
            explicit: named.iter().filter(|n| **n).count(),
            is_label: each.map(|(c, named)| *named || painted(c)).collect(),
            by_place: cells
                .iter()
                .enumerate()
                .map(|(i, c)| ((c.row, c.col), i))
                .collect(),
            taken: cells.iter().map(|c| !c.is_blank() && taken(c)).collect(),
        }
    }

    fn index(&self, cell: &Cell) -> usize {
        self.by_place
            .get(&(cell.row, cell.col))
            .copied()
            .unwrap_or(0)
    }

    fn is_value(&self, cell: &Cell) -> bool {
        let i = self.index(cell);
        !self.is_label[i] && !self.taken[i]
    }

    /// The cells with the value of a label: right of it up to the next label, or below it.
    fn values<'t>(&self, label: &Cell, view: &'t View<'t>) -> Vec<&'t Cell> {
        let mut out: Vec<&Cell> = Vec::new();
        for row in label.row..label.row + label.rowspan {
            let mut col = label.col + label.colspan;
            while let Some(cell) = view.cell(row, col).filter(|c| self.is_value(c)) {
                let known = out.iter().any(|c| (c.row, c.col) == (cell.row, cell.col));
                if !known {
                    out.push(cell);
                }
                col = cell.col + cell.colspan;
            }
        }
        if out.is_empty() {
            // a column of values under its label goes on to the next label
            let mut row = label.row + label.rowspan;
            while let Some(cell) = view.cell(row, label.col).filter(|c| self.is_value(c)) {
                // the values of a row with labels are theirs
                let labelled = view
                    .row(row)
                    .into_iter()
                    .any(|c| c.row == row && self.is_label[self.index(c)]);
                if cell.col != label.col || labelled && !out.is_empty() {
                    break;
                }
                out.push(cell);
                row = cell.row + cell.rowspan;
            }
        }
        out
    }
}

/// The text of the cells of a value: those of a row beside each other, rows below each other.
fn joined(cells: &[&Cell]) -> Text {
    let mut rows: Vec<(usize, Vec<Text>)> = Vec::new();
    for cell in cells.iter().filter(|c| !c.is_blank()) {
        match rows.last_mut() {
            Some((row, texts)) if *row == cell.row => texts.push(cell.text()),
            _ => rows.push((cell.row, vec![cell.text()])),
        }
    }
    let lines: Vec<Text> = rows
        .iter()
        .map(|(_, texts)| Text::join(texts, ' '))
        .collect();
    Text::join(&lines, '\n')
}

/// Items above records that are known already: kind, parent, number and title.
pub type Above = BTreeMap<(String, Option<usize>, String), usize>;

/// Makes the item of a record, and those above it.
pub fn read(builder: &mut Builder<'_>, record: &Record<'_>, above: &mut Above) {
    let form = record.form;
    let mut parent = Parent::None;
    for (label, item) in &form.above {
        let Some(entry) = record.find(label).filter(|e| !e.value.is_blank()) else {
            continue;
        };
        parent = Parent::Item(item_above(builder, entry, item, parent, above));
    }
    if !form.item.parent.is_empty() {
        parent = builder.parent(&form.item.parent);
    }
    let title = record.find(&form.title);
    let said = title.and_then(|t| captured(builder, t, &form.item));
    let said = said.unwrap_or_else(|| Captured {
        flags: form.item.flags.clone(),
        ..Captured::default()
    });
    let of = |label: &Option<Re>| label.as_ref().and_then(|l| record.find(l));
    let number = of(&form.number).map(|e| e.value.one_line());
    let number = number.filter(|n| !n.is_blank()).or(said.number.clone());
    let number = number.or_else(|| title.and_then(|t| number_in_label(t, &form.title)));
    let marked = of(&form.status).filter(|e| says_something(e.value.as_str()));
    let status = marked.map(|e| e.value.one_line());
    let status_from = match (marked, &form.status) {
        (Some(entry), Some(label)) => Source {
            line: label.line,
            cell: entry.cell,
        },
        _ => Source {
            line: form.item.pattern.line,
            cell: title.and_then(|t| t.cell),
        },
    };
    let status = status.or(said.status.clone());
    let refs = of(&form.refs).filter(|e| says_something(e.value.as_str()));
    let refs = refs.map_or(said.refs, |e| references(e.value.as_str()));
    let whole: Vec<Text> = record.entries.iter().map(|e| e.value.clone()).collect();
    let line = form.title.line;
    let mut at = Vec::new();
    for entry in &record.entries {
        at.extend(builder.at(&entry.value, line, entry.cell));
    }
    let draft = Draft {
        kind: form.item.kind.clone().unwrap_or_default(),
        number: number.as_ref().map(printed_number),
        title: said.title.as_str().to_owned(),
        parent,
        name: form.item.name.clone(),
        within: Some(form.name.clone()),
        status,
        meaning: None,
        status_from,
        marks: form.marks.clone(),
        refs,
        flags: said.flags,
        fields: fields(builder, record),
        page: whole.iter().find_map(Text::page).unwrap_or(1),
        at,
    };
    builder.last_record = Some(builder.add(draft));
}

/// The capture `number` of the title's label: on a card the number stands where others have a label.
fn number_in_label(entry: &Entry, label: &Re) -> Option<Text> {
    let folded = entry.label.folded();
    let found = label.regex.captures(folded.as_str())?.name("number")?;
    let chars = folded.char_index(found.start())..folded.char_index(found.end());
    Some(entry.label.char_slice(chars).into_trimmed())
}

/// What the title says; a finding where the pattern does not fit it.
fn captured(builder: &mut Builder<'_>, entry: &Entry, item: &Item) -> Option<Captured> {
    let found = capture(&entry.value, std::slice::from_ref(item));
    if found.is_some() || entry.value.is_blank() {
        return found;
    }
    let text = entry.value.one_line();
    let message = format!("`{}` does not fit the title of its form", text.as_str());
    let at = builder.at(&entry.value, item.pattern.line, entry.cell);
    builder.find(Code::EntryUnmatched, message, at);
    Some(Captured {
        title: text,
        flags: item.flags.clone(),
        ..Captured::default()
    })
}

/// The item above a record: the one that was read before, where it says the same.
fn item_above(
    builder: &mut Builder<'_>,
    entry: &Entry,
    item: &Item,
    parent: Parent,
    known: &mut Above,
) -> usize {
    let kind = item.kind.clone().unwrap_or_default();
    let parent_idx = match &parent {
        Parent::Item(i) => Some(*i),
        _ => None,
    };
    let key = (kind, parent_idx, fold(entry.value.as_str()));
    if let Some(idx) = known.get(&key) {
        return *idx;
    }
    let said = captured(builder, entry, item).unwrap_or_default();
    let mut draft = builder.draft(&said, item, entry.cell, false);
    draft.parent = parent;
    draft.at = builder.at(&entry.value, item.pattern.line, entry.cell);
    draft.page = entry.value.page().unwrap_or(1);
    let idx = builder.add(draft);
    known.insert(key, idx);
    idx
}

fn fields(
    builder: &mut Builder<'_>,
    record: &Record<'_>,
) -> IndexMap<String, Option<crate::document::Value>> {
    let form = record.form;
    let above = form.above.iter().map(|(label, _)| label);
    let own = [&form.number, &form.refs].into_iter().flatten();
    let own: Vec<&Re> = above.chain(own).chain([&form.title]).collect();
    let mut out = IndexMap::new();
    for entry in &record.entries {
        let folded = fold(entry.label.as_str());
        if own.iter().any(|re| re.matches_whole(&folded)) {
            continue;
        }
        let mut value = builder.value(
            &entry.value,
            &Context::default(),
            form.title.line,
            entry.cell,
        );
        if value.at.is_empty() {
            value.at.extend(entry.at.clone());
        }
        let name: String = entry.label.as_str().split_whitespace().collect();
        insert_apart(&mut out, name, value);
    }
    out
}

impl Record<'_> {
    fn find(&self, label: &Re) -> Option<&Entry> {
        let fits = |e: &&Entry| label.matches_whole(&fold(e.label.as_str()));
        self.entries.iter().find(fits)
    }
}
