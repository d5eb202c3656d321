//! What choosing a rule needs, and the plan.

use super::{Compiler, texts, words_of};
use crate::diagnostic::{Code, Diagnostic};
use crate::rule::config::{self, HeadFile, Name};
use crate::rule::model::{Head, Match, Plan};
use crate::rule::page_size::PageSize;
use crate::rule::syntax::syntax_error;
use std::sync::Arc;

/// The fields of the plan that a pattern may capture.
const PLAN_FIELDS: [&str; 6] = [
    "title",
    "municipality",
    "edition",
    "period",
    "publisher",
    "published",
];

/// Reads what choosing the rule needs.
///
/// # Errors
/// Every mistake found there.
pub(in crate::rule) fn compile_head(file: &str, text: &str) -> Result<Head, Vec<Diagnostic>> {
    let source = Arc::from(text);
    let raw: HeadFile = toml::from_str(text).map_err(|e| vec![syntax_error(file, &source, &e)])?;
    let words = words_of(&raw.words);
    let mut c = Compiler::new(file, &source, words);
    let head = Head {
        matches: c.matches(&raw.matches),
        id: raw.id.as_str().to_owned(),
        version: raw.version,
        title: raw.title.clone(),
    };
    if c.errors.is_empty() {
        Ok(head)
    } else {
        Err(c.errors)
    }
}

impl Compiler<'_> {
    pub(super) fn matches(&mut self, raw: &config::Match) -> Match {
        let first = raw.all.first().or(raw.any.first());
        Match {
            all: self.res(&raw.all),
            any: self.res(&raw.any),
            none: self.res(&raw.none),
            info_title: self.re_opt(&raw.info_title),
            producer: self.re_opt(&raw.producer),
            page_sizes: raw
                .page_size
                .iter()
                .filter_map(|s| self.page_size(s))
                .collect(),
            line: first.map_or(0, |p| self.line(p.span().start)),
        }
    }

    fn page_size(&mut self, name: &Name) -> Option<PageSize> {
        let size = PageSize::parse(name.as_str());
        if size.is_none() {
            let known: Vec<&str> = PageSize::names().collect();
            let message = format!(
                "`{}` is no page size: use one of {}, with `portrait` or `landscape` behind it if it matters",
                name.as_str(),
                known.join(", ")
            );
            self.error(Code::UnknownPageSize, name.span(), message);
        }
        size
    }

    pub(super) fn plan(&mut self, raw: &config::Plan) -> Plan {
        for pattern in raw.patterns.iter().chain(&raw.info_title) {
            let Some(re) = self.re(pattern) else { continue };
            let mut captures = 0;
            for name in re.regex.capture_names().flatten() {
                captures += 1;
                if !PLAN_FIELDS.contains(&name) {
                    let message = format!("`{name}` is no field of the plan");
                    let known = PLAN_FIELDS.iter().copied();
                    self.error_near(Code::UnknownField, pattern.span(), message, name, known);
                }
            }
            if captures == 0 {
                let message = "the pattern captures nothing: name a field, as in `(?<title>…)`";
                self.error(Code::MissingCapture, pattern.span(), message);
            }
        }
        let keys = raw.constants.iter().map(|(k, v)| (k.as_str(), v.span()));
        let required = raw.required.iter().map(|r| (r.as_str(), r.span()));
        for (name, span) in keys.chain(required) {
            let fields = PLAN_FIELDS.iter().copied().chain(["municipality_code"]);
            if !fields.clone().any(|f| f == name) {
                let message = format!("`{name}` is no field of the plan");
                self.error_near(Code::UnknownField, span, message, name, fields);
            }
        }
        let errors = self.errors.len();
        let plan = Plan {
            patterns: self.res(&raw.patterns),
            info_title: self.res(&raw.info_title),
            constants: raw
                .constants
                .iter()
                .map(|(k, v)| (k.clone(), v.as_str().to_owned()))
                .collect(),
            required: texts(&raw.required),
        };
        // patterns that do not compile were reported above
        self.errors.truncate(errors);
        plan
    }
}
