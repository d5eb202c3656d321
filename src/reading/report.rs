//! What the reading of the pages has to report.

use super::ocr::Outcome;
use crate::document::{At, Ruby};
use crate::finding::{Code, Finding};
use crate::geometry::Rect;
use crate::normalize::chars::is_gaiji;
use crate::pdf::{Glyph, Hidden, Page, PageNote};
use crate::table::{DoubtKind, Table};
use std::collections::{BTreeMap, BTreeSet};

/// What the reading of one page has to report.
pub struct PageReport {
    place: At,
    recognition: Outcome,
    unmapped: Vec<(String, usize)>,
    suspect: Vec<(String, &'static str)>,
    hidden: BTreeMap<&'static str, usize>,
    skipped: usize,
    /// Characters that Unicode has no meaning for, and where.
    gaiji: Vec<(char, Rect)>,
    ruby: Vec<crate::pdf::Ruby>,
    notes: Vec<PageNote>,
}

impl PageReport {
    /// What there is to report of a page.
    pub fn of(page: &Page, recognition: Outcome) -> Self {
        let whole = Rect {
            x0: 0.0,
            top: 0.0,
            x1: page.width,
            bottom: page.height,
        };
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
            recognition,
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
            gaiji: gaiji(page),
            ruby: page.ruby.clone(),
            notes: page.notes.clone(),
        }
    }

    /// Whether the recognizer failed, and may not another time.
    pub fn recognizer_failed(&self) -> bool {
        matches!(&self.recognition, Outcome::Failed(unreadable) if unreadable.passing)
    }

    /// The readings on the page.
    pub fn ruby(&self) -> impl Iterator<Item = Ruby> + '_ {
        let page = self.place.page;
        self.ruby.iter().map(move |r| Ruby {
            base: r.base.clone(),
            text: r.text.clone(),
            page,
            at: vec![At::new(page, r.bbox)],
        })
    }
}

/// The most places that one finding names.
const MAX_PLACES: usize = 50;

/// Visible characters for private use, and 〓, which is printed where a character was missing.
fn gaiji(page: &Page) -> Vec<(char, Rect)> {
    let visible = page.glyphs.iter().filter(|g| g.hidden.is_none());
    let of = |g: &Glyph| {
        let found = g.text.chars().find(|c| is_gaiji(*c))?;
        Some((found, g.bbox))
    };
    visible.filter_map(of).collect()
}

fn of_gaiji(page: u32, gaiji: &[(char, Rect)]) -> Finding {
    let which: BTreeSet<char> = gaiji.iter().map(|(c, _)| *c).collect();
    let which: Vec<String> = which
        .iter()
        .take(10)
        .map(|c| format!("U+{:04X}", u32::from(*c)))
        .collect();
    let message = format!(
        "{} character(s) on page {page} have no meaning in Unicode: {}",
        gaiji.len(),
        which.join(", ")
    );
    let places = gaiji.iter().take(MAX_PLACES);
    let at = places.map(|(_, bbox)| At::new(page, *bbox)).collect();
    Finding::new(Code::Gaiji, message, at)
}

/// What speaks against the tables, one finding a table and kind.
pub fn doubts(tables: &[Table], findings: &mut Vec<Finding>) {
    for table in tables {
        for kind in [DoubtKind::TextOverText, DoubtKind::TextOverBorder] {
            let doubts = table.doubts.iter().filter(|d| d.kind == kind);
            let at: Vec<At> = doubts.map(|d| At::new(d.page, d.bbox)).collect();
            if at.is_empty() {
                continue;
            }
            let evidence = table.evidence.as_str();
            let message = format!(
                "{} in a table found by {evidence} ({} places)",
                kind.message(),
                at.len()
            );
            findings.push(Finding::new(Code::TableDoubtful, message, at));
        }
    }
}

/// The findings of all pages: one a page, and one a font for what is wrong with it.
pub fn report(pages: &[PageReport], findings: &mut Vec<Finding>) {
    let mut unmapped: BTreeMap<&str, (usize, Vec<At>)> = BTreeMap::new();
    let mut suspect: BTreeMap<(&str, &str), Vec<At>> = BTreeMap::new();
    for page in pages {
        let at = || vec![page.place.clone()];
        let number = page.place.page;
        findings.extend(recognition(page));
        let mut add = |code, message: String| findings.push(Finding::new(code, message, at()));
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
        if !page.gaiji.is_empty() {
            findings.push(of_gaiji(number, &page.gaiji));
        }
        let mut add = |code, message: String| findings.push(Finding::new(code, message, at()));
        for note in &page.notes {
            let (code, message) = of_note(note, number);
            add(code, message);
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

/// What a note on a page is reported as.
fn of_note(note: &PageNote, number: u32) -> (Code, String) {
    match note {
        PageNote::StreamUndecodable(reason) => (
            Code::StreamUndecodable,
            format!("a content stream of page {number}: {reason}"),
        ),
        PageNote::ChecksumWrong => (
            Code::ChecksumWrong,
            format!("the content of page {number} has a wrong checksum"),
        ),
        PageNote::FontDamaged(font, reason) => (
            Code::FontDamaged,
            format!("font `{font}` on page {number}: {reason}"),
        ),
        PageNote::AnnotationText(count) => (
            Code::AnnotationText,
            format!("{count} glyph(s) on page {number} are annotations"),
        ),
        PageNote::FieldNotDrawn(name) => (
            Code::FieldNotDrawn,
            format!("form field `{name}` on page {number} is not drawn"),
        ),
        PageNote::ObjectMissing(what) => (
            Code::ObjectMissing,
            format!("page {number} is incomplete: a {what} is missing"),
        ),
        PageNote::LimitHit(what) => (
            Code::LimitHit,
            format!("page {number} is incomplete: too many {what}"),
        ),
    }
}

/// A page without text of its own.
fn recognition(page: &PageReport) -> Option<Finding> {
    let number = page.place.page;
    let at = vec![page.place.clone()];
    Some(match &page.recognition {
        Outcome::NotNeeded => return None,
        Outcome::NotAsked => {
            let message = format!("page {number} shows something, but has no text");
            Finding::new(Code::NoTextLayer, message, at)
        }
        Outcome::Read(by, characters, confidence) => {
            let message = format!(
                "page {number} was read by {by}: {characters} characters, {confidence} % sure"
            );
            Finding::new(Code::OcrText, message, at)
        }
        Outcome::Failed(unreadable) => {
            let message = format!("page {number} has no text: {}", unreadable.reason);
            Finding {
                help: unreadable.help.clone(),
                ..Finding::new(Code::NoTextLayer, message, at)
            }
        }
    })
}
