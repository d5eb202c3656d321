//! Bytes to a [`Reading`]: everything that is in a PDF before a rule says what it means.

mod account;
mod ocr;
mod report;

pub use ocr::{Recognizer, Unreadable, Word};

use crate::account::PageAccount;
use crate::document::{Ruby, Source};
use crate::error::{Error, Result};
use crate::finding::{Code, Finding};
use crate::flow::{Flow, PageFlow, document_flow, page_flow};
use crate::pdf::{Limits, Page, Pdf, Stop};
use account::PageGlyphs;
use ocr::Outcome;
use rayon::prelude::*;
use report::PageReport;
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// How to read a file.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// Bounds on size and work.
    pub limits: Limits,
    /// Password of an encrypted file; the empty one is always tried.
    pub password: Option<String>,
    /// What reads pages that have no text of their own.
    pub recognizer: Option<Arc<dyn Recognizer>>,
    /// Set from outside when there is no more time: what is left is cut off, and reported.
    pub stop: Stop,
}

/// Opens a PDF as the options say.
pub(crate) fn open<'a>(bytes: &'a [u8], options: &ReadOptions) -> Result<Pdf<'a>> {
    let pdf = Pdf::open(bytes, options.limits, options.password.as_deref())?;
    Ok(pdf.stopped_by(options.stop.clone()))
}

/// Reads a page, by recognition where it has no text of its own.
pub(crate) fn read_page(
    pdf: &Pdf<'_>,
    page_idx: usize,
    bytes: &[u8],
    options: &ReadOptions,
) -> (Page, Outcome) {
    let mut page = pdf.page(page_idx);
    let recognizer = options
        .recognizer
        .as_deref()
        .filter(|_| !options.stop.is_stopped());
    let outcome = ocr::read_page(&mut page, bytes, recognizer);
    (page, outcome)
}

/// An error when decoding has cost too much: which streams were cut off then depends on the order in
/// which pages were read, and nothing that was read may be used.
pub(crate) fn within_budget(pdf: &Pdf<'_>, options: &ReadOptions) -> Result<()> {
    if pdf.is_over_budget() {
        return Err(Error::Limit {
            what: "decoded bytes of all streams",
            limit: options.limits.decoded_bytes as u64,
        });
    }
    Ok(())
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
    /// Where the glyphs of each page are in `flow`, from the first page.
    pub account: Vec<PageAccount>,
    /// What a person must know about the reading.
    pub findings: Vec<Finding>,
    /// A page was to be read off its picture, and the recognizer failed: another time it may not.
    pub recognizer_failed: bool,
}

impl Reading {
    /// A reading of nothing but text and tables: what the examples of rules are.
    pub fn of_flow(flow: Flow) -> Self {
        Self {
            source: Source::default(),
            info_title: None,
            page_size: (0.0, 0.0),
            flow,
            ruby: Vec::new(),
            account: Vec::new(),
            findings: Vec::new(),
            recognizer_failed: false,
        }
    }
}

/// Reads a PDF held in memory. Pages are read in parallel, and of each only its text and tables
/// are kept.
///
/// # Errors
/// When there is no result at all: see [`crate::Error`].
pub fn read(bytes: &[u8], file_name: &str, options: &ReadOptions) -> Result<Reading> {
    let pdf = open(bytes, options)?;
    let pages: Vec<(PageFlow, (PageReport, PageGlyphs))> = (0..pdf.page_count())
        .into_par_iter()
        .map(|idx| {
            let (page, outcome) = read_page(&pdf, idx, bytes, options);
            let flow = page_flow(&page);
            let glyphs = PageGlyphs::of(&page, &flow);
            (flow, (PageReport::of(&page, outcome), glyphs))
        })
        .collect();
    within_budget(&pdf, options)?;
    let mut findings = Vec::new();
    if pdf.was_rebuilt() {
        let message = "the cross-reference table was damaged and has been rebuilt";
        findings.push(Finding::new(Code::XrefRebuilt, message, Vec::new()));
    }
    let (flows, reports): (Vec<PageFlow>, Vec<_>) = pages.into_iter().unzip();
    let (reports, glyphs): (Vec<PageReport>, Vec<PageGlyphs>) = reports.into_iter().unzip();
    report::report(&reports, &mut findings);
    let page_size = flows.first().map_or((0.0, 0.0), |p| (p.width, p.height));
    let sizes: Vec<(f64, f64)> = flows.iter().map(|p| (p.width, p.height)).collect();
    let flow = document_flow(flows);
    let account = account::settle(glyphs, &flow, &sizes, &mut findings);
    report::doubts(&flow.tables, &mut findings);
    let ruby = reports.iter().flat_map(PageReport::ruby).collect();
    Ok(Reading {
        ruby,
        recognizer_failed: reports.iter().any(PageReport::recognizer_failed),
        source: Source {
            file_name: file_name.to_owned(),
            sha256: hex(&Sha256::digest(bytes)),
            bytes: bytes.len() as u64,
            pages: pdf.page_count() as u32,
            producer: pdf.info("Producer").or_else(|| pdf.info("Creator")),
            created: pdf.info("CreationDate"),
        },
        info_title: pdf.info("Title"),
        page_size,
        flow,
        account,
        findings,
    })
}

/// Bytes as hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
