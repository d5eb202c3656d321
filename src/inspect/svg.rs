//! `inspect --format svg`: glyphs, rulings, fills, lines and cells of a page, drawn over one another.

use crate::flow::PageFlow;
use crate::geometry::{Point, Rect};
use crate::layout::text_lines;
use crate::pdf::{Glyph, Page};
use crate::table::{self, Table};
use std::fmt::Write;

/// A picture of a page in points: fills as painted, glyph boxes in blue (hidden ones in magenta)
/// with their text, lines in green, rulings in black; on the way to tables the edges of nets and their
/// crossings in orange and seams in purple; table cells in red with `row,col`.
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
    draw_steps(&mut out, page);
    for table in &flow.tables {
        draw_evidence(&mut out, table);
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

/// The edges of each net in orange, their crossings as dots, and seams as dashes in purple.
fn draw_steps(out: &mut String, page: &Page) {
    let steps = table::steps(page);
    let line = |out: &mut String, a: &Point, b: &Point, style: &str| {
        let _ = writeln!(
            out,
            r#"<line x1="{:.2}" y1="{:.2}" x2="{:.2}" y2="{:.2}" {style}/>"#,
            a.x, a.y, b.x, b.y
        );
    };
    for (a, b) in steps.nets.iter().flatten() {
        line(out, a, b, r#"stroke="orange" stroke-width="1""#);
    }
    for (a, b) in &steps.seams {
        let style = r#"stroke="purple" stroke-width="0.6" stroke-dasharray="4 2""#;
        line(out, a, b, style);
    }
    for p in &steps.crossings {
        let (x, y) = (p.x, p.y);
        let _ = writeln!(
            out,
            r#"<circle cx="{x:.2}" cy="{y:.2}" r="1.2" fill="orange"/>"#
        );
    }
}

/// By what a table was found and how sure that is, above it; what speaks against it in magenta.
fn draw_evidence(out: &mut String, table: &Table) {
    let bbox = table.places[0].1;
    let sure = table::sureness(table) * 100.0;
    let _ = writeln!(
        out,
        r#"<text x="{:.1}" y="{:.1}" font-size="7" fill="red">{} {sure:.0} %</text>"#,
        bbox.x0,
        bbox.top - 1.0,
        table.evidence.as_str()
    );
    for doubt in &table.doubts {
        let style = r#"fill="magenta" fill-opacity="0.3" stroke="magenta""#;
        rect(out, &doubt.bbox, style);
    }
}

/// Draws a box.
pub(super) fn rect(out: &mut String, r: &Rect, style: &str) {
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
