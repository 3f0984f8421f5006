//! From what was perceived of a frame to what is shown, said and done. Nothing here sees pixels or a clock: perceptions that
//! were recorded lead to the same guidance again.

use crate::camera::FrameTime;
use crate::guide::{
    self, Blocked, Hints, Lens, Messages, Overlay, Shutter, ShutterEvent, ShutterState,
};
use crate::portrait::crop::Head;
use crate::profile::Profile;
use crate::report::Finding;
use crate::vision::Stages;
use serde::{Deserialize, Serialize};

/// What was perceived of one frame: measures, no pixels, no landmarks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Perception {
    /// When.
    pub time: FrameTime,
    /// Width and height of the upright frame, in pixels.
    pub size: [u32; 2],
    /// What was done for it.
    pub stages: Stages,
    /// Whether there is a face.
    pub face: bool,
    /// The head, in pixels of the frame.
    pub head: Option<Head>,
    /// What was found, smoothed over time.
    pub findings: Vec<Finding>,
}

/// What the shell shows, says and does after a frame.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Guidance {
    /// How far the way to the photo has come.
    pub state: ShutterState,
    /// Nearness to a photo, 0 to 1.
    pub readiness: f32,
    /// What to draw.
    pub overlay: Overlay,
    /// What to show, say and tap.
    pub messages: Messages,
    /// Take the still now, or offer the manual shutter.
    pub event: Option<ShutterEvent>,
}

/// Directs helper and student.
#[derive(Debug, Clone)]
pub struct Director {
    profile: Profile,
    /// Angle of view along the long side, in degrees.
    angle: f64,
    hints: Hints,
    shutter: Shutter,
}

impl Director {
    /// Directs by a profile, for a lens of this angle of view along the long side, in degrees.
    pub fn new(profile: Profile, angle: f64) -> Self {
        Self {
            profile,
            angle,
            hints: Hints::default(),
            shutter: Shutter::default(),
        }
    }

    /// The guidance after one frame.
    pub fn direct(&mut self, seen: &Perception) -> Guidance {
        let guide = &self.profile.guide;
        let event = self
            .shutter
            .update(seen.time, seen.face, &seen.findings, guide);
        let state = self.shutter.state();
        let lens = Lens {
            size: seen.size.map(f64::from),
            angle: self.angle,
        };
        let aspect = self.profile.output.aspect();
        Guidance {
            state,
            readiness: guide::readiness(&seen.findings, guide),
            overlay: guide::overlay(
                &lens,
                aspect,
                &self.profile.geometry,
                guide,
                state,
                seen.head.as_ref(),
            ),
            messages: self.hints.update(seen.time, &seen.findings, guide),
            event,
        }
    }

    /// The manual shutter; what blocks, blocks it too.
    ///
    /// # Errors
    /// [`Blocked`].
    pub fn press(&mut self, now: FrameTime) -> Result<(), Blocked> {
        self.shutter.press(now)
    }

    /// The still was taken or refused: the way begins anew.
    pub fn rearm(&mut self) {
        self.shutter.rearm();
    }
}
