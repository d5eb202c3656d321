//! Text operators (ISO 32000-2, 9.4): strings to placed glyphs.

use super::interpreter::Interpreter;
use super::lexer::Operand;
use super::page::{Glyph, Hidden};
use crate::geometry::{Matrix, Point, Rect};
use compact_str::CompactString;
use lopdf::{Dictionary, ObjectId};

/// Text smaller than this (points) is not meant to be seen.
const MIN_SIZE: f64 = 0.2;

impl<'s> Interpreter<'s, '_> {
    /// Everything between `BT` and `ET`, and the text state operators.
    pub(super) fn text_operator(
        &mut self,
        op: &[u8],
        operands: &[Operand<'_>],
        resources: &'s Dictionary,
    ) {
        let n = |i: usize| operands.get(i).and_then(Operand::number).unwrap_or(0.0);
        let string = |i: usize| {
            operands
                .get(i)
                .and_then(Operand::string)
                .unwrap_or_default()
        };
        let text = &mut self.state.text;
        match op {
            b"BT" => {
                self.text_matrix = Matrix::IDENTITY;
                self.line_matrix = Matrix::IDENTITY;
            }
            b"Tc" => text.char_space = n(0),
            b"Tw" => text.word_space = n(0),
            b"Tz" => text.horizontal_scaling = n(0) / 100.0,
            b"TL" => text.leading = n(0),
            b"Tr" => text.rendering_mode = n(0) as u8,
            b"Ts" => text.rise = n(0),
            b"Tf" => {
                let name = operands.first().and_then(Operand::name).unwrap_or_default();
                self.select_font(name, n(1), resources);
            }
            b"Td" => self.next_line(n(0), n(1)),
            b"TD" => {
                text.leading = -n(1);
                self.next_line(n(0), n(1));
            }
            b"Tm" => {
                self.line_matrix = Matrix([n(0), n(1), n(2), n(3), n(4), n(5)]);
                self.text_matrix = self.line_matrix;
            }
            b"T*" => self.next_line(0.0, -self.state.text.leading),
            b"Tj" => self.show(string(0)),
            b"'" => {
                self.next_line(0.0, -self.state.text.leading);
                self.show(string(0));
            }
            b"\"" => {
                text.word_space = n(0);
                text.char_space = n(1);
                self.next_line(0.0, -self.state.text.leading);
                self.show(string(2));
            }
            b"TJ" => {
                if let Some(Operand::Array(items)) = operands.first() {
                    for item in items {
                        match item {
                            Operand::String(s) => self.show(s),
                            Operand::Number(v) => self.adjust(*v),
                            _ => {}
                        }
                    }
                }
            }
            _ => self.unknown_operator(op),
        }
    }

    /// Operators that change nothing here are known; any other word is no content, unless the file
    /// says that it may be unknown (7.8.2).
    fn unknown_operator(&mut self, op: &[u8]) {
        match op {
            b"BX" => self.compatibility += 1,
            b"EX" => self.compatibility = self.compatibility.saturating_sub(1),
            b"BT" | b"ET" | b"d" | b"i" | b"j" | b"J" | b"M" | b"ri" | b"d0" | b"d1" | b"MP"
            | b"DP" | b"BI" | b"EI" => {}
            _ if self.compatibility > 0 => {}
            _ => self.page.skipped_bytes += op.len(),
        }
    }

    fn next_line(&mut self, tx: f64, ty: f64) {
        self.line_matrix = Matrix::translate(tx, ty).then(&self.line_matrix);
        self.text_matrix = self.line_matrix;
    }

    fn select_font(&mut self, name: &[u8], size: f64, resources: &'s Dictionary) {
        let source = self.source;
        self.state.text.font_size = size;
        let Some(fonts) = source.get_dict(resources, b"Font") else {
            self.state.text.font = None;
            return;
        };
        let id = fonts.get(name).ok().and_then(|o| o.as_reference().ok());
        match source.get_dict(fonts, name) {
            Some(dict) => self.set_font(id, dict, size),
            None => self.state.text.font = None,
        }
    }

    /// Makes a font dictionary the current font.
    pub(super) fn set_font(&mut self, id: Option<ObjectId>, dict: &'s Dictionary, size: f64) {
        let font = self.fonts.get(self.source, id, dict);
        let idx = super::fonts::page_index(&mut self.page, &mut self.page_fonts, &font);
        self.state.text.font = Some((font, idx));
        self.state.text.font_size = size;
    }

    /// A number in `TJ`: thousandths of text space, against the writing direction.
    fn adjust(&mut self, amount: f64) {
        let text = &self.state.text;
        let shift = -amount / 1000.0 * text.font_size;
        let vertical = text.font.as_ref().is_some_and(|(f, _)| f.vertical);
        let by = if vertical {
            (0.0, shift)
        } else {
            (shift * text.horizontal_scaling, 0.0)
        };
        self.text_matrix = Matrix::translate(by.0, by.1).then(&self.text_matrix);
    }

    fn show(&mut self, mut bytes: &[u8]) {
        let Some((font, font_idx)) = self.state.text.font.clone() else {
            self.missing("font");
            return;
        };
        let order = self.next_order();
        while let Some(shown) = font.next(bytes) {
            bytes = &bytes[shown.len.min(bytes.len())..];
            if self.page.glyphs.len() >= self.source.limits().glyphs {
                self.stop("glyphs");
                return;
            }
            let text = &self.state.text;
            let size = text.font_size;
            let scale = Matrix([
                size * text.horizontal_scaling,
                0.0,
                0.0,
                size,
                0.0,
                text.rise,
            ]);
            // text rendering matrix: em space to page space (9.4.4)
            let rendering = scale.then(&self.text_matrix).then(&self.state.ctm);
            let spacing = text.char_space
                + if shown.is_word_space {
                    text.word_space
                } else {
                    0.0
                };
            let advance = shown.advance * size + spacing;
            let by = if font.vertical {
                (0.0, advance)
            } else {
                (advance * text.horizontal_scaling, 0.0)
            };
            let (vx, vy) = shown.position_vector;
            let em_box = if font.vertical {
                [(-vx, shown.advance), (shown.width - vx, 0.0)]
            } else {
                let (top, bottom) = (font.ascent * font.em, font.descent * font.em);
                [(0.0, bottom), (shown.width, top)]
            };
            let mut glyph = Glyph {
                index: 0,
                code: shown.code,
                bbox: box_of(&rendering, em_box),
                origin: rendering.apply(-vx, -vy),
                size: rendering.y_scale() * font.em,
                font: font_idx,
                rotation: quarter_turn(&rendering),
                vertical: font.vertical,
                color: self.text_color(),
                backdrop: None,
                on_patch: false,
                struck: false,
                drawn: false,
                confidence: None,
                hidden: None,
                order,
                text: shown.text.unwrap_or(CompactString::const_new("\u{fffd}")),
            };
            glyph.hidden = self.hidden(&glyph, rendering.x_scale() * font.em);
            self.page.glyphs.push(glyph);
            self.text_matrix = Matrix::translate(by.0, by.1).then(&self.text_matrix);
        }
    }

    /// Outlined text takes the stroking colour.
    fn text_color(&self) -> super::page::Color {
        let state = &self.state;
        match state.text.rendering_mode {
            1 | 5 => super::color::over_white(state.stroke, state.stroke_alpha),
            // white letters with an outline are seen by their outline
            2 | 6 if state.fill.is_white() => {
                super::color::over_white(state.stroke, state.stroke_alpha)
            }
            _ => super::color::over_white(state.fill, state.fill_alpha),
        }
    }

    fn hidden(&self, glyph: &Glyph, x_scale: f64) -> Option<Hidden> {
        let center = glyph.bbox.center();
        let page = Rect {
            x0: 0.0,
            top: 0.0,
            x1: self.page.width,
            bottom: self.page.height,
        };
        if self.marked.hidden() {
            Some(Hidden::OptionalContent)
        } else if matches!(self.state.text.rendering_mode, 3 | 7) {
            Some(Hidden::RenderMode)
        } else if glyph.size.min(x_scale) < MIN_SIZE {
            Some(Hidden::ZeroSize)
        } else if !page.contains(center) {
            Some(Hidden::OffPage)
        } else if !self.state.clip.grown(1.0).contains(center) {
            Some(Hidden::Clipped)
        } else {
            None
        }
    }
}

fn box_of(m: &Matrix, [a, b]: [(f64, f64); 2]) -> Rect {
    let corners = [a, b, (a.0, b.1), (b.0, a.1)];
    let points = corners.map(|(x, y)| m.apply(x, y));
    Rect::around(points).unwrap_or(Rect::from_corners(Point::default(), Point::default()))
}

/// The direction of the em's x axis in page space, to the nearest quarter turn clockwise.
fn quarter_turn(m: &Matrix) -> u16 {
    let [a, b, ..] = m.0;
    match (a.abs() >= b.abs(), a >= 0.0, b >= 0.0) {
        (true, true, _) => 0,
        (true, false, _) => 180,
        (false, _, true) => 90,
        (false, _, false) => 270,
    }
}
