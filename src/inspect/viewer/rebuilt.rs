//! A page drawn from what was read of it: its text in the browser's own fonts, and for a page that could not be
//! drawn otherwise the painted areas, lines and places of images as well.

use crate::geometry::Rect;
use crate::inspect::svg::rect;
use crate::pdf::{Color, Glyph, Page};
use std::fmt::Write;

/// Gothic and Mincho as systems have them.
const GOTHIC: &str = "'Hiragino Kaku Gothic ProN','Yu Gothic','Meiryo','Noto Sans CJK JP','Noto Sans JP','IPAGothic',sans-serif";
const MINCHO: &str = "'Hiragino Mincho ProN','Yu Mincho','MS Mincho','Noto Serif CJK JP','Noto Serif JP','IPAMincho',serif";

/// The page as SVG.
pub fn page(page: &Page) -> String {
    let mut out = String::new();
    let (w, h) = (page.width, page.height);
    let _ = write!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w:.2} {h:.2}" width="{w:.2}" height="{h:.2}"><rect width="100%" height="100%" fill="white"/>"#
    );
    for image in &page.images {
        picture(&mut out, &image.bbox);
    }
    for fill in &page.fills {
        let inside = fill.fill.map_or("none".to_owned(), css);
        let outline = fill.stroke.map_or("none".to_owned(), css);
        let style = format!(r#"fill="{inside}" stroke="{outline}" stroke-width="0.5""#);
        rect(&mut out, &fill.bbox, &style);
    }
    for r in &page.rulings {
        let b = r.bbox();
        let _ = write!(
            out,
            r#"<path d="M{:.2} {:.2}L{:.2} {:.2}" stroke="{}" stroke-width="{:.2}"/>"#,
            b.x0,
            b.top,
            b.x1,
            b.bottom,
            css(r.color),
            r.thickness.max(0.25)
        );
    }
    out += &text_of(page, |_| true);
    out += "</svg>";
    out
}

/// The place of an image that is not drawn: crossed out, so that it is not taken for an empty page.
fn picture(out: &mut String, b: &Rect) {
    rect(out, b, r##"fill="#f4f5f7" stroke="#9aa1ad""##);
    let _ = write!(
        out,
        r##"<path d="M{x0:.2} {top:.2}L{x1:.2} {bottom:.2}M{x1:.2} {top:.2}L{x0:.2} {bottom:.2}" stroke="#c3c8d0"/>"##,
        x0 = b.x0,
        top = b.top,
        x1 = b.x1,
        bottom = b.bottom,
    );
}

fn css(color: Color) -> String {
    if color.pattern {
        return "#ddd".into();
    }
    color.to_css()
}

/// The visible glyphs of some fonts as text; empty when there are none.
pub fn text_of(page: &Page, wanted: impl Fn(&Glyph) -> bool) -> String {
    let mut out = String::new();
    let mut family = "";
    for glyph in &page.glyphs {
        let said = glyph.text.trim();
        if glyph.hidden.is_some() || glyph.drawn || said.is_empty() || !wanted(glyph) {
            continue;
        }
        let font = page.fonts.get(usize::from(glyph.font));
        let wants = family_of(font.map_or("", |f| f.name.as_str()));
        if wants != family {
            if !family.is_empty() {
                out += "</g>";
            }
            let _ = write!(out, r#"<g font-family="{wants}">"#);
            family = wants;
        }
        let weight = match font.is_some_and(|f| f.bold) {
            true => r#" font-weight="bold""#,
            false => "",
        };
        draw(&mut out, glyph, said, weight);
    }
    if !family.is_empty() {
        out += "</g>";
    }
    out
}

fn family_of(name: &str) -> &'static str {
    let serif = [
        "Min", "明朝", "Ryumin", "Serif", "Roman", "Times", "Song", "Century",
    ];
    match serif.iter().any(|s| name.contains(s)) {
        true => MINCHO,
        false => GOTHIC,
    }
}

/// A glyph at its origin, turned as it is, and as wide as it is where that is less than the font would have it.
fn draw(out: &mut String, glyph: &Glyph, said: &str, weight: &str) {
    let size = glyph.size;
    let (mut x, mut y) = (glyph.origin.x, glyph.origin.y);
    let mut turn = String::new();
    if glyph.vertical {
        // from the middle of the top, so that the font's upright forms stand where they belong
        x = (glyph.bbox.x0 + glyph.bbox.x1) / 2.0;
        y = glyph.bbox.top;
        let upright = match said.is_ascii() {
            true => r#" style="text-orientation:upright""#,
            false => "",
        };
        turn = format!(r#" writing-mode="vertical-rl"{upright}"#);
    } else if glyph.rotation != 0 {
        turn = format!(r#" transform="rotate({} {x:.2} {y:.2})""#, glyph.rotation);
    }
    let fill = match css(glyph.color) {
        black if black == "#000000" => String::new(),
        other => format!(r#" fill="{other}""#),
    };
    let squeezed = match (glyph.vertical, said.chars().next()) {
        (false, Some(c)) if !c.is_ascii() && glyph.rotation == 0 => {
            let width = glyph.bbox.width();
            match width > 0.1 * size && width < 0.95 * size {
                true => format!(r#" textLength="{width:.2}" lengthAdjust="spacingAndGlyphs""#),
                false => String::new(),
            }
        }
        _ => String::new(),
    };
    let _ = write!(
        out,
        r#"<text x="{x:.2}" y="{y:.2}" font-size="{size:.2}"{fill}{weight}{turn}{squeezed}>{}</text>"#,
        escaped(said)
    );
}

/// A text within SVG.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            // XML has no such characters
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
