//! The fixtures for a browser: each page as it looks, and what differs beside what is expected.

use super::difference::{Difference, Kind};
use crate::inspect::viewer::{self, Discrepancy, View};

/// Puts first what a person has to look at: documents in which more differs than print.
pub fn most_wanted_first(views: &mut [View]) {
    let differs = |view: &View| {
        let all = view.discrepancies.iter().flatten();
        all.filter(|d| d.kind != viewer::Kind::Print && !d.expected_failure)
            .count()
            > 0
    };
    views.sort_by_key(|view| !differs(view));
}

/// What differs, for the page that shows it; what differs in print only comes last.
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
    let (print, others): (Vec<&Difference>, Vec<&Difference>) =
        differences.iter().partition(|d| d.kind == Kind::Print);
    others.into_iter().chain(print).map(one).collect()
}

fn kind(kind: Kind) -> viewer::Kind {
    match kind {
        Kind::Missing => viewer::Kind::Missing,
        Kind::Surplus => viewer::Kind::Surplus,
        Kind::Different => viewer::Kind::Different,
        Kind::Print => viewer::Kind::Print,
    }
}
