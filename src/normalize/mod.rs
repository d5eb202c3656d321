//! Normalisation: pure functions on text, used from `layout` upwards.
//!
//! Not blanket NFKC, which turns `㎡` into `m2`, `①` into `1` and leaves radicals that only look
//! like ideographs: each [`Step`] is declared, a [`Policy`] names the steps that a text goes
//! through, and [`normalize`] keeps the way back to what was printed. What a normalised text says
//! is read by [`crate::value`].

pub mod chars;
pub mod kansuji;
pub mod measure_number;
mod normalized;
mod policy;
mod radicals;
mod single;

pub use chars::{clean_char, fold_char, fold_pattern, is_japanese};
pub use normalized::{Edit, Normalized, is_dash, normalize, normalized};
pub use policy::{Policy, Step};
pub use radicals::ideograph;
