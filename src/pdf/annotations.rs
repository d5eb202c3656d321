//! Annotations (ISO 32000-2, 12.5): what comments, stamps and form fields show on the page.

use super::interpreter::Interpreter;
use super::page::PageNote;
use super::source::{Source, as_dict};
use crate::geometry::{Matrix, Point, Rect};
use lopdf::{Dictionary, Object, Stream};

/// Bit 2 of `/F`: Hidden.
const HIDDEN: i64 = 1 << 1;
/// Bit 6 of `/F`: NoView.
const NO_VIEW: i64 = 1 << 5;

/// Draws the appearances of a page's annotations over its content.
pub fn draw<'s>(interpreter: &mut Interpreter<'s, '_>, page: &'s Dictionary, user_space: Matrix) {
    let source = interpreter.source;
    let Some(Object::Array(annotations)) = source.get(page, b"Annots") else {
        return;
    };
    let before = interpreter.page.glyphs.len();
    for annotation in annotations {
        let Some(dict) = as_dict(source.resolve(annotation)).filter(|d| is_shown(source, d)) else {
            continue;
        };
        match appearance(source, dict) {
            Some(stream) => draw_one(interpreter, dict, stream, user_space),
            None if has_value(source, dict) => {
                let note = PageNote::FieldNotDrawn(field_name(source, dict));
                interpreter.page.notes.push(note);
            }
            None => {}
        }
    }
    let drawn = interpreter.page.glyphs.len().saturating_sub(before);
    if drawn > 0 {
        let note = PageNote::AnnotationText(drawn);
        interpreter.page.notes.push(note);
    }
}

fn is_shown(source: &Source<'_>, annotation: &Dictionary) -> bool {
    let flags = source.get_number(annotation, b"F").unwrap_or(0.0) as i64;
    flags & (HIDDEN | NO_VIEW) == 0 && source.get_name(annotation, b"Subtype") != Some(b"Popup")
}

/// The normal appearance, in its current state where it has several.
fn appearance<'s>(source: &'s Source<'_>, annotation: &'s Dictionary) -> Option<&'s Stream> {
    let appearances = source.get_dict(annotation, b"AP")?;
    match source.get(appearances, b"N")? {
        Object::Stream(stream) => Some(stream),
        Object::Dictionary(states) => {
            let state = source.get_name(annotation, b"AS")?;
            source.get(states, state)?.as_stream().ok()
        }
        _ => None,
    }
}

/// A form field with a value, or a comment on the page, that no appearance shows.
fn has_value(source: &Source<'_>, annotation: &Dictionary) -> bool {
    let text = |o: &Object| matches!(o, Object::String(s, _) if !s.is_empty());
    match source.get_name(annotation, b"Subtype") {
        _ if source.get_dict(annotation, b"AP").is_some() => false,
        Some(b"Widget") => source.inherited(annotation, b"V").is_some_and(text),
        Some(b"FreeText") => source.get(annotation, b"Contents").is_some_and(text),
        _ => false,
    }
}

fn field_name(source: &Source<'_>, annotation: &Dictionary) -> String {
    let name = source.inherited(annotation, b"T");
    let bytes = name.and_then(|n| n.as_str().ok()).unwrap_or_default();
    super::text_string::decode(bytes)
}

/// Maps the appearance's box onto the annotation's rectangle (12.5.5, algorithm 8).
fn draw_one<'s>(
    interpreter: &mut Interpreter<'s, '_>,
    annotation: &'s Dictionary,
    stream: &'s Stream,
    user_space: Matrix,
) {
    let source = interpreter.source;
    let rect = |dict: &Dictionary, key: &[u8]| match source.get_numbers(dict, key).as_deref() {
        Some([x0, y0, x1, y1]) => Some(Rect::from_corners(
            Point { x: *x0, y: *y0 },
            Point { x: *x1, y: *y1 },
        )),
        _ => None,
    };
    let Some(target) = rect(annotation, b"Rect") else {
        return;
    };
    let matrix = match source.get_numbers(&stream.dict, b"Matrix").as_deref() {
        Some([a, b, c, d, e, f]) => Matrix([*a, *b, *c, *d, *e, *f]),
        _ => Matrix::IDENTITY,
    };
    let shown = rect(&stream.dict, b"BBox").map_or(target, |b| matrix.apply_rect(&b));
    let scale = |to: f64, from: f64| if from.abs() > 0.0 { to / from } else { 1.0 };
    let (sx, sy) = (
        scale(target.width(), shown.width()),
        scale(target.height(), shown.height()),
    );
    let (dx, dy) = (target.x0 - sx * shown.x0, target.top - sy * shown.top);
    let placed = Matrix([sx, 0.0, 0.0, sy, dx, dy]).then(&user_space);
    interpreter.appearance(annotation, stream, placed);
}
