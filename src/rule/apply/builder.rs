//! The document while it is being built: open levels, parents, and the last resolving pass.

use super::capture::Captured;
use super::draft::{Draft, Parent, Source, Trace, mark_key};
use super::marks::{Marks, Meaning};
use super::values::value;
use super::{grids, repeated, written};
use crate::account::Ledger;
use crate::document::{
    At, Document, Footnote, Indicator, Item, LegendEntry, Plan, SCHEMA, Section, Status, Table,
    Value,
};
use crate::finding::{Code, Finding};
use crate::normalize::{is_japanese, measure_number};
use crate::reading::Reading;
use crate::rule::model::{self, Rule};
use crate::rule::vocabulary::{flag_word, status_code};
use crate::text::Text;
use crate::value::Context;
use std::collections::{BTreeMap, BTreeSet};

/// Most items of a document; the largest known plan has some thousands.
pub const MAX_ITEMS: usize = 100_000;

/// Builds a document.
pub struct Builder<'r> {
    pub reading: &'r Reading,
    pub plan: Plan,
    pub legend: Vec<LegendEntry>,
    pub drafts: Vec<Draft>,
    pub indicators: Vec<(Indicator, Option<usize>)>,
    /// Written first: a row that is read as a heading stands in its cells.
    tables: Vec<Table>,
    pub sections: Vec<Section>,
    pub footnotes: Vec<Footnote>,
    pub findings: Vec<Finding>,
    /// Lines of the rule that had a say, and that no place names.
    pub silent_lines: BTreeSet<usize>,
    /// The record of a form that was read last: what stands in a form belongs to it.
    pub last_record: Option<usize>,
    /// What is written so far, glyph by glyph.
    pub ledger: Ledger,
    file: String,
    /// What there is too much of.
    over: Vec<&'static str>,
    /// The item that is open under a kind, a name, or a group level.
    open: BTreeMap<String, usize>,
}

impl<'r> Builder<'r> {
    pub fn new(reading: &'r Reading, rule: Option<&Rule>) -> Self {
        let mut ledger = Ledger::to_write(&reading.account);
        let tables = grids::tables(&reading.flow.tables, &mut ledger);
        Self {
            reading,
            plan: Plan::default(),
            legend: Vec::new(),
            drafts: Vec::new(),
            indicators: Vec::new(),
            tables,
            sections: Vec::new(),
            footnotes: Vec::new(),
            findings: reading.findings.clone(),
            // the name without folders: where a rule lies does not change what it reads
            file: rule
                .and_then(|r| r.file.rsplit(['/', '\\']).next())
                .unwrap_or_default()
                .to_owned(),
            silent_lines: BTreeSet::new(),
            last_record: None,
            ledger,
            over: Vec::new(),
            open: BTreeMap::new(),
        }
    }

    /// The provenance of a rule line.
    pub fn rule_line(&self, line: usize) -> String {
        format!("{}:{line}", self.file)
    }

    /// Places with the rule line that produced them.
    pub fn at(&self, text: &Text, line: usize, cell: Option<(usize, usize, usize)>) -> Vec<At> {
        let mut at = text.at();
        for place in &mut at {
            place.rule = Some(self.rule_line(line));
            if let Some((table, row, col)) = cell {
                place.table = Some(grids::table_id(table));
                place.row = Some(row);
                place.col = Some(col);
            }
        }
        at
    }

    /// The typed value of a text with its places and the rule line that produced it.
    pub fn value(
        &mut self,
        text: &Text,
        context: &Context<'_>,
        line: usize,
        cell: Option<(usize, usize, usize)>,
    ) -> Value {
        let (mut out, doubts) = value(text, context);
        out.at = self.at(&text.trimmed(), line, cell);
        for (code, message) in doubts {
            self.find(code, message, out.at.clone());
        }
        out
    }

    /// Reports, once, that a rule makes more of something than any document has.
    pub fn over_limit(&mut self, what: &'static str, limit: usize) {
        if !self.over.contains(&what) {
            self.over.push(what);
            let message = format!("the rule makes more than {limit} {what}; the rest is left out");
            self.find(Code::LimitHit, message, Vec::new());
        }
    }

    pub fn find(&mut self, code: Code, message: String, at: Vec<At>) {
        self.findings.push(Finding::new(code, message, at));
    }

    /// The first open item of some kinds or names.
    pub fn parent(&self, keys: &[String]) -> Parent {
        match keys.iter().find_map(|k| self.open.get(k)) {
            Some(item) => Parent::Item(*item),
            None if keys.is_empty() => Parent::None,
            None => Parent::Later(keys.to_vec()),
        }
    }

    /// The deepest open group.
    pub fn deepest_group(&self) -> Parent {
        self.group_above(u32::MAX)
    }

    /// The deepest open group above a level.
    pub fn group_above(&self, level: u32) -> Parent {
        let groups = self.open.range(group_key(0)..group_key(level));
        groups
            .last()
            .map_or(Parent::None, |(_, i)| Parent::Item(*i))
    }

    /// Opens a group of a level, and closes those of its level and below.
    pub fn open_group(&mut self, level: u32, draft: Draft) -> usize {
        self.open
            .retain(|k, _| !k.starts_with("group/") || *k < group_key(level));
        let idx = self.add(draft);
        self.open.insert(group_key(level), idx);
        idx
    }

    /// Adds an item and opens it under its kind and name.
    pub fn add(&mut self, draft: Draft) -> usize {
        if self.drafts.len() >= MAX_ITEMS {
            self.over_limit("items", MAX_ITEMS);
            return MAX_ITEMS - 1;
        }
        let idx = self.drafts.len();
        self.close_below(&draft);
        self.open.insert(draft.kind.clone(), idx);
        if let Some(name) = &draft.name {
            self.open.insert(name.clone(), idx);
        }
        self.drafts.push(draft);
        idx
    }

    /// Closes what stands under the item that one of the same kind follows: an action of the next policy
    /// has no measure yet.
    fn close_below(&mut self, draft: &Draft) {
        let Some(before) = self.open.get(&draft.kind).copied() else {
            return;
        };
        let drafts = &self.drafts;
        let item = |parent: &Parent| match parent {
            Parent::Item(p) => Some(*p),
            _ => None,
        };
        let above = |parent: &Parent| -> bool {
            let mut chain = std::iter::successors(item(parent), |p| item(&drafts[*p].parent));
            chain.any(|p| p == before)
        };
        // an item of its own kind may be its parent: a group of the second level
        if above(&draft.parent) {
            return;
        }
        let below: Vec<String> = self
            .open
            .iter()
            .filter(|(key, i)| !key.starts_with("group/") && above(&drafts[**i].parent))
            .map(|(key, _)| key.clone())
            .collect();
        for key in below {
            self.open.remove(&key);
        }
    }

    /// The draft of a matched entry, or of a heading (`in_entry` false), whose band is no patch.
    pub fn draft(
        &mut self,
        captured: &Captured,
        item: &model::Item,
        cell: Option<(usize, usize, usize)>,
        in_entry: bool,
    ) -> Draft {
        let mut flags = captured.flags.clone();
        let on_patch = |c: &crate::text::TextChar| c.style.patch.is_some() && !c.c.is_whitespace();
        if in_entry && captured.entry.chars().iter().any(on_patch) {
            flags.push("shaded".into());
        }
        let fields = captured.fields.iter();
        Draft {
            kind: item.kind.clone().unwrap_or_default(),
            number: captured.number.as_ref().map(printed_number),
            title: captured.title.as_str().to_owned(),
            parent: self.parent(&item.parent),
            name: item.name.clone(),
            within: None,
            status: captured.status.clone(),
            meaning: None,
            status_from: Source {
                line: item.pattern.line,
                cell,
            },
            marks: Vec::new(),
            refs: captured.refs.clone(),
            flags,
            fields: fields
                .map(|(label, text)| {
                    let read = self.value(text, &Context::default(), item.pattern.line, cell);
                    (label.clone(), Some(read))
                })
                .collect(),
            page: captured.entry.page().unwrap_or(1),
            at: self.at(&captured.entry, item.pattern.line, cell),
        }
    }

    /// The finished document, and what it does not say of how it was read.
    pub fn finish(mut self) -> (Document, Trace) {
        repeated::merge(&mut self.drafts, &mut self.indicators);
        let parents = self.resolve_parents();
        let (ids, keys) = self.names(&parents);
        let legend = Marks::new(&self.legend);
        let drafts = std::mem::take(&mut self.drafts);
        let mut items = Vec::with_capacity(drafts.len());
        let mut trace = Trace {
            lines: std::mem::take(&mut self.silent_lines),
            ..Trace::default()
        };
        for (i, draft) in drafts.into_iter().enumerate() {
            let mark = draft.status.as_ref().filter(|s| !s.is_blank());
            let status = mark.map(|mark| self.status(mark, &draft, &legend));
            let from = draft.status_from;
            if draft.status.is_some() {
                trace.lines.insert(from.line);
            }
            trace.status.push(draft.status.map(|mark| (mark, from)));
            items.push(Item {
                id: ids[i].clone(),
                kind: draft.kind,
                number: draft.number,
                number_key: keys[i].clone(),
                title: draft.title,
                parent: parents[i].map(|p| ids[p].clone()),
                status,
                refs: draft.refs,
                ref_items: Vec::new(),
                repeats: None,
                flags: explained(draft.flags, &self.legend),
                fields: draft.fields,
                page: draft.page,
                at: draft.at,
            });
        }
        let mut indicators = Vec::with_capacity(self.indicators.len());
        for (n, (mut indicator, of)) in self.indicators.into_iter().enumerate() {
            indicator.id = format!("indicator{}", n + 1);
            indicator.of = of.map(|i| ids[i].clone());
            indicators.push(indicator);
        }
        let (account, astray) = written::settle(&self.ledger, self.reading);
        self.findings.extend(astray);
        trace.places = self.ledger.into_pages();
        let document = Document {
            schema: SCHEMA.into(),
            source: self.reading.source.clone(),
            rule: None,
            plan: self.plan,
            legend: self.legend,
            items,
            indicators,
            tables: self.tables,
            sections: self.sections,
            footnotes: self.footnotes,
            ruby: self.reading.ruby.clone(),
            account,
            findings: self.findings,
        };
        (document, trace)
    }

    fn status(&mut self, mark: &Text, draft: &Draft, legend: &Marks) -> Status {
        let text = mark.as_str().to_owned();
        let mut doubtful = false;
        let in_legend = match &draft.meaning {
            Some(meaning) => Meaning::One(meaning.clone()),
            None => legend.meaning(&text, draft),
        };
        let meaning = match in_legend {
            Meaning::One(meaning) => Some(meaning),
            Meaning::Unknown => None,
            Meaning::Several(meanings) => {
                doubtful = true;
                let message = format!(
                    "the mark `{text}` of `{}` means {}",
                    draft.title,
                    meanings.join(" or ")
                );
                self.find(Code::ValueAmbiguous, message, draft.at.clone());
                None
            }
        };
        let key = mark_key(&text);
        let known = meaning.is_some() || draft.marks.iter().any(|m| mark_key(m) == key);
        if !known && !doubtful {
            let message = format!(
                "the mark `{text}` of `{}` is not in the legend",
                draft.title
            );
            self.find(Code::MarkUnknown, message, draft.at.clone());
        }
        let code = meaning.as_deref().and_then(status_code);
        // a word says what it means; a letter or sign that nothing explains does not
        let says = known || text.chars().any(|c| is_japanese(c) && c.is_alphabetic());
        let code = code.or_else(|| status_code(&text).filter(|_| says));
        let code = code.unwrap_or("unknown");
        Status {
            mark: text,
            meaning,
            code: code.to_owned(),
        }
    }

    fn resolve_parents(&mut self) -> Vec<Option<usize>> {
        let of_key = |drafts: &[Draft], key: &String| -> Vec<usize> {
            let is = |d: &Draft| d.kind == *key || d.name.as_ref() == Some(key);
            (0..drafts.len()).filter(|&i| is(&drafts[i])).collect()
        };
        let found: Vec<Option<usize>> = (0..self.drafts.len())
            .map(|i| match &self.drafts[i].parent {
                Parent::None => None,
                Parent::Item(p) => Some(*p),
                Parent::Later(keys) => {
                    let candidates = keys.iter().map(|k| of_key(&self.drafts, k));
                    let found = candidates.into_iter().find(|c| !c.is_empty())?;
                    let only = || (found.len() == 1 && found[0] != i).then(|| found[0]);
                    self.by_prefix(i, &found).or_else(only)
                }
            })
            .collect();
        self.report_orphans(&found);
        found
    }

    /// Items whose rule names parents of which the document has none.
    fn report_orphans(&mut self, parents: &[Option<usize>]) {
        let mut orphans: BTreeMap<String, (usize, Vec<At>)> = BTreeMap::new();
        for (draft, parent) in self.drafts.iter().zip(parents) {
            if let (Parent::Later(keys), None) = (&draft.parent, parent) {
                let what = format!("{} of the kind {}", keys.join("` or `"), draft.kind);
                let (count, _) = orphans.entry(what).or_insert_with(|| (0, draft.at.clone()));
                *count += 1;
            }
        }
        for (what, (count, at)) in orphans {
            let (keys, kind) = what.split_once(" of the kind ").unwrap_or((&what, ""));
            let message = format!("no `{keys}` is open above {count} item(s) of the kind {kind}");
            self.find(Code::ParentMissing, message, at);
        }
    }

    /// The only one of some items whose number is the upper levels of an item's own: `2` of `2-1`.
    fn by_prefix(&self, item: usize, candidates: &[usize]) -> Option<usize> {
        let number_of = |i: usize| measure_number::parse(self.drafts[i].number.as_deref()?);
        let own = number_of(item).filter(|n| n.levels.len() > 1)?;
        let above = |i: &usize| number_of(*i).is_some_and(|n| *i != item && own.fits_under(&n));
        let mut fitting = candidates.iter().copied().filter(above);
        let first = fitting.next()?;
        fitting.next().is_none().then_some(first)
    }

    /// Ids and number keys. An id is the path of kinds with numbers, or with a count for items
    /// that have none: `policy1/measure1-1/action3`.
    fn names(&self, parents: &[Option<usize>]) -> (Vec<String>, Vec<Option<String>>) {
        let mut ids: Vec<String> = Vec::new();
        let mut keys: Vec<Option<String>> = Vec::new();
        let mut used: BTreeSet<String> = BTreeSet::new();
        let mut counts: BTreeMap<(Option<usize>, &str), usize> = BTreeMap::new();
        for (i, draft) in self.drafts.iter().enumerate() {
            let parent = parents[i];
            // a parent that was read later has no id yet; its own kind tells it apart
            let above = parent.and_then(|p| ids.get(p)).map(|id| format!("{id}/"));
            let plain = draft.number.as_deref().map(measure_number::plain);
            let part = plain.clone().unwrap_or_else(|| {
                let count = counts.entry((parent, &draft.kind)).or_default();
                *count += 1;
                format!("_{count}")
            });
            let stem = format!("{}{}{part}", above.unwrap_or_default(), draft.kind);
            let mut id = stem.clone();
            let mut n = 2;
            while !used.insert(id.clone()) {
                id = format!("{stem}~{n}");
                n += 1;
            }
            let above = std::iter::successors(parent, |p| parents.get(*p).copied().flatten());
            let key_above = above
                .take(parents.len())
                .find_map(|p| keys.get(p).cloned().flatten());
            keys.push(plain.map(|p| match key_above {
                Some(k) => format!("{k}/{p}"),
                None => p,
            }));
            ids.push(id);
        }
        (ids, keys)
    }
}

/// Flags that are marks (★) by the word that the legend explains them with (★は重点事業).
fn explained(flags: Vec<String>, legend: &[LegendEntry]) -> Vec<String> {
    let word = |flag: &String| {
        let key = mark_key(flag);
        let entry = legend.iter().find(|e| mark_key(&e.mark) == key)?;
        flag_word(&entry.meaning).map(str::to_owned)
    };
    let mut out: Vec<String> = Vec::new();
    for flag in flags {
        let sign = !flag.chars().any(char::is_alphanumeric);
        let flag = word(&flag).filter(|_| sign).unwrap_or(flag);
        if !out.contains(&flag) {
            out.push(flag);
        }
    }
    out
}

/// A measure number as printed: with its own width and spaces, unlike the texts around it.
pub fn printed_number(number: &Text) -> String {
    let raw = number.raw();
    // the text of an example has no glyphs
    let printed = if raw.is_empty() {
        number.as_str()
    } else {
        &raw
    };
    printed.trim().to_owned()
}

/// The key under which the group of a level is open; keys sort by level.
fn group_key(level: u32) -> String {
    format!("group/{level:010}")
}
