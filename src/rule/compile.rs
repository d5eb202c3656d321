//! [`RuleFile`] to [`Rule`]: patterns compiled and names resolved, all mistakes at once.

use super::config::{self, Check, Pattern, RuleFile};
use super::model::*;
use crate::diagnostic::Diagnostic;
use crate::normalize::{Policy, Step, fold_pattern};
use regex::RegexBuilder;
use std::ops::Range;
use toml::Spanned;

/// Largest compiled size of one pattern in bytes; a larger one is refused as too complex.
const MAX_PATTERN_BYTES: usize = 1 << 20;
const PLAN_FIELDS: [&str; 6] = [
    "title",
    "municipality",
    "edition",
    "period",
    "publisher",
    "published",
];
const ROLES: [&str; 3] = ["baseline", "actual", "target"];

/// Reads a rule file.
///
/// # Errors
/// Every mistake found, with its place.
pub fn compile(file: &str, text: &str) -> Result<Rule, Vec<Diagnostic>> {
    let raw: RuleFile = toml::from_str(text).map_err(|e| vec![toml_error(file, text, &e)])?;
    let mut c = Compiler {
        file,
        text,
        errors: Vec::new(),
    };
    let rule = c.rule(raw);
    match (c.errors.is_empty(), rule) {
        (true, Some(rule)) => Ok(rule),
        _ => Err(c.errors),
    }
}

/// Reads what choosing the rule needs.
///
/// # Errors
/// Every mistake found there.
pub(super) fn compile_head(file: &str, text: &str) -> Result<Head, Vec<Diagnostic>> {
    let raw: config::HeadFile =
        toml::from_str(text).map_err(|e| vec![toml_error(file, text, &e)])?;
    let mut c = Compiler {
        file,
        text,
        errors: Vec::new(),
    };
    let head = Head {
        matches: c.matches(&raw.matches),
        id: raw.id,
        version: raw.version,
        title: raw.title,
    };
    if c.errors.is_empty() {
        Ok(head)
    } else {
        Err(c.errors)
    }
}

fn toml_error(file: &str, text: &str, e: &toml::de::Error) -> Diagnostic {
    let span = e.span().unwrap_or(0..0);
    let message = e.message().lines().next().unwrap_or_default().to_owned();
    let diagnostic = Diagnostic::new(file, text, span, &message);
    match suggestion(&message) {
        Some(meant) => diagnostic.with_help(format!("did you mean `{meant}`?")),
        None => diagnostic,
    }
}

/// The known key nearest to an unknown one, from the parser's own list of what it expected.
fn suggestion(message: &str) -> Option<String> {
    let mut names = message.split('`').skip(1).step_by(2);
    let unknown = names.next()?;
    message.contains("unknown").then_some(())?;
    nearest(unknown, names)
}

/// The known name that an unknown one is nearest to, if it is near.
fn nearest<'k>(unknown: &str, known: impl Iterator<Item = &'k str>) -> Option<String> {
    known
        .map(|known| (strsim::damerau_levenshtein(unknown, known), known))
        .filter(|(distance, known)| *distance <= known.len().max(3) / 3 + 1)
        .min()
        .map(|(_, known)| known.to_owned())
}

struct Compiler<'a> {
    file: &'a str,
    text: &'a str,
    errors: Vec<Diagnostic>,
}

impl Compiler<'_> {
    fn error(&mut self, span: Range<usize>, message: impl Into<String>) {
        self.errors
            .push(Diagnostic::new(self.file, self.text, span, message));
    }

    fn line(&self, at: usize) -> usize {
        self.text[..at.min(self.text.len())].matches('\n').count() + 1
    }

    fn re(&mut self, pattern: &Pattern) -> Option<Re> {
        let built = RegexBuilder::new(&fold_pattern(pattern.get_ref()))
            .dot_matches_new_line(true)
            .size_limit(MAX_PATTERN_BYTES)
            .build();
        match built {
            Ok(regex) => Some(Re {
                regex,
                line: self.line(pattern.span().start),
            }),
            Err(e) => {
                let reason = e.to_string();
                let last = reason.lines().last().unwrap_or_default().to_owned();
                let last = last.trim_start_matches("error: ");
                self.error(pattern.span(), format!("bad regular expression: {last}"));
                None
            }
        }
    }

    fn re_opt(&mut self, pattern: &Option<Pattern>) -> Option<Re> {
        pattern.as_ref().and_then(|p| self.re(p))
    }

    fn res(&mut self, patterns: &[Pattern]) -> Vec<Re> {
        patterns.iter().filter_map(|p| self.re(p)).collect()
    }

    fn with_captures(&mut self, pattern: &Pattern, needed: &[&str]) -> Option<Re> {
        let re = self.re(pattern)?;
        for name in needed {
            if !re.regex.capture_names().flatten().any(|n| n == *name) {
                self.error(
                    pattern.span(),
                    format!("the pattern has no capture `{name}`"),
                );
            }
        }
        Some(re)
    }

    fn rule(&mut self, raw: RuleFile) -> Option<Rule> {
        self.matches(&raw.matches);
        let plan = self.plan(raw.plan);
        let names: Vec<String> = raw.table.iter().map(|t| t.name.clone()).collect();
        let legends = raw
            .legend
            .into_iter()
            .filter_map(|l| self.legend(l, &names))
            .collect();
        let footnotes = raw
            .footnote
            .iter()
            .filter_map(|f| self.with_captures(&f.pattern, &["term", "text"]))
            .collect();
        let tables: Vec<Table> = raw
            .table
            .into_iter()
            .filter_map(|t| self.table(t))
            .collect();
        let sections = raw
            .section
            .into_iter()
            .filter_map(|s| self.section(s))
            .collect();
        let normalize = raw
            .normalize
            .iter()
            .filter_map(|n| self.normalize(n))
            .collect();
        let checks = raw
            .check
            .into_iter()
            .filter_map(|c| self.check(c, &names))
            .collect();
        if raw.example.is_empty() {
            self.error(raw.id.span(), "the rule has no `[[example]]`");
        }
        Some(Rule {
            id: raw.id.into_inner(),
            version: raw.version,
            title: raw.title,
            why: raw.why,
            file: self.file.to_owned(),
            sha256: {
                use sha2::Digest;
                crate::reading::hex(&sha2::Sha256::digest(self.text.as_bytes()))
            },
            plan,
            legends,
            footnotes,
            tables,
            sections,
            normalize,
            checks,
            examples: raw
                .example
                .into_iter()
                .map(|e| (e.span(), e.into_inner()))
                .collect(),
            text: self.text.to_owned(),
        })
    }

    fn matches(&mut self, raw: &config::Match) -> Match {
        Match {
            all: self.res(&raw.all),
            any: self.res(&raw.any),
            none: self.res(&raw.none),
            info_title: self.re_opt(&raw.info_title),
            producer: self.re_opt(&raw.producer),
        }
    }

    fn plan(&mut self, raw: config::Plan) -> Plan {
        for pattern in &raw.patterns {
            let Some(re) = self.re(pattern) else { continue };
            for name in re.regex.capture_names().flatten() {
                if !PLAN_FIELDS.contains(&name) {
                    let message = format!("`{name}` is no field of the plan");
                    self.error(pattern.span(), message);
                }
            }
        }
        Plan {
            patterns: raw.patterns.iter().filter_map(|p| self.re(p)).collect(),
            constants: raw.constants,
            required: raw.required,
        }
    }

    fn legend(&mut self, raw: config::Legend, tables: &[String]) -> Option<Legend> {
        if let Some(table) = &raw.table
            && !tables.contains(table.get_ref())
        {
            self.unknown_table(table);
        }
        let pattern = match &raw.pattern {
            Some(p) if raw.mark.is_some() => self.with_captures(p, &["meaning"]),
            Some(p) => self.with_captures(p, &["mark", "meaning"]),
            None => None,
        };
        Some(Legend {
            pattern,
            mark: raw.mark,
            meaning: raw.meaning,
            after: self.re_opt(&raw.after),
            table: raw.table.map(Spanned::into_inner),
            cols: (raw.mark_col, raw.meaning_col),
            scope: raw.scope,
            stated: raw.stated.as_ref().is_some_and(|s| *s.get_ref()),
            line: raw.stated.map_or(0, |s| self.line(s.span().start)),
        })
    }

    fn normalize(&mut self, raw: &config::Normalize) -> Option<(Re, Policy)> {
        let policy = Policy::parse(raw.policy.get_ref());
        if let Err(name) = &policy {
            let steps = Step::ALL.iter().map(|s| s.name());
            let known = Policy::NAMED.iter().map(|(n, _)| *n).chain(steps);
            let message = format!("`{name}` is neither a policy nor a step");
            self.error_near(raw.policy.span(), message, name, known);
        }
        Some((self.re(&raw.field)?, policy.ok()?))
    }

    /// A mistake in a name, with the known one that is nearest to it.
    fn error_near<'k>(
        &mut self,
        span: Range<usize>,
        message: String,
        name: &str,
        known: impl Iterator<Item = &'k str>,
    ) {
        let diagnostic = Diagnostic::new(self.file, self.text, span, message);
        self.errors.push(match nearest(name, known) {
            Some(meant) => diagnostic.with_help(format!("did you mean `{meant}`?")),
            None => diagnostic,
        });
    }

    fn unknown_table(&mut self, name: &Spanned<String>) {
        let message = format!("no `[[table]]` is named `{}`", name.get_ref());
        self.error(name.span(), message);
    }

    fn table(&mut self, raw: config::Table) -> Option<Table> {
        let groups = raw
            .group
            .iter()
            .filter_map(|g| {
                Some(Group {
                    item: Item {
                        kind: Some(g.kind.clone()),
                        pattern: self.with_captures(&g.pattern, &["title"])?,
                        parent: Vec::new(),
                        name: None,
                        flags: Vec::new(),
                        body: None,
                    },
                    level: g.level,
                })
            })
            .collect();
        Some(Table {
            name: raw.name,
            headers: self.res(&raw.headers),
            first_column: self.re_opt(&raw.first_column),
            caption: self.re_opt(&raw.caption),
            optional: raw.optional,
            groups,
            skip_rows: self.res(&raw.skip_rows),
            row: raw.row.and_then(|r| self.row(r)),
            columns: raw
                .column
                .into_iter()
                .filter_map(|c| self.column(c))
                .collect(),
        })
    }

    fn row(&mut self, raw: config::Row) -> Option<Row> {
        let flags = raw
            .flag
            .iter()
            .filter_map(|f| Some((self.re(&f.column)?, self.re(&f.pattern)?, f.flag.clone())))
            .collect();
        Some(Row {
            kind: raw.kind,
            number: self.re_opt(&raw.number),
            title: self.re(&raw.title)?,
            status: self.re_opt(&raw.status),
            marks: raw.marks,
            parent: raw.parent,
            carry: self.res(&raw.carry),
            flags,
        })
    }

    fn column(&mut self, raw: config::Column) -> Option<Column> {
        Some(Column {
            header: self.re(&raw.header)?,
            cut: self.cut(&raw.split, &raw.split_at, &raw.split_by),
            optional: raw.optional,
            items: self.items(&raw.item, raw.pair.is_some()),
            indicators: self.indicators(&raw.indicator),
            pair: self.re_opt(&raw.pair),
        })
    }

    fn items(&mut self, raw: &[config::Item], paired: bool) -> Vec<Item> {
        raw.iter()
            .filter_map(|i| {
                let needed: &[&str] = if paired { &[] } else { &["title"] };
                let pattern = self.with_captures(&i.pattern, needed)?;
                if i.kind.is_none() && !paired {
                    self.error(i.pattern.span(), "the item has no `kind`");
                }
                Some(Item {
                    kind: i.kind.clone(),
                    pattern,
                    parent: i.parent.clone(),
                    name: i.name.clone(),
                    flags: i.flags.clone(),
                    body: i.body.clone(),
                })
            })
            .collect()
    }

    fn cut(
        &mut self,
        named: &Option<Spanned<String>>,
        at: &Option<Pattern>,
        by: &Option<Pattern>,
    ) -> Cut {
        if let Some(re) = at.as_ref().and_then(|p| self.re(p)) {
            return Cut::At(re);
        }
        if let Some(re) = by.as_ref().and_then(|p| self.re(p)) {
            return Cut::By(re);
        }
        match named.as_ref().map(|n| n.get_ref().as_str()) {
            None | Some("marker") => Cut::Marker,
            Some("line") => Cut::Line,
            Some("whole") => Cut::Whole,
            Some(other) => {
                let message = format!(
                    "`{other}` is no way to split: use `marker`, `line` or `whole`, or the keys `split_at` or `split_by`"
                );
                self.error(named.as_ref().map_or(0..0, Spanned::span), message);
                Cut::Marker
            }
        }
    }

    fn indicators(&mut self, raw: &[config::Indicator]) -> Vec<Indicator> {
        raw.iter().filter_map(|i| self.indicator(i)).collect()
    }

    fn indicator(&mut self, raw: &config::Indicator) -> Option<Indicator> {
        for role in raw.roles.iter().chain(&raw.shaded_role) {
            if !ROLES.contains(&role.as_str()) {
                let span = raw.name.as_ref().map_or(0..0, Spanned::span);
                self.error(
                    span,
                    format!("`{role}` is no role: use {}", ROLES.join(", ")),
                );
            }
        }
        let form = match (&raw.pattern, &raw.name, &raw.value) {
            (Some(pattern), None, None) => {
                IndicatorForm::Whole(self.with_captures(pattern, &["name"])?)
            }
            (None, Some(name), Some(value)) => IndicatorForm::Tokens {
                name: self.with_captures(name, &["name"])?,
                value: self.re(value)?,
                year: self.re_opt(&raw.year),
                roles: raw.roles.clone(),
                shaded_role: raw.shaded_role.clone(),
            },
            (pattern, name, value) => {
                let any = pattern.as_ref().or(name.as_ref()).or(value.as_ref());
                let span = any.map_or(0..0, Spanned::span);
                self.error(span, "an indicator has `pattern`, or `name` and `value`");
                return None;
            }
        };
        let line = match &form {
            IndicatorForm::Whole(re) | IndicatorForm::Tokens { name: re, .. } => re.line,
        };
        Some(Indicator {
            form,
            of: raw.of.clone(),
            line,
        })
    }

    fn section(&mut self, raw: config::Section) -> Option<Section> {
        let needed: &[&str] = if raw.kind.is_some() { &["title"] } else { &[] };
        Some(Section {
            heading: Item {
                kind: raw.kind.clone(),
                pattern: self.with_captures(&raw.pattern, needed)?,
                parent: raw.parent,
                name: raw.as_name,
                flags: raw.flags,
                body: None,
            },
            name: raw.name,
            level: raw.level,
            after: self.re_opt(&raw.after),
            body: raw.body,
            cut: self.cut(&raw.split, &raw.split_at, &raw.split_by),
            items: self.items(&raw.item, false),
            indicators: self.indicators(&raw.indicator),
        })
    }

    fn check(&mut self, raw: Check, tables: &[String]) -> Option<CheckRule> {
        let span = raw.check.span();
        let kind = raw.check.get_ref().clone();
        let found = match kind.as_str() {
            "counts" => self.counts(&raw, tables),
            "repeats" => raw.flag.map(|flag| CheckRule::Repeats { flag }),
            "required" => raw.kind.map(|kind| CheckRule::Required {
                kind,
                fields: raw.fields,
            }),
            other => {
                let message =
                    format!("`{other}` is no check: use `counts`, `repeats` or `required`");
                self.error(span, message);
                return None;
            }
        };
        if found.is_none() && self.errors.is_empty() {
            let needs = match kind.as_str() {
                "counts" => "`table`, `key`, `field` and `claim`",
                "repeats" => "`flag`",
                _ => "`kind` and `fields`",
            };
            self.error(span, format!("a check of type `{kind}` needs {needs}"));
        }
        found
    }

    fn counts(&mut self, raw: &Check, tables: &[String]) -> Option<CheckRule> {
        let table = raw.table.as_ref()?;
        if !tables.contains(table.get_ref()) {
            self.unknown_table(table);
        }
        Some(CheckRule::Counts {
            table: table.get_ref().clone(),
            key: self.with_captures(raw.key.as_ref()?, &["key"])?,
            field: raw.field.clone()?,
            claim: self.with_captures(raw.claim.as_ref()?, &["count", "of", "status"])?,
            includes: raw.includes.clone(),
        })
    }
}
