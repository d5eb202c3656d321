//! Why the plan has its title, period and the like, and what the legend says.

use super::Subject;
use super::chain::line_of;
use super::missing::nearest;
use super::report::{Explanation, quote, quote_all};
use crate::document::{LegendEntry, Plan};
use crate::normalize::Policy;
use crate::rule::apply::mark_key;

/// The fields of a plan and their values.
fn fields(plan: &Plan) -> Vec<(&'static str, Option<&str>)> {
    let period = plan.period.as_ref().map(|p| p.text.as_str());
    vec![
        ("title", plan.title.as_deref()),
        ("municipality", plan.municipality.as_deref()),
        ("municipality_code", plan.municipality_code.as_deref()),
        ("edition", plan.edition.as_deref()),
        ("publisher", plan.publisher.as_deref()),
        ("published", plan.published.as_deref()),
        ("period", period),
    ]
}

/// The fields that a plan has.
pub fn present(plan: &Plan) -> impl Iterator<Item = &'static str> {
    let fields = fields(plan).into_iter();
    fields.filter_map(|(name, value)| value.map(|_| name))
}

/// Explains `plan`, `plan.FIELD`, `legend` or `legend.MARK`.
pub fn explain(subject: &Subject<'_>, what: &str, name: Option<&str>) -> Explanation {
    match (what, name) {
        ("plan", Some(name)) => field(subject, name.trim()),
        ("plan", None) => plan(subject),
        (_, Some(mark)) => legend_mark(subject, mark.trim()),
        (_, None) => legend(subject),
    }
}

fn plan(subject: &Subject<'_>) -> Explanation {
    let mut out = Explanation::new("plan".into(), true);
    for (name, value) in fields(&subject.document.plan) {
        match value {
            Some(value) => out.say(name, quote(value)),
            None => out.say(name, "was not read"),
        }
        if let Some(at) = subject.document.plan.at.get(name).and_then(|a| a.first()) {
            out.from(
                "at",
                format!(
                    "{}, {}",
                    super::chain::place(at),
                    subject.rule_place(line_of(at).unwrap_or(0))
                ),
            );
        }
    }
    out.say("help", "ask for one as `plan.title`");
    out
}

fn field(subject: &Subject<'_>, name: &str) -> Explanation {
    let all = fields(&subject.document.plan);
    match all.iter().find(|(n, _)| *n == name) {
        Some((name, Some(value))) => printed(subject, name, value),
        Some((name, None)) => not_read(subject, name),
        None => {
            let mut out = Explanation::new(format!("a plan has no `{name}`"), false);
            let names: Vec<&str> = all.iter().map(|(n, _)| *n).collect();
            out.say("fields", quote_all(names.iter().copied(), 10));
            let near = nearest(name, names.into_iter());
            if !near.is_empty() {
                out.say("nearest", near.join(", "));
            }
            out
        }
    }
}

fn printed(subject: &Subject<'_>, name: &str, value: &str) -> Explanation {
    let mut out = Explanation::new(format!("plan.{name}: {}", quote(value)), true);
    let plan = &subject.document.plan;
    let at = plan.at.get(name).map(Vec::as_slice).unwrap_or_default();
    if let Some(first) = at.first() {
        let texts = subject.paragraphs_at(first);
        for text in texts.iter().take(2) {
            out.say("paragraph", quote(text.as_str()));
        }
        subject.say_printed(&mut out, value, at);
        subject.say_rule(&mut out, line_of(first).unwrap_or(0));
        subject.say_steps(&mut out, value, value, Policy::PLAN);
    } else {
        out.say("from", from_elsewhere(subject, name, value));
    }
    if let (Some(period), "period") = (&plan.period, name) {
        let year = |y: Option<i32>| y.map_or("no year".into(), |y| y.to_string());
        let (start, end) = (year(period.start), year(period.end));
        out.say("read as", format!("fiscal years {start} to {end}"));
    }
    subject.say_findings(&mut out, at);
    out
}

/// What gave a field that is not printed.
fn from_elsewhere(subject: &Subject<'_>, name: &str, value: &str) -> String {
    let constant = subject.rule.and_then(|r| r.plan.constants.get(name));
    if constant.is_some_and(|c| c == value) {
        return format!("a constant of the rule, {}", subject.rule_place(0));
    }
    if name == "municipality_code" {
        let of = subject.document.plan.municipality.as_deref();
        let of = of.unwrap_or_default();
        return format!("the list of municipalities, by the name `{of}`");
    }
    match &subject.reading.info_title {
        Some(title) => format!("the title in the document information: {}", quote(title)),
        None => "the document information".into(),
    }
}

fn not_read(subject: &Subject<'_>, name: &str) -> Explanation {
    let mut out = Explanation::new(format!("plan.{name} was not read"), false);
    let Some(rule) = subject.rule else {
        out.say("why", "no rule reads this document");
        return out;
    };
    let captures =
        |re: &&crate::rule::model::Re| re.regex.capture_names().flatten().any(|n| n == name);
    let mut tried = 0;
    for re in rule.plan.patterns.iter().filter(captures) {
        tried += 1;
        out.say("tried", subject.rule_line(re.line).unwrap_or_default());
        let why = super::prefix::in_text(subject, re);
        out.from("why", why);
    }
    for re in rule.plan.info_title.iter().filter(captures) {
        tried += 1;
        out.say("tried", subject.rule_line(re.line).unwrap_or_default());
        let title = subject.reading.info_title.as_deref().unwrap_or_default();
        let why = format!(
            "not found in the title of the document information {}",
            quote(title)
        );
        out.from("why", why);
    }
    if tried == 0 {
        let why = match name {
            "municipality_code" => {
                "it is filled in by the name of the municipality, where only one has it".to_owned()
            }
            _ => format!(
                "no pattern of the rule's `[plan]` captures `{name}`, and no constant gives it"
            ),
        };
        out.say("why", why);
    }
    out
}

fn legend(subject: &Subject<'_>) -> Explanation {
    let entries = &subject.document.legend;
    let of = format!("legend: {} entries", entries.len());
    let mut out = Explanation::new(of, !entries.is_empty());
    for entry in entries.iter().take(28) {
        let place = entry.at.first();
        let place = place.map_or("stated by the rule".into(), super::chain::place);
        let code = entry
            .code
            .as_ref()
            .map_or(String::new(), |c| format!(" → `{c}`"));
        out.say(
            "mark",
            format!(
                "`{}` = {}{code}, {place}",
                entry.mark,
                quote(&entry.meaning)
            ),
        );
    }
    if entries.is_empty() {
        no_legend(subject, &mut out);
    }
    out
}

fn legend_mark(subject: &Subject<'_>, mark: &str) -> Explanation {
    let all = &subject.document.legend;
    let own = all.iter().filter(|l| mark_key(&l.mark) == mark_key(mark));
    let own: Vec<&LegendEntry> = own.collect();
    if own.is_empty() {
        let mut out = Explanation::new(format!("the legend has no `{mark}`"), false);
        match all.is_empty() {
            true => no_legend(subject, &mut out),
            false => {
                let marks = quote_all(all.iter().map(|l| l.mark.as_str()), 14);
                out.say("marks", marks);
            }
        }
        return out;
    }
    let mut out = Explanation::new(format!("legend.{mark}: {}", quote(&own[0].meaning)), true);
    for entry in own.into_iter().take(4) {
        say_entry(subject, &mut out, entry);
    }
    say_used(subject, &mut out, mark);
    out
}

/// Explains one entry.
pub fn entry(subject: &Subject<'_>, entry: &LegendEntry) -> Explanation {
    let of = format!("legend.{}: {}", entry.mark, quote(&entry.meaning));
    let mut out = Explanation::new(of, true);
    say_entry(subject, &mut out, entry);
    say_used(subject, &mut out, &entry.mark);
    out
}

fn say_entry(subject: &Subject<'_>, out: &mut Explanation, entry: &LegendEntry) {
    let text = format!("`{}` = {}", entry.mark, quote(&entry.meaning));
    let scope = entry.scope.as_ref();
    let scope = scope.map_or("everywhere".into(), |s| format!("in `{s}`"));
    out.say("mark", format!("{text}, {scope}"));
    if let Some(at) = entry.at.first() {
        for paragraph in subject.paragraphs_at(at).iter().take(1) {
            out.from("paragraph", quote(paragraph.as_str()));
        }
    }
    let raw = format!("{} {}", entry.mark, entry.meaning);
    subject.say_printed(out, &raw, &entry.at);
    subject.say_rule(out, entry.at.first().and_then(line_of).unwrap_or(0));
    let code = entry.code.as_ref();
    let code = code.map_or("none: the meaning is no status".into(), |c| {
        format!("`{c}`")
    });
    out.from("code", code);
}

fn say_used(subject: &Subject<'_>, out: &mut Explanation, mark: &str) {
    let items = subject.document.items.iter();
    let with = items.filter(|i| {
        let status = i.status.as_ref();
        status.is_some_and(|s| mark_key(&s.mark) == mark_key(mark))
    });
    out.say("used", format!("by {} items", with.count()));
}

fn no_legend(subject: &Subject<'_>, out: &mut Explanation) {
    let Some(rule) = subject.rule else {
        out.say("why", "no rule reads this document");
        return;
    };
    if rule.legends.is_empty() {
        out.say("why", "the rule has no `[[legend]]`");
    }
    for legend in rule.legends.iter().take(8) {
        out.say("tried", subject.rule_line(legend.line).unwrap_or_default());
        if let Some(pattern) = &legend.pattern {
            out.from("why", super::prefix::in_text(subject, pattern));
        }
    }
}
