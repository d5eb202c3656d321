//! Tables by nothing but their text: lines whose parts leave the same white between them.
//!
//! Prose in columns, lists, tables of contents and the labels of a chart look alike in part, so
//! every run of lines has to show that it is none of these.

use super::assemble::{assemble, find_columns};
use super::columns::Columns;
use super::form;
use super::header;
use super::region::{Line, Region, clip};
use super::{OpenTable, Sheet};
use crate::geometry::{BoxIndex, Rect};
use crate::layout::{Segment, Word, WordLine};
use crate::table::chart;
use rustc_hash::FxHashMap;

/// The white between the parts of some lines, as far as they have it in common.
#[derive(Debug, Clone, Default)]
struct Gaps(Vec<(f64, f64)>);

/// Lines nearer to the edge of a text than this (points) are around it.
const INNER: f64 = 2.0;
/// Text with so many lines and shapes within it is the lettering of a drawing.
const MIN_DRAWN: usize = 4;
/// White narrower than this (in ems) is a space.
const MIN_GAP: f64 = 0.7;
/// Lines further apart than this (in ems, from box to box) belong to different things.
const MAX_LEADING: f64 = 2.6;
/// The rows of a table may be this far apart (in ems) where it has but one.
const MIN_LEADING: f64 = 1.0;
/// A label over several columns stands at most this far (in ems) above the labels under it.
const MAX_LABEL_GAP: f64 = 1.0;
/// So many lines of labels may stand over the first line with parts.
const MAX_LABELS: usize = 3;
/// So many lines may be a header and nothing else.
const MAX_HEADER: usize = 3;
/// Fewer lines with parts are no table.
const MIN_LINES: usize = 3;
/// Lower boxes (in ems) are patches under a line.
const MIN_BOX: f64 = 2.2;
/// Fewer dots lead nowhere.
const MIN_LEADER: usize = 5;
/// Wider columns (in ems) hold sentences; a table has more columns of labels than of sentences.
const MAX_LABEL: f64 = 15.0;
/// Narrower columns (in ems) hold labels and not sentences.
const MIN_PROSE: f64 = 12.0;
/// So many lines with one part may follow one another: wrapped text, or a label over a group.
const MAX_SINGLE: usize = 4;

impl Gaps {
    fn of(line: &Line<'_>, em: f64) -> Self {
        let pairs = line.segments.windows(2).map(|w| (w[0].x1, w[1].x0));
        Self(pairs.filter(|g| g.1 - g.0 >= MIN_GAP * em).collect())
    }

    /// What both have in common.
    fn common(&self, other: &Self, em: f64) -> Self {
        let mut out = Vec::new();
        for a in &self.0 {
            for b in &other.0 {
                let gap = (a.0.max(b.0), a.1.min(b.1));
                if gap.1 - gap.0 >= MIN_GAP * em * 0.6 {
                    out.push(gap);
                }
            }
        }
        Self(out)
    }

    /// The gaps that a line with one part leaves free.
    fn beside(&self, line: &Line<'_>) -> usize {
        let (x0, x1) = (line.words.bbox.x0, line.words.bbox.x1);
        self.0.iter().filter(|g| x1 <= g.1 || x0 >= g.0).count()
    }
}

/// The boxes of runs of lines whose parts stand under one another.
pub fn runs(lines: &[WordLine<'_>], within: &Rect) -> Vec<Rect> {
    let lines: Vec<Line> = lines.iter().filter_map(|l| clip(l, within)).collect();
    let mut out = Vec::new();
    let mut from = 0;
    while from < lines.len() {
        let end = run(&lines[from..]).map_or(from, |n| from + n);
        if end == from {
            from += 1;
            continue;
        }
        let end = end + rest(&lines[from..end], &lines[end..]);
        let run = &lines[from..end];
        if run.iter().filter(|l| l.segments.len() >= 2).count() >= MIN_LINES {
            let top = with_labels(lines[..from].iter().rev(), run);
            let bbox = Rect::bounding(run.iter().map(|l| &l.words.bbox));
            out.extend(bbox.map(|b| Rect { top, ..b }));
        }
        from = end;
    }
    out
}

/// The top of a run with the labels above it that stand over some of its columns, from the lowest
/// up.
fn with_labels<'l, 'g: 'l>(above: impl Iterator<Item = &'l Line<'g>>, run: &[Line<'_>]) -> f64 {
    let em = run[0].words.size;
    let starts = run.iter().flat_map(|l| l.segments.first()).map(|s| s.x1);
    let first = starts.fold(f64::MIN, f64::max).min(run[0].segments[0].x1);
    let left = run.iter().map(|l| l.words.bbox.x0).fold(f64::MAX, f64::min);
    let right = run.iter().map(|l| l.words.bbox.x1).fold(f64::MIN, f64::max);
    let mut top = run[0].top();
    for line in above.take(MAX_LABELS) {
        let wide = |s: &Segment| s.x1 - s.x0 > 0.5 * (right - left);
        // over the first column it would be the caption, and in brackets the unit
        let label = |s: &Segment| s.x0 > first && s.x1 < right + em && !wide(s);
        let opens = line
            .segments
            .first()
            .is_some_and(|s| "(（[［【〔".contains(s.start));
        let near = top - line.bottom() <= MAX_LABEL_GAP * em;
        if !near || opens || is_unit(line) || !line.segments.iter().all(label) {
            break;
        }
        top = top.min(line.top());
    }
    top
}

/// How many of the lines below a run are the rest of a text further in.
fn rest(run: &[Line<'_>], below: &[Line<'_>]) -> usize {
    let starts = || run.iter().flat_map(|l| l.segments.iter().skip(1));
    let mut bottom = run.iter().map(Line::bottom).fold(f64::MIN, f64::max);
    let mut goes_on = |line: &&Line<'_>| {
        let em = line.words.size;
        let x0 = line.words.bbox.x0;
        let near = line.top() - bottom <= MAX_LABEL_GAP * em;
        let alone = line.segments.len() == 1 && !is_unit(line);
        bottom = line.bottom();
        near && alone && starts().any(|s| (s.x0 - x0).abs() < 0.5 * em)
    };
    below.iter().take_while(|l| goes_on(l)).count()
}

/// How many lines from the first on belong together; `None` when the first has but one part.
fn run(lines: &[Line<'_>]) -> Option<usize> {
    let first = &lines[0];
    let mut gaps = Gaps::of(first, first.words.size);
    if gaps.0.is_empty() || is_unit(first) {
        return None;
    }
    let mut end = 1;
    let mut single = 0;
    let mut starts = Starts::new(first.words.size);
    starts.add(first);
    for (i, line) in lines.iter().enumerate().skip(1) {
        let em = line.words.size;
        if line.top() - lines[i - 1].bottom() > MAX_LEADING * em || is_unit(line) {
            break;
        }
        let own = Gaps::of(line, em);
        let common = gaps.common(&own, em);
        // parts further in stand beside a label over several rows
        let further_in = common.0.is_empty() && gaps.beside(line) > 0;
        if own.0.is_empty() || further_in {
            let x0 = line.words.bbox.x0;
            // the next line of a text further in
            if gaps.beside(line) > 0 && starts.are_near(x0) {
                continue;
            }
            single += 1;
            if single > MAX_SINGLE || gaps.beside(line) == 0 && end > 2 {
                break;
            }
            continue;
        }
        // a line may cross some of the white, as labels over several columns do
        let enough = common.0.len() * 2 >= gaps.0.len().min(own.0.len());
        if common.0.is_empty() || !enough {
            break;
        }
        if common.0.len() >= gaps.0.len() || own.0.len() >= gaps.0.len() {
            gaps = common;
        }
        single = 0;
        end = i + 1;
        starts.add(line);
    }
    Some(end)
}

/// Two lines of a text begin nearer to one another than this, in ems.
const SAME_START: f64 = 0.5;

/// Where the parts of lines further in begin.
struct Starts {
    /// How near two of them are to be the same, in points.
    near: f64,
    /// By stretches of that width.
    at: FxHashMap<i64, f64>,
}

impl Starts {
    fn new(em: f64) -> Self {
        Self {
            near: SAME_START * em.max(1.0),
            at: FxHashMap::default(),
        }
    }

    fn add(&mut self, line: &Line<'_>) {
        for s in line.segments.iter().skip(1) {
            self.at.entry((s.x0 / self.near) as i64).or_insert(s.x0);
        }
    }

    fn are_near(&self, x0: f64) -> bool {
        let stretch = (x0 / self.near) as i64;
        let mut around = stretch.saturating_sub(1)..=stretch.saturating_add(1);
        around.any(|k| self.at.get(&k).is_some_and(|x| (x - x0).abs() < self.near))
    }
}

/// How many of the lines below a table go on in its columns.
pub fn reach(table: &[Line<'_>], below: &[Line<'_>]) -> usize {
    let gaps = table.windows(2).map(|w| w[1].top() - w[0].bottom());
    let em = table.last().map_or(10.0, |l| l.words.size);
    // a header alone does not tell how far the rows are apart
    let least = if table.len() > MAX_HEADER {
        MIN_LEADING
    } else {
        MAX_LEADING
    };
    let leading = gaps.fold(least * em, f64::max) + 0.3 * em;
    let apart = |l: &&Line<'_>| !Gaps::of(l, l.words.size).0.is_empty();
    let mut last = table.iter().rev().filter(apart).take(3);
    let Some(mut gaps) = last.next().map(|l| Gaps::of(l, em)) else {
        return 0;
    };
    for line in last {
        let common = gaps.common(&Gaps::of(line, em), em);
        if !common.0.is_empty() {
            gaps = common;
        }
    }
    let mut bottom = table.iter().map(Line::bottom).fold(f64::MIN, f64::max);
    let mut end = 0;
    for (i, line) in below.iter().enumerate() {
        if line.top() - bottom > leading.min(MAX_LEADING * em) || is_unit(line) {
            break;
        }
        bottom = bottom.max(line.bottom());
        let own = Gaps::of(line, em);
        if own.0.is_empty() {
            // the next line of a text further in, or a label that the next line belongs to
            let starts = table.iter().flat_map(|l| l.segments.iter().skip(1));
            let x0 = line.words.bbox.x0;
            if end == i && starts.clone().any(|s| (s.x0 - x0).abs() < 0.5 * em) {
                end = i + 1;
            }
            continue;
        }
        if gaps.common(&own, em).0.len() * 2 < gaps.0.len().min(own.0.len()).max(1) {
            break;
        }
        end = i + 1;
    }
    end
}

/// A unit over the right end of a table: `（単位：千円）`.
fn is_unit(line: &Line<'_>) -> bool {
    let text = |w: &Word| -> String {
        let glyphs = w.glyphs.iter().flat_map(|g| g.text.chars());
        glyphs.map(crate::normalize::fold_char).collect()
    };
    let mut words = line.words.words.iter().map(text);
    words.any(|w| w.starts_with("(単位") || w.starts_with("単位:") || w.starts_with("[単位"))
}

/// Whether the text of a run that stands in some columns is a table.
pub fn is_table(region: &Region<'_>, columns: &Columns) -> bool {
    let em = region.em;
    let mut parts: Vec<Vec<&Segment>> = vec![Vec::new(); columns.len()];
    for s in region.lines.iter().flat_map(|l| &l.segments) {
        parts[columns.span(s.x0, s.x1, 0.3 * em).0].push(s);
    }
    let prose = (0..parts.len()).filter(|&c| is_prose(&parts[c], columns.content[c], em));
    let leaders = has_leaders(region) && columns.len() < 4;
    if prose.count() * 2 >= columns.len() || leaders || is_vertical(region) {
        return false;
    }
    if is_labelled_list(region, &parts) {
        return false;
    }
    let bullets = parts.iter().filter(|p| is_bullets(p)).count();
    let is_wide = |c: &(f64, f64)| c.1 - c.0 > MAX_LABEL * em;
    let wide = columns.content.iter().filter(|c| is_wide(c)).count();
    if columns.len() - bullets > 2 {
        return wide * 2 <= columns.len() - bullets;
    }
    if bullets > 0 {
        return false;
    }
    let figures = parts[1].iter().filter(|s| s.numeric).count();
    figures * 10 >= parts[1].len() * 6 && !is_enumeration(region, &parts[0])
}

/// Whether a box groups some of the words of a run and not others: a layout of boxes is read box
/// by box.
pub fn is_parted(region: &Region<'_>, boxes: &[Rect]) -> bool {
    let em = region.em;
    let is_band = |b: &Rect| b.x0 <= region.bbox.x0 + em && b.x1 >= region.bbox.x1 - em;
    let high = |b: &&Rect| {
        b.height() > MIN_BOX * em && !is_band(b) && b.intersection(&region.bbox).is_some()
    };
    let words = region.lines.iter().flat_map(|l| &l.words.words);
    let words = BoxIndex::new(words.map(|w| w.bbox));
    let count = words.in_band(f64::MIN, f64::MAX).count();
    boxes.iter().filter(high).any(|b| {
        let beside = words.in_band(b.top, b.bottom);
        let inside = beside.filter(|(w, _)| b.contains(w.center())).count();
        inside > 0 && inside < count
    })
}

/// Lines that fill a column as sentences do: long, and most of them to its end.
fn is_prose(parts: &[&Segment], content: (f64, f64), em: f64) -> bool {
    let width = content.1 - content.0;
    let full = parts
        .iter()
        .filter(|s| s.x1 > content.1 - 1.5 * em && s.x0 < content.0 + 1.5 * em);
    parts.len() >= 3 && width > MIN_PROSE * em && full.count() * 2 >= parts.len()
}

/// Dots or dashes that lead from a title to its page.
fn has_leaders(region: &Region<'_>) -> bool {
    let leads = |line: &&Line<'_>| {
        let count = |w: &Word<'_>| -> usize {
            // an ellipsis is three dots
            let dots = w.glyphs.iter().map(|g| match g.text.as_str() {
                "…" | "‥" | "⋯" => 3,
                "." | "・" | "･" | "·" | "．" | "-" | "‐" | "－" | "─" | "―" => 1,
                _ => 0,
            });
            dots.sum()
        };
        line.words.words.iter().map(count).sum::<usize>() >= MIN_LEADER
    };
    region.lines.iter().filter(leads).count() * 3 > region.lines.len()
}

/// Letters that stand alone one under another: vertical writing.
fn is_vertical(region: &Region<'_>) -> bool {
    let words = || region.lines.iter().flat_map(|l| &l.words.words);
    let alone = |w: &&Word<'_>| w.glyphs.len() == 1 && !w.numeric;
    words().filter(alone).count() * 10 > words().count() * 6
}

/// The items of a list: numbers or bullets, and after them labels that end in a colon.
fn is_labelled_list(region: &Region<'_>, parts: &[Vec<&Segment>]) -> bool {
    let enumerated = parts.first().is_some_and(|p| is_enumeration(region, p));
    let label = parts.get(usize::from(enumerated));
    label.is_some_and(|p| p.iter().filter(|s| s.end == ':').count() * 2 >= p.len())
}

/// A column of nothing but bullets.
fn is_bullets(parts: &[&Segment]) -> bool {
    let is_bullet = |s: &&&Segment| s.chars == 1 && "•・‣◦▪■□◆●*-\u{f0b7}".contains(s.end);
    parts.iter().filter(is_bullet).count() * 10 >= parts.len() * 8
}

/// The first column has but numbers or bullets of a list: `(1)` `①` `・` `ア`.
fn is_enumeration(region: &Region<'_>, first: &[&Segment]) -> bool {
    let short = first
        .iter()
        .filter(|s| s.chars <= 3 && s.x1 - s.x0 < 3.5 * region.em)
        .count();
    short * 10 >= first.len() * 9
}

/// The tables that nothing but the alignment of their text shows, outside the boxes `taken`.
pub fn tables<'g>(sheet: &Sheet<'_, 'g>, taken: &[Rect]) -> Vec<OpenTable<'g>> {
    let taken = BoxIndex::new(taken.iter().copied());
    let lines = sheet.lines.iter();
    let free: Vec<WordLine> = lines.filter_map(|l| without(l, &taken)).collect();
    let whole = Rect {
        x0: 0.0,
        top: 0.0,
        x1: sheet.page.width,
        bottom: sheet.page.height,
    };
    let mut out = Vec::new();
    let is_bold = |font: u16| sheet.is_bold(font);
    for area in runs(&free, &whole) {
        let region = Region::new(area.grown(1.0), &free, &sheet.seams);
        let header = header::lines(&region, &[], &is_bold);
        let (head, body) = region.lines.split_at(header);
        let Some(columns) = find_columns(&region, head, body) else {
            continue;
        };
        if !is_drawing(sheet, &area)
            && !chart::has_bars(sheet.painted, &area, &sheet.words)
            && (is_table(&region, &columns) || form::find(&region, &columns).is_some())
            && !is_parted(&region, &sheet.boxes)
        {
            out.extend(assemble(region, &is_bold));
        }
    }
    out
}

/// Whether lines and shapes run through some text, as they do through the lettering of a chart.
fn is_drawing(sheet: &Sheet<'_, '_>, area: &Rect) -> bool {
    let inner = area.grown(-INNER);
    let inside = sheet.drawn.in_band(area.top, area.bottom);
    let crossing =
        inside.filter(|(r, _)| r.intersection(&inner).is_some() && r.width() < 0.9 * area.width());
    crossing.count() >= MIN_DRAWN
}

/// The words of a line outside some boxes.
fn without<'g>(line: &WordLine<'g>, taken: &BoxIndex) -> Option<WordLine<'g>> {
    let is_free = |w: &&Word| taken.holding(w.bbox.center()).is_none();
    let words: Vec<Word> = line.words.iter().filter(is_free).cloned().collect();
    Some(WordLine {
        bbox: Rect::bounding(words.iter().map(|w| &w.bbox))?,
        words,
        size: line.size,
    })
}
