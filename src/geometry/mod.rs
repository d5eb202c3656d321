//! Boxes, points and transforms, shared by every stage.
//!
//! # Units
//! Above [`crate::pdf`] all coordinates are points (1/72 inch) in *page space*: the origin is the
//! top left corner of the page as displayed (after `/Rotate`, within the `CropBox`), `x` grows to
//! the right and `y` grows downwards.

mod bands;
mod squares;

pub use bands::BoxIndex;
pub use squares::Squares;

use serde::{Deserialize, Serialize};

/// A point.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    /// Distance from the left edge.
    pub x: f64,
    /// Distance from the top edge (page space) or the bottom edge (user space).
    pub y: f64,
}

/// An axis-parallel box `[x0, top, x1, bottom]` in page space, with `x0 <= x1` and `top <= bottom`.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Rect {
    /// Left edge.
    pub x0: f64,
    /// Upper edge.
    pub top: f64,
    /// Right edge.
    pub x1: f64,
    /// Lower edge.
    pub bottom: f64,
}

impl Rect {
    /// The box spanned by two corners given in any order.
    pub fn from_corners(a: Point, b: Point) -> Self {
        Self {
            x0: a.x.min(b.x),
            top: a.y.min(b.y),
            x1: a.x.max(b.x),
            bottom: a.y.max(b.y),
        }
    }

    /// The smallest box around some points, or `None` without points.
    pub fn around(points: impl IntoIterator<Item = Point>) -> Option<Self> {
        points
            .into_iter()
            .map(|p| Self::from_corners(p, p))
            .reduce(|a, b| a.union(&b))
    }

    /// The smallest box around some boxes, or `None` without boxes.
    pub fn bounding<'a>(boxes: impl IntoIterator<Item = &'a Rect>) -> Option<Self> {
        boxes.into_iter().copied().reduce(|a, b| a.union(&b))
    }

    /// Horizontal extent.
    pub fn width(&self) -> f64 {
        self.x1 - self.x0
    }

    /// Vertical extent.
    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }

    /// Area in square points.
    pub fn area(&self) -> f64 {
        self.width().max(0.0) * self.height().max(0.0)
    }

    /// The middle of the box.
    pub fn center(&self) -> Point {
        Point {
            x: (self.x0 + self.x1) / 2.0,
            y: (self.top + self.bottom) / 2.0,
        }
    }

    /// The smallest box around both.
    pub fn union(&self, other: &Self) -> Self {
        Self {
            x0: self.x0.min(other.x0),
            top: self.top.min(other.top),
            x1: self.x1.max(other.x1),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// The common part, or `None` when there is none.
    pub fn intersection(&self, other: &Self) -> Option<Self> {
        let common = Self {
            x0: self.x0.max(other.x0),
            top: self.top.max(other.top),
            x1: self.x1.min(other.x1),
            bottom: self.bottom.min(other.bottom),
        };
        (common.x0 <= common.x1 && common.top <= common.bottom).then_some(common)
    }

    /// Whether the point lies within the box or on its edge.
    pub fn contains(&self, p: Point) -> bool {
        p.x >= self.x0 && p.x <= self.x1 && p.y >= self.top && p.y <= self.bottom
    }

    /// Whether `other` lies within the box, give or take `slack` points on each side.
    pub fn encloses(&self, other: &Self, slack: f64) -> bool {
        other.x0 >= self.x0 - slack
            && other.x1 <= self.x1 + slack
            && other.top >= self.top - slack
            && other.bottom <= self.bottom + slack
    }

    /// Length of the common horizontal extent, zero or negative when there is none.
    pub fn x_overlap(&self, other: &Self) -> f64 {
        self.x1.min(other.x1) - self.x0.max(other.x0)
    }

    /// Length of the common vertical extent, zero or negative when there is none.
    pub fn y_overlap(&self, other: &Self) -> f64 {
        self.bottom.min(other.bottom) - self.top.max(other.top)
    }

    /// The box grown by `by` points on each side.
    pub fn grown(&self, by: f64) -> Self {
        Self {
            x0: self.x0 - by,
            top: self.top - by,
            x1: self.x1 + by,
            bottom: self.bottom + by,
        }
    }

    /// `[x0, top, x1, bottom]` rounded to a hundredth of a point, as the document prints it.
    pub fn rounded(&self) -> [f64; 4] {
        [self.x0, self.top, self.x1, self.bottom].map(round2)
    }
}

/// Rounds to a hundredth, and never to negative zero.
pub fn round2(v: f64) -> f64 {
    let r = (v * 100.0).round() / 100.0;
    if r == 0.0 { 0.0 } else { r }
}

/// A transform `[a b c d e f]` as in ISO 32000-2, 8.3.3: `x' = a·x + c·y + e`, `y' = b·x + d·y + f`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Matrix(pub [f64; 6]);

impl Matrix {
    /// The transform that changes nothing.
    pub const IDENTITY: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// A shift.
    pub fn translate(x: f64, y: f64) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// First `self`, then `outer` (the `M' = M × CTM` of ISO 32000).
    pub fn then(&self, outer: &Self) -> Self {
        let [a, b, c, d, e, f] = self.0;
        let [oa, ob, oc, od, oe, of] = outer.0;
        Self([
            a * oa + b * oc,
            a * ob + b * od,
            c * oa + d * oc,
            c * ob + d * od,
            e * oa + f * oc + oe,
            e * ob + f * od + of,
        ])
    }

    /// Where a point goes.
    pub fn apply(&self, x: f64, y: f64) -> Point {
        let [a, b, c, d, e, f] = self.0;
        Point {
            x: a * x + c * y + e,
            y: b * x + d * y + f,
        }
    }

    /// The box around a transformed box.
    pub fn apply_rect(&self, r: &Rect) -> Rect {
        let corners = [
            (r.x0, r.top),
            (r.x1, r.top),
            (r.x0, r.bottom),
            (r.x1, r.bottom),
        ];
        Rect::around(corners.map(|(x, y)| self.apply(x, y))).unwrap_or(*r)
    }

    /// Length of the transformed unit vector along x.
    pub fn x_scale(&self) -> f64 {
        self.0[0].hypot(self.0[1])
    }

    /// Length of the transformed unit vector along y.
    pub fn y_scale(&self) -> f64 {
        self.0[2].hypot(self.0[3])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matrices_chain_inside_out() {
        let scale = Matrix([2.0, 0.0, 0.0, 2.0, 0.0, 0.0]);
        let shift = Matrix::translate(10.0, 5.0);
        assert_eq!(
            scale.then(&shift).apply(1.0, 1.0),
            Point { x: 12.0, y: 7.0 }
        );
        assert_eq!(
            shift.then(&scale).apply(1.0, 1.0),
            Point { x: 22.0, y: 12.0 }
        );
    }

    #[test]
    fn rounding_never_prints_negative_zero() {
        assert_eq!(round2(-0.001).to_string(), "0");
    }
}
