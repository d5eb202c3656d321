//! `inspect --format svg`: glyphs, rulings, fills, lines and cells of a page, drawn over one another.

use crate::flow::PageFlow;
use crate::geometry::Rect;
use crate::layout::text_lines;
use crate::pdf::{Glyph, Page};
use std::fmt::Write;

/// A picture of a page in points: fills as painted, glyph boxes in blue (hidden ones in magenta)
/// with their text, lines in green, rulings in black, table cells in red with `row,col`.
pub fn overlay_svg(page: &Page, flow: &PageFlow) -> String {
    let mut out = String::new();
    let (w, h) = (page.width, page.height);
    let _ = writeln!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w:.1} {h:.1}" width="{w:.1}" height="{h:.1}"><rect width="100%" height="100%" fill="white"/>"#
    );
    for fill in &page.fills {
        let inside = fill.fill.map_or("none".to_owned(), |c| c.to_css());
        let inside = if inside == "pattern" {
            "#ddd".into()
        } else {
            inside
        };
        let outline = fill.stroke.map_or("none".to_owned(), |c| c.to_css());
        rect(
            &mut out,
            &fill.bbox,
            &format!(r#"fill="{inside}" stroke="{outline}""#),
        );
    }
    for image in &page.images {
        rect(&mut out, &image.bbox, r##"fill="#eef" stroke="#99c""##);
    }
    for glyph in &page.glyphs {
        draw_glyph(&mut out, glyph);
    }
    for ruling in &page.rulings {
        let b = ruling.bbox();
        let _ = writeln!(
            out,
            r#"<line x1="{:.2}" y1="{:.2}" x2="{:.2}" y2="{:.2}" stroke="black" stroke-width="{:.2}"/>"#,
            b.x0,
            b.top,
            b.x1,
            b.bottom,
            ruling.thickness.max(0.3)
        );
    }
    let glyphs: Vec<&Glyph> = page.glyphs.iter().collect();
    for line in text_lines(page, &glyphs, 1.2) {
        rect(
            &mut out,
            &line.bbox,
            r#"fill="none" stroke="green" stroke-width="0.4""#,
        );
    }
    for table in &flow.tables {
        for cell in &table.cells {
            rect(
                &mut out,
                &cell.bbox,
                r#"fill="none" stroke="red" stroke-width="1.2" stroke-opacity="0.6""#,
            );
            let _ = writeln!(
                out,
                r#"<text x="{:.1}" y="{:.1}" font-size="6" fill="red">{},{}</text>"#,
                cell.bbox.x0 + 1.0,
                cell.bbox.top + 6.0,
                cell.row,
                cell.col
            );
        }
    }
    out.push_str("</svg>\n");
    out
}

fn rect(out: &mut String, r: &Rect, style: &str) {
    let _ = writeln!(
        out,
        r#"<rect x="{:.2}" y="{:.2}" width="{:.2}" height="{:.2}" {style}/>"#,
        r.x0,
        r.top,
        r.width(),
        r.height()
    );
}

fn draw_glyph(out: &mut String, glyph: &Glyph) {
    let stroke = if glyph.hidden.is_some() {
        "magenta"
    } else {
        "#88f"
    };
    let style = format!(r#"fill="none" stroke="{stroke}" stroke-width="0.2""#);
    rect(out, &glyph.bbox, &style);
    let text: String = glyph
        .text
        .chars()
        .map(|c| match c {
            '<' => "&lt;".to_owned(),
            '&' => "&amp;".to_owned(),
            c if c.is_control() => "\u{fffd}".to_owned(),
            c => c.to_string(),
        })
        .collect();
    let _ = writeln!(
        out,
        r#"<text x="{:.2}" y="{:.2}" font-size="{:.2}" fill="{}">{text}</text>"#,
        glyph.bbox.x0,
        glyph.bbox.bottom - 0.12 * glyph.size,
        glyph.size,
        glyph.color.to_css()
    );
}
