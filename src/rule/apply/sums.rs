//! Sub-totals and totals of a table against the rows above them.

use super::draft::fold;
use super::table::View;
use crate::finding::{Code, Finding};
use crate::rule::model::{Header, Re};
use crate::table::Cell;
use crate::value::{Amount, Context, Said, read};
use rust_decimal::Decimal;

/// A total that has been read: a later one may sum it up.
#[derive(Clone, Copy, Default)]
struct Sums {
    /// Of the rows since the last total.
    rows: Decimal,
    /// Of all rows.
    all: Decimal,
    /// Of the totals since the last that summed up others.
    totals: Decimal,
    /// Rows since the last total.
    count: usize,
}

/// Holds each total of each column against the rows since the last total, or all rows.
pub fn check(view: &View<'_>, totals: &Re, columns: &[Header], findings: &mut Vec<Finding>) {
    let named: Vec<usize> = columns.iter().flat_map(|h| view.columns(h)).collect();
    let all = 0..view.table.cols;
    let cols = all.filter(|c| columns.is_empty() || named.contains(c));
    for col in cols {
        column(view, totals, col, findings);
    }
}

fn column(view: &View<'_>, totals: &Re, col: usize, findings: &mut Vec<Finding>) {
    let mut sums = Sums::default();
    for row in view.body.clone() {
        let first = view
            .row(row)
            .into_iter()
            .find(|c| c.row == row && !c.is_blank());
        let is_total = first.is_some_and(|c| totals.is_match(&fold(c.text().as_str())));
        let cell = view.cell(row, col).filter(|c| c.row == row && c.col == col);
        let Some((cell, amount)) = cell.and_then(|c| Some((c, amount(c)?))) else {
            continue;
        };
        if !is_total {
            sums.rows += amount;
            sums.all += amount;
            sums.count += 1;
            continue;
        }
        let fits = amount == sums.all || amount == sums.rows && sums.count > 0;
        let fits = fits || amount == sums.totals && sums.totals != Decimal::ZERO;
        if !fits {
            let expected = if sums.count > 0 { sums.rows } else { sums.all };
            let message = format!(
                "the total `{}` under `{}` is not the sum of its rows, {expected}",
                cell.text().one_line().as_str(),
                view.label(col)
            );
            findings.push(Finding::new(
                Code::CountMismatch,
                message,
                vec![view.at(cell)],
            ));
        }
        let of_totals = amount == sums.totals && sums.count == 0;
        sums.totals = if of_totals {
            Decimal::ZERO
        } else {
            sums.totals + amount
        };
        (sums.rows, sums.count) = (Decimal::ZERO, 0);
    }
}

/// The number in a cell; a mark in a column of marks counts as one.
fn amount(cell: &Cell) -> Option<Decimal> {
    let text = fold(cell.text().as_str());
    if matches!(text.as_str(), "○" | "●" | "◎" | "✓" | "レ") {
        return Some(Decimal::ONE);
    }
    match read(cell.text().as_str(), &Context::default()).said {
        Said::Quantity(quantity) => match quantity.amount {
            Amount::One(n) => Some(n),
            _ => None,
        },
        _ => None,
    }
}
