//! Statuses: whether one is nearer to the end of the work than another.

use super::{Change, Kind, Of, Subject, Weight};
use crate::document::{Item, Status};
use crate::edition::change::Direction;
use crate::edition::essence::says_same;
use std::cmp::Ordering;

/// What differs between the statuses of an item.
pub fn status(old: &Item, new: &Item) -> Option<Change> {
    let change = |kind, weight| {
        let shown = |status: &Option<Status>| status.as_ref().map(shown);
        let (before, after) = (shown(&old.status), shown(&new.status));
        Change::new(kind, weight, Subject::Item)
            .of([Of::item(old)], [Of::item(new)])
            .field("status")
            .texts(before.as_deref(), after.as_deref())
            .towards(direction(old.status.as_ref(), new.status.as_ref()))
    };
    let (a, b) = match (&old.status, &new.status) {
        (None, None) => return None,
        (Some(a), Some(b)) => (a, b),
        _ => return Some(change(Kind::StatusChanged, Weight::Substantive)),
    };
    let same_mark = says_same(&a.mark, &b.mark);
    if a.code == b.code && (same_mark || is_same_meaning(a, b)) {
        // what a mark means is said once, by the legend
        let changed = a.mark != b.mark;
        return changed.then(|| change(Kind::MarkChanged, Weight::Clerical));
    }
    if a.code == b.code && a.code != "grade" && a.code != "unknown" && a.meaning.is_none() {
        // 検討中 and 実施中 have one code, and do not say the same
        return Some(change(Kind::MarkChanged, Weight::Substantive));
    }
    let changed = change(Kind::StatusChanged, Weight::Substantive);
    Some(match same_mark {
        true => changed.note("the mark is the same and means something else here"),
        false => changed,
    })
}

/// Other marks mean the same, by the legend.
fn is_same_meaning(a: &Status, b: &Status) -> bool {
    a.meaning
        .as_ref()
        .zip(b.meaning.as_ref())
        .is_some_and(|(a, b)| says_same(a, b))
}

/// A status in a line: its mark, and what it means.
fn shown(status: &Status) -> String {
    match &status.meaning {
        Some(meaning) if *meaning != status.mark => format!("{} {meaning}", status.mark),
        _ => status.mark.clone(),
    }
}

/// How far the work is, on the scale that a code belongs to.
enum Scale {
    /// From not begun to done.
    Work(u8),
    /// Behind or ahead of the schedule.
    Schedule(u8),
    /// Given up.
    Ended,
}

fn scale(code: &str) -> Option<Scale> {
    Some(match code {
        "not_started" | "not_done" => Scale::Work(0),
        "in_progress" => Scale::Work(1),
        "partly_done" => Scale::Work(2),
        "nearly_done" => Scale::Work(3),
        "done" | "done_continuing" => Scale::Work(4),
        "delayed" => Scale::Schedule(0),
        "on_schedule" => Scale::Schedule(1),
        "ahead" => Scale::Schedule(2),
        "suspended" | "abolished" => Scale::Ended,
        _ => return None,
    })
}

/// Which way a status went; `None` where that cannot be told.
fn direction(old: Option<&Status>, new: Option<&Status>) -> Option<Direction> {
    let (old, new) = (old?, new?);
    let order = match (old.code.as_str(), new.code.as_str()) {
        ("grade", _) | (_, "grade") => {
            let (a, b) = (grade(&old.mark)?, grade(&new.mark)?);
            (a.0 == b.0).then(|| b.1.cmp(&a.1))?
        }
        (old, new) => order(old, new)?,
    };
    match order {
        Ordering::Less => Some(Direction::Progress),
        Ordering::Greater => Some(Direction::Setback),
        Ordering::Equal => None,
    }
}

/// Whether one is before the other.
fn order(old: &str, new: &str) -> Option<Ordering> {
    use Scale::{Ended, Schedule, Work};
    Some(match (scale(old)?, scale(new)?) {
        (Work(a), Work(b)) | (Schedule(a), Schedule(b)) => a.cmp(&b),
        (Ended, Ended) => Ordering::Equal,
        (Ended, _) => Ordering::Less,
        (_, Ended) => Ordering::Greater,
        // what is done or not begun is so whatever the schedule; what is under way may be late or not
        (Schedule(_), Work(4)) | (Work(0), Schedule(1 | 2)) => Ordering::Less,
        (Work(4), Schedule(_)) | (Schedule(1 | 2), Work(0)) => Ordering::Greater,
        _ => return None,
    })
}

/// The scales of grades, each from the best.
const GRADES: [&str; 4] = ["SABCDEF", "◎○△▲×", "優良可", "甲乙丙丁"];

/// The scale of a grade, and its place there, from the best.
fn grade(mark: &str) -> Option<(usize, usize)> {
    let mut chars = mark.chars();
    let only = chars.next().filter(|_| chars.next().is_none())?;
    let only = crate::normalize::fold_char(only);
    let place = |(i, scale): (usize, &&str)| Some((i, scale.chars().position(|c| c == only)?));
    GRADES.iter().enumerate().find_map(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(code: &str, mark: &str) -> Option<Status> {
        Some(Status {
            mark: mark.into(),
            meaning: None,
            code: code.into(),
        })
    }

    fn way(old: (&str, &str), new: (&str, &str)) -> Option<Direction> {
        let (old, new) = (status(old.0, old.1), status(new.0, new.1));
        let found = direction(old.as_ref(), new.as_ref());
        let back = direction(new.as_ref(), old.as_ref());
        let mirrored = match found {
            Some(Direction::Progress) => Some(Direction::Setback),
            Some(Direction::Setback) => Some(Direction::Progress),
            other => other,
        };
        assert_eq!(back, mirrored);
        found
    }

    #[test]
    fn progress_and_setback() {
        use Direction::{Progress, Setback};
        for (old, new, expected) in [
            ("in_progress", "done", Some(Progress)),
            ("done", "partly_done", Some(Setback)),
            ("delayed", "on_schedule", Some(Progress)),
            ("not_started", "on_schedule", Some(Progress)),
            ("delayed", "done", Some(Progress)),
            ("in_progress", "delayed", None),
            ("done", "done_continuing", None),
            ("in_progress", "abolished", Some(Setback)),
            ("unknown", "done", None),
        ] {
            assert_eq!(way((old, ""), (new, "")), expected, "{old} {new}");
        }
        assert_eq!(way(("grade", "B"), ("grade", "Ａ")), Some(Progress));
        assert_eq!(way(("grade", "○"), ("grade", "×")), Some(Setback));
        assert_eq!(way(("grade", "★"), ("grade", "☆")), None);
    }
}
