//! SQLite: one database with the relations as tables, their keys, indexes for what people join and
//! ask, and views with answers.

use super::Writer;
use super::file::{io, sync};
use super::records::{Column, Datum, ForeignKey, Kind, Presence, Relation, Row};
use crate::error::{Error, Result};
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, ToSql};
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Name of the file.
const FILE: &str = "keikaku.sqlite";

/// Nobody reads the file before it is finished, and a failed one is thrown away: no journal, no
/// waiting for the disk.
const SETTINGS: &str = "
    PRAGMA page_size = 8192;
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    PRAGMA locking_mode = EXCLUSIVE;
    PRAGMA foreign_keys = ON;
    PRAGMA application_id = 0x4b65696b;
    PRAGMA user_version = 1;
    BEGIN;";

/// Views that answer what people ask.
const VIEWS: &str = include_str!("views.sql");

/// What people look for and join by, besides the keys.
const INDEXES: &[(&str, &[&str])] = &[
    ("documents", &["municipality_code", "edition"]),
    ("items", &["document", "parent"]),
    ("items", &["document", "repeats"]),
    ("items", &["status_code", "kind"]),
    ("items", &["number_key"]),
    ("fields", &["document", "item", "label"]),
    ("fields", &["document", "indicator", "label"]),
    ("fields", &["label"]),
    ("indicators", &["document", "item"]),
    ("indicator_values", &["role", "year"]),
    ("findings", &["code"]),
    ("places", &["document", "relation"]),
];

fn failed(path: &Path, error: &rusqlite::Error) -> Error {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::DiskFull) => Error::StorageFull {
            path: path.to_owned(),
        },
        _ => io(path, error),
    }
}

/// Writes a database.
pub(super) struct Sqlite {
    path: PathBuf,
    database: Connection,
    /// The statement that inserts into each relation.
    inserts: Vec<String>,
}

impl Sqlite {
    pub(super) fn create(folder: &Path, relations: &[&'static Relation]) -> Result<Self> {
        let path = folder.join(FILE);
        // an old file would be added to
        std::fs::File::create(&path).map_err(|e| Error::of_io(&path, &e))?;
        let open = || -> rusqlite::Result<Connection> {
            let database = Connection::open(&path)?;
            database.set_prepared_statement_cache_capacity(relations.len());
            database.execute_batch(SETTINGS)?;
            for relation in relations {
                database.execute_batch(&table(relation))?;
            }
            Ok(database)
        };
        Ok(Self {
            database: open().map_err(|e| failed(&path, &e))?,
            path,
            inserts: relations.iter().map(|r| insert(r)).collect(),
        })
    }

    fn insert(
        &self,
        relation: usize,
        rows: &mut dyn Iterator<Item = Row<'_>>,
    ) -> rusqlite::Result<()> {
        let mut statement = self.database.prepare_cached(&self.inserts[relation])?;
        for row in rows {
            statement.execute(rusqlite::params_from_iter(row.iter().map(Stored)))?;
        }
        Ok(())
    }
}

impl Writer for Sqlite {
    fn write(&mut self, relation: usize, rows: &mut dyn Iterator<Item = Row<'_>>) -> Result<()> {
        self.insert(relation, rows)
            .map_err(|e| failed(&self.path, &e))
    }

    fn finish(self: Box<Self>) -> Result<Vec<String>> {
        let Self { path, database, .. } = *self;
        let failed = |e: rusqlite::Error| failed(&path, &e);
        // indexes that are made at the end are faster, and packed
        let end = format!("{}{VIEWS}\nCOMMIT; ANALYZE;", indexes());
        database.execute_batch(&end).map_err(failed)?;
        database.close().map_err(|(_, e)| failed(e))?;
        sync(&path)?;
        Ok(vec![FILE.into()])
    }
}

/// The statement that makes the table; its comments stay in the database.
fn table(relation: &Relation) -> String {
    let mut sql = format!("CREATE TABLE {} ( -- {}\n", relation.name, relation.about);
    for column in relation.columns() {
        let _ = writeln!(sql, "  -- {}\n  {},", column.about, declaration(column));
    }
    let _ = write!(sql, "  PRIMARY KEY ({})", relation.key.join(", "));
    for link in relation.foreign_keys {
        let _ = write!(sql, ",\n  {}", foreign_key(link));
    }
    sql + "\n) STRICT;"
}

fn declaration(column: &Column) -> String {
    let kind = match column.kind {
        Kind::Text | Kind::List => "TEXT",
        Kind::Integer | Kind::Boolean => "INTEGER",
        Kind::Number => "REAL",
    };
    let mut sql = format!("{} {kind}", column.name);
    if column.presence != Presence::Optional {
        sql += " NOT NULL";
    }
    if column.kind == Kind::Boolean {
        let _ = write!(sql, " CHECK ({} IN (0, 1))", column.name);
    }
    sql
}

/// Deferred: an item may name one that comes after it.
fn foreign_key(link: &ForeignKey) -> String {
    format!(
        "FOREIGN KEY ({}) REFERENCES {} ({}) DEFERRABLE INITIALLY DEFERRED",
        link.columns.join(", "),
        link.relation,
        link.references.join(", ")
    )
}

fn insert(relation: &Relation) -> String {
    let places = vec!["?"; relation.columns().count()].join(", ");
    format!("INSERT INTO {} VALUES ({places})", relation.name)
}

fn indexes() -> String {
    let one = |(table, columns): &(&str, &[&str])| {
        let name = format!("ix_{table}_{}", columns.join("_"));
        format!("CREATE INDEX {name} ON {table} ({});\n", columns.join(", "))
    };
    INDEXES.iter().map(one).collect()
}

/// A datum as SQLite stores it.
struct Stored<'r, 'd>(&'r Datum<'d>);

impl ToSql for Stored<'_, '_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let value = match self.0 {
            Datum::Text(text) => return Ok(ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes()))),
            Datum::Null => Value::Null,
            Datum::Integer(number) => Value::Integer(*number),
            Datum::Boolean(yes) => Value::Integer((*yes).into()),
            Datum::Number(_) => self.0.as_f64().map_or(Value::Null, Value::Real),
            Datum::List(_) => Value::Text(self.0.json()),
        };
        Ok(ToSqlOutput::Owned(value))
    }
}
