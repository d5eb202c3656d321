//! Rules: what a family of documents means.
//!
//! In: a [`crate::Reading`] and the rules at hand. Out: a [`crate::document::Document`]. Nothing
//! about one document is in this code; all of it is in `rules/*.toml`, whose keys are documented in
//! [`config`].

mod apply;
mod compile;
pub mod config;
mod diagnostic;
mod example;
mod passages;
mod set;
mod vocabulary;

pub use apply::{apply, convert};
pub use compile::{Rule, compile};
pub use diagnostic::Diagnostic;
pub use example::check_examples;
pub use set::{Choice, RuleSet};
