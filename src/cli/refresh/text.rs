//! What a refresh found, for people.

use crate::cli::language::chosen;
use crate::cli::report::shown as plain;
use crate::dataset::{Dataset, Identity, ItemState, Lineage, Observation, Review};
use crate::edition::{Change, Of, Summary, Weight};
use crate::finding::Finding;
use crate::language::Worded;
use crate::refresh::{Action, Differs, EditionNews, Held, PlanNews, Report, Shown, Totals};
use std::fmt::Write;

/// Most characters of a text that is shown.
const LONGEST: usize = 60;

/// Writes a line; to a string this cannot fail.
macro_rules! line {
    ($out:expr, $($arg:tt)*) => {{
        let _ = writeln!($out, $($arg)*);
    }};
}

/// A whole report.
pub fn report(report: &Report) -> String {
    let mut out = plans(&report.plans);
    if !report.held.is_empty() {
        line!(out, "held for review");
        report
            .held
            .iter()
            .for_each(|held| held_back(&mut out, held));
    }
    if !report.vanished.is_empty() {
        line!(out, "vanished (what was read of it stays)");
        for gone in &report.vanished {
            line!(out, "  {} [{}]", plain(&gone.finding.message), gone.source);
        }
    }
    if !report.returned.is_empty() {
        line!(out, "there again");
        report
            .returned
            .iter()
            .for_each(|place| line!(out, "  {}", plain(place)));
    }
    if !report.failed.is_empty() {
        line!(out, "failed");
        for failed in &report.failed {
            let (place, why) = (plain(&failed.place), &failed.failure);
            line!(out, "  {place}: {} [{}]", plain(&why.message), why.code);
        }
    }
    for note in &report.notes {
        line!(out, "note: {}: {}", plain(&note.place), plain(&note.note));
    }
    totals(&mut out, &report.totals);
    if report.totals.is_news() && !report.written {
        line!(
            out,
            "nothing was written: the same command with `--write` does it"
        );
    }
    out
}

fn totals(out: &mut String, totals: &Totals) {
    let counts = [
        (totals.unchanged, "unchanged"),
        (totals.new, "new"),
        (totals.revised, "revised"),
        (totals.held, "held for review"),
        (totals.vanished, "vanished"),
        (totals.returned, "there again"),
        (totals.failed, "failed"),
        (totals.rejected, "rejected before"),
    ];
    let counts = counts.iter().filter(|(n, _)| *n > 0);
    let counts: Vec<String> = counts.map(|(n, what)| format!("{n} {what}")).collect();
    let places = match totals.places {
        1 => "1 place".to_owned(),
        n => format!("{n} places"),
    };
    match counts.is_empty() {
        true => line!(out, "{places}"),
        false => line!(out, "{places}: {}", counts.join(", ")),
    }
    if totals.waiting > 0 {
        line!(
            out,
            "{} waiting for a decision: see `keikaku refresh review`",
            totals.waiting
        );
    }
}

/// New and revised editions, by plan.
pub fn plans(plans: &[PlanNews]) -> String {
    let mut out = String::new();
    for plan in plans {
        let municipality = plan.municipality.as_deref().unwrap_or_default();
        let name = format!("{municipality} {}", plan.title);
        let id = plan.id.as_deref().map(|id| format!(" [{id}]"));
        let new = if plan.is_new { " (new plan)" } else { "" };
        line!(out, "{}{}{new}", plain(name.trim()), id.unwrap_or_default());
        plan.editions.iter().for_each(|e| edition(&mut out, e));
    }
    out
}

fn edition(out: &mut String, edition: &EditionNews) {
    let action = match edition.action {
        Action::New => "new    ",
        Action::Revised => "revised",
    };
    line!(
        out,
        "  {action} {}: {}, {}, {} <- {}",
        edition.edition,
        counted(edition.pages, "page"),
        counted(edition.items, "item"),
        counted(edition.indicators, "indicator"),
        plain(&edition.place)
    );
    if let Some(found) = &edition.differs {
        differs(out, found);
    }
}

fn counted<N: PartialEq + From<u8> + std::fmt::Display>(n: N, what: &str) -> String {
    match n == N::from(1) {
        true => format!("{n} {what}"),
        false => format!("{n} {what}s"),
    }
}

fn differs(out: &mut String, differs: &Differs) {
    let which = match differs.is_earlier {
        true => "since",
        false => "before",
    };
    let Summary {
        substantive,
        routine,
        clerical,
        unchanged_items,
        ..
    } = &differs.summary;
    let matter = match substantive {
        1 => "1 change that matters".to_owned(),
        n => format!("{n} changes that matter"),
    };
    line!(
        out,
        "          {which} {}: {matter}, {routine} of routine, {clerical} of print; {unchanged_items} items unchanged",
        differs.from
    );
    differs
        .changes
        .iter()
        .for_each(|c| line!(out, "            {}", change(c)));
    let left = substantive.saturating_sub(differs.changes.len());
    if left > 0 && !differs.changes.is_empty() {
        line!(out, "            … and {left} more");
    }
}

/// A change on one line.
fn change(change: &Change) -> String {
    let kind = serde_json::to_value(change.kind).ok();
    let kind = kind.as_ref().and_then(|k| k.as_str()).unwrap_or_default();
    let mut out = kind.replace('_', " ");
    let of = change.new.first().or_else(|| change.old.first());
    if let Some(of) = of {
        let _ = write!(out, " {}", name(of));
    }
    if let Some(field) = &change.field {
        let _ = write!(out, ", {}", short(field));
    }
    if let Some(year) = change.year {
        let _ = write!(out, " {year}");
    }
    match (&change.before, &change.after) {
        (Some(before), Some(after)) => {
            let _ = write!(out, ": `{}` -> `{}`", short(before), short(after));
        }
        (Some(one), None) | (None, Some(one)) => {
            let _ = write!(out, ": `{}`", short(one));
        }
        (None, None) => {}
    }
    out
}

fn name(of: &Of) -> String {
    match &of.number {
        Some(number) => format!("{number} {}", short(&of.title)),
        None => short(&of.title),
    }
}

/// A text on one line, and not too long.
fn short(text: &str) -> String {
    let text = plain(&text.replace('\n', " "));
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

fn held_back(out: &mut String, held: &Held) {
    let number = held.review.map_or(String::new(), |n| format!("#{n} "));
    let title = held.title.as_deref().unwrap_or("(no title)");
    let plan = held.plan.as_deref().map(|p| format!(" [{p}]"));
    line!(
        out,
        "  {number}{} {}{} <- {}",
        short(title),
        held.edition,
        plan.unwrap_or_default(),
        plain(&held.place)
    );
    reasons(out, &held.reasons);
    if let Some(found) = &held.differs {
        differs(out, found);
    }
}

fn reasons(out: &mut String, reasons: &[Finding]) {
    for reason in reasons {
        let Worded { message, help } = chosen().finding(reason);
        line!(out, "      {}: {}", reason.code, plain(&message));
        line!(out, "        {}: {help}", chosen().remedy());
    }
}

/// What waits for a decision.
pub fn reviews(reviews: &[Review]) -> String {
    let mut out = String::new();
    for review in reviews {
        one(&mut out, review);
    }
    if reviews.is_empty() {
        line!(out, "nothing waits for a decision");
    }
    out
}

fn one(out: &mut String, review: &Review) {
    let new = &review.review;
    let title = new
        .proposal
        .get("title")
        .and_then(|t| t.as_str())
        .unwrap_or("(no title)");
    let plan = new.plan.as_deref().map(|p| format!(" [{p}]"));
    line!(
        out,
        "#{} {} {}{} <- {} (since {})",
        review.id,
        short(title),
        new.key.label,
        plan.unwrap_or_default(),
        plain(&new.place),
        review.held
    );
    reasons(out, &new.reasons);
    if let Some(verdict) = &review.verdict {
        let decision = format!("{:?}", verdict.decision).to_lowercase();
        line!(
            out,
            "      {decision} by {} on {}: {}",
            plain(&verdict.who),
            verdict.when,
            plain(&verdict.why)
        );
    }
}

/// One of them, with all that differs.
pub fn review(shown: &Shown, dataset: &Dataset) -> String {
    let mut out = String::new();
    one(&mut out, &shown.review);
    line!(
        out,
        "      the PDF: {}",
        dataset.pdf(&shown.review.review.pdf).display()
    );
    let mut would = shown.would.clone();
    let editions = would.iter_mut().flat_map(|p| &mut p.editions);
    editions.for_each(|e| e.differs = None);
    if !shown.needs.is_empty() {
        let needs: Vec<String> = shown.needs.iter().map(|n| format!("`{n}`")).collect();
        line!(out, "accepting it needs {}", needs.join(" and "));
    } else {
        line!(out, "accepting it would add");
        out += &plans(&would);
    }
    for found in &shown.differs {
        let matter = |c: &&Change| c.weight == Weight::Substantive;
        let mut found = found.clone();
        found.changes = found.changes.iter().filter(matter).cloned().collect();
        differs(&mut out, &found);
    }
    out
}

/// Items or indicators of which one is meant.
pub fn identities(found: &[Identity]) -> String {
    let mut out = String::new();
    for one in found {
        let number = one.number.as_deref().map(|n| format!("{n} "));
        let name = format!("{}{}", number.unwrap_or_default(), short(&one.title));
        line!(out, "{}\t{name}", one.id);
    }
    out
}

/// The states of an item, an edition a line.
pub fn history(item: &Identity, states: &[ItemState], lineage: &[Lineage]) -> String {
    let mut out = identities(std::slice::from_ref(item));
    for state in states {
        let status = state.status.as_ref().map(|s| match &s.meaning {
            Some(meaning) => format!("{} {meaning}", s.mark),
            None => s.mark.clone(),
        });
        let number = state.number.as_deref().map(|n| format!("{n} "));
        line!(
            out,
            "  {}\t{}\t{}{}\tp{}",
            state.label,
            plain(status.as_deref().unwrap_or("-")),
            number.unwrap_or_default(),
            short(&state.title),
            state.page
        );
    }
    for link in lineage {
        line!(
            out,
            "  {} {} from {} in {}",
            link.id,
            link.kind,
            link.from,
            link.edition
        );
    }
    out
}

/// The values of an indicator, one a line.
pub fn series(indicator: &Identity, values: &[Observation], findings: &[Finding]) -> String {
    let mut out = identities(std::slice::from_ref(indicator));
    for value in values {
        let year = match (value.year, &value.year_text) {
            (Some(year), _) => year.to_string(),
            (None, Some(text)) => text.clone(),
            (None, None) => "-".to_owned(),
        };
        let page = value.page.map_or(String::new(), |p| format!("p{p}"));
        line!(
            out,
            "  {}\t{year}\t{}{}\t{}\t{page}",
            value.role,
            plain(&value.text),
            value
                .unit
                .as_deref()
                .filter(|u| !value.text.contains(u))
                .unwrap_or_default(),
            value.label
        );
    }
    for finding in findings {
        let message = chosen().finding(finding).message;
        line!(out, "  {}: {}", finding.code, plain(&message));
    }
    out
}
