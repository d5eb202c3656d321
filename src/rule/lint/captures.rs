//! Captures by names that mean nothing, or nearly something.

use super::sites::{Role, Site};
use super::{Lint, did_you_mean};
use crate::diagnostic::Code;

/// Captures of an entry that are no fields.
const ENTRY: [&str; 10] = [
    "number", "title", "status", "refs", "flag", "flag2", "flag3", "flag4", "flag5", "period",
];
/// Captures of a whole indicator.
const INDICATOR: [&str; 9] = [
    "name",
    "group",
    "baseline",
    "baseline_year",
    "actual",
    "actual_year",
    "target",
    "target_year",
    "direction",
];

/// The captures that a use of a pattern knows, and whether others are fields.
fn known(role: Role) -> Option<(&'static [&'static str], bool)> {
    Some(match role {
        Role::Entry => (&ENTRY, true),
        Role::Indicator => (&INDICATOR, false),
        Role::IndicatorName => (&["name"], false),
        Role::Legend => (&["mark", "meaning"], false),
        Role::Footnote => (&["term", "text"], false),
        Role::Key => (&["key"], false),
        Role::Claim => (&["count", "of", "status"], false),
        Role::Total => (&["count"], false),
        Role::Search | Role::Cell | Role::Header | Role::Label => return None,
    })
}

impl Lint<'_> {
    /// Lints about captures.
    pub(super) fn captures(&mut self) {
        for site in self.sites.clone() {
            let Some((known, open)) = known(site.role) else {
                continue;
            };
            let facts = self.facts(site.pattern.as_str()).unwrap_or_default();
            // captures within the shared words are the vocabulary's own
            let text = site.pattern.as_str();
            let own = |name: &&String| text.contains(&format!("<{name}>"));
            for name in facts.captures.iter().filter(own) {
                if open {
                    self.capture_typo(&site, name, known, &facts.captures);
                } else {
                    self.unknown_capture(&site, name, known);
                }
            }
        }
    }

    /// A capture that would be a field, but is nearly one that has a meaning.
    fn capture_typo(&mut self, site: &Site<'_>, name: &str, known: &[&str], all: &[String]) {
        if known.contains(&name) || name.starts_with("flag.") {
            return;
        }
        // one that the pattern has as well is not meant a second time
        let free = known.iter().filter(|k| !all.iter().any(|n| n == *k));
        let near = |k: &&&str| strsim::damerau_levenshtein(name, k) == 1 && k.len() > 3;
        if let Some(meant) = free.into_iter().find(near) {
            let message = format!("the capture `{name}` is a field of that name");
            let help = format!("did you mean `{meant}`?");
            self.report(Code::CaptureTypo, site.pattern.span(), message, Some(help));
        }
    }

    /// A capture that nothing is made of.
    fn unknown_capture(&mut self, site: &Site<'_>, name: &str, known: &[&str]) {
        if known.contains(&name) {
            return;
        }
        let help = did_you_mean(name, known.iter().copied());
        let list: Vec<String> = known.iter().map(|k| format!("`{k}`")).collect();
        let help = help.unwrap_or_else(|| format!("it may capture {}", list.join(", ")));
        let message = format!("nothing is made of the capture `{name}` here");
        self.report(
            Code::UnknownCapture,
            site.pattern.span(),
            message,
            Some(help),
        );
    }
}
