//! Paths to rulings, fills and shapes (ISO 32000-2, 8.5).
//!
//! Office programs draw one and the same table border as a stroked line, a stroked rectangle, a
//! thin filled rectangle, a trapezoid (mitred borders) or a ring of two rectangles. All of these
//! become [`Ruling`]s here, so that nothing above has to know.

use super::page::{Color, Fill, Page, Ruling, Shape};
use crate::geometry::{Point, Rect};

/// A filled area up to this thick (points) is a drawn line: borders are 0.25–3 pt, while the
/// lowest patch under a line of 6 pt text is over 5 pt high.
const MAX_RULING_THICKNESS: f64 = 4.0;
/// A drawn line is at least this many times as long as thick; a bullet square is not a line.
const MIN_RULING_RATIO: f64 = 3.0;
/// How far (points) the ends of a line may differ across its direction and still be axis-parallel.
const AXIS_TOLERANCE: f64 = 0.35;
/// Width (points) up to which the band between two nested rectangles is a border.
const MAX_RING: f64 = 6.0;
/// A filled outline covers less than this share of its box; a filled rectangle covers all of it.
const MAX_OUTLINE_AREA: f64 = 0.5;
/// Thickness (points) given to the sides of a filled outline, whose own may differ.
const HAIRLINE: f64 = 0.5;
/// Share of a side that must be straight for a closed path to be a rectangle with round corners.
const MIN_STRAIGHT_SIDE: f64 = 0.4;

/// A piece of a path, in page space.
#[derive(Debug, Clone, Default)]
pub struct Subpath {
    /// Corner points; curves contribute their end points.
    pub points: Vec<Point>,
    /// Whether the segment that ends in the point of the same index is a curve.
    pub curved: Vec<bool>,
    /// Closed by `h`, `re` or a closing operator.
    pub closed: bool,
}

impl Subpath {
    /// Starts a piece.
    pub fn new(start: Point) -> Self {
        Self {
            points: vec![start],
            curved: vec![false],
            closed: false,
        }
    }

    /// Adds a segment.
    pub fn push(&mut self, to: Point, curved: bool) {
        self.points.push(to);
        self.curved.push(curved);
    }

    /// The box around its points. Control points are left out: for the round corners and circles
    /// of these documents the end points span the same box.
    pub fn bbox(&self) -> Option<Rect> {
        Rect::around(self.points.iter().copied())
    }

    fn segments(&self) -> impl Iterator<Item = (Point, Point, bool)> + '_ {
        let pairs = self.points.windows(2).zip(&self.curved[1..]);
        let closing = (self.closed && self.points.len() > 2)
            .then(|| (self.points[self.points.len() - 1], self.points[0], false));
        pairs.map(|(p, &c)| (p[0], p[1], c)).chain(closing)
    }

    /// A rectangle with square or round corners: a straight piece on each of the four sides of
    /// its box, and nothing slanted.
    fn is_rectangular(&self, bbox: &Rect) -> bool {
        // an open path of three sides is closed by filling it
        let open = usize::from(!self.closed);
        !self.segments().any(is_slanted) && self.straight_sides(bbox) + open >= 4
    }

    /// A border drawn as one filled outline, there and back around the hole: it reaches all four
    /// sides of its box and covers little of it.
    fn is_outline(&self, bbox: &Rect) -> bool {
        self.straight_sides(bbox) == 4 && self.area() < MAX_OUTLINE_AREA * bbox.area()
    }

    /// How many sides of the box have a straight piece of some length.
    fn straight_sides(&self, bbox: &Rect) -> usize {
        let mut sides = [0.0f64; 4];
        let near = |v: f64, w: f64| (v - w).abs() <= AXIS_TOLERANCE;
        for (a, b, _) in self.segments().filter(|s| !s.2 && !is_slanted(*s)) {
            let (dx, dy) = ((b.x - a.x).abs(), (b.y - a.y).abs());
            if dy <= AXIS_TOLERANCE {
                sides[0] += if near(a.y, bbox.top) { dx } else { 0.0 };
                sides[1] += if near(a.y, bbox.bottom) { dx } else { 0.0 };
            } else {
                sides[2] += if near(a.x, bbox.x0) { dy } else { 0.0 };
                sides[3] += if near(a.x, bbox.x1) { dy } else { 0.0 };
            }
        }
        let lengths = [bbox.width(), bbox.width(), bbox.height(), bbox.height()];
        let long = |(side, length): &(&f64, f64)| **side >= MIN_STRAIGHT_SIDE * length;
        sides.iter().zip(lengths).filter(long).count()
    }

    /// Area of the polygon through its points (shoelace formula), in square points.
    fn area(&self) -> f64 {
        let next = self.points.iter().cycle().skip(1);
        let twice: f64 = self
            .points
            .iter()
            .zip(next)
            .map(|(a, b)| a.x * b.y - b.x * a.y)
            .sum();
        twice.abs() / 2.0
    }
}

/// A straight segment that is not parallel to an axis.
fn is_slanted((a, b, curved): (Point, Point, bool)) -> bool {
    !curved && (a.x - b.x).abs() > AXIS_TOLERANCE && (a.y - b.y).abs() > AXIS_TOLERANCE
}

/// What a path-painting operator does.
#[derive(Debug, Clone, Copy)]
pub struct Paint {
    /// Colour to fill with.
    pub fill: Option<Color>,
    /// Colour to stroke with.
    pub stroke: Option<Color>,
    /// Line width in points.
    pub line_width: f64,
    /// Clipping box.
    pub clip: Rect,
    /// Paint order.
    pub order: u32,
}

/// Paints a path onto the page model.
pub fn paint(page: &mut Page, path: &[Subpath], paint: &Paint) {
    if let Some(color) = paint.fill {
        if let Some((outer, inner)) = ring(path) {
            paint_ring(page, &outer, &inner, color, paint);
        } else {
            for sub in path {
                fill_one(page, sub, color, paint);
            }
        }
    }
    if let Some(color) = paint.stroke {
        for sub in path {
            stroke_one(page, sub, color, paint);
        }
    }
}

/// Two nested rectangles a border's width apart.
fn ring(path: &[Subpath]) -> Option<(Rect, Rect)> {
    let [a, b] = path else { return None };
    let (ra, rb) = (a.bbox()?, b.bbox()?);
    let (outer, inner) = if ra.area() >= rb.area() {
        (ra, rb)
    } else {
        (rb, ra)
    };
    let gaps = [
        inner.x0 - outer.x0,
        inner.top - outer.top,
        outer.x1 - inner.x1,
        outer.bottom - inner.bottom,
    ];
    let is_border = gaps.iter().all(|g| (0.0..=MAX_RING).contains(g));
    let is_ring = is_border
        && inner.area() > 0.0
        && inner.width() > MAX_RING
        && a.is_rectangular(&ra)
        && b.is_rectangular(&rb);
    is_ring.then_some((outer, inner))
}

fn paint_ring(page: &mut Page, outer: &Rect, inner: &Rect, color: Color, paint: &Paint) {
    let middle = Rect {
        x0: (outer.x0 + inner.x0) / 2.0,
        top: (outer.top + inner.top) / 2.0,
        x1: (outer.x1 + inner.x1) / 2.0,
        bottom: (outer.bottom + inner.bottom) / 2.0,
    };
    let thickness = (inner.x0 - outer.x0).max(inner.top - outer.top).max(0.1);
    for (a, b) in sides(&middle) {
        add_ruling(page, a, b, thickness, color, &paint.clip);
    }
    add_fill(page, &middle, None, Some(color), true, paint);
}

fn sides(r: &Rect) -> [(Point, Point); 4] {
    let p = |x, y| Point { x, y };
    [
        (p(r.x0, r.top), p(r.x1, r.top)),
        (p(r.x0, r.bottom), p(r.x1, r.bottom)),
        (p(r.x0, r.top), p(r.x0, r.bottom)),
        (p(r.x1, r.top), p(r.x1, r.bottom)),
    ]
}

fn fill_one(page: &mut Page, sub: &Subpath, color: Color, paint: &Paint) {
    let Some(bbox) = sub.bbox() else { return };
    let (thin, long) = if bbox.width() < bbox.height() {
        (bbox.width(), bbox.height())
    } else {
        (bbox.height(), bbox.width())
    };
    if thin <= MAX_RULING_THICKNESS && long >= thin * MIN_RULING_RATIO && long > 0.0 {
        let c = bbox.center();
        let (a, b) = if bbox.width() >= bbox.height() {
            (Point { x: bbox.x0, y: c.y }, Point { x: bbox.x1, y: c.y })
        } else {
            (
                Point {
                    x: c.x,
                    y: bbox.top,
                },
                Point {
                    x: c.x,
                    y: bbox.bottom,
                },
            )
        };
        add_ruling(page, a, b, thin, color, &paint.clip);
        return;
    }
    if sub.is_outline(&bbox) {
        for (a, b) in sides(&bbox) {
            add_ruling(page, a, b, HAIRLINE, color, &paint.clip);
        }
        add_fill(page, &bbox, None, Some(color), true, paint);
        return;
    }
    let rectangular = sub.is_rectangular(&bbox);
    add_fill(page, &bbox, Some(color), None, rectangular, paint);
    if !rectangular {
        add_shape(page, sub, &bbox, Some(color), None, paint);
    }
}

fn stroke_one(page: &mut Page, sub: &Subpath, color: Color, paint: &Paint) {
    let Some(bbox) = sub.bbox() else { return };
    let mut free = 0;
    for (a, b, curved) in sub.segments() {
        if curved || is_slanted((a, b, curved)) {
            free += 1;
        } else {
            add_ruling(page, a, b, paint.line_width, color, &paint.clip);
        }
    }
    let is_closed = sub.closed || sub.points.first() == sub.points.last();
    if is_closed && bbox.width() > MAX_RULING_THICKNESS && sub.is_rectangular(&bbox) {
        // a rectangle that is filled and stroked by one operator is one area
        match page.fills.last_mut() {
            Some(last) if last.order == paint.order && last.bbox == bbox => {
                last.stroke = Some(color);
            }
            _ => add_fill(page, &bbox, None, Some(color), true, paint),
        }
    } else if free > 0 {
        add_shape(page, sub, &bbox, None, Some(color), paint);
    }
}

fn add_ruling(page: &mut Page, a: Point, b: Point, thickness: f64, color: Color, clip: &Rect) {
    let r = Rect::from_corners(a, b);
    let Some(r) = r.intersection(&clip.grown(0.5)) else {
        return;
    };
    let horizontal = r.width() >= r.height();
    let (pos, start, end) = if horizontal {
        ((r.top + r.bottom) / 2.0, r.x0, r.x1)
    } else {
        ((r.x0 + r.x1) / 2.0, r.top, r.bottom)
    };
    if end - start > 0.01 {
        page.rulings.push(Ruling {
            horizontal,
            pos,
            start,
            end,
            thickness,
            color,
        });
    }
}

fn add_fill(
    page: &mut Page,
    bbox: &Rect,
    fill: Option<Color>,
    stroke: Option<Color>,
    rectangular: bool,
    paint: &Paint,
) {
    let Some(bbox) = bbox.intersection(&paint.clip) else {
        return;
    };
    if bbox.area() > 0.0 {
        page.fills.push(Fill {
            bbox,
            fill,
            stroke,
            rectangular,
            order: paint.order,
        });
    }
}

fn add_shape(
    page: &mut Page,
    sub: &Subpath,
    bbox: &Rect,
    fill: Option<Color>,
    stroke: Option<Color>,
    paint: &Paint,
) {
    if let Some(bbox) = bbox.intersection(&paint.clip) {
        page.shapes.push(Shape {
            bbox,
            fill,
            stroke,
            segments: sub.points.len().saturating_sub(1),
        });
    }
}
