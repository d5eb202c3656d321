//! The audit: every fixture read again and held against the document that is right.
//!
//! In: a folder of fixtures (a PDF and the document held to be right, its truth). Out: a [`Report`]: for
//! every field how much of what is expected was found, and every [`Difference`] with both values and its
//! place on the page.

pub mod accept;
mod add;
pub mod compare;
pub mod coverage;
mod difference;
pub mod engine;
mod files;
pub mod history;
mod judge;
pub mod leaves;
mod lock;
mod manifest;
mod mistakes;
mod report;
pub mod review;
mod run;
mod set;
pub mod show;
mod tally;
mod truth;
mod view;
mod write;

pub use add::{Added, add};
pub use compare::{Compared, compare};
pub use difference::{Difference, Kind, Located, Of, Subject};
pub use manifest::{ManifestFile, manifest_schema};
pub use report::{
    Audited, ExpectedOutcome, FileFault, FileFaultKind, Report, SCHEMA, Verdict, report_schema,
};
pub use run::{Options, audit, audit_to_view};
pub use set::{ExpectedFailure, Fixture, FixtureSet, MANIFEST, Threshold};
pub use tally::Tally;
pub use truth::Truth;
