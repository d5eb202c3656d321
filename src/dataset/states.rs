//! What a revision says: its items, indicators, values, legend and findings as rows.

use super::merge::Ids;
use super::values::{amount, exact, in_base, json, page, real, word};
use crate::document::{Document, Indicator, Item, Value};
use indexmap::IndexMap;
use rusqlite::{Connection, params};

/// Inserts all that a document says.
pub(super) fn insert(
    database: &Connection,
    revision: i64,
    document: &Document,
    ids: &Ids,
) -> rusqlite::Result<()> {
    let rows = Rows {
        database,
        revision,
        ids,
    };
    for (n, item) in (0_i64..).zip(&document.items) {
        rows.item(n, item)?;
    }
    for (n, indicator) in (0_i64..).zip(&document.indicators) {
        rows.indicator(n, indicator)?;
    }
    rows.legend(document)?;
    rows.findings(document)
}

const ITEM: &str =
    "INSERT INTO item_states VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
const ITEM_FIELD: &str = "INSERT INTO item_fields \
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
const INDICATOR_FIELD: &str = "INSERT INTO indicator_fields \
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
const INDICATOR: &str = "INSERT INTO indicator_states VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
const OBSERVATION: &str =
    "INSERT INTO observations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
const LEGEND: &str = "INSERT INTO legend VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
const FINDING: &str = "INSERT INTO findings VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

struct Rows<'a> {
    database: &'a Connection,
    revision: i64,
    ids: &'a Ids,
}

impl Rows<'_> {
    /// An item of the document over all editions. One that is not there is none: that the document names it is a
    /// mistake of the document's, and is not carried on.
    fn id(&self, local: Option<&String>) -> Option<&String> {
        local.and_then(|id| self.ids.items.get(id))
    }

    fn item(&self, position: i64, item: &Item) -> rusqlite::Result<()> {
        let id = self.id(Some(&item.id));
        let status = item.status.as_ref();
        self.database.prepare_cached(ITEM)?.execute(params![
            self.revision,
            position,
            id,
            item.id,
            item.kind,
            item.number,
            item.number_key,
            item.title,
            self.id(item.parent.as_ref()),
            self.id(item.repeats.as_ref()),
            status.map(|s| &s.mark),
            status.and_then(|s| s.meaning.as_ref()),
            status.map(|s| &s.code),
            json(&item.flags)?,
            json(&item.refs)?,
            item.page,
            json(&item.at)?,
        ])?;
        self.fields(ITEM_FIELD, id, &item.fields)
    }

    fn indicator(&self, position: i64, indicator: &Indicator) -> rusqlite::Result<()> {
        let id = self.ids.indicators.get(&indicator.id);
        self.database.prepare_cached(INDICATOR)?.execute(params![
            self.revision,
            position,
            id,
            indicator.id,
            indicator.name,
            indicator.group,
            self.id(indicator.of.as_ref()),
            indicator.direction,
            indicator.page,
            json(&indicator.at)?,
        ])?;
        self.fields(INDICATOR_FIELD, id, &indicator.fields)?;
        self.observations(id, indicator)
    }

    fn observations(&self, id: Option<&String>, indicator: &Indicator) -> rusqlite::Result<()> {
        let mut statement = self.database.prepare_cached(OBSERVATION)?;
        for (n, value) in (0_i64..).zip(&indicator.values) {
            let number = value.value.as_ref();
            let amount = amount(number, value.multiplier);
            let base = in_base(amount.as_deref(), value.unit.as_deref());
            let (base_unit, base_amount) = base.unzip();
            statement.execute(params![
                self.revision,
                id,
                n,
                value.role,
                value.year,
                value.year_text,
                value.text,
                real(number),
                exact(number),
                amount,
                base_unit,
                base_amount.flatten(),
                value.unit,
                value.multiplier.and_then(|m| i64::try_from(m).ok()),
                json(&value.qualifiers)?,
                page(&value.at),
                json(&value.at)?,
            ])?;
        }
        Ok(())
    }

    fn fields(
        &self,
        sql: &str,
        owner: Option<&String>,
        fields: &IndexMap<String, Option<Value>>,
    ) -> rusqlite::Result<()> {
        let mut statement = self.database.prepare_cached(sql)?;
        for (n, (label, value)) in (0_i64..).zip(fields) {
            let v = value.as_ref();
            statement.execute(params![
                self.revision,
                owner,
                n,
                label,
                v.map(|v| v.kind.as_str()),
                v.map(|v| &v.text),
                v.map(|v| &v.raw),
                real(v.and_then(|v| v.value.as_ref())),
                real(v.and_then(|v| v.upper.as_ref())),
                real(v.and_then(|v| v.out_of.as_ref())),
                exact(v.and_then(|v| v.value.as_ref())),
                v.and_then(|v| v.unit.as_ref()),
                v.and_then(|v| v.multiplier)
                    .and_then(|m| i64::try_from(m).ok()),
                v.map(|v| json(&v.qualifiers)).transpose()?,
                v.and_then(|v| v.direction.as_ref()),
                v.and_then(|v| v.start.as_ref()),
                v.and_then(|v| v.end.as_ref()),
                v.and_then(|v| v.absence.as_ref()),
                v.and_then(|v| v.note.as_ref()),
                v.and_then(|v| page(&v.at)),
                v.map(|v| json(&v.at)).transpose()?,
            ])?;
        }
        Ok(())
    }

    fn legend(&self, document: &Document) -> rusqlite::Result<()> {
        let mut statement = self.database.prepare_cached(LEGEND)?;
        for (n, entry) in (0_i64..).zip(&document.legend) {
            statement.execute(params![
                self.revision,
                n,
                entry.mark,
                entry.meaning,
                entry.code,
                entry.scope,
                page(&entry.at),
                json(&entry.at)?,
            ])?;
        }
        Ok(())
    }

    fn findings(&self, document: &Document) -> rusqlite::Result<()> {
        let mut statement = self.database.prepare_cached(FINDING)?;
        for (n, finding) in (0_i64..).zip(&document.findings) {
            statement.execute(params![
                self.revision,
                n,
                finding.code,
                word(&finding.severity),
                finding.message,
                finding.help,
                page(&finding.at),
                json(&finding.at)?,
            ])?;
        }
        Ok(())
    }
}
