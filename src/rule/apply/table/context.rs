//! What a column says of its values: their unit, and what △ and brackets before numbers are.

use super::super::draft::fold;
use super::View;
use crate::normalize::{Policy, normalized};
use crate::table::Cell;
use crate::value::{Context, Said, Triangle, is_known_unit, read};
use regex::Regex;
use std::sync::LazyLock;

/// What a column says of its values.
#[derive(Debug, Clone, Default)]
pub struct ColumnContext {
    unit: Option<String>,
    triangle: Triangle,
    parentheses_are_minus: bool,
}

impl ColumnContext {
    /// As reading a value needs it.
    pub fn context(&self) -> Context<'_> {
        Context {
            unit: self.unit.as_deref(),
            triangle: self.triangle,
            parentheses_are_minus: self.parentheses_are_minus,
            ..Context::default()
        }
    }
}

/// `（単位：千円）`
static STATED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"単位\s*[:/]\s*([^\s()\[\]]{1,16})").ok());

/// A unit alone in brackets at the end of a header: `事業費（千円）`.
static BRACKETED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"[(\[]([^()\[\]]{1,8})[)\]]$").ok());

/// The unit that a header or caption gives; none where it gives several.
pub fn unit_in(text: &str) -> Option<String> {
    let folded = normalized(Policy::PLAIN, text);
    let group = |re: &LazyLock<Option<Regex>>| {
        let found = re.as_ref()?.captures(&folded)?;
        Some(found.get(1)?.as_str().to_owned())
    };
    if let Some(stated) = group(&STATED) {
        return Some(stated).filter(|s| !s.contains(['、', ',', '・', ':']));
    }
    // in brackets alone only what a number is counted in: not （新規）, and not who pays （国）
    let is_body = |unit: &str| matches!(unit, "国" | "市" | "町" | "村" | "区");
    group(&BRACKETED).filter(|unit| is_known_unit(unit) && !is_body(unit))
}

/// What the columns of a table say: `header` is the text above each, from the top, and `unit` the one
/// that is stated for the whole table.
pub fn contexts(
    view: &View<'_>,
    unit: Option<&str>,
    header: impl Fn(usize) -> Vec<String>,
) -> Vec<ColumnContext> {
    let mut cells: Vec<Vec<&Cell>> = vec![Vec::new(); view.table.cols];
    let body = view.table.cells.iter();
    for cell in body.filter(|c| view.body.contains(&c.row)) {
        if let Some(column) = cells.get_mut(cell.col) {
            column.push(cell);
        }
    }
    let columns = cells.iter().enumerate();
    columns
        .map(|(col, cells)| {
            let header = header(col);
            let stated = header.iter().rev().find_map(|h| unit_in(h));
            ColumnContext {
                unit: stated.or_else(|| unit.map(str::to_owned)),
                triangle: triangle(cells),
                parentheses_are_minus: brackets_are_minus(&header.concat(), cells),
            }
        })
        .collect()
}

/// △ is a minus where all that the column says are numbers, and a mark where marks stand alone.
fn triangle(cells: &[&Cell]) -> Triangle {
    let minus = Context {
        triangle: Triangle::Minus,
        ..Context::default()
    };
    let (mut numbers, mut marks, mut others) = (0, 0, 0);
    for cell in cells {
        let text = fold(cell.text().as_str());
        if matches!(text.as_str(), "○" | "◎" | "△" | "×" | "▲" | "●") {
            marks += 1;
            continue;
        }
        match read(&text, &minus).said {
            Said::Absent(_) => {}
            Said::Quantity(_) => numbers += 1,
            _ => others += 1,
        }
    }
    match (numbers, marks, others) {
        (_, 1.., _) => Triangle::Mark,
        (2.., 0, 0) => Triangle::Minus,
        _ => Triangle::Unknown,
    }
}

/// Brackets around numbers are a minus where the header speaks of a difference, and the column has
/// no other sign for it; elsewhere they say 内数, 再掲 and more.
fn brackets_are_minus(header: &str, cells: &[&Cell]) -> bool {
    let differs = ["増減", "差引", "収支", "損益", "差額"];
    let signs = ["▲", "△", "-"];
    let signed = |c: &&Cell| {
        let text = fold(c.text().as_str());
        signs
            .iter()
            .any(|s| text.len() > s.len() && text.starts_with(s))
    };
    differs.iter().any(|d| header.contains(d)) && !cells.iter().any(signed)
}

#[cfg(test)]
mod tests {
    use super::unit_in;

    #[test]
    fn one_stated_unit_and_no_payer() {
        for (text, unit) in [
            ("（単位：千円）", Some("千円")),
            ("事業費（千円）", Some("千円")),
            ("（単位：人、％）", None),
            ("負担額（国）", None),
            ("取組（新規）", None),
            ("単位数", None),
        ] {
            assert_eq!(unit_in(text).as_deref(), unit, "{text}");
        }
    }
}
