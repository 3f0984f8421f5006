//! The database: SQLite in WAL, one writer, several readers. Each file here holds all the SQL of one resource.
//!
//! A change is one transaction, synced to the disk before it is answered: after a crash it is there whole, or not at all.
//! What is deleted is overwritten.

pub mod audit;
pub mod enrolments;
pub mod exports;
pub mod notifications;
pub mod phones;
pub mod photos;
pub mod review;
pub mod sessions;
pub mod tokens;
pub mod uploads;

use crate::chance;
use crate::problem::Problem;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

const SCHEMA: &str = include_str!("schema.sql");
/// The version of the schema, kept in the database.
const VERSION: i32 = 1;

/// Why the database does not open.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// SQLite cannot open or read it.
    #[error("the database cannot be opened: {0}")]
    Database(#[from] rusqlite::Error),
    /// Made by another version of this program.
    #[error("the database is of version {0}, this program reads {VERSION}")]
    Version(i32),
}

/// The open database.
pub struct Store {
    path: PathBuf,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
}

impl Store {
    /// Opens the database, and makes it where there is none.
    ///
    /// # Errors
    /// [`OpenError`].
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        let mut writer = connect(path)?;
        let version = writer.pragma_query_value(None, "user_version", |row| row.get(0))?;
        match version {
            VERSION => {}
            0 => {
                let all = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
                all.execute_batch(SCHEMA)?;
                all.pragma_update(None, "user_version", VERSION)?;
                all.commit()?;
            }
            other => return Err(OpenError::Version(other)),
        }
        Ok(Self {
            path: path.to_owned(),
            writer: Mutex::new(writer),
            readers: Mutex::default(),
        })
    }

    /// Changes something, or nothing where `work` finds a problem.
    ///
    /// # Errors
    /// The problem, or [`Problem::Internal`] where the database fails.
    pub fn write<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let mut writer = locked(&self.writer);
        let all = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&all)?;
        all.commit()?;
        Ok(done)
    }

    /// Reads from one snapshot.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub fn read<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let idle = locked(&self.readers).pop();
        let mut reader = match idle {
            Some(reader) => reader,
            None => connect(&self.path)?,
        };
        let answer = work(&reader.transaction()?);
        locked(&self.readers).push(reader);
        answer
    }

    /// Takes what was deleted out of the log as well.
    ///
    /// # Errors
    /// [`Problem::Internal`].
    pub fn forget(&self) -> Result<(), Problem> {
        let writer = locked(&self.writer);
        // A reader at work leaves the rest to the next time.
        writer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    }
}

fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(Duration::from_secs(10))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "secure_delete", true)?;
    Ok(connection)
}

/// A panic in between rolls its transaction back; the connection is as good as before.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The service's own secret of this name: made once, then kept.
///
/// # Errors
/// [`Problem::Internal`].
pub fn secret(all: &Transaction<'_>, name: &str) -> Result<[u8; 32], Problem> {
    let found: Option<[u8; 32]> = all
        .query_row("SELECT bytes FROM secrets WHERE name = ?1", [name], |row| {
            row.get(0)
        })
        .optional()?;
    if let Some(bytes) = found {
        return Ok(bytes);
    }
    let bytes: [u8; 32] = chance::bytes()?;
    all.execute("INSERT INTO secrets VALUES (?1, ?2)", (name, bytes))?;
    Ok(bytes)
}
