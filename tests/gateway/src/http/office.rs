//! The school's office: sessions, rosters, progress, export.

use super::auth::Office;
use super::read::{self, Body};
use super::{Answer, Shared};
use crate::app::{App, blocking};
use crate::problem::Problem;
use crate::roster;
use crate::store::{audit, exports, sessions};
use crate::wire::{IdempotencyKey, NewSession, Progress, RosterTaken, Session, SessionCode};
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::{get, post, put};
use axum::{Json, Router};
use std::io::{Cursor, Write};
use std::sync::Arc;
use xueying::camera::SessionMode;
use xueying::codes::make::Poster;
use xueying::codes::parse;
use xueying::profile::Profile;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// No session is open longer.
const LONGEST: u64 = 366 * 24 * 3600 * 1000;
/// Two million characters of three bytes.
const ROSTER: usize = 6_000_000;

pub fn router() -> Router<Arc<App>> {
    let roster = put(roster).layer(DefaultBodyLimit::max(ROSTER));
    Router::new()
        .route("/v1/office/sessions", post(create))
        .route("/v1/office/sessions/{code}/poster", get(poster))
        .route("/v1/office/sessions/{code}/roster", roster)
        .route("/v1/office/sessions/{code}/progress", get(progress))
        .route("/v1/office/sessions/{code}/export", get(export))
}

async fn create(
    State(app): Shared,
    Office(office): Office,
    key: IdempotencyKey,
    Body(new): Body<NewSession>,
) -> Answer<(StatusCode, Json<Session>)> {
    if new.mode == SessionMode::Real && app.delivery.rehearses() {
        return Err(Problem::RehearsalOnly);
    }
    let span = new.closes_at.0.checked_sub(new.opens_at.0);
    if !span.is_some_and(|span| (1..=LONGEST).contains(&span)) {
        return Err(Problem::Invalid);
    }
    // The times that follow from it must be times of the contract as well.
    crate::wire::Time::try_from(new.closes_at.0 + sessions::GRACE).map_err(|_| Problem::Invalid)?;
    Profile::named(&new.profile.0).map_err(|_| Problem::Invalid)?;
    let created = app.write(move |all, now| {
        let session = sessions::create(all, &office, &key.0, &new, now)?;
        audit::note(all, now, &office, "session.created", &session.code)?;
        Ok(session)
    });
    Ok((StatusCode::CREATED, Json(created.await?)))
}

async fn poster(
    State(app): Shared,
    Office(office): Office,
    code: SessionCode,
) -> Answer<impl IntoResponse> {
    let session = app
        .read(move |all, now| sessions::of_office(all, &office, &code.0, now))
        .await?;
    Ok(([(header::CONTENT_TYPE, "image/svg+xml")], drawn(&session)?))
}

/// The poster of a session as SVG.
///
/// # Errors
/// [`Problem::Internal`].
pub fn drawn(session: &Session) -> Result<String, Problem> {
    let profile = Profile::named(&session.profile).map_err(|_| Problem::Internal)?;
    let code = parse::SessionCode::parse(&session.code, &profile.codes);
    let poster = Poster {
        title: &session.programme,
        code: &code.map_err(|_| Problem::Internal)?,
    };
    poster.svg().map_err(|_| Problem::Internal)
}

async fn roster(
    State(app): Shared,
    Office(office): Office,
    code: SessionCode,
    request: Request,
) -> Answer<Json<RosterTaken>> {
    let csv = read::bytes(request, "text/csv", &app).await?;
    let taken = app.write(move |all, now| {
        sessions::of_office(all, &office, &code.0, now)?;
        let students = roster::students(&csv)?;
        let taken = sessions::enrol(all, &code.0, &students)?;
        audit::note(all, now, &office, "roster.taken", &code.0)?;
        Ok(taken)
    });
    taken.await.map(Json)
}

async fn progress(
    State(app): Shared,
    Office(office): Office,
    code: SessionCode,
) -> Answer<Json<Progress>> {
    let found = app.read(move |all, now| {
        sessions::of_office(all, &office, &code.0, now)?;
        sessions::progress(all, &code.0)
    });
    found.await.map(Json)
}

async fn export(
    State(app): Shared,
    Office(office): Office,
    code: SessionCode,
) -> Answer<impl IntoResponse> {
    let archive = blocking(move || {
        let now = app.clock.now();
        let archive = app.store.read(|all| {
            let session = sessions::of_office(all, &office, &code.0, now)?;
            archive(all, &session)
        })?;
        app.store
            .write(|all| audit::note(all, now, &office, "photos.exported", &code.0))?;
        Ok(archive)
    });
    Ok(([(header::CONTENT_TYPE, "application/zip")], archive.await?))
}

/// The confirmed portraits; JPEGs are not compressed again.
fn archive(all: &rusqlite::Transaction<'_>, session: &Session) -> Result<Vec<u8>, Problem> {
    let folder = match session.mode {
        SessionMode::Real => "",
        SessionMode::Rehearsal => "rehearsal/",
    };
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut zip = ZipWriter::new(Cursor::new(vec![]));
    exports::confirmed(all, &session.code, |student, portrait| {
        zip.start_file(format!("{folder}{student}.jpg"), stored)
            .map_err(|_| Problem::Internal)?;
        zip.write_all(portrait).map_err(|_| Problem::Internal)
    })?;
    let archive = zip.finish().map_err(|_| Problem::Internal)?;
    Ok(archive.into_inner())
}
