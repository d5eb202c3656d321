//! [`View`]: what the page is given.

use super::drawing::Drawing;
use super::reasons::{self, Reasons};
use super::render;
use crate::document::{At, Document};
use crate::error::Result;
use crate::pdf::{Glyph, Hidden, Page};
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
    /// A page number, or a line that is on every page.
    Furniture,
    /// A reader does not see it.
    Hidden,
    /// Nothing accounts for it.
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
        only: Option<u32>,
        options: &ReadOptions,
        subject: &Subject<'_>,
    ) -> Result<Self> {
        let pages = read_pages(bytes, only, options)?;
        let drawings = render::draw(bytes, options.password.as_deref(), &pages);
        let document = subject.document().clone();
        let pages = pages.iter().zip(drawings);
        Ok(Self {
            name: document.source.file_name.clone(),
            reasons: reasons::of(subject),
            pages: pages.map(|(page, d)| PageView::new(page, d)).collect(),
            document,
            discrepancies: None,
        })
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

fn read_pages(bytes: &[u8], only: Option<u32>, options: &ReadOptions) -> Result<Vec<Page>> {
    let pdf = open(bytes, options)?;
    let wanted: Vec<usize> = (0..pdf.page_count())
        .filter(|i| only.is_none_or(|n| n as usize == i + 1))
        .collect();
    let pages = wanted.into_par_iter();
    let pages = pages
        .map(|i| read_page(&pdf, i, bytes, options).0)
        .collect();
    within_budget(&pdf, options)?;
    Ok(pages)
}

impl PageView {
    fn new(page: &Page, drawing: Drawing) -> Self {
        Self {
            number: page.number,
            width: page.width,
            height: page.height,
            drawing,
            outside: hidden(page),
        }
    }
}

/// The hidden text of a page, line by line.
fn hidden(page: &Page) -> Vec<Outside> {
    let mut out: Vec<Outside> = Vec::new();
    let mut last: Option<&Glyph> = None;
    for glyph in &page.glyphs {
        // what is drawn twice is there once, and readings are in the document
        let why = glyph
            .hidden
            .filter(|h| !matches!(h, Hidden::Repeated | Hidden::Ruby | Hidden::OffPage));
        let Some(why) = why else {
            last = None;
            continue;
        };
        let joins = last.is_some_and(|l| l.hidden == glyph.hidden && on_one_line(l, glyph));
        match out.last_mut().filter(|_| joins) {
            Some(run) => {
                run.text.push_str(&glyph.text);
                let b = glyph.bbox.rounded();
                run.r#box = [
                    run.r#box[0].min(b[0]),
                    run.r#box[1].min(b[1]),
                    run.r#box[2].max(b[2]),
                    run.r#box[3].max(b[3]),
                ];
            }
            None => out.push(Outside {
                why: Why::Hidden,
                detail: Some(why.as_str().to_owned()),
                text: glyph.text.to_string(),
                r#box: glyph.bbox.rounded(),
            }),
        }
        last = Some(glyph);
    }
    out.retain(|o| !o.text.trim().is_empty());
    out
}

/// Two glyphs follow each other in one line or column.
fn on_one_line(a: &Glyph, b: &Glyph) -> bool {
    let reach = 2.0 * a.size.max(b.size);
    let near = (a.origin.x - b.origin.x).abs() < reach && (a.origin.y - b.origin.y).abs() < reach;
    let in_line = (a.origin.y - b.origin.y).abs() < 0.5 || (a.origin.x - b.origin.x).abs() < 0.5;
    near && in_line && a.rotation == b.rotation
}
