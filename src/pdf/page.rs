//! The page model: what a page shows, in page space, with no trace of the file format.

use super::filter::Trouble;
use crate::geometry::{Point, Rect};
use compact_str::CompactString;

/// A colour as it is painted, converted to RGB; the conversion from CMYK is the naive one of
/// ISO 32000-2, 10.4.2.4.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Color {
    /// Red, green, blue.
    pub rgb: [u8; 3],
    /// A pattern or shading, whose `rgb` is only a stand-in.
    pub pattern: bool,
}

impl Color {
    /// Black, the initial colour.
    pub const BLACK: Self = Self::rgb(0, 0, 0);

    /// A plain colour.
    pub const fn rgb(r: u8, g: u8, b: u8) -> Self {
        Self {
            rgb: [r, g, b],
            pattern: false,
        }
    }

    /// Whether a reader sees no difference to paper: every channel at 98 % or more.
    /// Set by the off-white `#fafafa` page of a Chromium print, which is not a shading.
    pub fn is_white(&self) -> bool {
        !self.pattern && self.rgb.iter().all(|&c| c >= 250)
    }

    /// `#rrggbb`, or `pattern`.
    pub fn to_css(&self) -> String {
        if self.pattern {
            return "pattern".into();
        }
        let [r, g, b] = self.rgb;
        format!("#{r:02x}{g:02x}{b:02x}")
    }
}

/// Why a glyph is no part of the text of a page: a reader does not see it, or not as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hidden {
    /// Text rendering mode 3 or 7.
    RenderMode,
    /// Outside the clipping path.
    Clipped,
    /// Outside the page.
    OffPage,
    /// Smaller than a fifth of a point.
    ZeroSize,
    /// White on nothing but paper.
    WhiteOnWhite,
    /// In optional content that is switched off.
    OptionalContent,
    /// Drawn again in the same place, which looks bold.
    Repeated,
    /// Said to be nothing by a replacement (`/ActualText ()`), as ornaments are.
    Unsaid,
    /// Of a font whose text cannot be true.
    Suspect,
    /// Small kana beside ideographs; see [`Page::ruby`].
    Ruby,
}

impl Hidden {
    /// The reason as `inspect` prints it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::RenderMode => "render-mode",
            Self::Clipped => "clipped",
            Self::OffPage => "off-page",
            Self::ZeroSize => "zero-size",
            Self::WhiteOnWhite => "white-on-white",
            Self::OptionalContent => "optional-content",
            Self::Repeated => "repeated",
            Self::Unsaid => "unsaid",
            Self::Suspect => "suspect",
            Self::Ruby => "ruby",
        }
    }
}

/// One shown glyph.
#[derive(Debug, Clone, PartialEq)]
pub struct Glyph {
    /// Its place in [`Page::glyphs`], by which each text knows what it was read from.
    pub index: u32,
    /// What it says in Unicode; U+FFFD where that cannot be known.
    pub text: CompactString,
    /// Its character code in the font.
    pub code: u32,
    /// The advance box: as wide as the glyph's advance, as high as the font's em.
    pub bbox: Rect,
    /// The glyph origin on the baseline.
    pub origin: Point,
    /// Height of the em in points.
    pub size: f64,
    /// Index into [`Page::fonts`].
    pub font: u16,
    /// Clockwise rotation of the text as displayed, to the nearest quarter turn: 0, 90, 180, 270.
    pub rotation: u16,
    /// Set in vertical writing mode.
    pub vertical: bool,
    /// Fill colour.
    pub color: Color,
    /// The colour painted under it, when that is not white.
    pub backdrop: Option<Color>,
    /// The painted area under it is a patch: it hugs the text of one line.
    pub on_patch: bool,
    /// A line is drawn through it.
    pub struck: bool,
    /// It is drawn as a shape that looks like its character, and not set in a font.
    pub drawn: bool,
    /// How sure a text recognizer was of it, in percent; `None` for text of the file itself.
    pub confidence: Option<u8>,
    /// Why a reader does not see it.
    pub hidden: Option<Hidden>,
    /// Paint order on the page, shared with fills.
    pub order: u32,
}

#[cfg(test)]
impl Glyph {
    /// A visible black glyph of 10 points.
    pub(crate) fn for_test(c: char, code: u32) -> Self {
        Self {
            index: 0,
            text: CompactString::from_iter([c]),
            code,
            bbox: Rect {
                x0: 0.0,
                top: 0.0,
                x1: 10.0,
                bottom: 10.0,
            },
            origin: Point { x: 0.0, y: 8.8 },
            size: 10.0,
            font: 0,
            rotation: 0,
            vertical: false,
            color: Color::BLACK,
            backdrop: None,
            on_patch: false,
            struck: false,
            drawn: false,
            confidence: None,
            hidden: None,
            order: 0,
        }
    }
}

/// A drawn line, or a rectangle thin enough to be one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ruling {
    /// Whether it runs along x.
    pub horizontal: bool,
    /// Distance of its middle from the top (horizontal) or left (vertical) edge of the page.
    pub pos: f64,
    /// Where it begins along its direction.
    pub start: f64,
    /// Where it ends along its direction.
    pub end: f64,
    /// Thickness in points.
    pub thickness: f64,
    /// Stroke or fill colour.
    pub color: Color,
}

impl Ruling {
    /// The box it covers, without its thickness.
    pub fn bbox(&self) -> Rect {
        if self.horizontal {
            Rect {
                x0: self.start,
                x1: self.end,
                top: self.pos,
                bottom: self.pos,
            }
        } else {
            Rect {
                x0: self.pos,
                x1: self.pos,
                top: self.start,
                bottom: self.end,
            }
        }
    }
}

/// A painted area, or the outline of one.
#[derive(Debug, Clone, PartialEq)]
pub struct Fill {
    /// Its box, within the clipping box.
    pub bbox: Rect,
    /// The colour inside, if it is painted.
    pub fill: Option<Color>,
    /// The colour of its outline, if that is stroked.
    pub stroke: Option<Color>,
    /// It is a rectangle, with square or rounded corners, and not a free shape.
    pub rectangular: bool,
    /// Paint order on the page, shared with glyphs.
    pub order: u32,
}

/// A drawn path that is neither a ruling nor a rectangle: an arrow, a circle, a tick.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// Its box.
    pub bbox: Rect,
    /// The colour inside, if it is painted.
    pub fill: Option<Color>,
    /// The colour of its outline, if that is stroked.
    pub stroke: Option<Color>,
    /// Number of path segments.
    pub segments: usize,
}

/// A drawn arrow that runs along x: a line with a head, or a block arrow.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Arrow {
    /// The box around line and heads.
    pub bbox: Rect,
    /// It has a head at its left end.
    pub to_left: bool,
    /// It has a head at its right end.
    pub to_right: bool,
    /// Its colour.
    pub color: Color,
}

/// Small kana beside ideographs that say how to read them.
#[derive(Debug, Clone, PartialEq)]
pub struct Ruby {
    /// The ideographs.
    pub base: String,
    /// Their reading.
    pub text: String,
    /// The box of the reading.
    pub bbox: Rect,
}

/// A raster image.
#[derive(Debug, Clone, PartialEq)]
pub struct Image {
    /// Where it is shown.
    pub bbox: Rect,
}

/// A font used on a page.
#[derive(Debug, Clone, PartialEq)]
pub struct FontInfo {
    /// The PostScript name without its subset prefix.
    pub name: String,
    /// Bold by name, weight or flag.
    pub bold: bool,
    /// Glyphs shown on this page that have no Unicode value.
    pub unmapped: usize,
    /// Why its text cannot be true.
    pub suspect: Option<&'static str>,
}

impl FontInfo {
    /// A font of that name, of which nothing has been shown yet.
    pub fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            bold: false,
            unmapped: 0,
            suspect: None,
        }
    }
}

/// What one page shows.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// Counts from 1.
    pub number: u32,
    /// Width in points as displayed.
    pub width: f64,
    /// Height in points as displayed.
    pub height: f64,
    /// Glyphs in the order of the content stream.
    pub glyphs: Vec<Glyph>,
    /// Drawn lines.
    pub rulings: Vec<Ruling>,
    /// Painted and outlined areas.
    pub fills: Vec<Fill>,
    /// Other drawn paths.
    pub shapes: Vec<Shape>,
    /// Drawn arrows; their lines are no rulings.
    pub arrows: Vec<Arrow>,
    /// Images.
    pub images: Vec<Image>,
    /// Readings set apart from the text.
    pub ruby: Vec<Ruby>,
    /// Fonts.
    pub fonts: Vec<FontInfo>,
    /// Bytes of the content stream that made no sense and were skipped.
    pub skipped_bytes: usize,
    /// What else a person must know about the reading of this page.
    pub notes: Vec<PageNote>,
}

impl Page {
    /// Tells each glyph its place in [`Page::glyphs`]; for pages that are made by hand.
    pub fn number_glyphs(&mut self) {
        for (i, glyph) in self.glyphs.iter_mut().enumerate() {
            glyph.index = i as u32;
        }
    }
}

#[cfg(test)]
impl Page {
    /// Page 1 with some characters of 10 points side by side in its first line.
    pub(crate) fn for_test(text: &str) -> Self {
        let glyph = |(i, c): (usize, char)| {
            let mut glyph = Glyph::for_test(c, i as u32);
            let x = 10.0 * i as f64;
            (glyph.bbox.x0, glyph.bbox.x1, glyph.origin.x) = (x, x + 10.0, x);
            glyph
        };
        let mut page = Self {
            number: 1,
            width: 200.0,
            height: 200.0,
            fonts: vec![FontInfo::named("t")],
            glyphs: text.chars().enumerate().map(glyph).collect(),
            ..Self::default()
        };
        page.number_glyphs();
        page
    }
}

/// Something that went wrong while a page was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageNote {
    /// A content stream could not be decoded, or not all of it.
    StreamUndecodable(String),
    /// A content stream came whole, but its checksum says that some of it is wrong.
    ChecksumWrong,
    /// A font of the given name could not be read in full.
    FontDamaged(String, String),
    /// Glyphs that annotations draw over the page: comments, stamps, filled-in form fields.
    AnnotationText(usize),
    /// A form field of the given name has a value that nothing shows.
    FieldNotDrawn(String),
    /// Something that the page refers to is not in the file.
    ObjectMissing(&'static str),
    /// A limit stopped the interpretation; the page is incomplete.
    LimitHit(&'static str),
}

impl PageNote {
    /// What is wrong with a content stream.
    pub(super) fn of_stream(trouble: &Trouble) -> Self {
        match trouble {
            Trouble::TooLarge => Self::LimitHit("bytes of content"),
            Trouble::Checksum => Self::ChecksumWrong,
            Trouble::Damaged(reason) => Self::StreamUndecodable(reason.clone()),
        }
    }
}
