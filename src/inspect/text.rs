//! `inspect --format text`: one fact a line, the text that snapshots compare.

use super::Inspection;
use crate::document::Document;
use crate::flow::{Flow, Part};
use crate::geometry::Rect;
use crate::layout::text_lines;
use crate::pdf::{Glyph, Page};
use crate::table::{self, Labels, Steps, Table};
use std::fmt::Write;

fn place(r: &Rect) -> String {
    let [x0, top, x1, bottom] = [r.x0, r.top, r.x1, r.bottom].map(|v| v.round() as i64);
    format!("[{x0} {top} {x1} {bottom}]")
}

/// Glyphs and graphics.
pub fn glyphs_text(pages: &[Page]) -> String {
    let mut out = String::new();
    for page in pages {
        let _ = writeln!(
            out,
            "page {} {:.0}x{:.0}: {} glyphs, {} rulings, {} fills, {} shapes, {} images",
            page.number,
            page.width,
            page.height,
            page.glyphs.len(),
            page.rulings.len(),
            page.fills.len(),
            page.shapes.len(),
            page.images.len()
        );
        for font in &page.fonts {
            let bold = if font.bold { " bold" } else { "" };
            let _ = writeln!(
                out,
                "  font {}{bold}, {} unmapped",
                font.name, font.unmapped
            );
        }
        for g in &page.glyphs {
            let hidden = g.hidden.map_or("", |h| h.as_str());
            let _ = writeln!(
                out,
                "  {:?} {} {:.1} {hidden}",
                g.text,
                place(&g.bbox),
                g.size
            );
        }
        for r in &page.rulings {
            let kind = if r.horizontal { "h" } else { "v" };
            let _ = writeln!(
                out,
                "  ruling {kind} {} {:.1}",
                place(&r.bbox()),
                r.thickness
            );
        }
        for f in &page.fills {
            let css = |c: Option<crate::pdf::Color>| c.map_or("-".to_owned(), |c| c.to_css());
            let _ = writeln!(
                out,
                "  fill {} {} stroke {}",
                place(&f.bbox),
                css(f.fill),
                css(f.stroke)
            );
        }
    }
    out
}

/// Lines of text as they stand on each page, tables included.
pub fn lines_text(pages: &[Page]) -> String {
    let mut out = String::new();
    for page in pages {
        let _ = writeln!(out, "page {}", page.number);
        let glyphs: Vec<&Glyph> = page.glyphs.iter().collect();
        for line in text_lines(page, &glyphs, 1.2) {
            let _ = writeln!(
                out,
                "  {} {:.1} {:?} {}",
                place(&line.bbox),
                line.size,
                line.direction,
                line.text.as_str()
            );
        }
    }
    out
}

/// Paragraphs and tables in reading order.
pub fn flow_text(flow: &Flow) -> String {
    let mut out = String::new();
    for part in &flow.parts {
        match part {
            Part::Block(b) => {
                let furniture = if b.furniture { " furniture" } else { "" };
                let boxed = b
                    .boxes
                    .last()
                    .map_or(String::new(), |id| format!(" box {id}"));
                let _ = writeln!(
                    out,
                    "p{} {} {:.1}{boxed}{furniture} | {}",
                    b.page,
                    place(&b.bbox),
                    b.size,
                    b.text.as_str()
                );
            }
            Part::Table(t) => out.push_str(&table_text(&flow.tables[*t])),
        }
    }
    out
}

/// Tables cell by cell: on each page, then joined.
pub fn tables_text(inspection: &Inspection) -> String {
    let mut out = String::new();
    for (page, drawn) in inspection.page_flows.iter().zip(&inspection.pages) {
        let _ = writeln!(out, "page {}", page.number);
        out.push_str(&steps_text(&table::steps(drawn)));
        for table in &page.tables {
            out.push_str(&table_text(table));
        }
    }
    let _ = writeln!(out, "joined");
    for table in &inspection.flow.tables {
        out.push_str(&table_text(table));
    }
    out
}

/// What the tables of a page are made of.
fn steps_text(steps: &Steps) -> String {
    let mut out = String::new();
    for net in &steps.nets {
        let ends = net.iter().flat_map(|(a, b)| [*a, *b]);
        let around = Rect::around(ends).unwrap_or_default();
        let _ = writeln!(out, "  net of {} edges {}", net.len(), place(&around));
    }
    let (crossings, seams) = (steps.crossings.len(), steps.seams.len());
    if crossings + seams > 0 {
        let _ = writeln!(out, "  {crossings} intersections, {seams} pieces of seams");
    }
    out
}

fn table_text(table: &Table) -> String {
    let mut out = String::new();
    let pages: Vec<String> = table
        .places
        .iter()
        .map(|(page, bbox)| format!("p{page} {}", place(bbox)))
        .collect();
    let _ = writeln!(
        out,
        "table {} rows x {} cols, {} header, {}by {} ({:.0} % sure), {}{}",
        table.rows,
        table.cols,
        table.header_rows,
        match Labels::new(table).label_cols() {
            0 => String::new(),
            n => format!("{n} label columns, "),
        },
        table.evidence.as_str(),
        table::sureness(table) * 100.0,
        pages.join(" "),
        table
            .caption
            .as_ref()
            .map_or(String::new(), |c| format!(", caption {:?}", c.as_str()))
    );
    for doubt in &table.doubts {
        let (kind, page) = (doubt.kind.message(), doubt.page);
        let _ = writeln!(out, "  ! {kind}: p{page} {}", place(&doubt.bbox));
    }
    for cell in &table.cells {
        let span = match (cell.rowspan, cell.colspan) {
            (1, 1) => String::new(),
            (r, c) => format!(" {r}x{c}"),
        };
        let fill = cell
            .fill
            .map_or(String::new(), |f| format!(" {}", f.to_css()));
        let text = cell.text().as_str().replace('\n', " ⏎ ");
        let _ = writeln!(out, "  ({}, {}){span}{fill} {text}", cell.row, cell.col);
    }
    out
}

/// Items and indicators of a document, a line each.
pub fn items_text(document: &Document) -> String {
    let mut out = String::new();
    for item in &document.items {
        let depth = item.id.matches('/').count();
        let _ = write!(out, "{}{}", "  ".repeat(depth), item.kind);
        if let Some(number) = &item.number {
            let _ = write!(out, " {number}");
        }
        let _ = write!(out, " {}", item.title);
        if let Some(status) = &item.status {
            let _ = write!(out, " [{} = {}]", status.mark, status.code);
        }
        for flag in &item.flags {
            let _ = write!(out, " #{flag}");
        }
        for reference in &item.refs {
            let _ = write!(out, " →{reference}");
        }
        out.push('\n');
        for (label, value) in &item.fields {
            let text = value.as_ref().map_or("?", |v| v.text.as_str());
            let text = text.replace('\n', " ⏎ ");
            let _ = writeln!(out, "{}| {label}: {text}", "  ".repeat(depth + 1));
        }
    }
    for indicator in &document.indicators {
        let of = indicator.of.as_deref().unwrap_or("-");
        let _ = writeln!(out, "indicator {} of {of}", indicator.name);
        for v in &indicator.values {
            let year = v.year.map_or(String::new(), |y| y.to_string());
            let _ = writeln!(out, "  {} {} {year}", v.role, v.text);
        }
    }
    out
}
