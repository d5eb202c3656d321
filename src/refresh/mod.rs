//! Data sets that stay fresh.

mod discover;
mod key;
mod sources;
mod stem;

pub use sources::{Guards, Source, Sources, json_schema};
