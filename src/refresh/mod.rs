//! Data sets that stay fresh: what is published now, held against what a data set has.
//!
//! ```text
//! list of sources ─▶ discover (files, addresses, pages) ─▶ sort ─▶ read (child processes) ─▶ incoming
//!   ─ which plan, which edition ─▶ plan of changes ─ guards ─▶ apply: one transaction
//!                                                     └─▶ review ─ accept ─▶ apply
//! ```
//!
//! - Content is known by its SHA-256: what the data set has, or a person has rejected, is not read again.
//! - Which plan a document belongs to is its municipality and its title without what differs from edition to edition;
//!   which edition it is is what is printed. Nothing is guessed: what does not say it is held for review.
//! - Nothing that was published is lost: other content at the same place is a revision, and so is what has moved; what
//!   has vanished is a finding, and stays. Two places that claim to be one edition are held for review.
//! - A failing source stops no other.

mod apply;
mod discover;
mod guard;
mod incoming;
mod key;
mod library;
mod places;
mod plan;
mod read;
mod report;
mod review;
mod run;
mod sort;
mod sources;
mod stem;
mod world;

pub use report::{
    Action, Differs, EditionNews, Failed, Gone, Held, Note, PlanNews, Report, Totals,
    json_schema as report_schema,
};
pub use review::{Decided, Shown, Stated, accept, reject, show, waiting};
pub use run::Refresh;
pub use sources::{Guards, Source, Sources, json_schema as sources_schema};
