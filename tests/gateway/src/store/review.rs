//! Photos in the manual round of the audit.

use super::photos::{COLUMNS, photo, written};
use super::{notifications, sessions};
use crate::problem::Problem;
use crate::wire::{Decision, Photo, PhotoState, Waiting};
use rusqlite::{OptionalExtension, Transaction};
use xueying::report::CheckId;

/// What waits for the audit, oldest first.
///
/// # Errors
/// [`Problem::Internal`].
pub fn queue(
    all: &Transaction<'_>,
    session: Option<&str>,
    limit: u32,
) -> Result<Vec<Waiting>, Problem> {
    let mut query = all.prepare(
        "SELECT photos.id, enrolments.session, mode, waiting_since FROM photos
         JOIN enrolments ON enrolments.id = photos.enrolment
         JOIN sessions ON sessions.code = enrolments.session
         WHERE photos.state = 'waiting' AND (?1 IS NULL OR enrolments.session = ?1)
         ORDER BY waiting_since, serial LIMIT ?2",
    )?;
    let rows = query.query_map((session, limit), |row| {
        Ok(Waiting {
            photo: row.get(0)?,
            session: row.get(1)?,
            mode: sessions::mode_named(&row.get::<_, String>(2)?),
            since: row.get(3)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What a reviewer sees of a photo besides the pictures.
pub struct Reviewed {
    pub photo: Photo,
    pub upload: String,
    pub masked_name: String,
    pub envelope: String,
    pub portrait: Option<Vec<u8>>,
}

/// A photo that is in the audit or was decided in it.
///
/// # Errors
/// [`Problem::NotFound`].
pub fn reviewed(all: &Transaction<'_>, id: &str) -> Result<Reviewed, Problem> {
    let sql = format!(
        "SELECT {COLUMNS}, photos.upload, masked_name, envelope, portrait FROM photos
         JOIN enrolments ON enrolments.id = photos.enrolment
         WHERE photos.id = ?1 AND photos.state IN ('waiting', 'approved', 'refused', 'confirmed')"
    );
    let found = all.query_row(&sql, [id], |row| {
        Ok(Reviewed {
            photo: photo(row)?,
            upload: row.get(4)?,
            masked_name: row.get(5)?,
            envelope: row.get(6)?,
            portrait: row.get(7)?,
        })
    });
    found.optional()?.ok_or(Problem::NotFound)
}

/// The end of the audit. The phone is told.
///
/// # Errors
/// [`Problem::NotFound`], [`Problem::Decided`].
pub fn decide(
    all: &Transaction<'_>,
    id: &str,
    decision: Decision,
    reasons: &[CheckId],
    now: u64,
) -> Result<Photo, Problem> {
    let photo = reviewed(all, id)?.photo;
    let state = match decision {
        Decision::Approve => PhotoState::Approved,
        Decision::Refuse => PhotoState::Refused,
    };
    let before = match photo.state {
        PhotoState::Confirmed => PhotoState::Approved,
        other => other,
    };
    if before == state && photo.reasons == reasons {
        return Ok(photo);
    }
    if before != PhotoState::Waiting {
        return Err(Problem::Decided);
    }
    all.execute(
        "UPDATE photos SET state = ?2, reasons = ?3 WHERE id = ?1",
        (id, written(state)?, written(reasons)?),
    )?;
    notifications::add(all, &photo.enrolment, id, &written(state)?, now)?;
    Ok(Photo {
        state,
        reasons: reasons.to_vec(),
        ..photo
    })
}
