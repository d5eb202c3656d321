//! What a question means: an item, an indicator, the plan or the legend, and a field of it.

use super::report::{Explanation, MOST_LINES, quote};
use super::{Subject, field, indicator, item, missing, plan};
use crate::document::{Indicator, Item};
use crate::normalize::measure_number::plain;
use crate::normalize::{Policy, normalized};
use crate::rule::apply::fold;

/// What a question may be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// An item, by its place in the document.
    Item(usize),
    /// An indicator, by its place in the document.
    Indicator(usize),
}

/// How near a question is to what it found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Nearness {
    /// It is the id, number, title or name.
    Exact,
    /// It is a part of the title or name, or of a number with words: `方針2` of `基本方針2`.
    Part,
}

/// A text as questions and titles are compared: full and half width, kinds of dashes and spaces are one.
pub fn key(text: &str) -> String {
    fold(&normalized(Policy::PLAIN, text))
}

/// Explains `ITEM`, `ITEM.FIELD`, `plan.FIELD`, `legend.MARK`.
pub fn explain(subject: &Subject<'_>, question: &str, page: Option<u32>) -> Explanation {
    let question = question.trim();
    answer(subject, question, page).within_limit()
}

fn answer(subject: &Subject<'_>, question: &str, page: Option<u32>) -> Explanation {
    if let Some((hits, _)) = resolve(subject, question, page) {
        return match hits.as_slice() {
            [one] => whole(subject, *one),
            several => list(subject, question, several),
        };
    }
    if question == "plan" || question == "legend" {
        return plan::explain(subject, question, None);
    }
    // a full stop may as well belong to the title
    let mut without: Option<(Vec<Target>, &str)> = None;
    for (left, right) in splits(question) {
        if left == "plan" || left == "legend" {
            return plan::explain(subject, left, Some(right));
        }
        let Some((hits, nearness)) = resolve(subject, left, page) else {
            continue;
        };
        let having = hits.iter().copied().filter(|t| has(subject, *t, right));
        match having.collect::<Vec<_>>().as_slice() {
            [] if nearness == Nearness::Exact => without = without.or(Some((hits, right))),
            [] => {}
            [one] => return of_field(subject, *one, right),
            several => return list(subject, question, several),
        }
    }
    match without {
        Some((hits, right)) if hits.len() == 1 => of_field(subject, hits[0], right),
        _ => missing::explain(subject, question, page),
    }
}

/// `1-1.実績` at each full stop.
fn splits(question: &str) -> impl Iterator<Item = (&str, &str)> {
    let stops = question.char_indices().filter(|(_, c)| ".．".contains(*c));
    let parts = stops.map(|(at, c)| (&question[..at], &question[at + c.len_utf8()..]));
    parts.filter(|(a, b)| !a.trim().is_empty() && !b.trim().is_empty())
}

fn whole(subject: &Subject<'_>, target: Target) -> Explanation {
    match target {
        Target::Item(i) => item::explain(subject, i),
        Target::Indicator(i) => indicator::explain(subject, i, None),
    }
}

fn of_field(subject: &Subject<'_>, target: Target, name: &str) -> Explanation {
    match target {
        Target::Item(i) => field::explain(subject, i, name),
        Target::Indicator(i) => indicator::explain(subject, i, Some(name)),
    }
}

fn has(subject: &Subject<'_>, target: Target, name: &str) -> bool {
    match target {
        Target::Item(i) => field::has(&subject.document.items[i], name),
        Target::Indicator(i) => indicator::has(&subject.document.indicators[i], name),
    }
}

/// How items and indicators are looked for, and how near what is found is.
type Way<'f> = (
    &'f dyn Fn(&Item) -> bool,
    &'f dyn Fn(&Indicator) -> bool,
    Nearness,
);

/// Two letters or ideographs beside each other: `方針1`, `indicator1`, and not `ア`, `第1章`.
fn has_word(text: &str) -> bool {
    let letters: Vec<bool> = text.chars().map(char::is_alphabetic).collect();
    letters.windows(2).any(|pair| pair[0] && pair[1])
}

/// What a question names: by id, else by number, else by title or name, else by a part of one.
fn resolve(
    subject: &Subject<'_>,
    question: &str,
    page: Option<u32>,
) -> Option<(Vec<Target>, Nearness)> {
    let wanted = key(question);
    if wanted.is_empty() {
        return None;
    }
    let number = Some(plain(question)).filter(|_| !has_word(question));
    let ways: [Way<'_>; 5] = [
        (
            &|i| i.id == question,
            &|i| i.id == question,
            Nearness::Exact,
        ),
        (
            &|i| i.number.as_deref().is_some_and(|n| key(n) == wanted),
            &|_| false,
            Nearness::Exact,
        ),
        (
            &|i| {
                let own = i.number.as_deref().map(plain);
                own.is_some() && own == number || i.number_key.as_deref() == Some(question)
            },
            &|_| false,
            Nearness::Exact,
        ),
        (
            &|i| key(&i.title) == wanted,
            &|i| key(&i.name) == wanted,
            Nearness::Exact,
        ),
        (
            &|i| {
                let number = i.number.as_deref().filter(|_| has_word(question));
                let in_number = number.is_some_and(|n| key(n).contains(&wanted));
                in_number || key(&i.title).contains(&wanted)
            },
            &|i| key(&i.name).contains(&wanted),
            Nearness::Part,
        ),
    ];
    let on_page = |p: u32| page.is_none_or(|page| page == p);
    ways.iter().find_map(|(of_item, of_indicator, nearness)| {
        let items = subject.document.items.iter().enumerate();
        let items = items.filter(|(_, i)| on_page(i.page) && of_item(i));
        let indicators = subject.document.indicators.iter().enumerate();
        let indicators = indicators.filter(|(_, i)| on_page(i.page) && of_indicator(i));
        let mut hits: Vec<Target> = items.map(|(i, _)| Target::Item(i)).collect();
        hits.extend(indicators.map(|(i, _)| Target::Indicator(i)));
        (!hits.is_empty()).then_some((hits, *nearness))
    })
}

/// Several things that a question may mean.
fn list(subject: &Subject<'_>, question: &str, hits: &[Target]) -> Explanation {
    let of = format!("`{question}` may mean {} things", hits.len());
    let mut out = Explanation::new(of, true);
    let room = MOST_LINES - 3;
    for hit in hits.iter().take(room) {
        out.say(what(*hit), one_line(subject, *hit));
    }
    if let Some(more @ 1..) = hits.len().checked_sub(room) {
        out.say("…", format!("and {more} more"));
    }
    out.say(
        "help",
        "ask with an id, or leave only those of a page with `--page N`",
    );
    out
}

fn what(target: Target) -> &'static str {
    match target {
        Target::Item(_) => "item",
        Target::Indicator(_) => "indicator",
    }
}

/// Id, page, number and title.
pub fn one_line(subject: &Subject<'_>, target: Target) -> String {
    match target {
        Target::Item(i) => {
            let item = &subject.document.items[i];
            let number = item
                .number
                .as_ref()
                .map_or(String::new(), |n| format!("`{n}` "));
            let title = quote(&item.title);
            format!(
                "{} (page {}): {} {number}{title}",
                item.id, item.page, item.kind
            )
        }
        Target::Indicator(i) => {
            let indicator = &subject.document.indicators[i];
            let name = quote(&indicator.name);
            format!("{} (page {}): {name}", indicator.id, indicator.page)
        }
    }
}
