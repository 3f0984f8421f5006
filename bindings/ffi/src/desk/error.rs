//! Why a desk does not open.

use crate::error::{Problem, told};
use xueying::camera::Recovery;
use xueying::vault::VaultError;

/// Why a desk does not open, or does not answer. Nothing was lost.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum DeskError {
    /// The platform's key store does not answer now: the phone may be locked.
    #[error("the key store does not answer")]
    Locked,
    /// The disk is full, or the folder cannot be used.
    #[error("the folder cannot be used: {reason}")]
    Storage {
        /// Why not.
        reason: String,
    },
    /// The desk was closed.
    #[error("the desk is closed")]
    Closed,
    /// A bug ended an earlier call: open the desk anew.
    #[error("an earlier call ended in a bug")]
    Broken,
}

told!(DeskError);

impl Problem for DeskError {
    fn stable_code(&self) -> &'static str {
        match self {
            Self::Locked => "vault_locked",
            Self::Storage { .. } => "vault_storage",
            Self::Closed => "desk_closed",
            Self::Broken => "desk_broken",
        }
    }

    fn way_out(&self) -> Recovery {
        match self {
            Self::Locked => Recovery::Wait,
            _ => Recovery::Retry,
        }
    }

    fn told_by(&self) -> String {
        match self {
            Self::Locked => "outbox.locked.message".to_owned(),
            Self::Storage { .. } => "outbox.disk_full.message".to_owned(),
            Self::Closed | Self::Broken => "errors.broken.message".to_owned(),
        }
    }
}

impl From<VaultError> for DeskError {
    fn from(error: VaultError) -> Self {
        match error {
            VaultError::Locked => Self::Locked,
            other => Self::Storage {
                reason: other.to_string(),
            },
        }
    }
}
