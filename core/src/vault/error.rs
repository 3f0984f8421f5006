//! Why the vault does not do what was asked.

use super::{ChanceError, KeyError};
use std::io;

/// Why the vault does not do what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VaultError {
    /// No space is left.
    #[error("the disk is full")]
    Full,
    /// The file system refuses.
    #[error("the file system refuses: {0}")]
    Disk(io::ErrorKind),
    /// The platform's key store does not answer now: the phone may be locked.
    #[error("the key store does not answer")]
    Locked,
    /// What was stored cannot be read back, or is not what was stored.
    #[error("what was stored cannot be read back")]
    Damaged,
    /// There is no such job.
    #[error("there is no such job")]
    Missing,
    /// The system gives no random bytes.
    #[error("the system gives no random bytes")]
    Chance,
}

impl VaultError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Full => "vault_full",
            Self::Disk(_) => "vault_disk",
            Self::Locked => "vault_locked",
            Self::Damaged => "vault_damaged",
            Self::Missing => "vault_missing",
            Self::Chance => "vault_chance",
        }
    }
}

impl From<io::Error> for VaultError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full,
            kind => Self::Disk(kind),
        }
    }
}

impl From<KeyError> for VaultError {
    fn from(error: KeyError) -> Self {
        match error {
            KeyError::Locked => Self::Locked,
            KeyError::Refused => Self::Damaged,
        }
    }
}

impl From<ChanceError> for VaultError {
    fn from(_: ChanceError) -> Self {
        Self::Chance
    }
}
