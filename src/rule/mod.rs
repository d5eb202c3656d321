//! Rules: what a family of documents means.
//!
//! In: a [`crate::Reading`] and the rules at hand. Out: a [`crate::document::Document`]. Nothing
//! about one document is in this code; all of it is in `rules/*.toml`, whose keys are documented in
//! [`config`].

mod apply;
mod choose;
mod compile;
pub mod config;
mod describe;
mod example;
pub mod explain;
mod model;
mod page_size;
mod passages;
mod set;
mod survey;
mod vocabulary;

pub use crate::diagnostic::Diagnostic;
pub use apply::{apply, convert};
pub use choose::{Candidate, Choice, Fit};
pub use compile::compile;
pub use describe::describe;
pub use example::check_examples;
pub use model::Rule;
pub use passages::passages;
pub use set::{Entry, RuleSet};
pub use survey::draft;
