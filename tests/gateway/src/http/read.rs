//! Reading requests: each part of its form, or the problem that says what is wrong.

use crate::app::App;
use crate::problem::Problem;
use crate::wire::{Id, IdempotencyKey, SessionCode};
use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::JsonRejection;
use axum::extract::{ConnectInfo, FromRequest, FromRequestParts, Path, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;
use std::net::SocketAddr;
use std::sync::Arc;

/// A JSON body.
pub struct Body<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Arc<App>> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Problem> {
        match Json::from_request(request, app).await {
            Ok(Json(body)) => Ok(Self(body)),
            Err(JsonRejection::JsonDataError(_)) => Err(Problem::Invalid),
            Err(JsonRejection::MissingJsonContentType(_)) => Err(Problem::ContentType),
            Err(other) => Err(unread(other.status())),
        }
    }
}

/// The bytes of a body of one content type, at most so many.
pub async fn bytes(request: Request, content_type: &str, app: &Arc<App>) -> Result<Bytes, Problem> {
    let stated = request.headers().get(CONTENT_TYPE);
    let stated = stated.and_then(|value| value.to_str().ok());
    let stated = stated.and_then(|value| value.split(';').next());
    if !stated.is_some_and(|kind| kind.trim().eq_ignore_ascii_case(content_type)) {
        return Err(Problem::ContentType);
    }
    Bytes::from_request(request, app)
        .await
        .map_err(|error| unread(error.status()))
}

fn unread(status: StatusCode) -> Problem {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::TooLarge,
        _ => Problem::Malformed,
    }
}

/// The one parameter of a path. What is not of its form is nowhere.
async fn parameter<T: TryFrom<String>>(parts: &mut Parts) -> Result<T, Problem> {
    let Path(word) = Path::<String>::from_request_parts(parts, &())
        .await
        .map_err(|_| Problem::NotFound)?;
    T::try_from(word).map_err(|_| Problem::NotFound)
}

impl<S: Sync> FromRequestParts<S> for Id {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parameter(parts).await
    }
}

impl<S: Sync> FromRequestParts<S> for SessionCode {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parameter(parts).await
    }
}

impl<S: Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let key = header(&parts.headers, "idempotency-key")?.to_owned();
        Self::try_from(key).map_err(|_| Problem::Malformed)
    }
}

/// The address a request came from.
pub struct Peer(pub String);

impl FromRequestParts<Arc<App>> for Peer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        let info = ConnectInfo::<SocketAddr>::from_request_parts(parts, app).await;
        let ConnectInfo(peer) = info.map_err(|_| Problem::Internal)?;
        Ok(Self(peer.ip().to_string()))
    }
}

/// A header that must be there.
pub fn header<'a>(headers: &'a HeaderMap, name: &str) -> Result<&'a str, Problem> {
    let value = headers.get(name).ok_or(Problem::Malformed)?;
    value.to_str().map_err(|_| Problem::Malformed)
}

/// A header that holds a number.
pub fn number(headers: &HeaderMap, name: &str) -> Result<u64, Problem> {
    let text = header(headers, name)?;
    // `parse` alone would take a plus sign.
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Problem::Malformed);
    }
    text.parse().map_err(|_| Problem::Malformed)
}
