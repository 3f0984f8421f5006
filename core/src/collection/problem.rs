//! Why a request to the service did not work.

use crate::outbox::{Attention, Failure};
use serde::Deserialize;

/// Why a request to the service did not work. Nothing in it is personal.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    /// No answer: no network, a broken connection, a time-out; also a network that answers in the service's place, which
    /// TLS unmasks.
    #[error("the service does not answer")]
    Offline,
    /// The service says no, and why.
    #[error("the service refuses: {code}")]
    Refused {
        /// The code of the contract.
        code: String,
    },
    /// The phone is not known, or not any more.
    #[error("the phone has to be bound again")]
    Expired,
    /// The service is busy or broken.
    #[error("the service is busy or broken")]
    Server {
        /// It asked to wait so many seconds.
        after: Option<u32>,
    },
    /// The answer is not what the contract says.
    #[error("the service does not keep to the contract")]
    Contract,
}

impl Problem {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Offline => "offline",
            Self::Refused { .. } => "refused",
            Self::Expired => "expired",
            Self::Server { .. } => "server",
            Self::Contract => "contract",
        }
    }

    /// What it means for a photo on its way.
    pub fn into_failure(self) -> Failure {
        let code = match self {
            Self::Offline => return Failure::Offline,
            Self::Server { after } => return Failure::Busy(after),
            Self::Expired => return Failure::Needs(Attention::SignIn),
            Self::Contract => return Failure::Needs(Attention::Update),
            Self::Refused { code } => code,
        };
        match code.as_str() {
            "offset_mismatch" | "upload_incomplete" => Failure::OffsetMismatch,
            "checksum_mismatch" => Failure::Checksum,
            "upload_gone" | "not_found" => Failure::Gone,
            "consent_missing" => Failure::Needs(Attention::Consent),
            "session_closed" => Failure::Needs(Attention::SessionClosed),
            "audit_running" => Failure::Needs(Attention::AuditRunning),
            "tus_version" | "content_type" | "malformed" | "invalid" => {
                Failure::Needs(Attention::Update)
            }
            _ => Failure::Needs(Attention::PhotoRefused),
        }
    }
}
