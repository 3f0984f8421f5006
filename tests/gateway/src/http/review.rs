//! The manual round of the audit.

use super::auth::Reviewer;
use super::read::Body;
use super::{Answer, Shared, jpeg};
use crate::app::App;
use crate::problem::Problem;
use crate::store::{audit, review, uploads};
use crate::wire::{Case, Deciding, Decision, Id, Photo, SessionCode, Waiting};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::IntoResponse;
use axum::routing::{get, put};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::Arc;

pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/v1/review/photos", get(queue))
        .route("/v1/review/photos/{photo}", get(case))
        .route("/v1/review/photos/{photo}/original", get(original))
        .route("/v1/review/photos/{photo}/portrait", get(portrait))
        .route("/v1/review/photos/{photo}/decision", put(decide))
}

/// What part of the queue is shown.
#[derive(Deserialize)]
struct Part {
    session: Option<SessionCode>,
    limit: Option<u32>,
}

async fn queue(
    State(app): Shared,
    _reviewer: Reviewer,
    part: Result<Query<Part>, QueryRejection>,
) -> Answer<Json<Vec<Waiting>>> {
    let Query(part) = part.map_err(|_| Problem::Malformed)?;
    let limit = part.limit.unwrap_or(20);
    if !(1..=100).contains(&limit) {
        return Err(Problem::Malformed);
    }
    let session = part.session.map(|code| code.0);
    let found = app.read(move |all, _| review::queue(all, session.as_deref(), limit));
    found.await.map(Json)
}

async fn case(State(app): Shared, Reviewer(_): Reviewer, id: Id) -> Answer<Json<Case>> {
    let found = app.read(move |all, _| review::reviewed(all, &id.0));
    let found = found.await?;
    let parsed = |json: &str| serde_json::from_str(json).map_err(|_| Problem::Internal);
    let envelope: Value = parsed(&found.envelope)?;
    let mut manifest: Value = parsed(envelope["manifest"].as_str().unwrap_or_default())?;
    Ok(Json(Case {
        photo: found.photo,
        masked_name: found.masked_name,
        report: manifest["report"].take(),
        overrides: manifest["overrides"].take(),
        envelope,
    }))
}

async fn original(
    State(app): Shared,
    Reviewer(who): Reviewer,
    id: Id,
) -> Answer<impl IntoResponse> {
    // That somebody looked at a face is worth a line.
    let seen = app.write(move |all, now| {
        let photo = review::reviewed(all, &id.0)?;
        let bytes = uploads::bytes(all, &photo.upload)?;
        if bytes.is_empty() {
            return Err(Problem::NotFound);
        }
        audit::note(all, now, &who, "original.seen", &id.0)?;
        Ok(bytes)
    });
    seen.await.map(jpeg)
}

async fn portrait(
    State(app): Shared,
    Reviewer(who): Reviewer,
    id: Id,
) -> Answer<impl IntoResponse> {
    let seen = app.write(move |all, now| {
        let portrait = review::reviewed(all, &id.0)?.portrait;
        let portrait = portrait.ok_or(Problem::NotFound)?;
        audit::note(all, now, &who, "portrait.seen", &id.0)?;
        Ok(portrait)
    });
    seen.await.map(jpeg)
}

async fn decide(
    State(app): Shared,
    Reviewer(who): Reviewer,
    id: Id,
    Body(deciding): Body<Deciding>,
) -> Answer<Json<Photo>> {
    let Deciding { decision, reasons } = deciding;
    let is_once = reasons.iter().collect::<BTreeSet<_>>().len() == reasons.len();
    if !is_once || reasons.is_empty() != (decision == Decision::Approve) {
        return Err(Problem::Reasons);
    }
    let decided = app.write(move |all, now| {
        let photo = review::decide(all, &id.0, decision, &reasons, now)?;
        let action = match decision {
            Decision::Approve => "photo.approved",
            Decision::Refuse => "photo.refused",
        };
        audit::note(all, now, &who, action, &id.0)?;
        Ok(photo)
    });
    decided.await.map(Json)
}
