//! The portrait that a photo gives.

use crate::error::{Problem, told};
use image::RgbImage;
use image::codecs::jpeg::JpegEncoder;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use xueying::camera::Recovery;
use xueying::frame::downscale;
use xueying::portrait::{self, Background, Fit};
use xueying::profile::Profile;
use xueying::report::Reason;
use xueying::vision::Observation;

/// Previews are no larger.
const LARGEST_PREVIEW: u32 = 1024;
/// JPEG quality of previews, 1 to 100.
const PREVIEW_QUALITY: u8 = 85;

/// What lies behind the person.
#[uniffi::remote(Enum)]
pub enum Background {
    /// The profile's colour.
    Official,
    /// What was there.
    Kept,
}

/// How the file lies in the official window of bytes.
#[uniffi::remote(Enum)]
pub enum Fit {
    /// Inside.
    Inside,
    /// Too small at any quality: the picture is empty or blurred.
    TooSmall,
    /// Too large even at the least quality.
    TooLarge,
}

/// A finished portrait.
#[derive(uniffi::Object)]
pub struct Portrait {
    made: portrait::Portrait,
    facts: PortraitFacts,
}

/// What a portrait is and lacks.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct PortraitFacts {
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Size of the JPEG.
    pub bytes: u64,
    /// JPEG quality, 1 to 100.
    pub quality: u8,
    /// How the size lies in the official window.
    pub fit: Fit,
    /// How much the photo was enlarged; below 1 it was made smaller.
    pub enlarged: f64,
    /// The official measures.
    pub marks: Vec<PortraitMark>,
}

/// One official measure, in pixels of the portrait.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct PortraitMark {
    /// The stable name of the rule it belongs to.
    pub id: String,
    /// What the portrait has.
    pub value: f64,
    /// The least that is accepted, where there is an end.
    pub least: Option<f64>,
    /// The most.
    pub most: Option<f64>,
    /// Whether it is kept.
    pub met: bool,
}

/// Why there is no portrait.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum PortraitError {
    /// The head was not seen.
    #[error("the head was not seen")]
    NoHead {
        /// Why not.
        reason: Reason,
    },
    /// The head is not that of an upright portrait.
    #[error("the head is not upright")]
    NotUpright,
    /// The file could not be written.
    #[error("the portrait could not be written: {reason}")]
    Unwritable {
        /// What the system said.
        reason: String,
    },
}

told!(PortraitError);

impl Problem for PortraitError {
    fn stable_code(&self) -> &'static str {
        match self {
            Self::NoHead { .. } => "portrait_no_head",
            Self::NotUpright => "portrait_not_upright",
            Self::Unwritable { .. } => "portrait_unwritable",
        }
    }

    fn way_out(&self) -> Recovery {
        match self {
            Self::NoHead { .. } | Self::NotUpright => Recovery::Retake,
            Self::Unwritable { .. } => Recovery::Retry,
        }
    }
}

impl From<portrait::PortraitError> for PortraitError {
    fn from(error: portrait::PortraitError) -> Self {
        match error {
            portrait::PortraitError::NoHead(reason) => Self::NoHead { reason },
            portrait::PortraitError::NotUpright => Self::NotUpright,
        }
    }
}

impl Portrait {
    pub(crate) fn of(
        pixels: &RgbImage,
        seen: &Observation,
        profile: &Profile,
        background: Background,
    ) -> Result<Arc<Self>, PortraitError> {
        let made = portrait::compose(pixels, seen, profile, background)?;
        let marks = portrait::marks(&made.proposal.shares, profile);
        let facts = PortraitFacts {
            width: made.pixels.width(),
            height: made.pixels.height(),
            bytes: made.file.bytes.len() as u64,
            quality: made.file.quality,
            fit: made.file.fit,
            enlarged: f64::from(profile.output.width) / made.proposal.crop.width,
            marks: marks.iter().map(Into::into).collect(),
        };
        Ok(Arc::new(Self { made, facts }))
    }
}

#[uniffi::export]
impl Portrait {
    /// What it is and lacks.
    pub fn facts(&self) -> PortraitFacts {
        self.facts.clone()
    }

    /// Writes the JPEG file; it appears whole or not at all, and replaces what was there.
    pub fn write(&self, path: &str) -> Result<(), PortraitError> {
        let path = Path::new(path);
        write_whole(path, &self.made.file.bytes).map_err(|error| PortraitError::Unwritable {
            reason: error.kind().to_string(),
        })
    }

    /// A small JPEG to look at, its longer side at most `long_side` pixels, itself at most 1024.
    pub fn preview(&self, long_side: u32) -> Vec<u8> {
        let small = downscale(&self.made.pixels, long_side.clamp(1, LARGEST_PREVIEW));
        let mut jpeg = Vec::new();
        JpegEncoder::new_with_quality(&mut jpeg, PREVIEW_QUALITY)
            .encode_image(&small)
            .expect("a small picture always fits a JPEG in memory");
        jpeg
    }
}

fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let mut file = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
    file.write_all(bytes)?;
    file.persist(path)?;
    Ok(())
}

impl From<&portrait::Mark> for PortraitMark {
    fn from(mark: &portrait::Mark) -> Self {
        Self {
            id: mark.id.to_string(),
            value: mark.value,
            least: mark.least,
            most: mark.most,
            met: mark.met,
        }
    }
}
