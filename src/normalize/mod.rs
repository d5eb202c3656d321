//! Normalisation: pure functions on text, used from `layout` upwards.
//!
//! Not blanket NFKC, which turns `㎡` into `m2`, `①` into `1` and leaves radicals that only look
//! like ideographs: each step is declared here, and what was printed is kept beside the result.

pub mod chars;
pub mod measure_number;
pub mod number;
pub mod year;

pub use chars::{clean_char, fold_char, fold_pattern, is_japanese};
