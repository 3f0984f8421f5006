//! One live session with one student.

use super::error::LiveError;
use super::guidance::Guidance;
use super::order::CaptureOrder;
use super::recording::Recorder;
use super::take::{SealedPhoto, StillFile, TakeError};
use crate::camera::CameraPlan;
use crate::models::{ModelError, Models};
use crate::pixels::FrameShape;
use crate::ports::{LogLevel, Ports};
use crate::profile::Profile;
use std::sync::{Arc, Mutex, MutexGuard, TryLockError};
use xueying::camera::{self, Facing, FrameRefusal, FrameTime, Gravity};
use xueying::capture::{CaptureSession, Setup, Step};
use xueying::report::CheckId;

/// What a session is opened with.
#[derive(Clone, uniffi::Record)]
pub struct LiveSetup {
    /// The models.
    pub models: Arc<Models>,
    /// The numbers to judge by; a rehearsal's are made from them.
    pub profile: Arc<Profile>,
    /// The lens, and whether the photo counts.
    pub plan: Arc<CameraPlan>,
    /// What it is for.
    pub order: Arc<CaptureOrder>,
    /// Milliseconds of work that a frame may cost on average.
    pub frame_budget_ms: u32,
    /// Whether measures and decisions are kept for [`LiveSession::recording`].
    #[uniffi(default = false)]
    pub record: bool,
}

/// What a frame states about itself.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct FrameFacts {
    /// The lens that took it.
    pub lens: String,
    /// Which way that lens looks.
    pub facing: Facing,
    /// When, in nanoseconds of the sensor's monotonic clock.
    pub time_nanos: u64,
}

/// Why a frame is not looked at.
#[uniffi::remote(Enum)]
pub enum FrameRefusal {
    /// Another lens than the plan's.
    WrongLens,
    /// The lens looks the wrong way.
    WrongFacing,
    /// The same moment as the frame before.
    Repeated,
    /// A moment before the frame before.
    ClockWentBack,
    /// Sooner after the frame before than any camera.
    TooSoon,
    /// The camera slept.
    Paused,
}

/// What came of a frame.
#[derive(Debug, Clone, PartialEq, uniffi::Enum)]
pub enum FrameAnswer {
    /// The frame before is still being worked on: this one was not looked at; keep only the latest.
    Busy,
    /// The frame was not looked at.
    Refused {
        /// Why not.
        refusal: FrameRefusal,
        /// The stable code, such as `frame_wrong_lens`.
        code: String,
    },
    /// The frame was looked at.
    Guided {
        /// What to draw, show, say and do.
        guidance: Guidance,
    },
}

/// One live session with one student: frames in, guidance out, at the end a sealed photo.
#[derive(uniffi::Object)]
pub struct LiveSession {
    ports: Ports,
    /// How the phone is held; told at any time, also while a frame is being worked on.
    gravity: Mutex<Option<Gravity>>,
    state: Mutex<State>,
}

struct State {
    /// Gone once the session was ended.
    session: Option<CaptureSession>,
    recorder: Option<Recorder>,
}

#[uniffi::export]
impl LiveSession {
    /// Opens a session. The models are loaded for it alone: some 100 MB until [`LiveSession::end`].
    #[uniffi::constructor]
    pub fn open(setup: LiveSetup, ports: Ports) -> Result<Arc<Self>, ModelError> {
        let plan = &setup.plan;
        let session = CaptureSession::new(
            Setup {
                plan: plan.plan.clone(),
                order: setup.order.0.clone(),
                profile: setup.profile.0.clone(),
                models: setup.models.stamps()?,
                budget: f64::from(setup.frame_budget_ms) / 1e3,
            },
            setup.models.vision()?,
        );
        let profile = session.header().profile;
        let opened = format!("profile={} version={}", profile.id, profile.version);
        ports.log(LogLevel::Info, "session_opened", opened);
        let recorder = setup.record.then(|| Recorder::of(&session));
        Ok(Arc::new(Self {
            ports,
            gravity: Mutex::new(None),
            state: Mutex::new(State {
                session: Some(session),
                recorder,
            }),
        }))
    }

    /// The gravity sensor says in which direction things fall, in the phone's own axes (`x` to the right of the screen, `y`
    /// to its upper edge, `z` out of it), in any unit and with either sign: iOS and Android differ in it.
    pub fn held(&self, x: f64, y: f64, z: f64) {
        if let Ok(mut gravity) = self.gravity.lock() {
            *gravity = Some(Gravity { x, y, z });
        }
    }

    /// Takes in one frame; the planes are lent for the time of the call, those that the layout does not have are empty.
    pub fn push_frame(
        &self,
        facts: FrameFacts,
        shape: FrameShape,
        first: &[u8],
        second: &[u8],
        third: &[u8],
    ) -> Result<FrameAnswer, LiveError> {
        let mut state = match self.state.try_lock() {
            Ok(state) => state,
            Err(TryLockError::WouldBlock) => return Ok(FrameAnswer::Busy),
            Err(TryLockError::Poisoned(_)) => return Err(LiveError::Broken),
        };
        let session = state.session.as_mut().ok_or(LiveError::Ended)?;
        let view = shape.view([first, second, third])?;
        if let Some(gravity) = self.gravity.lock().map_err(|_| LiveError::Broken)?.take() {
            session.held(gravity);
        }
        let facts = camera::FrameFacts {
            lens: &facts.lens,
            facing: facts.facing,
            time: FrameTime(facts.time_nanos),
        };
        match session.push_frame(&facts, &view, &self.ports) {
            Ok((seen, guidance)) => {
                let answer = Guidance::of(&guidance, seen.face);
                if let Some(recorder) = &mut state.recorder {
                    recorder.step(Step {
                        seen,
                        guidance,
                        taken: false,
                    });
                }
                Ok(FrameAnswer::Guided { guidance: answer })
            }
            Err(refusal) => {
                let code = refusal.code();
                self.ports.log(LogLevel::Warning, code, String::new());
                Ok(FrameAnswer::Refused {
                    refusal,
                    code: code.to_owned(),
                })
            }
        }
    }

    /// Takes the best of a burst of one to three stills: judged strictly at full size, linked to the preview, signed. It
    /// takes about a second; frames meanwhile are answered with `Busy`.
    pub fn take(&self, stills: Vec<StillFile>) -> Result<Arc<SealedPhoto>, TakeError> {
        let mut state = self.state.lock().map_err(|_| TakeError::Broken)?;
        let session = state.session.as_mut().ok_or(TakeError::Ended)?;
        let borrowed: Vec<_> = stills.iter().map(StillFile::still).collect();
        let taken = session.take(&borrowed, self.ports.now(), &self.ports);
        if let Some(recorder) = &mut state.recorder {
            recorder.taken();
        }
        match taken {
            Ok(photo) => {
                self.ports
                    .log(LogLevel::Info, "photo_sealed", String::new());
                Ok(SealedPhoto::new(photo))
            }
            Err(error) => {
                self.ports
                    .log(LogLevel::Warning, error.code(), String::new());
                Err(error.into())
            }
        }
    }

    /// Presses the manual shutter; what blocks the automatic one blocks it too. Then call [`LiveSession::take`], without
    /// frames in between.
    pub fn press(&self, time_nanos: u64) -> Result<(), LiveError> {
        let mut state = self.lock()?;
        let session = state.session.as_mut().ok_or(LiveError::Ended)?;
        let pressed = session.press(FrameTime(time_nanos));
        pressed.map_err(|blocked| LiveError::Blocked {
            checks: blocked.0.iter().map(CheckId::to_string).collect(),
        })
    }

    /// Hands the photo in although a measured rule fails, with a reason that the reviewer reads.
    pub fn override_check(&self, id: &str, reason: &str) -> Result<(), LiveError> {
        let check: CheckId = id
            .parse()
            .map_err(|_| LiveError::UnknownCheck { id: id.to_owned() })?;
        let mut state = self.lock()?;
        let session = state.session.as_mut().ok_or(LiveError::Ended)?;
        let overridden = session.override_check(check, reason);
        overridden.map_err(|_| LiveError::NotOverridable)
    }

    /// Measures and decisions so far, as JSON lines for [`replay_recording`](super::replay_recording); empty where the
    /// session is not recorded. It is there after the end too.
    pub fn recording(&self) -> Result<String, LiveError> {
        let state = self.lock()?;
        let recorder = state.recorder.as_ref();
        Ok(recorder.map_or_else(String::new, Recorder::lines))
    }

    /// Ends the session and frees the models, once the frame being worked on is done. Ending it again does nothing; every
    /// other call is answered with `Ended`.
    pub fn end(&self) {
        let mut state = match self.state.lock() {
            Ok(state) => state,
            // Whatever the bug left behind goes.
            Err(broken) => broken.into_inner(),
        };
        if state.session.take().is_some() {
            self.ports
                .log(LogLevel::Info, "session_ended", String::new());
        }
    }
}

impl LiveSession {
    fn lock(&self) -> Result<MutexGuard<'_, State>, LiveError> {
        self.state.lock().map_err(|_| LiveError::Broken)
    }
}
