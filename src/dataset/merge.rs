//! Editions and revisions that arrive: which items are which, and what differs from their neighbours.

use super::identity::{Link, Origin, Side, inherited, origins};
use super::states;
use super::types::{Arrival, EditionKey, Neighbour};
use super::values::{json, word};
use super::write::{Writing, no_such, slug};
use crate::edition::{Change, Comparison, Of, Pair, Subject};
use crate::error::{Error, Result};
use rusqlite::{Connection, params};
use std::cmp::Reverse;
use std::collections::HashMap;

/// What has an id over all editions.
#[derive(Debug, Clone, Copy)]
enum Sort {
    Items,
    Indicators,
}

impl Sort {
    fn name(self) -> &'static str {
        match self {
            Self::Items => "item",
            Self::Indicators => "indicator",
        }
    }

    /// The ids that a revision gives them: id in the document, id in the data set.
    fn ids(self) -> &'static str {
        match self {
            Self::Items => "SELECT local, item FROM item_states WHERE revision = ?",
            Self::Indicators => "SELECT local, indicator FROM indicator_states WHERE revision = ?",
        }
    }

    /// Takes numbers for new ones; gives the first.
    fn take(self) -> &'static str {
        match self {
            Self::Items => {
                "UPDATE plans SET next_item = next_item + ?2 WHERE plan = ?1 \
                 RETURNING next_item - ?2"
            }
            Self::Indicators => {
                "UPDATE plans SET next_indicator = next_indicator + ?2 WHERE plan = ?1 \
                 RETURNING next_indicator - ?2"
            }
        }
    }

    fn insert(self) -> &'static str {
        match self {
            Self::Items => "INSERT INTO items VALUES (?, ?, ?)",
            Self::Indicators => "INSERT INTO indicators VALUES (?, ?, ?)",
        }
    }

    fn id(self, plan: &str, n: i64) -> String {
        match self {
            Self::Items => format!("{plan}#{n}"),
            Self::Indicators => format!("{plan}#i{n}"),
        }
    }

    fn pairs(self, comparison: &Comparison) -> &[Pair] {
        match self {
            Self::Items => &comparison.items,
            Self::Indicators => &comparison.indicators,
        }
    }
}

/// Ids in a document, and what they are over all editions.
#[derive(Debug, Default)]
pub(super) struct Ids {
    /// Of items.
    pub(super) items: HashMap<String, String>,
    /// Of indicators.
    pub(super) indicators: HashMap<String, String>,
}

impl Ids {
    fn of(&self, sort: Sort) -> &HashMap<String, String> {
        match sort {
            Sort::Items => &self.items,
            Sort::Indicators => &self.indicators,
        }
    }
}

/// A neighbour with what the data set knows of it.
struct Known<'a> {
    neighbour: Neighbour<'a>,
    ids: Ids,
}

/// What is merged, and where.
struct Place<'a> {
    plan: &'a str,
    edition: &'a str,
    number: u32,
}

impl Writing<'_> {
    /// Adds an edition to a plan, with its first revision, of which it gives the number. Items and indicators take the
    /// ids of those that they are paired with in the neighbours: the nearest edition before counts most, then the
    /// nearest behind; those in no pair have ids of their own.
    ///
    /// # Errors
    /// When the plan does not exist or has such an edition, the document or PDF was not kept, or a comparison names
    /// items that are not there.
    pub fn add_edition(
        &mut self,
        plan: &str,
        key: &EditionKey,
        arrival: &Arrival<'_>,
        neighbours: &[Neighbour<'_>],
    ) -> Result<i64> {
        let edition = self.place_edition(plan, key)?;
        self.count("editions");
        let place = Place {
            plan,
            edition: &edition,
            number: 1,
        };
        self.merge(&place, arrival, neighbours)
    }

    /// Adds a revision to an edition and gives its number: something else is published as this edition, or the same
    /// is read in another way. Items and indicators keep their ids as far as they are paired with those of the
    /// revision before; else as in [`Writing::add_edition`].
    ///
    /// # Errors
    /// When the edition does not exist, the document or PDF was not kept, or a comparison names items that are not
    /// there.
    pub fn add_revision(
        &mut self,
        edition: &str,
        arrival: &Arrival<'_>,
        neighbours: &[Neighbour<'_>],
    ) -> Result<i64> {
        let plan = "SELECT plan FROM editions WHERE edition = ?";
        let plan: Option<String> = self.value(plan, [edition])?;
        let plan = plan.ok_or_else(|| no_such("edition", edition))?;
        let last = "SELECT max(number) FROM revisions WHERE edition = ?";
        let last: Option<u32> = self.value(last, [edition])?;
        let place = Place {
            plan: &plan,
            edition,
            number: last.unwrap_or(0) + 1,
        };
        self.merge(&place, arrival, neighbours)
    }

    /// The id of the edition that a revision is one of.
    ///
    /// # Errors
    /// When there is no such revision.
    pub fn edition_of(&self, revision: i64) -> Result<String> {
        let edition = "SELECT edition FROM revisions WHERE revision = ?";
        let edition: Option<String> = self.value(edition, [revision])?;
        edition.ok_or_else(|| no_such("revision", &revision.to_string()))
    }

    /// Makes room for an edition in the order of its plan; gives its id.
    fn place_edition(&self, plan: &str, key: &EditionKey) -> Result<String> {
        if !self.has("SELECT 1 FROM plans WHERE plan = ?", [plan])? {
            return Err(no_such("plan", plan));
        }
        let others = super::read::editions(self.database, plan).map_err(|e| self.failed(e))?;
        let key = without_empty_period(key);
        if let Some((id, _)) = others.iter().find(|(_, k)| *k == key) {
            return Err(Error::Already(format!("the edition `{id}` is there")));
        }
        let before = others.iter().filter(|(_, k)| *k < key).count();
        let position = i64::try_from(before).unwrap_or(i64::MAX);
        let later = "UPDATE editions SET position = position + 1 WHERE plan = ? AND position >= ?";
        self.execute(later, params![plan, position])?;
        let taken = "SELECT 1 FROM editions WHERE edition = ?";
        let edition = self.free(taken, format!("{plan}@{}", edition_slug(&key)))?;
        let sql = "INSERT INTO editions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
        let (start, end) = key.period.unwrap_or_default();
        self.execute(
            sql,
            params![
                edition,
                plan,
                position,
                key.ordinal,
                key.year,
                key.period.is_some(),
                start,
                end,
                key.label,
            ],
        )?;
        Ok(edition)
    }

    fn merge(
        &mut self,
        place: &Place<'_>,
        arrival: &Arrival<'_>,
        neighbours: &[Neighbour<'_>],
    ) -> Result<i64> {
        self.are_kept(arrival.pdf, arrival.digest)?;
        let known = self.known(place, neighbours)?;
        let revision = self.insert_revision(place, arrival)?;
        let document = arrival.document;
        let items = document.items.iter().map(|i| i.id.as_str()).collect();
        let indicators = document.indicators.iter().map(|i| i.id.as_str()).collect();
        let ids = Ids {
            items: self.identify(Sort::Items, place, revision, items, &known)?,
            indicators: self.identify(Sort::Indicators, place, revision, indicators, &known)?,
        };
        let states = states::insert(self.database, revision, document, &ids);
        states.map_err(|e| self.failed(e))?;
        for other in &known {
            self.compared(revision, &ids, other)?;
        }
        self.count("revisions");
        Ok(revision)
    }

    fn insert_revision(&self, place: &Place<'_>, arrival: &Arrival<'_>) -> Result<i64> {
        let sql = "INSERT INTO revisions (edition, number, document, pdf, basis, place, added, run) \
                   VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
        self.execute(
            sql,
            params![
                place.edition,
                place.number,
                arrival.digest,
                arrival.pdf,
                arrival.basis,
                arrival.place,
                self.now,
                self.run,
            ],
        )?;
        Ok(self.database.last_insert_rowid())
    }

    /// The neighbours, that first which counts most: revisions of the same edition, the editions before, those behind.
    fn known<'n>(&self, place: &Place<'_>, neighbours: &[Neighbour<'n>]) -> Result<Vec<Known<'n>>> {
        let own = "SELECT position FROM editions WHERE edition = ?";
        let own: i64 = self.value(own, [place.edition])?.unwrap_or(0);
        let mut out = Vec::with_capacity(neighbours.len());
        for neighbour in neighbours {
            let sql = "SELECT e.position FROM revisions AS r JOIN editions AS e ON e.edition = r.edition \
                       WHERE r.revision = ? AND e.plan = ?";
            let position = self.value::<i64>(sql, params![neighbour.revision, place.plan])?;
            let position =
                position.ok_or_else(|| no_such("revision", &neighbour.revision.to_string()))?;
            let ids = Ids {
                items: self.ids(Sort::Items, neighbour.revision)?,
                indicators: self.ids(Sort::Indicators, neighbour.revision)?,
            };
            let known = Known {
                neighbour: *neighbour,
                ids,
            };
            let distance = own - position;
            let rank = (distance < 0, distance.abs(), Reverse(neighbour.revision));
            out.push((rank, known));
        }
        out.sort_by_key(|(rank, _)| *rank);
        Ok(out.into_iter().map(|(_, known)| known).collect())
    }

    fn ids(&self, sort: Sort, revision: i64) -> Result<HashMap<String, String>> {
        let read = || {
            let mut statement = self.database.prepare_cached(sort.ids())?;
            let rows = statement.query_map([revision], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect::<rusqlite::Result<_>>()
        };
        read().map_err(|e| self.failed(e))
    }

    /// What each of the items of a revision, by their ids in the document, is over all editions.
    fn identify(
        &self,
        sort: Sort,
        place: &Place<'_>,
        revision: i64,
        locals: Vec<&str>,
        known: &[Known<'_>],
    ) -> Result<HashMap<String, String>> {
        let places: HashMap<&str, usize> = locals.iter().copied().zip(0..).collect();
        let sides = known.iter().map(|k| side(sort, k, &places));
        let sides: Vec<Side> = sides.collect::<Result<_>>()?;
        let ids = self.name(sort, place.plan, inherited(locals.len(), &sides))?;
        for origin in origins(revision, &ids, &sides) {
            let sql = "INSERT OR IGNORE INTO lineage VALUES (?, ?, ?, ?, ?)";
            let Origin {
                id,
                from,
                kind,
                sureness,
                revision,
            } = origin;
            self.execute(sql, params![id, from, kind, sureness, revision])?;
        }
        Ok(locals.into_iter().map(str::to_owned).zip(ids).collect())
    }

    /// Gives ids to those that have none.
    fn name(&self, sort: Sort, plan: &str, ids: Vec<Option<String>>) -> Result<Vec<String>> {
        let new = ids.iter().filter(|id| id.is_none()).count();
        let new = i64::try_from(new).unwrap_or(i64::MAX);
        let next: Option<i64> = self.value(sort.take(), params![plan, new])?;
        let mut next = next.ok_or_else(|| no_such("plan", plan))?;
        let mut named = Vec::with_capacity(ids.len());
        for id in ids {
            named.push(match id {
                Some(id) => id,
                None => {
                    let id = sort.id(plan, next);
                    self.execute(sort.insert(), params![id, plan, next])?;
                    next += 1;
                    id
                }
            });
        }
        Ok(named)
    }

    /// Keeps what differs between a new revision and a neighbour.
    fn compared(&self, revision: i64, ids: &Ids, other: &Known<'_>) -> Result<()> {
        let Neighbour {
            comparison, is_old, ..
        } = other.neighbour;
        let here = (revision, ids);
        let there = (other.neighbour.revision, &other.ids);
        let (old, new) = if is_old { (there, here) } else { (here, there) };
        let text = |value: rusqlite::Result<String>| value.map_err(|e| self.failed(e));
        let sql = "INSERT INTO comparisons (old, new, summary, findings) VALUES (?, ?, ?, ?)";
        let (summary, findings) = (json(&comparison.summary), json(&comparison.findings));
        self.execute(sql, params![old.0, new.0, text(summary)?, text(findings)?])?;
        let id = self.database.last_insert_rowid();
        for (n, change) in (0..).zip(&comparison.changes) {
            let inserted = insert_change(self.database, (id, n), change, old.1, new.1);
            inserted.map_err(|e| self.failed(e))?;
        }
        Ok(())
    }
}

fn insert_change(
    database: &Connection,
    (comparison, position): (i64, i64),
    change: &Change,
    old: &Ids,
    new: &Ids,
) -> rusqlite::Result<()> {
    let id =
        |sort: Sort| about(&change.new, new.of(sort)).or_else(|| about(&change.old, old.of(sort)));
    let (item, indicator) = match change.subject {
        Subject::Item => (id(Sort::Items), None),
        Subject::Indicator => (None, id(Sort::Indicators)),
        _ => (None, None),
    };
    let title = change
        .new
        .first()
        .or(change.old.first())
        .map(|of| &of.title);
    let sql = "INSERT INTO changes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    database.prepare_cached(sql)?.execute(params![
        comparison,
        position,
        word(&change.kind),
        word(&change.weight),
        word(&change.subject),
        item,
        indicator,
        title,
        change.field,
        change.year,
        change.before,
        change.after,
        change.direction.as_ref().map(word),
        json(change)?,
    ])?;
    Ok(())
}

/// What a change is about, over all editions.
fn about<'i>(of: &[Of], ids: &'i HashMap<String, String>) -> Option<&'i String> {
    of.first().and_then(|of| ids.get(&of.id))
}

/// The pairs with a neighbour.
fn side(sort: Sort, known: &Known<'_>, places: &HashMap<&str, usize>) -> Result<Side> {
    let Neighbour {
        revision,
        comparison,
        is_old,
    } = known.neighbour;
    let link = |pair: &Pair| {
        let (there, here) = match is_old {
            true => (&pair.old, &pair.new),
            false => (&pair.new, &pair.old),
        };
        let here = places
            .get(here.as_str())
            .ok_or_else(|| no_such(sort.name(), here))?;
        let there = known
            .ids
            .of(sort)
            .get(there)
            .ok_or_else(|| no_such(sort.name(), there))?;
        Ok(Link {
            here: *here,
            there: there.clone(),
            by: pair.by,
            sureness: pair.sureness,
        })
    };
    let links = sort.pairs(comparison).iter().map(link);
    Ok(Side {
        revision,
        is_old,
        links: links.collect::<Result<_>>()?,
    })
}

/// A period without a year says as much as none.
fn without_empty_period(key: &EditionKey) -> EditionKey {
    EditionKey {
        period: key.period.filter(|p| *p != (None, None)),
        ..key.clone()
    }
}

/// What is printed of an edition, as part of its id.
fn edition_slug(key: &EditionKey) -> String {
    let label = slug(&key.label);
    if !label.is_empty() {
        return label;
    }
    let ordinal = key.ordinal.map(|n| n.to_string());
    let (start, end) = key.period.unwrap_or_default();
    let year = |y: Option<i32>| y.map(|y| y.to_string()).unwrap_or_default();
    let period = key
        .period
        .map(|_| format!("{}..{}", year(start), year(end)));
    let parts = [ordinal, key.year.map(|y| y.to_string()), period];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() {
        "edition".into()
    } else {
        parts.join("-")
    }
}
