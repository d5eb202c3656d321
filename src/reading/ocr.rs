//! Pages without usable text, read by a text recognizer (OCR) that the caller brings along.
//!
//! The recognizer is a program outside of this library (see [`Recognizer`]), so that reading stays
//! a function of the bytes where none is asked for. What it reads becomes glyphs with a confidence,
//! which goes with every value to the document (`from_ocr`).

use crate::geometry::{Point, Rect};
use crate::pdf::{Color, FontInfo, Glyph, Page};
use compact_str::CompactString;
use unicode_width::UnicodeWidthStr;

/// Reads text off the picture of a page.
pub trait Recognizer: std::fmt::Debug + Send + Sync {
    /// Name and version, for findings.
    fn name(&self) -> String;

    /// The words on a page, line by line.
    ///
    /// # Errors
    /// Why nothing could be read, and what to do about it.
    fn recognize(&self, pdf: &[u8], page: &Page) -> Result<Vec<Word>, Unreadable>;
}

/// Why a recognizer read nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// What went wrong.
    pub reason: String,
    /// What can be done about it.
    pub help: String,
    /// Another time, or elsewhere, it may be otherwise: a program is missing or failed.
    pub passing: bool,
}

/// A word as recognized.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    /// Its text.
    pub text: String,
    /// Its box along the line, and the line's across it; points from the top left of the page.
    pub bbox: Rect,
    /// How sure the recognizer is, in percent.
    pub confidence: u8,
    /// It stands in a vertical line.
    pub vertical: bool,
}

/// What recognition did for a page.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// It has text, or shows nothing.
    NotNeeded,
    /// It needs recognition, and none was asked for.
    NotAsked,
    /// It was read: by what, how many characters, and their mean confidence in percent.
    Read(String, usize, u8),
    /// It could not be read.
    Failed(Unreadable),
}

/// A page shows something, but less than this share of its glyphs says something that can be true.
const MIN_USABLE: f64 = 0.2;

/// A picture that covers more than this share of a page is the page.
const MOST_OF_PAGE: f64 = 0.5;

/// Has a page read by a recognizer if its own text is missing or of no use.
pub fn read_page(page: &mut Page, pdf: &[u8], recognizer: Option<&dyn Recognizer>) -> Outcome {
    if !needs_recognition(page) {
        return Outcome::NotNeeded;
    }
    let Some(recognizer) = recognizer else {
        return Outcome::NotAsked;
    };
    match recognizer.recognize(pdf, page) {
        Ok(words) => {
            if words.is_empty() {
                return Outcome::Failed(Unreadable {
                    reason: format!("{} recognized nothing on it", recognizer.name()),
                    help: "look at the page: it may show pictures only".to_owned(),
                    passing: false,
                });
            }
            let glyphs = place(page, &words);
            let sum: usize = glyphs
                .iter()
                .filter_map(|g| g.confidence)
                .map(usize::from)
                .sum();
            let mean = sum.checked_div(glyphs.len()).unwrap_or(0);
            let outcome = Outcome::Read(recognizer.name(), glyphs.len(), mean as u8);
            page.glyphs = glyphs;
            page.number_glyphs();
            page.ruby.clear();
            outcome
        }
        Err(reason) => Outcome::Failed(reason),
    }
}

fn needs_recognition(page: &Page) -> bool {
    let printed = |g: &&Glyph| !g.text.trim().is_empty();
    let seen = |g: &&Glyph| {
        g.hidden
            .is_none_or(|h| matches!(h, crate::pdf::Hidden::Suspect))
    };
    let all = page.glyphs.iter().filter(seen).filter(printed).count();
    let usable = |g: &&Glyph| g.hidden.is_none() && g.text != "\u{fffd}";
    let usable = page.glyphs.iter().filter(usable).filter(printed).count();
    let picture = page
        .images
        .iter()
        .map(|i| i.bbox.area())
        .fold(0.0, f64::max);
    let is_scan = picture > MOST_OF_PAGE * page.width * page.height;
    if is_scan && page.glyphs.iter().filter(seen).all(is_of_page_number) {
        return true;
    }
    let shows_something = all > 0 || !page.images.is_empty() || !page.shapes.is_empty();
    shows_something && (usable == 0 || (usable as f64) < MIN_USABLE * all as f64)
}

/// Whether a glyph is one that page numbers consist of: a number typed under a scan is no text of the
/// page, while the title over a photograph is.
fn is_of_page_number(glyph: &Glyph) -> bool {
    let number = |c: char| c.is_numeric() || "-‐–—－~～/.() pPページ頁".contains(c);
    glyph.text.chars().all(number)
}

/// Words as glyphs: each character gets its share of the box, half as much for half-width ones.
fn place(page: &mut Page, words: &[Word]) -> Vec<Glyph> {
    page.fonts.push(FontInfo::named("recognized"));
    let font = u16::try_from(page.fonts.len() - 1).unwrap_or(u16::MAX);
    let mut glyphs = Vec::new();
    for word in words {
        let total = word.text.width().max(1) as f64;
        let mut done = 0.0;
        for c in word.text.chars() {
            let text = CompactString::from_iter([c]);
            let width = text.width() as f64;
            let (from, to) = (done / total, (done + width) / total);
            done += width;
            glyphs.push(glyph(word, text, share(word, from, to), font));
        }
    }
    glyphs
}

/// The part of a word's box from one share of its length to another.
fn share(word: &Word, from: f64, to: f64) -> Rect {
    let b = word.bbox;
    if word.vertical {
        Rect {
            top: b.top + from * b.height(),
            bottom: b.top + to * b.height(),
            ..b
        }
    } else {
        Rect {
            x0: b.x0 + from * b.width(),
            x1: b.x0 + to * b.width(),
            ..b
        }
    }
}

fn glyph(word: &Word, text: CompactString, bbox: Rect, font: u16) -> Glyph {
    let size = if word.vertical {
        bbox.width()
    } else {
        bbox.height()
    };
    Glyph {
        index: 0,
        code: text.chars().next().map_or(0, u32::from),
        text,
        bbox,
        origin: Point {
            x: bbox.x0,
            y: bbox.bottom - 0.12 * bbox.height(),
        },
        size,
        font,
        rotation: 0,
        vertical: word.vertical,
        color: Color::BLACK,
        backdrop: None,
        on_patch: false,
        struck: false,
        drawn: false,
        hidden: None,
        confidence: Some(word.confidence),
        order: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::Image;

    #[derive(Debug)]
    struct Fixed;

    impl Recognizer for Fixed {
        fn name(&self) -> String {
            "fixed".into()
        }

        fn recognize(&self, _: &[u8], page: &Page) -> Result<Vec<Word>, Unreadable> {
            if page.number > 1 {
                let (reason, help) = ("no".into(), "none".into());
                let passing = true;
                return Err(Unreadable {
                    reason,
                    help,
                    passing,
                });
            }
            Ok(vec![Word {
                text: "第2期".into(),
                bbox: Rect {
                    x0: 100.0,
                    top: 50.0,
                    x1: 125.0,
                    bottom: 60.0,
                },
                confidence: 80,
                vertical: false,
            }])
        }
    }

    fn scan(number: u32) -> Page {
        let bbox = Rect::default();
        Page {
            number,
            images: vec![Image { bbox }],
            ..Page::default()
        }
    }

    #[test]
    fn a_scan_is_read_and_a_page_with_text_is_not() {
        let mut page = scan(1);
        assert_eq!(read_page(&mut page, b"", None), Outcome::NotAsked);
        let outcome = read_page(&mut page, b"", Some(&Fixed));
        assert_eq!(outcome, Outcome::Read("fixed".into(), 3, 80));
        let starts: Vec<f64> = page.glyphs.iter().map(|g| g.bbox.x0).collect();
        assert_eq!(starts, [100.0, 110.0, 115.0]);
        assert_eq!(read_page(&mut page, b"", Some(&Fixed)), Outcome::NotNeeded);
        assert_eq!(
            read_page(&mut Page::default(), b"", Some(&Fixed)),
            Outcome::NotNeeded
        );
    }

    #[test]
    fn a_page_number_under_a_scan_is_no_text_of_the_page() {
        let mut page = scan(1);
        (page.width, page.height) = (100.0, 100.0);
        page.images[0].bbox = Rect {
            x0: 0.0,
            top: 0.0,
            x1: 100.0,
            bottom: 90.0,
        };
        let number = |c: char| {
            glyph(
                &word_of(c),
                CompactString::from_iter([c]),
                Rect::default(),
                0,
            )
        };
        page.glyphs = "-5-".chars().map(number).collect();
        assert_eq!(read_page(&mut page, b"", None), Outcome::NotAsked);
        page.glyphs = "計画5".chars().map(number).collect();
        assert_eq!(read_page(&mut page, b"", None), Outcome::NotNeeded);
    }

    fn word_of(c: char) -> Word {
        Word {
            text: c.to_string(),
            bbox: Rect::default(),
            confidence: 100,
            vertical: false,
        }
    }

    #[test]
    fn a_failure_is_told() {
        let outcome = read_page(&mut scan(2), b"", Some(&Fixed));
        assert!(matches!(outcome, Outcome::Failed(e) if e.reason == "no"));
    }
}
