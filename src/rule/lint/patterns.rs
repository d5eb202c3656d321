//! Patterns that no text can match.

use super::Lint;
use super::sites::{Role, Site};
use crate::diagnostic::Code;
use crate::rule::compile::ABOVE;

impl Lint<'_> {
    /// Lints about what patterns match.
    pub(super) fn patterns(&mut self) {
        for site in self.sites.clone() {
            if !self.empty_level(&site) {
                self.never_matches(&site);
                self.header_space(&site);
            }
        }
        let plan = &self.raw.plan;
        for pattern in plan.patterns.iter().chain(&plan.info_title) {
            let role = Role::Search;
            self.never_matches(&Site { pattern, role });
        }
    }

    /// A header path with an empty level.
    fn empty_level(&mut self, site: &Site<'_>) -> bool {
        let text = site.pattern.as_str();
        let is_path = site.role == Role::Header && text.contains(ABOVE.trim_end());
        let padded = format!(" {text} ");
        let empty = is_path && padded.split(ABOVE).any(|level| level.trim().is_empty());
        if empty {
            let message = format!("the header path `{text}` has an empty level");
            let help = "`A > B` is a header cell B below A; leave `>` out if only one is meant";
            self.report(
                Code::EmptyLevel,
                site.pattern.span(),
                message,
                Some(help.into()),
            );
        }
        empty
    }

    /// A pattern that no text can match.
    fn never_matches(&mut self, site: &Site<'_>) {
        for level in levels(site) {
            let never = self.facts(level).and_then(|f| f.never);
            if let Some(reason) = never {
                let message = format!("no text matches this pattern: {reason}");
                let help = match reason.chars().next() {
                    Some('`') => {
                        "`(?m)` makes `^` and `$` match at line breaks; `\\^` and `\\$` are the signs themselves"
                    }
                    _ => "a class such as `[^\\s\\S]` holds no character",
                };
                self.report(
                    Code::NeverMatches,
                    site.pattern.span(),
                    message,
                    Some(help.into()),
                );
                return;
            }
        }
    }

    /// A pattern over headers or labels, which are compared without their white space, that needs some.
    fn header_space(&mut self, site: &Site<'_>) {
        if !matches!(site.role, Role::Header | Role::Label | Role::Cell) {
            return;
        }
        let needs = |level: &&str| self.facts(level).is_some_and(|f| f.space);
        if levels(site).iter().any(needs) {
            let what = match site.role {
                Role::Header => "headers",
                Role::Label => "labels",
                _ => "cells of the first column",
            };
            let message =
                format!("the pattern needs white space, but {what} are compared without it");
            let help =
                "leave the spaces and line breaks out: `施策 名` and `施策\\n名` are `施策名` here";
            self.report(
                Code::HeaderSpace,
                site.pattern.span(),
                message,
                Some(help.into()),
            );
        }
    }
}

/// The patterns in a header path; any other pattern as it is.
fn levels<'s>(site: &Site<'s>) -> Vec<&'s str> {
    match site.role {
        Role::Header => site.pattern.as_str().split(ABOVE).collect(),
        _ => vec![site.pattern.as_str()],
    }
}
