//! What a session may be opened for.

use super::WallTime;
use crate::camera::SessionMode;
use serde::{Deserialize, Serialize};

/// The proof that the student consented before any frame was looked at, as the service gave it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentReceipt {
    receipt: String,
    text: String,
    given_at: WallTime,
}

impl ConsentReceipt {
    /// SHA-256 of the text that was agreed to.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// One photo of one student: without it no session opens, and without a consent there is none that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaptureOrder {
    pub(super) mode: SessionMode,
    pub(super) session: String,
    pub(super) nonce: String,
}

impl CaptureOrder {
    /// For a student who consented; `nonce` is what the server gave for this photo alone.
    pub fn new(_: &ConsentReceipt, mode: SessionMode, session: String, nonce: String) -> Self {
        Self {
            mode,
            session,
            nonce,
        }
    }

    /// For a rehearsal without a service: of a drawn face, or of the person who holds the device.
    pub const fn rehearsal(session: String, nonce: String) -> Self {
        Self {
            mode: SessionMode::Rehearsal,
            session,
            nonce,
        }
    }

    /// Whether the photo counts.
    pub const fn mode(&self) -> SessionMode {
        self.mode
    }

    /// The session's code.
    pub fn session(&self) -> &str {
        &self.session
    }
}
