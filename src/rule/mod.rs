//! Rules: what a family of documents means.
//!
//! In: a [`crate::Reading`] and the rules at hand. Out: a [`crate::document::Document`]. Nothing
//! about one document is in this code; all of it is in `rules/*.toml`, whose keys are documented in
//! [`config`].

mod apply;
mod check;
mod choose;
mod compile;
pub mod config;
mod convert;
mod coverage;
mod describe;
mod example;
pub mod explain;
mod lint;
mod model;
mod page_size;
mod passages;
mod pattern;
mod reference;
mod set;
mod survey;
pub(crate) mod syntax;
mod vocabulary;
mod words;

pub use crate::diagnostic::{Code, Diagnostic};
pub use apply::apply;
pub use check::{Checked, check, check_ids};
pub use choose::{Candidate, Choice, Features, Fit};
pub use compile::compile;
pub use convert::{Converted, Exercised, convert, convert_choosing, convert_with_lines};
pub use coverage::{Coverage, Met, RuleLine};
pub use describe::describe;
pub use example::check_examples;
pub use model::Rule;
pub use passages::passages;
pub use reference::reference;
pub use set::{Entry, RuleSet};
pub use survey::draft;
pub use vocabulary::status_codes;
