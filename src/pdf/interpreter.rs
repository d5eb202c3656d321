//! The content stream interpreter (ISO 32000-2, 8 and 9): operators to the page model.
//!
//! Lenient where viewers are: an unknown operator is skipped, a missing operand is zero, an
//! unbalanced `Q` is ignored. Bounded where a file could be hostile: operators, glyphs, segments,
//! forms and nesting are counted against [`Limits`], and what was cut off is noted on the page.

use super::color::{ColorSpace, over_white};
use super::drawn::{self, Sketch};
use super::fonts::{Fonts, PageFonts};
use super::lexer::{Lexer, Operand};
use super::limits::Stop;
use super::marked::MarkedContent;
use super::optional::OptionalContent;
use super::page::{Color, Image, Page, PageNote};
use super::path::{self, Paint, Subpath};
use super::source::Source;
use super::state::GraphicsState;
use crate::geometry::{Matrix, Point, Rect};
use lopdf::{Dictionary, Object, ObjectId, Stream};
use rustc_hash::FxHashMap;
use std::sync::{Arc, OnceLock};

/// The resources of an appearance that has none.
static EMPTY_RESOURCES: OnceLock<Dictionary> = OnceLock::new();

/// Runs the content of one page.
pub struct Interpreter<'s, 'b> {
    pub(super) source: &'s Source<'b>,
    pub(super) fonts: &'s Fonts,
    optional: &'s OptionalContent,
    watched: &'s Stop,
    pub(super) page: Page,
    pub(super) state: GraphicsState,
    stack: Vec<GraphicsState>,
    stack_floor: usize,
    pub(super) text_matrix: Matrix,
    pub(super) line_matrix: Matrix,
    path: Vec<Subpath>,
    /// Small paths, from which marks are read in the end.
    sketches: Vec<Sketch>,
    current: Point,
    pending_clip: bool,
    pub(super) marked: MarkedContent,
    pub(super) order: u32,
    operators: usize,
    /// Open `BX` … `EX` sections.
    pub(super) compatibility: usize,
    segments: usize,
    forms: usize,
    decoded: usize,
    form_stack: Vec<ObjectId>,
    pub(super) page_fonts: PageFonts,
    /// Colour spaces by resource dictionary and name.
    color_spaces: FxHashMap<(usize, Vec<u8>), Arc<ColorSpace>>,
    stopped: bool,
}

impl<'s, 'b> Interpreter<'s, 'b> {
    /// An interpreter for a page of the given size, whose user space maps to page space by `ctm`.
    pub fn new(
        source: &'s Source<'b>,
        fonts: &'s Fonts,
        optional: &'s OptionalContent,
        watched: &'s Stop,
        page: Page,
        ctm: Matrix,
    ) -> Self {
        let clip = Rect {
            x0: 0.0,
            top: 0.0,
            x1: page.width,
            bottom: page.height,
        };
        Self {
            source,
            fonts,
            optional,
            watched,
            page,
            state: GraphicsState::new(ctm, clip),
            stack: Vec::new(),
            stack_floor: 0,
            text_matrix: Matrix::IDENTITY,
            line_matrix: Matrix::IDENTITY,
            path: Vec::new(),
            sketches: Vec::new(),
            current: Point::default(),
            pending_clip: false,
            marked: MarkedContent::default(),
            order: 0,
            operators: 0,
            compatibility: 0,
            segments: 0,
            forms: 0,
            decoded: 0,
            form_stack: Vec::new(),
            page_fonts: PageFonts::default(),
            color_spaces: FxHashMap::default(),
            stopped: false,
        }
    }

    /// The finished page, and the small paths that may be marks.
    pub fn finish(self) -> (Page, Vec<Sketch>) {
        (self.page, self.sketches)
    }

    /// Notes a limit once and stops the page.
    pub(super) fn stop(&mut self, what: &'static str) {
        if !self.stopped {
            self.stopped = true;
            self.page.notes.push(PageNote::LimitHit(what));
        }
    }

    /// Notes once that something the page refers to is missing.
    pub(super) fn missing(&mut self, what: &'static str) {
        let note = PageNote::ObjectMissing(what);
        if !self.page.notes.contains(&note) {
            self.page.notes.push(note);
        }
    }

    /// Runs a content stream with its resources.
    pub fn run(&mut self, data: &[u8], resources: &'s Dictionary) {
        let mut lexer = Lexer::new(data);
        let mut operands = Vec::new();
        while let Some(op) = lexer.next_operator(&mut operands) {
            self.operators += 1;
            if self.operators > self.source.limits().operators {
                self.stop("operators");
            }
            if self.watched.is_stopped() {
                self.stop("operators for the time there is");
            }
            if self.stopped {
                return;
            }
            if op == b"ID" {
                lexer.skip_inline_image(inline_length(&operands));
                self.image();
                continue;
            }
            self.operator(op, &operands, resources);
        }
        self.page.skipped_bytes += lexer.skipped;
    }

    fn operator(&mut self, op: &[u8], operands: &[Operand<'_>], resources: &'s Dictionary) {
        let n = |i: usize| operands.get(i).and_then(Operand::number).unwrap_or(0.0);
        match op {
            b"q" => {
                if self.stack.len() < self.source.limits().depth * 8 {
                    self.stack.push(self.state.clone());
                } else {
                    self.stop("graphics state nesting");
                }
            }
            b"Q" => {
                // a form cannot restore what was saved outside of it
                if self.stack.len() > self.stack_floor
                    && let Some(state) = self.stack.pop()
                {
                    self.state = state;
                }
            }
            b"cm" => {
                let m = Matrix([n(0), n(1), n(2), n(3), n(4), n(5)]);
                self.state.ctm = m.then(&self.state.ctm);
            }
            b"w" => self.state.line_width = n(0),
            b"gs" => self.ext_g_state(operands, resources),
            b"m" | b"l" | b"c" | b"v" | b"y" | b"h" | b"re" => self.construct(op, &n),
            b"S" | b"s" | b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" | b"n" => {
                self.paint_path(op);
            }
            b"W" | b"W*" => self.pending_clip = true,
            b"g" | b"rg" | b"k" | b"sc" | b"scn" | b"cs" | b"G" | b"RG" | b"K" | b"SC" | b"SCN"
            | b"CS" => self.set_color(op, operands, resources),
            b"sh" => self.shading(),
            b"Do" => self.x_object(operands, resources),
            b"BMC" | b"BDC" => {
                let first = self.page.glyphs.len();
                if !self
                    .marked
                    .begin(self.source, self.optional, resources, operands, first)
                {
                    self.stop("marked content nesting");
                }
            }
            b"EMC" => self.marked.end(&mut self.page),
            _ => self.text_operator(op, operands, resources),
        }
    }

    fn construct(&mut self, op: &[u8], n: &dyn Fn(usize) -> f64) {
        self.segments += 1;
        if self.segments > self.source.limits().segments {
            self.stop("path segments");
            return;
        }
        let ctm = self.state.ctm;
        let at = |x: usize| ctm.apply(n(x), n(x + 1));
        match op {
            b"m" => {
                self.current = at(0);
                self.path.push(Subpath::new(self.current));
            }
            b"l" => self.segment(at(0), false),
            b"c" => self.segment(at(4), true),
            b"v" | b"y" => self.segment(at(2), true),
            b"h" => {
                if let Some(sub) = self.path.last_mut() {
                    sub.closed = true;
                    self.current = sub.points[0];
                }
            }
            _ => {
                let (x, y, w, h) = (n(0), n(1), n(2), n(3));
                let mut sub = Subpath::new(ctm.apply(x, y));
                for (x, y) in [(x + w, y), (x + w, y + h), (x, y + h)] {
                    sub.push(ctm.apply(x, y), false);
                }
                sub.closed = true;
                self.current = sub.points[0];
                self.path.push(sub);
            }
        }
    }

    fn segment(&mut self, to: Point, curved: bool) {
        // a segment after `h` begins a new piece where the last one closed
        if self.path.last().is_none_or(|s| s.closed) {
            self.path.push(Subpath::new(self.current));
        }
        if let Some(sub) = self.path.last_mut() {
            sub.push(to, curved);
        }
        self.current = to;
    }

    fn paint_path(&mut self, op: &[u8]) {
        if matches!(op, b"s" | b"b" | b"b*")
            && let Some(sub) = self.path.last_mut()
        {
            sub.closed = true;
        }
        let state = &self.state;
        let fills = matches!(op, b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*");
        let strokes = matches!(op, b"S" | b"s" | b"B" | b"B*" | b"b" | b"b*");
        let visible = |on: bool, alpha: f64, c: Color| {
            (on && alpha > 0.0 && !self.marked.hidden()).then(|| over_white(c, alpha))
        };
        let paint = Paint {
            fill: visible(fills, state.fill_alpha, state.fill),
            stroke: visible(strokes, state.stroke_alpha, state.stroke),
            line_width: state.line_width * state.ctm.x_scale().max(state.ctm.y_scale()),
            clip: state.clip,
            order: self.next_order(),
        };
        path::paint(&mut self.page, &self.path, &paint);
        drawn::keep(&mut self.sketches, &self.path, &paint);
        if std::mem::take(&mut self.pending_clip) {
            let bbox = Rect::bounding(
                &self
                    .path
                    .iter()
                    .filter_map(Subpath::bbox)
                    .collect::<Vec<_>>(),
            );
            self.clip_to(bbox);
        }
        self.path.clear();
    }

    fn clip_to(&mut self, bbox: Option<Rect>) {
        let nothing = Rect {
            x0: -1.0,
            top: -1.0,
            x1: -1.0,
            bottom: -1.0,
        };
        self.state.clip = bbox
            .and_then(|b| b.intersection(&self.state.clip))
            .unwrap_or(nothing);
    }

    pub(super) fn next_order(&mut self) -> u32 {
        self.order += 1;
        self.order
    }

    fn ext_g_state(&mut self, operands: &[Operand<'_>], resources: &'s Dictionary) {
        let source = self.source;
        let Some(dict) = operands
            .first()
            .and_then(Operand::name)
            .and_then(|name| source.get_dict(source.get_dict(resources, b"ExtGState")?, name))
        else {
            return;
        };
        if let Some(alpha) = source.get_number(dict, b"ca") {
            self.state.fill_alpha = alpha;
        }
        if let Some(alpha) = source.get_number(dict, b"CA") {
            self.state.stroke_alpha = alpha;
        }
        if let Some(width) = source.get_number(dict, b"LW") {
            self.state.line_width = width;
        }
        if let Some(Object::Array(font)) = source.get(dict, b"Font")
            && let [Object::Reference(id), size] = font.as_slice()
            && let Some(font) = source.dict_of(*id)
        {
            self.set_font(Some(*id), font, super::source::number(size).unwrap_or(0.0));
        }
    }

    fn set_color(&mut self, op: &[u8], operands: &[Operand<'_>], resources: &'s Dictionary) {
        let components: Vec<f64> = operands.iter().filter_map(Operand::number).collect();
        let stroking = op[0].is_ascii_uppercase();
        let device = match op.to_ascii_lowercase().as_slice() {
            b"g" => Some(Arc::new(ColorSpace::Gray)),
            b"rg" => Some(Arc::new(ColorSpace::Rgb)),
            b"k" => Some(Arc::new(ColorSpace::Cmyk)),
            b"cs" => {
                let name = operands.first().and_then(Operand::name).unwrap_or_default();
                Some(self.color_space(name, resources))
            }
            _ => None,
        };
        let (space, color) = if stroking {
            (&mut self.state.stroke_space, &mut self.state.stroke)
        } else {
            (&mut self.state.fill_space, &mut self.state.fill)
        };
        let has_device = device.is_some();
        if let Some(device) = device {
            *space = device;
        }
        *color = if has_device && components.is_empty() {
            space.initial()
        } else {
            space.color(&components)
        };
    }

    /// A colour space by its name in the resources, read once a page.
    fn color_space(&mut self, name: &[u8], resources: &'s Dictionary) -> Arc<ColorSpace> {
        let key = (std::ptr::from_ref(resources) as usize, name.to_vec());
        if let Some(known) = self.color_spaces.get(&key) {
            return known.clone();
        }
        let mut trouble = None;
        let object = Object::Name(name.to_vec());
        let read = ColorSpace::read(self.source, Some(resources), &object, &mut trouble);
        let note = trouble.as_ref().map(PageNote::of_stream);
        self.page.notes.extend(note);
        let read = Arc::new(read);
        self.color_spaces.insert(key, read.clone());
        read
    }

    /// `sh` paints the whole clipping area.
    fn shading(&mut self) {
        let order = self.next_order();
        if self.marked.hidden() {
            return;
        }
        self.page.fills.push(super::page::Fill {
            bbox: self.state.clip,
            fill: Some(ColorSpace::Pattern.color(&[])),
            stroke: None,
            rectangular: true,
            order,
        });
    }

    fn image(&mut self) {
        let unit = Rect {
            x0: 0.0,
            top: 0.0,
            x1: 1.0,
            bottom: 1.0,
        };
        let shown = self.state.ctm.apply_rect(&unit);
        if let Some(bbox) = shown.intersection(&self.state.clip)
            && !self.marked.hidden()
        {
            self.page.images.push(Image { bbox });
        }
    }

    fn x_object(&mut self, operands: &[Operand<'_>], resources: &'s Dictionary) {
        let source = self.source;
        let name = operands.first().and_then(Operand::name).unwrap_or_default();
        let objects = source.get_dict(resources, b"XObject");
        let entry = objects.and_then(|o| o.get(name).ok());
        let id = entry.and_then(|o| o.as_reference().ok());
        let Some(Object::Stream(stream)) = entry.map(|o| source.resolve(o)) else {
            self.missing("XObject");
            return;
        };
        match source.get_name(&stream.dict, b"Subtype") {
            Some(b"Image") => self.image(),
            Some(b"Form") => self.form(id, stream, resources),
            _ => {}
        }
    }

    /// Executes the appearance of an annotation in a graphics state of its own; its form space maps
    /// to page space by `ctm`.
    pub(super) fn appearance(
        &mut self,
        annotation: &'s Dictionary,
        stream: &'s Stream,
        ctm: Matrix,
    ) {
        let page = Rect {
            x0: 0.0,
            top: 0.0,
            x1: self.page.width,
            bottom: self.page.height,
        };
        self.state = GraphicsState::new(ctm, page);
        self.stack.clear();
        // what the page's content left open ends with it
        self.marked = MarkedContent::default();
        let hidden_by = self
            .marked
            .begin_object(self.source, self.optional, annotation);
        self.form(None, stream, EMPTY_RESOURCES.get_or_init(Dictionary::new));
        self.marked.end_object(hidden_by);
    }

    /// Executes a form XObject (8.10). A form that contains itself is cut off.
    pub fn form(&mut self, id: Option<ObjectId>, stream: &'s Stream, resources: &'s Dictionary) {
        let limits = *self.source.limits();
        self.forms += 1;
        if self.forms > limits.forms || self.form_stack.len() >= limits.depth {
            self.stop("form XObjects");
            return;
        }
        if id.is_some_and(|id| self.form_stack.contains(&id)) {
            return;
        }
        let decoded = self.source.decode(stream);
        let note = decoded.trouble.as_ref().map(PageNote::of_stream);
        self.page.notes.extend(note);
        let data = decoded.data;
        self.decoded += data.len();
        if self.decoded > limits.stream_bytes {
            self.stop("bytes of form XObjects");
            return;
        }
        let hidden_by = self
            .marked
            .begin_object(self.source, self.optional, &stream.dict);
        let own = self.source.get_dict(&stream.dict, b"Resources");
        let saved = self.state.clone();
        let depth = self.stack.len();
        let floor = std::mem::replace(&mut self.stack_floor, depth);
        if let Some([a, b, c, d, e, f]) =
            self.source.get_numbers(&stream.dict, b"Matrix").as_deref()
        {
            self.state.ctm = Matrix([*a, *b, *c, *d, *e, *f]).then(&self.state.ctm);
        }
        if let Some([x0, y0, x1, y1]) = self.source.get_numbers(&stream.dict, b"BBox").as_deref() {
            let corners = (Point { x: *x0, y: *y0 }, Point { x: *x1, y: *y1 });
            let bbox = Rect::from_corners(corners.0, corners.1);
            self.clip_to(Some(self.state.ctm.apply_rect(&bbox)));
        }
        self.form_stack.extend(id);
        let outer_path = std::mem::take(&mut self.path);
        self.run(&data, own.unwrap_or(resources));
        self.path = outer_path;
        if id.is_some() {
            self.form_stack.pop();
        }
        self.stack.truncate(depth);
        self.stack_floor = floor;
        self.state = saved;
        self.marked.end_object(hidden_by);
    }
}

/// The number of bytes of an inline image's data, where its entries tell (8.9.7): by its length, or
/// by its size where no filter makes it shorter.
fn inline_length(entries: &[Operand<'_>]) -> Option<usize> {
    let entry = |keys: [&[u8]; 2]| {
        let mut pairs = entries.chunks_exact(2);
        pairs
            .find(|p| p[0].name().is_some_and(|n| keys.contains(&n)))
            .map(|p| &p[1])
    };
    let number = |keys| {
        entry(keys)
            .and_then(Operand::number)
            .map(|n| n.max(0.0) as usize)
    };
    if let Some(length) = number([b"L", b"Length"]) {
        return Some(length);
    }
    if entry([b"F", b"Filter"]).is_some() {
        return None;
    }
    let components = match entry([b"CS", b"ColorSpace"]).and_then(Operand::name) {
        Some(b"RGB" | b"DeviceRGB") => 3,
        Some(b"CMYK" | b"DeviceCMYK") => 4,
        Some(b"G" | b"DeviceGray") | None => 1,
        Some(_) => return None,
    };
    let bits = number([b"BPC", b"BitsPerComponent"]).unwrap_or(1);
    let row = number([b"W", b"Width"])?
        .checked_mul(bits)?
        .checked_mul(components)?;
    row.div_ceil(8).checked_mul(number([b"H", b"Height"])?)
}
