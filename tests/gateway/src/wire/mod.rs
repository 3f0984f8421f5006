//! The shapes of `tests/contract/schemas.yaml`.

mod words;

pub use words::{
    CollectionCode, Id, IdempotencyKey, PhoneNumber, Place, ProfileName, Programme, PublicKey,
    SessionCode, Sha256, SmsCode, Time,
};

use serde::{Deserialize, Serialize};
use xueying::camera::SessionMode;
use xueying::report::CheckId;

/// Who answers.
#[derive(Serialize)]
pub struct Service {
    pub name: &'static str,
    pub api: u32,
    pub rehearsal: bool,
}

/// Where the SMS goes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Challenged {
    pub phone: PhoneNumber,
}

/// A code is on its way.
#[derive(Serialize)]
pub struct Challenge {
    pub challenge: String,
    pub expires_at: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// The code came.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verification {
    pub challenge: Id,
    pub code: SmsCode,
}

/// What stands for a phone, a reviewer, an office.
#[derive(Serialize)]
pub struct Token {
    pub token: String,
    pub expires_at: u64,
}

/// A session as everybody sees it.
#[derive(Clone, Serialize)]
pub struct Session {
    pub code: String,
    pub mode: SessionMode,
    pub profile: String,
    pub programme: String,
    pub place: String,
    pub opens_at: u64,
    pub closes_at: u64,
    pub state: SessionState,
}

/// Where a session stands at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SessionState {
    Early,
    Open,
    Closed,
}

/// The key of a device.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeviceKey {
    #[serde(rename = "algorithm")]
    pub _algorithm: Algorithm,
    pub public_key: PublicKey,
}

/// The one that both platforms have.
#[derive(Deserialize)]
pub enum Algorithm {
    #[serde(rename = "ES256")]
    Es256,
}

/// What is to be done in a session.
#[derive(Serialize)]
pub struct Task {
    pub kind: &'static str,
}

/// A code is shown.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identification {
    pub collection_code: CollectionCode,
}

/// One student on one phone.
#[derive(Serialize)]
pub struct Enrolment {
    pub enrolment: String,
    pub session: String,
    pub masked_name: String,
    pub masked_number: String,
    pub confirmed: bool,
    pub consent: Option<ConsentReceipt>,
    pub photo: Option<Photo>,
}

/// Consent, to the text of this hash.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    pub text: Sha256,
}

/// What proves it.
#[derive(Serialize)]
pub struct ConsentReceipt {
    pub receipt: String,
    pub text: String,
    pub given_at: u64,
}

/// For one photo.
#[derive(Serialize)]
pub struct Nonce {
    pub nonce: String,
    pub expires_at: u64,
}

/// The life of a photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhotoState {
    Calibrating,
    Calibrated,
    NotCalibrated,
    Superseded,
    Waiting,
    Approved,
    Refused,
    Confirmed,
}

/// Where a photo stands.
#[derive(Clone, Serialize)]
pub struct Photo {
    pub photo: String,
    pub enrolment: String,
    pub state: PhotoState,
    pub reasons: Vec<CheckId>,
}

/// What the student says to the calibration view.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choosing {
    pub choice: Choice,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    Satisfied,
    Retake,
}

/// What happened to a student of this phone.
#[derive(Serialize)]
pub struct Notification {
    pub kind: String,
    pub enrolment: String,
    pub photo: String,
    pub at: u64,
}

/// A photo in the audit.
#[derive(Serialize)]
pub struct Waiting {
    pub photo: String,
    pub session: String,
    pub mode: SessionMode,
    pub since: u64,
}

/// Everything a reviewer needs besides the pictures.
#[derive(Serialize)]
pub struct Case {
    pub photo: Photo,
    pub masked_name: String,
    pub report: serde_json::Value,
    pub overrides: serde_json::Value,
    pub envelope: serde_json::Value,
}

/// What a reviewer decides.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deciding {
    pub decision: Decision,
    pub reasons: Vec<CheckId>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    Approve,
    Refuse,
}

/// A session to be opened.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewSession {
    pub mode: SessionMode,
    pub profile: ProfileName,
    pub programme: Programme,
    pub place: Place,
    pub opens_at: Time,
    pub closes_at: Time,
}

/// What came of a roster.
#[derive(Serialize)]
pub struct RosterTaken {
    pub added: usize,
    pub known: usize,
}

/// How far a session is.
#[derive(Serialize)]
pub struct Progress {
    pub roster: usize,
    pub done: usize,
    pub students: Vec<StudentProgress>,
}

#[derive(Serialize)]
pub struct StudentProgress {
    pub student_number: String,
    pub state: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<CheckId>,
}
