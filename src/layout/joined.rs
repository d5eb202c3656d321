//! Which runs stand on one line.
//!
//! Two runs do when their baselines or middles are level and the gap between them is not too wide,
//! or when one is a footnote number of the other. Runs of one size at one height are a [`Level`]; in
//! a level, and between two of them, it is enough to go along the line once, so that the time does
//! not grow with the pairs of runs: those of 80,000 glyphs on top of one another are three billion.

use super::runs::{Direction, Placed, Run};

/// Runs on one line differ by less than this (in ems) in their baselines or middles: a raised ※
/// is 0.2 em off, the next line of the tightest table cell 0.9 em.
pub const SAME_LINE: f64 = 0.3;
/// Heights and sizes are told apart in steps of this, in points: far less than any tolerance, and
/// more than the noise of a producer's arithmetic.
const STEP: f64 = 0.01;

/// Union-find; the least member stands for a set.
pub struct Groups(Vec<usize>);

impl Groups {
    /// Each run by itself.
    pub fn new(n: usize) -> Self {
        Self((0..n).collect())
    }

    /// The group of a run, by its first.
    pub fn find(&mut self, mut i: usize) -> usize {
        while self.0[i] != i {
            self.0[i] = self.0[self.0[i]];
            i = self.0[i];
        }
        i
    }

    /// Makes two groups one.
    pub fn unite(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        self.0[a.max(b)] = a.min(b);
    }
}

/// A run by its ends.
#[derive(Debug, Clone, Copy)]
struct Span {
    run: usize,
    start: f64,
    end: f64,
}

/// Runs of one direction and size at one height, from the start of the line.
struct Level {
    direction: Direction,
    baseline: f64,
    middle: f64,
    size: f64,
    spans: Vec<Span>,
    /// How far the runs up to each one reach.
    reach: Vec<f64>,
}

/// Puts runs on one line into one group; those further apart than `max_gap` ems stay apart.
pub fn join(runs: &[Run<'_>], max_gap: f64, groups: &mut Groups) {
    let levels = levels(runs);
    for (i, upper) in levels.iter().enumerate() {
        join_within(upper, max_gap * upper.size, groups);
        for lower in &levels[i + 1..] {
            let size = upper.size.max(lower.size);
            if upper.direction != lower.direction || lower.middle - upper.middle > size {
                break;
            }
            if are_level(upper, lower) {
                join_levels(upper, lower, max_gap * size, groups);
            } else {
                join_raised(runs, upper, lower, max_gap * size, groups);
            }
        }
    }
}

fn are_level(a: &Level, b: &Level) -> bool {
    let off = (a.baseline - b.baseline).abs();
    off.min((a.middle - b.middle).abs()) <= SAME_LINE * a.size.min(b.size)
}

/// The levels of some runs, by their middles.
fn levels(runs: &[Run<'_>]) -> Vec<Level> {
    let step = |v: f64| (v / STEP).round();
    let key = |i: usize| {
        let first = &runs[i].glyphs[0];
        let height = [first.middle, first.baseline, first.glyph.size].map(step);
        (first.direction, height)
    };
    let mut order: Vec<usize> = (0..runs.len()).collect();
    order.sort_by(|&a, &b| {
        let ((da, ka), (db, kb)) = (key(a), key(b));
        let by_height = ka.iter().zip(&kb).map(|(x, y)| x.total_cmp(y));
        let by_height = by_height.fold(da.cmp(&db), std::cmp::Ordering::then);
        let start = |i: usize| runs[i].glyphs[0].start;
        by_height
            .then(start(a).total_cmp(&start(b)))
            .then(a.cmp(&b))
    });
    let same = |a: &usize, b: &usize| key(*a) == key(*b);
    order
        .chunk_by(same)
        .map(|level| Level::new(runs, level))
        .collect()
}

impl Level {
    fn new(runs: &[Run<'_>], members: &[usize]) -> Self {
        let first = &runs[members[0]].glyphs[0];
        let span = |&run: &usize| Span {
            run,
            start: runs[run].glyphs[0].start,
            end: end_of(&runs[run]),
        };
        let spans: Vec<Span> = members.iter().map(span).collect();
        let reach = spans.iter().scan(f64::MIN, |most, span| {
            *most = most.max(span.end);
            Some(*most)
        });
        Self {
            direction: first.direction,
            baseline: first.baseline,
            middle: first.middle,
            size: first.glyph.size,
            reach: reach.collect(),
            spans,
        }
    }

    /// The runs that have something between two places, and some that begin before.
    fn between(&self, start: f64, end: f64) -> &[Span] {
        let to = self.spans.partition_point(|s| s.start <= end);
        let from = self.reach[..to].partition_point(|reach| *reach < start);
        &self.spans[from..to]
    }
}

fn end_of(run: &Run<'_>) -> f64 {
    run.glyphs.iter().map(|g| g.end).fold(f64::MIN, f64::max)
}

/// Joins the runs of a level that are not further apart than `gap` points.
fn join_within(level: &Level, gap: f64, groups: &mut Groups) {
    let mut furthest: Option<Span> = None;
    for span in &level.spans {
        match furthest {
            Some(before) if span.start - before.end <= gap => groups.unite(before.run, span.run),
            _ => {}
        }
        if furthest.is_none_or(|before| span.end > before.end) {
            furthest = Some(*span);
        }
    }
}

/// Joins the runs of two levels that are not further apart than `gap` points.
fn join_levels(a: &Level, b: &Level, gap: f64, groups: &mut Groups) {
    let (mut from_a, mut from_b) = (a.spans.iter().peekable(), b.spans.iter().peekable());
    let (mut open_a, mut open_b) = (Vec::new(), Vec::new());
    loop {
        let first_is_a = match (from_a.peek(), from_b.peek()) {
            (Some(x), Some(y)) => x.start <= y.start,
            (Some(_), None) => true,
            (None, Some(_)) => false,
            (None, None) => return,
        };
        let next = if first_is_a {
            from_a.next()
        } else {
            from_b.next()
        };
        let Some(next) = next else {
            return;
        };
        let (own, others) = match first_is_a {
            true => (&mut open_a, &mut open_b),
            false => (&mut open_b, &mut open_a),
        };
        join_open(others, next, gap, groups);
        own.push(*next);
    }
}

/// Joins a run with the open ones of another level that reach up to it. These are in one group then,
/// and the one that ends last stands for all of them.
fn join_open(open: &mut Vec<Span>, next: &Span, gap: f64, groups: &mut Groups) {
    open.retain(|span| next.start - span.end <= gap);
    for span in open.iter() {
        groups.unite(span.run, next.run);
    }
    let last = open.iter().copied().max_by(|a, b| a.end.total_cmp(&b.end));
    open.clear();
    open.extend(last);
}

/// A superscript or subscript is at most this large, as a share of the text beside it.
const RAISED_SIZE: f64 = 0.75;
/// It shares at least this much of its height with the line.
const RAISED_OVERLAP: f64 = 0.4;
/// It stands at most this far (in ems of the line) from the character it belongs to.
const RAISED_GAP: f64 = 0.3;

/// It has at most this many characters: `※12)`.
const RAISED_LENGTH: usize = 4;

/// What footnote numbers and indices consist of.
fn is_note_mark(c: char) -> bool {
    let c = crate::normalize::fold_char(c);
    c.is_ascii_alphanumeric() || matches!(c, '※' | '*' | '†' | '‡' | '(' | ')' | '注' | ',' | ' ')
}

/// Joins footnote numbers and indices with the runs of another level that they belong to.
fn join_raised(runs: &[Run<'_>], a: &Level, b: &Level, gap: f64, groups: &mut Groups) {
    let (small, large) = if a.size <= b.size { (a, b) } else { (b, a) };
    if small.size > RAISED_SIZE * large.size {
        return;
    }
    let reach = RAISED_GAP * large.size;
    for note in small.spans.iter().filter(|s| is_note(&runs[s.run])) {
        for home in large.between(note.start - reach, note.end + reach) {
            let (first, second) = if note.start <= home.start {
                (note, home)
            } else {
                (home, note)
            };
            let near = second.start - first.end <= gap;
            if near && is_raised(&runs[note.run], &runs[home.run]) {
                groups.unite(note.run, home.run);
            }
        }
    }
}

fn is_note(run: &Run<'_>) -> bool {
    let of_marks = |g: &Placed<'_>| g.glyph.text.chars().all(is_note_mark);
    run.glyphs.len() <= RAISED_LENGTH && run.glyphs.iter().all(of_marks)
}

/// Whether a run stands beside a glyph of a larger one, and at its height.
fn is_raised(small: &Run<'_>, large: &Run<'_>) -> bool {
    let (Some(s0), Some(s1)) = (small.glyphs.first(), small.glyphs.last()) else {
        return false;
    };
    let direction = s0.direction;
    let (_, _, top, bottom) = direction.extent(&s0.glyph.bbox);
    let (_, _, line_top, line_bottom) = direction.extent(&large.glyphs[0].glyph.bbox);
    let shared = bottom.min(line_bottom) - top.max(line_top);
    let beside = |g: &Placed<'_>| (s0.start - g.end).abs().min((g.start - s1.end).abs());
    let em = large.glyphs[0].glyph.size;
    shared >= RAISED_OVERLAP * (bottom - top)
        && large.glyphs.iter().any(|g| beside(g) <= RAISED_GAP * em)
}
