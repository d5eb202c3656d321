//! Why an indicator and its values are what they are.

use super::Subject;
use super::chain::{line_of, place};
use super::missing::nearest;
use super::report::{Explanation, quote, quote_all, quote_to};
use crate::document::{Indicator, IndicatorValue};
use crate::normalize::Policy;
use crate::rule::model::{self, IndicatorForm};
use crate::value::years;

/// Whether an indicator has what `target` or `target.2031` names.
pub fn has(indicator: &Indicator, name: &str) -> bool {
    name == "name" || name == "of" || values(indicator, name).next().is_some()
}

/// The values of a role, or of a role and year.
fn values<'i>(indicator: &'i Indicator, name: &str) -> impl Iterator<Item = &'i IndicatorValue> {
    let (role, year) = match name.split_once(['.', '．']) {
        Some((role, year)) => (role.to_owned(), Some(year.to_owned())),
        None => (name.to_owned(), None),
    };
    let fits = move |v: &IndicatorValue, year: &str| {
        let number = year
            .parse()
            .ok()
            .or_else(|| years::year(year).map(|y| y.year));
        v.year_text.as_deref() == Some(year) || number.is_some() && v.year == number
    };
    let all = indicator.values.iter();
    all.filter(move |v| v.role == role && year.as_deref().is_none_or(|y| fits(v, y)))
}

/// Explains an indicator, or some of its values.
pub fn explain(subject: &Subject<'_>, index: usize, name: Option<&str>) -> Explanation {
    let indicator = &subject.document.indicators[index];
    let head = format!("{}: indicator {}", indicator.id, quote(&indicator.name));
    match name {
        None | Some("name" | "of") => whole(subject, indicator, head),
        Some(name) if has(indicator, name) => {
            let mut out = Explanation::new(format!("{name} of {head}"), true);
            for value in values(indicator, name).take(MOST_VALUES) {
                say_value(subject, &mut out, indicator, value);
            }
            out
        }
        Some(name) => without(indicator, head, name),
    }
}

/// Explains one value of an indicator.
pub fn explain_value(subject: &Subject<'_>, index: usize, value: usize) -> Explanation {
    let indicator = &subject.document.indicators[index];
    let value = &indicator.values[value];
    let head = format!("{}: indicator {}", indicator.id, quote(&indicator.name));
    let mut out = Explanation::new(format!("{} of {head}", value.role), true);
    say_value(subject, &mut out, indicator, value);
    out
}

/// Most values that are explained at once.
const MOST_VALUES: usize = 3;
/// Most values that are listed.
const MOST_LISTED: usize = 12;

fn whole(subject: &Subject<'_>, indicator: &Indicator, head: String) -> Explanation {
    let mut out = Explanation::new(head, true);
    out.say("name", quote(&indicator.name));
    if let Some(at) = indicator.at.first() {
        let raw: Vec<String> = subject.texts_at(at).iter().map(|t| t.raw()).collect();
        subject.say_printed(&mut out, &raw.concat(), &indicator.at[..1]);
        subject.say_cell(&mut out, at, &raw.concat());
        subject.say_rule(&mut out, line_of(at).unwrap_or(0));
    }
    let of = indicator.of.as_deref().unwrap_or("no item: none was open");
    let item = subject.document.items.iter().find(|i| i.id == of);
    let title = item.map_or(String::new(), |i| format!(" {}", quote_to(&i.title, 40)));
    out.say("of", format!("{of}{title}"));
    if let Some(direction) = &indicator.direction {
        out.say("direction", format!("`{direction}`"));
    }
    for value in indicator.values.iter().take(MOST_LISTED) {
        let read = value
            .value
            .as_ref()
            .map_or("no number".into(), ToString::to_string);
        let unit = value
            .unit
            .as_ref()
            .map_or(String::new(), |u| format!(" {u}"));
        let year = year_words(value);
        let place = value.at.first().map_or(String::new(), place);
        out.say(
            &value.role,
            format!("{} → {read}{unit}{year}, {place}", quote(&value.text)),
        );
    }
    if let Some(more @ 1..) = indicator.values.len().checked_sub(MOST_LISTED) {
        out.say("values", format!("and {more} more"));
    }
    out.say(
        "help",
        format!(
            "ask for one as `{}.target` or `{0}.actual.2022`",
            indicator.id
        ),
    );
    subject.say_findings(&mut out, &indicator.at);
    out
}

/// `, 2022 from `令和4年度``.
fn year_words(value: &IndicatorValue) -> String {
    match (&value.year, &value.year_text) {
        (Some(year), Some(text)) => format!(", {year} by `{text}`"),
        (None, Some(text)) => format!(", `{text}` is no year"),
        (Some(year), None) => format!(", {year}"),
        (None, None) => ", no year".into(),
    }
}

fn say_value(
    subject: &Subject<'_>,
    out: &mut Explanation,
    indicator: &Indicator,
    value: &IndicatorValue,
) {
    out.say(&value.role, quote(&value.text));
    let line = value.at.first().and_then(line_of).unwrap_or(0);
    let raw = raw_of(subject, value);
    subject.say_printed(out, &raw, &value.at);
    if let Some(at) = value.at.first() {
        subject.say_cell(out, at, &raw);
    }
    subject.say_rule(out, line);
    out.from("role", role_words(subject, value, line));
    subject.say_steps(out, &raw, &value.text, Policy::PLAN);
    let read = match &value.value {
        Some(number) => number.to_string(),
        None => "no number".into(),
    };
    let more = value
        .multiplier
        .map_or(String::new(), |m| format!(", multiplier {m}"));
    out.from("read as", format!("{read}{more}{}", qualifiers(value)));
    if let (Some(unit), Some(at)) = (&value.unit, value.at.first()) {
        out.from("unit", subject.unit_from(unit, &value.text, at));
    }
    out.from("year", year_words(value).trim_start_matches(", "));
    if value.shaded {
        out.from("shaded", "its print stands on a painted patch");
    }
    let at = if value.at.is_empty() {
        &indicator.at
    } else {
        &value.at
    };
    subject.say_findings(out, at);
}

fn qualifiers(value: &IndicatorValue) -> String {
    match value.qualifiers.is_empty() {
        true => String::new(),
        false => format!(", {}", value.qualifiers.join(" ")),
    }
}

/// What is printed in the boxes of a value.
fn raw_of(subject: &Subject<'_>, value: &IndicatorValue) -> String {
    let Some(at) = value.at.first() else {
        return value.text.clone();
    };
    let inside = |c: &&crate::text::TextChar| {
        let middle = (c.bbox.x0 + c.bbox.x1) / 2.0;
        let height = (c.bbox.top + c.bbox.bottom) / 2.0;
        let holds = |a: &crate::document::At| {
            let [x0, top, x1, bottom] = a.r#box;
            a.page == c.page && (x0..=x1).contains(&middle) && (top..=bottom).contains(&height)
        };
        value.at.iter().any(holds)
    };
    let texts = subject.texts_at(at);
    let chars = texts.iter().flat_map(|t| t.chars()).filter(inside);
    chars.map(|c| c.raw.as_str()).collect()
}

/// By what a value is a baseline, an actual or a target value.
fn role_words(subject: &Subject<'_>, value: &IndicatorValue, line: usize) -> String {
    let role = &value.role;
    let Some(rule) = subject.rule else {
        return format!("`{role}`");
    };
    let columns = rule.tables.iter().flat_map(|t| &t.columns);
    let in_cells = columns.flat_map(|c| &c.indicators);
    let in_text = rule.sections.iter().flat_map(|s| &s.indicators);
    let mut specs = in_cells
        .chain(in_text)
        .filter(|i: &&model::Indicator| i.line == line);
    match specs.next().map(|i| &i.form) {
        Some(IndicatorForm::Whole(_)) => format!("`{role}`, by the capture of this name"),
        Some(IndicatorForm::Tokens { shaded_role, .. })
            if shaded_role.is_some_and(|r| r.as_str() == role) && value.shaded =>
        {
            format!("`{role}`, by `shaded_role`: it stands on a painted patch")
        }
        Some(IndicatorForm::Tokens { roles, .. }) => {
            let roles = quote_all(roles.iter().map(|r| r.as_str()), 4);
            format!("`{role}`, by its place among `roles` {roles}")
        }
        None => role_of_column(subject, value),
    }
}

/// By what the values of a column of a table are what they are.
fn role_of_column(subject: &Subject<'_>, value: &IndicatorValue) -> String {
    let role = &value.role;
    let at = value.at.first();
    if let Some((bound, _, col)) = at.and_then(|at| subject.bound_at(at)) {
        let spec = bound.rule.indicator.as_ref();
        let values = spec.map(|s| s.values.as_slice()).unwrap_or_default();
        let own = |v: &&model::ValueColumn| {
            v.role.is_some() && bound.view.columns(&v.header).contains(&col)
        };
        if let Some(column) = values.iter().find(own) {
            let line = subject.rule_place(column.header.line);
            return format!("`{role}`, by `role` of its column, {line}");
        }
        if let Some(header) = spec.and_then(|s| s.role.as_ref()) {
            return format!("`{role}`, by the column `{}` or the header", header.source);
        }
    }
    match at.and_then(|at| subject.header_path(at)) {
        Some(path) => format!("`{role}`, by the words of the header {path}"),
        None => format!("`{role}`"),
    }
}

fn without(indicator: &Indicator, head: String, name: &str) -> Explanation {
    let mut out = Explanation::new(format!("{head} has no `{name}`"), false);
    let has: Vec<String> = indicator
        .values
        .iter()
        .map(|v| match v.year {
            Some(year) => format!("{}.{year}", v.role),
            None => v.role.clone(),
        })
        .collect();
    match has.is_empty() {
        true => out.say("values", "it has none"),
        false => out.say("values", quote_all(has.iter().map(String::as_str), 12)),
    }
    let near = nearest(name, has.iter().map(String::as_str));
    if !near.is_empty() {
        out.say("nearest", near.join(", "));
    }
    out
}
