//! What happened to the students of a phone.

use crate::problem::Problem;
use crate::wire::Notification;
use rusqlite::Transaction;

/// More are not shown.
const MOST: u32 = 100;

/// Tells the phone of an enrolment.
///
/// # Errors
/// [`Problem::Internal`].
pub fn add(
    all: &Transaction<'_>,
    enrolment: &str,
    photo: &str,
    kind: &str,
    now: u64,
) -> Result<(), Problem> {
    all.execute(
        "INSERT INTO notifications (phone, kind, enrolment, photo, at)
         SELECT phone, ?3, id, ?2, ?4 FROM enrolments WHERE id = ?1",
        (enrolment, photo, kind, now),
    )?;
    Ok(())
}

/// The notifications of a phone, newest first.
///
/// # Errors
/// [`Problem::Internal`].
pub fn of(all: &Transaction<'_>, phone: &str) -> Result<Vec<Notification>, Problem> {
    let mut query = all.prepare(
        "SELECT kind, enrolment, photo, at FROM notifications
         WHERE phone = ?1 ORDER BY serial DESC LIMIT ?2",
    )?;
    let rows = query.query_map((phone, MOST), |row| {
        Ok(Notification {
            kind: row.get(0)?,
            enrolment: row.get(1)?,
            photo: row.get(2)?,
            at: row.get(3)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
