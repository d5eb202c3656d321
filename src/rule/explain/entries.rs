//! Why an entry became no item: which patterns were tried on it, and how far each fits.

use super::Subject;
use super::prefix::in_entry;
use super::report::{Explanation, quote, quote_to};
use crate::rule::apply::capture;
use crate::rule::model::{self, Rule};
use crate::text::Text;

/// Most items of a column or section that are gone through.
const MOST_ITEMS: usize = 4;

/// Tries each item on an entry, and says why it does not fit.
pub fn say_tried(
    subject: &Subject<'_>,
    out: &mut Explanation,
    entry: &Text,
    items: &[model::Item],
) {
    out.say("entry", quote(entry.as_str()));
    for item in items.iter().take(MOST_ITEMS) {
        let line = subject.rule_line(item.pattern.line).unwrap_or_default();
        out.say("tried", line);
        out.from("why", why(subject.rule, item, entry));
    }
    if let Some(more @ 1..) = items.len().checked_sub(MOST_ITEMS) {
        out.say("tried", format!("and {more} more that do not fit"));
    }
}

/// Why an item does not fit an entry.
fn why(rule: Option<&Rule>, item: &model::Item, entry: &Text) -> String {
    let folded = entry.trimmed().folded();
    let text = folded.as_str();
    if let Some(captured) = capture(entry, std::slice::from_ref(item)) {
        let title = quote_to(captured.title.as_str(), 28);
        return match &item.kind {
            Some(kind) => format!("it fits: the entry is the {kind} {title}"),
            None => "it fits: the entry is fields of the item beside".into(),
        };
    }
    if item.by_sample {
        let sample = rule.and_then(|r| sample_on(r, item.pattern.line));
        let sample = sample.map_or(String::new(), |s| format!(" `{s}`"));
        let begins = quote_to(&beginning(entry.trimmed().as_str()), 12);
        return format!(
            "the entry begins with {begins}, which is no number or bullet like the sample{sample}"
        );
    }
    in_entry(&item.pattern, text)
}

/// The only sample on a line of a rule.
fn sample_on(rule: &Rule, line: usize) -> Option<String> {
    let text = rule.text.lines().nth(line.checked_sub(1)?)?;
    let mut samples = text.split("marker").skip(1).filter_map(|behind| {
        let value = behind.trim_start().strip_prefix('=')?.trim_start();
        let quote = value.chars().next().filter(|c| "'\"".contains(*c))?;
        value[1..].split(quote).next().map(str::to_owned)
    });
    let first = samples.next()?;
    samples.next().is_none().then_some(first)
}

/// What looks like a number or bullet at the start of an entry, or its first characters.
fn beginning(text: &str) -> String {
    let closes = |c: char| ")）]】〕＞>".contains(c);
    let first: String = text.chars().take(8).collect();
    if text.starts_with(['(', '（', '[', '【', '〔', '<', '＜'])
        && let Some(end) = first.find(closes)
    {
        let length = first[end..].chars().next().map_or(0, char::len_utf8);
        return first[..end + length].to_owned();
    }
    let count = |c: char| c.is_numeric() || "-－‐.．".contains(c);
    let digits: String = text.chars().take_while(|c| count(*c)).collect();
    match digits.is_empty() {
        true => text.chars().take(3).collect(),
        false => digits,
    }
}
