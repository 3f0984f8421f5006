//! The service on HTTP, as `tests/contract/openapi.yaml` says it. One file a resource; what they share is [`auth`],
//! [`read`], [`limits`] and [`connections`].

pub mod auth;
mod beside;
pub mod connections;
mod enrolments;
pub mod limits;
mod office;
mod page;
mod phones;
mod photos;
mod read;
mod review;
mod sessions;
mod uploads;

pub use office::drawn as poster;

use crate::app::App;
use crate::problem::Problem;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::{Next, from_fn_with_state, map_response};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

/// What handlers hold.
type Shared = State<Arc<App>>;
/// What handlers answer.
type Answer<T> = Result<T, Problem>;

/// Most bytes of a body: an envelope of the core's greatest size, escaped as JSON.
const BODY: usize = 2 << 20;

/// All paths; files of a page come first, where there is one.
pub fn router(app: Arc<App>) -> Router {
    let student = Router::new()
        .route("/v1/service", get(phones::service))
        .route("/v1/phone/challenges", post(phones::challenge))
        .route("/v1/phone/verifications", post(phones::verify))
        .route("/v1/sessions/{code}", get(sessions::session))
        .route("/v1/sessions/{code}/binding", put(sessions::bind))
        .route("/v1/sessions/{code}/tasks", get(sessions::tasks))
        .route("/v1/sessions/{code}/enrolments", post(enrolments::identify))
        .route(
            "/v1/enrolments/{enrolment}",
            get(enrolments::find).delete(enrolments::deny),
        )
        .route(
            "/v1/enrolments/{enrolment}/confirmation",
            put(enrolments::confirm),
        )
        .route(
            "/v1/enrolments/{enrolment}/consent",
            put(enrolments::consent).delete(enrolments::withdraw),
        )
        .route("/v1/enrolments/{enrolment}/nonces", post(enrolments::nonce))
        .route("/v1/photos/{photo}", get(photos::find))
        .route("/v1/photos/{photo}/portrait", get(photos::portrait))
        .route("/v1/photos/{photo}/choice", put(photos::choose))
        .route("/v1/photos/{photo}/confirmation", put(photos::confirm))
        .route("/v1/photos/{photo}/file", get(photos::file))
        .route("/v1/notifications", get(photos::notifications));
    let folder = app.page.clone();
    let api = Router::new()
        .merge(student)
        .merge(uploads::router())
        .merge(review::router())
        .merge(office::router())
        .merge(page::router())
        .fallback(async || Problem::NotFound)
        .method_not_allowed_fallback(async || Problem::Method)
        .layer(DefaultBodyLimit::max(BODY))
        .layer(map_response(private))
        .layer(from_fn_with_state(app.clone(), busy))
        .with_state(app);
    match folder {
        Some(folder) => beside::serve(folder, api),
        None => api,
    }
}

/// Answers at most so many at once, and says what time it is.
async fn busy(State(app): Shared, request: Request, next: Next) -> Response {
    let answer = match app.limits.enter() {
        Some(_entered) => next.run(request).await,
        None => Problem::Busy.into_response(),
    };
    let now = UNIX_EPOCH + Duration::from_millis(app.clock.now());
    let date = HeaderValue::from_str(&httpdate::fmt_http_date(now));
    with(answer, date.ok().map(|date| (header::DATE, date)))
}

/// Nothing here is for a cache, and no browser is to guess what it is.
async fn private(answer: Response) -> Response {
    let headers = [
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        ),
    ];
    with(answer, headers)
}

fn with(
    mut answer: Response,
    headers: impl IntoIterator<Item = (HeaderName, HeaderValue)>,
) -> Response {
    answer.headers_mut().extend(headers);
    answer
}

/// A picture.
fn jpeg(bytes: Vec<u8>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "image/jpeg")], bytes)
}
