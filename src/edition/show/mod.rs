//! A comparison as people read it: on a terminal, in a pull request or a wiki, in a browser.
//!
//! ```text
//! Comparison ─ outline ─▶ groups of the plan, blocks of one measure ─ row ─▶ label, before, after, hint, pages
//!            └─ head ───▶ both editions, counts            └─ text, markdown, html: the same in three notations
//! ```
//!
//! What a change is called is said once, in `wording`. Texts of a PDF are never trusted: each notation escapes them, and
//! characters that steer a terminal or turn the direction of writing are shown as their code.

pub(crate) mod clean;
mod head;
mod html;
mod markdown;
mod outline;
mod page;
mod places;
mod row;
mod text;
mod wording;

pub use html::html;
pub use markdown::markdown;
pub use places::Places;
pub use text::text;
pub use wording::kind_name;

/// How a comparison is shown.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// What the items of both documents belong to; where it is empty, ids and the changes themselves have to tell.
    pub places: Places,
    /// With the colours of a terminal (text only).
    pub color: bool,
    /// List what differs in print only as well; in HTML it is always listed, and open with this.
    pub clerical: bool,
}
