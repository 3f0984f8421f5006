//! A session on record: measures and decisions, no pixels. Replayed, it must decide the same; that answers "why was I
//! refused".
//!
//! A recording is JSON lines: a [`Header`], then a [`Step`] for every frame that passed the gate.

use super::director::{Director, Guidance, Perception};
use crate::camera::{SessionMode, Source};
use crate::profile::Profile;
use crate::report::Stamp;
use serde::{Deserialize, Serialize};

/// The version of a recording's JSON.
pub const RECORDING: u32 = 1;
/// A line is refused above this many bytes.
pub const MAX_LINE: usize = 64 * 1024;

/// What a session was opened with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// [`RECORDING`].
    pub recording: u32,
    /// The profile that judged.
    pub profile: Stamp,
    /// Whether the photo counted.
    pub mode: SessionMode,
    /// What took the frames.
    pub source: Source,
    /// Angle of view along the long side, in degrees.
    pub angle: f64,
}

/// One frame: what was perceived and what was decided.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// What was perceived.
    pub seen: Perception,
    /// What was decided.
    pub guidance: Guidance,
    /// Whether stills were taken after it, by the shutter itself or by hand: the way then began anew.
    pub taken: bool,
}

/// How a replay ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Replay {
    /// The recorded steps.
    pub steps: Vec<Step>,
    /// The first step that was decided otherwise this time, if any.
    pub differs: Option<usize>,
}

/// Why a recording cannot be replayed.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    /// Nothing there.
    #[error("the recording is empty")]
    Empty,
    /// A line is not what it should be.
    #[error("line {line} of the recording cannot be read")]
    Line {
        /// Counted from 1.
        line: usize,
    },
    /// Made by another version or judged by another profile.
    #[error("the recording was made with profile {0}, which is not the one given")]
    Profile(String),
}

impl ReplayError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "replay_empty",
            Self::Line { .. } => "replay_line",
            Self::Profile(_) => "replay_profile",
        }
    }
}

/// Decides a recorded session anew. `profile` is the one it was judged by; a rehearsal's is made from it.
///
/// # Errors
/// [`ReplayError`].
pub fn replay<'a>(
    mut lines: impl Iterator<Item = &'a str>,
    profile: &Profile,
) -> Result<Replay, ReplayError> {
    let header: Header = parse(lines.next().ok_or(ReplayError::Empty)?, 1)?;
    let profile = match header.mode {
        SessionMode::Real => profile.clone(),
        SessionMode::Rehearsal => profile.clone().rehearsal(),
    };
    if header.recording != RECORDING || header.profile != profile.stamp {
        return Err(ReplayError::Profile(header.profile.id));
    }
    let mut director = Director::new(profile, header.angle);
    let (mut steps, mut differs) = (Vec::<Step>::new(), None);
    for (index, line) in lines.enumerate() {
        let step: Step = parse(line, index + 2)?;
        let decided = director.direct(&step.seen);
        if step.taken {
            director.rearm();
        }
        if differs.is_none() && decided != step.guidance {
            differs = Some(index);
        }
        steps.push(step);
    }
    Ok(Replay { steps, differs })
}

fn parse<T: serde::de::DeserializeOwned>(line: &str, number: usize) -> Result<T, ReplayError> {
    let short = line.len() <= MAX_LINE;
    let value = short.then(|| serde_json::from_str(line).ok()).flatten();
    value.ok_or(ReplayError::Line { line: number })
}
