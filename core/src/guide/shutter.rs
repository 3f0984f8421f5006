//! The auto-shutter: searching → found → steady → ready → capturing.

use crate::camera::FrameTime;
use crate::profile::{Guide, Timing};
use crate::report::{CheckId, Finding, Verdict};
use serde::{Deserialize, Serialize};

/// How far the way to the photo has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShutterState {
    /// There is no face.
    Searching,
    /// There is a face, and something is wrong yet.
    Found,
    /// Everything is right; it must stay so.
    Steady,
    /// It stayed so: the photo comes in a moment.
    Ready,
    /// The still is being taken; frames no longer matter.
    Capturing,
}

/// What happens at one frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShutterEvent {
    /// Take the still now.
    Fire,
    /// It takes long: offer the manual shutter.
    TimedOut,
}

/// The manual shutter was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the shutter is blocked by {0:?}")]
pub struct Blocked(pub Vec<CheckId>);

/// Waits for the moment.
#[derive(Debug, Clone)]
pub struct Shutter {
    state: ShutterState,
    /// Since when the state lasts.
    since: FrameTime,
    /// When everything was last right, and when a face was last seen.
    right: Option<FrameTime>,
    face: Option<FrameTime>,
    /// Since when the helper waits for a photo.
    waiting: Option<FrameTime>,
    timed_out: bool,
    blocked: Vec<CheckId>,
}

impl Default for Shutter {
    fn default() -> Self {
        Self {
            state: ShutterState::Searching,
            since: FrameTime(0),
            right: None,
            face: None,
            waiting: None,
            timed_out: false,
            blocked: Vec::new(),
        }
    }
}

impl Shutter {
    /// The state after the last frame.
    pub const fn state(&self) -> ShutterState {
        self.state
    }

    /// What keeps the shutter shut, by the last frame.
    pub fn blocked(&self) -> &[CheckId] {
        &self.blocked
    }

    /// Takes in the findings of one frame. `now` must not go back.
    pub fn update(
        &mut self,
        now: FrameTime,
        face: bool,
        findings: &[Finding],
        guide: &Guide,
    ) -> Option<ShutterEvent> {
        if self.state == ShutterState::Capturing {
            return None;
        }
        self.blocked = blocking(findings, guide);
        let timing = &guide.timing;
        if face {
            self.face = Some(now);
        }
        if face && self.blocked.is_empty() {
            self.right = Some(now);
        }
        let wait = if warns(findings, guide) {
            timing.improve.max(timing.steady)
        } else {
            timing.steady
        };
        self.go(now, self.next(now, wait, timing));
        if self.state == ShutterState::Capturing {
            return Some(ShutterEvent::Fire);
        }
        let waiting = *self.waiting.get_or_insert(now);
        let late = !self.timed_out && now.since(waiting) >= timing.time_out;
        self.timed_out |= late;
        late.then_some(ShutterEvent::TimedOut)
    }

    /// The manual shutter: what blocks, blocks it too.
    ///
    /// # Errors
    /// [`Blocked`] with what is wrong; empty where there is no face.
    pub fn press(&mut self, now: FrameTime) -> Result<(), Blocked> {
        if self.state < ShutterState::Steady {
            return Err(Blocked(self.blocked.clone()));
        }
        self.go(now, ShutterState::Capturing);
        Ok(())
    }

    /// The still is there, or was refused: the way begins anew.
    pub fn rearm(&mut self) {
        *self = Self::default();
    }

    /// The next state; everything is right for `wait` seconds before the shutter is ready.
    fn next(&self, now: FrameTime, wait: f64, timing: &Timing) -> ShutterState {
        let lately = |moment: Option<FrameTime>| {
            moment.is_some_and(|moment| now.since(moment) <= timing.grace)
        };
        if !lately(self.face) {
            return ShutterState::Searching;
        }
        if !lately(self.right) {
            return ShutterState::Found;
        }
        let lasted = now.since(self.since);
        // Within the grace a state is kept; it only rises on a frame in which everything is right.
        let right_now = self.right == Some(now);
        match self.state {
            ShutterState::Searching | ShutterState::Found if right_now => ShutterState::Steady,
            ShutterState::Steady if right_now && lasted >= wait => ShutterState::Ready,
            ShutterState::Ready if right_now && lasted >= timing.countdown => {
                ShutterState::Capturing
            }
            ShutterState::Searching => ShutterState::Found,
            state => state,
        }
    }

    fn go(&mut self, now: FrameTime, state: ShutterState) {
        if state != self.state {
            self.state = state;
            self.since = now;
        }
    }
}

/// Whether anything warns that somebody is told about.
fn warns(findings: &[Finding], guide: &Guide) -> bool {
    findings
        .iter()
        .any(|finding| finding.verdict == Verdict::Warn && guide.order.contains(&finding.id))
}

/// The blocking checks that are not met: failed, unknown or not looked at.
fn blocking(findings: &[Finding], guide: &Guide) -> Vec<CheckId> {
    let met = |id: &CheckId| {
        let finding = findings.iter().find(|finding| finding.id == *id);
        finding.is_some_and(|finding| matches!(finding.verdict, Verdict::Pass | Verdict::Warn))
    };
    guide
        .blocking
        .iter()
        .filter(|id| !met(id))
        .copied()
        .collect()
}
