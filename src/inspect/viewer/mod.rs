//! One page for a browser: each page as it looks, over it what was read, and beside it why.
//!
//! In: the bytes of a file and what was read from them ([`View`]). Out: HTML that needs no other file and no
//! network. Boxes are in points from the top left corner of the page as displayed, as everywhere.
//!
//! The pages are pictures (SVG), deflated, that the browser unpacks when they come into view and shows as images:
//! nothing that a PDF brings along can run there.

mod blank;
mod drawing;
mod html;
mod model;
mod once;
mod outlines;
mod outside;
mod reasons;
mod rebuilt;
mod render;
mod worded;

pub use drawing::Drawing;
pub use html::{Options, html, write};
pub use model::{Discrepancy, Kind, Outside, PageView, View, Why};
pub use once::recognized_once;
pub use render::THREAD;
