//! Uploads: bytes that come in pieces.

use super::enrolments;
use crate::chance;
use crate::problem::Problem;
use rusqlite::{OptionalExtension, Row, Transaction};

/// How long an upload waits for its next bytes.
const LIFETIME: u64 = 24 * 3600 * 1000;

/// An upload.
#[derive(Clone)]
pub struct Upload {
    pub id: String,
    pub enrolment: String,
    pub length: u64,
    pub sha256: String,
    pub offset: u64,
    pub expires_at: u64,
    pub state: UploadState,
}

/// Where it is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UploadState {
    Open,
    Gone,
    Accepted,
}

const COLUMNS: &str = "uploads.id, uploads.enrolment, length, sha256, offset, expires_at, state";

fn upload(row: &Row<'_>, now: u64) -> rusqlite::Result<Upload> {
    let state: String = row.get(6)?;
    let expires_at = row.get(5)?;
    Ok(Upload {
        id: row.get(0)?,
        enrolment: row.get(1)?,
        length: row.get(2)?,
        sha256: row.get(3)?,
        offset: row.get(4)?,
        expires_at,
        state: match state.as_str() {
            "accepted" => UploadState::Accepted,
            "open" if now < expires_at => UploadState::Open,
            _ => UploadState::Gone,
        },
    })
}

/// Begins an upload, or finds the one that was begun with the same key.
///
/// # Errors
/// [`Problem::KeyReused`]; those of [`enrolments::Facts::receiving_session`]; [`Problem::NotFound`].
pub fn create(
    all: &Transaction<'_>,
    phone: &str,
    enrolment: &str,
    key: &str,
    length: u64,
    sha256: &str,
    now: u64,
) -> Result<Upload, Problem> {
    let facts = enrolments::facts(all, phone, enrolment)?;
    facts.receiving_session(all, now)?;
    let sql = format!("SELECT {COLUMNS} FROM uploads WHERE enrolment = ?1 AND key = ?2");
    let known = all.query_row(&sql, [enrolment, key], |row| upload(row, now));
    if let Some(known) = known.optional()? {
        if (known.length, known.sha256.as_str()) != (length, sha256) {
            return Err(Problem::KeyReused);
        }
        if known.state != UploadState::Gone {
            return Ok(known);
        }
        bury(all, &known.id)?;
    }
    let id = chance::id()?;
    let expires_at = now.saturating_add(LIFETIME);
    all.execute(
        "INSERT INTO uploads (id, enrolment, key, length, sha256, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        (&id, enrolment, key, length, sha256, expires_at),
    )?;
    by_id(all, &id, now)
}

fn by_id(all: &Transaction<'_>, id: &str, now: u64) -> Result<Upload, Problem> {
    let sql = format!("SELECT {COLUMNS} FROM uploads WHERE id = ?1");
    Ok(all.query_row(&sql, [id], |row| upload(row, now))?)
}

/// An upload of this phone, whatever its state.
///
/// # Errors
/// [`Problem::NotFound`].
pub fn find(all: &Transaction<'_>, phone: &str, id: &str, now: u64) -> Result<Upload, Problem> {
    let sql = format!(
        "SELECT {COLUMNS} FROM uploads JOIN enrolments ON enrolments.id = uploads.enrolment
         WHERE uploads.id = ?1 AND phone = ?2"
    );
    let found = all.query_row(&sql, [id, phone], |row| upload(row, now));
    found.optional()?.ok_or(Problem::NotFound)
}

/// An upload of this phone that is not gone.
///
/// # Errors
/// [`Problem::NotFound`], [`Problem::UploadGone`].
pub fn alive(all: &Transaction<'_>, phone: &str, id: &str, now: u64) -> Result<Upload, Problem> {
    let upload = find(all, phone, id, now)?;
    if upload.state == UploadState::Gone {
        return Err(Problem::UploadGone);
    }
    Ok(upload)
}

/// Whether bytes may come at this offset.
///
/// # Errors
/// [`Problem::NotFound`], [`Problem::UploadGone`], [`Problem::OffsetMismatch`].
pub fn expect_at(
    all: &Transaction<'_>,
    phone: &str,
    id: &str,
    offset: u64,
    now: u64,
) -> Result<Upload, Problem> {
    let upload = alive(all, phone, id, now)?;
    if upload.offset != offset {
        return Err(Problem::OffsetMismatch);
    }
    Ok(upload)
}

/// Takes bytes at an offset and gives the one after them. Every piece puts the end of the upload off.
///
/// # Errors
/// Those of [`expect_at`], [`Problem::TooLarge`] beyond the length.
pub fn append(
    all: &Transaction<'_>,
    phone: &str,
    id: &str,
    offset: u64,
    bytes: &[u8],
    now: u64,
) -> Result<Upload, Problem> {
    let mut upload = expect_at(all, phone, id, offset, now)?;
    if bytes.is_empty() {
        return Ok(upload);
    }
    let after = offset.saturating_add(bytes.len() as u64);
    if after > upload.length {
        return Err(Problem::TooLarge);
    }
    upload.offset = after;
    upload.expires_at = now.saturating_add(LIFETIME);
    all.execute(
        "INSERT INTO pieces VALUES (?1, ?2, ?3)",
        (id, offset, bytes),
    )?;
    all.execute(
        "UPDATE uploads SET offset = ?2, expires_at = ?3 WHERE id = ?1",
        (id, upload.offset, upload.expires_at),
    )?;
    Ok(upload)
}

/// The bytes so far.
///
/// # Errors
/// [`Problem::Internal`].
pub fn bytes(all: &Transaction<'_>, id: &str) -> Result<Vec<u8>, Problem> {
    let mut query = all.prepare("SELECT bytes FROM pieces WHERE upload = ?1 ORDER BY at")?;
    let mut rows = query.query([id])?;
    let mut bytes = Vec::new();
    while let Some(row) = rows.next()? {
        bytes.extend_from_slice(row.get_ref(0)?.as_blob().map_err(|_| Problem::Internal)?);
    }
    Ok(bytes)
}

/// The photo of an upload was accepted.
///
/// # Errors
/// [`Problem::Internal`].
pub fn accept(all: &Transaction<'_>, id: &str) -> Result<(), Problem> {
    all.execute("UPDATE uploads SET state = 'accepted' WHERE id = ?1", [id])?;
    Ok(())
}

/// Gives an upload up.
///
/// # Errors
/// [`Problem::NotFound`], [`Problem::PhotoAccepted`].
pub fn cancel(all: &Transaction<'_>, phone: &str, id: &str, now: u64) -> Result<(), Problem> {
    match find(all, phone, id, now)?.state {
        UploadState::Accepted => Err(Problem::PhotoAccepted),
        UploadState::Open | UploadState::Gone => bury(all, id),
    }
}

/// Deletes the bytes; that there was an upload stays known, and its key is free.
fn bury(all: &Transaction<'_>, id: &str) -> Result<(), Problem> {
    drop_bytes(all, id)?;
    all.execute(
        "UPDATE uploads SET state = 'gone', key = NULL WHERE id = ?1",
        [id],
    )?;
    Ok(())
}

/// Deletes the bytes alone.
///
/// # Errors
/// [`Problem::Internal`].
pub fn drop_bytes(all: &Transaction<'_>, id: &str) -> Result<(), Problem> {
    all.execute("DELETE FROM pieces WHERE upload = ?1", [id])?;
    Ok(())
}

/// Buries what has expired.
///
/// # Errors
/// [`Problem::Internal`].
pub fn purge(all: &Transaction<'_>, now: u64) -> Result<(), Problem> {
    let sql = "SELECT id FROM uploads WHERE state = 'open' AND expires_at <= ?1";
    let mut query = all.prepare(sql)?;
    let expired = query.query_map([now], |row| row.get::<_, String>(0))?;
    for id in expired.collect::<Result<Vec<_>, _>>()? {
        bury(all, &id)?;
    }
    Ok(())
}
