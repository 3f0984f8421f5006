//! Which lens to open.

use crate::error::{Problem, told};
use std::sync::Arc;
use xueying::camera::{
    self, Capability, Facing, Recovery, Refusal, RefusalReason, SessionMode, Source,
};

/// Which way a lens looks, as Camera2's `LENS_FACING` and AVFoundation's `position` say it.
#[uniffi::remote(Enum)]
pub enum Facing {
    /// Away from the screen.
    Rear,
    /// Out of the screen.
    Front,
    /// Plugged in.
    External,
    /// The platform does not say.
    Unknown,
}

/// Whether a session counts. It comes from the server with the session.
#[uniffi::remote(Enum)]
pub enum SessionMode {
    /// The photo goes on file.
    Real,
    /// An exercise: said on every screen, and no photo goes on file.
    Rehearsal,
}

/// What a frame comes from.
#[uniffi::remote(Enum)]
pub enum Source {
    /// The main rear lens of a phone: the only source of a real session.
    PhoneRear,
    /// The camera of a computer.
    Desktop,
    /// No camera at all: a picture moved about.
    Simulated,
}

/// What a lens can do, as far as a plan asks for it.
#[uniffi::remote(Enum)]
pub enum Capability {
    /// Focus on a region.
    FocusRegion,
    /// Expose for a region.
    ExposureRegion,
    /// Hold the white balance.
    WhiteBalanceLock,
    /// A ratio of zoom.
    Zoom,
    /// A lamp.
    Torch,
    /// The platform smooths skin unless told not to.
    BeautyFilter,
    /// A logical camera that can be held to one of its lenses.
    HoldLens,
}

/// Why a lens is not opened. Its text is `camera.refused.` and the name in small letters.
#[uniffi::remote(Enum)]
pub enum RefusalReason {
    /// It looks at the person who holds the phone.
    Front,
    /// It is plugged in.
    External,
    /// The platform does not say which way it looks.
    UnknownFacing,
    /// It bends faces near the edge and invites standing too close.
    UltraWide,
    /// It flattens the face and needs too much distance.
    Tele,
    /// It gives no pictures, only depth or infrared.
    NoPictures,
    /// Another lens is the better main lens.
    NotMain,
}

/// One lens that was refused.
#[uniffi::remote(Record)]
pub struct Refusal {
    /// The lens.
    pub id: String,
    /// Why.
    pub reason: RefusalReason,
}

/// Width and height, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct Size {
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
}

/// One lens as the platform describes it.
#[derive(Debug, Clone, uniffi::Record)]
pub struct Lens {
    /// The platform's own id.
    pub id: String,
    /// Which way it looks.
    pub facing: Facing,
    /// The platform's name for it.
    #[uniffi(default = "")]
    pub label: String,
    /// Angle of view along the sensor's long side at zoom 1, in degrees, where known.
    #[uniffi(default = None)]
    pub field_of_view: Option<f64>,
    /// Focal lengths, in millimetres; more than one means an optical zoom.
    #[uniffi(default = [])]
    pub focal_lengths: Vec<f64>,
    /// Width of the sensor along its long side, in millimetres, where known.
    #[uniffi(default = None)]
    pub sensor_width: Option<f64>,
    /// The lenses behind a logical camera.
    #[uniffi(default = [])]
    pub physical_ids: Vec<String>,
    /// What it can do.
    #[uniffi(default = [])]
    pub capabilities: Vec<Capability>,
    /// Sizes of preview frames.
    #[uniffi(default = [])]
    pub preview_sizes: Vec<Size>,
    /// Sizes of stills.
    #[uniffi(default = [])]
    pub still_sizes: Vec<Size>,
}

/// How to open the chosen lens, and what its frames count as. Only [`choose_camera`] makes one.
#[derive(uniffi::Object)]
pub struct CameraPlan {
    pub(crate) plan: camera::CameraPlan,
    pub(crate) mode: SessionMode,
}

/// What a [`CameraPlan`] tells the platform.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct PlanFacts {
    /// The lens.
    pub lens: String,
    /// What its frames count as.
    pub source: Source,
    /// Whether the photo goes on file.
    pub mode: SessionMode,
    /// Size of the preview; none leaves it to the platform.
    pub preview: Option<Size>,
    /// Size of the still; none leaves it to the platform.
    pub still: Option<Size>,
    /// Always 1: a digital zoom only loses pixels.
    pub zoom: f64,
    /// Focus on the face.
    pub focus_on_face: bool,
    /// Expose for the face.
    pub expose_for_face: bool,
    /// Tell the platform to keep to this lens.
    pub hold_lens: bool,
    /// Tell the platform to leave the skin as it is.
    pub disable_beauty: bool,
    /// The angle of view along the long side, in degrees, where known.
    pub angle: Option<f64>,
}

/// The lens to open, and why not the others.
#[derive(Clone, uniffi::Record)]
pub struct CameraChoice {
    /// How to open it.
    pub plan: Arc<CameraPlan>,
    /// Every other lens, in the order of the list.
    pub refused: Vec<Refusal>,
}

/// Why there is no plan.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum CameraError {
    /// No lens of this device may be opened.
    #[error("no lens of this device may be opened")]
    NoLens {
        /// Every lens, in the order of the list.
        refused: Vec<Refusal>,
    },
}

told!(CameraError);

impl Problem for CameraError {
    fn stable_code(&self) -> &'static str {
        "camera_no_lens"
    }

    fn way_out(&self) -> Recovery {
        Recovery::ContactSchool
    }

    fn told_by(&self) -> String {
        "errors.camera.message".to_owned()
    }
}

/// Picks the lens for a session of this mode: a phone's main rear lens, or a computer's camera for a rehearsal.
#[uniffi::export]
pub fn choose_camera(
    lenses: Vec<Lens>,
    source: Source,
    mode: SessionMode,
) -> Result<CameraChoice, CameraError> {
    let lenses: Vec<camera::Lens> = lenses.into_iter().map(Into::into).collect();
    match camera::choose(&lenses, source, mode) {
        Ok(choice) => Ok(CameraChoice {
            plan: Arc::new(CameraPlan {
                plan: choice.plan,
                mode,
            }),
            refused: choice.refused,
        }),
        Err(none) => Err(CameraError::NoLens {
            refused: none.refused,
        }),
    }
}

#[uniffi::export]
impl CameraPlan {
    /// How to open the lens.
    pub fn facts(&self) -> PlanFacts {
        let plan = &self.plan;
        PlanFacts {
            lens: plan.lens.clone(),
            source: plan.source,
            mode: self.mode,
            preview: plan.preview.map(Into::into),
            still: plan.still.map(Into::into),
            zoom: plan.zoom,
            focus_on_face: plan.focus_on_face,
            expose_for_face: plan.expose_for_face,
            hold_lens: plan.hold_lens,
            disable_beauty: plan.disable_beauty,
            angle: plan.angle,
        }
    }
}

impl From<camera::Size> for Size {
    fn from(camera::Size(width, height): camera::Size) -> Self {
        Self { width, height }
    }
}

impl From<Size> for camera::Size {
    fn from(size: Size) -> Self {
        Self(size.width, size.height)
    }
}

impl From<Lens> for camera::Lens {
    fn from(lens: Lens) -> Self {
        let sizes = |sizes: Vec<Size>| sizes.into_iter().map(Into::into).collect();
        Self {
            id: lens.id,
            facing: lens.facing,
            label: lens.label,
            field_of_view: lens.field_of_view,
            focal_lengths: lens.focal_lengths,
            sensor_width: lens.sensor_width,
            physical_ids: lens.physical_ids,
            capabilities: lens.capabilities,
            preview_sizes: sizes(lens.preview_sizes),
            still_sizes: sizes(lens.still_sizes),
        }
    }
}
