//! Regions between seams: where text in columns lies between lines across or painted bands.

use super::aligned;
use super::assemble::{assemble, find_columns};
use super::header;
use super::region::{Line, Region, extents, side_by_side};
use super::seams::{Seam, Stack, stacks};
use super::{OpenTable, Sheet};
use crate::geometry::Rect;
use crate::layout::Segment;
use crate::table::chart;

/// A gap (in ems) this wide stands between two columns rather than two words.
const COLUMN_GAP: f64 = 1.0;
/// Labels stand at most this far (in ems) above the line under them.
const MAX_HEADER_GAP: f64 = 1.2;
/// So many lines close rows before one may be missing.
const MIN_RULED: usize = 4;
/// A seam over more of the width than this may end what is above it.
const HALF: f64 = 0.5;
/// Stripes end with the rows they are behind, within this many points.
const STRIPE_END: f64 = 4.0;
/// A line that takes up more than this share of the width is no label.
const TITLE_WIDTH: f64 = 0.55;
/// A row with one label over the whole width is at most this high, in ems.
const MAX_LABEL_BAND: f64 = 3.0;
/// At least this share of the rows of a table has something in two columns.
const MIN_ROWS_IN_COLUMNS: f64 = 0.4;

/// The tables between seams.
pub fn tables<'g>(sheet: &Sheet<'_, 'g>) -> Vec<OpenTable<'g>> {
    let mut out: Vec<OpenTable> = Vec::new();
    for stack in stacks(&sheet.seams) {
        for area in tabular_runs(&stack, sheet) {
            let taken = |t: &OpenTable| {
                t.grid
                    .bbox
                    .intersection(&area)
                    .is_some_and(|c| c.area() > 0.0)
            };
            if !out.iter().any(taken) && !chart::has_bars(sheet.painted, &area, &sheet.words) {
                let area = with_rest(with_header(area, sheet), sheet);
                let region = sheet.painted_region(area);
                out.extend(assemble(region, &|font| sheet.is_bold(font)));
            }
        }
    }
    out
}

/// The boxes between the seams of a stack in which text stands in columns.
fn tabular_runs(stack: &Stack, sheet: &Sheet<'_, '_>) -> Vec<Rect> {
    let mut out: Vec<Rect> = Vec::new();
    let mut run: Option<Rect> = None;
    for (i, w) in stack.ys.windows(2).enumerate() {
        let band = Rect {
            x0: stack.x0,
            top: w[0],
            x1: stack.x1,
            bottom: w[1],
        };
        let region = Region::new(band, &sheet.lines, &sheet.seams);
        let between = region.lines_in(band.top, band.bottom);
        if between.is_empty() && stack.is_blank_row(i) {
            run = run.map(|r| Rect {
                bottom: band.bottom,
                ..r
            });
            continue;
        }
        if run.is_none() && is_title(between, &band) {
            continue;
        }
        if is_tabular(between, region.em) {
            run = Some(run.map_or(band, |r| r.union(&band)));
        } else if run.is_some() && is_single(between) && band.height() <= MAX_LABEL_BAND * region.em
        {
            run = run.map(|r| r.union(&band));
        } else {
            out.extend(run.take());
        }
    }
    out.extend(run);
    out
}

/// A region and the labels right above its first seam, one a column: no line is drawn over them.
fn with_labels(area: Rect, region: &Region<'_>, header: usize, sheet: &Sheet<'_, '_>) -> Rect {
    let (head, body) = region.lines.split_at(header);
    let Some(columns) = find_columns(region, head, body) else {
        return area;
    };
    let em = region.em;
    let high = Rect {
        top: area.top - MAX_HEADER_GAP * 2.0 * em,
        bottom: area.top,
        ..area
    };
    let above = sheet.region(high);
    let Some(line) = above.lines.last() else {
        return area;
    };
    let mut cols: Vec<usize> = line
        .segments
        .iter()
        .map(|s| columns.span(s.x0, s.x1, 0.3 * em).0)
        .collect();
    let parts = cols.len();
    cols.dedup();
    let near = area.top - line.bottom() <= MAX_HEADER_GAP * em;
    let most = cols.len() * 3 >= columns.len() * 2 && columns.len() > 2;
    if near && most && cols.len() == parts && parts > 2 {
        Rect {
            top: line.top() - 0.2 * em,
            ..area
        }
    } else {
        area
    }
}

/// A region without a header of its own, and the labels above it.
fn with_header(area: Rect, sheet: &Sheet<'_, '_>) -> Rect {
    let region = sheet.region(area);
    let header = header::lines(&region, &region.full_seams(), &|font| sheet.is_bold(font));
    if header > 0 {
        return with_labels(area, &region, header, sheet);
    }
    let high = Rect {
        top: area.top - (header::MAX_LINES as f64) * 2.0 * region.em,
        bottom: area.top,
        ..area
    };
    let above = sheet.region(high);
    let mut top = area.top;
    for line in above.lines.iter().rev() {
        let is_near = top - line.bottom() <= MAX_HEADER_GAP * region.em;
        let underlined = above
            .partial_seams()
            .any(|s| s.drawn && s.y > line.middle() && s.y < top + 1.0);
        let long = line
            .segments
            .iter()
            .any(|s| s.x1 - s.x0 > TITLE_WIDTH * area.width());
        if !is_near || long || line.segments.len() < 2 && !underlined {
            break;
        }
        top = line.top();
    }
    Rect { top, ..area }
}

/// A region that no drawn line closes, and the rows below it.
fn with_rest(area: Rect, sheet: &Sheet<'_, '_>) -> Rect {
    let region = sheet.region(area);
    let full: Vec<&Seam> = region.seams.iter().filter(|s| region.is_full(s)).collect();
    let ys = region.full_seams();
    let header = header::lines(&region, &ys, &|font| sheet.is_bold(font));
    let has_body = full.len() > 2 || header::has_figures(&region.lines);
    if full.last().is_some_and(|s| s.drawn) && has_body {
        return with_last_row(area, &region, &full, sheet);
    }
    let below = sheet.seams.partition_point(|s| s.y <= area.bottom + 1.0);
    let ends = |s: &&Seam| s.coverage(area.x0, area.x1) > HALF && !is_stripe(s, &area);
    let next = sheet.seams[below..].iter().find(ends);
    let low = Rect {
        top: area.bottom,
        bottom: next.map_or(sheet.page.height, |s| s.y),
        ..area
    };
    let below = sheet.region(low);
    let count = aligned::reach(&region.lines, &below.lines);
    if count == 0 {
        return area;
    }
    let rest = below.lines[..count].iter().map(Line::bottom);
    let longer = Rect {
        bottom: rest.fold(area.bottom, |a, b| a.max(b + 0.2 * region.em)),
        ..area
    };
    let region = sheet.region(longer);
    let (head, body) = region.lines.split_at(header);
    let columns = find_columns(&region, head, body);
    if columns.is_some_and(|c| aligned::is_table(&region, &c)) {
        longer
    } else {
        area
    }
}

/// Paint behind a row that leaves the label over several rows free.
fn is_stripe(seam: &Seam, area: &Rect) -> bool {
    let ends = (seam.x1() - area.x1).abs() <= STRIPE_END && seam.x0() > area.x0 + STRIPE_END;
    !seam.drawn && ends
}

/// A region whose rows are each closed by a line, and the last row, which none closes.
fn with_last_row(area: Rect, region: &Region<'_>, full: &[&Seam], sheet: &Sheet<'_, '_>) -> Rect {
    let em = region.em;
    let groups = side_by_side(&region.lines).len();
    let steps = full.windows(2).map(|w| w[1].y - w[0].y);
    let row = steps.fold(0.0, f64::max);
    if full.len() < MIN_RULED || full.len() * 2 < groups {
        return area;
    }
    let low = Rect {
        top: area.bottom,
        bottom: area.bottom + row,
        ..area
    };
    let below = sheet.region(low);
    let (head, body) = region.lines.split_at(1);
    let (Some(line), Some(columns)) = (below.lines.first(), find_columns(region, head, body))
    else {
        return area;
    };
    let of = |s: &Segment| columns.span(s.x0, s.x1, 0.3 * em);
    let mut cols: Vec<(usize, usize)> = line.segments.iter().map(of).collect();
    cols.dedup();
    let own = cols.len() == line.segments.len() && cols.iter().all(|c| c.1 - c.0 == 1);
    let most = cols.len() * 5 >= columns.len() * 3 && columns.len() > 2;
    let near = line.top() - area.bottom <= MAX_HEADER_GAP * em;
    if own && most && near && below.seams.is_empty() {
        Rect {
            bottom: below
                .lines
                .iter()
                .map(Line::bottom)
                .fold(line.bottom(), f64::max),
            ..area
        }
    } else {
        area
    }
}

/// Lines of a title, set beside its number: one takes up most of the width, and none has several
/// parts, as the fields of a form have.
fn is_title(lines: &[Line<'_>], band: &Rect) -> bool {
    let mut segments = lines.iter().flat_map(|l| &l.segments);
    let several = lines.iter().any(|l| l.segments.len() > 2);
    lines.len() > 1 && !several && segments.any(|s| s.x1 - s.x0 > TITLE_WIDTH * band.width())
}

/// One short label over the whole width.
fn is_single(lines: &[Line<'_>]) -> bool {
    lines.len() == 1 && lines[0].segments.len() == 1
}

/// Most lines have parts set apart, or all of them leave the same white.
fn is_tabular(lines: &[Line<'_>], em: f64) -> bool {
    let groups = side_by_side(lines);
    let apart = |g: &std::ops::Range<usize>| extents(&lines[g.clone()], COLUMN_GAP * em).len() >= 2;
    let count = groups.iter().filter(|g| apart(g)).count();
    let most = count as f64 >= MIN_ROWS_IN_COLUMNS * groups.len() as f64;
    count > 0 && (most || extents(lines, COLUMN_GAP * em).len() >= 2)
}
