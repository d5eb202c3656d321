//! What a rule reads, in words.
//!
//! Patterns and samples are shown as the file writes them; a word in braces is followed by what it stands
//! for, in brackets, the first time that it comes.

mod entries;
mod tables;
mod wrap;

use super::config::{self, Check, CheckKind, Legend, Name, Pattern, RuleFile};
use super::model::Rule;
use super::words::Words;
use std::collections::BTreeSet;
use wrap::wrapped;

/// What a rule reads: some forty lines of at most 100 columns.
pub fn describe(rule: &Rule) -> String {
    let Ok(file) = toml::from_str::<RuleFile>(&rule.text) else {
        return format!("{} v{}: {}\n", rule.id, rule.version, rule.title);
    };
    let own = file.words.iter().map(|(k, v)| (k.as_str(), v.as_str()));
    let mut out = Writer {
        words: Words::new(own),
        explained: BTreeSet::new(),
        text: String::new(),
    };
    out.line(0, &format!("{} v{}: {}", rule.id, rule.version, rule.title));
    out.line(1, &rule.why);
    out.matches(file.matches.get_ref());
    out.plan(&file.plan);
    out.furniture(&file.furniture);
    file.legend.iter().for_each(|l| out.legend(l.get_ref()));
    file.table.iter().for_each(|t| out.table(t));
    file.form.iter().for_each(|f| out.form(f));
    file.section.iter().for_each(|s| out.section(s));
    for note in &file.footnote {
        let pattern = out.pattern(&note.pattern);
        out.line(0, &format!("footnotes: {pattern}"));
    }
    for normalize in &file.normalize {
        let field = out.pattern(&normalize.field);
        let policy = normalize.policy.as_str();
        out.line(0, &format!("fields {field} are normalised by `{policy}`"));
    }
    out.checks(&file.check);
    let examples = file.example.len();
    out.line(
        0,
        &format!("examples: {examples}, run by `keikaku rules check`"),
    );
    out.text
}

struct Writer<'a> {
    words: Words<'a>,
    /// Words that have been explained.
    explained: BTreeSet<String>,
    text: String,
}

/// A word that stands for more than this (characters), or for more than some names, is not spelled out.
const LONGEST_WORD: usize = 32;

impl Writer<'_> {
    /// A line; what is too long goes on in the next, indented.
    fn line(&mut self, depth: usize, text: &str) {
        self.text.push_str(&wrapped(text, 2 * depth));
    }

    /// A pattern as it is written, and what its words stand for.
    fn pattern(&mut self, pattern: &Pattern) -> String {
        let source = pattern.as_str();
        let mut out = format!("`{source}`");
        for name in source
            .split('{')
            .skip(1)
            .filter_map(|p| Some(p.split_once('}')?.0))
        {
            let Ok(expanded) = self.words.expand(&format!("{{{name}}}")) else {
                continue;
            };
            // the braces of \p{Han} and {2,3} are no words
            let inner = expanded
                .strip_prefix("(?:")
                .and_then(|e| e.strip_suffix(')'));
            let Some(inner) = inner else {
                continue;
            };
            let names = inner.chars().all(|c| c.is_alphanumeric() || c == '|');
            let short = inner.chars().count() <= LONGEST_WORD;
            if names && short && self.explained.insert(name.to_owned()) {
                out.push_str(&format!(" [{name}: {}]", inner.replace('|', ", ")));
            }
        }
        out
    }

    fn patterns(&mut self, patterns: &[Pattern]) -> String {
        let each: Vec<String> = patterns.iter().map(|p| self.pattern(p)).collect();
        each.join(", ")
    }

    /// `, KEY PATTERN`, where it is given.
    fn given(&mut self, key: &str, pattern: &Option<Pattern>) -> String {
        match pattern {
            Some(pattern) => format!(", {key} {}", self.pattern(pattern)),
            None => String::new(),
        }
    }

    fn matches(&mut self, m: &config::Match) {
        self.line(0, "reads documents");
        let mut any = false;
        let all = [
            ("in which each of these is found (2 each)", &m.all),
            ("and better with these (1 each)", &m.any),
            ("and none of these", &m.none),
        ];
        for (words, patterns) in all {
            if !patterns.is_empty() {
                let patterns = self.patterns(patterns);
                self.line(1, &format!("{words}: {patterns}"));
                any = true;
            }
        }
        let fields = [
            ("the title of the document information has", &m.info_title),
            ("the producer has", &m.producer),
        ];
        for (words, pattern) in fields {
            if let Some(pattern) = pattern {
                let pattern = self.pattern(pattern);
                self.line(1, &format!("{words} {pattern}"));
                any = true;
            }
        }
        if !m.page_size.is_empty() {
            self.line(1, &format!("the first page is {}", names(&m.page_size)));
            any = true;
        }
        if !any {
            self.line(1, "of any kind");
        }
    }

    fn plan(&mut self, plan: &config::Plan) {
        let some = !plan.patterns.is_empty() || !plan.constants.is_empty();
        if !some && plan.info_title.is_empty() {
            return;
        }
        self.line(0, "the plan");
        for pattern in &plan.patterns {
            let fields = captured(pattern.as_str());
            let pattern = self.pattern(pattern);
            self.line(1, &format!("{fields} by {pattern}"));
        }
        for pattern in &plan.info_title {
            let fields = captured(pattern.as_str());
            let pattern = self.pattern(pattern);
            self.line(
                1,
                &format!("{fields} by {pattern} in the document information"),
            );
        }
        for (name, constant) in &plan.constants {
            self.line(1, &format!("{name} is always `{}`", constant.as_str()));
        }
        if !plan.required.is_empty() {
            self.line(1, &format!("required: {}", names(&plan.required)));
        }
    }

    fn furniture(&mut self, furniture: &config::Furniture) {
        for (words, patterns) in [
            ("left out as furniture", &furniture.patterns),
            ("kept although they repeat", &furniture.keep),
        ] {
            if !patterns.is_empty() {
                let patterns = self.patterns(patterns);
                self.line(0, &format!("{words}: {patterns}"));
            }
        }
    }

    fn legend(&mut self, legend: &Legend) {
        let how = match (&legend.table, &legend.pattern, &legend.mark) {
            (Some(table), ..) => format!("the rows of the table `{}`", table.as_str()),
            (None, Some(pattern), Some(mark)) => {
                format!("`{mark}`, its meaning by {}", self.pattern(pattern))
            }
            (None, Some(pattern), None) => self.pattern(pattern),
            (None, None, Some(mark)) => {
                format!(
                    "`{mark}` = `{}`",
                    legend.meaning.as_deref().unwrap_or_default()
                )
            }
            (None, None, None) => "those that state themselves (凡例, `B=予定通り`)".into(),
        };
        let after = self.given("from", &legend.after);
        let mark = self.given("marks under", &legend.mark_column);
        let meaning = self.given("meanings under", &legend.meaning_column);
        let scope = legend.scope.as_ref();
        let scope = scope.map_or(String::new(), |s| format!(", only for `{}`", s.as_str()));
        self.line(0, &format!("legend: {how}{after}{mark}{meaning}{scope}"));
    }

    fn checks(&mut self, checks: &[Check]) {
        for check in checks {
            let said = self.check(check);
            self.line(0, &format!("check: {said}"));
        }
    }

    fn check(&mut self, check: &Check) -> String {
        let name = |n: &Option<Name>| n.as_ref().map_or(String::new(), |n| n.as_str().to_owned());
        let kind = name(&check.kind);
        let table = name(&check.table);
        let flag = check.flag.as_deref().unwrap_or_default();
        match check.check.get_ref() {
            CheckKind::Counts => {
                let field = check.field.as_deref().unwrap_or_default();
                format!(
                    "counts that the table `{table}` prints are those of the items, by `{field}`"
                )
            }
            CheckKind::Total => {
                let by = self.given("as in", &check.pattern);
                format!("a printed number of `{kind}` items is theirs{by}")
            }
            CheckKind::Sums => {
                let rows = self.given("rows", &check.rows);
                format!("totals in the table `{table}` are the sums of the rows above{rows}")
            }
            CheckKind::Repeats => format!("items with the flag `{flag}` repeat an earlier title"),
            CheckKind::References => format!("references of `{kind}` items lead to an item"),
            CheckKind::Required => {
                format!("`{kind}` items have `{}`", check.fields.join("`, `"))
            }
            CheckKind::Marks => {
                format!(
                    "statuses of `{kind}` items are among `{}`",
                    check.marks.join("`, `")
                )
            }
            CheckKind::Numbers => {
                format!("numbers of `{kind}` items go 1, 2, 3 … through the document")
            }
            CheckKind::Years => {
                "years of an indicator go from baseline over actual to target".into()
            }
        }
    }
}

/// A kind with its article: `an action`.
fn a(kind: &Name) -> String {
    let kind = kind.as_str();
    let article = if kind.starts_with(['a', 'e', 'i', 'o']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {kind}")
}

/// Names in backticks.
fn names(names: &[Name]) -> String {
    let each: Vec<String> = names.iter().map(|n| format!("`{}`", n.as_str())).collect();
    each.join(", ")
}

/// The names that a pattern captures.
fn captured(pattern: &str) -> String {
    let each = pattern.split("(?<").skip(1);
    let each = each.filter_map(|p| p.split_once('>').map(|(name, _)| name));
    let each: Vec<&str> = each.filter(|n| !n.starts_with(['=', '!'])).collect();
    each.join(", ")
}
