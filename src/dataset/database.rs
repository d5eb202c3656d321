//! The database of a data set: how it is opened, made and known again, and what its errors mean.
//!
//! It has a write-ahead log. With one, whoever reads is never in the way of who writes, and sees one state for as long
//! as it reads, however large the transaction is that is being written; a rollback journal would lock readers out from
//! the moment that the transaction does not fit into memory. Behind each transaction the log is folded back, so that
//! the folder at rest has one file with everything. `synchronous` is FULL: a transaction that is committed outlives a
//! loss of power, one that is not leaves nothing.

use crate::error::{Error, Result};
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};
use std::path::Path;
use std::time::Duration;

/// Version of the schema that this program writes.
pub(super) const VERSION: u32 = 1;
/// By which SQLite files of this program are known: `Keid`.
const APPLICATION: i64 = 0x4b65_6964;
/// How long a lock is waited for.
const PATIENCE: Duration = Duration::from_secs(10);
/// Statements that are kept ready.
const STATEMENTS: usize = 64;

const SCHEMA: &str = include_str!("schema.sql");
const VIEWS: &str = include_str!("views.sql");

/// What SQLite reports of a database.
pub(super) fn failed(path: &Path, error: &rusqlite::Error) -> Error {
    let path = path.to_owned();
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => Error::StorageFull { path },
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Error::Busy { path },
        Some(ErrorCode::NotADatabase) => Error::NoDataset { path },
        Some(ErrorCode::ConstraintViolation) => Error::Contradiction {
            document: path.display().to_string(),
            reason: error.to_string(),
        },
        _ => Error::Io {
            path,
            reason: error.to_string(),
        },
    }
}

/// Opens the database for writing; makes it where there is none, but not where `has_contents` says that one is missing.
pub(super) fn open(path: &Path, has_contents: impl Fn() -> Result<bool>) -> Result<Connection> {
    let failed = |e: rusqlite::Error| failed(path, &e);
    let missing = || match has_contents()? {
        true => Err(Error::DatabaseMissing {
            path: path.to_owned(),
        }),
        false => Ok(()),
    };
    if !path.exists() {
        missing()?;
    }
    let mut database = Connection::open(path).map_err(failed)?;
    // before the log is switched on, which writes to the file: it may be somebody else's
    let is_new = is_empty(&database).map_err(failed)?;
    match is_new {
        true => missing()?,
        false => check(path, &database)?,
    }
    prepare(&database, is_new).map_err(failed)?;
    if is_new {
        make(&mut database).map_err(failed)?;
    }
    Ok(database)
}

fn prepare(database: &Connection, is_new: bool) -> rusqlite::Result<()> {
    database.busy_timeout(PATIENCE)?;
    database.set_prepared_statement_cache_capacity(STATEMENTS);
    if is_new {
        database.pragma_update(None, "page_size", 8192)?;
    }
    database.pragma_update(None, "journal_mode", "WAL")?;
    database.pragma_update(None, "synchronous", "FULL")?;
    database.pragma_update(None, "foreign_keys", true)?;
    database.pragma_update(None, "cache_size", -65_536)
}

fn is_empty(database: &Connection) -> rusqlite::Result<bool> {
    let sql = "SELECT NOT EXISTS (SELECT 1 FROM sqlite_schema)";
    database.query_row(sql, [], |row| row.get(0))
}

/// All of it in one transaction: a process that ends before leaves an empty file, which the next one takes for new.
fn make(database: &mut Connection) -> rusqlite::Result<()> {
    let work = database.transaction_with_behavior(TransactionBehavior::Exclusive)?;
    work.execute_batch(SCHEMA)?;
    work.execute_batch(VIEWS)?;
    let insert = "INSERT INTO meta (key, value) VALUES (?, ?)";
    work.execute(insert, ("schema", VERSION.to_string()))?;
    work.execute(
        insert,
        ("program", concat!("keikaku ", env!("CARGO_PKG_VERSION"))),
    )?;
    work.pragma_update(None, "application_id", APPLICATION)?;
    work.pragma_update(None, "user_version", VERSION)?;
    work.commit()
}

/// Opens the database as it is now, and as it stays for as long as it is held, for reading.
pub(super) fn read(path: &Path) -> Result<Connection> {
    if !path.is_file() {
        return Err(Error::NoDataset {
            path: path.to_owned(),
        });
    }
    // writing is asked for, although nothing is written: what a process that was killed left in the log can then be
    // read
    let shared = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let database = match view(path, shared) {
        Err(e) if e.sqlite_error_code() == Some(ErrorCode::CannotOpen) => unwritable(path),
        other => other,
    };
    let database = database.map_err(|e| failed(path, &e))?;
    check(path, &database)?;
    Ok(database)
}

/// In a folder that cannot be written the files that writers and readers share cannot be made. While somebody else
/// writes they are there, and are used; while nobody does nothing has to be shared. Only who begins to write later, and
/// folds the log back, changes pages under this reader: what it then reads may be torn, which is an error where it is
/// seen ([`is_torn`]).
fn unwritable(path: &Path) -> rusqlite::Result<Connection> {
    let mut uri = String::from("file:");
    for c in path.to_string_lossy().chars() {
        match c {
            '%' | '?' | '#' => uri += &format!("%{:02X}", u32::from(c)),
            c => uri.push(c),
        }
    }
    uri += "?immutable=1";
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    view(Path::new(&uri), flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)
}

/// Whether the database was changed under a reader that could not keep it from that.
pub(super) fn is_torn(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::DatabaseCorrupt)
}

/// A connection that sees the state of now.
fn view(path: &Path, flags: OpenFlags) -> rusqlite::Result<Connection> {
    let database = Connection::open_with_flags(path, flags)?;
    database.busy_timeout(PATIENCE)?;
    database.set_prepared_statement_cache_capacity(STATEMENTS);
    database.pragma_update(None, "query_only", true)?;
    // the state is that of the first question
    database.execute_batch("BEGIN; SELECT count(*) FROM sqlite_schema;")?;
    Ok(database)
}

/// Whether it is one of ours, and not of a program that knows more.
fn check(path: &Path, database: &Connection) -> Result<()> {
    let number = |name| database.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let application = number("application_id").map_err(|e| failed(path, &e))?;
    let version = number("user_version").map_err(|e| failed(path, &e))?;
    let path = path.to_owned();
    match version {
        _ if application != APPLICATION => Err(Error::NoDataset { path }),
        found if found > i64::from(VERSION) => Err(Error::NewerDataset {
            path,
            found,
            known: VERSION,
        }),
        _ => Ok(()),
    }
}

/// Folds the log back into the file. Where somebody reads the log it stays, until the next time: nobody is waited for.
pub(super) fn settle(database: &Connection) {
    let _ = database.busy_timeout(Duration::ZERO);
    let _ = database.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    let _ = database.busy_timeout(PATIENCE);
}
