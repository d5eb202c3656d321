//! A region to a table: its header, its columns, its rows.

use super::OpenTable;
use super::builder::Builder;
use super::columns::{Columns, RowExtents};
use super::form::{self, Form};
use super::header;
use super::region::{Line, Region, extents, side_by_side};
use super::seams::Seam;
use crate::table::Evidence;

/// A label further (in ems) from all that stands in columns has a column of its own.
const LONE: f64 = 0.8;

/// Makes a table of a region, or `None` when its text stands in no columns.
pub fn assemble<'g>(mut region: Region<'g>, bold: &dyn Fn(u16) -> bool) -> Option<OpenTable<'g>> {
    let full = region.full_seams();
    let header = header::lines(&region, &full, bold);
    let (head, body) = region.lines.split_at(header);
    let mut columns = find_columns(&region, head, body)?;
    if let Some(form) = form::find(&region, &columns) {
        return assemble_form(region, &form, &full, bold);
    }
    add_header_columns(&mut columns, head, region.em);
    region.part_at(&columns);
    let region = &region;
    let (head, body) = region.lines.split_at(header);
    let mut builder = Builder::new(region, &columns);
    builder.header(head, header_bottom(region, header, &full));
    let header_rows = builder.row_count();
    builder.body(body, bold);
    builder.finish(header_rows, evidence(region, &full))
}

/// Makes a table of a form: it has no header, and its fields reach over the columns of the block.
fn assemble_form<'g>(
    mut region: Region<'g>,
    form: &Form,
    full: &[f64],
    bold: &dyn Fn(u16) -> bool,
) -> Option<OpenTable<'g>> {
    region.part_at(&form.fields);
    let mut builder = Builder::new(&region, &form.columns).with_fields(form);
    builder.body(&region.lines, bold);
    builder.finish(0, evidence(&region, full))
}

/// What tells most about a region.
fn evidence(region: &Region<'_>, full: &[f64]) -> Evidence {
    let is_full = |y: f64| full.binary_search_by(|f| f.total_cmp(&y)).is_ok();
    let drawn = |s: &&Seam| s.drawn && is_full(s.y);
    if region.seams.iter().filter(drawn).count() >= 2 {
        Evidence::HorizontalRules
    } else if full.len() >= 2 {
        Evidence::Shading
    } else {
        Evidence::Alignment
    }
}

/// Where the header ends: at the seam below its lines, or halfway to the next line.
fn header_bottom(region: &Region<'_>, header: usize, full: &[f64]) -> f64 {
    let Some(last) = header.checked_sub(1).map(|i| &region.lines[i]) else {
        return region.bbox.top;
    };
    let next = region.lines.get(header);
    let end = next.map_or(region.bbox.bottom, Line::middle);
    let seam = full.iter().find(|y| **y > last.middle() && **y < end);
    seam.copied()
        .unwrap_or_else(|| middle(last, next, region.bbox.bottom))
}

/// The columns of a region, by the rows of its body and the lowest labels of its header.
pub fn find_columns(region: &Region<'_>, head: &[Line<'_>], body: &[Line<'_>]) -> Option<Columns> {
    let mut parts: Vec<RowExtents> = side_by_side(body)
        .into_iter()
        .map(|g| extents(&body[g], 0.0))
        .collect();
    // the lowest labels of a header stand over one column each
    parts.extend(head.last().map(|l| extents(std::slice::from_ref(l), 0.0)));
    parts.retain(|p| p.len() >= 2);
    let (x0, x1) = (region.bbox.x0, region.bbox.x1);
    let (em, painted) = (region.em, &region.painted);
    let columns = Columns::find(&parts, em, (x0, x1), &region.uprights, painted)?;
    let label = head.last().map(|l| extents(std::slice::from_ref(l), 0.0));
    Some(columns.with_labels(&parts, &label.unwrap_or_default()))
}

/// A column whose cells are all blank has but its label.
fn add_header_columns(columns: &mut Columns, head: &[Line<'_>], em: f64) {
    let Some(last) = head.last() else {
        return;
    };
    let end = columns.borders.last().copied().unwrap_or_default();
    if last.segments.len() <= columns.len() {
        return;
    }
    for s in &last.segments {
        // a label at the middle of a column whose text does not fill it
        let middle = (s.x0 + s.x1) / 2.0;
        let next = columns.content.iter().map(|c| c.0).find(|x| *x > middle);
        let left = columns.content.iter().rev().find(|c| c.0 < middle);
        let central =
            |c: &(f64, f64)| ((c.0 + next.unwrap_or(end)) / 2.0 - middle).abs() < 1.5 * em;
        if left.is_some_and(central) {
            continue;
        }
        let apart = |c: &(f64, f64)| s.x1 + LONE * em < c.0 || s.x0 - LONE * em > c.1;
        if columns.content.iter().all(apart) {
            columns.add(s.x0, s.x1);
        }
    }
}

fn middle(upper: &Line<'_>, lower: Option<&Line<'_>>, end: f64) -> f64 {
    lower.map_or(end, |l| (upper.bottom() + l.top()) / 2.0)
}
