//! The session: every frame through the gate, seen, judged, guided; then the still, judged strictly and sealed.

use super::director::{Director, Guidance, Perception};
use super::frame_views::Buffers;
use super::motion::Motion;
use super::recording::{Header, RECORDING};
use super::smooth::Smoother;
use super::still::{self, LastFrame, Still, TakeError};
use super::{CameraFacts, CaptureOrder, Manifest, SealedPhoto, Signer, VERSION, WallTime};
use crate::camera::{
    CameraPlan, FrameFacts, FrameGate, FrameRefusal, FrameTime, GateLimits, Gravity, SessionMode,
};
use crate::frame::FrameView;
use crate::guide::Blocked;
use crate::portrait::crop::{self, Head};
use crate::profile::Profile;
use crate::quality::{self, Evidence};
use crate::report::{CheckId, Finding, Kind, Stamp, Verdict};
use crate::vision::{Observation, Schedule, Stages, Tracker, Vision};
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
    /// What it is for.
    pub order: CaptureOrder,
    /// The numbers to judge by.
    pub profile: Profile,
    /// The models' stamps, for reports.
    pub models: Vec<Stamp>,
    /// Seconds of work the shell can spare for a frame.
    pub budget: f64,
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
    motion: Motion,
    gravity: Option<Gravity>,
    director: Director,
    frames: u64,
    last: Option<LastFrame>,
    /// What was found in the last frame that was looked at, and the head in it.
    found: (Vec<Finding>, Option<Head>),
    overrides: BTreeMap<CheckId, String>,
}

/// A fact cannot be overridden, nor a check be submitted without a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("only a measured check can be overridden, with a reason")]
pub struct NotOverridable;

impl CaptureSession {
    /// Opens a session. A rehearsal is judged by the rehearsal's profile, whatever the shell brought.
    pub fn new(mut setup: Setup, vision: Vision) -> Self {
        if setup.order.mode == SessionMode::Rehearsal {
            setup.profile = setup.profile.rehearsal();
        }
        Self {
            gate: FrameGate::new(&setup.plan, GateLimits::default()),
            schedule: Schedule::new(setup.budget),
            director: Director::new(
                setup.profile.clone(),
                setup.plan.angle.unwrap_or(USUAL_ANGLE),
            ),
            setup,
            vision,
            buffers: Buffers::default(),
            tracker: Tracker::default(),
            smoother: Smoother::default(),
            motion: Motion::default(),
            gravity: None,
            frames: 0,
            last: None,
            found: (vec![], None),
            overrides: BTreeMap::new(),
        }
    }

    /// The gravity sensor says how the phone is held, from now on.
    pub const fn held(&mut self, gravity: Gravity) {
        self.gravity = Some(gravity);
    }

    /// Takes in one frame: what was perceived, and what to do about it.
    ///
    /// # Errors
    /// [`FrameRefusal`]: the frame was not looked at.
    pub fn push_frame(
        &mut self,
        facts: &FrameFacts<'_>,
        frame: &FrameView<'_>,
        stopwatch: &dyn Stopwatch,
    ) -> Result<(Perception, Guidance), FrameRefusal> {
        let began = stopwatch.seconds();
        self.gate.admit(facts)?;
        self.frames += 1;
        let now = facts.time;
        let stages = self
            .schedule
            .plan(now.since(FrameTime(0)), self.tracker.steady());
        if stages.face {
            self.look(frame, stages, stopwatch);
            self.last = LastFrame::of(now, self.tracker.seen(), self.buffers.part());
            self.found = self.judge(now, frame, stages);
        }
        let (findings, head) = self.found.clone();
        let seen = Perception {
            time: now,
            size: upright_size(frame),
            stages,
            face: self.tracker.following(),
            head,
            findings,
        };
        let guidance = self.director.direct(&seen);
        self.schedule.done(stages, stopwatch.seconds() - began);
        Ok((seen, guidance))
    }

    fn look(&mut self, frame: &FrameView<'_>, stages: Stages, stopwatch: &dyn Stopwatch) {
        let size = upright_size(frame);
        let (schedule, mut shown) = (&mut self.schedule, self.buffers.show(frame));
        self.tracker
            .update(&mut self.vision, &mut shown, size, stages, |stage, work| {
                let before = stopwatch.seconds();
                work();
                schedule.spent(stage, stopwatch.seconds() - before);
            });
    }

    /// The findings on this frame, smoothed, and the head in pixels of the frame.
    fn judge(
        &mut self,
        now: FrameTime,
        frame: &FrameView<'_>,
        stages: Stages,
    ) -> (Vec<Finding>, Option<Head>) {
        let seen = self.tracker.seen();
        let head = Head::of(seen).ok();
        let speed = self.motion.speed(now, seen.face.as_ref());
        let [width, height] = upright_size(frame);
        let profile = &self.setup.profile;
        let crop = head.and_then(|head| {
            let size = (width, height);
            crop::propose(&head, size, profile.output.aspect(), &profile.geometry)
        });
        let (pixels, origin, step) = self.buffers.part();
        let near: Observation = seen.within(origin, step, pixels.dimensions());
        let still = self.setup.plan.still.map_or(1.0, |still| {
            f64::from(still.0.max(still.1)) / f64::from(width.max(height))
        });
        let angle = self.setup.plan.angle.unwrap_or(USUAL_ANGLE);
        let focal = f64::from(width.max(height)) / 2.0 / (angle.to_radians() / 2.0).tan();
        let report = quality::check(
            &Evidence {
                observation: &near,
                pixels,
                crop: crop.as_ref(),
                file: None,
                models: &[],
                stage: quality::Stage::Live {
                    still_scale: still * step as f64,
                    focal: focal / step as f64,
                    gravity: self.gravity,
                    speed,
                    fresh_matte: stages.matte,
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
        let mut findings: Vec<Finding> = smoothed.collect();
        if seen.matte.is_some() {
            // What is judged with a new matte only stays until the next.
            let judged: Vec<CheckId> = findings.iter().map(|finding| finding.id).collect();
            let before = self.found.0.iter();
            findings.extend(before.filter(|old| !judged.contains(&old.id)).cloned());
        }
        (findings, head)
    }

    /// The head of a recording of this session.
    pub fn header(&self) -> Header {
        Header {
            recording: RECORDING,
            profile: self.setup.profile.stamp.clone(),
            mode: self.setup.order.mode,
            source: self.setup.plan.source,
            angle: self.setup.plan.angle.unwrap_or(USUAL_ANGLE),
        }
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
    /// [`Blocked`].
    pub fn press(&mut self, now: FrameTime) -> Result<(), Blocked> {
        self.director.press(now)
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
        self.director.rearm();
        let last = self.last.as_ref().ok_or(TakeError::NoPreview)?;
        let best = still::best(stills, last, &self.setup, &mut self.vision, &self.overrides)?;
        let manifest = Manifest {
            version: VERSION,
            nonce: self.setup.order.nonce.clone(),
            session: self.setup.order.session.clone(),
            mode: self.setup.order.mode,
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

fn upright_size(frame: &FrameView<'_>) -> [u32; 2] {
    let (width, height) = frame.upright_size();
    [width as u32, height as u32]
}
