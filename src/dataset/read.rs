//! What a data set says of plans, editions, places and reviews.

use super::types::{
    Address, EditionKey, EditionRecord, NewReview, PlanRecord, Report, Review, RevisionRecord,
    Verdict,
};
use super::values::{from_json, from_json_or_null, from_word, from_word_or_null};
use crate::finding::Finding;
use rusqlite::{Connection, Row};
use std::collections::HashMap;

/// All rows of a question.
pub(super) fn all<T>(
    database: &Connection,
    sql: &str,
    params: impl rusqlite::Params,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Vec<T>> {
    let mut statement = database.prepare_cached(sql)?;
    statement.query_map(params, read)?.collect()
}

pub(super) fn addresses(database: &Connection) -> rusqlite::Result<Vec<Address>> {
    all(database, "SELECT * FROM addresses", [], |row| {
        Ok(Address {
            place: row.get("place")?,
            source: row.get("source")?,
            label: row.get("label")?,
            etag: row.get("etag")?,
            last_modified: row.get("last_modified")?,
            signature: row.get("signature")?,
            sha256: row.get("sha256")?,
            state: from_word(row, "state")?,
            failure: from_json_or_null(row, "failure")?,
            first_seen: row.get("first_seen")?,
            last_seen: row.get("last_seen")?,
            changed: row.get("changed")?,
        })
    })
}

/// The editions of a plan in order.
pub(super) fn editions(
    database: &Connection,
    plan: &str,
) -> rusqlite::Result<Vec<(String, EditionKey)>> {
    let sql = "SELECT * FROM editions WHERE plan = ? ORDER BY position";
    all(database, sql, [plan], |row| {
        Ok((row.get("edition")?, key(row)?))
    })
}

fn key(row: &Row<'_>) -> rusqlite::Result<EditionKey> {
    let period = (row.get("period_start")?, row.get("period_end")?);
    let has_period: bool = row.get("has_period")?;
    Ok(EditionKey {
        ordinal: row.get("ordinal")?,
        year: row.get("year")?,
        period: has_period.then_some(period),
        label: row.get("label")?,
    })
}

/// All plans, or that of an id: by two questions, however many there are.
pub(super) fn plans(database: &Connection, id: Option<&str>) -> rusqlite::Result<Vec<PlanRecord>> {
    let mut revisions = revisions(database, id)?;
    let sql = "SELECT p.plan, m.name AS municipality, m.code, p.title, p.stem, e.* FROM plans AS p \
               LEFT JOIN municipalities AS m ON m.municipality = p.municipality \
               LEFT JOIN editions AS e ON e.plan = p.plan \
               WHERE ?1 IS NULL OR p.plan = ?1 ORDER BY p.plan, e.position";
    let mut plans: Vec<PlanRecord> = Vec::new();
    let mut statement = database.prepare_cached(sql)?;
    let mut rows = statement.query([id])?;
    while let Some(row) = rows.next()? {
        let id: String = row.get(0)?;
        if plans.last().is_none_or(|last| last.id != id) {
            plans.push(plan(id, row)?);
        }
        let edition: Option<String> = row.get("edition")?;
        if let (Some(plan), Some(id)) = (plans.last_mut(), edition) {
            let key = key(row)?;
            let revisions = revisions.remove(&id).unwrap_or_default();
            plan.editions.push(EditionRecord { id, key, revisions });
        }
    }
    Ok(plans)
}

fn plan(id: String, row: &Row<'_>) -> rusqlite::Result<PlanRecord> {
    Ok(PlanRecord {
        id,
        municipality: row.get("municipality")?,
        code: row.get("code")?,
        title: row.get("title")?,
        stem: row.get("stem")?,
        editions: Vec::new(),
    })
}

/// The revisions of all plans, or of that of an id, by their edition.
fn revisions(
    database: &Connection,
    plan: Option<&str>,
) -> rusqlite::Result<HashMap<String, Vec<RevisionRecord>>> {
    let sql = "SELECT * FROM revisions \
               WHERE ?1 IS NULL OR edition IN (SELECT edition FROM editions WHERE plan = ?1) \
               ORDER BY edition, number";
    let rows = all(database, sql, [plan], |row| {
        let revision = RevisionRecord {
            id: row.get("revision")?,
            number: row.get("number")?,
            document: row.get("document")?,
            pdf: row.get("pdf")?,
            basis: row.get("basis")?,
            place: row.get("place")?,
            added: row.get("added")?,
        };
        Ok((row.get("edition")?, revision))
    })?;
    let mut out: HashMap<String, Vec<RevisionRecord>> = HashMap::new();
    for (edition, revision) in rows {
        out.entry(edition).or_default().push(revision);
    }
    Ok(out)
}

pub(super) fn reviews(database: &Connection) -> rusqlite::Result<Vec<Review>> {
    all(
        database,
        "SELECT * FROM reviews ORDER BY review",
        [],
        |row| {
            Ok(Review {
                id: row.get("review")?,
                held: row.get("held")?,
                review: NewReview {
                    place: row.get("place")?,
                    pdf: row.get("pdf")?,
                    basis: row.get("basis")?,
                    document: row.get("document")?,
                    plan: row.get("plan")?,
                    edition: row.get("edition")?,
                    key: from_json(row, "key")?,
                    reasons: from_json(row, "reasons")?,
                    proposal: from_json(row, "proposal")?,
                },
                verdict: verdict(row)?,
            })
        },
    )
}

fn verdict(row: &Row<'_>) -> rusqlite::Result<Option<Verdict>> {
    let Some(decision) = from_word_or_null(row, "decision")? else {
        return Ok(None);
    };
    Ok(Some(Verdict {
        decision,
        when: row.get("decided")?,
        who: row.get("who")?,
        why: row.get("why")?,
    }))
}

pub(super) fn reports(database: &Connection) -> rusqlite::Result<Vec<Report>> {
    let sql = "SELECT * FROM reports ORDER BY first_seen, subject, about, code, message";
    all(database, sql, [], |row| {
        Ok(Report {
            subject: row.get("subject")?,
            about: row.get("about")?,
            finding: Finding {
                code: row.get("code")?,
                severity: from_word(row, "severity")?,
                message: row.get("message")?,
                at: from_json(row, "at")?,
                help: row.get("help")?,
            },
            first_seen: row.get("first_seen")?,
            last_seen: row.get("last_seen")?,
            settled: row.get("settled")?,
        })
    })
}
