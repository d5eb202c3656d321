//! Faults in the cells of tables.

use super::in_truths::{one_of, where_};
use super::{Fault, Put};
use crate::editions::random::Random;
use serde_json::{Value, json};

pub const PUTS: &[(&str, Put)] = &[
    ("shifted column", shifted_column),
    ("lost row", lost_row),
    ("wrong cell", wrong_cell),
    ("lost cell text", lost_text),
    ("shading", shading),
    ("split cell", split_cell),
    ("lost table", lost_table),
    ("header rows", header_rows),
];

/// The cells of some table.
fn cells<'v>(truth: &'v mut Value, random: &mut Random) -> Option<&'v mut Vec<Value>> {
    let tables = truth["tables"].as_array_mut().filter(|t| !t.is_empty())?;
    let i = random.below(tables.len());
    tables[i]["cells"].as_array_mut()
}

fn says(cell: &Value) -> bool {
    cell["text"].as_str().is_some_and(|t| !t.trim().is_empty())
}

fn shifted_column(truth: &mut Value, random: &mut Random) -> Option<Fault> {
    let cells = cells(truth, random)?;
    let row = random.pick(cells)["row"].clone();
    let of_row = where_(cells, |c| c["row"] == row);
    let differing = of_row
        .windows(2)
        .any(|w| cells[w[0]]["text"] != cells[w[1]]["text"]);
    if of_row.len() < 3 || !differing {
        return None;
    }
    let last = cells[*of_row.last()?]["text"].clone();
    for pair in of_row.windows(2).rev() {
        cells[pair[1]]["text"] = cells[pair[0]]["text"].clone();
    }
    cells[of_row[0]]["text"] = last;
    let page = cells[of_row[0]]["page"].as_u64();
    Some(
        Fault::new(format!("row {row} one column on"), "cells")
            .on(page)
            .at_most(of_row.len()),
    )
}

fn lost_row(truth: &mut Value, random: &mut Random) -> Option<Fault> {
    let tables = truth["tables"].as_array_mut().filter(|t| !t.is_empty())?;
    let i = random.below(tables.len());
    let rows = tables[i]["rows"].as_u64()?;
    let cells = tables[i]["cells"].as_array_mut()?;
    let row = random.pick(cells)["row"].as_u64()?;
    let through = |c: &Value| {
        let (first, span) = (
            c["row"].as_u64().unwrap_or(0),
            c["rowspan"].as_u64().unwrap_or(1),
        );
        first <= row && row < first + span && span > 1
    };
    if rows < 4
        || cells.iter().any(through)
        || !cells.iter().any(|c| c["row"] == json!(row) && says(c))
    {
        return None;
    }
    let page = cells.iter().find(|c| c["row"] == json!(row))?["page"].as_u64();
    let lost = cells.iter().filter(|c| c["row"] == json!(row)).count();
    cells.retain(|c| c["row"] != json!(row));
    for cell in cells.iter_mut().filter(|c| c["row"].as_u64() > Some(row)) {
        cell["row"] = json!(cell["row"].as_u64()? - 1);
    }
    tables[i]["rows"] = json!(rows - 1);
    // the cells of the row, and the number of rows
    Some(
        Fault::new(format!("drop row {row}"), "cells")
            .or("rows")
            .on(page)
            .at_most(lost + 2),
    )
}

/// A cell that says something and is told from all others by that.
fn told(cells: &[Value], random: &mut Random) -> Option<usize> {
    let once = |c: &Value| cells.iter().filter(|o| o["text"] == c["text"]).count() == 1;
    one_of(&where_(cells, |c| says(c) && once(c)), random)
}

fn wrong_cell(truth: &mut Value, random: &mut Random) -> Option<Fault> {
    let cells = cells(truth, random)?;
    let i = told(cells, random)?;
    let text = cells[i]["text"].as_str()?.to_owned() + "森";
    cells[i]["text"] = json!(text);
    Some(Fault::new(text, "cells").on(cells[i]["page"].as_u64()))
}

fn lost_text(truth: &mut Value, random: &mut Random) -> Option<Fault> {
    let cells = cells(truth, random)?;
    let i = told(cells, random)?;
    cells[i]["text"] = json!("");
    Some(Fault::new("an empty cell", "cells").on(cells[i]["page"].as_u64()))
}

fn shading(truth: &mut Value, random: &mut Random) -> Option<Fault> {
    let cells = cells(truth, random)?;
    let i = told(cells, random)?;
    cells[i]["shaded"] = json!(!cells[i]["shaded"].as_bool()?);
    Some(
        Fault::new("another shading", "cells")
            .or("shaded")
            .on(cells[i]["page"].as_u64()),
    )
}

fn split_cell(truth: &mut Value, random: &mut Random) -> Option<Fault> {
    let cells = cells(truth, random)?;
    let merged = where_(cells, |c| c["rowspan"].as_u64() > Some(1) && says(c));
    let i = one_of(&merged, random)?;
    let (row, span) = (cells[i]["row"].as_u64()?, cells[i]["rowspan"].as_u64()?);
    let page = cells[i]["page"].as_u64();
    cells[i]["rowspan"] = json!(1);
    for below in 1..span {
        let mut cell = cells[i].clone();
        cell["row"] = json!(row + below);
        cell["text"] = json!("");
        cells.push(cell);
    }
    Some(
        Fault::new("a merged cell split", "cells")
            .or("span")
            .on(page)
            .at_most(span as usize),
    )
}

/// A part of a document holds only the tables that it names.
fn lost_table(truth: &mut Value, random: &mut Random) -> Option<Fault> {
    truth["schema"].as_str()?;
    let tables = truth["tables"].as_array_mut().filter(|t| t.len() > 1)?;
    let lost = tables.remove(random.below(tables.len()));
    Some(Fault::new("drop a table", "tables").on(lost["pages"][0].as_u64()))
}

fn header_rows(truth: &mut Value, random: &mut Random) -> Option<Fault> {
    let tables = truth["tables"].as_array_mut().filter(|t| !t.is_empty())?;
    let i = random.below(tables.len());
    tables[i]["header_rows"] = json!(tables[i]["header_rows"].as_u64()? + 1);
    let page = tables[i]["pages"][0].as_u64();
    Some(Fault::new("a header row more", "header_rows").on(page))
}
