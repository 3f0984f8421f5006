//! What goes wrong, with a stable code each. No message holds a name, a number, a code or a token.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use xueying::capture::VerifyError;

/// Every refusal of the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Not JSON, not a number where one belongs, a header that cannot be read.
    #[error("the request cannot be read")]
    Malformed,
    /// No token, or none of this service.
    #[error("a bearer token is needed")]
    TokenMissing,
    /// A token of this service whose time is over.
    #[error("the token has expired")]
    TokenExpired,
    /// A token of another role.
    #[error("this token is for something else")]
    Forbidden,
    /// Nothing there, or somebody else's.
    #[error("there is no such object")]
    NotFound,
    /// A method that the path does not have.
    #[error("the path has no such method")]
    Method,
    /// More bytes than are taken.
    #[error("this is too large")]
    TooLarge,
    /// Another content type than the contract's.
    #[error("the content type is another one")]
    ContentType,
    /// Readable, but not of the contract's form.
    #[error("a value is not of the form the contract gives")]
    Invalid,
    /// Too often; come back after so many seconds.
    #[error("too many requests")]
    TooMany(u32),
    /// Too much to do at the moment.
    #[error("the service is busy")]
    Busy,
    /// A fault of the service.
    #[error("the service failed")]
    Internal,
    /// Another code than the one that was sent.
    #[error("the code is not the one that was sent")]
    SmsCodeWrong,
    /// Too late, or too many wrong ones before.
    #[error("the code that was sent counts no more")]
    SmsCodeExpired,
    /// The session's time is over.
    #[error("the session is closed")]
    SessionClosed,
    /// The session's time has not come.
    #[error("the session is not open yet")]
    SessionEarly,
    /// The phone has to be bound to the session before.
    #[error("the phone is not bound to the session")]
    NotBound,
    /// Not a point of P-256.
    #[error("the device key cannot be read")]
    DeviceKey,
    /// The student was confirmed on another phone.
    #[error("the student is confirmed on another phone")]
    CodeBound,
    /// Not a collection code of this service.
    #[error("the collection code cannot be read")]
    CodeUnreadable,
    /// A student of no account in this session.
    #[error("the student is not on the roster of the session")]
    NotOnRoster,
    /// Too late for a no.
    #[error("the identity is confirmed already")]
    IdentityConfirmed,
    /// Too early: is it you?
    #[error("the identity is not confirmed yet")]
    IdentityOpen,
    /// Without consent nothing is processed.
    #[error("there is no consent")]
    ConsentMissing,
    /// Not tus 1.0.0.
    #[error("the upload protocol is tus 1.0.0")]
    TusVersion,
    /// One key for two things.
    #[error("the idempotency key was used for something else")]
    KeyReused,
    /// The upload has another number of bytes.
    #[error("the upload is at another offset")]
    OffsetMismatch,
    /// Expired or cancelled.
    #[error("the upload is gone")]
    UploadGone,
    /// Other bytes than were sent.
    #[error("the checksum does not match")]
    ChecksumMismatch,
    /// Too late to cancel.
    #[error("the photo was accepted already")]
    PhotoAccepted,
    /// Bytes are missing.
    #[error("the upload is not complete")]
    UploadIncomplete,
    /// A photo of the student is in the audit.
    #[error("a photo of the student is in the audit")]
    AuditRunning,
    /// There is no portrait.
    #[error("the photo is not calibrated")]
    NotCalibrated,
    /// The photo is elsewhere in its life.
    #[error("the photo is in another state")]
    PhotoState,
    /// There is another decision.
    #[error("the photo was decided otherwise")]
    Decided,
    /// An approval with reasons, or a refusal without.
    #[error("a refusal needs reasons, an approval has none")]
    Reasons,
    /// This service echoes codes.
    #[error("this service opens rehearsals only")]
    RehearsalOnly,
    /// Not a CSV of students.
    #[error("the roster cannot be read")]
    Roster,
    /// The photo was judged by another profile than the session's.
    #[error("the photo was judged by another profile")]
    ManifestProfile,
    /// What the core found about the manifest.
    #[error("{0}")]
    Manifest(VerifyError),
}

impl Problem {
    /// The stable code, and the status it comes with.
    pub const fn facts(&self) -> (&'static str, u16) {
        match self {
            Self::Malformed => ("malformed", 400),
            Self::TokenMissing => ("token_missing", 401),
            Self::TokenExpired => ("token_expired", 401),
            Self::Forbidden => ("forbidden", 403),
            Self::NotFound => ("not_found", 404),
            Self::Method => ("method", 405),
            Self::TooLarge => ("too_large", 413),
            Self::ContentType => ("content_type", 415),
            Self::Invalid => ("invalid", 422),
            Self::TooMany(_) => ("too_many", 429),
            Self::Busy => ("busy", 503),
            Self::Internal => ("internal", 500),
            Self::SmsCodeWrong => ("sms_code_wrong", 403),
            Self::SmsCodeExpired => ("sms_code_expired", 403),
            Self::SessionClosed => ("session_closed", 410),
            Self::SessionEarly => ("session_early", 409),
            Self::NotBound => ("not_bound", 403),
            Self::DeviceKey => ("device_key", 422),
            Self::CodeBound => ("code_bound", 409),
            Self::CodeUnreadable => ("code_unreadable", 422),
            Self::NotOnRoster => ("not_on_roster", 422),
            Self::IdentityConfirmed => ("identity_confirmed", 409),
            Self::IdentityOpen => ("identity_open", 409),
            Self::ConsentMissing => ("consent_missing", 403),
            Self::TusVersion => ("tus_version", 412),
            Self::KeyReused => ("key_reused", 409),
            Self::OffsetMismatch => ("offset_mismatch", 409),
            Self::UploadGone => ("upload_gone", 410),
            Self::ChecksumMismatch => ("checksum_mismatch", 460),
            Self::PhotoAccepted => ("photo_accepted", 409),
            Self::UploadIncomplete => ("upload_incomplete", 409),
            Self::AuditRunning => ("audit_running", 409),
            Self::NotCalibrated => ("not_calibrated", 409),
            Self::PhotoState => ("photo_state", 409),
            Self::Decided => ("decided", 409),
            Self::Reasons => ("reasons", 422),
            Self::RehearsalOnly => ("rehearsal_only", 422),
            Self::Roster => ("roster", 422),
            Self::ManifestProfile => ("manifest_profile", 422),
            Self::Manifest(error) => (error.code(), 422),
        }
    }
}

#[derive(Serialize)]
struct Body {
    code: &'static str,
    message: String,
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (code, status) = self.facts();
        let message = self.to_string();
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut answer = (status, Json(Body { code, message })).into_response();
        let headers = answer.headers_mut();
        headers.insert("problem-code", HeaderValue::from_static(code));
        let wait = match self {
            Self::TooMany(seconds) => Some(seconds),
            Self::Busy => Some(1),
            _ => None,
        };
        if let Some(seconds) = wait {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        if status == StatusCode::UNAUTHORIZED {
            let bearer = HeaderValue::from_static("Bearer");
            headers.insert(header::WWW_AUTHENTICATE, bearer);
        }
        if self == Self::TusVersion {
            headers.insert("tus-version", HeaderValue::from_static("1.0.0"));
        }
        answer
    }
}

impl From<rusqlite::Error> for Problem {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DatabaseBusy) => Self::Busy,
            code => {
                // The code alone: the text of an SQLite error may quote a value.
                eprintln!("database: {code:?}");
                Self::Internal
            }
        }
    }
}
