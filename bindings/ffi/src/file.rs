//! Files that are no picture.

use crate::error::{Problem, told};
use xueying::camera::Recovery;
use xueying::frame::DecodeError;

/// Why a file could not become a picture.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum FileError {
    /// The file has no bytes.
    #[error("the file is empty")]
    Empty,
    /// The file is too large.
    #[error("the file has {bytes} bytes, more than {limit}")]
    TooManyBytes {
        /// Size of the file.
        bytes: u64,
        /// The most that is accepted.
        limit: u64,
    },
    /// The header claims more pixels than are accepted.
    #[error("{width} x {height} pixels are more than can be checked")]
    TooManyPixels {
        /// In the header.
        width: u32,
        /// In the header.
        height: u32,
    },
    /// HEIC or HEIF: the platform can decode it, and give the pixels.
    #[error("HEIC pictures are not decoded here")]
    UnsupportedHeic,
    /// Another format that is not read here.
    #[error("{name} is not read")]
    UnsupportedFormat {
        /// Its usual name, or "unknown format".
        name: String,
    },
    /// The file ends before its picture does.
    #[error("the file is cut off")]
    Truncated,
    /// The file is damaged.
    #[error("the file is damaged: {reason}")]
    Corrupt {
        /// What the decoder met; names no person.
        reason: String,
    },
}

told!(FileError);

impl Problem for FileError {
    fn stable_code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooManyBytes { .. } => "too_many_bytes",
            Self::TooManyPixels { .. } => "too_many_pixels",
            Self::UnsupportedHeic => "unsupported_heic",
            Self::UnsupportedFormat { .. } => "unsupported_format",
            Self::Truncated => "truncated",
            Self::Corrupt { .. } => "corrupt",
        }
    }

    fn way_out(&self) -> Recovery {
        match self {
            // Given or transferred again it may be whole.
            Self::Empty | Self::Truncated | Self::Corrupt { .. } | Self::UnsupportedHeic => {
                Recovery::Retry
            }
            Self::TooManyBytes { .. }
            | Self::TooManyPixels { .. }
            | Self::UnsupportedFormat { .. } => Recovery::Retake,
        }
    }
}

impl From<DecodeError> for FileError {
    fn from(error: DecodeError) -> Self {
        match error {
            DecodeError::Empty => Self::Empty,
            DecodeError::TooManyBytes { bytes, limit } => Self::TooManyBytes {
                bytes: bytes as u64,
                limit: limit as u64,
            },
            DecodeError::TooManyPixels { width, height } => Self::TooManyPixels { width, height },
            DecodeError::UnsupportedHeic => Self::UnsupportedHeic,
            DecodeError::UnsupportedFormat { name } => Self::UnsupportedFormat {
                name: name.to_owned(),
            },
            DecodeError::Truncated => Self::Truncated,
            DecodeError::Corrupt { reason } => Self::Corrupt { reason },
            other => Self::Corrupt {
                reason: other.to_string(),
            },
        }
    }
}
