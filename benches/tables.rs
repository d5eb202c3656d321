//! How the time for tables and reading order grows with what a page has: `cargo bench --bench tables`.
//!
//! Pages are made up in memory, from 10³ marks to 10⁶. Between two sizes the exponent is
//! `log(t2/t1) / log(n2/n1)`; from 10⁴ marks on, one above [`MAX_EXPONENT`] fails the bench.
//! `cargo bench --bench tables -- prose` runs the pages whose name has `prose` in it.

use compact_str::CompactString;
use keikaku::flow::{document_flow, page_flow};
use keikaku::geometry::{Point, Rect};
use keikaku::pdf::{Color, Fill, FontInfo, Glyph, Page, Ruling};
use std::process::ExitCode;
use std::time::Instant;

/// Time may grow with this power of the size.
const MAX_EXPONENT: f64 = 1.2;
/// Steps from fewer marks than this are printed only: they take a millisecond and say little.
const JUDGED_FROM: usize = 10_000;
/// A page is timed again until this has passed, in seconds: the system counts in steps of some
/// milliseconds.
const LONG_ENOUGH: f64 = 0.2;
/// And that is done so many times.
const SERIES: usize = 4;
/// Once a page took longer than this (seconds), no larger one of its kind is tried.
const TOO_LONG: f64 = 60.0;
/// Height of a row and width of a cell, in points.
const ROW: f64 = 14.0;
const COLUMN: f64 = 50.0;
/// Type size in points.
const SIZE: f64 = 9.0;
/// Columns of grids that grow downwards.
const COLUMNS: usize = 20;

/// What makes a page of about so many marks.
type Maker = fn(usize) -> Page;

/// The kinds of pages, and the largest size of each: a page has at most 250,000 glyphs by default.
const KINDS: &[(&str, usize, Maker)] = &[
    ("full grid, long lines", 1_000_000, full_grid),
    ("grid of segments", 1_000_000, cell_segments),
    ("grid of segments with text", 100_000, written_segments),
    ("many small grids", 1_000_000, small_grids),
    ("rules across", 1_000_000, rules_across),
    ("rules across with text", 100_000, written_rules),
    ("crossing lines", 1_000_000, crossing_lines),
    ("many lone lines", 1_000_000, lone_lines),
    ("zebra bands", 1_000_000, zebra),
    ("zebra bands with text", 100_000, written_zebra),
    ("painted cells", 1_000_000, painted_cells),
    ("outlined boxes with text", 100_000, written_boxes),
    ("columns of numbers", 1_000_000, numbers),
    ("prose", 1_000_000, prose),
    ("column of marks", 1_000_000, marks),
    ("marks on one line", 1_000_000, one_line),
    ("glyphs in one place", 100_000, one_place),
];

fn main() -> ExitCode {
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| !a.starts_with('-'))
        .collect();
    let chosen = |name: &str| wanted.is_empty() || wanted.iter().any(|w| name.contains(w.as_str()));
    let mut failed = false;
    for (name, most, make) in KINDS.iter().filter(|k| chosen(k.0)) {
        failed |= !is_even(name, *most, *make);
    }
    ExitCode::from(u8::from(failed))
}

/// Times one kind of page from small to large; false when the time grows too fast.
fn is_even(name: &str, most: usize, make: Maker) -> bool {
    let mut previous: Option<(usize, f64)> = None;
    let mut even = true;
    for n in [1_000, 10_000, 100_000, 1_000_000]
        .into_iter()
        .filter(|n| *n <= most)
    {
        let seconds = time(&make(n));
        let exponent = previous.map(|(m, s)| (seconds / s).ln() / (n as f64 / m as f64).ln());
        let judged = previous.is_some_and(|(m, _)| m >= JUDGED_FROM);
        let too_fast = judged && exponent.is_some_and(|e| e > MAX_EXPONENT);
        let verdict = if too_fast { "  GROWS TOO FAST" } else { "" };
        let exponent = exponent.map_or_else(String::new, |e| format!("n^{e:.2}"));
        println!(
            "{name:28} {n:>9} {:>11.2} ms  {exponent}{verdict}",
            seconds * 1e3
        );
        even &= !too_fast;
        previous = Some((n, seconds));
        if seconds > TOO_LONG {
            println!("{name:28} larger pages left out");
            return false;
        }
    }
    even
}

/// Seconds that the stages after reading take for a page: the least average of some series. What
/// disturbs a run, the caches shared with other programs above all, only makes it longer.
fn time(page: &Page) -> f64 {
    let averages = (0..SERIES).map(|_| average(page));
    averages.fold(f64::MAX, f64::min)
}

fn average(page: &Page) -> f64 {
    let (start, busy) = (Instant::now(), busy_seconds());
    let passed = || match (busy, busy_seconds()) {
        (Some(before), Some(after)) => after - before,
        _ => start.elapsed().as_secs_f64(),
    };
    let mut runs = 0;
    loop {
        std::hint::black_box(document_flow(vec![page_flow(page)]));
        runs += 1;
        let seconds = passed();
        if seconds >= LONG_ENOUGH {
            return seconds / f64::from(runs);
        }
    }
}

/// How long this thread has run, where the system tells (Linux): other programs do not count.
fn busy_seconds() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: f64 = text.split(' ').next()?.parse().ok()?;
    Some(nanoseconds / 1e9)
}

/// A page as large as what is on it.
fn page(rulings: Vec<Ruling>, fills: Vec<Fill>, glyphs: Vec<Glyph>) -> Page {
    let boxes = rulings.iter().map(Ruling::bbox);
    let boxes = boxes
        .chain(fills.iter().map(|f| f.bbox))
        .chain(glyphs.iter().map(|g| g.bbox));
    let all = boxes.reduce(|a, b| a.union(&b)).unwrap_or_default();
    let mut page = Page {
        number: 1,
        width: all.x1 + ROW,
        height: all.bottom + ROW,
        fonts: vec![FontInfo::named("Made-Up")],
        rulings,
        fills,
        glyphs,
        ..Page::default()
    };
    page.number_glyphs();
    page
}

fn ruling(horizontal: bool, pos: f64, start: f64, end: f64) -> Ruling {
    Ruling {
        horizontal,
        pos,
        start,
        end,
        thickness: 0.5,
        color: Color::BLACK,
    }
}

fn fill(x0: f64, top: f64, x1: f64, bottom: f64, order: usize) -> Fill {
    let shade = 200 + (order % 2 * 30) as u8;
    Fill {
        bbox: Rect {
            x0,
            top,
            x1,
            bottom,
        },
        fill: Some(Color::rgb(shade, shade, 255)),
        stroke: None,
        rectangular: true,
        order: order as u32,
    }
}

fn glyph(c: char, x: f64, top: f64) -> Glyph {
    let width = if c.is_ascii() { SIZE / 2.0 } else { SIZE };
    Glyph {
        index: 0,
        text: CompactString::from_iter([c]),
        code: u32::from(c),
        bbox: Rect {
            x0: x,
            top,
            x1: x + width,
            bottom: top + SIZE,
        },
        origin: Point {
            x,
            y: top + 0.88 * SIZE,
        },
        size: SIZE,
        font: 0,
        rotation: 0,
        vertical: false,
        color: Color::BLACK,
        backdrop: None,
        on_patch: false,
        struck: false,
        drawn: false,
        confidence: None,
        hidden: None,
        order: 0,
    }
}

/// A text from its upper left corner.
fn written(text: &str, x: f64, top: f64) -> Vec<Glyph> {
    let mut at = x;
    let place = |c| {
        let glyph = glyph(c, at, top);
        at = glyph.bbox.x1;
        glyph
    };
    text.chars().map(place).collect()
}

/// A number of three digits for each cell of a table, with labels in its first row and column.
fn figures(rows: usize, columns: usize) -> Vec<Glyph> {
    let cell = |row: usize, col: usize| {
        let (x, top) = (col as f64 * COLUMN + 5.0, row as f64 * ROW + 2.0);
        match (row, col) {
            (0, _) | (_, 0) => written("項目", x, top),
            _ => written(&(100 + (row * 7 + col * 13) % 900).to_string(), x, top),
        }
    };
    let places = (0..rows).flat_map(|r| (0..columns).map(move |c| (r, c)));
    places.flat_map(|(r, c)| cell(r, c)).collect()
}

/// Lines of full length: their crossings are as many as the square of their number.
fn full_grid(n: usize) -> Page {
    let half = n / 2;
    let (width, height) = (half as f64 * COLUMN, half as f64 * ROW);
    let across = (0..half).map(|i| ruling(true, i as f64 * ROW, 0.0, width));
    let down = (0..half).map(|i| ruling(false, i as f64 * COLUMN, 0.0, height));
    page(across.chain(down).collect(), Vec::new(), Vec::new())
}

/// Each cell's upper and left border, drawn cell by cell.
fn segments(rows: usize) -> Vec<Ruling> {
    let cell = |row: usize, col: usize| {
        let (x, y) = (col as f64 * COLUMN, row as f64 * ROW);
        [ruling(true, y, x, x + COLUMN), ruling(false, x, y, y + ROW)]
    };
    let places = (0..rows).flat_map(|r| (0..COLUMNS).map(move |c| (r, c)));
    places.flat_map(|(r, c)| cell(r, c)).collect()
}

fn cell_segments(n: usize) -> Page {
    page(segments(n / COLUMNS / 2), Vec::new(), Vec::new())
}

fn written_segments(n: usize) -> Page {
    let rows = n / COLUMNS / 2;
    page(segments(rows), Vec::new(), figures(rows, COLUMNS))
}

/// Grids of two by two cells, ten beside one another.
fn small_grids(n: usize) -> Page {
    let grid = |i: usize| {
        let (x, y) = ((i % 10) as f64 * 3.0 * COLUMN, (i / 10) as f64 * 4.0 * ROW);
        let across = (0..3).map(move |k| ruling(true, y + f64::from(k) * ROW, x, x + 2.0 * COLUMN));
        let down = (0..3).map(move |k| ruling(false, x + f64::from(k) * COLUMN, y, y + 2.0 * ROW));
        across.chain(down)
    };
    let word = |i: usize| {
        let (x, y) = ((i % 10) as f64 * 3.0 * COLUMN, (i / 10) as f64 * 4.0 * ROW);
        glyph('あ', x + 5.0, y + 2.0)
    };
    let count = n / 6;
    page(
        (0..count).flat_map(grid).collect(),
        Vec::new(),
        (0..count).map(word).collect(),
    )
}

fn rules(rows: usize) -> Vec<Ruling> {
    let width = COLUMNS as f64 * COLUMN;
    (0..=rows)
        .map(|r| ruling(true, r as f64 * ROW, 0.0, width))
        .collect()
}

fn rules_across(n: usize) -> Page {
    let text = figures(n.min(100), COLUMNS);
    page(rules(n), Vec::new(), text)
}

fn written_rules(n: usize) -> Page {
    let rows = n / COLUMNS / 3;
    page(rules(rows), Vec::new(), figures(rows, COLUMNS))
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: f64) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1u64 << 53) as f64 * limit
    }
}

/// Lines of a map: of any length up to a tenth of a side, anywhere.
fn crossing_lines(n: usize) -> Page {
    let side = (n as f64).sqrt() * ROW;
    let mut dice = Dice(1);
    let mut line = |i: usize| {
        let (pos, start) = (dice.below(side), dice.below(side));
        let end = (start + 5.0 + dice.below(side / 10.0)).min(side + 5.0);
        ruling(i.is_multiple_of(2), pos, start, end)
    };
    page((0..n).map(&mut line).collect(), Vec::new(), Vec::new())
}

/// Short lines that touch nothing.
fn lone_lines(n: usize) -> Page {
    let line = |i: usize| {
        let (x, y) = ((i % 100) as f64 * 30.0, (i / 100) as f64 * 30.0);
        match i % 2 {
            0 => ruling(true, y, x, x + 20.0),
            _ => ruling(false, x + 10.0, y + 5.0, y + 25.0),
        }
    };
    page((0..n).map(line).collect(), Vec::new(), Vec::new())
}

fn bands(rows: usize) -> Vec<Fill> {
    let width = COLUMNS as f64 * COLUMN;
    let band = |r: usize| fill(0.0, r as f64 * ROW, width, (r + 1) as f64 * ROW, r);
    (0..rows).map(band).collect()
}

fn zebra(n: usize) -> Page {
    page(Vec::new(), bands(n), figures(n.min(100), COLUMNS))
}

fn written_zebra(n: usize) -> Page {
    let rows = n / COLUMNS / 3;
    page(Vec::new(), bands(rows), figures(rows, COLUMNS))
}

fn painted_cells(n: usize) -> Page {
    let cell = |i: usize| {
        let (x, y) = ((i % COLUMNS) as f64 * COLUMN, (i / COLUMNS) as f64 * ROW);
        fill(x, y, x + COLUMN, y + ROW, i / COLUMNS + i)
    };
    page(
        Vec::new(),
        (0..n).map(cell).collect(),
        figures(100, COLUMNS),
    )
}

/// Boxes with a word in each, ten beside one another.
fn written_boxes(n: usize) -> Page {
    let place = |i: usize| ((i % 10) as f64 * 2.0 * COLUMN, (i / 10) as f64 * 3.0 * ROW);
    let count = n / 4;
    let outline = |i: usize| {
        let (x, y) = place(i);
        fill(x, y, x + 1.5 * COLUMN, y + 2.0 * ROW, i)
    };
    let word = |i: usize| {
        let (x, y) = place(i);
        written("施策名", x + 5.0, y + 8.0)
    };
    let glyphs = (0..count).flat_map(word).collect();
    page(Vec::new(), (0..count).map(outline).collect(), glyphs)
}

fn numbers(n: usize) -> Page {
    page(Vec::new(), Vec::new(), figures(n / COLUMNS / 3, COLUMNS))
}

/// Paragraphs of ten lines of forty kana.
fn prose(n: usize) -> Page {
    let letter = |i: usize| {
        let (col, row) = (i % 40, i / 40);
        let indent = if row % 10 == 0 { SIZE } else { 0.0 };
        let c = char::from_u32(0x3042 + (i * 31 % 80) as u32).unwrap_or('あ');
        glyph(c, 40.0 + indent + col as f64 * SIZE, row as f64 * ROW)
    };
    page(Vec::new(), Vec::new(), (0..n).map(letter).collect())
}

fn marks(n: usize) -> Page {
    let mark = |i: usize| glyph('○', 40.0, i as f64 * ROW);
    page(Vec::new(), Vec::new(), (0..n).map(mark).collect())
}

fn one_line(n: usize) -> Page {
    let mark = |i: usize| glyph('○', i as f64 * COLUMN, 40.0);
    page(Vec::new(), Vec::new(), (0..n).map(mark).collect())
}

fn one_place(n: usize) -> Page {
    let kana = |i: usize| {
        let c = char::from_u32(0x3042 + (i % 80) as u32).unwrap_or('あ');
        glyph(c, 40.0, 40.0)
    };
    page(Vec::new(), Vec::new(), (0..n).map(kana).collect())
}
