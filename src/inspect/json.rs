//! `inspect --format json`.

use super::Inspection;
use crate::pdf::Page;
use crate::table::{self, Labels, Table};
use serde_json::{Value, json};

/// Glyphs and graphics of each page.
pub fn glyphs_json(pages: &[Page]) -> Value {
    let pages: Vec<Value> = pages.iter().map(page_json).collect();
    json!({ "pages": pages })
}

fn page_json(page: &Page) -> Value {
    let glyphs: Vec<Value> = page
        .glyphs
        .iter()
        .map(|g| {
            let font = page.fonts.get(usize::from(g.font)).map(|f| &f.name);
            json!({
                "text": g.text.as_str(), "box": g.bbox.rounded(), "size": round(g.size),
                "font": font, "hidden": g.hidden.map(|h| h.as_str()),
                "origin": [round(g.origin.x), round(g.origin.y)],
                "vertical": g.vertical, "rotation": g.rotation, "color": g.color.to_css(),
                "backdrop": g.backdrop.map(|c| c.to_css()), "struck": g.struck,
                "drawn": g.drawn,
            })
        })
        .collect();
    let rulings: Vec<Value> = page
        .rulings
        .iter()
        .map(|r| {
            json!({ "box": r.bbox().rounded(), "thickness": round(r.thickness),
                    "horizontal": r.horizontal, "color": r.color.to_css() })
        })
        .collect();
    let fills: Vec<Value> = page
        .fills
        .iter()
        .map(|f| {
            json!({ "box": f.bbox.rounded(), "fill": f.fill.map(|c| c.to_css()),
                    "stroke": f.stroke.map(|c| c.to_css()), "rectangular": f.rectangular })
        })
        .collect();
    let shapes: Vec<Value> = page
        .shapes
        .iter()
        .map(|s| {
            json!({ "box": s.bbox.rounded(), "fill": s.fill.map(|c| c.to_css()),
                    "stroke": s.stroke.map(|c| c.to_css()), "segments": s.segments })
        })
        .collect();
    let images: Vec<Value> = page
        .images
        .iter()
        .map(|i| json!({ "box": i.bbox.rounded() }))
        .collect();
    let arrows: Vec<Value> = page
        .arrows
        .iter()
        .map(|a| {
            json!({ "box": a.bbox.rounded(), "to_left": a.to_left, "to_right": a.to_right,
                    "color": a.color.to_css() })
        })
        .collect();
    let ruby: Vec<Value> = page
        .ruby
        .iter()
        .map(|r| json!({ "base": r.base, "text": r.text, "box": r.bbox.rounded() }))
        .collect();
    json!({
        "page": page.number, "width": round(page.width), "height": round(page.height),
        "glyphs": glyphs, "rulings": rulings, "fills": fills, "shapes": shapes, "images": images,
        "ruby": ruby, "arrows": arrows,
    })
}

fn round(v: f64) -> f64 {
    crate::geometry::round2(v)
}

/// The tables of each page before joining, and the joined ones.
pub fn tables_json(inspection: &Inspection) -> Value {
    let on_pages = inspection.page_flows.iter().flat_map(|p| &p.tables);
    let tables: Vec<Value> = on_pages
        .map(|t| {
            let (page, bbox) = t.places[0];
            json!({ "page": page, "bbox": bbox.rounded(), "evidence": t.evidence.as_str(), "sureness": table::sureness(t),
                    "cells": cells_json(t) })
        })
        .collect();
    let logical: Vec<Value> = inspection
        .flow
        .tables
        .iter()
        .map(|t| {
            let spans: Vec<Value> = t
                .places
                .iter()
                .map(|(page, bbox)| json!({ "page": page, "bbox": bbox.rounded() }))
                .collect();
            let labels = Labels::new(t);
            json!({ "page_spans": spans, "header_rows": t.header_rows,
                    "label_cols": labels.label_cols(), "cells": labelled(t, &labels) })
        })
        .collect();
    json!({ "tables": tables, "logical_tables": logical })
}

fn cells_json(table: &Table) -> Vec<Value> {
    table
        .cells
        .iter()
        .map(|c| {
            json!({ "row": c.row, "col": c.col, "rowspan": c.rowspan, "colspan": c.colspan,
                    "text": c.text().as_str(), "box": c.bbox.rounded(), "page": c.page,
                    "fill": c.fill.map(|f| f.to_css()), "header": c.row < table.header_rows })
        })
        .collect()
}

/// The cells with their labels, where they have some.
fn labelled(table: &Table, labels: &Labels<'_>) -> Vec<Value> {
    let mut cells = cells_json(table);
    for (i, cell) in cells.iter_mut().enumerate() {
        let texts = |cells: Vec<usize>| -> Vec<String> {
            cells.into_iter().map(|c| labels.text(c)).collect()
        };
        let (above, left) = (texts(labels.above(i)), texts(labels.left(i)));
        if !above.is_empty() || !left.is_empty() {
            cell["labels"] = json!({ "above": above, "left": left });
        }
    }
    cells
}
