//! Photos: accepted, calibrated, chosen, confirmed.

use super::{sessions, uploads};
use crate::chance;
use crate::problem::Problem;
use crate::wire::{Choice, Photo, PhotoState};
use rusqlite::{OptionalExtension, Row, Transaction};
use serde_json::Value;
use xueying::camera::SessionMode;
use xueying::report::CheckId;

pub(super) const COLUMNS: &str = "photos.id, photos.enrolment, photos.state, photos.reasons";

pub(super) fn photo(row: &Row<'_>) -> rusqlite::Result<Photo> {
    let reasons: String = row.get(3)?;
    Ok(Photo {
        photo: row.get(0)?,
        enrolment: row.get(1)?,
        state: named(&row.get::<_, String>(2)?),
        reasons: serde_json::from_str(&reasons).unwrap_or_default(),
    })
}

fn named(state: &str) -> PhotoState {
    // What this program wrote; anything else is a photo that does not count.
    serde_json::from_value(Value::from(state)).unwrap_or(PhotoState::Superseded)
}

pub(super) fn written(value: impl serde::Serialize) -> Result<String, Problem> {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => Ok(word),
        Ok(other) => Ok(other.to_string()),
        Err(_) => Err(Problem::Internal),
    }
}

/// The latest photo of an enrolment.
///
/// # Errors
/// [`Problem::Internal`].
pub fn latest(all: &Transaction<'_>, enrolment: &str) -> Result<Option<Photo>, Problem> {
    let sql =
        format!("SELECT {COLUMNS} FROM photos WHERE enrolment = ?1 ORDER BY serial DESC LIMIT 1");
    Ok(all.query_row(&sql, [enrolment], photo).optional()?)
}

/// The photo of an upload, where it was accepted.
///
/// # Errors
/// [`Problem::Internal`].
pub fn of_upload(all: &Transaction<'_>, upload: &str) -> Result<Option<Photo>, Problem> {
    let sql = format!("SELECT {COLUMNS} FROM photos WHERE upload = ?1");
    Ok(all.query_row(&sql, [upload], photo).optional()?)
}

/// A photo of this phone.
///
/// # Errors
/// [`Problem::NotFound`].
pub fn find(all: &Transaction<'_>, phone: &str, id: &str) -> Result<Photo, Problem> {
    let sql = format!(
        "SELECT {COLUMNS} FROM photos JOIN enrolments ON enrolments.id = photos.enrolment
         WHERE photos.id = ?1 AND phone = ?2"
    );
    let found = all.query_row(&sql, [id, phone], photo);
    found.optional()?.ok_or(Problem::NotFound)
}

/// Whether a new photo of the enrolment may be accepted; one that is in the audit, or through it, stays.
///
/// # Errors
/// [`Problem::AuditRunning`], [`Problem::PhotoState`].
pub fn expect_replaceable(all: &Transaction<'_>, enrolment: &str) -> Result<(), Problem> {
    match latest(all, enrolment)?.map(|photo| photo.state) {
        Some(PhotoState::Waiting) => Err(Problem::AuditRunning),
        Some(PhotoState::Approved | PhotoState::Confirmed) => Err(Problem::PhotoState),
        _ => Ok(()),
    }
}

/// Takes the photo of an upload with its envelope; what it replaces is superseded, and all older pixels go.
///
/// # Errors
/// [`Problem::Internal`].
pub fn accept(
    all: &Transaction<'_>,
    upload: &str,
    enrolment: &str,
    envelope: &str,
) -> Result<Photo, Problem> {
    let sql = "SELECT id FROM photos WHERE enrolment = ?1";
    let before: Vec<String> = all
        .prepare(sql)?
        .query_map([enrolment], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for id in before {
        supersede(all, &id)?;
    }
    uploads::accept(all, upload)?;
    all.execute(
        "INSERT INTO photos (id, upload, enrolment, envelope) VALUES (?1, ?2, ?3, ?4)",
        (chance::id()?, upload, enrolment, envelope),
    )?;
    of_upload(all, upload)?.ok_or(Problem::Internal)
}

/// Deletes the pixels of a photo. A refused one stays refused.
fn supersede(all: &Transaction<'_>, id: &str) -> Result<(), Problem> {
    let sql = "SELECT upload FROM photos WHERE id = ?1";
    let upload: String = all.query_row(sql, [id], |row| row.get(0))?;
    uploads::drop_bytes(all, &upload)?;
    all.execute(
        "UPDATE photos SET portrait = NULL,
           state = CASE state WHEN 'refused' THEN state ELSE 'superseded' END
         WHERE id = ?1",
        [id],
    )?;
    Ok(())
}

/// The photos that wait for their calibration, oldest first.
///
/// # Errors
/// [`Problem::Internal`].
pub fn uncalibrated(all: &Transaction<'_>) -> Result<Vec<String>, Problem> {
    let sql = "SELECT id FROM photos WHERE state = 'calibrating' ORDER BY serial";
    let mut query = all.prepare(sql)?;
    let rows = query.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What a calibration needs.
pub struct Material {
    pub jpeg: Vec<u8>,
    pub mode: SessionMode,
    pub profile: String,
}

/// The photo to be calibrated; `None` where it is not waiting for that any more.
///
/// # Errors
/// [`Problem::Internal`].
pub fn material(all: &Transaction<'_>, id: &str) -> Result<Option<Material>, Problem> {
    let sql = "SELECT photos.upload, mode, profile FROM photos
               JOIN enrolments ON enrolments.id = photos.enrolment
               JOIN sessions ON sessions.code = enrolments.session
               WHERE photos.id = ?1 AND photos.state = 'calibrating'";
    let row: Option<(String, String, String)> = all
        .query_row(sql, [id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let Some((upload, mode, profile)) = row else {
        return Ok(None);
    };
    Ok(Some(Material {
        jpeg: uploads::bytes(all, &upload)?,
        mode: sessions::mode_named(&mode),
        profile,
    }))
}

/// What came of a calibration; nothing where the photo was superseded or withdrawn meanwhile.
///
/// # Errors
/// [`Problem::Internal`].
pub fn calibrated(
    all: &Transaction<'_>,
    id: &str,
    portrait: Option<&[u8]>,
    reasons: &[CheckId],
) -> Result<(), Problem> {
    let state = if portrait.is_some() {
        PhotoState::Calibrated
    } else {
        PhotoState::NotCalibrated
    };
    all.execute(
        "UPDATE photos SET state = ?2, portrait = ?3, reasons = ?4
         WHERE id = ?1 AND state = 'calibrating'",
        (id, written(state)?, portrait, written(reasons)?),
    )?;
    Ok(())
}

/// The portrait of a photo of this phone, for the calibration view.
///
/// # Errors
/// [`Problem::NotFound`], [`Problem::NotCalibrated`].
pub fn portrait(all: &Transaction<'_>, phone: &str, id: &str) -> Result<Vec<u8>, Problem> {
    find(all, phone, id)?;
    let sql = "SELECT portrait FROM photos WHERE id = ?1";
    let portrait: Option<Vec<u8>> = all.query_row(sql, [id], |row| row.get(0))?;
    portrait.ok_or(Problem::NotCalibrated)
}

/// Satisfied, or another one.
///
/// # Errors
/// [`Problem::NotFound`], [`Problem::PhotoState`].
pub fn choose(
    all: &Transaction<'_>,
    phone: &str,
    id: &str,
    choice: Choice,
    now: u64,
) -> Result<Photo, Problem> {
    let photo = find(all, phone, id)?;
    let sql = "SELECT choice FROM photos WHERE id = ?1";
    let before: Option<String> = all.query_row(sql, [id], |row| row.get(0))?;
    let word = written(choice)?;
    if let Some(before) = before {
        return if before == word {
            Ok(photo)
        } else {
            Err(Problem::PhotoState)
        };
    }
    match (choice, photo.state) {
        (Choice::Satisfied, PhotoState::Calibrated) => {
            // What the calibration noted is behind the student now; reasons from here on are the reviewer's.
            let sql = "UPDATE photos SET state = 'waiting', waiting_since = ?2, reasons = '[]'
                       WHERE id = ?1";
            all.execute(sql, (id, now))?;
        }
        (Choice::Retake, PhotoState::Calibrated | PhotoState::NotCalibrated) => {
            supersede(all, id)?;
        }
        _ => return Err(Problem::PhotoState),
    }
    all.execute("UPDATE photos SET choice = ?2 WHERE id = ?1", [id, &word])?;
    find(all, phone, id)
}

/// The approved photo goes on file.
///
/// # Errors
/// [`Problem::NotFound`], [`Problem::PhotoState`].
pub fn confirm(all: &Transaction<'_>, phone: &str, id: &str) -> Result<Photo, Problem> {
    match find(all, phone, id)?.state {
        PhotoState::Approved | PhotoState::Confirmed => {}
        _ => return Err(Problem::PhotoState),
    }
    all.execute("UPDATE photos SET state = 'confirmed' WHERE id = ?1", [id])?;
    find(all, phone, id)
}

/// The official portrait, once it is confirmed.
///
/// # Errors
/// [`Problem::NotFound`], [`Problem::PhotoState`].
pub fn file(all: &Transaction<'_>, phone: &str, id: &str) -> Result<Vec<u8>, Problem> {
    if find(all, phone, id)?.state != PhotoState::Confirmed {
        return Err(Problem::PhotoState);
    }
    portrait(all, phone, id)
}
