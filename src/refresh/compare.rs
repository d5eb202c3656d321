//! The one place that compares editions.

use crate::document::Document;
use crate::edition::{self, Comparison};

/// What differs between two documents of one plan.
pub fn compare(old: &Document, new: &Document) -> Comparison {
    edition::compare(old, new)
}
