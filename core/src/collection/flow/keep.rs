//! The procedure over a crash: what is kept in the vault, and how it goes on.

use super::{Effect, Flow, Known, Screen, photo};
use crate::profile::CodePatterns;
use crate::vault::JobId;
use serde::{Deserialize, Serialize};

/// The version of what is kept.
const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept<Known> {
    version: u32,
    screen: Screen,
    known: Known,
}

/// What was kept is not of this version. Nothing is lost: the service knows where the student stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("what was kept cannot be read")]
pub struct KeepError;

impl Flow {
    /// What to keep in the vault, and nowhere else: it holds the student's masked name.
    ///
    /// # Errors
    /// None in practice; [`KeepError`] if it could not be written.
    pub fn kept(&self) -> Result<Vec<u8>, KeepError> {
        let kept = Kept {
            version: VERSION,
            screen: self.screen,
            known: &self.known,
        };
        serde_json::to_vec(&kept).map_err(|_| KeepError)
    }

    /// Goes on from what was kept; `job` is the student's job in the outbox, which knows better, and `draft` whether the
    /// photo of the preview is still there. What comes back is to be done.
    ///
    /// # Errors
    /// [`KeepError`].
    pub fn restore(
        kept: &[u8],
        patterns: CodePatterns,
        job: Option<JobId>,
        draft: bool,
    ) -> Result<(Self, Vec<Effect>), KeepError> {
        let kept: Kept<Known> = serde_json::from_slice(kept).map_err(|_| KeepError)?;
        if kept.version != VERSION {
            return Err(KeepError);
        }
        let mut flow = Self {
            patterns,
            screen: kept.screen,
            awaited: None,
            notice: None,
            known: kept.known,
        };
        flow.known.job.clone_from(&job);
        let effects = match (flow.screen, job) {
            (Screen::Preview, _) if draft => vec![],
            (_, Some(job)) => {
                flow.screen = Screen::Upload;
                vec![Effect::Carry(job)]
            }
            // There is no photo: it went with the memory of the phone.
            (Screen::Capture | Screen::CameraRefused | Screen::Preview, None) => {
                flow.go(Screen::Checklist)
            }
            (Screen::SmsCode, None) if flow.known.challenge.is_none() => flow.go(Screen::Phone),
            (Screen::Waiting | Screen::Calibration, None) => vec![Effect::Listen],
            (Screen::Upload, None) => photo::again(&mut flow),
            _ => vec![],
        };
        Ok((flow, effects))
    }
}
