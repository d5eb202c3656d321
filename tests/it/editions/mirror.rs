//! What comparing the other way round should give.

use crate::support::norm;
use keikaku::edition::{Comparison, Direction, Kind};

/// A comparison as it would be the other way round.
pub fn mirrored(mut comparison: Comparison) -> Comparison {
    std::mem::swap(&mut comparison.old, &mut comparison.new);
    for change in &mut comparison.changes {
        change.kind = kind(change.kind);
        change.direction = change.direction.map(direction);
        std::mem::swap(&mut change.old, &mut change.new);
        std::mem::swap(&mut change.before, &mut change.after);
    }
    for pair in comparison
        .items
        .iter_mut()
        .chain(&mut comparison.indicators)
    {
        std::mem::swap(&mut pair.old, &mut pair.new);
    }
    comparison
}

/// What a comparison says, each a line, in an order that does not depend on the direction.
pub fn lines(comparison: &Comparison) -> Vec<String> {
    let changes = comparison.changes.iter().map(|c| {
        let ids = |of: &[keikaku::edition::Of]| of.iter().map(|o| o.id.clone()).collect::<Vec<_>>();
        // a value of another year is the way of new editions; one that went is not
        let weight = (!matches!(c.kind, Kind::ValueAdded | Kind::ValueRemoved)).then_some(c.weight);
        let (what, texts) = (
            (
                c.kind,
                weight,
                c.subject,
                c.field.as_deref().map(norm),
                c.year,
            ),
            (&c.before, &c.after),
        );
        format!(
            "{what:?} {:?} {:?} {texts:?} {:?}",
            ids(&c.old),
            ids(&c.new),
            c.direction
        )
    });
    let pairs = comparison.items.iter().chain(&comparison.indicators);
    let mut out: Vec<String> = changes
        .chain(pairs.map(|p| format!("{} = {}", p.old, p.new)))
        .collect();
    out.sort();
    out
}

fn kind(kind: Kind) -> Kind {
    let pairs = [
        (Kind::Added, Kind::Removed),
        (Kind::RepeatAdded, Kind::RepeatRemoved),
        (Kind::Split, Kind::Merged),
        (Kind::FieldAdded, Kind::FieldRemoved),
        (Kind::ValueAdded, Kind::ValueRemoved),
    ];
    let other = pairs.iter().find_map(|(a, b)| match kind {
        k if k == *a => Some(*b),
        k if k == *b => Some(*a),
        _ => None,
    });
    other.unwrap_or(kind)
}

fn direction(direction: Direction) -> Direction {
    match direction {
        Direction::Progress => Direction::Setback,
        Direction::Setback => Direction::Progress,
        Direction::Up => Direction::Down,
        Direction::Down => Direction::Up,
        Direction::Earlier => Direction::Later,
        Direction::Later => Direction::Earlier,
    }
}
