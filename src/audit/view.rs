//! The fixtures for a browser: each page as it looks, and what differs beside what is expected.

use super::difference::{Difference, Kind};
use crate::inspect::viewer::{self, Discrepancy};

/// What differs, for the page that shows it.
pub fn discrepancies(differences: &[Difference]) -> Vec<Discrepancy> {
    let one = |d: &Difference| Discrepancy {
        kind: kind(d.kind),
        field: d.field.clone(),
        subject: d.of.subject.as_str().to_owned(),
        of_id: d.of.id.clone(),
        of_name: d.of.name.clone(),
        expected: d.expected.clone(),
        found: d.found.clone(),
        at: d.at.clone(),
        expected_failure: d.expected_failure,
    };
    differences.iter().map(one).collect()
}

fn kind(kind: Kind) -> viewer::Kind {
    match kind {
        Kind::Missing => viewer::Kind::Missing,
        Kind::Surplus => viewer::Kind::Surplus,
        Kind::Different => viewer::Kind::Different,
        Kind::Print => viewer::Kind::Print,
    }
}
