//! What a small outline looks like: a circle, a triangle, a square …

use super::super::path::Subpath;
use crate::geometry::{Point, Rect};

/// Width and height of a round or square mark differ by less than this ratio.
const MAX_ASPECT: f64 = 1.25;
/// Corners may stray from their ideal place by this share of the mark's size.
const STRAY: f64 = 0.14;
/// The points of a circle differ in distance from its middle by less than this share of the radius.
const ROUND: f64 = 0.08;
/// A corner that turns by less than this (sine of the angle) is a point on a straight side.
const STRAIGHT: f64 = 0.05;

/// The side that a triangle or arrow points to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// To the top of the page.
    Up,
    /// To the bottom of the page.
    Down,
    /// To the left.
    Left,
    /// To the right.
    Right,
}

/// What an outline looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// ○ or ●.
    Circle,
    /// △, ▲ …
    Triangle(Side),
    /// □ or ■.
    Square,
    /// ◇ or ◆.
    Diamond,
    /// ☆ or ★.
    Star,
    /// One diagonal of ×: falling to the right, or rising.
    Diagonal(bool),
    /// ✓.
    Tick,
    /// A block arrow.
    Arrow(Side),
    /// Two strokes that meet in a point: the head of a line.
    Chevron(Side),
}

/// What one piece of a path looks like.
pub fn kind_of(piece: &Subpath) -> Option<Kind> {
    let bbox = piece.bbox()?;
    let closed = piece.closed || near_ends(piece, &bbox);
    if closed && is_circle(piece, &bbox) {
        return Some(Kind::Circle);
    }
    if piece.curved.iter().any(|c| *c) {
        return None;
    }
    let corners = corners(&piece.points, closed, &bbox);
    if closed {
        polygon(&corners, &bbox)
    } else {
        strokes(&corners, &bbox).or_else(|| polygon(&corners, &bbox))
    }
}

fn near_ends(piece: &Subpath, bbox: &Rect) -> bool {
    let ends = piece.points.first().zip(piece.points.last());
    piece.points.len() > 3 && ends.is_some_and(|(a, b)| distance(a, b) <= 0.02 * size(bbox))
}

fn size(bbox: &Rect) -> f64 {
    bbox.width().max(bbox.height())
}

fn distance(a: &Point, b: &Point) -> f64 {
    (a.x - b.x).hypot(a.y - b.y)
}

fn is_even(bbox: &Rect) -> bool {
    let (w, h) = (bbox.width(), bbox.height());
    w.max(h) <= MAX_ASPECT * w.min(h)
}

fn is_circle(piece: &Subpath, bbox: &Rect) -> bool {
    let middle = bbox.center();
    let radius = size(bbox) / 2.0;
    let round = |p: &Point| (distance(p, &middle) - radius).abs() <= ROUND * radius;
    // drawing programs make it of four curves, some of eight; all but closing segments are curves
    let curves = piece.curved.iter().filter(|c| **c).count();
    curves >= 4 && curves + 2 >= piece.points.len() && piece.points.iter().all(round)
}

/// The corners of a path, without points that repeat or lie on a straight side.
fn corners(points: &[Point], closed: bool, bbox: &Rect) -> Vec<Point> {
    let mut out: Vec<Point> = Vec::with_capacity(points.len());
    for p in points {
        if out
            .last()
            .is_none_or(|q| distance(p, q) > 0.02 * size(bbox))
        {
            out.push(*p);
        }
    }
    let meets = |out: &[Point]| distance(&out[0], &out[out.len() - 1]) <= 0.02 * size(bbox);
    if closed && out.len() > 1 && meets(&out) {
        out.pop();
    }
    let n = out.len();
    let turns = |i: usize| {
        let is_end = !closed && (i == 0 || i + 1 == n);
        is_end || turn(&out[(i + n - 1) % n], &out[i], &out[(i + 1) % n]).abs() > STRAIGHT
    };
    let kept: Vec<usize> = (0..n).filter(|&i| n < 3 || turns(i)).collect();
    kept.into_iter().map(|i| out[i]).collect()
}

/// Sine of the angle by which a path turns at `b`.
fn turn(a: &Point, b: &Point, c: &Point) -> f64 {
    let cross = (b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x);
    cross / (distance(a, b) * distance(b, c)).max(f64::EPSILON)
}

fn polygon(corners: &[Point], bbox: &Rect) -> Option<Kind> {
    match corners.len() {
        3 => pointing(corners, bbox, 2).map(Kind::Triangle),
        4 => quadrangle(corners, bbox),
        7 => pointing(corners, bbox, 2)
            .or_else(|| pointing(corners, bbox, 1))
            .map(Kind::Arrow),
        10 => is_star(corners, bbox).then_some(Kind::Star),
        _ => None,
    }
}

/// The side on which one corner stands alone, in the middle, with `opposite` corners on the other.
fn pointing(corners: &[Point], bbox: &Rect, opposite: usize) -> Option<Side> {
    let middle = bbox.center();
    let (w, h) = (bbox.width(), bbox.height());
    // along the arrow as across it: its shaft may be long
    let slack = STRAY * w.min(h);
    let on = |side: Side| -> Vec<&Point> {
        let at = |p: &&Point| match side {
            Side::Up => p.y - bbox.top <= slack,
            Side::Down => bbox.bottom - p.y <= slack,
            Side::Left => p.x - bbox.x0 <= slack,
            Side::Right => bbox.x1 - p.x <= slack,
        };
        corners.iter().filter(at).collect()
    };
    let pairs = [
        (Side::Up, Side::Down),
        (Side::Down, Side::Up),
        (Side::Left, Side::Right),
        (Side::Right, Side::Left),
    ];
    let found = pairs.into_iter().find(|(tip, foot)| {
        let alone = on(*tip);
        let centred = alone.first().is_some_and(|p| match tip {
            Side::Up | Side::Down => (p.x - middle.x).abs() <= STRAY * w,
            Side::Left | Side::Right => (p.y - middle.y).abs() <= STRAY * h,
        });
        alone.len() == 1 && centred && on(*foot).len() == opposite
    });
    found.map(|(tip, _)| tip)
}

fn quadrangle(corners: &[Point], bbox: &Rect) -> Option<Kind> {
    if !is_even(bbox) {
        return None;
    }
    let slack = STRAY * size(bbox);
    let middle = bbox.center();
    let at_corner = |p: &Point| {
        (p.x - middle.x).abs() >= bbox.width() / 2.0 - slack
            && (p.y - middle.y).abs() >= bbox.height() / 2.0 - slack
    };
    let at_side = |p: &Point| (p.x - middle.x).abs() <= slack || (p.y - middle.y).abs() <= slack;
    if corners.iter().all(at_corner) {
        Some(Kind::Square)
    } else if corners.iter().all(at_side) {
        Some(Kind::Diamond)
    } else {
        None
    }
}

/// Ten corners, by turns far from the middle and near to it.
fn is_star(corners: &[Point], bbox: &Rect) -> bool {
    let n = corners.len() as f64;
    let middle = Point {
        x: corners.iter().map(|p| p.x).sum::<f64>() / n,
        y: corners.iter().map(|p| p.y).sum::<f64>() / n,
    };
    let far = |offset: usize| {
        let each = corners.iter().skip(offset).step_by(2);
        each.map(|p| distance(p, &middle)).sum::<f64>()
    };
    let (even, odd) = (far(0), far(1));
    is_even(bbox) && even.min(odd) <= 0.75 * even.max(odd)
}

/// Open strokes: a diagonal, a tick, the head of a line.
fn strokes(corners: &[Point], bbox: &Rect) -> Option<Kind> {
    match corners {
        [a, b] if is_steep(bbox) => Some(Kind::Diagonal((a.x < b.x) == (a.y < b.y))),
        [a, b, c] => {
            let (left, right) = if a.x <= c.x { (a, c) } else { (c, a) };
            let lowest = bbox.bottom - b.y <= STRAY * bbox.height();
            let short = left.y - bbox.top >= 0.25 * bbox.height();
            let within = b.x - left.x >= 0.1 * bbox.width() && right.x > b.x;
            if lowest && within && short && right.y - bbox.top <= STRAY * bbox.height() {
                return Some(Kind::Tick);
            }
            pointing(corners, bbox, 2).map(Kind::Chevron)
        }
        _ => None,
    }
}

fn is_steep(bbox: &Rect) -> bool {
    let (w, h) = (bbox.width(), bbox.height());
    w.max(h) <= 2.0 * w.min(h)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(points: &[(f64, f64)], closed: bool) -> Subpath {
        let at = |&(x, y): &(f64, f64)| Point { x, y };
        let mut out = Subpath::new(at(&points[0]));
        points[1..].iter().for_each(|p| out.push(at(p), false));
        out.closed = closed;
        out
    }

    #[test]
    fn polygons_are_told_by_their_corners() {
        for (points, expected) in [
            (
                vec![(0.0, 10.0), (5.0, 0.0), (10.0, 10.0)],
                Some(Kind::Triangle(Side::Up)),
            ),
            (
                vec![(0.0, 0.0), (10.0, 0.0), (5.0, 10.0)],
                Some(Kind::Triangle(Side::Down)),
            ),
            (
                vec![(0.0, 0.0), (10.0, 5.0), (0.0, 10.0)],
                Some(Kind::Triangle(Side::Right)),
            ),
            (
                vec![(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)],
                Some(Kind::Square),
            ),
            (
                vec![(5.0, 0.0), (10.0, 5.0), (5.0, 10.0), (0.0, 5.0)],
                Some(Kind::Diamond),
            ),
            (
                vec![
                    (0.0, 3.0),
                    (6.0, 3.0),
                    (6.0, 0.0),
                    (10.0, 5.0),
                    (6.0, 10.0),
                    (6.0, 7.0),
                    (0.0, 7.0),
                ],
                Some(Kind::Arrow(Side::Right)),
            ),
            (
                vec![(0.0, 0.0), (30.0, 0.0), (30.0, 10.0), (0.0, 10.0)],
                None,
            ),
            (vec![(0.0, 0.0), (10.0, 1.0), (2.0, 9.0)], None),
        ] {
            assert_eq!(kind_of(&path(&points, true)), expected, "{points:?}");
        }
    }

    #[test]
    fn open_strokes_are_ticks_diagonals_and_heads() {
        for (points, expected) in [
            (vec![(0.0, 5.0), (3.0, 9.0), (10.0, 0.0)], Some(Kind::Tick)),
            (vec![(0.0, 0.0), (9.0, 9.0)], Some(Kind::Diagonal(true))),
            (vec![(0.0, 9.0), (9.0, 0.0)], Some(Kind::Diagonal(false))),
            (
                vec![(0.0, 0.0), (4.0, 4.0), (0.0, 8.0)],
                Some(Kind::Chevron(Side::Right)),
            ),
            (vec![(0.0, 0.0), (50.0, 5.0)], None),
        ] {
            assert_eq!(kind_of(&path(&points, false)), expected, "{points:?}");
        }
    }

    #[test]
    fn a_star_has_ten_corners_by_turns_far_and_near() {
        let corner = |i: usize| {
            let angle = std::f64::consts::PI * i as f64 / 5.0;
            let r = if i.is_multiple_of(2) { 10.0 } else { 4.0 };
            (20.0 + r * angle.sin(), 20.0 - r * angle.cos())
        };
        let points: Vec<(f64, f64)> = (0..10).map(corner).collect();
        assert_eq!(kind_of(&path(&points, true)), Some(Kind::Star));
    }
}
