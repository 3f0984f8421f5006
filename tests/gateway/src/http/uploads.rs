//! tus 1.0 with creation, checksum, expiration and termination, and the manifest at its end.

use super::auth::Phone;
use super::read::{self, Body};
use super::{Answer, Shared};
use crate::app::{App, blocking};
use crate::problem::Problem;
use crate::store::uploads::{Upload, UploadState};
use crate::store::{audit, enrolments, photos, sessions, uploads};
use crate::wire::{Id, IdempotencyKey, Photo, Sha256};
use axum::extract::{DefaultBodyLimit, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use axum::routing::{head, post, put};
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::Digest;
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};
use xueying::camera::SessionMode;
use xueying::capture::{self, Envelope, Expected, Manifest};

/// Most bytes of a photo.
const LARGEST: u64 = 32 << 20;
/// Most bytes of one PATCH.
const PIECE: usize = 4 << 20;

const VERSION: &str = "1.0.0";
const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");
const EXPIRES: HeaderName = HeaderName::from_static("upload-expires");

pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/v1/enrolments/{enrolment}/uploads", post(create))
        .route(
            "/v1/uploads/{upload}",
            head(offset)
                .patch(send)
                .delete(cancel)
                .layer(DefaultBodyLimit::max(PIECE)),
        )
        .layer(map_response(async |mut answer: Response| {
            let version = HeaderValue::from_static(VERSION);
            answer.headers_mut().insert("tus-resumable", version);
            answer
        }))
        .route("/v1/uploads/{upload}/manifest", put(finish))
}

/// The client speaks this version of tus.
pub struct Tus;

impl FromRequestParts<Arc<App>> for Tus {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<App>) -> Result<Self, Problem> {
        match parts.headers.get("tus-resumable") {
            Some(version) if version == VERSION => Ok(Self),
            _ => Err(Problem::TusVersion),
        }
    }
}

async fn create(
    State(app): Shared,
    Phone(phone): Phone,
    _: Tus,
    id: Id,
    key: IdempotencyKey,
    headers: HeaderMap,
) -> Answer<impl IntoResponse> {
    let length = read::number(&headers, LENGTH.as_str())?;
    if length == 0 {
        return Err(Problem::Invalid);
    }
    if length > LARGEST {
        return Err(Problem::TooLarge);
    }
    let hash = hash_of(read::header(&headers, "upload-metadata")?)?;
    let upload = app
        .write(move |all, now| {
            let upload = uploads::create(all, &phone, &id.0, &key.0, length, &hash.0, now)?;
            audit::note(all, now, &phone, "upload.created", &upload.id)?;
            Ok(upload)
        })
        .await?;
    let path = format!("/v1/uploads/{}", upload.id);
    let location = HeaderValue::from_str(&path).map_err(|_| Problem::Internal)?;
    let headers = [(header::LOCATION, location), (EXPIRES, date(&upload)?)];
    Ok((StatusCode::CREATED, headers))
}

/// `sha256` of the metadata: 64 digits, in Base64.
fn hash_of(metadata: &str) -> Result<Sha256, Problem> {
    let encoded = metadata.strip_prefix("sha256 ").ok_or(Problem::Malformed)?;
    let bytes = STANDARD.decode(encoded).map_err(|_| Problem::Malformed)?;
    let digits = String::from_utf8(bytes).map_err(|_| Problem::Malformed)?;
    Sha256::try_from(digits).map_err(|_| Problem::Malformed)
}

fn date(upload: &Upload) -> Result<HeaderValue, Problem> {
    let at = UNIX_EPOCH + Duration::from_millis(upload.expires_at);
    HeaderValue::from_str(&httpdate::fmt_http_date(at)).map_err(|_| Problem::Internal)
}

async fn offset(
    State(app): Shared,
    Phone(phone): Phone,
    _: Tus,
    id: Id,
) -> Answer<impl IntoResponse> {
    let upload = app
        .read(move |all, now| uploads::alive(all, &phone, &id.0, now))
        .await?;
    Ok([
        (OFFSET, upload.offset.into()),
        (LENGTH, upload.length.into()),
        (EXPIRES, date(&upload)?),
    ])
}

async fn send(
    State(app): Shared,
    Phone(phone): Phone,
    _: Tus,
    id: Id,
    request: Request,
) -> Answer<impl IntoResponse> {
    let offset = read::number(request.headers(), OFFSET.as_str())?;
    let stated = checksum(read::header(request.headers(), "upload-checksum")?)?;
    // Before the bytes are waited for.
    let (caller, name) = (phone.clone(), id.0.clone());
    app.read(move |all, now| uploads::expect_at(all, &caller, &name, offset, now))
        .await?;
    let bytes = read::bytes(request, "application/offset+octet-stream", &app).await?;
    if sha2::Sha256::digest(&bytes).as_slice() != stated {
        return Err(Problem::ChecksumMismatch);
    }
    let upload = app
        .write(move |all, now| uploads::append(all, &phone, &id.0, offset, &bytes, now))
        .await?;
    let headers = [(OFFSET, upload.offset.into()), (EXPIRES, date(&upload)?)];
    Ok((StatusCode::NO_CONTENT, headers))
}

/// `sha256`, a space, 32 bytes in Base64.
fn checksum(header: &str) -> Result<Vec<u8>, Problem> {
    let encoded = header.strip_prefix("sha256 ").ok_or(Problem::Malformed)?;
    let hash = STANDARD.decode(encoded).map_err(|_| Problem::Malformed)?;
    if hash.len() == 32 {
        Ok(hash)
    } else {
        Err(Problem::Malformed)
    }
}

async fn cancel(State(app): Shared, Phone(phone): Phone, _: Tus, id: Id) -> Answer<StatusCode> {
    app.write(move |all, now| {
        uploads::cancel(all, &phone, &id.0, now)?;
        audit::note(all, now, &phone, "upload.cancelled", &id.0)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn finish(
    State(app): Shared,
    Phone(phone): Phone,
    id: Id,
    Body(envelope): Body<Envelope>,
) -> Answer<Json<Photo>> {
    // One piece of work: a phone that hangs up in between does not keep the photo from its calibration.
    blocking(move || {
        let now = app.clock.now();
        let (photo, is_new) = app.store.write(|all| {
            let upload = uploads::alive(all, &phone, &id.0, now)?;
            if upload.state == UploadState::Accepted {
                let photo = photos::of_upload(all, &upload.id)?;
                return Ok((photo.ok_or(Problem::Internal)?, false));
            }
            let manifest = expect_right(all, &phone, &upload, &envelope, now)?;
            let envelope = serde_json::to_string(&envelope).map_err(|_| Problem::Internal)?;
            enrolments::use_up(all, &manifest.nonce)?;
            let photo = photos::accept(all, &upload.id, &upload.enrolment, &envelope)?;
            audit::note(all, now, &phone, "photo.accepted", &photo.photo)?;
            Ok((photo, true))
        })?;
        if is_new {
            app.calibrators.push(photo.photo.clone());
        }
        Ok(Json(photo))
    })
    .await
}

/// Whether a complete upload and its envelope are what a registered device made in this session, for this enrolment.
fn expect_right(
    all: &rusqlite::Transaction<'_>,
    phone: &str,
    upload: &Upload,
    envelope: &Envelope,
    now: u64,
) -> Result<Manifest, Problem> {
    let facts = enrolments::facts(all, phone, &upload.enrolment)?;
    let session = facts.receiving_session(all, now)?;
    if upload.offset != upload.length {
        return Err(Problem::UploadIncomplete);
    }
    photos::expect_replaceable(all, &upload.enrolment)?;
    let photo = uploads::bytes(all, &upload.id)?;
    if xueying::digest::sha256(&photo) != upload.sha256 {
        return Err(Problem::Manifest(capture::VerifyError::Photo));
    }
    let key = sessions::device_key(all, phone, &session.code)?;
    // What the manifest says is only looked up here; that it says so truly is for `verify`, which refuses an empty nonce.
    let claimed = serde_json::from_str::<Manifest>(&envelope.manifest);
    let claimed = claimed.map_or(String::new(), |manifest| manifest.nonce);
    let is_known = enrolments::knows_nonce(all, &upload.enrolment, &claimed, now)?;
    let expected = Expected {
        key: &key,
        nonce: if is_known { &claimed } else { "" },
        session: &session.code,
        mode: session.mode,
    };
    let bytes = serde_json::to_vec(envelope).map_err(|_| Problem::Internal)?;
    let manifest = capture::verify(&bytes, &photo, &expected).map_err(Problem::Manifest)?;
    if manifest.nonce.is_empty() {
        return Err(Problem::Manifest(capture::VerifyError::Nonce));
    }
    let judged_by = manifest.report.profile.id.as_str();
    let rehearses = judged_by.strip_suffix("-rehearsal");
    let is_right = match session.mode {
        SessionMode::Real => judged_by == session.profile,
        SessionMode::Rehearsal => rehearses.unwrap_or(judged_by) == session.profile,
    };
    if is_right {
        Ok(manifest)
    } else {
        Err(Problem::ManifestProfile)
    }
}
