//! The session: every frame through the gate, seen, judged, guided; then the still, judged strictly and sealed.

use super::frame_views::Buffers;
use super::smooth::Smoother;
use super::still::{self, LastFrame, Still, TakeError};
use super::{CameraFacts, Manifest, SealedPhoto, Signer, VERSION, WallTime};
use crate::camera::{
    CameraPlan, FrameFacts, FrameGate, FrameRefusal, FrameTime, GateLimits, SessionMode,
};
use crate::frame::FrameView;
use crate::guide::{self, Hints, Lens, Messages, Overlay, Shutter, ShutterEvent, ShutterState};
use crate::portrait::crop::{self, Head};
use crate::profile::Profile;
use crate::quality::{self, Evidence};
use crate::report::{CheckId, Finding, Kind, Stamp, Verdict};
use crate::vision::{Observation, Schedule, Stages, Tracker, Vision};
use serde::Serialize;
use std::collections::BTreeMap;

/// A lens whose angle the platform does not state is taken for a phone's main lens: 26 mm on the 35 mm format.
const USUAL_ANGLE: f64 = 69.4;

/// A monotonic clock for measuring what a stage costs; wasm and tests have none of their own.
pub trait Stopwatch {
    /// Seconds since any fixed moment.
    fn seconds(&self) -> f64;
}

/// What a session is opened with.
pub struct Setup {
    /// The lens.
    pub plan: CameraPlan,
    /// Whether the photo counts.
    pub mode: SessionMode,
    /// The session's code.
    pub session: String,
    /// What the server gave for this photo alone.
    pub nonce: String,
    /// The numbers to judge by.
    pub profile: Profile,
    /// The models' stamps, for reports.
    pub models: Vec<Stamp>,
    /// Seconds of work the shell can spare for a frame.
    pub budget: f64,
}

/// What the shell shows, says and does after a frame.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Guidance {
    /// How far the way to the photo has come.
    pub state: ShutterState,
    /// Nearness to a photo, 0 to 1.
    pub readiness: f32,
    /// What to draw.
    #[serde(skip)]
    pub overlay: Overlay,
    /// What to show, say and tap.
    pub messages: Messages,
    /// Take the still now, or offer the manual shutter.
    pub event: Option<ShutterEvent>,
    /// What was found, smoothed over time.
    #[serde(skip)]
    pub findings: Vec<Finding>,
    /// What was done for this frame: a replay does the same.
    pub stages: Stages,
}

/// One live session with one student.
pub struct CaptureSession {
    setup: Setup,
    vision: Vision,
    gate: FrameGate,
    buffers: Buffers,
    tracker: Tracker,
    schedule: Schedule,
    smoother: Smoother,
    hints: Hints,
    shutter: Shutter,
    frames: u64,
    last: Option<LastFrame>,
    overrides: BTreeMap<CheckId, String>,
}

/// A fact cannot be overridden, nor a check be submitted without a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("only a measured check can be overridden, with a reason")]
pub struct NotOverridable;

impl CaptureSession {
    /// Opens a session.
    pub fn new(setup: Setup, vision: Vision) -> Self {
        Self {
            gate: FrameGate::new(&setup.plan, GateLimits::default()),
            schedule: Schedule::new(setup.budget),
            setup,
            vision,
            buffers: Buffers::default(),
            tracker: Tracker::default(),
            smoother: Smoother::default(),
            hints: Hints::default(),
            shutter: Shutter::default(),
            frames: 0,
            last: None,
            overrides: BTreeMap::new(),
        }
    }

    /// Takes in one frame.
    ///
    /// # Errors
    /// [`FrameRefusal`]: the frame was not looked at.
    pub fn push_frame(
        &mut self,
        facts: &FrameFacts<'_>,
        frame: &FrameView<'_>,
        stopwatch: &dyn Stopwatch,
    ) -> Result<Guidance, FrameRefusal> {
        self.gate.admit(facts)?;
        let stages = self
            .schedule
            .plan(facts.time.since(FrameTime(0)), self.tracker.following());
        Ok(self.guide(facts.time, frame, stages, stopwatch))
    }

    /// Takes in a recorded frame, doing just what was done then.
    ///
    /// # Errors
    /// [`FrameRefusal`].
    pub fn replay_frame(
        &mut self,
        facts: &FrameFacts<'_>,
        frame: &FrameView<'_>,
        stages: Stages,
    ) -> Result<Guidance, FrameRefusal> {
        struct Stopped;
        impl Stopwatch for Stopped {
            fn seconds(&self) -> f64 {
                0.0
            }
        }
        self.gate.admit(facts)?;
        Ok(self.guide(facts.time, frame, stages, &Stopped))
    }

    fn guide(
        &mut self,
        now: FrameTime,
        frame: &FrameView<'_>,
        stages: Stages,
        stopwatch: &dyn Stopwatch,
    ) -> Guidance {
        self.frames += 1;
        self.look(frame, stages, stopwatch);
        let (findings, head) = self.judge(now, frame);
        let guide = &self.setup.profile.guide;
        let face = self.tracker.following();
        let event = self.shutter.update(now, face, &findings, guide);
        self.last = LastFrame::of(now, self.tracker.seen(), self.buffers.part());
        let (width, height) = frame.upright_size();
        let lens = Lens {
            size: [width as f64, height as f64],
            angle: self.setup.plan.angle.unwrap_or(USUAL_ANGLE),
        };
        let state = self.shutter.state();
        let aspect = self.setup.profile.output.aspect();
        Guidance {
            state,
            readiness: guide::readiness(&findings, guide),
            overlay: guide::overlay(
                &lens,
                aspect,
                &self.setup.profile.geometry,
                guide,
                state,
                head.as_ref(),
            ),
            messages: self.hints.update(now, &findings, guide),
            event,
            findings,
            stages,
        }
    }

    fn look(&mut self, frame: &FrameView<'_>, stages: Stages, stopwatch: &dyn Stopwatch) {
        let (width, height) = frame.upright_size();
        let size = [width as u32, height as u32];
        let (schedule, mut shown) = (&mut self.schedule, self.buffers.show(frame));
        self.tracker
            .update(&mut self.vision, &mut shown, size, stages, |stage, work| {
                let before = stopwatch.seconds();
                work();
                schedule.spent(stage, stopwatch.seconds() - before);
            });
    }

    /// The findings on this frame, smoothed, and the head in pixels of the frame.
    fn judge(&mut self, now: FrameTime, frame: &FrameView<'_>) -> (Vec<Finding>, Option<Head>) {
        let seen = self.tracker.seen();
        let head = Head::of(seen).ok();
        let (width, height) = frame.upright_size();
        let profile = &self.setup.profile;
        let crop = head.and_then(|head| {
            let size = (width as u32, height as u32);
            crop::propose(&head, size, profile.output.aspect(), &profile.geometry)
        });
        let (pixels, origin, step) = self.buffers.part();
        let near: Observation = seen.within(origin, step, pixels.dimensions());
        let still = self.setup.plan.still.map_or(1.0, |still| {
            f64::from(still.0.max(still.1)) / width.max(height) as f64
        });
        let report = quality::check(
            &Evidence {
                observation: &near,
                pixels,
                crop: crop.as_ref(),
                models: &[],
                stage: quality::Stage::Live {
                    still_scale: still * step as f64,
                },
            },
            profile,
        );
        let smoothed = report.findings.into_iter().map(|finding| {
            let worst = profile
                .rule(finding.id)
                .map_or(Verdict::Fail, |rule| rule.worst);
            self.smoother.finding(now, finding, worst)
        });
        (smoothed.collect(), head)
    }

    /// Submits a measured fail with a stated reason: it is recorded and shown to the reviewer.
    ///
    /// # Errors
    /// [`NotOverridable`] for a fact, a question, or an empty reason.
    pub fn override_check(&mut self, id: CheckId, reason: &str) -> Result<(), NotOverridable> {
        let reason = reason.trim();
        if id.kind() != Kind::Measured || reason.is_empty() {
            return Err(NotOverridable);
        }
        self.overrides.insert(id, reason.to_owned());
        Ok(())
    }

    /// The manual shutter; what blocks, blocks it too.
    ///
    /// # Errors
    /// [`guide::Blocked`].
    pub fn press(&mut self, now: FrameTime) -> Result<(), guide::Blocked> {
        self.shutter.press(now)
    }

    /// Takes the best of a burst of stills: judged strictly at full size, linked to the preview, signed.
    ///
    /// # Errors
    /// [`TakeError`]; the session goes on.
    pub fn take(
        &mut self,
        stills: &[Still<'_>],
        taken: WallTime,
        signer: &dyn Signer,
    ) -> Result<SealedPhoto, TakeError> {
        self.shutter.rearm();
        let last = self.last.as_ref().ok_or(TakeError::NoPreview)?;
        let best = still::best(stills, last, &self.setup, &mut self.vision, &self.overrides)?;
        let manifest = Manifest {
            version: VERSION,
            nonce: self.setup.nonce.clone(),
            session: self.setup.session.clone(),
            mode: self.setup.mode,
            source: self.setup.plan.source,
            camera: CameraFacts {
                lens: self.setup.plan.lens.clone(),
                angle: self.setup.plan.angle,
                still: best.size,
                frames: self.frames,
            },
            link: best.link,
            taken,
            report: best.report,
            overrides: self.overrides.clone(),
            photo: crate::digest::sha256(&best.jpeg),
        };
        let envelope = manifest.seal(signer)?;
        Ok(SealedPhoto::new(best.jpeg, manifest, envelope))
    }
}
