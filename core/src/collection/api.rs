//! What a collection service and a phone say to each other: the shapes of its contract.

use crate::camera::SessionMode;
use crate::capture::WallTime;
use crate::report::CheckId;
use serde::{Deserialize, Serialize};
use std::fmt;
use zeroize::Zeroizing;

pub use crate::capture::ConsentReceipt;

/// Who answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// Its name.
    pub name: String,
    /// The version of the contract: 1.
    pub api: u32,
    /// Whether it opens rehearsals only.
    pub rehearsal: bool,
}

/// An SMS is on its way.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Challenge {
    /// Names it.
    pub challenge: String,
    /// Until when its code is taken.
    pub expires_at: WallTime,
    /// The code itself, in a rehearsal alone.
    #[serde(default)]
    pub code: Option<String>,
}

/// What a phone shows to be known again; wiped from memory when dropped. Over a restart it is kept as a note of the vault,
/// nowhere else.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// The bearer token.
    pub token: Zeroizing<String>,
    /// Until when it is taken.
    pub expires_at: WallTime,
}

/// A collection session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Its code.
    pub code: String,
    /// Whether it counts.
    pub mode: SessionMode,
    /// The id of the profile to judge by.
    pub profile: String,
    /// What the photo is for.
    pub programme: String,
    /// Where.
    pub place: String,
    /// From when.
    pub opens_at: WallTime,
    /// Until when.
    pub closes_at: WallTime,
    /// By the server's clock.
    pub state: SessionState,
}

/// Whether a session takes students.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SessionState {
    /// Not yet.
    Early,
    /// Now.
    Open,
    /// No more.
    Closed,
}

/// What is to be done in a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Task {
    /// 毕业生学历图像采集: the portrait.
    Portrait,
}

/// One student in one session.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolment {
    /// Names it.
    pub enrolment: String,
    /// The session's code.
    pub session: String,
    /// Enough of the name for its bearer to know it.
    pub masked_name: String,
    /// Enough of the number.
    pub masked_number: String,
    /// Whether the student said that it is them.
    pub confirmed: bool,
    /// The consent, if it was given.
    pub consent: Option<ConsentReceipt>,
    /// The latest photo.
    pub photo: Option<Photo>,
}

/// What the server gives for one photo alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nonce {
    /// Goes into the manifest.
    pub nonce: String,
    /// Until when a photo with it is taken.
    pub expires_at: WallTime,
}

/// A photo the server has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Photo {
    /// Names it.
    pub photo: String,
    /// Whose it is.
    pub enrolment: String,
    /// How it stands.
    pub state: PhotoState,
    /// The rules it breaks, when it was refused or gives no portrait.
    pub reasons: Vec<CheckId>,
}

/// How a photo stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhotoState {
    /// Its portrait is being made.
    Calibrating,
    /// Its portrait can be looked at.
    Calibrated,
    /// It gives no portrait.
    NotCalibrated,
    /// A retake took its place.
    Superseded,
    /// In the audit.
    Waiting,
    /// The audit took it.
    Approved,
    /// The audit did not.
    Refused,
    /// On file.
    Confirmed,
}

/// What the student says to the calibrated portrait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// Into the audit with it.
    Satisfied,
    /// Another one.
    Retake,
}

/// Something happened to a student of this phone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notification {
    /// What.
    pub kind: NotificationKind,
    /// To whom.
    pub enrolment: String,
    /// With which photo.
    pub photo: String,
    /// When.
    pub at: WallTime,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotificationKind {
    /// The audit took the photo.
    Approved,
    /// The audit did not.
    Refused,
}

impl fmt::Debug for Challenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Challenge(..)")
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(..)")
    }
}

impl fmt::Debug for Enrolment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Enrolment(..)")
    }
}
