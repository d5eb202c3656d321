//! Data sets that stay fresh.

mod compare;
mod discover;
mod guard;
mod incoming;
mod key;
mod library;
mod plan;
mod read;
mod sources;
mod stem;
mod world;

pub use sources::{Guards, Source, Sources, json_schema};
