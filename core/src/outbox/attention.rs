//! What a person must do, or may want to know, about a job.

use crate::vault::VaultError;
use serde::{Deserialize, Serialize};

/// What a person must do about a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attention {
    /// No answer for some time; it is tried on and on.
    NoNetwork,
    /// The server is busy for some time; it is tried on and on.
    ServerBusy,
    /// Bind the phone anew.
    SignIn,
    /// Give consent anew.
    Consent,
    /// The session is closed: ask the school.
    SessionClosed,
    /// The server refused the photo: take another one.
    PhotoRefused,
    /// An earlier photo is in the audit: this one is not needed.
    AuditRunning,
    /// The stored photo cannot be read: take another one.
    Damaged,
    /// Server and program do not understand each other: update.
    Update,
    /// The phone does not take it, for want of space as a rule: make some.
    DiskFull,
    /// The key store does not answer: unlock the phone.
    Locked,
}

impl Attention {
    /// Every kind.
    pub const ALL: [Self; 11] = [
        Self::NoNetwork,
        Self::ServerBusy,
        Self::SignIn,
        Self::Consent,
        Self::SessionClosed,
        Self::PhotoRefused,
        Self::AuditRunning,
        Self::Damaged,
        Self::Update,
        Self::DiskFull,
        Self::Locked,
    ];

    /// The stable code; what to say is `outbox.CODE.message` and `outbox.CODE.advice` in the texts.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoNetwork => "no_network",
            Self::ServerBusy => "server_busy",
            Self::SignIn => "sign_in",
            Self::Consent => "consent",
            Self::SessionClosed => "session_closed",
            Self::PhotoRefused => "photo_refused",
            Self::AuditRunning => "audit_running",
            Self::Damaged => "damaged",
            Self::Update => "update",
            Self::DiskFull => "disk_full",
            Self::Locked => "locked",
        }
    }

    /// Whether it goes away by waiting.
    pub const fn passes(self) -> bool {
        matches!(self, Self::NoNetwork | Self::ServerBusy)
    }
}

impl From<VaultError> for Attention {
    fn from(error: VaultError) -> Self {
        match error {
            VaultError::Locked => Self::Locked,
            VaultError::Damaged | VaultError::Missing => Self::Damaged,
            _ => Self::DiskFull,
        }
    }
}
