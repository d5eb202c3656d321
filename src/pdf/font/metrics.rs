//! Glyph widths of simple fonts and CID-keyed fonts (ISO 32000-2, 9.6.2 and 9.7.4.3).

use super::standard_widths::standard_widths;
use crate::pdf::source::{Source, number};
use lopdf::{Dictionary, Object};
use rustc_hash::FxHashMap;

/// Values by code: one by one, and by ranges, which are kept as such: a hostile range would fill the
/// memory otherwise.
#[derive(Debug)]
struct Table<T> {
    single: FxHashMap<u32, T>,
    /// `(first, last, value)`, by the first code.
    ranges: Vec<(u32, u32, T)>,
}

/// Most ranges that may lie one over another: a sound array has none that do.
const MAX_OVERLAP: usize = 16;

impl<T: Copy> Table<T> {
    fn new() -> Self {
        Self {
            single: FxHashMap::default(),
            ranges: Vec::new(),
        }
    }

    fn get(&self, code: u32) -> Option<T> {
        let in_range = || {
            let after = self.ranges.partition_point(|r| r.0 <= code);
            let mut before = self.ranges[..after].iter().rev().take(MAX_OVERLAP);
            before.find(|r| code <= r.1).map(|r| r.2)
        };
        self.single.get(&code).copied().or_else(in_range)
    }

    fn add(&mut self, first: u32, last: u32, value: T) {
        if first == last {
            self.single.insert(first, value);
        } else {
            self.ranges.push((first, last, value));
        }
    }

    fn finish(mut self) -> Self {
        self.ranges.sort_by_key(|r| r.0);
        self
    }
}

/// Width of a letter (thousandths of the em) of a font that says nothing of its widths.
const USUAL_WIDTH: f64 = 500.0;

/// Widths in thousandths of the em.
#[derive(Debug)]
pub struct Widths {
    by_code: Table<f64>,
    default: f64,
}

impl Widths {
    /// The advance of a character code (simple fonts) or CID (composite fonts).
    pub fn get(&self, code: u32) -> f64 {
        self.by_code.get(code).unwrap_or(self.default)
    }

    /// `/FirstChar` and `/Widths`, which a font of the standard 14 may lack.
    pub fn of_simple(source: &Source<'_>, font: &Dictionary, name: &str) -> Self {
        let first = source.get_number(font, b"FirstChar").unwrap_or(0.0) as u32;
        let missing = source
            .get_dict(font, b"FontDescriptor")
            .and_then(|d| source.get_number(d, b"MissingWidth"));
        let Some(widths) = source.get_numbers(font, b"Widths") else {
            return Self::of_standard_font(name, missing);
        };
        let mut by_code = Table::new();
        for (code, width) in (first..=u32::MAX).zip(widths).take(256) {
            by_code.add(code, code, width);
        }
        Self {
            by_code,
            default: missing.unwrap_or(0.0),
        }
    }

    /// The widths of a font of that name, which says nothing of them.
    pub fn of_standard_font(name: &str, missing: Option<f64>) -> Self {
        let (table, other) = standard_widths(name).unwrap_or((None, USUAL_WIDTH));
        let mut by_code = Table::new();
        for (code, width) in (0x20..).zip(table.into_iter().flatten()) {
            by_code.add(code, code, f64::from(*width));
        }
        Self {
            by_code,
            default: missing.unwrap_or(other),
        }
    }

    /// `/DW` and `/W` of a CIDFont.
    pub fn of_cid_font(source: &Source<'_>, font: &Dictionary) -> Self {
        let mut by_code = Table::new();
        each_cid_entry(source, font, b"W", 1, |first, last, values| {
            by_code.add(first, last, values[0]);
        });
        Self {
            by_code: by_code.finish(),
            default: source.get_number(font, b"DW").unwrap_or(1000.0),
        }
    }
}

/// Vertical metrics of a CIDFont: advance `w1y` and position vector `v`, in thousandths of the em.
#[derive(Debug)]
pub struct VerticalMetrics {
    by_cid: Table<[f64; 3]>,
    default: (f64, f64),
}

impl VerticalMetrics {
    /// `/DW2` and `/W2`.
    pub fn of_cid_font(source: &Source<'_>, font: &Dictionary) -> Self {
        let default = match source.get_numbers(font, b"DW2").as_deref() {
            Some([vy, w1, ..]) => (*vy, *w1),
            _ => (880.0, -1000.0),
        };
        let mut by_cid = Table::new();
        each_cid_entry(source, font, b"W2", 3, |first, last, v| {
            by_cid.add(first, last, [v[0], v[1], v[2]]);
        });
        Self {
            by_cid: by_cid.finish(),
            default,
        }
    }

    /// `(w1y, vx, vy)` of a CID whose horizontal advance is `width`.
    pub fn get(&self, cid: u32, width: f64) -> (f64, f64, f64) {
        match self.by_cid.get(cid) {
            Some([w1, vx, vy]) => (w1, vx, vy),
            None => (self.default.1, width / 2.0, self.default.0),
        }
    }
}

/// Walks an array of the form `c [v …]` and `first last v`, with `n` values a CID: gives the first and
/// last CID, and the values.
fn each_cid_entry(
    source: &Source<'_>,
    font: &Dictionary,
    key: &[u8],
    n: usize,
    mut each: impl FnMut(u32, u32, &[f64]),
) {
    let Some(Object::Array(items)) = source.get(font, key) else {
        return;
    };
    let value = |o: &Object| number(source.resolve(o)).unwrap_or(0.0);
    let mut i = 0;
    while i + 1 < items.len() {
        let first = value(&items[i]).max(0.0) as u32;
        if let Object::Array(list) = source.resolve(&items[i + 1]) {
            let values: Vec<f64> = list.iter().map(value).collect();
            for (cid, chunk) in (first..=u32::MAX).zip(values.chunks_exact(n)) {
                each(cid, cid, chunk);
            }
            i += 2;
        } else if i + 1 + n < items.len() {
            let last = value(&items[i + 1]).max(0.0) as u32;
            let values: Vec<f64> = items[i + 2..i + 2 + n].iter().map(value).collect();
            each(first, last, &values);
            i += 2 + n;
        } else {
            break;
        }
    }
}
