//! PDF bytes to pages: the only stage that knows the file format and user space.
//!
//! In: the bytes of a file. Out: [`Page`]s with glyphs, rulings, fills, shapes and images, in page
//! space (see [`crate::geometry`]).
//!
//! The file layer (`source`) stands on `lopdf`; the tokenizer, interpreter and font layer are our
//! own, with `hayro-cmap` for CMaps and `skrifa`/`read-fonts` for embedded fonts. None of their
//! types appears in a public signature.
//!
//! # Source
//! ISO 32000-2:2020; clause numbers stand beside the code.

mod annotations;
mod color;
mod dots;
mod drawn;
mod filter;
mod finish;
mod font;
mod fonts;
mod interpreter;
mod lexer;
mod limits;
mod marked;
mod optional;
mod page;
mod path;
mod preflight;
mod ruby;
mod source;
mod state;
mod strike;
mod suspect;
mod text;
mod text_string;

pub use limits::{Limits, Stop};
pub use page::{
    Arrow, Color, Fill, FontInfo, Glyph, Hidden, Image, Page, PageNote, Ruby, Ruling, Shape,
};

use crate::error::Result;
use crate::geometry::{Matrix, Point, Rect};
use fonts::Fonts;
use interpreter::Interpreter;
use lopdf::{Dictionary, Object, ObjectId};
use optional::OptionalContent;
use source::{Source, number};

/// A4 in points, for pages without a usable `/MediaBox`.
const DEFAULT_MEDIA_BOX: Rect = Rect {
    x0: 0.0,
    top: 0.0,
    x1: 595.0,
    bottom: 842.0,
};

/// An opened PDF.
pub struct Pdf<'a> {
    source: Source<'a>,
    fonts: Fonts,
    pages: Vec<ObjectId>,
    optional: OptionalContent,
    stop: Stop,
}

impl<'a> Pdf<'a> {
    /// Opens a PDF held in memory.
    ///
    /// # Errors
    /// See [`crate::Error`]: empty, not a PDF, damaged, encrypted, no pages, over a limit.
    pub fn open(bytes: &'a [u8], limits: Limits, password: Option<&str>) -> Result<Self> {
        let source = Source::open(bytes, limits, password)?;
        let pages = source.page_ids();
        Ok(Self {
            optional: OptionalContent::read(&source),
            source,
            fonts: Fonts::default(),
            pages,
            stop: Stop::default(),
        })
    }

    /// Whether the streams decoded so far are more than [`Limits::decoded_bytes`]. Which of them were
    /// cut off then is a matter of chance, so that what was read must not be used.
    pub fn is_over_budget(&self) -> bool {
        self.source.is_over_budget()
    }

    /// Pages end where they are when `stop` says so.
    pub fn stopped_by(self, stop: Stop) -> Self {
        Self { stop, ..self }
    }

    /// Number of pages.
    pub fn page_count(&self) -> usize {
        self.pages.len()
    }

    /// The cross-reference data was damaged and has been rebuilt.
    pub fn was_rebuilt(&self) -> bool {
        self.source.rebuilt
    }

    /// An entry of the document information dictionary: `Title`, `Producer`, `CreationDate` …
    pub fn info(&self, key: &str) -> Option<String> {
        self.source.info(key.as_bytes())
    }

    /// Reads the page with the given index (from 0).
    pub fn page(&self, page_idx: usize) -> Page {
        let empty = Dictionary::new();
        let number = page_idx as u32 + 1;
        let Some(dict) = self
            .pages
            .get(page_idx)
            .and_then(|id| self.source.dict_of(*id))
        else {
            return Page {
                number,
                notes: vec![PageNote::ObjectMissing("page object")],
                ..Page::default()
            };
        };
        let (width, height, ctm) = self.page_geometry(dict);
        let page = Page {
            number,
            width,
            height,
            ..Page::default()
        };
        let resources = match self.source.inherited(dict, b"Resources") {
            Some(Object::Dictionary(resources)) => resources,
            _ => &empty,
        };
        let mut interpreter = Interpreter::new(
            &self.source,
            &self.fonts,
            &self.optional,
            &self.stop,
            page,
            ctm,
        );
        // the streams of one page are one stream with a break between tokens (7.8.2)
        let mut content = Vec::new();
        let mut notes = Vec::new();
        for stream in self.source.contents(dict) {
            let Some(stream) = stream else {
                notes.push(PageNote::ObjectMissing("content stream"));
                continue;
            };
            let decoded = self.source.decode(stream);
            let note = decoded.trouble.as_ref().map(PageNote::of_stream);
            // one and the same stream may be listed any number of times
            notes.extend(note.filter(|n| notes.last() != Some(n)));
            if content.len() + decoded.data.len() > self.source.limits().stream_bytes {
                notes.push(PageNote::LimitHit("bytes of content"));
                break;
            }
            content.extend_from_slice(&decoded.data);
            content.push(b'\n');
        }
        interpreter.run(&content, resources);
        annotations::draw(&mut interpreter, dict, ctm);
        let (mut page, sketches) = interpreter.finish();
        page.notes.extend(notes);
        dots::join(&mut page);
        finish::finish(&mut page);
        strike::set_apart(&mut page);
        suspect::set_apart(&mut page);
        ruby::set_apart(&mut page);
        drawn::read(&mut page, &sketches);
        page.number_glyphs();
        page
    }

    /// Size as displayed, and the transform from default user space to page space.
    fn page_geometry(&self, dict: &Dictionary) -> (f64, f64, Matrix) {
        let boxed = |key: &[u8]| {
            let array = self.source.inherited(dict, key)?.as_array().ok()?;
            let v: Vec<f64> = array
                .iter()
                .filter_map(|o| number(self.source.resolve(o)))
                .collect();
            let [x0, y0, x1, y1] = v.as_slice() else {
                return None;
            };
            let r = Rect::from_corners(Point { x: *x0, y: *y0 }, Point { x: *x1, y: *y1 });
            (r.width() > 1.0 && r.height() > 1.0).then_some(r)
        };
        let media = boxed(b"MediaBox").unwrap_or(DEFAULT_MEDIA_BOX);
        let crop = boxed(b"CropBox")
            .and_then(|c| c.intersection(&media))
            .filter(|c| c.area() > 1.0)
            .unwrap_or(media);
        let unit = self
            .source
            .get_number(dict, b"UserUnit")
            .filter(|u| *u > 0.0)
            .unwrap_or(1.0);
        let rotate = self
            .source
            .inherited(dict, b"Rotate")
            .and_then(number)
            .unwrap_or(0.0);
        let (w, h) = (crop.width(), crop.height());
        // here `top` and `bottom` hold the lower and upper edge: user space points upwards
        let (x0, y0, x1, y1) = (crop.x0, crop.top, crop.x1, crop.bottom);
        let (width, height, m) = match (rotate as i64).rem_euclid(360) / 90 {
            1 => (h, w, [0.0, 1.0, 1.0, 0.0, -y0, -x0]),
            2 => (w, h, [-1.0, 0.0, 0.0, 1.0, x1, -y0]),
            3 => (h, w, [0.0, -1.0, -1.0, 0.0, y1, x1]),
            _ => (w, h, [1.0, 0.0, 0.0, -1.0, -x0, y1]),
        };
        let scale = Matrix([unit, 0.0, 0.0, unit, 0.0, 0.0]);
        (width * unit, height * unit, Matrix(m).then(&scale))
    }
}
