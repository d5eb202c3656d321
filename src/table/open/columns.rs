//! Columns by the white space between them.
//!
//! Source: the gutters of a projection profile, as in the stream modes of tabula and camelot; here
//! a gutter may be crossed by a few rows, since labels over several columns cross them.

use crate::layout::Segment;

/// What stands side by side in one row: `(x0, x1)` from the left.
pub type RowExtents = Vec<(f64, f64)>;

/// The columns of a table without drawn columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Columns {
    /// Left and right end of what stands in each, without what crosses gutters.
    pub content: Vec<(f64, f64)>,
    /// Borders: one more than columns.
    pub borders: Vec<f64>,
}

/// How much room (in ems) a full line may leave.
const SLACK: f64 = 0.4;
/// The same for Japanese text (JIS X 4051, 4.3).
const CJK_SLACK: f64 = 1.3;
/// More columns than this do not fit on paper: an A3 sheet on its side has room for 200 figures of
/// the smallest type.
const MAX_COLUMNS: usize = 250;
/// Shorter lines (in ems) are labels.
const MIN_SENTENCE: f64 = 11.0;
/// What begins with one of these is not the rest of a line above.
const OPENING: &str = "【〈《〔■□◆◇●○◎・①②③④⑤⑥⑦⑧⑨⑩";
/// One row in so many may cross a gutter.
const MAX_CROSSING: f64 = 0.12;

/// The least width of a gutter, in ems: the fewer rows show it, the wider it has to be. Ordinary
/// spaces between words do not count as white, so few rows are enough.
fn min_gutter(rows: usize) -> f64 {
    match rows {
        0..=1 => 1.2,
        2 => 0.7,
        3..=4 => 0.45,
        _ => 0.25,
    }
}

impl Columns {
    /// Finds columns between `x0` and `x1` (points) from rows of two or more parts; `em` is the
    /// size of the text. `None` when there is but one.
    ///
    /// `drawn` are upright lines, which are borders too; the edges of what is `painted` are borders
    /// where they lie between columns.
    pub fn find(
        rows: &[RowExtents],
        em: f64,
        (x0, x1): (f64, f64),
        drawn: &[f64],
        painted: &[f64],
    ) -> Option<Self> {
        let gutters = gutters(rows, em);
        if gutters.len() > MAX_COLUMNS {
            return None;
        }
        let mut borders = vec![x0];
        let line_in = |g: &(f64, f64)| {
            let mut edges = drawn.iter().chain(painted);
            edges.find(|x| g.0 - em < **x && **x < g.1 + em)
        };
        borders.extend(
            gutters
                .iter()
                .map(|g| line_in(g).copied().unwrap_or((g.0 + g.1) / 2.0)),
        );
        let free = |x: &&f64| borders.iter().all(|b| (*b - **x).abs() > em);
        let more: Vec<f64> = drawn.iter().filter(free).copied().collect();
        borders.extend(more.iter().filter(|x| **x < x1 - em));
        borders.push(x1);
        borders.sort_by(f64::total_cmp);
        (borders.len() > 2).then(|| Self::within(borders, rows))
    }

    /// Columns between given borders, one more than columns.
    pub fn within(borders: Vec<f64>, rows: &[RowExtents]) -> Self {
        let mut columns = Self {
            content: Vec::new(),
            borders,
        };
        columns.content = columns.contents(rows);
        columns
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.borders.len() - 1
    }

    fn contents(&self, rows: &[RowExtents]) -> Vec<(f64, f64)> {
        let mut out: Vec<(f64, f64)> = self.borders.windows(2).map(|w| (w[1], w[0])).collect();
        for &(x0, x1) in rows.iter().flatten() {
            let col = self.at((x0 + x1) / 2.0);
            if x0 >= self.borders[col] - 0.5 && x1 <= self.borders[col + 1] + 0.5 {
                out[col].0 = out[col].0.min(x0);
                out[col].1 = out[col].1.max(x1);
            }
        }
        for (col, content) in out.iter_mut().enumerate() {
            if content.0 > content.1 {
                *content = (self.borders[col], self.borders[col + 1]);
            }
        }
        out
    }

    /// The column at a place.
    pub fn at(&self, x: f64) -> usize {
        let inner = &self.borders[1..self.borders.len() - 1];
        inner.partition_point(|b| *b <= x)
    }

    /// The columns `[first, end)` that a part of a row stands in: those whose content it reaches
    /// by more than `slack` points, or else the one its middle is in.
    pub fn span(&self, x0: f64, x1: f64, slack: f64) -> (usize, usize) {
        let reaches = |col: &usize| {
            let (c0, c1) = self.content[*col];
            x1.min(c1) - x0.max(c0) > slack.min(0.5 * (c1 - c0)).min(0.5 * (x1 - x0))
        };
        let mut reached = (0..self.len()).filter(reaches);
        match reached.next() {
            Some(first) => (first, reached.next_back().unwrap_or(first) + 1),
            None => {
                let col = self.at((x0 + x1) / 2.0);
                (col, col + 1)
            }
        }
    }

    /// Whether what stands in a column leaves no room for the first letter or word of what is under
    /// it, so that both can be one text.
    pub fn is_wrapped(&self, col: usize, upper: &Segment, lower: &Segment, em: f64) -> bool {
        let (x0, x1) = self.content[col];
        let room = (x1 - x0) - (upper.x1 - upper.x0);
        let width = upper.x1 - upper.x0;
        // what may not begin or end a line leaves room for a letter more
        let sentence = lower.start >= '\u{2e80}' && width > MIN_SENTENCE * em;
        let slack = if sentence { CJK_SLACK } else { SLACK };
        // `【…】` `■…` `①…` begin something
        if OPENING.contains(lower.start) {
            return false;
        }
        lower.head > room - slack * em
    }

    /// Adds a column where something stands in a gutter: a column that is blank but for its header.
    pub fn add(&mut self, x0: f64, x1: f64) {
        let right = self.content.partition_point(|c| c.0 < x0);
        let left = right.checked_sub(1).map(|i| self.content[i].1);
        let next = self.content.get(right).map(|c| c.0);
        self.content.insert(right, (x0, x1));
        let middle = |a: f64, b: f64| (a + b) / 2.0;
        match (left, next) {
            (Some(l), Some(n)) => {
                self.borders[right] = middle(l, x0);
                self.borders.insert(right + 1, middle(x1, n));
            }
            (None, Some(n)) => self.borders.insert(1, middle(x1, n)),
            (Some(l), None) => {
                let at = self.borders.len() - 1;
                self.borders.insert(at, middle(l, x0));
            }
            (None, None) => {}
        }
    }
}

/// Between columns: `[from, to]` that next to no row has anything in.
fn gutters(rows: &[RowExtents], em: f64) -> Vec<(f64, f64)> {
    let least = min_gutter(rows.len()) * em;
    let allowed = (MAX_CROSSING * rows.len() as f64) as i32;
    // a sweep over the ends of all parts
    let mut events: Vec<(f64, i32)> = Vec::new();
    for &(x0, x1) in rows.iter().flatten() {
        events.push((x0, 1));
        events.push((x1, -1));
    }
    events.sort_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
    let mut out = Vec::new();
    let mut covering = 0;
    let mut seen = false;
    let mut open: Vec<(f64, f64, i32)> = Vec::new();
    for pair in events.windows(2) {
        covering += pair[0].1;
        let (from, to) = (pair[0].0, pair[1].0);
        if covering > allowed {
            if seen {
                out.extend(core(&open, least));
            }
            seen = true;
            open.clear();
        } else if to > from {
            open.push((from, to, covering));
        }
    }
    out
}

/// The clearest part of a gutter: of the parts that the fewest rows cross, the widest.
fn core(parts: &[(f64, f64, i32)], least: f64) -> Option<(f64, f64)> {
    let whole = parts.last()?.1 - parts.first()?.0;
    let fewest = parts.iter().map(|p| p.2).min()?;
    let mut clear: Vec<(f64, f64)> = Vec::new();
    for part in parts.iter().filter(|p| p.2 == fewest) {
        match clear.last_mut() {
            Some(last) if part.0 <= last.1 => last.1 = part.1,
            _ => clear.push((part.0, part.1)),
        }
    }
    let widest = clear
        .into_iter()
        .max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)))?;
    (whole >= least).then_some(widest)
}
