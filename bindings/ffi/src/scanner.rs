//! Reading QR codes: live, and in a picture that was saved.

use crate::codes::Code;
use crate::error::{Problem, told};
use crate::file::FileError;
use crate::pixels::{FrameError, FrameShape};
use crate::ports::{Clock, elapsed};
use std::sync::{Arc, Mutex, TryLockError};
use xueying::camera::Recovery;
use xueying::codes::scan::{self, DEEP_BUDGET, FRAME_BUDGET, LiveScanner};
use xueying::frame::{Limits, Luma, decode};

/// Reads codes from the frames of a camera and from files. It keeps no picture. For another camera make another scanner.
#[derive(uniffi::Object)]
pub struct CodeScanner {
    live: Mutex<Live>,
    clock: Arc<dyn Clock>,
}

#[derive(Default)]
struct Live {
    scanner: LiveScanner,
    /// Width and height of the frames so far; frames of another size begin anew.
    size: (usize, usize),
}

/// What a frame brought.
#[derive(Clone, uniffi::Record)]
pub struct Scan {
    /// Codes read in this frame that agree with an earlier one.
    pub codes: Vec<Arc<Code>>,
    /// What would help, once several frames have asked for it.
    pub hint: Option<ScanHint>,
}

/// Advice while scanning.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ScanHint {
    /// The stable code, such as `scan_too_far`.
    pub code: String,
    /// The key of what to tell the person.
    pub text_key: String,
}

/// Why nothing was read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum ScanError {
    /// The planes are not a frame.
    #[error("{problem}")]
    BadFrame {
        /// Why not.
        problem: FrameError,
    },
    /// The frame has no plane of luma, sample by sample: give YUV or luma.
    #[error("the frame has no luma plane")]
    NoLuma,
    /// The file is not a picture.
    #[error("{problem}")]
    BadFile {
        /// Why not.
        problem: FileError,
    },
    /// The frame before is still being looked at: drop this one.
    #[error("the frame before is still being looked at")]
    Busy,
    /// An earlier call ended in a bug: make another scanner.
    #[error("an earlier call ended in a bug")]
    Broken,
}

told!(ScanError);

impl Problem for ScanError {
    fn stable_code(&self) -> &'static str {
        match self {
            Self::BadFrame { problem } => problem.stable_code(),
            Self::NoLuma => "scan_no_luma",
            Self::BadFile { problem } => problem.stable_code(),
            Self::Busy => "scan_busy",
            Self::Broken => "scan_broken",
        }
    }

    fn way_out(&self) -> Recovery {
        match self {
            Self::BadFile { problem } => problem.way_out(),
            Self::Busy => Recovery::Wait,
            Self::BadFrame { .. } | Self::NoLuma | Self::Broken => Recovery::Retry,
        }
    }

    fn told_by(&self) -> String {
        match self {
            Self::BadFile { problem } => problem.told_by(),
            Self::BadFrame { .. } | Self::NoLuma => "errors.frame.message".to_owned(),
            Self::Busy | Self::Broken => "errors.broken.message".to_owned(),
        }
    }
}

impl From<FrameError> for ScanError {
    fn from(problem: FrameError) -> Self {
        Self::BadFrame { problem }
    }
}

#[uniffi::export]
impl CodeScanner {
    /// A scanner that has seen nothing.
    #[uniffi::constructor]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            live: Mutex::default(),
            clock,
        }
    }

    /// Looks at a frame, of which only the luma plane is lent. A code counts once two frames agree on it.
    pub fn push_frame(&self, shape: FrameShape, luma: &[u8]) -> Result<Scan, ScanError> {
        let mut live = self.live.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => ScanError::Busy,
            TryLockError::Poisoned(_) => ScanError::Broken,
        })?;
        let view = shape.luma_only().view([luma, &[], &[]])?;
        let plane = view.luma().ok_or(ScanError::NoLuma)?;
        let size = (plane.width(), plane.height());
        if live.size != size {
            *live = Live {
                size,
                ..Live::default()
            };
        }
        let found = live
            .scanner
            .push(&plane, &elapsed(&*self.clock), FRAME_BUDGET);
        let codes = found.codes.into_iter();
        Ok(Scan {
            codes: codes
                .map(|code| Code::new(code, |corner| view.to_upright(corner)))
                .collect(),
            hint: found.hint.map(|hint| ScanHint {
                code: hint.code().to_owned(),
                text_key: hint.text_key().to_owned(),
            }),
        })
    }

    /// Reads the codes in a JPEG, PNG or WebP file: a screenshot, or a photo of a screen. Takes up to some seconds.
    pub fn read_file(&self, file: Vec<u8>) -> Result<Vec<Arc<Code>>, ScanError> {
        let photo = decode(&file, &Limits::default()).map_err(|error| ScanError::BadFile {
            problem: error.into(),
        })?;
        let (width, height) = photo.pixels.dimensions();
        let grey: Vec<u8> = photo.pixels.pixels().map(|pixel| luma(pixel.0)).collect();
        let plane = Luma::new(&grey, width as usize, height as usize, width as usize);
        let codes = plane.map_or_else(
            |_| Vec::new(),
            |plane| scan::deep(&plane, &elapsed(&*self.clock), DEEP_BUDGET),
        );
        Ok(codes
            .into_iter()
            .map(|code| Code::new(code, |corner| corner))
            .collect())
    }
}

/// Luma of ITU-R BT.601, as a camera's Y plane has it.
fn luma([r, g, b]: [u8; 3]) -> u8 {
    ((19595 * u32::from(r) + 38470 * u32::from(g) + 7471 * u32::from(b) + 0x8000) >> 16) as u8
}
