//! Page sizes by name: `A3`, `B4 landscape`.

/// A size that the first page may have.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PageSize {
    /// Shorter and longer side in points.
    sides: (f64, f64),
    /// Whether it must lie on its long side; either way where nothing is said.
    landscape: Option<bool>,
}

/// Points in a millimetre.
const POINTS: f64 = 72.0 / 25.4;
/// How far a side may be off, in points: printers round, and some cut a margin for bleed.
const TOLERANCE: f64 = 9.0;

/// Sizes of ISO 216 and JIS P 0138 that plans come in, in millimetres.
const SIZES: [(&str, f64, f64); 10] = [
    ("A0", 841.0, 1189.0),
    ("A1", 594.0, 841.0),
    ("A2", 420.0, 594.0),
    ("A3", 297.0, 420.0),
    ("A4", 210.0, 297.0),
    ("A5", 148.0, 210.0),
    ("B3", 364.0, 515.0),
    ("B4", 257.0, 364.0),
    ("B5", 182.0, 257.0),
    ("B6", 128.0, 182.0),
];

impl PageSize {
    /// The names of the sizes.
    pub fn names() -> impl Iterator<Item = &'static str> {
        SIZES.iter().map(|(name, ..)| *name)
    }

    /// Reads `A3` or `A3 landscape`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut words = text.split_whitespace();
        let name = words.next()?;
        let (_, short, long) = SIZES.iter().find(|(n, ..)| *n == name)?;
        let landscape = match words.next() {
            None => None,
            Some("landscape") => Some(true),
            Some("portrait") => Some(false),
            Some(_) => return None,
        };
        words.next().is_none().then_some(Self {
            sides: (short * POINTS, long * POINTS),
            landscape,
        })
    }

    /// Whether a page of a width and height, in points, has this size.
    pub fn fits(&self, (width, height): (f64, f64)) -> bool {
        let near = |a: f64, b: f64| (a - b).abs() <= TOLERANCE;
        let sides = near(width.min(height), self.sides.0) && near(width.max(height), self.sides.1);
        sides && self.landscape.is_none_or(|l| l == (width > height))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_with_and_without_direction() {
        let a3 = PageSize::parse("A3 landscape").unwrap();
        assert!(a3.fits((1190.6, 841.9)));
        assert!(!a3.fits((841.9, 1190.6)));
        assert!(PageSize::parse("A4").unwrap().fits((595.0, 842.0)));
        assert!(!PageSize::parse("A4").unwrap().fits((612.0, 792.0)));
        assert_eq!(PageSize::parse("A3 lanscape"), None);
        assert_eq!(PageSize::parse("C4"), None);
    }
}
