//! What a data set says of plans, editions, places and reviews.

use super::types::{
    Address, EditionKey, EditionRecord, NewReview, PlanRecord, Report, Review, RevisionRecord,
    Verdict,
};
use super::values::{from_json, from_json_or_null, from_word, from_word_or_null};
use crate::finding::Finding;
use rusqlite::{Connection, Row};

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

/// All plans, or that of an id.
pub(super) fn plans(database: &Connection, id: Option<&str>) -> rusqlite::Result<Vec<PlanRecord>> {
    let sql = "SELECT p.plan, m.name, m.code, p.title, p.stem FROM plans AS p \
               LEFT JOIN municipalities AS m ON m.municipality = p.municipality \
               WHERE ?1 IS NULL OR p.plan = ?1 ORDER BY p.plan";
    let mut plans = all(database, sql, [id], |row| {
        Ok(PlanRecord {
            id: row.get(0)?,
            municipality: row.get(1)?,
            code: row.get(2)?,
            title: row.get(3)?,
            stem: row.get(4)?,
            editions: Vec::new(),
        })
    })?;
    for plan in &mut plans {
        for (id, key) in editions(database, &plan.id)? {
            let revisions = revisions(database, &id)?;
            plan.editions.push(EditionRecord { id, key, revisions });
        }
    }
    Ok(plans)
}

fn revisions(database: &Connection, edition: &str) -> rusqlite::Result<Vec<RevisionRecord>> {
    let sql = "SELECT * FROM revisions WHERE edition = ? ORDER BY number";
    all(database, sql, [edition], |row| {
        Ok(RevisionRecord {
            id: row.get("revision")?,
            number: row.get("number")?,
            document: row.get("document")?,
            pdf: row.get("pdf")?,
            basis: row.get("basis")?,
            place: row.get("place")?,
            added: row.get("added")?,
        })
    })
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
