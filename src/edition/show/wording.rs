//! What kinds, weights, directions and parts are called; the one home of these words.

use crate::edition::{Change, Direction, Kind, Subject, Weight};

/// What a kind of change is called where changes are counted.
pub fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Added => "added",
        Kind::Removed => "removed",
        Kind::RepeatAdded => "再掲 added",
        Kind::RepeatRemoved => "再掲 removed",
        Kind::Split => "split",
        Kind::Merged => "merged",
        Kind::Renumbered => "renumbered",
        Kind::Moved => "moved",
        Kind::KindChanged => "kind changed",
        Kind::Reworded => "reworded",
        Kind::StatusChanged => "status changed",
        Kind::MarkChanged => "mark changed",
        Kind::FlagsChanged => "flags changed",
        Kind::RefsChanged => "references changed",
        Kind::FieldChanged => "field changed",
        Kind::FieldAdded => "field added",
        Kind::FieldRemoved => "field removed",
        Kind::DeadlineMoved => "deadline moved",
        Kind::YearsRolled => "years rolled on",
        Kind::ValueAdded => "value added",
        Kind::ValueRemoved => "value removed",
        Kind::ValueChanged => "value changed",
        Kind::TargetChanged => "target changed",
        Kind::UnitChanged => "unit changed",
        Kind::DirectionChanged => "direction changed",
        Kind::Redefined => "mark redefined",
        Kind::PlanChanged => "plan changed",
        Kind::Corrected => "corrected",
    }
}

/// What stands in front of a change: the part of the measure that it is about.
pub(super) fn label(change: &Change) -> String {
    let year = change.year.map(fiscal_year);
    let field = change.field.as_deref().map(part).filter(|f| !f.is_empty());
    let part = match change.kind {
        Kind::Renumbered => "number",
        Kind::Moved => "belongs to",
        Kind::KindChanged => "kind",
        Kind::StatusChanged => "status",
        Kind::MarkChanged => "mark",
        Kind::FlagsChanged => "flags",
        Kind::RefsChanged => "refers to",
        Kind::YearsRolled => "years",
        Kind::Split => "split into",
        Kind::Merged => "merged from",
        Kind::Added => "added",
        Kind::Removed => "removed",
        Kind::RepeatAdded => "再掲 added",
        Kind::RepeatRemoved => "再掲 removed",
        kind => field.unwrap_or_else(|| default_part(kind)),
    };
    let part = super::clean::one_line(part);
    let part = match change.kind {
        Kind::UnitChanged if part != "unit" => format!("{part} unit"),
        Kind::DirectionChanged if part != "direction" => format!("{part} direction"),
        Kind::FieldAdded | Kind::ValueAdded => format!("+ {part}"),
        Kind::FieldRemoved | Kind::ValueRemoved => format!("- {part}"),
        _ => part.into_owned(),
    };
    year.map_or(part.clone(), |year| format!("{part} {year}"))
}

/// The part where a change names none.
fn default_part(kind: Kind) -> &'static str {
    match kind {
        Kind::Reworded => "text",
        Kind::DeadlineMoved => "deadline",
        Kind::TargetChanged => "目標値",
        Kind::ValueAdded | Kind::ValueRemoved | Kind::ValueChanged => "value",
        Kind::UnitChanged => "unit",
        Kind::DirectionChanged => "direction",
        Kind::Redefined => "means",
        Kind::PlanChanged => "plan",
        Kind::Corrected => "正誤表",
        _ => "field",
    }
}

/// The contract's words for values as plans print them; other parts have their own labels.
fn part(field: &str) -> &str {
    match field {
        "baseline" => "現状値",
        "actual" => "実績値",
        "target" => "目標値",
        other => other,
    }
}

/// A fiscal year as plans print it.
pub(super) fn fiscal_year(year: i32) -> String {
    match year {
        2019.. => format!("R{}", year - 2018),
        1989.. => format!("H{}", year - 1988),
        _ => year.to_string(),
    }
}

/// Whether a change is good news, bad news, or neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Good,
    Bad,
    Late,
    Plain,
}

impl Tone {
    /// Its word in class names.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Bad => "bad",
            Self::Late => "late",
            Self::Plain => "plain",
        }
    }
}

/// Where it went, in a word, and how that is to be taken. Up and down are neither good nor bad: who knows which way
/// a number ought to go.
pub(super) fn direction(direction: Direction) -> (&'static str, Tone) {
    match direction {
        Direction::Progress => ("progress", Tone::Good),
        Direction::Setback => ("setback", Tone::Bad),
        Direction::Up => ("↑ up", Tone::Plain),
        Direction::Down => ("↓ down", Tone::Plain),
        Direction::Earlier => ("earlier", Tone::Plain),
        Direction::Later => ("later", Tone::Late),
    }
}

/// A weight as a heading.
pub(super) fn weight(weight: Weight) -> &'static str {
    match weight {
        Weight::Substantive => "Changes that matter",
        Weight::Routine => "Routine changes",
        Weight::Clerical => "Clerical changes",
    }
}

/// What stands below such a heading.
pub(super) fn weight_note(weight: Weight) -> &'static str {
    match weight {
        Weight::Substantive => "What the plan says differs.",
        Weight::Routine => {
            "What every new edition brings. Those of measures above stand there, with the rest of the measure."
        }
        Weight::Clerical => "The same is said in other characters.",
    }
}

/// The short name of a weight in counts.
pub(super) fn weight_word(weight: Weight) -> &'static str {
    match weight {
        Weight::Substantive => "matter",
        Weight::Routine => "routine",
        Weight::Clerical => "clerical",
    }
}

/// The weights, the heaviest first.
pub(super) const WEIGHTS: [Weight; 3] = [Weight::Substantive, Weight::Routine, Weight::Clerical];

/// The heading over what belongs to no item.
pub(super) fn subject(subject: Subject) -> &'static str {
    match subject {
        Subject::Plan => "The plan",
        Subject::Legend => "Legend",
        Subject::Item => "Top level",
        Subject::Indicator => "Indicators",
        Subject::Section => "Running text",
        Subject::Footnote => "Footnotes",
        Subject::Table => "Tables",
    }
}

/// `1 file`, `2 files`.
pub(super) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
