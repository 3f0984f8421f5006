//! The confirmed portraits of a session.

use crate::problem::Problem;
use rusqlite::Transaction;

/// Student number and portrait of everyone who is done, by student number; one at a time, since a session may have
/// thousands.
///
/// # Errors
/// The first one of `each`, [`Problem::Internal`].
pub fn confirmed(
    all: &Transaction<'_>,
    session: &str,
    mut each: impl FnMut(&str, &[u8]) -> Result<(), Problem>,
) -> Result<(), Problem> {
    let mut query = all.prepare(
        "SELECT student, portrait FROM photos
         JOIN enrolments ON enrolments.id = photos.enrolment
         WHERE session = ?1 AND photos.state = 'confirmed' ORDER BY student",
    )?;
    let mut rows = query.query([session])?;
    while let Some(row) = rows.next()? {
        let portrait = row.get_ref(1)?.as_blob().map_err(|_| Problem::Internal)?;
        let student: String = row.get(0)?;
        each(&student, portrait)?;
    }
    Ok(())
}
