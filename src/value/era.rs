//! The eras of 和暦.

/// An era.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Era {
    /// Its name.
    pub name: &'static str,
    /// Its letter: `R6`.
    pub letter: char,
    /// First day, Gregorian: year, month, day.
    pub begins: (i32, u32, u32),
    /// Last day; none yet for the present one.
    pub ends: Option<(i32, u32, u32)>,
}

/// The eras of which years are printed. 明治 counts by the Gregorian calendar from 1873; the dates
/// before are not converted.
pub const ERAS: [Era; 5] = [
    Era {
        name: "令和",
        letter: 'R',
        begins: (2019, 5, 1),
        ends: None,
    },
    Era {
        name: "平成",
        letter: 'H',
        begins: (1989, 1, 8),
        ends: Some((2019, 4, 30)),
    },
    Era {
        name: "昭和",
        letter: 'S',
        begins: (1926, 12, 25),
        ends: Some((1989, 1, 7)),
    },
    Era {
        name: "大正",
        letter: 'T',
        begins: (1912, 7, 30),
        ends: Some((1926, 12, 24)),
    },
    Era {
        name: "明治",
        letter: 'M',
        begins: (1868, 1, 25),
        ends: Some((1912, 7, 29)),
    },
];

impl Era {
    /// The Gregorian year of a year of the era; the first is 1.
    pub fn year(&self, n: u32) -> Option<i32> {
        let n = i32::try_from(n).ok().filter(|n| *n > 0)?;
        Some(self.begins.0 - 1 + n)
    }

    /// Whether the era had ended before a year.
    pub fn is_over_in(&self, year: i32) -> bool {
        self.ends.is_some_and(|(last, ..)| year > last)
    }

    /// Whether a day is outside of it.
    pub fn is_outside(&self, day: (i32, u32, u32)) -> bool {
        day < self.begins || self.ends.is_some_and(|last| day > last)
    }

    /// The era of a name.
    pub fn named(name: &str) -> Option<Self> {
        ERAS.into_iter().find(|e| e.name == name)
    }
}
