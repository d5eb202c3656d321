//! Keikaku (計画, "plan") reads the plan PDFs that Japanese municipalities publish into data that
//! a program can use and a clerk can trust. No model, no service, no guess: a rule file says how
//! one family of documents is read, every value knows the page and box it was read from, and what
//! a rule cannot explain is a finding.
//!
//! # The way of the data
//!
//! ```text
//! bytes ─ pdf ─▶ glyphs, rulings, fills ─ layout ─▶ lines, paragraphs ─ table ─▶ tables
//!       ─ flow ─▶ text and tables in reading order ─ rule ─▶ document ─ output ─▶ JSON
//!       normalize: pure functions on text, used from layout upwards
//! ```
//!
//! | module | what it does |
//! |---|---|
//! | [`geometry`], [`place`] | boxes and transforms, the coordinates that all stages share; provenance |
//! | [`account`] | where each glyph went: nothing is lost in silence |
//! | [`document`] | the contract `keikaku/1`: what one PDF becomes |
//! | [`finding`], [`diagnostic`], [`error`] | what a person must know; a mistake in a rule file; why there is no result |
//! | [`language`] | findings, mistakes and errors as people read them, in English or Japanese |
//! | [`normalize`] | characters, steps and policies, measure numbers |
//! | [`municipality`] | the municipalities and their codes |
//! | [`value`] | what a text says: numbers with units, dates, absence |
//! | [`text`] | a string whose every character knows where it was printed |
//! | [`pdf`] | bytes to pages; the only stage that knows the file format |
//! | [`layout`] | glyphs to lines and paragraphs |
//! | [`table`] | rulings and boxes to tables, joined over pages |
//! | [`flow`] | reading order |
//! | [`reading`] | all of the above for one file |
//! | [`rule`] | rule files: which documents they read and what these mean |
//! | `program` | other programs, run with bounds (feature `cli`) |
//! | `tesseract` | pages without text, read off their picture (feature `cli`) |
//! | [`inspect`] | any stage as text, JSON or a picture; all of it as one page for a browser |
//! | [`edition`] | what differs between two editions of a plan |
//! | `output` | documents as records in many formats (feature `cli`) |
//! | `fetch` | the web: polite requests, robots.txt, links of pages (feature `cli`) |
//! | `batch` | many files: processes that read them, what is kept, manifests (feature `cli`) |
//! | `dataset` | many plans over all their editions, in one database (feature `sqlite`) |
//! | `refresh` | sources to new editions, held against what a data set has (feature `sqlite`) |
//! | `audit` | fixtures read again and held against what is right (feature `cli`) |
//! | `cli` | the command line (feature `cli`) |
//!
//! # Invariants
//! - Nothing up to the document reads a file, a clock or the environment: it is a function of the
//!   bytes and the rules, the same for any number of threads.
//! - Only [`pdf`] sees user space; above it all coordinates are points from the top left corner of
//!   the page as displayed.
//! - An [`Error`] means that there is no result at all; everything less is a [`Finding`].
//! - Every glyph of a page is in exactly one [`account::Place`], or in a finding; each conversion checks it.
//! - Each stage knows only those before it; a test reads `src/` and holds this.
//!
//! # Example
//! ```no_run
//! let bytes = std::fs::read("plan.pdf")?;
//! let reading = keikaku::read(&bytes, "plan.pdf", &keikaku::ReadOptions::default())?;
//! let rules = keikaku::rule::RuleSet::shipped()?;
//! let document = keikaku::rule::convert(&reading, &rules, None)?;
//! for item in &document.items {
//!     println!("{} {}", item.kind, item.title);
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod account;
#[cfg(feature = "cli")]
pub mod audit;
#[cfg(feature = "cli")]
pub mod batch;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "sqlite")]
pub mod dataset;
pub mod diagnostic;
pub mod document;
pub mod edition;
pub mod error;
#[cfg(feature = "cli")]
pub mod fetch;
pub mod finding;
pub mod flow;
pub mod geometry;
pub mod inspect;
pub mod language;
pub mod layout;
pub mod municipality;
pub mod normalize;
#[cfg(feature = "cli")]
pub mod output;
pub mod pdf;
pub mod place;
#[cfg(feature = "cli")]
pub mod program;
pub mod reading;
#[cfg(feature = "sqlite")]
pub mod refresh;
pub mod rule;
pub mod table;
#[cfg(feature = "cli")]
pub mod tesseract;
pub mod text;
pub mod value;

pub use document::Document;
pub use error::{Error, Result};
pub use finding::Finding;
pub use reading::{ReadOptions, Reading, read};
