//! The audit log: who did what to which object. Random ids and names of actions, nothing about a person.

use crate::problem::Problem;
use rusqlite::Transaction;

/// Writes a line, in the transaction of what it tells about.
///
/// # Errors
/// [`Problem::Internal`].
pub fn note(
    all: &Transaction<'_>,
    now: u64,
    actor: &str,
    action: &str,
    object: &str,
) -> Result<(), Problem> {
    all.execute(
        "INSERT INTO audit (at, actor, action, object) VALUES (?1, ?2, ?3, ?4)",
        (now, actor, action, object),
    )?;
    Ok(())
}
