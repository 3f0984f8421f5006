//! Which lens may be opened, why the others are refused, what to do when the camera is denied, and whether a frame is
//! what it says it is.
//!
//! The platform lists its lenses ([`Lens`]); [`choose`] picks the main rear one and returns a [`CameraPlan`], the only
//! thing a session opens with. Every frame then states its facts, and the [`FrameGate`] answers.

mod choose;
mod gate;
mod gravity;
mod permission;
mod plan;

pub use choose::{Choice, NoCamera, Refusal, RefusalReason, choose};
pub use gate::{FrameFacts, FrameGate, FrameRefusal, FrameTime, GateLimits};
pub use gravity::Gravity;
pub use permission::{Permission, Platform, Recovery, recovery};
pub use plan::{CameraPlan, Capability, Size};

use serde::{Deserialize, Serialize};

/// Which way a lens looks, as Camera2's `LENS_FACING`, AVFoundation's `position` and the browser's `facingMode` say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Facing {
    /// Away from the screen: the helper sees the screen, the lens sees the student.
    Rear,
    /// Out of the screen.
    Front,
    /// Plugged in.
    External,
    /// The platform does not say.
    Unknown,
}

/// Whether a session counts. It comes from the server with the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SessionMode {
    /// The photo goes on file.
    Real,
    /// An exercise: said on every screen, and no photo goes on file.
    Rehearsal,
}

/// What a frame comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The main rear lens of a phone: the only source of a real session.
    PhoneRear,
    /// The camera of a computer.
    Desktop,
    /// No camera at all: a picture moved about.
    Simulated,
}

impl Source {
    /// Whether this source may serve a session of this mode.
    pub const fn serves(self, mode: SessionMode) -> bool {
        matches!(
            (self, mode),
            (Self::PhoneRear, _) | (_, SessionMode::Rehearsal)
        )
    }
}

/// One lens as the platform describes it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lens {
    /// The platform's own id.
    pub id: String,
    /// Which way it looks.
    pub facing: Facing,
    /// The platform's name for it; a browser tells lenses apart in no other way.
    #[serde(default)]
    pub label: String,
    /// Angle of view along the sensor's long side at zoom 1, in degrees, where known.
    #[serde(default)]
    pub field_of_view: Option<f64>,
    /// Focal lengths, in millimetres; more than one means an optical zoom.
    #[serde(default)]
    pub focal_lengths: Vec<f64>,
    /// Width of the sensor along its long side, in millimetres, where known.
    #[serde(default)]
    pub sensor_width: Option<f64>,
    /// The lenses behind a logical camera.
    #[serde(default)]
    pub physical_ids: Vec<String>,
    /// What it can do.
    #[serde(default)]
    pub capabilities: Vec<Capability>,
    /// Sizes of preview frames.
    #[serde(default)]
    pub preview_sizes: Vec<Size>,
    /// Sizes of stills.
    #[serde(default)]
    pub still_sizes: Vec<Size>,
}

impl Lens {
    /// The angle of view along the long side in degrees: as stated, or `2·atan(sensor width / 2f)`.
    pub fn angle(&self) -> Option<f64> {
        let sane = |angle: f64| (1.0..180.0).contains(&angle).then_some(angle);
        self.field_of_view.and_then(sane).or_else(|| {
            let focal = self.focal_lengths.iter().copied().reduce(f64::min)?;
            sane(2.0 * (self.sensor_width? / (2.0 * focal)).atan().to_degrees())
        })
    }
}
