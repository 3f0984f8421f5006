//! How a helper and a student are guided.

use super::{ProfileError, invalid};
use crate::report::CheckId;
use serde::Deserialize;

/// The numbers of live guidance.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guide {
    /// Nearest and farthest place of the helper, in metres.
    pub distance: [f64; 2],
    /// Cheek to cheek of a usual face, in metres: sizes the outline.
    pub face_width: f64,
    /// What is told first when several things are wrong. A check that is not here gives no hint.
    pub order: Vec<CheckId>,
    /// What keeps the shutter shut.
    pub blocking: Vec<CheckId>,
    /// When.
    pub timing: Timing,
}

/// All in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timing {
    /// How long something is wrong before it is told.
    pub dwell: f64,
    /// How long it is right before the hint goes.
    pub release: f64,
    /// How long a hint stays at least, unless what it says is done.
    pub hold: f64,
    /// Silence between two sentences.
    pub quiet: f64,
    /// Before the same sentence is said again.
    pub repeat: f64,
    /// How often a sentence is said in vain before it rests.
    pub tries: u32,
    /// How long it then rests.
    pub rest: f64,
    /// How long everything is right before the shutter is ready.
    pub steady: f64,
    /// How long it stays so where something only warns: time to do what is told, before the photo is taken all the same.
    pub improve: f64,
    /// How long a ready shutter waits: the student hears that it comes.
    pub countdown: f64,
    /// How long something may be wrong for a moment without losing what was reached.
    pub grace: f64,
    /// After how long without a photo the helper is offered the manual shutter.
    pub time_out: f64,
}

impl Guide {
    pub(super) fn validate(&self) -> Result<(), ProfileError> {
        let [near, far] = self.distance;
        if !(0.3 <= near && near < far && far <= 5.0) {
            return Err(invalid(
                "guide.distance",
                "must be two distances of 0.3 to 5 m in order",
            ));
        }
        if !(0.05..=0.5).contains(&self.face_width) {
            return Err(invalid("guide.face_width", "must be 0.05 to 0.5 m"));
        }
        let Timing {
            dwell,
            release,
            hold,
            quiet,
            repeat,
            rest,
            steady,
            improve,
            countdown,
            grace,
            time_out,
            tries: _,
        } = self.timing;
        let seconds = [
            dwell, release, hold, quiet, repeat, rest, steady, improve, countdown, grace, time_out,
        ];
        if !seconds.iter().all(|value| (0.0..=600.0).contains(value)) {
            return Err(invalid("guide.timing", "must be 0 to 600 seconds"));
        }
        Ok(())
    }
}
