//! Items and indicators over all editions: their states and values, where they came from, and where editions
//! contradict each other. What counts is the current revision of each edition.

use super::read::all;
use super::types::{Disagreement, Identity, ItemState, Lineage, Observation};
use super::values::{from_json, from_word_or_null};
use crate::document::{At, Status};
use crate::edition::Direction;
use crate::finding::{Code, Finding};
use rusqlite::{Connection, Row, params};
use std::collections::HashMap;

/// Items by id, by number, or by a part of the title.
pub(super) fn items(database: &Connection, query: &str) -> rusqlite::Result<Vec<Identity>> {
    let sql = "WITH found AS (
                 SELECT item FROM items WHERE item = ?1
                 UNION SELECT item FROM item_states
                 WHERE number = ?1 OR number_key = ?1 OR instr(title, ?1) > 0
               )
               SELECT i.item, i.plan, s.number, s.title, s.kind, c.edition
               FROM found
               JOIN items AS i ON i.item = found.item
               JOIN item_states AS s ON s.item = i.item
               JOIN current AS c ON c.revision = s.revision
               ORDER BY i.plan, i.n, c.edition_position";
    all(database, sql, [query], identity).map(gathered)
}

/// Indicators by id, or by a part of the name.
pub(super) fn indicators(database: &Connection, query: &str) -> rusqlite::Result<Vec<Identity>> {
    let sql = "WITH found AS (
                 SELECT indicator FROM indicators WHERE indicator = ?1
                 UNION SELECT indicator FROM indicator_states WHERE instr(name, ?1) > 0
               )
               SELECT i.indicator, i.plan, NULL, s.name, s.indicator_group, c.edition
               FROM found
               JOIN indicators AS i ON i.indicator = found.indicator
               JOIN indicator_states AS s ON s.indicator = i.indicator
               JOIN current AS c ON c.revision = s.revision
               ORDER BY i.plan, i.n, c.edition_position";
    all(database, sql, [query], identity).map(gathered)
}

/// As one edition has it.
fn identity(row: &Row<'_>) -> rusqlite::Result<Identity> {
    Ok(Identity {
        id: row.get(0)?,
        plan: row.get(1)?,
        number: row.get(2)?,
        title: row.get(3)?,
        kind: row.get(4)?,
        editions: vec![row.get(5)?],
    })
}

/// One of each: the latest edition says what it is called.
fn gathered(rows: Vec<Identity>) -> Vec<Identity> {
    let mut out: Vec<Identity> = Vec::new();
    for mut row in rows {
        match out.last_mut() {
            Some(last) if last.id == row.id => {
                last.editions.append(&mut row.editions);
                row.editions = std::mem::take(&mut last.editions);
                *last = row;
            }
            _ => out.push(row),
        }
    }
    out
}

const STATES: &str = "SELECT s.*, c.edition, c.edition_label, c.edition_year, c.pdf
    FROM item_states AS s
    JOIN current AS c ON c.revision = s.revision";

/// The states of an item, in the order of the editions.
pub(super) fn history(database: &Connection, item: &str) -> rusqlite::Result<Vec<ItemState>> {
    let sql = "SELECT t.edition, x.direction FROM changes AS x
               JOIN steps AS t ON t.comparison = x.comparison AND t.step = 'edition'
               WHERE x.item = ? AND x.kind = 'status_changed'";
    let went = all(database, sql, [item], |row| {
        Ok((row.get(0)?, from_word_or_null(row, "direction")?))
    })?;
    let went: HashMap<String, Option<Direction>> = went.into_iter().collect();
    let sql = format!("{STATES} WHERE s.item = ? ORDER BY c.edition_position");
    let mut states = all(database, &sql, [item], state)?;
    for state in &mut states {
        state.direction = went.get(&state.edition).copied().flatten();
    }
    Ok(states)
}

/// Asks for the states of all items, by item and in the order of the editions ([`state_with_direction`]).
pub(super) const HISTORIES: &str =
    "SELECT s.*, h.edition, h.edition_label, h.edition_year, h.pdf, h.direction
     FROM status_history AS h
     JOIN item_states AS s ON s.item = h.item AND s.revision = h.revision
     JOIN items AS i ON i.item = s.item
     ORDER BY i.plan, i.n, h.edition_position";

/// A row of [`HISTORIES`].
pub(super) fn state_with_direction(row: &Row<'_>) -> rusqlite::Result<ItemState> {
    let direction = from_word_or_null(row, "direction")?;
    Ok(ItemState {
        direction,
        ..state(row)?
    })
}

fn state(row: &Row<'_>) -> rusqlite::Result<ItemState> {
    Ok(ItemState {
        edition: row.get("edition")?,
        label: row.get("edition_label")?,
        edition_year: row.get("edition_year")?,
        revision: row.get("revision")?,
        pdf: row.get("pdf")?,
        item: row.get("item")?,
        local: row.get("local")?,
        kind: row.get("kind")?,
        number: row.get("number")?,
        number_key: row.get("number_key")?,
        title: row.get("title")?,
        parent: row.get("parent")?,
        status: status(row)?,
        direction: None,
        flags: from_json(row, "flags")?,
        page: row.get("page")?,
        at: from_json(row, "at")?,
    })
}

fn status(row: &Row<'_>) -> rusqlite::Result<Option<Status>> {
    let (Some(mark), Some(code)) = (row.get("status_mark")?, row.get("status_code")?) else {
        return Ok(None);
    };
    let meaning = row.get("status_meaning")?;
    Ok(Some(Status {
        mark,
        meaning,
        code,
    }))
}

/// The values of an indicator: by role and year, and of each in the order of the editions.
pub(super) fn series(database: &Connection, id: &str) -> rusqlite::Result<Vec<Observation>> {
    let sql = "SELECT * FROM indicator_series WHERE indicator = ?
               ORDER BY role, year, edition_position, position";
    all(database, sql, [id], observation)
}

/// Asks for the values of all indicators, in the same order ([`observation`]).
pub(super) const SERIES_OF_ALL: &str = "SELECT s.* FROM indicator_series AS s
     JOIN indicators AS i ON i.indicator = s.indicator
     ORDER BY i.plan, i.n, s.role, s.year, s.edition_position, s.position";

/// A row of the view `indicator_series`.
pub(super) fn observation(row: &Row<'_>) -> rusqlite::Result<Observation> {
    let exact: Option<String> = row.get("exact")?;
    let multiplier: Option<i64> = row.get("multiplier")?;
    Ok(Observation {
        indicator: row.get("indicator")?,
        local: row.get("local")?,
        position: row.get("position")?,
        name: row.get("name")?,
        edition: row.get("edition")?,
        label: row.get("edition_label")?,
        revision: row.get("revision")?,
        pdf: row.get("pdf")?,
        role: row.get("role")?,
        year: row.get("year")?,
        year_text: row.get("year_text")?,
        text: row.get("text")?,
        value: exact.and_then(|e| e.parse().ok()),
        unit: row.get("unit")?,
        multiplier: multiplier.and_then(|m| u64::try_from(m).ok()),
        qualifiers: from_json(row, "qualifiers")?,
        page: row.get("page")?,
        at: from_json(row, "at")?,
    })
}

/// Where an item or indicator came from, and what came from it.
pub(super) fn lineage(database: &Connection, id: Option<&str>) -> rusqlite::Result<Vec<Lineage>> {
    let sql = "SELECT l.*, c.edition FROM lineage AS l
               JOIN current AS c ON c.revision = l.revision
               WHERE ?1 IS NULL OR l.id = ?1 OR l.origin = ?1
               ORDER BY l.id, l.origin, c.edition_position";
    all(database, sql, [id], |row| {
        Ok(Lineage {
            id: row.get("id")?,
            from: row.get("origin")?,
            kind: row.get("kind")?,
            sureness: row.get("sureness")?,
            edition: row.get("edition")?,
        })
    })
}

/// Where editions contradict each other.
pub(super) fn disagreements(database: &Connection) -> rusqlite::Result<Vec<Disagreement>> {
    let sql =
        "SELECT indicator, revision_before, position_before, revision, position, differs = 'unit'
               FROM contradictions
               ORDER BY plan, indicator, role, year, edition_position, position_before, position";
    let found = all(database, sql, [], |row| {
        let id: String = row.get(0)?;
        let before: (i64, i64) = (row.get(1)?, row.get(2)?);
        let after: (i64, i64) = (row.get(3)?, row.get(4)?);
        Ok((id, before, after, row.get(5)?))
    })?;
    let one = |id: &str, (revision, position)| {
        let sql = "SELECT * FROM indicator_series
                   WHERE revision = ? AND indicator = ? AND position = ?";
        let mut statement = database.prepare_cached(sql)?;
        statement.query_row(params![revision, id, position], observation)
    };
    let pair = |(id, before, after, other_unit): (String, _, _, _)| {
        Ok(Disagreement {
            before: one(&id, before)?,
            after: one(&id, after)?,
            other_unit,
        })
    };
    found.into_iter().map(pair).collect()
}

impl Disagreement {
    /// As a finding; its places are those in the later edition.
    pub fn finding(&self) -> Finding {
        let Self {
            before,
            after,
            other_unit,
        } = self;
        let unit = match other_unit {
            true => ": the unit is another one, so that the numbers cannot be compared",
            false => "",
        };
        let year = after.year.map(|y| format!(" of {y}"));
        let message = format!(
            "`{}` ({}): the {}{} is {} in `{}` ({}) and {} in `{}` ({}){unit}",
            after.name,
            after.indicator,
            after.role,
            year.unwrap_or_default(),
            printed(before),
            before.edition,
            page(&before.at),
            printed(after),
            after.edition,
            page(&after.at),
        );
        Finding::new(Code::EditionsDisagree, message, after.at.clone())
    }
}

/// A value as it is printed, with the unit where that is printed elsewhere.
fn printed(value: &Observation) -> String {
    let unit = value.unit.as_deref().filter(|u| !value.text.contains(u));
    format!("{}{}", value.text, unit.unwrap_or_default())
}

fn page(at: &[At]) -> String {
    match at.first() {
        Some(at) => format!("page {}", at.page),
        None => "no page".into(),
    }
}
