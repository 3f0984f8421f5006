//! Phones and the challenges that bind them. A number is known by its hash alone.

use crate::chance;
use crate::problem::Problem;
use rusqlite::{OptionalExtension, Transaction};
use sha2::{Digest, Sha256};

/// After so many wrong codes a challenge is over.
const TRIES: u32 = 5;

/// What a number or a code is kept as.
pub fn hidden(salt: &[u8; 32], text: &str) -> [u8; 32] {
    let hash = Sha256::new().chain_update(salt).chain_update(text);
    hash.finalize().into()
}

/// A challenge for a number; an older one of the same number counts no more.
///
/// # Errors
/// [`Problem::Internal`].
pub fn challenge(
    all: &Transaction<'_>,
    number: [u8; 32],
    code: [u8; 32],
    expires_at: u64,
) -> Result<String, Problem> {
    let id = chance::id()?;
    all.execute("DELETE FROM challenges WHERE number = ?1", [number])?;
    all.execute(
        "INSERT INTO challenges (id, number, code, expires_at) VALUES (?1, ?2, ?3, ?4)",
        (&id, number, code, expires_at),
    )?;
    Ok(id)
}

/// The phone behind a right code: the same for the same number. A wrong code is counted, so the problem is an answer here,
/// not a reason to roll back.
///
/// # Errors
/// [`Problem::Internal`].
pub fn verify(
    all: &Transaction<'_>,
    challenge: &str,
    code: [u8; 32],
    now: u64,
) -> Result<Result<String, Problem>, Problem> {
    let row: Option<([u8; 32], [u8; 32], u32, u64)> = all
        .query_row(
            "SELECT number, code, wrong, expires_at FROM challenges WHERE id = ?1",
            [challenge],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
        )
        .optional()?;
    let Some((number, right, wrong, expires_at)) = row else {
        return Ok(Err(Problem::SmsCodeExpired));
    };
    if expires_at <= now || wrong >= TRIES {
        return Ok(Err(Problem::SmsCodeExpired));
    }
    if code != right {
        all.execute(
            "UPDATE challenges SET wrong = wrong + 1 WHERE id = ?1",
            [challenge],
        )?;
        return Ok(Err(Problem::SmsCodeWrong));
    }
    all.execute("DELETE FROM challenges WHERE id = ?1", [challenge])?;
    all.execute(
        "INSERT INTO phones VALUES (?1, ?2) ON CONFLICT (number) DO NOTHING",
        (chance::id()?, number),
    )?;
    let phone = all.query_row("SELECT id FROM phones WHERE number = ?1", [number], |row| {
        row.get(0)
    })?;
    Ok(Ok(phone))
}

/// Forgets challenges that are over.
///
/// # Errors
/// [`Problem::Internal`].
pub fn purge(all: &Transaction<'_>, now: u64) -> Result<(), Problem> {
    all.execute("DELETE FROM challenges WHERE expires_at <= ?1", [now])?;
    Ok(())
}
