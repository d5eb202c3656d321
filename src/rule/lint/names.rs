//! Names that lead nowhere.

use super::{Lint, did_you_mean, nearest};
use crate::diagnostic::Code;
use crate::rule::config::{Name, Pattern, RuleFile, Table};
use crate::rule::vocabulary::KINDS;
use std::collections::{BTreeMap, BTreeSet};

/// What the entries of a rule are called.
struct Known<'f> {
    kinds: BTreeSet<&'f str>,
    names: BTreeSet<&'f str>,
    /// Tables, forms and sections.
    parts: BTreeSet<&'f str>,
}

impl<'f> Known<'f> {
    fn of(raw: &'f RuleFile) -> Self {
        let parts = raw.table.iter().map(|t| &t.name);
        let parts = parts.chain(raw.form.iter().map(|f| &f.name));
        let parts = parts.chain(raw.section.iter().filter_map(|s| s.name.as_ref()));
        Self {
            kinds: kinds(raw).into_iter().filter_map(meant_kind).collect(),
            names: as_names(raw).into_iter().map(Name::as_str).collect(),
            parts: parts.map(Name::as_str).collect(),
        }
    }
}

/// The kind that is meant by a name, so that a slip is not reported again where the kind is referred to.
fn meant_kind(name: &Name) -> Option<&'static str> {
    let meant = nearest(name.as_str(), KINDS)?;
    KINDS.into_iter().find(|k| *k == meant)
}

/// The kinds that entries of the rule are given.
fn kinds(raw: &RuleFile) -> Vec<&Name> {
    let mut out: Vec<&Name> = Vec::new();
    for table in &raw.table {
        out.extend(table.group.iter().map(|g| &g.kind));
        out.extend(table.row.iter().map(|r| &r.kind));
        let items = table.column.iter().flat_map(|c| &c.item);
        out.extend(items.filter_map(|i| i.kind.as_ref()));
    }
    for form in &raw.form {
        out.push(&form.kind);
        out.extend(form.above.iter().map(|a| &a.kind));
    }
    for section in &raw.section {
        out.extend(section.kind.as_ref());
        out.extend(section.item.iter().filter_map(|i| i.kind.as_ref()));
    }
    out
}

/// The names by which entries of the rule can be called a parent.
fn as_names(raw: &RuleFile) -> Vec<&Name> {
    let columns = raw.table.iter().flat_map(|t| &t.column);
    let items = columns.flat_map(|c| &c.item);
    let items = items.chain(raw.section.iter().flat_map(|s| &s.item));
    let mut out: Vec<&Name> = items.filter_map(|i| i.name.as_ref()).collect();
    let rows = raw.table.iter().filter_map(|t| t.row.as_ref());
    out.extend(rows.filter_map(|r| r.as_name.as_ref()));
    out.extend(raw.form.iter().filter_map(|f| f.as_name.as_ref()));
    out.extend(raw.section.iter().filter_map(|s| s.as_name.as_ref()));
    out
}

/// The kinds or names that entries refer to, with the key that does.
fn references(raw: &RuleFile) -> Vec<(&'static str, &Name)> {
    let mut out: Vec<(&'static str, &Name)> = Vec::new();
    let columns = || raw.table.iter().flat_map(|t| &t.column);
    let items = columns().flat_map(|c| &c.item);
    let items = items.chain(raw.section.iter().flat_map(|s| &s.item));
    let parents = items.flat_map(|i| &i.parent);
    let parents = parents.chain(raw.section.iter().flat_map(|s| &s.parent));
    let parents = parents.chain(raw.form.iter().flat_map(|f| &f.parent));
    let rows = raw.table.iter().filter_map(|t| t.row.as_ref());
    let parents = parents.chain(rows.flat_map(|r| &r.parent));
    out.extend(parents.map(|n| ("parent", n)));
    let indicators = columns().flat_map(|c| &c.indicator);
    let indicators = indicators.chain(raw.section.iter().flat_map(|s| &s.indicator));
    let rows = raw.table.iter().filter_map(|t| t.indicator.as_ref());
    let of = indicators
        .flat_map(|i| &i.of)
        .chain(rows.flat_map(|i| &i.of))
        .chain(
            raw.table
                .iter()
                .filter_map(|t| t.cells.as_ref())
                .flat_map(|c| &c.of),
        );
    out.extend(of.map(|n| ("of", n)));
    out.extend(
        raw.check
            .iter()
            .filter_map(|c| Some(("kind", c.kind.as_ref()?))),
    );
    out
}

impl Lint<'_> {
    /// Lints about names.
    pub(super) fn names(&mut self) {
        let known = Known::of(self.raw);
        self.unknown_kinds();
        self.unknown_references(&known);
        self.unknown_scopes(&known);
        self.unknown_pairs();
        self.duplicate_names();
        self.unused_words();
    }

    /// A kind that is none of those that items have.
    fn unknown_kinds(&mut self) {
        for kind in kinds(self.raw) {
            let name = kind.as_str();
            if !KINDS.contains(&name) {
                let help = did_you_mean(name, KINDS);
                let help = help.unwrap_or_else(|| format!("it is one of {}", KINDS.join(", ")));
                let message = format!("`{name}` is no kind of item");
                self.report(Code::UnknownKind, kind.span(), message, Some(help));
            }
        }
    }

    /// A parent, or another entry referred to, that no entry of the rule is.
    fn unknown_references(&mut self, known: &Known<'_>) {
        for (key, reference) in references(self.raw) {
            let name = reference.as_str();
            let is_known = known.kinds.contains(name) || known.names.contains(name);
            if is_known || self.damage.lost(name) {
                continue;
            }
            let all = known.kinds.iter().chain(&known.names).copied();
            let message = if KINDS.contains(&name) {
                format!("`{key}` names the kind `{name}`, but no entry of the rule has it")
            } else {
                format!("`{key}` names `{name}`, which is neither a kind nor the `as` of an entry")
            };
            let code = Code::UnknownName;
            self.report(code, reference.span(), message, did_you_mean(name, all));
        }
    }

    /// A legend that holds for something that the rule does not have.
    fn unknown_scopes(&mut self, known: &Known<'_>) {
        for scope in self
            .raw
            .legend
            .iter()
            .filter_map(|l| l.get_ref().scope.as_ref())
        {
            let name = scope.as_str();
            let sets = [&known.parts, &known.kinds, &known.names];
            if sets.iter().any(|s| s.contains(name)) || self.damage.lost(name) {
                continue;
            }
            let all = sets.iter().flat_map(|s| s.iter().copied());
            let help = did_you_mean(name, all);
            let message = format!(
                "`scope` names `{name}`, which is no table, form, section or kind of the rule"
            );
            self.report(Code::UnknownName, scope.span(), message, help);
        }
    }

    /// A column paired with one that its table does not read.
    fn unknown_pairs(&mut self) {
        for table in &self.raw.table {
            for column in &table.column {
                let Some(pair) = &column.pair else { continue };
                let headers: Vec<&str> = others(table, &column.header);
                let fits = headers.iter().any(|h| self.same_header(pair.as_str(), h));
                if fits || self.damage.is_beside(table.name.span().start) {
                    continue;
                }
                let name = pair.as_str();
                let help = did_you_mean(name, headers);
                let table = table.name.as_str();
                let message = format!("`pair` names `{name}`, but `{table}` has no such column");
                self.report(Code::UnknownName, pair.span(), message, help);
            }
        }
    }

    /// Whether two header patterns may mean one column: they are the same, or one matches the other as a text.
    fn same_header(&self, a: &str, b: &str) -> bool {
        let matches = |pattern: &str, text: &str| {
            let expanded = self.words.expand(&format!("^(?:{pattern})$")).ok();
            let folded = expanded.map(|e| crate::normalize::fold_pattern(&e));
            let regex = folded.and_then(|f| crate::rule::pattern::compiled(&f).ok());
            // what does not compile is reported elsewhere
            regex.is_none_or(|r| r.is_match(&crate::rule::apply::fold(text)))
        };
        a == b || matches(a, b) || matches(b, a)
    }

    /// Two tables, or two forms, of one name.
    fn duplicate_names(&mut self) {
        let tables = self.raw.table.iter().map(|t| ("table", &t.name));
        let forms = self.raw.form.iter().map(|f| ("form", &f.name));
        let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
        for (what, name) in tables.chain(forms) {
            if let Some(other) = seen.insert(name.as_str(), what) {
                let message = format!("another {other} is named `{}`", name.as_str());
                let help = "checks, legends, scopes and examples mean a table or form by its name";
                self.report(Code::DuplicateName, name.span(), message, Some(help.into()));
            }
        }
    }

    /// A word of the rule that no pattern mentions.
    fn unused_words(&mut self) {
        let plan = self
            .raw
            .plan
            .patterns
            .iter()
            .chain(&self.raw.plan.info_title);
        let patterns = self.sites.iter().map(|s| s.pattern).chain(plan);
        let own = self.raw.words.values();
        let used: BTreeSet<&str> = patterns
            .chain(own)
            .flat_map(|p| super::Words::mentioned(p.as_str()))
            .collect();
        for (name, pattern) in &self.raw.words {
            let lost = self.damage.lost(&format!("{{{name}}}"));
            if !used.contains(name.as_str()) && !lost {
                let message = format!("no pattern mentions the word `{name}`");
                let help = format!("write `{{{name}}}` where it is meant, or take it out");
                self.report(Code::UnusedWord, pattern.span(), message, Some(help));
            }
        }
    }
}

/// The headers of the other columns of a table.
fn others<'f>(table: &'f Table, header: &Pattern) -> Vec<&'f str> {
    let others = table.column.iter().map(|c| &c.header);
    let others = others.filter(|h| h.span() != header.span());
    others.map(Pattern::as_str).collect()
}
