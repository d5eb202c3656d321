//! Many files at once: which inputs there are, what became of each, and writing it so that a run may end at any
//! moment.
//!
//! ```text
//! inputs ─▶ run ─ what the store still knows ──────────────────────────▶ outputs, manifest
//!            └─▶ pool ─ job ─▶ child (own process: read, convert) ─ reply ─┘
//! ```
//!
//! Files are read in child processes of this program, one file at a time each, with limits on time and memory:
//! whatever a hostile file does to its reader ends there, as a failure with its reason. All I/O is done here; a
//! child is a function from bytes to a document.

mod child;
mod deadline;
mod files;
mod guard;
mod inputs;
mod job;
mod left_over;
mod manifest;
mod order;
mod pool;
mod run;
mod store;
mod tables;
mod task;
mod wire;

pub use child::serve;
pub use deadline::Deadline;
pub use files::{Signature, digest, digest_of, shown, write_atomically};
pub use guard::LIMITS_MEMORY;
pub use inputs::{Input, bytes_of, inputs, listed, stream};
pub use job::{Answer, Failure, Job, JobLimits, JobOptions, Ocr, Setup, Shape, Source, Summary};
pub use left_over::LeftOver;
pub use manifest::{Entry, FindingTotal, Manifest, Status, Totals, Written};
pub use order::InOrder;
pub use pool::{Launch, Pool, Reader};
pub use run::{Batch, Observer, basis, program};
