//! One integration binary: fixtures, stages, rules, command line, bad input, and the house rules.

mod bad_input;
mod cli;
mod findings;
mod fixtures;
mod house;
mod pdf_layer;
mod plans;
mod rules;
mod support;
mod tables;
