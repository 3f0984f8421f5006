//! A student's photos and what happens to them.

use super::auth::Phone;
use super::read::Body;
use super::{Answer, Shared, jpeg};
use crate::problem::Problem;
use crate::store::{audit, notifications, photos};
use crate::wire::{Choice, Choosing, Id, Photo, PhotoState};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

pub async fn find(State(app): Shared, Phone(phone): Phone, id: Id) -> Answer<Response> {
    let found = app.read(move |all, _| photos::find(all, &phone, &id.0));
    let photo = found.await?;
    Ok(if photo.state == PhotoState::Calibrating {
        ([(header::RETRY_AFTER, "1")], Json(photo)).into_response()
    } else {
        Json(photo).into_response()
    })
}

pub async fn portrait(
    State(app): Shared,
    Phone(phone): Phone,
    id: Id,
) -> Answer<impl IntoResponse> {
    let found = app.read(move |all, _| photos::portrait(all, &phone, &id.0));
    found.await.map(jpeg)
}

pub async fn choose(
    State(app): Shared,
    Phone(phone): Phone,
    id: Id,
    Body(Choosing { choice }): Body<Choosing>,
) -> Answer<Json<Photo>> {
    let chosen = app.write(move |all, now| {
        let photo = photos::choose(all, &phone, &id.0, choice, now)?;
        let action = match choice {
            Choice::Satisfied => "photo.satisfied",
            Choice::Retake => "photo.retake",
        };
        audit::note(all, now, &phone, action, &id.0)?;
        Ok(photo)
    });
    chosen.await.map(Json)
}

pub async fn confirm(State(app): Shared, Phone(phone): Phone, id: Id) -> Answer<Json<Photo>> {
    let confirmed = app.write(move |all, now| {
        let photo = photos::confirm(all, &phone, &id.0)?;
        audit::note(all, now, &phone, "photo.confirmed", &id.0)?;
        Ok(photo)
    });
    confirmed.await.map(Json)
}

pub async fn file(State(app): Shared, Phone(phone): Phone, id: Id) -> Answer<impl IntoResponse> {
    let found = app.read(move |all, _| photos::file(all, &phone, &id.0));
    found.await.map(jpeg)
}

pub async fn notifications(
    State(app): Shared,
    Phone(phone): Phone,
    headers: HeaderMap,
) -> Answer<Response> {
    let found = app.read(move |all, _| notifications::of(all, &phone));
    let body = serde_json::to_vec(&found.await?).map_err(|_| Problem::Internal)?;
    let tag = format!("\"{}\"", &xueying::digest::sha256(&body)[..32]);
    let known = headers.get(header::IF_NONE_MATCH);
    let known = known.and_then(|tags| tags.to_str().ok());
    let is_known = known.is_some_and(|tags| {
        let mut tags = tags.split(',').map(str::trim);
        tags.any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag)
    });
    Ok(if is_known {
        (StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response()
    } else {
        let headers = [
            (header::ETAG, tag),
            (header::CONTENT_TYPE, "application/json".to_owned()),
        ];
        (headers, body).into_response()
    })
}
