//! [`View`]: what the page is given.

use super::drawing::Drawing;
use super::outside::outside;
use super::reasons::{self, Reasons};
use super::render;
use crate::document::{At, Document};
use crate::error::Result;
use crate::inspect::wanted_pages;
use crate::pdf::Page;
use crate::reading::{ReadOptions, open, read_page, within_budget};
use crate::rule::explain::Subject;
use rayon::prelude::*;
use serde::Serialize;

/// A document with its pages.
#[derive(Debug, Clone)]
pub struct View {
    /// What it is called in the choice of documents.
    pub name: String,
    /// What was read.
    pub document: Document,
    /// Its pages, or those of them that were asked for.
    pub pages: Vec<PageView>,
    /// Why each value is what it is.
    pub(super) reasons: Reasons,
    /// What differs from what is held to be right; `None` where nothing is held against it.
    pub discrepancies: Option<Vec<Discrepancy>>,
}

/// A page.
#[derive(Debug, Clone)]
pub struct PageView {
    /// Its number, from 1.
    pub number: u32,
    /// Width in points as displayed.
    pub width: f64,
    /// Height in points as displayed.
    pub height: f64,
    /// How it looks.
    pub drawing: Drawing,
    /// What is on it and not in the document.
    pub outside: Vec<Outside>,
}

/// Why a text on a page is not in the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// A page number or running head.
    Furniture,
    /// A reader does not see it.
    Hidden,
    /// Its font says what cannot be true.
    Suspect,
    /// It is in two places of the document.
    Twice,
    /// It is nowhere in the document.
    Lost,
}

/// A text on a page that is not in the document.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outside {
    /// Why it is not.
    pub why: Why,
    /// The same more closely: `white-on-white`, `clipped` …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// What it says.
    pub text: String,
    /// Its box on the page.
    pub r#box: [f64; 4],
}

/// How a value differs from what is held to be right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// It is expected, and was not found.
    Missing,
    /// It was found, and is not expected.
    Surplus,
    /// Another one was found.
    Different,
    /// The same in another print: white space, width.
    Print,
}

/// One value that is not what it is held to be.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Discrepancy {
    /// How it differs.
    pub kind: Kind,
    /// The field: `title`, `status`, `fields.実績` …
    pub field: String,
    /// What it belongs to: `item`, `indicator`, `table`, `plan` …
    pub subject: String,
    /// The id of that in the document.
    pub of_id: String,
    /// Its number and title, or name.
    pub of_name: String,
    /// What is held to be right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// What was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
    /// Where.
    pub at: Vec<At>,
    /// It is known that this fails.
    pub expected_failure: bool,
}

impl View {
    /// Draws the pages of a file and explains what was read from it; `only` is a page number, from 1.
    ///
    /// # Errors
    /// As [`crate::read`].
    pub fn new(
        bytes: &[u8],
        only: Option<u64>,
        options: &ReadOptions,
        subject: &Subject<'_>,
    ) -> Result<Self> {
        let pages = read_pages(bytes, only, options)?;
        let drawings = render::draw(bytes, options, &pages);
        let document = subject.document().clone();
        let pages = pages.iter().zip(drawings);
        Ok(Self {
            name: document.source.file_name.clone(),
            reasons: reasons::of(subject),
            pages: pages
                .map(|(page, d)| PageView::new(page, d, subject))
                .collect(),
            document,
            discrepancies: None,
        })
    }

    /// The same under another name.
    #[must_use]
    pub fn named(self, name: &str) -> Self {
        Self {
            name: name.to_owned(),
            ..self
        }
    }

    /// The same, held against what is right.
    #[must_use]
    pub fn compared(self, discrepancies: Vec<Discrepancy>) -> Self {
        Self {
            discrepancies: Some(discrepancies),
            ..self
        }
    }
}

fn read_pages(bytes: &[u8], only: Option<u64>, options: &ReadOptions) -> Result<Vec<Page>> {
    let pdf = open(bytes, options)?;
    let pages = wanted_pages(pdf.page_count(), only)?.into_par_iter();
    let pages = pages
        .map(|i| read_page(&pdf, i, bytes, options).0)
        .collect();
    within_budget(&pdf, options)?;
    Ok(pages)
}

impl PageView {
    fn new(page: &Page, drawing: Drawing, subject: &Subject<'_>) -> Self {
        let account = subject.account().iter().find(|a| a.page == page.number);
        let places = account.map_or(&[][..], |a| &a.places);
        Self {
            number: page.number,
            width: page.width,
            height: page.height,
            drawing,
            outside: outside(page, places),
        }
    }
}
