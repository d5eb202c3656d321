//! Editions: which items of two documents are the same measure, and what differs between them.
//!
//! In: two documents of one plan. Out: a [`Comparison`], and from it what people read ([`show`]). Pure functions;
//! nothing here reads a file or a clock, and the result does not depend on the number of threads.

mod change;
mod placeholder;
pub mod show;

pub use change::{
    By, Change, Comparison, Direction, Kind, Of, Pair, Piece, PieceSide, SCHEMA, Side, Subject,
    Summary, Weight, json_schema,
};
pub use placeholder::compare;
