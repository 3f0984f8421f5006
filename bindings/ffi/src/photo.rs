//! The pre-check of a photo: a file, or pixels that a shell decoded.

use crate::error::{Problem, told};
use crate::file::FileError;
use crate::models::{ModelError, Models};
use crate::pixels::{FrameError, FrameShape};
use crate::portrait::{Portrait, PortraitError};
use crate::profile::Profile;
use crate::report::Report;
use image::RgbImage;
use std::sync::{Arc, Mutex};
use xueying::camera::Recovery;
use xueying::frame::{self, Limits, MAX_SIDE, Upright, decode};
use xueying::portrait::Background;
use xueying::precheck;
use xueying::profile;
use xueying::quality::Stage;
use xueying::report::Stamp;
use xueying::vision::{Observation, View, Vision};

/// Looks at photos, one at a time; callers wait for each other.
#[derive(uniffi::Object)]
pub struct Checker {
    vision: Mutex<Vision>,
    profile: Arc<Profile>,
    stamps: Vec<Stamp>,
}

/// A photo that was looked at, with its pixels: three bytes each. It is judged, and the portrait is made, as often as
/// wanted.
#[derive(uniffi::Object)]
pub struct Photo {
    pixels: RgbImage,
    file: Option<frame::Source>,
    seen: Observation,
    profile: profile::Profile,
    stamps: Vec<Stamp>,
}

/// What a photo is judged as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum PhotoKind {
    /// As the camera gives it: framing is judged on the crop it would get.
    Capture,
    /// A finished portrait: its file, its background and its measures are judged.
    Portrait,
}

/// Why a photo was not looked at.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum PhotoError {
    /// The file is not a picture.
    #[error("{problem}")]
    BadFile {
        /// Why not.
        problem: FileError,
    },
    /// The pixels are not a picture.
    #[error("{problem}")]
    BadPixels {
        /// Why not.
        problem: FrameError,
    },
    /// An earlier call ended in a bug: make another checker.
    #[error("an earlier call ended in a bug")]
    Broken,
}

told!(PhotoError);

impl Problem for PhotoError {
    fn stable_code(&self) -> &'static str {
        match self {
            Self::BadFile { problem } => problem.stable_code(),
            Self::BadPixels { problem } => problem.stable_code(),
            Self::Broken => "check_broken",
        }
    }

    fn way_out(&self) -> Recovery {
        match self {
            Self::BadFile { problem } => problem.way_out(),
            Self::BadPixels { problem } => problem.way_out(),
            Self::Broken => Recovery::Retry,
        }
    }

    fn told_by(&self) -> String {
        match self {
            Self::BadFile { problem } => problem.told_by(),
            Self::BadPixels { problem } => problem.told_by(),
            Self::Broken => "errors.broken.message".to_owned(),
        }
    }
}

impl From<FrameError> for PhotoError {
    fn from(problem: FrameError) -> Self {
        Self::BadPixels { problem }
    }
}

#[uniffi::export]
impl Checker {
    /// Loads the models.
    #[uniffi::constructor]
    pub fn new(models: &Models, profile: Arc<Profile>) -> Result<Arc<Self>, ModelError> {
        Ok(Arc::new(Self {
            vision: Mutex::new(models.vision()?),
            profile,
            stamps: models.stamps()?,
        }))
    }

    /// Looks at a JPEG, PNG or WebP file of at most 64 MiB and 65 megapixels.
    pub fn open_file(&self, file: Vec<u8>) -> Result<Arc<Photo>, PhotoError> {
        self.open(&file)
    }

    /// Looks at pixels that the platform decoded, of HEIC for instance: give `Rgba` or `Bgra`, in sRGB.
    pub fn open_pixels(&self, shape: FrameShape, pixels: &[u8]) -> Result<Arc<Photo>, PhotoError> {
        let view = shape.view([pixels, &[], &[]])?;
        let (width, height) = (shape.width.into(), shape.height.into());
        if width * height > Limits::default().pixels {
            return Err(FrameError::Size { width, height }.into());
        }
        let mut upright = Upright::default();
        upright.show(&view, None, MAX_SIDE);
        self.look(upright.picture().clone(), None)
    }
}

impl Checker {
    /// Looks at the bytes of a file.
    pub(crate) fn open(&self, file: &[u8]) -> Result<Arc<Photo>, PhotoError> {
        let photo = decode(file, &Limits::default()).map_err(|error| PhotoError::BadFile {
            problem: error.into(),
        })?;
        self.look(photo.pixels, Some(photo.source))
    }

    fn look(
        &self,
        pixels: RgbImage,
        file: Option<frame::Source>,
    ) -> Result<Arc<Photo>, PhotoError> {
        let mut vision = self.vision.lock().map_err(|_| PhotoError::Broken)?;
        let seen = vision.observe(&View::of(&pixels));
        Ok(Arc::new(Photo {
            pixels,
            file,
            seen,
            profile: self.profile.0.clone(),
            stamps: self.stamps.clone(),
        }))
    }
}

#[uniffi::export]
impl Photo {
    /// Pixels from left to right, upright.
    pub fn width(&self) -> u32 {
        self.pixels.width()
    }

    /// Pixels from top to bottom, upright.
    pub fn height(&self) -> u32 {
        self.pixels.height()
    }

    /// Judges the photo.
    pub fn report(&self, kind: PhotoKind) -> Arc<Report> {
        let stage = match kind {
            PhotoKind::Capture => Stage::Capture,
            PhotoKind::Portrait => Stage::Portrait,
        };
        let checked = precheck::judge(
            &self.pixels,
            self.file.as_ref(),
            stage,
            self.seen.clone(),
            &self.profile,
            &self.stamps,
        );
        Report::new(checked.report)
    }

    /// Makes the portrait. One that misses official measures is made too; its facts say so.
    pub fn portrait(&self, background: Background) -> Result<Arc<Portrait>, PortraitError> {
        Portrait::of(&self.pixels, &self.seen, &self.profile, background)
    }
}
