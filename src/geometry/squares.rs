//! Boxes by the squares of a page that they reach into, so that a point looks at those near it.

use super::{Point, Rect};

/// Side of the smallest squares in points: a few characters.
const SQUARE: f64 = 24.0;
/// Most squares along each side: a page may claim any size.
const MAX_SIDE: usize = 256;
/// The squares of a level are so many times as long and wide as those of the one before.
const COARSER: usize = 4;
/// A box is kept at the first level where it reaches into at most this many squares: a page full
/// of boxes of its own size needs no more room than one of small boxes.
const MAX_SQUARES: usize = 16;

/// An index over boxes that keeps their order.
#[derive(Debug, Clone)]
pub struct Squares {
    boxes: Vec<Rect>,
    /// From small squares to one for the whole page.
    levels: Vec<Level>,
}

impl Squares {
    /// Indexes boxes on a page of that size; `None` keeps its place and is never found.
    pub fn new(boxes: impl Iterator<Item = Option<Rect>>, width: f64, height: f64) -> Self {
        let boxes: Vec<Option<Rect>> = boxes.collect();
        let mut levels = Level::all(width, height);
        for (i, bbox) in boxes.iter().enumerate() {
            if let Some(bbox) = bbox {
                let fits = levels
                    .iter_mut()
                    .find(|l| l.reach(bbox).count() <= MAX_SQUARES);
                if let Some(level) = fits {
                    level.add(i as u32, bbox);
                }
            }
        }
        levels.retain(|l| !l.is_empty());
        Self {
            boxes: boxes.into_iter().map(Option::unwrap_or_default).collect(),
            levels,
        }
    }

    /// The boxes in the squares that an area reaches into, some of them more than once.
    pub fn near(&self, area: &Rect) -> impl Iterator<Item = usize> + '_ {
        let reaches: Vec<Reach> = self.levels.iter().map(|l| l.reach(area)).collect();
        let levels = self.levels.iter().zip(reaches);
        levels.flat_map(|(level, reach)| level.within(reach))
    }

    /// The last box, of those with an index below `before`, that holds a point.
    pub fn last_at(&self, p: Point, before: usize) -> Option<usize> {
        let last = |level: &Level| {
            let near = level.at(p);
            let end = near.partition_point(|&i| (i as usize) < before);
            let mut found = near[..end].iter().rev().map(|&i| i as usize);
            found.find(|&i| self.boxes[i].contains(p))
        };
        self.levels.iter().filter_map(last).max()
    }
}

/// The squares of one size, over the whole page.
#[derive(Debug, Clone)]
struct Level {
    /// Boxes that cover a square whole or in part, in order, by square; none before the first box.
    squares: Vec<Vec<u32>>,
    columns: usize,
    rows: usize,
    side: (f64, f64),
}

/// From and up to which column and row something reaches.
#[derive(Debug, Clone, Copy)]
struct Reach {
    left: usize,
    right: usize,
    top: usize,
    bottom: usize,
}

impl Reach {
    fn count(self) -> usize {
        (self.right + 1 - self.left) * (self.bottom + 1 - self.top)
    }
}

impl Level {
    fn all(width: f64, height: f64) -> Vec<Self> {
        let count = |length: f64| ((length / SQUARE).ceil() as usize).clamp(1, MAX_SIDE);
        let (mut columns, mut rows) = (count(width), count(height));
        let mut out = Vec::new();
        loop {
            let side = |length: f64, count: usize| (length / count as f64).max(SQUARE);
            out.push(Self {
                squares: Vec::new(),
                columns,
                rows,
                side: (side(width, columns), side(height, rows)),
            });
            if columns * rows == 1 {
                return out;
            }
            columns = columns.div_ceil(COARSER);
            rows = rows.div_ceil(COARSER);
        }
    }

    fn is_empty(&self) -> bool {
        self.squares.is_empty()
    }

    fn add(&mut self, i: u32, bbox: &Rect) {
        if self.squares.is_empty() {
            self.squares = vec![Vec::new(); self.columns * self.rows];
        }
        let reach = self.reach(bbox);
        for row in reach.top..=reach.bottom {
            let first = row * self.columns;
            for square in &mut self.squares[first + reach.left..=first + reach.right] {
                square.push(i);
            }
        }
    }

    fn square(&self, p: Point) -> (usize, usize) {
        let at = |v: f64, side: f64, count: usize| ((v / side).max(0.0) as usize).min(count - 1);
        (
            at(p.x, self.side.0, self.columns),
            at(p.y, self.side.1, self.rows),
        )
    }

    fn reach(&self, r: &Rect) -> Reach {
        let (left, top) = self.square(Point { x: r.x0, y: r.top });
        let (right, bottom) = self.square(Point {
            x: r.x1,
            y: r.bottom,
        });
        Reach {
            left,
            right,
            top,
            bottom,
        }
    }

    fn within(&self, reach: Reach) -> impl Iterator<Item = usize> + '_ {
        let squares = (reach.top..=reach.bottom).flat_map(move |row| {
            let first = row * self.columns;
            &self.squares[first + reach.left..=first + reach.right]
        });
        squares.flatten().map(|&i| i as usize)
    }

    fn at(&self, p: Point) -> &[u32] {
        let (column, row) = self.square(p);
        &self.squares[row * self.columns + column]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_box_before_an_index_is_found() {
        let r = |x0, x1| {
            Some(Rect {
                x0,
                top: 10.0,
                x1,
                bottom: 90.0,
            })
        };
        let boxes = [r(0.0, 300.0), None, r(50.0, 60.0), r(0.0, 300.0)];
        let grid = Squares::new(boxes.into_iter(), 300.0, 100.0);
        let at = |x, y, before| grid.last_at(Point { x, y }, before);
        assert_eq!(at(55.0, 50.0, 3), Some(2));
        assert_eq!(at(65.0, 50.0, 3), Some(0));
        assert_eq!(at(65.0, 50.0, 9), Some(3));
        assert_eq!(at(65.0, 95.0, 9), None);
        assert_eq!(at(-5.0, 50.0, 9), None);
        let around = Rect {
            x0: 52.0,
            top: 50.0,
            x1: 55.0,
            bottom: 51.0,
        };
        let mut near: Vec<usize> = grid.near(&around).collect();
        near.sort_unstable();
        near.dedup();
        assert_eq!(near, [0, 2, 3]);
    }

    #[test]
    fn large_boxes_take_no_more_room_than_small_ones() {
        let page = Rect {
            x0: 0.0,
            top: 0.0,
            x1: 2_000.0,
            bottom: 3_000.0,
        };
        let grid = Squares::new((0..100).map(|_| Some(page)), 2_000.0, 3_000.0);
        let entries: usize = grid
            .levels
            .iter()
            .flat_map(|l| &l.squares)
            .map(Vec::len)
            .sum();
        assert!(entries <= 100 * MAX_SQUARES, "{entries}");
        assert_eq!(grid.last_at(Point { x: 1_999.0, y: 5.0 }, 50), Some(49));
    }
}
