//! Glyph widths of simple fonts and CID-keyed fonts (ISO 32000-2, 9.6.2 and 9.7.4.3).

use super::standard_widths::standard_widths;
use crate::pdf::source::{Source, number};
use lopdf::{Dictionary, Object};
use rustc_hash::FxHashMap;

/// Most CIDs one `/W` or `/W2` array may name: the largest collection has 30,284, and a hostile
/// range would fill the memory otherwise.
const MAX_CIDS: u32 = 70_000;

/// Width of a letter (thousandths of the em) of a font that says nothing of its widths.
const USUAL_WIDTH: f64 = 500.0;

/// Widths in thousandths of the em.
#[derive(Debug, Default)]
pub struct Widths {
    by_code: FxHashMap<u32, f64>,
    default: f64,
}

impl Widths {
    /// The advance of a character code (simple fonts) or CID (composite fonts).
    pub fn get(&self, code: u32) -> f64 {
        self.by_code.get(&code).copied().unwrap_or(self.default)
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
        let by_code = widths
            .into_iter()
            .take(256)
            .enumerate()
            .map(|(i, w)| (first.saturating_add(i as u32), w))
            .collect();
        Self {
            by_code,
            default: missing.unwrap_or(0.0),
        }
    }

    fn of_standard_font(name: &str, missing: Option<f64>) -> Self {
        let (table, other) = standard_widths(name).unwrap_or((None, USUAL_WIDTH));
        let codes = table.into_iter().flatten().zip(0x20u32..);
        Self {
            by_code: codes.map(|(&w, code)| (code, f64::from(w))).collect(),
            default: missing.unwrap_or(other),
        }
    }

    /// `/DW` and `/W` of a CIDFont.
    pub fn of_cid_font(source: &Source<'_>, font: &Dictionary) -> Self {
        let mut out = Self {
            default: source.get_number(font, b"DW").unwrap_or(1000.0),
            ..Self::default()
        };
        each_cid_entry(source, font, b"W", 1, |cid, values| {
            out.by_code.insert(cid, values[0]);
        });
        out
    }
}

/// Vertical metrics of a CIDFont: advance `w1y` and position vector `v`, in thousandths of the em.
#[derive(Debug)]
pub struct VerticalMetrics {
    by_cid: FxHashMap<u32, [f64; 3]>,
    default: (f64, f64),
}

impl VerticalMetrics {
    /// `/DW2` and `/W2`.
    pub fn of_cid_font(source: &Source<'_>, font: &Dictionary) -> Self {
        let default = match source.get_numbers(font, b"DW2").as_deref() {
            Some([vy, w1, ..]) => (*vy, *w1),
            _ => (880.0, -1000.0),
        };
        let mut by_cid = FxHashMap::default();
        each_cid_entry(source, font, b"W2", 3, |cid, v| {
            by_cid.insert(cid, [v[0], v[1], v[2]]);
        });
        Self { by_cid, default }
    }

    /// `(w1y, vx, vy)` of a CID whose horizontal advance is `width`.
    pub fn get(&self, cid: u32, width: f64) -> (f64, f64, f64) {
        match self.by_cid.get(&cid) {
            Some(&[w1, vx, vy]) => (w1, vx, vy),
            None => (self.default.1, width / 2.0, self.default.0),
        }
    }
}

/// Walks an array of the form `c [v …]` and `first last v`, with `n` values a CID.
fn each_cid_entry(
    source: &Source<'_>,
    font: &Dictionary,
    key: &[u8],
    n: usize,
    mut each: impl FnMut(u32, &[f64]),
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
            for (k, chunk) in values.chunks_exact(n).take(MAX_CIDS as usize).enumerate() {
                each(first.saturating_add(k as u32), chunk);
            }
            i += 2;
        } else if i + 1 + n < items.len() {
            let last = value(&items[i + 1]).max(0.0) as u32;
            let values: Vec<f64> = items[i + 2..i + 2 + n].iter().map(value).collect();
            for cid in first..=last.min(first.saturating_add(MAX_CIDS)) {
                each(cid, &values);
            }
            i += 2 + n;
        } else {
            break;
        }
    }
}
