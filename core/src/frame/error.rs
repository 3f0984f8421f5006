//! Why a file could not become a picture.

use image::ImageError;

/// Why a file could not be decoded. [`DecodeError::code`] is stable; the messages are for developers, people read the
/// catalogue of texts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// The file has no bytes.
    #[error("the file is empty")]
    Empty,
    /// The file is larger than [`Limits::bytes`](super::Limits::bytes).
    #[error("the file has {bytes} bytes, more than {limit}")]
    TooManyBytes {
        /// Size of the file in bytes.
        bytes: usize,
        /// The limit in bytes.
        limit: usize,
    },
    /// The header claims more pixels than [`Limits`](super::Limits) allows, in all or along one side.
    #[error("{width} x {height} pixels are more than can be checked")]
    TooManyPixels {
        /// Width in the header, pixels.
        width: u32,
        /// Height in the header, pixels.
        height: u32,
    },
    /// HEIC or HEIF, what iPhones store unless told otherwise. The way out: export as JPEG, or set the camera to
    /// "Most Compatible".
    #[error("HEIC pictures cannot be read; export the photo as JPEG")]
    UnsupportedHeic,
    /// A format, or a rare kind of a format, that is not read here.
    #[error("{name} is not read; give a JPEG, PNG or WebP")]
    UnsupportedFormat {
        /// The format's usual name, or "unknown format".
        name: &'static str,
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

impl DecodeError {
    /// The stable code of this error, for shells and reports.
    pub fn code(&self) -> &'static str {
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

    /// What a failure of the decoder for `name` files means to the person who gave the file.
    pub(super) fn from_image(error: ImageError, name: &'static str) -> Self {
        match error {
            ImageError::IoError(e) if e.kind() == std::io::ErrorKind::UnexpectedEof => {
                Self::Truncated
            }
            ImageError::Unsupported(_) => Self::UnsupportedFormat { name },
            other => Self::Corrupt {
                reason: other.to_string(),
            },
        }
    }
}
