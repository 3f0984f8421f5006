//! Why a call to a session fails.

use crate::error::{Problem, told};
use crate::pixels::FrameError;
use xueying::camera::Recovery;

/// Why a call to the session failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum LiveError {
    /// The planes are not a frame.
    #[error("{problem}")]
    BadFrame {
        /// Why not.
        problem: FrameError,
    },
    /// There is no rule of this name.
    #[error("there is no check named {id}")]
    UnknownCheck {
        /// The name.
        id: String,
    },
    /// A fact cannot be overridden, nor a rule without a reason.
    #[error("only a measured check can be overridden, with a reason")]
    NotOverridable,
    /// The manual shutter is blocked; by nothing in particular where there is no face.
    #[error("the shutter is blocked by {checks:?}")]
    Blocked {
        /// The stable names of the rules that block it.
        checks: Vec<String>,
    },
    /// The session was ended.
    #[error("the session was ended")]
    Ended,
    /// An earlier call ended in a bug: open another session.
    #[error("an earlier call ended in a bug")]
    Broken,
}

told!(LiveError);

impl Problem for LiveError {
    fn stable_code(&self) -> &'static str {
        match self {
            Self::BadFrame { problem } => problem.stable_code(),
            Self::UnknownCheck { .. } => "session_unknown_check",
            Self::NotOverridable => "session_not_overridable",
            Self::Blocked { .. } => "session_blocked",
            Self::Ended => "session_ended",
            Self::Broken => "session_broken",
        }
    }

    fn way_out(&self) -> Recovery {
        match self {
            Self::Blocked { .. } => Recovery::Wait,
            _ => Recovery::Retry,
        }
    }

    fn told_by(&self) -> String {
        match self {
            Self::BadFrame { problem } => problem.told_by(),
            Self::UnknownCheck { .. } | Self::NotOverridable => {
                "errors.session_not_overridable.message".to_owned()
            }
            Self::Blocked { .. } => "errors.session_blocked.message".to_owned(),
            Self::Ended | Self::Broken => "errors.broken.message".to_owned(),
        }
    }
}

impl From<FrameError> for LiveError {
    fn from(problem: FrameError) -> Self {
        Self::BadFrame { problem }
    }
}
