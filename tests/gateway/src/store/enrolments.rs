//! Students on phones: identity, consent, nonces.

use super::{photos, sessions};
use crate::chance;
use crate::code::Holder;
use crate::problem::Problem;
use crate::wire::{ConsentReceipt, Enrolment, Nonce, Session, SessionState};
use rusqlite::{OptionalExtension, Transaction};

/// What other resources need to know about an enrolment.
pub struct Facts {
    pub session: String,
    pub confirmed: bool,
    pub consent: bool,
}

impl Facts {
    /// The session, while photos are taken in it.
    ///
    /// # Errors
    /// [`Problem::ConsentMissing`], [`Problem::SessionEarly`], [`Problem::SessionClosed`].
    pub fn open_session(&self, all: &Transaction<'_>, now: u64) -> Result<Session, Problem> {
        self.expect_consent()?;
        let session = sessions::find(all, &self.session, now)?;
        match session.state {
            SessionState::Early => Err(Problem::SessionEarly),
            SessionState::Open => Ok(session),
            SessionState::Closed => Err(Problem::SessionClosed),
        }
    }

    /// The session, while photos still arrive.
    ///
    /// # Errors
    /// [`Problem::ConsentMissing`], [`Problem::SessionClosed`].
    pub fn receiving_session(&self, all: &Transaction<'_>, now: u64) -> Result<Session, Problem> {
        self.expect_consent()?;
        let session = sessions::find(all, &self.session, now)?;
        if now < session.closes_at.saturating_add(sessions::GRACE) {
            Ok(session)
        } else {
            Err(Problem::SessionClosed)
        }
    }

    fn expect_consent(&self) -> Result<(), Problem> {
        if self.consent {
            Ok(())
        } else {
            Err(Problem::ConsentMissing)
        }
    }
}

/// An enrolment of this phone.
///
/// # Errors
/// [`Problem::NotFound`].
pub fn facts(all: &Transaction<'_>, phone: &str, id: &str) -> Result<Facts, Problem> {
    let sql = "SELECT session, confirmed, receipt IS NOT NULL
               FROM enrolments WHERE id = ?1 AND phone = ?2";
    let found = all.query_row(sql, [id, phone], |row| {
        Ok(Facts {
            session: row.get(0)?,
            confirmed: row.get(1)?,
            consent: row.get(2)?,
        })
    });
    found.optional()?.ok_or(Problem::NotFound)
}

/// An enrolment of this phone, as it is shown.
///
/// # Errors
/// [`Problem::NotFound`].
pub fn find(all: &Transaction<'_>, phone: &str, id: &str) -> Result<Enrolment, Problem> {
    let sql =
        "SELECT session, masked_name, masked_number, confirmed, receipt, consent_text, consent_at
               FROM enrolments WHERE id = ?1 AND phone = ?2";
    let found = all.query_row(sql, [id, phone], |row| {
        let receipt: Option<String> = row.get(4)?;
        let consent = receipt.map(|receipt| {
            Ok::<_, rusqlite::Error>(ConsentReceipt {
                receipt,
                text: row.get(5)?,
                given_at: row.get(6)?,
            })
        });
        Ok(Enrolment {
            enrolment: id.to_owned(),
            session: row.get(0)?,
            masked_name: row.get(1)?,
            masked_number: row.get(2)?,
            confirmed: row.get(3)?,
            consent: consent.transpose()?,
            photo: None,
        })
    });
    let enrolment = found.optional()?.ok_or(Problem::NotFound)?;
    let photo = photos::latest(all, id)?;
    Ok(Enrolment { photo, ..enrolment })
}

/// The enrolment of the holder of a code on this phone: the same for the same code.
///
/// # Errors
/// [`Problem::CodeBound`].
pub fn identify(
    all: &Transaction<'_>,
    phone: &str,
    session: &str,
    holder: &Holder,
) -> Result<Enrolment, Problem> {
    expect_free(all, session, &holder.student, phone)?;
    all.execute(
        "INSERT INTO enrolments (id, session, student, phone, masked_name, masked_number)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (phone, session, student) DO NOTHING",
        (
            chance::id()?,
            session,
            &holder.student,
            phone,
            &holder.masked_name,
            &holder.masked_number,
        ),
    )?;
    let id: String = all.query_row(
        "SELECT id FROM enrolments WHERE phone = ?1 AND session = ?2 AND student = ?3",
        [phone, session, &holder.student],
        |row| row.get(0),
    )?;
    find(all, phone, &id)
}

/// Whether no other phone has the student confirmed.
fn expect_free(
    all: &Transaction<'_>,
    session: &str,
    student: &str,
    phone: &str,
) -> Result<(), Problem> {
    let sql = "SELECT 1 FROM enrolments
               WHERE session = ?1 AND student = ?2 AND confirmed = 1 AND phone <> ?3";
    if all.prepare(sql)?.exists([session, student, phone])? {
        Err(Problem::CodeBound)
    } else {
        Ok(())
    }
}

/// It is me.
///
/// # Errors
/// [`Problem::NotFound`], [`Problem::CodeBound`].
pub fn confirm(all: &Transaction<'_>, phone: &str, id: &str) -> Result<Enrolment, Problem> {
    let session = facts(all, phone, id)?.session;
    let sql = "SELECT student FROM enrolments WHERE id = ?1";
    let student: String = all.query_row(sql, [id], |row| row.get(0))?;
    expect_free(all, &session, &student, phone)?;
    all.execute("UPDATE enrolments SET confirmed = 1 WHERE id = ?1", [id])?;
    find(all, phone, id)
}

/// It is not me.
///
/// # Errors
/// [`Problem::NotFound`], [`Problem::IdentityConfirmed`].
pub fn deny(all: &Transaction<'_>, phone: &str, id: &str) -> Result<(), Problem> {
    if facts(all, phone, id)?.confirmed {
        return Err(Problem::IdentityConfirmed);
    }
    all.execute("DELETE FROM enrolments WHERE id = ?1", [id])?;
    Ok(())
}

/// Consent; to the same text again it is the same.
///
/// # Errors
/// [`Problem::NotFound`], [`Problem::IdentityOpen`].
pub fn consent(
    all: &Transaction<'_>,
    phone: &str,
    id: &str,
    text: &str,
    now: u64,
) -> Result<ConsentReceipt, Problem> {
    let enrolment = find(all, phone, id)?;
    if !enrolment.confirmed {
        return Err(Problem::IdentityOpen);
    }
    if let Some(given) = enrolment.consent.filter(|given| given.text == text) {
        return Ok(given);
    }
    let receipt = chance::id()?;
    all.execute(
        "UPDATE enrolments SET receipt = ?2, consent_text = ?3, consent_at = ?4 WHERE id = ?1",
        (id, &receipt, text, now),
    )?;
    Ok(ConsentReceipt {
        receipt,
        text: text.to_owned(),
        given_at: now,
    })
}

/// Withdrawal: consent, nonces, uploads, photos, portraits and notifications go.
///
/// # Errors
/// [`Problem::NotFound`].
pub fn withdraw(all: &Transaction<'_>, phone: &str, id: &str) -> Result<(), Problem> {
    facts(all, phone, id)?;
    all.execute("DELETE FROM nonces WHERE enrolment = ?1", [id])?;
    // Pieces, photos and notifications go with their uploads.
    all.execute("DELETE FROM uploads WHERE enrolment = ?1", [id])?;
    all.execute(
        "UPDATE enrolments SET receipt = NULL, consent_text = NULL, consent_at = NULL WHERE id = ?1",
        [id],
    )?;
    Ok(())
}

/// A nonce for one photo.
///
/// # Errors
/// Those of [`Facts::open_session`], [`Problem::NotFound`].
pub fn nonce(all: &Transaction<'_>, phone: &str, id: &str, now: u64) -> Result<Nonce, Problem> {
    let session = facts(all, phone, id)?.open_session(all, now)?;
    let nonce = chance::id()?;
    let expires_at = session.closes_at.saturating_add(sessions::GRACE);
    all.execute(
        "INSERT INTO nonces VALUES (?1, ?2, ?3)",
        (&nonce, id, expires_at),
    )?;
    Ok(Nonce { nonce, expires_at })
}

/// Whether the nonce was given to this enrolment and waits for its photo.
///
/// # Errors
/// [`Problem::Internal`].
pub fn knows_nonce(
    all: &Transaction<'_>,
    id: &str,
    nonce: &str,
    now: u64,
) -> Result<bool, Problem> {
    let sql = "SELECT 1 FROM nonces WHERE nonce = ?1 AND enrolment = ?2 AND expires_at > ?3";
    Ok(all.prepare(sql)?.exists((nonce, id, now))?)
}

/// A photo came with the nonce: it counts no more.
///
/// # Errors
/// [`Problem::Internal`].
pub fn use_up(all: &Transaction<'_>, nonce: &str) -> Result<(), Problem> {
    all.execute("DELETE FROM nonces WHERE nonce = ?1", [nonce])?;
    Ok(())
}
