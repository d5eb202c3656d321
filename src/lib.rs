//! keikaku
#[cfg(feature = "cli")]
pub mod batch;
#[cfg(feature = "cli")]
pub mod cli;
pub mod document;
pub mod error;
pub mod finding;
pub mod flow;
pub mod geometry;
pub mod inspect;
pub mod layout;
pub mod normalize;
pub mod pdf;
pub mod reading;
pub mod rule;
pub mod table;
pub mod text;
pub use error::{Error, Result};
pub use finding::Finding;
pub use reading::{ReadOptions, Reading, read};
