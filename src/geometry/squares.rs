//! Boxes by the squares of a page that they reach into, so that a point looks at those near it.

use super::{Point, Rect};

/// Side of a square in points: a few characters.
const SQUARE: f64 = 24.0;
/// Most squares along each side: a page may claim any size.
const MAX_SIDE: usize = 256;

/// An index over boxes that keeps their order.
#[derive(Debug, Clone)]
pub struct Squares {
    boxes: Vec<Rect>,
    /// Boxes that cover a square whole or in part, in order, by square.
    squares: Vec<Vec<u32>>,
    columns: usize,
    rows: usize,
    side: (f64, f64),
}

impl Squares {
    /// Indexes boxes on a page of that size; `None` keeps its place and is never found.
    pub fn new(boxes: impl Iterator<Item = Option<Rect>>, width: f64, height: f64) -> Self {
        let count = |length: f64| ((length / SQUARE).ceil() as usize).clamp(1, MAX_SIDE);
        let (columns, rows) = (count(width), count(height));
        let mut out = Self {
            boxes: Vec::new(),
            squares: vec![Vec::new(); columns * rows],
            columns,
            rows,
            side: (
                (width / columns as f64).max(SQUARE),
                (height / rows as f64).max(SQUARE),
            ),
        };
        for (i, bbox) in boxes.enumerate() {
            out.boxes.push(bbox.unwrap_or_default());
            if let Some(bbox) = bbox {
                out.add(i as u32, &bbox);
            }
        }
        out
    }

    fn add(&mut self, i: u32, bbox: &Rect) {
        let (left, top) = self.square(Point {
            x: bbox.x0,
            y: bbox.top,
        });
        let (right, bottom) = self.square(Point {
            x: bbox.x1,
            y: bbox.bottom,
        });
        for row in top..=bottom {
            for column in left..=right {
                self.squares[row * self.columns + column].push(i);
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

    /// The boxes in the squares that an area reaches into, some of them more than once.
    pub fn near(&self, area: &Rect) -> impl Iterator<Item = usize> + '_ {
        let (left, top) = self.square(Point {
            x: area.x0,
            y: area.top,
        });
        let (right, bottom) = self.square(Point {
            x: area.x1,
            y: area.bottom,
        });
        let squares = (top..=bottom).flat_map(move |row| {
            let first = row * self.columns;
            &self.squares[first + left..=first + right]
        });
        squares.flatten().map(|&i| i as usize)
    }

    /// The last box, of those with an index below `before`, that holds a point.
    pub fn last_at(&self, p: Point, before: usize) -> Option<usize> {
        let (column, row) = self.square(p);
        let near = &self.squares[row * self.columns + column];
        let end = near.partition_point(|&i| (i as usize) < before);
        let mut found = near[..end].iter().rev().map(|&i| i as usize);
        found.find(|&i| self.boxes[i].contains(p))
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
        assert!(grid.near(&around).eq([0, 2, 3]));
    }
}
