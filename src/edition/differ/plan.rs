//! The plan's own record: title, edition, period …

use super::{Change, Kind, Of, Subject, Weight, weight_of};
use crate::document::Plan;
use crate::edition::essence::{essence, without_years};

/// What differs between the records of the plan.
pub fn plan(old: &Plan, new: &Plan) -> Vec<Change> {
    let (before, after) = (parts(old), parts(new));
    let pairs = before.into_iter().zip(after);
    let differing = pairs.filter_map(|((name, a), (_, b))| {
        let (x, y) = (a.unwrap_or_default(), b.unwrap_or_default());
        let weight = match weight_of(x, y)? {
            Weight::Substantive if is_routine(name, x, y) => Weight::Routine,
            weight => weight,
        };
        let change = Change::new(Kind::PlanChanged, weight, Subject::Plan).field(name);
        let (from, to) = (a.map(|t| of(old, name, t)), b.map(|t| of(new, name, t)));
        Some(change.of(from, to).texts(a, b).with_words())
    });
    differing.collect()
}

/// The parts by their names, always the same ones.
fn parts(plan: &Plan) -> [(&'static str, Option<&str>); 6] {
    [
        ("title", plan.title.as_deref()),
        ("municipality", plan.municipality.as_deref()),
        ("edition", plan.edition.as_deref()),
        ("period", plan.period.as_ref().map(|p| p.text.as_str())),
        ("publisher", plan.publisher.as_deref()),
        ("published", plan.published.as_deref()),
    ]
}

/// What every edition says anew: when it was published and which one it is.
fn is_routine(name: &str, before: &str, after: &str) -> bool {
    // 第3次 and 第4次, but not 20%削減 and 30%削減
    let counted = |text: &str| -> String {
        let (text, _) = without_years(&essence(text));
        let mut parts = text.split('第');
        let first = parts.next().unwrap_or_default().to_owned();
        let rest = parts.map(|p| p.trim_start_matches(|c: char| c.is_ascii_digit()));
        rest.fold(first, |all, part| all + "第" + part)
    };
    matches!(name, "edition" | "published") || name == "title" && counted(before) == counted(after)
}

fn of(plan: &Plan, name: &str, text: &str) -> Of {
    Of {
        id: name.to_owned(),
        number: None,
        title: text.to_owned(),
        at: plan.at.get(name).cloned().unwrap_or_default(),
    }
}
