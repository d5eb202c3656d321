//! One integration binary: fixtures, stages, rules, command line, bad input, and the house rules.

// a test that unwraps fails where it should
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod account;
mod apart;
mod audit;
mod bad_input;
mod bars;
mod batches;
mod by_rule;
mod cases;
mod characters;
mod cli;
#[cfg(feature = "sqlite")]
mod dataset;
mod diff;
mod edition_show;
mod editions;
mod explain;
mod faults;
mod fetch;
mod findings;
mod fixtures;
mod fonts;
mod formats;
mod forms;
mod guide;
mod house;
mod inspector;
mod labels;
mod language;
mod legends;
mod marks;
mod mistakes;
mod mutations;
mod order;
mod pdf_layer;
mod plans;
mod properties;
mod readers;
mod records;
#[cfg(feature = "sqlite")]
mod refresh;
mod rules;
mod server;
mod snapshots;
mod support;
mod surroundings;
mod table_spec;
mod tables;
mod values;
mod worker;
