//! [`Tally`]: how much of what is expected was found.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Counts of one field, over a document or many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Tally {
    /// Values that are held to be right.
    pub expected: usize,
    /// Values that were found.
    pub found: usize,
    /// Those of them that say what is expected, whatever their white space and width.
    pub same: usize,
    /// Those of them that are equal character for character.
    pub exact: usize,
}

impl Tally {
    /// The share of what was found that is right; 1 where nothing was found.
    pub fn precision(&self) -> f64 {
        share(self.same, self.found)
    }

    /// The share of what is expected that was found; 1 where nothing is expected.
    pub fn recall(&self) -> f64 {
        share(self.same, self.expected)
    }

    /// The share of what is expected that was found character for character.
    pub fn exactness(&self) -> f64 {
        share(self.exact, self.expected)
    }

    /// Adds the counts of another tally.
    pub fn add(&mut self, other: &Self) {
        self.expected += other.expected;
        self.found += other.found;
        self.same += other.same;
        self.exact += other.exact;
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        return 1.0;
    }
    part as f64 / whole as f64
}
