//! Any stage of a page as text, JSON or a picture; all of a document as one page for a browser (`viewer`).
//!
//! What is drawn here is what the stages really use: when a table comes out wrong, look at it
//! before you change a number.

mod json;
mod svg;
mod text;
mod tokens;
#[cfg(feature = "cli")]
pub mod viewer;

pub use json::{glyphs_json, tables_json};
pub use svg::overlay_svg;
pub use text::{flow_text, glyphs_text, items_text, lines_text, tables_text};
pub use tokens::{tokens_json, tokens_text};

use crate::error::{Error, Result};
use crate::flow::{Flow, PageFlow, document_flow, page_flow};
use crate::pdf::Page;
use crate::reading::{ReadOptions, open, read_page, within_budget};
use std::ops::Range;

/// The indices of the pages asked for: all, or the one of a number from 1.
fn wanted_pages(pages: usize, only: Option<u64>) -> Result<Range<usize>> {
    let Some(page) = only else {
        return Ok(0..pages);
    };
    match usize::try_from(page) {
        Ok(n) if (1..=pages).contains(&n) => Ok(n - 1..n),
        _ => Err(Error::NoSuchPage { page, pages }),
    }
}

/// A file read for inspection: every page with its intermediates.
pub struct Inspection {
    /// The pages asked for.
    pub pages: Vec<Page>,
    /// Their tables before joining.
    pub page_flows: Vec<PageFlow>,
    /// The flow of these pages, tables joined.
    pub flow: Flow,
}

/// Reads a file for inspection; `only` is a page number, from 1.
///
/// # Errors
/// As [`crate::read`].
pub fn inspect(bytes: &[u8], only: Option<u64>, options: &ReadOptions) -> Result<Inspection> {
    let pdf = open(bytes, options)?;
    let pages: Vec<Page> = wanted_pages(pdf.page_count(), only)?
        .map(|i| read_page(&pdf, i, bytes, options).0)
        .collect();
    within_budget(&pdf, options)?;
    let page_flows: Vec<PageFlow> = pages.iter().map(page_flow).collect();
    Ok(Inspection {
        flow: document_flow(page_flows.clone()),
        pages,
        page_flows,
    })
}
