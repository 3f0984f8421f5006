//! The still: taken, judged, sealed.

use crate::error::{Problem, told};
use crate::file::FileError;
use crate::photo::{Checker, Photo, PhotoError};
use crate::report::Report;
use std::sync::Arc;
use xueying::camera::{Facing, FrameTime, Recovery};
use xueying::capture;
use xueying::report::CheckId;

/// A still as the platform gives it.
#[derive(Clone, uniffi::Record)]
pub struct StillFile {
    /// The JPEG.
    pub jpeg: Vec<u8>,
    /// The lens that took it.
    pub lens: String,
    /// Which way that lens looks.
    pub facing: Facing,
    /// When, in nanoseconds of the frames' clock.
    pub time_nanos: u64,
}

/// A photo that may be uploaded: it comes from a session alone, is judged, and is signed. Its pixels stay inside.
#[derive(uniffi::Object)]
pub struct SealedPhoto(pub(crate) capture::SealedPhoto);

/// Why there is no photo; the session goes on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum TakeError {
    /// No frame with a face passed the gate before the still.
    #[error("no face was seen before the still")]
    NoPreview,
    /// A burst has one to three stills.
    #[error("a burst has one to three stills, not {stills}")]
    Burst {
        /// How many were given.
        stills: u64,
    },
    /// The still comes from another lens than the frames.
    #[error("the still comes from another lens than the frames")]
    WrongLens,
    /// The still is not a picture.
    #[error("{problem}")]
    BadFile {
        /// Why not.
        problem: FileError,
    },
    /// There is no face in the still.
    #[error("there is no face in the still")]
    NoFace,
    /// The still does not show what the frames showed.
    #[error("the still does not hang together with the frames before it")]
    NotLinked,
    /// The still breaks rules that block.
    #[error("the still breaks rules that block: {checks:?}")]
    Blocked {
        /// The stable names of the rules.
        checks: Vec<String>,
    },
    /// The key store did not sign.
    #[error("the device's key store did not sign")]
    NotSigned,
    /// The session was ended.
    #[error("the session was ended")]
    Ended,
    /// An earlier call ended in a bug: open another session.
    #[error("an earlier call ended in a bug")]
    Broken,
}

told!(TakeError);

impl Problem for TakeError {
    fn stable_code(&self) -> &'static str {
        match self {
            Self::NoPreview => "take_no_preview",
            Self::Burst { .. } => "take_burst",
            Self::WrongLens => "take_wrong_lens",
            Self::BadFile { problem } => problem.stable_code(),
            Self::NoFace => "take_no_face",
            Self::NotLinked => "take_not_linked",
            Self::Blocked { .. } => "take_blocked",
            Self::NotSigned => "take_signer",
            Self::Ended => "session_ended",
            Self::Broken => "session_broken",
        }
    }

    fn way_out(&self) -> Recovery {
        match self {
            Self::NotSigned | Self::Ended | Self::Broken => Recovery::Retry,
            _ => Recovery::Retake,
        }
    }

    fn told_by(&self) -> String {
        match self {
            Self::BadFile { problem } => problem.told_by(),
            Self::Ended | Self::Broken => "errors.broken.message".to_owned(),
            other => format!("errors.{}.message", other.stable_code()),
        }
    }
}

impl From<capture::TakeError> for TakeError {
    fn from(error: capture::TakeError) -> Self {
        match error {
            capture::TakeError::NoPreview => Self::NoPreview,
            capture::TakeError::Burst(stills) => Self::Burst {
                stills: stills as u64,
            },
            capture::TakeError::WrongLens => Self::WrongLens,
            capture::TakeError::Decode(error) => Self::BadFile {
                problem: error.into(),
            },
            capture::TakeError::NoFace => Self::NoFace,
            capture::TakeError::NotLinked => Self::NotLinked,
            capture::TakeError::Blocked(checks) => Self::Blocked {
                checks: checks.iter().map(CheckId::to_string).collect(),
            },
            capture::TakeError::Signer(_) => Self::NotSigned,
        }
    }
}

impl StillFile {
    pub(super) fn still(&self) -> capture::Still<'_> {
        capture::Still {
            jpeg: &self.jpeg,
            lens: &self.lens,
            facing: self.facing,
            time: FrameTime(self.time_nanos),
        }
    }
}

impl SealedPhoto {
    pub(super) fn new(photo: capture::SealedPhoto) -> Arc<Self> {
        Arc::new(Self(photo))
    }
}

#[uniffi::export]
impl SealedPhoto {
    /// The report on the still.
    pub fn report(&self) -> Arc<Report> {
        Report::new(self.0.manifest().report.clone())
    }

    /// What travels with the photo: JSON with the exact manifest that was signed, and the signature in hexadecimal.
    pub fn envelope(&self) -> String {
        serde_json::to_string(self.0.envelope()).expect("strings always serialise")
    }

    /// The photo, for its portrait to be shown to the student.
    pub fn open(&self, checker: &Checker) -> Result<Arc<Photo>, PhotoError> {
        checker.open(self.0.jpeg())
    }
}
