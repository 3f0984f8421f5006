//! The live session: frames in, guidance out, at the end a sealed photo.

use crate::camera::Camera;
use crate::json;
use crate::models::Models;
use crate::ports::{Clock, Keys};
use crate::problem::Problem;
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;
use xueying::camera::{Facing, FrameFacts, FrameRefusal, FrameTime, Gravity};
use xueying::capture::{
    CaptureOrder, CaptureSession, Guidance, SealedPhoto, Setup, Step, Still, TakeError,
};
use xueying::frame::{FrameError, FrameView, Plane, Planes, Rotation};
use xueying::guide::Blocked;
use xueying::profile::Profile;

/// Seconds of work that a frame may cost on average: ten frames a second.
const BUDGET: f64 = 0.1;
/// A recording holds at most so many steps: twenty minutes at fifteen frames a second.
const LONGEST: usize = 20 * 60 * 15;
/// Session and nonce of a rehearsal without a service.
const REHEARSAL: &str = "REHEARSAL";

/// One live session.
#[wasm_bindgen]
pub struct LiveSession {
    session: CaptureSession,
    lens: String,
    facing: Facing,
    /// Whether measures and decisions are kept.
    record: bool,
    /// The lines of the recording that were not fetched, and how many steps were kept.
    lines: String,
    steps: usize,
    /// Written once it is known whether stills were taken after it.
    last: Option<Step>,
}

/// A photo that may be uploaded.
#[wasm_bindgen]
pub struct LivePhoto(pub(crate) SealedPhoto);

/// What came of a frame.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Answer<'a> {
    Refused { code: &'static str },
    Guided(&'a Guidance),
}

#[wasm_bindgen]
impl LiveSession {
    /// Opens a rehearsal without a service. `record` keeps measures and decisions, never pixels.
    ///
    /// # Errors
    /// `model_missing`, `model_refused`.
    pub fn rehearse(models: &Models, camera: &Camera, record: bool) -> Result<Self, Problem> {
        let order = CaptureOrder::rehearsal(REHEARSAL.to_owned(), REHEARSAL.to_owned());
        Self::of(models, camera, order, record)
    }

    /// The motion sensor says how the device is held: `accelerationIncludingGravity`, with either sign; browsers differ in
    /// it.
    pub fn held(&mut self, x: f64, y: f64, z: f64) {
        self.session.held(Gravity { x, y, z });
    }

    /// Takes in a frame of R, G, B and one byte more for each pixel, taken at `time` in milliseconds: `guided` with the
    /// guidance or `refused` with a code, as JSON.
    ///
    /// # Errors
    /// `frame_size`, `frame_short`.
    pub fn push(
        &mut self,
        rgba: &[u8],
        width: usize,
        height: usize,
        time: f64,
    ) -> Result<String, Problem> {
        let plane = Plane {
            data: rgba,
            row_stride: width * 4,
            pixel_stride: 4,
        };
        let view = FrameView::new(width, height, Planes::Rgba(plane), Rotation::None, false)?;
        let facts = FrameFacts {
            lens: &self.lens,
            facing: self.facing,
            time: moment(time),
        };
        match self.session.push_frame(&facts, &view, &Clock) {
            Ok((seen, guidance)) => {
                let answer = json(&Answer::Guided(&guidance));
                self.keep(Step {
                    seen,
                    guidance,
                    taken: false,
                });
                Ok(answer)
            }
            Err(refusal) => Ok(json(&refused(refusal))),
        }
    }

    /// Presses the manual shutter; what blocks the automatic one blocks it too.
    ///
    /// # Errors
    /// `session_blocked`.
    pub fn press(&mut self, time: f64) -> Result<(), Problem> {
        Ok(self.session.press(moment(time))?)
    }

    /// Judges a still strictly, a JPEG taken at `time` in milliseconds of the frames' clock, and seals it with the
    /// device's key.
    ///
    /// # Errors
    /// Why there is no photo, such as `take_not_linked`; the session goes on.
    pub fn take(&mut self, jpeg: &[u8], time: f64, keys: &Keys) -> Result<LivePhoto, Problem> {
        if let Some(last) = &mut self.last {
            last.taken = true;
        }
        let still = Still {
            jpeg,
            lens: &self.lens,
            facing: self.facing,
            time: moment(time),
        };
        let taken = self.session.take(&[still], Clock::now(), keys.device());
        Ok(LivePhoto(taken?))
    }

    /// The JSON lines for `replay` that were recorded since the last call; `whole` with the step that may still change.
    pub fn recorded(&mut self, whole: bool) -> String {
        if let Some(last) = whole.then(|| self.last.take()).flatten() {
            self.write(&json(&last));
        }
        std::mem::take(&mut self.lines)
    }
}

impl LiveSession {
    /// Opens the session of an order with the chosen camera.
    pub(crate) fn of(
        models: &Models,
        camera: &Camera,
        order: CaptureOrder,
        record: bool,
    ) -> Result<Self, Problem> {
        if !camera.plan.source.serves(order.mode()) {
            return Err(Problem::of(
                "camera",
                "this source may not serve this session",
            ));
        }
        let setup = Setup {
            plan: camera.plan.clone(),
            order,
            profile: Profile::chsi(),
            models: models.stamps()?,
            budget: BUDGET,
        };
        let session = CaptureSession::new(setup, models.vision()?);
        let head = record.then(|| json(&session.header()) + "\n");
        Ok(Self {
            session,
            lens: camera.plan.lens.clone(),
            facing: camera.facing,
            record,
            lines: head.unwrap_or_default(),
            steps: 0,
            last: None,
        })
    }

    fn keep(&mut self, step: Step) {
        if !self.record || self.steps >= LONGEST {
            return;
        }
        self.steps += 1;
        if let Some(before) = self.last.replace(step) {
            self.write(&json(&before));
        }
    }

    fn write(&mut self, line: &str) {
        self.lines += line;
        self.lines.push('\n');
    }
}

#[wasm_bindgen]
impl LivePhoto {
    /// The JPEG.
    #[must_use]
    pub fn jpeg(&self) -> Vec<u8> {
        self.0.jpeg().to_vec()
    }

    /// What travels with the photo: JSON with the exact manifest that was signed, and the signature.
    #[must_use]
    pub fn envelope(&self) -> String {
        json(self.0.envelope())
    }
}

fn moment(milliseconds: f64) -> FrameTime {
    FrameTime((milliseconds.max(0.0) * 1e6) as u64)
}

fn refused(refusal: FrameRefusal) -> Answer<'static> {
    Answer::Refused {
        code: refusal.code(),
    }
}

impl From<FrameError> for Problem {
    fn from(error: FrameError) -> Self {
        Self::told(error.code(), "errors.frame.message", error)
    }
}

impl From<Blocked> for Problem {
    fn from(blocked: Blocked) -> Self {
        Self::of("session_blocked", blocked)
    }
}

impl From<TakeError> for Problem {
    fn from(error: TakeError) -> Self {
        Self::of(error.code(), error)
    }
}
