//! Boxes by the heights that they reach over, so that a point looks only at those beside it.

use super::{Point, Rect};

/// An index over boxes.
#[derive(Debug, Clone)]
pub struct BoxIndex {
    /// Boxes from the top, each with its index in the list it came from.
    by_top: Vec<(Rect, usize)>,
    /// The lowest bottom of boxes in a binary tree: the root is at 1, the halves of `i` at `2 i` and
    /// `2 i + 1`, the boxes themselves at the end. One tall box makes no query look at all others.
    lowest: Vec<f64>,
}

impl BoxIndex {
    /// Indexes some boxes.
    pub fn new(boxes: impl Iterator<Item = Rect>) -> Self {
        let mut by_top: Vec<(Rect, usize)> = boxes.enumerate().map(|(i, r)| (r, i)).collect();
        by_top.sort_by(|a, b| a.0.top.total_cmp(&b.0.top).then(a.1.cmp(&b.1)));
        let leaves = by_top.len().next_power_of_two();
        let mut lowest = vec![f64::NEG_INFINITY; 2 * leaves];
        for (leaf, (r, _)) in lowest[leaves..].iter_mut().zip(&by_top) {
            *leaf = r.bottom;
        }
        for i in (1..leaves).rev() {
            lowest[i] = lowest[2 * i].max(lowest[2 * i + 1]);
        }
        Self { by_top, lowest }
    }

    /// The boxes that reach into a horizontal band, from the top.
    pub fn in_band(&self, top: f64, bottom: f64) -> InBand<'_> {
        InBand {
            index: self,
            top,
            next: 0,
            end: self.by_top.partition_point(|(r, _)| r.top <= bottom),
        }
    }

    /// A box that holds a point: of several, the one that begins lowest.
    pub fn holding(&self, p: Point) -> Option<usize> {
        let mut around = self.in_band(p.y, p.y).rev();
        around.find(|(r, _)| r.contains(p)).map(|(_, i)| i)
    }

    fn reaches(&self, node: usize, top: f64) -> bool {
        self.lowest[node] >= top
    }

    /// The first place from `from` on whose box reaches down to `top`.
    fn first(&self, from: usize, top: f64) -> Option<usize> {
        let leaves = self.lowest.len() / 2;
        let mut node = leaves + from;
        if from >= leaves {
            return None;
        }
        while !self.reaches(node, top) {
            // up from right halves, then over to the next
            while node % 2 == 1 {
                node /= 2;
                if node <= 1 {
                    return None;
                }
            }
            node += 1;
        }
        while node < leaves {
            node = 2 * node + usize::from(!self.reaches(2 * node, top));
        }
        Some(node - leaves)
    }

    /// The last place before `end` whose box reaches down to `top`.
    fn last(&self, end: usize, top: f64) -> Option<usize> {
        let leaves = self.lowest.len() / 2;
        let mut node = leaves + end.checked_sub(1)?;
        while !self.reaches(node, top) {
            while node.is_multiple_of(2) {
                node /= 2;
            }
            if node <= 1 {
                return None;
            }
            node -= 1;
        }
        while node < leaves {
            node = 2 * node + usize::from(self.reaches(2 * node + 1, top));
        }
        Some(node - leaves)
    }
}

/// See [`BoxIndex::in_band`].
#[derive(Debug, Clone)]
pub struct InBand<'i> {
    index: &'i BoxIndex,
    top: f64,
    next: usize,
    end: usize,
}

impl Iterator for InBand<'_> {
    type Item = (Rect, usize);

    fn next(&mut self) -> Option<Self::Item> {
        let found = self.index.first(self.next, self.top);
        let Some(at) = found.filter(|&at| at < self.end) else {
            self.next = self.end;
            return None;
        };
        self.next = at + 1;
        Some(self.index.by_top[at])
    }
}

impl DoubleEndedIterator for InBand<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        let found = self.index.last(self.end, self.top);
        let Some(at) = found.filter(|&at| at >= self.next) else {
            self.end = self.next;
            return None;
        };
        self.end = at;
        Some(self.index.by_top[at])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_index_finds_the_box_that_begins_lowest() {
        let r = |top: f64, bottom: f64| Rect {
            x0: 0.0,
            top,
            x1: 10.0,
            bottom,
        };
        let index = BoxIndex::new([r(0.0, 100.0), r(40.0, 60.0), r(70.0, 80.0)].into_iter());
        let at = |y| index.holding(Point { x: 5.0, y });
        assert_eq!(
            (at(50.0), at(65.0), at(75.0), at(101.0)),
            (Some(1), Some(0), Some(2), None)
        );
    }

    proptest! {
        #[test]
        fn a_band_has_the_boxes_that_reach_into_it(
            boxes in proptest::collection::vec((0..50u8, 0..50u8), 0..40),
            top in 0..60u8,
            height in 0..10u8,
        ) {
            let rects: Vec<Rect> = boxes
                .iter()
                .map(|&(top, height)| Rect {
                    x0: 0.0,
                    top: f64::from(top),
                    x1: 1.0,
                    bottom: f64::from(top) + f64::from(height),
                })
                .collect();
            let (top, bottom) = (f64::from(top), f64::from(top) + f64::from(height));
            let index = BoxIndex::new(rects.iter().copied());
            let mut down: Vec<usize> = index.in_band(top, bottom).map(|(_, i)| i).collect();
            let mut up: Vec<usize> = index.in_band(top, bottom).rev().map(|(_, i)| i).collect();
            up.reverse();
            prop_assert_eq!(&down, &up);
            down.sort_unstable();
            let expected: Vec<usize> = (0..rects.len())
                .filter(|&i| rects[i].top <= bottom && rects[i].bottom >= top)
                .collect();
            prop_assert_eq!(down, expected);
        }
    }
}
