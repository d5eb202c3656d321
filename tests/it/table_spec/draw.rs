//! Pages to draw on, with the origin at the top left, and the PDF of several.

use pdf_writer::types::{CidFontType, SystemInfo};
use pdf_writer::{Finish, Name, Pdf, Rect, Ref, Str};
use std::fmt::Write;

/// Red, green, blue from 0 to 1.
pub type Colour = [f32; 3];

pub const BLACK: Colour = [0.0, 0.0, 0.0];
pub const WHITE: Colour = [1.0, 1.0, 1.0];
pub const GREY: Colour = [0.85, 0.85, 0.85];
pub const BLUE: Colour = [0.8, 0.88, 0.97];
pub const CREAM: Colour = [1.0, 0.96, 0.84];

/// `[x0, top, x1, bottom]`.
pub type Area = [f32; 4];

/// A page and what is drawn on it.
pub struct Sheet {
    pub width: f32,
    pub height: f32,
    content: String,
}

/// How wide a text is, in em.
pub fn ems(text: &str) -> f32 {
    let em = |c: char| if c.is_ascii() { 0.5 } else { 1.0 };
    text.chars().map(em).sum()
}

/// How a line is drawn.
#[derive(Clone, Copy)]
pub struct Pen {
    pub width: f32,
    pub colour: Colour,
    /// Dashes of this length, with gaps of the same.
    pub dash: f32,
    /// Filled rectangles in place of strokes.
    pub bar: bool,
    /// Two lines this far apart.
    pub twin: f32,
    /// How far a line goes on beyond its ends (or stops before them).
    pub reach: f32,
}

/// A thin black stroke.
pub const PEN: Pen = Pen {
    width: 0.5,
    colour: BLACK,
    dash: 0.0,
    bar: false,
    twin: 0.0,
    reach: 0.0,
};

impl Sheet {
    pub fn new(width: f32, height: f32) -> Self {
        Self {
            width,
            height,
            content: String::new(),
        }
    }

    /// An upright A4 page.
    pub fn portrait() -> Self {
        Self::new(595.0, 842.0)
    }

    /// An A4 page on its side.
    pub fn landscape() -> Self {
        Self::new(842.0, 595.0)
    }

    /// One or the other.
    pub fn turned(landscape: bool) -> Self {
        if landscape {
            Self::landscape()
        } else {
            Self::portrait()
        }
    }

    /// Operators as they are.
    pub fn raw(&mut self, operators: &str) {
        self.content.push_str(operators);
        self.content.push('\n');
    }

    /// The operands of `re` for an area.
    pub fn rect(&self, [x0, top, x1, bottom]: Area) -> String {
        let (y, w, h) = (self.height - bottom, x1 - x0, bottom - top);
        format!("{x0} {y} {w} {h} re")
    }

    pub fn fill(&mut self, area: Area, [r, g, b]: Colour) {
        let rect = self.rect(area);
        self.raw(&format!("q {r} {g} {b} rg {rect} f Q"));
    }

    /// The outline of an area.
    pub fn frame(&mut self, area: Area, pen: &Pen) {
        let ([r, g, b], w) = (pen.colour, pen.width);
        let rect = self.rect(area);
        self.raw(&format!("q {r} {g} {b} RG {w} w {rect} S Q"));
    }

    /// The outline of an area with round corners.
    pub fn round_frame(&mut self, [x0, top, x1, bottom]: Area, r: f32) {
        let (y0, y1, k) = (self.height - bottom, self.height - top, 0.45 * r);
        let (a, b) = ([x0 + r, x1 - r], [y0 + r, y1 - r]);
        self.raw(&format!(
            "q 0.5 w {} {y0} m {} {y0} l {} {y0} {x1} {} {x1} {} c {x1} {} l \
             {x1} {} {} {y1} {} {y1} c {} {y1} l {} {y1} {x0} {} {x0} {} c {x0} {} l \
             {x0} {} {} {y0} {} {y0} c h S Q",
            a[0],
            a[1],
            x1 - k,
            y0 + k,
            b[0],
            b[1],
            y1 - k,
            x1 - k,
            a[1],
            a[0],
            x0 + k,
            y1 - k,
            b[1],
            b[0],
            y0 + k,
            x0 + k,
            a[0],
        ));
    }

    /// A line, upright, level or slanted.
    pub fn line(&mut self, [x0, y0, x1, y1]: Area, pen: &Pen) {
        let level = y0 == y1;
        if pen.twin > 0.0 {
            let single = Pen { twin: 0.0, ..*pen };
            let d = pen.twin / 2.0;
            let (dx, dy) = if level { (0.0, d) } else { (d, 0.0) };
            self.line([x0 - dx, y0 - dy, x1 - dx, y1 - dy], &single);
            self.line([x0 + dx, y0 + dy, x1 + dx, y1 + dy], &single);
            return;
        }
        let e = pen.reach;
        let (ex, ey) = if level { (e, 0.0) } else { (0.0, e) };
        let (x0, y0, x1, y1) = (x0 - ex, y0 - ey, x1 + ex, y1 + ey);
        let half = pen.width / 2.0;
        if pen.bar {
            let area = if level {
                [x0 - half, y0 - half, x1 + half, y0 + half]
            } else {
                [x0 - half, y0 - half, x0 + half, y1 + half]
            };
            self.fill(area, pen.colour);
            return;
        }
        let ([r, g, b], w, dash) = (pen.colour, pen.width, pen.dash);
        let dash = match dash > 0.0 {
            true => format!("[{dash} {dash}] 0 d"),
            false => String::new(),
        };
        let (y0, y1) = (self.height - y0, self.height - y1);
        self.raw(&format!(
            "q {r} {g} {b} RG {w} w {dash} {x0} {y0} m {x1} {y1} l S Q"
        ));
    }

    /// A text whose baseline starts at a place.
    pub fn text(&mut self, x: f32, y: f32, size: f32, text: &str) {
        self.show("J", x, y, size, text);
    }

    /// A text of several lines, each at the start of its own.
    pub fn lines(&mut self, x: f32, y: f32, size: f32, lines: &[&str]) {
        for (i, line) in lines.iter().enumerate() {
            self.text(x, y + 1.6 * size * i as f32, size, line);
        }
    }

    /// A text set from top to bottom around `x`.
    pub fn upright(&mut self, x: f32, top: f32, size: f32, text: &str) {
        self.show("V", x, top, size, text);
    }

    fn show(&mut self, font: &str, x: f32, y: f32, size: f32, text: &str) {
        let mut hex = String::new();
        for unit in text.encode_utf16() {
            write!(hex, "{unit:04X}").unwrap();
        }
        let y = self.height - y;
        self.raw(&format!(
            "BT /{font} {size} Tf 1 0 0 1 {x} {y} Tm <{hex}> Tj ET"
        ));
    }
}

/// The PDF of some pages, with fonts `/J` (level) and `/V` (upright).
pub fn pdf_of(sheets: &[Sheet]) -> Vec<u8> {
    let mut pdf = Pdf::new();
    let (catalog, tree) = (Ref::new(1), Ref::new(2));
    let fonts = [
        (Ref::new(3), "UniJIS-UTF16-H"),
        (Ref::new(5), "UniJIS-UTF16-V"),
    ];
    let page_id = |i: usize| Ref::new(10 + 2 * i as i32);
    pdf.catalog(catalog).pages(tree);
    pdf.pages(tree)
        .kids((0..sheets.len()).map(page_id))
        .count(sheets.len() as i32);
    for (id, encoding) in fonts {
        let cid_font = Ref::new(id.get() + 1);
        pdf.type0_font(id)
            .base_font(Name(b"GothicBBB-Medium"))
            .encoding_predefined(Name(encoding.as_bytes()))
            .descendant_font(cid_font);
        let mut font = pdf.cid_font(cid_font);
        font.subtype(CidFontType::Type0)
            .base_font(Name(b"GothicBBB-Medium"))
            .system_info(SystemInfo {
                registry: Str(b"Adobe"),
                ordering: Str(b"Japan1"),
                supplement: 6,
            });
        // the Latin letters are half as wide as the others
        font.widths().same(1, 94, 500.0);
    }
    for (i, sheet) in sheets.iter().enumerate() {
        let content = Ref::new(page_id(i).get() + 1);
        let mut page = pdf.page(page_id(i));
        page.parent(tree)
            .media_box(Rect::new(0.0, 0.0, sheet.width, sheet.height))
            .contents(content);
        let mut resources = page.resources();
        let mut dict = resources.fonts();
        dict.pair(Name(b"J"), fonts[0].0);
        dict.pair(Name(b"V"), fonts[1].0);
        dict.finish();
        resources.finish();
        page.finish();
        pdf.stream(content, sheet.content.as_bytes());
    }
    pdf.finish()
}
