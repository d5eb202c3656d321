//! Bytes to a [`Reading`]: everything that is in a PDF before a rule says what it means.

use crate::document::{At, Ruby, Source};
use crate::error::Result;
use crate::finding::{Code, Finding};
use crate::flow::{Flow, PageFlow, document_flow, page_flow};
use crate::geometry::Rect;
use crate::pdf::{Hidden, Limits, Page, PageNote, Pdf};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// How to read a file.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// Bounds on size and work.
    pub limits: Limits,
    /// Password of an encrypted file; the empty one is always tried.
    pub password: Option<String>,
}

/// What is in a PDF: its text in reading order, its tables, and what went wrong.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The file.
    pub source: Source,
    /// Title from the document information.
    pub info_title: Option<String>,
    /// Size of the first page in points.
    pub page_size: (f64, f64),
    /// Text and tables in reading order.
    pub flow: Flow,
    /// Readings that are set apart from the text.
    pub ruby: Vec<Ruby>,
    /// What a person must know about the reading.
    pub findings: Vec<Finding>,
}

/// Reads a PDF held in memory. Pages are read in parallel, and of each only its text and tables
/// are kept.
///
/// # Errors
/// When there is no result at all: see [`crate::Error`].
pub fn read(bytes: &[u8], file_name: &str, options: &ReadOptions) -> Result<Reading> {
    let pdf = Pdf::open(bytes, options.limits, options.password.as_deref())?;
    let pages: Vec<(PageFlow, PageReport)> = (0..pdf.page_count())
        .into_par_iter()
        .map(|idx| {
            let page = pdf.page(idx);
            (page_flow(&page), PageReport::of(&page))
        })
        .collect();
    let mut findings = Vec::new();
    if pdf.was_rebuilt() {
        let message = "the cross-reference table was damaged and has been rebuilt";
        findings.push(Finding::new(Code::XrefRebuilt, message, Vec::new()));
    }
    let (flows, reports): (Vec<PageFlow>, Vec<PageReport>) = pages.into_iter().unzip();
    report(&reports, &mut findings);
    let ruby = reports.iter().flat_map(PageReport::ruby).collect();
    Ok(Reading {
        ruby,
        source: Source {
            file_name: file_name.to_owned(),
            sha256: hex(&Sha256::digest(bytes)),
            bytes: bytes.len() as u64,
            pages: pdf.page_count() as u32,
            producer: pdf.info("Producer").or_else(|| pdf.info("Creator")),
            created: pdf.info("CreationDate"),
        },
        info_title: pdf.info("Title"),
        page_size: flows.first().map_or((0.0, 0.0), |p| (p.width, p.height)),
        flow: document_flow(flows),
        findings,
    })
}

/// Bytes as hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// What the reading of one page has to report.
struct PageReport {
    place: At,
    no_text: bool,
    unmapped: Vec<(String, usize)>,
    suspect: Vec<(String, &'static str)>,
    hidden: BTreeMap<&'static str, usize>,
    skipped: usize,
    ruby: Vec<crate::pdf::Ruby>,
    notes: Vec<PageNote>,
}

/// Pictures and shapes on a page without text make it a scan or an outlined page.
impl PageReport {
    fn of(page: &Page) -> Self {
        let whole = Rect {
            x0: 0.0,
            top: 0.0,
            x1: page.width,
            bottom: page.height,
        };
        let visible = page.glyphs.iter().filter(|g| g.hidden.is_none());
        let says_something = visible.clone().any(|g| !g.text.trim().is_empty());
        let mut hidden: BTreeMap<&'static str, usize> = BTreeMap::new();
        for reason in page.glyphs.iter().filter_map(|g| g.hidden) {
            // what lies outside the page is cut off by design (crop marks, bleed), and what is drawn
            // again is seen once
            if !matches!(
                reason,
                Hidden::OffPage | Hidden::Repeated | Hidden::Suspect | Hidden::Ruby
            ) {
                *hidden.entry(reason.as_str()).or_default() += 1;
            }
        }
        Self {
            place: At::new(page.number, whole),
            no_text: !says_something && (!page.images.is_empty() || !page.shapes.is_empty()),
            unmapped: page
                .fonts
                .iter()
                .filter(|f| f.unmapped > 0)
                .map(|f| (f.name.clone(), f.unmapped))
                .collect(),
            suspect: page
                .fonts
                .iter()
                .filter_map(|f| Some((f.name.clone(), f.suspect?)))
                .collect(),
            hidden,
            skipped: page.skipped_bytes,
            ruby: page.ruby.clone(),
            notes: page.notes.clone(),
        }
    }
}

impl PageReport {
    fn ruby(&self) -> impl Iterator<Item = Ruby> + '_ {
        let page = self.place.page;
        self.ruby.iter().map(move |r| Ruby {
            base: r.base.clone(),
            text: r.text.clone(),
            page,
            at: vec![At::new(page, r.bbox)],
        })
    }
}

fn report(pages: &[PageReport], findings: &mut Vec<Finding>) {
    let mut unmapped: BTreeMap<&str, (usize, Vec<At>)> = BTreeMap::new();
    let mut suspect: BTreeMap<(&str, &str), Vec<At>> = BTreeMap::new();
    for page in pages {
        let at = || vec![page.place.clone()];
        let mut add = |code, message: String| findings.push(Finding::new(code, message, at()));
        let number = page.place.page;
        if page.no_text {
            let message = format!("page {number} has pictures, but no text");
            add(Code::NoTextLayer, message);
        }
        for (reason, count) in &page.hidden {
            let message = format!("{count} glyph(s) on page {number} are not seen: {reason}");
            add(Code::HiddenText, message);
        }
        if page.skipped > 0 {
            let message = format!(
                "{} byte(s) of the content of page {number} made no sense",
                page.skipped
            );
            add(Code::ContentSkipped, message);
        }
        for note in &page.notes {
            match note {
                PageNote::StreamUndecodable(reason) => {
                    let message = format!("a content stream of page {number}: {reason}");
                    add(Code::StreamUndecodable, message);
                }
                PageNote::FontDamaged(font, reason) => {
                    let message = format!("font `{font}` on page {number}: {reason}");
                    add(Code::FontDamaged, message);
                }
                PageNote::AnnotationText(count) => {
                    let message = format!("{count} glyph(s) on page {number} are annotations");
                    add(Code::AnnotationText, message);
                }
                PageNote::FieldNotDrawn(name) => {
                    let message = format!("form field `{name}` on page {number} is not drawn");
                    add(Code::FieldNotDrawn, message);
                }
                PageNote::ObjectMissing(what) => {
                    let message = format!("page {number} is incomplete: a {what} is missing");
                    add(Code::ObjectMissing, message);
                }
                PageNote::LimitHit(what) => {
                    let message = format!("page {number} is incomplete: too many {what}");
                    add(Code::LimitHit, message);
                }
            }
        }
        for (font, reason) in &page.suspect {
            let places = suspect.entry((font, reason)).or_default();
            places.push(page.place.clone());
        }
        for (font, count) in &page.unmapped {
            let entry = unmapped.entry(font).or_default();
            entry.0 += count;
            entry.1.push(page.place.clone());
        }
    }
    for ((font, reason), at) in suspect {
        let message = format!("the text of font `{font}` cannot be true: {reason}");
        findings.push(Finding::new(Code::TextLayerSuspect, message, at));
    }
    for (font, (count, at)) in unmapped {
        let message = format!("{count} glyph(s) of font `{font}` have no Unicode value");
        findings.push(Finding::new(Code::GlyphUnmapped, message, at));
    }
}
