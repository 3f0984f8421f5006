//! A session on record: measures and decisions, no pixels; replayed, it must decide the same.

use crate::error::{Problem, told};
use crate::profile::Profile;
use xueying::camera::Recovery;
use xueying::capture::{self, CaptureSession, Step};

/// The lines of a recording under way.
#[derive(Default)]
pub(super) struct Recorder {
    lines: String,
    /// The last frame: whether stills follow it is not known yet.
    last: Option<Step>,
}

impl Recorder {
    /// Begins with the head of the session's recording.
    pub(super) fn of(session: &CaptureSession) -> Self {
        let mut recorder = Self::default();
        recorder.line(&session.header());
        recorder
    }

    pub(super) fn step(&mut self, step: Step) {
        if let Some(before) = self.last.replace(step) {
            self.line(&before);
        }
    }

    /// Stills were taken after the last frame.
    pub(super) fn taken(&mut self) {
        if let Some(step) = &mut self.last {
            step.taken = true;
        }
    }

    /// Everything so far, as JSON lines.
    pub(super) fn lines(&self) -> String {
        let mut all = Self {
            lines: self.lines.clone(),
            last: None,
        };
        if let Some(step) = &self.last {
            all.line(step);
        }
        all.lines
    }

    fn line(&mut self, value: &impl serde::Serialize) {
        let line = serde_json::to_string(value).expect("numbers and strings always serialise");
        self.lines.push_str(&line);
        self.lines.push('\n');
    }
}

/// How a replay ended.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Replayed {
    /// Frames in the recording.
    pub frames: u64,
    /// The first frame, counted from 0, that is decided otherwise today; none if all are decided the same.
    pub differs: Option<u64>,
}

/// Why a recording cannot be replayed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum ReplayError {
    /// Nothing there.
    #[error("the recording is empty")]
    Empty,
    /// A line is not what it should be.
    #[error("line {line} of the recording cannot be read")]
    Line {
        /// Counted from 1.
        line: u64,
    },
    /// Made by another version or judged by another profile.
    #[error("the recording was made with profile {id}")]
    OtherProfile {
        /// The profile it was made with.
        id: String,
    },
}

told!(ReplayError);

impl Problem for ReplayError {
    fn stable_code(&self) -> &'static str {
        match self {
            Self::Empty => "replay_empty",
            Self::Line { .. } => "replay_line",
            Self::OtherProfile { .. } => "replay_profile",
        }
    }

    fn way_out(&self) -> Recovery {
        Recovery::ContactSchool
    }

    fn told_by(&self) -> String {
        "errors.recording.message".to_owned()
    }
}

impl From<capture::ReplayError> for ReplayError {
    fn from(error: capture::ReplayError) -> Self {
        match error {
            capture::ReplayError::Empty => Self::Empty,
            capture::ReplayError::Line { line } => Self::Line { line: line as u64 },
            capture::ReplayError::Profile(id) => Self::OtherProfile { id },
        }
    }
}

/// Decides a recorded session anew, by the profile it was judged by.
#[uniffi::export]
pub fn replay_recording(lines: &str, profile: &Profile) -> Result<Replayed, ReplayError> {
    let replay = capture::replay(lines.lines(), &profile.0)?;
    Ok(Replayed {
        frames: replay.steps.len() as u64,
        differs: replay.differs.map(|index| index as u64),
    })
}
