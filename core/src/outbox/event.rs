//! What happens to a job, and what is to be done for it.

use super::Attention;
use crate::capture::WallTime;
use serde::{Deserialize, Serialize};

/// When something happens, with a little chance for the waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// By the phone's clock.
    pub now: WallTime,
    /// Any number, from the system's chance: phones that failed together shall not come back together.
    pub chance: u32,
}

/// What happens to a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// Time passes, or the network is back: what is next?
    Tick,
    /// A person did what was asked, and wants it tried again now.
    Again,
    /// The server created the upload, or knows it already.
    Created {
        /// Where its bytes go.
        upload: String,
    },
    /// The server says how many bytes it has.
    Offset {
        /// So many.
        at: u64,
    },
    /// The server took the photo.
    Accepted {
        /// The server's id of it.
        photo: String,
    },
    /// What was tried did not work.
    Failed(Failure),
    /// A retake takes its place.
    Superseded,
    /// The student withdrew, or gives it up.
    Withdrawn,
    /// The server's clock is past the photo's use.
    Expired,
}

/// What did not work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Failure {
    /// No answer: no network, a broken connection, a time-out.
    #[error("the server does not answer")]
    Offline,
    /// The server is busy or broken; it may have said how many seconds to wait.
    #[error("the server asks to come back later")]
    Busy(Option<u32>),
    /// The bytes belong somewhere else: the server has more or less of them.
    #[error("the server has another number of bytes")]
    OffsetMismatch,
    /// The bytes were spoilt on their way.
    #[error("the bytes were spoilt on their way")]
    Checksum,
    /// The server does not know the upload any more.
    #[error("the upload is gone")]
    Gone,
    /// Only a person can help.
    #[error("a person has to help: {}", .0.code())]
    Needs(Attention),
}

/// What is to be done for a job. At most one of them speaks with the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Create the upload; the key is the job's id.
    Create,
    /// Ask how many bytes there are.
    AskOffset {
        /// The upload.
        upload: String,
    },
    /// Send bytes of the photo.
    Send {
        /// The upload.
        upload: String,
        /// The first byte.
        from: u64,
        /// One past the last.
        to: u64,
    },
    /// Hand in the manifest.
    Finish {
        /// The upload.
        upload: String,
    },
    /// Tell the server to forget the upload; once, for what it is worth: it expires there anyway.
    Cancel {
        /// The upload.
        upload: String,
    },
    /// Nothing before then.
    Wait {
        /// By the phone's clock.
        until: WallTime,
    },
    /// Destroy the photo, its key first.
    Destroy,
}
