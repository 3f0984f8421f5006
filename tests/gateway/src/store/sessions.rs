//! Sessions, their rosters, and the phones that are bound to them.

use crate::chance;
use crate::problem::Problem;
use crate::wire::{NewSession, Progress, RosterTaken, Session, SessionState, StudentProgress};
use rusqlite::{OptionalExtension, Row, Transaction};
use xueying::camera::SessionMode;

/// How long after the end of a session a photo that was taken in time may still arrive.
pub const GRACE: u64 = 3 * 24 * 3600 * 1000;

const COLUMNS: &str = "code, mode, profile, programme, place, opens_at, closes_at";

/// How a mode is written.
pub const fn mode_name(mode: SessionMode) -> &'static str {
    match mode {
        SessionMode::Real => "real",
        SessionMode::Rehearsal => "rehearsal",
    }
}

/// Anything but a real session rehearses: a fault here never makes a photo count.
pub fn mode_named(name: &str) -> SessionMode {
    match name {
        "real" => SessionMode::Real,
        _ => SessionMode::Rehearsal,
    }
}

fn session(row: &Row<'_>, now: u64) -> rusqlite::Result<Session> {
    let (opens_at, closes_at) = (row.get(5)?, row.get(6)?);
    Ok(Session {
        code: row.get(0)?,
        mode: mode_named(&row.get::<_, String>(1)?),
        profile: row.get(2)?,
        programme: row.get(3)?,
        place: row.get(4)?,
        opens_at,
        closes_at,
        state: match now {
            _ if now < opens_at => SessionState::Early,
            _ if now < closes_at => SessionState::Open,
            _ => SessionState::Closed,
        },
    })
}

/// The session of a code.
///
/// # Errors
/// [`Problem::NotFound`].
pub fn find(all: &Transaction<'_>, code: &str, now: u64) -> Result<Session, Problem> {
    let sql = format!("SELECT {COLUMNS} FROM sessions WHERE code = ?1");
    let found = all.query_row(&sql, [code], |row| session(row, now));
    found.optional()?.ok_or(Problem::NotFound)
}

/// The session of a code, where it is the office's.
///
/// # Errors
/// [`Problem::NotFound`].
pub fn of_office(
    all: &Transaction<'_>,
    office: &str,
    code: &str,
    now: u64,
) -> Result<Session, Problem> {
    let sql = format!("SELECT {COLUMNS} FROM sessions WHERE code = ?1 AND office = ?2");
    let found = all.query_row(&sql, [code, office], |row| session(row, now));
    found.optional()?.ok_or(Problem::NotFound)
}

/// The sessions of an office, oldest first.
///
/// # Errors
/// [`Problem::Internal`].
pub fn all_of_office(
    all: &Transaction<'_>,
    office: &str,
    now: u64,
) -> Result<Vec<Session>, Problem> {
    let sql = format!("SELECT {COLUMNS} FROM sessions WHERE office = ?1 ORDER BY rowid");
    let mut query = all.prepare(&sql)?;
    let rows = query.query_map([office], |row| session(row, now))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Opens a session; the same key again gives the same one.
///
/// # Errors
/// [`Problem::KeyReused`] where the key was used for another.
pub fn create(
    all: &Transaction<'_>,
    office: &str,
    key: &str,
    new: &NewSession,
    now: u64,
) -> Result<Session, Problem> {
    let sql = format!("SELECT {COLUMNS} FROM sessions WHERE office = ?1 AND key = ?2");
    let known = all
        .query_row(&sql, [office, key], |row| session(row, now))
        .optional()?;
    if let Some(known) = known {
        return if is_same(&known, new) {
            Ok(known)
        } else {
            Err(Problem::KeyReused)
        };
    }
    let sql = "INSERT INTO sessions VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    let code = free_code(all)?;
    all.execute(
        sql,
        (
            &code,
            office,
            key,
            mode_name(new.mode),
            &new.profile.0,
            &new.programme.0,
            &new.place.0,
            new.opens_at.0,
            new.closes_at.0,
        ),
    )?;
    find(all, &code, now)
}

fn is_same(known: &Session, new: &NewSession) -> bool {
    known.mode == new.mode
        && known.profile == new.profile.0
        && known.programme == new.programme.0
        && known.place == new.place.0
        && (known.opens_at, known.closes_at) == (new.opens_at.0, new.closes_at.0)
}

/// Eight digits that no session has.
fn free_code(all: &Transaction<'_>) -> Result<String, Problem> {
    loop {
        let code = chance::digits(8)?;
        let sql = "SELECT 1 FROM sessions WHERE code = ?1";
        if !all.prepare(sql)?.exists([&code])? {
            return Ok(code);
        }
    }
}

/// Binds a phone to a session with the key of its device; a later key replaces the one before.
///
/// # Errors
/// [`Problem::Internal`].
pub fn bind(all: &Transaction<'_>, phone: &str, code: &str, key: &[u8]) -> Result<(), Problem> {
    all.execute(
        "INSERT INTO bindings VALUES (?1, ?2, ?3)
         ON CONFLICT (phone, session) DO UPDATE SET key = excluded.key",
        (phone, code, key),
    )?;
    Ok(())
}

/// The key of a device that is bound.
///
/// # Errors
/// [`Problem::NotBound`].
pub fn device_key(all: &Transaction<'_>, phone: &str, code: &str) -> Result<Vec<u8>, Problem> {
    let sql = "SELECT key FROM bindings WHERE phone = ?1 AND session = ?2";
    let found = all.query_row(sql, [phone, code], |row| row.get(0));
    found.optional()?.ok_or(Problem::NotBound)
}

/// Puts students, number and name, on the roster.
///
/// # Errors
/// [`Problem::Internal`].
pub fn enrol(
    all: &Transaction<'_>,
    code: &str,
    students: &[(String, String)],
) -> Result<RosterTaken, Problem> {
    let mut known = all.prepare("SELECT 1 FROM roster WHERE session = ?1 AND student = ?2")?;
    let mut put = all.prepare(
        "INSERT INTO roster VALUES (?1, ?2, ?3)
         ON CONFLICT (session, student) DO UPDATE SET name = excluded.name",
    )?;
    let mut taken = RosterTaken { added: 0, known: 0 };
    for (student, name) in students {
        if known.exists([code, student])? {
            taken.known += 1;
        } else {
            taken.added += 1;
        }
        put.execute([code, student, name])?;
    }
    Ok(taken)
}

/// Whether a student is on the roster.
///
/// # Errors
/// [`Problem::NotOnRoster`].
pub fn expect_on_roster(all: &Transaction<'_>, code: &str, student: &str) -> Result<(), Problem> {
    let sql = "SELECT 1 FROM roster WHERE session = ?1 AND student = ?2";
    if all.prepare(sql)?.exists([code, student])? {
        Ok(())
    } else {
        Err(Problem::NotOnRoster)
    }
}

/// Where every student of the roster stands, by student number.
///
/// # Errors
/// [`Problem::Internal`].
pub fn progress(all: &Transaction<'_>, code: &str) -> Result<Progress, Problem> {
    let mut query = all.prepare(
        "SELECT roster.student, enrolments.id, photos.state, photos.reasons
         FROM roster
         LEFT JOIN enrolments ON enrolments.session = roster.session
           AND enrolments.student = roster.student AND enrolments.confirmed = 1
         LEFT JOIN photos ON photos.serial =
           (SELECT max(serial) FROM photos WHERE enrolment = enrolments.id)
         WHERE roster.session = ?1
         ORDER BY roster.student",
    )?;
    let rows = query.query_map([code], |row| {
        let enrolment: Option<String> = row.get(1)?;
        let photo: Option<String> = row.get(2)?;
        let state = match (enrolment, photo.as_deref()) {
            (None, _) => "missing",
            (Some(_), None | Some("superseded")) => "identified",
            (Some(_), Some("waiting")) => "waiting",
            (Some(_), Some("refused")) => "refused",
            (Some(_), Some("approved")) => "approved",
            (Some(_), Some("confirmed")) => "done",
            (Some(_), Some(_)) => "photographed",
        };
        let reasons = row.get::<_, Option<String>>(3)?.unwrap_or_default();
        Ok(StudentProgress {
            student_number: row.get(0)?,
            state,
            // Of a refusal by the audit alone: what the calibration found is between the student and the phone.
            reasons: if state == "refused" {
                serde_json::from_str(&reasons).unwrap_or_default()
            } else {
                vec![]
            },
        })
    })?;
    let students: Vec<StudentProgress> = rows.collect::<Result<_, _>>()?;
    Ok(Progress {
        roster: students.len(),
        done: students.iter().filter(|one| one.state == "done").count(),
        students,
    })
}
