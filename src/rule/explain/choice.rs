//! How the rule of a document was chosen.

use super::report::Explanation;
use crate::rule::choose::{Candidate, Choice, Fit};

/// Most rules that are listed one by one.
const MOST_RULES: usize = 24;

/// Each rule with its score, or what of it does not hold; the one that was taken first.
pub fn explain_choice(file_name: &str, choice: &Choice<'_>) -> Explanation {
    let taken = choice.taken();
    let by = match (taken, choice.tied()) {
        (Some(entry), _) => format!("`{file_name}` is read by the rule `{}`", entry.id()),
        (None, Some((a, b, score))) => format!(
            "`{file_name}` is read by no rule: `{}` and `{}` both reach {score}",
            a.id(),
            b.id()
        ),
        (None, None) => format!("`{file_name}` is read without a rule: none fits"),
    };
    let mut out = Explanation::new(by, taken.is_some());
    if let Some(weakness) = choice.weakness() {
        out.say("weak", weakness);
    }
    for candidate in choice.candidates.iter().take(MOST_RULES) {
        let is_taken = taken.is_some_and(|t| t.id() == candidate.entry.id());
        let what = match (&candidate.fit, is_taken) {
            (_, true) => "taken",
            (Fit::Fits { .. }, false) => "fits",
            (Fit::Not { .. }, _) => "not",
        };
        out.say(what, of_rule(candidate));
    }
    if let Some(more @ 1..) = choice.candidates.len().checked_sub(MOST_RULES) {
        out.say("not", format!("{more} more rules that are further off"));
    }
    if taken.is_none() {
        let help = match choice.tied() {
            Some(_) => {
                "add a pattern that only one of them has to its `[match]`, or name one with `--rule ID`"
            }
            None => {
                "write a rule for it, or try one that is near with `--rule ID`; text, tables and plain numbers are read without"
            }
        };
        out.say("help", help);
    }
    out.within_limit()
}

fn of_rule(candidate: &Candidate<'_>) -> String {
    let entry = candidate.entry;
    match &candidate.fit {
        Fit::Fits { score, .. } => {
            let all = entry.head().matches.all.len() as u32;
            let (found, any) = (score - 2 * all, entry.head().matches.any.len());
            format!(
                "`{}` score {score}: all {all} of `all` count 2 each, {found} of {any} of `any` 1 each",
                entry.id()
            )
        }
        Fit::Not {
            reason,
            line,
            found: (n, of),
        } => {
            let place = match line {
                0 => entry.file().to_owned(),
                line => format!("{}:{line}", entry.file()),
            };
            format!(
                "`{}` {reason} ({place}); {n} of {of} of `all` are found",
                entry.id()
            )
        }
    }
}
