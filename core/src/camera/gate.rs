//! Whether a frame may be looked at. A refusal is an answer, not a crash.

use super::{CameraPlan, Facing, Source};
use serde::{Deserialize, Serialize};

/// A moment on the sensor's monotonic clock, in nanoseconds. Never comparable with the time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FrameTime(pub u64);

impl FrameTime {
    /// Seconds since an earlier moment; 0 if it is not earlier.
    pub fn since(self, earlier: Self) -> f64 {
        self.0.saturating_sub(earlier.0) as f64 * 1e-9
    }
}

/// What a frame states about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrameFacts<'a> {
    /// The lens that took it.
    pub lens: &'a str,
    /// Which way that lens looks.
    pub facing: Facing,
    /// When the sensor took it.
    pub time: FrameTime,
}

/// What intervals between frames are plausible, in nanoseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GateLimits {
    /// Shorter: the same frame again, or a clock that lies.
    pub shortest: u64,
    /// Longer: the camera slept; the frame is refused, the next one counts from it.
    pub longest: u64,
}

impl Default for GateLimits {
    /// 2 ms, for 480 frames a second with jitter; 10 s.
    fn default() -> Self {
        Self {
            shortest: 2_000_000,
            longest: 10_000_000_000,
        }
    }
}

/// Why a frame is not looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FrameRefusal {
    /// Another lens than the plan's.
    #[error("the frame comes from another lens than the chosen one")]
    WrongLens,
    /// The lens looks the wrong way.
    #[error("the frame comes from a lens that looks the wrong way")]
    WrongFacing,
    /// The same moment as the frame before.
    #[error("the frame repeats the time of the one before")]
    Repeated,
    /// A moment before the frame before.
    #[error("the frame is older than the one before")]
    ClockWentBack,
    /// Sooner after the frame before than any camera.
    #[error("the frame follows too soon on the one before")]
    TooSoon,
    /// The camera slept.
    #[error("the camera paused for too long before the frame")]
    Paused,
}

impl FrameRefusal {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::WrongLens => "frame_wrong_lens",
            Self::WrongFacing => "frame_wrong_facing",
            Self::Repeated => "frame_repeated",
            Self::ClockWentBack => "frame_clock_went_back",
            Self::TooSoon => "frame_too_soon",
            Self::Paused => "frame_paused",
        }
    }
}

/// Lets through the frames of one plan, in the order of their clock.
#[derive(Debug, Clone)]
pub struct FrameGate {
    lens: String,
    source: Source,
    limits: GateLimits,
    last: Option<FrameTime>,
}

impl FrameGate {
    /// A gate for the frames of `plan`.
    pub fn new(plan: &CameraPlan, limits: GateLimits) -> Self {
        Self {
            lens: plan.lens.clone(),
            source: plan.source,
            limits,
            last: None,
        }
    }

    /// Admits a frame or says why not. A frame refused for its lens or its clock changes nothing; after a pause the
    /// clock starts anew.
    ///
    /// # Errors
    /// [`FrameRefusal`].
    pub fn admit(&mut self, facts: &FrameFacts<'_>) -> Result<(), FrameRefusal> {
        if facts.lens != self.lens {
            return Err(FrameRefusal::WrongLens);
        }
        if self.source == Source::PhoneRear && facts.facing != Facing::Rear {
            return Err(FrameRefusal::WrongFacing);
        }
        if let Some(last) = self.last {
            let interval = match facts.time.0.checked_sub(last.0) {
                None => return Err(FrameRefusal::ClockWentBack),
                Some(0) => return Err(FrameRefusal::Repeated),
                Some(interval) => interval,
            };
            if interval < self.limits.shortest {
                return Err(FrameRefusal::TooSoon);
            }
            self.last = Some(facts.time);
            if interval > self.limits.longest {
                return Err(FrameRefusal::Paused);
            }
        }
        self.last = Some(facts.time);
        Ok(())
    }
}
