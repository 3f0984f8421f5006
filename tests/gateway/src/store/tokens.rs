//! Bearer tokens: who stands behind one.

use crate::chance;
use crate::problem::Problem;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rusqlite::{OptionalExtension, Transaction};
use sha2::{Digest, Sha256};

/// What a token is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The phone of a student or of the school.
    Phone,
    /// The manual round of the audit.
    Reviewer,
    /// The school.
    Office,
}

impl Role {
    const fn name(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Reviewer => "reviewer",
            Self::Office => "office",
        }
    }

    fn named(name: &str) -> Option<Self> {
        [Self::Phone, Self::Reviewer, Self::Office]
            .into_iter()
            .find(|role| role.name() == name)
    }
}

/// Makes a token of `owner`; the database keeps its hash.
///
/// # Errors
/// [`Problem::Internal`].
pub fn issue(
    all: &Transaction<'_>,
    role: Role,
    owner: &str,
    expires_at: u64,
) -> Result<String, Problem> {
    let token = URL_SAFE_NO_PAD.encode(chance::bytes::<32>()?);
    all.execute(
        "INSERT INTO tokens VALUES (?1, ?2, ?3, ?4)",
        (hash(&token), role.name(), owner, expires_at),
    )?;
    Ok(token)
}

/// Role and owner of a token.
///
/// # Errors
/// [`Problem::TokenMissing`] for what is none, [`Problem::TokenExpired`].
pub fn owner(all: &Transaction<'_>, token: &str, now: u64) -> Result<(Role, String), Problem> {
    let row: Option<(String, String, u64)> = all
        .query_row(
            "SELECT role, owner, expires_at FROM tokens WHERE hash = ?1",
            [hash(token)],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .optional()?;
    let (role, owner, expires_at) = row.ok_or(Problem::TokenMissing)?;
    if expires_at <= now {
        return Err(Problem::TokenExpired);
    }
    let role = Role::named(&role).ok_or(Problem::Internal)?;
    Ok((role, owner))
}

/// Forgets tokens a week after their end: until then their owners are told why they count no more.
///
/// # Errors
/// [`Problem::Internal`].
pub fn purge(all: &Transaction<'_>, now: u64) -> Result<(), Problem> {
    const WEEK: u64 = 7 * 24 * 3600 * 1000;
    all.execute(
        "DELETE FROM tokens WHERE expires_at + ?1 <= ?2",
        (WEEK, now),
    )?;
    Ok(())
}

fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token).into()
}
