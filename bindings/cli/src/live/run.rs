//! The session from the first frame to the photo.

use super::camera::Camera;
use super::keep::{Kept, Photo};
use super::lines::{Event, Printer};
use super::sheet::Sheet;
use super::{Arguments, End};
use crate::problem::Problem;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};
use xueying::camera::{
    self, CameraPlan, Choice, Facing, FrameFacts, FrameRefusal, FrameTime, SessionMode, Source,
};
use xueying::capture::{
    CaptureOrder, CaptureSession, Expected, Guidance, Perception, SealedPhoto, Setup, Signer,
    SoftwareKey, Step, Still, Stopwatch, TakeError, WallTime, verify,
};
use xueying::digest::sha256;
use xueying::guide::ShutterEvent;
use xueying::profile::Profile;
use xueying::texts::Lang;
use xueying::vision::Vision;
use xueying_simulated::Even;

/// Work that may be done for a frame on average, in seconds.
const BUDGET: f64 = 0.033;
/// The code of the session that rehearses.
const SESSION: &str = "REHEARSAL";

/// One session under way.
pub struct Run {
    session: CaptureSession,
    camera: Box<dyn Camera>,
    facing: Facing,
    plan: CameraPlan,
    nonce: String,
    key: SoftwareKey,
    stopwatch: Box<dyn Stopwatch>,
    printer: Printer,
    sheet: Option<Sheet>,
    frames: u64,
    /// When the first frame was taken, and the last.
    span: Option<(FrameTime, FrameTime)>,
}

/// What came of one frame.
enum Seen {
    /// There was none any more.
    Nothing,
    Refused(FrameRefusal),
    Guided(Box<Step>),
}

impl Run {
    /// Opens a session with the camera's lens.
    pub fn new(
        arguments: &Arguments,
        lang: Lang,
        profile: Profile,
        vision: Vision,
        camera: Box<dyn Camera>,
    ) -> Result<Self, Problem> {
        let (source, lens) = (camera.source(), camera.lens());
        let mode = SessionMode::Rehearsal;
        let choice = camera::choose(std::slice::from_ref(&lens), source, mode)
            .map_err(|error| Problem::because("camera", error))?;
        let Choice { plan, .. } = choice;
        let secret = secret(arguments, source);
        let setup = Setup {
            plan: plan.clone(),
            order: CaptureOrder::rehearsal(SESSION.into(), secret[..16].to_owned()),
            profile,
            models: vision.stamps().to_vec(),
            budget: BUDGET,
        };
        let session = CaptureSession::new(setup, vision);
        let stamp = session.header().profile;
        let printer = Printer::new(arguments.json, lang, mode, source);
        printer.print(&Event::Opened {
            plan: &plan,
            profile: &stamp,
        })?;
        Ok(Self {
            session,
            camera,
            facing: lens.facing,
            nonce: secret[..16].to_owned(),
            key: key(&secret)?,
            stopwatch: stopwatch(source),
            printer,
            sheet: arguments.sheet.as_ref().map(|_| Sheet::new(lang, source)),
            plan,
            frames: 0,
            span: None,
        })
    }

    /// Takes in frames until there is a photo or nothing more to see, then writes everything that is to be kept.
    pub fn until_the_end(mut self, mut kept: Kept) -> Result<End, Problem> {
        let interrupted = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&interrupted);
        // Without a handler what is to be kept would be lost.
        ctrlc::set_handler(move || flag.store(true, Ordering::Relaxed))
            .map_err(|error| Problem::because("interrupts", error))?;
        kept.open(&self.session.header())?;
        let (end, photo) = loop {
            if interrupted.load(Ordering::Relaxed) {
                break (End::Interrupted, None);
            }
            match self.look()? {
                Seen::Nothing => break (End::NoPhoto, None),
                Seen::Refused(refusal) => self.printer.print(&Event::Refused {
                    t: self.seconds(),
                    code: refusal.code(),
                    text: refusal.to_string(),
                })?,
                Seen::Guided(mut step) => {
                    step.taken = self.fires(&step);
                    kept.step(&step)?;
                    if let Some(photo) = step.taken.then(|| self.take()).transpose()?.flatten() {
                        break (End::Sealed, Some(photo));
                    }
                }
            }
        };
        let verified = photo.as_ref().map(|photo| photo.verified);
        self.printer.print(&Event::End {
            t: self.seconds(),
            frames: self.frames,
            sealed: end == End::Sealed,
            verified,
        })?;
        kept.write(photo.as_ref(), self.sheet.as_ref(), end)?;
        Ok(end)
    }

    /// Looks at the next frame.
    fn look(&mut self) -> Result<Seen, Problem> {
        if let Some(gravity) = self.camera.gravity() {
            self.session.held(gravity);
        }
        let Some(frame) = self.camera.frame()? else {
            return Ok(Seen::Nothing);
        };
        self.frames += 1;
        let first = self.span.map_or(frame.time, |(first, _)| first);
        self.span = Some((first, frame.time));
        let facts = FrameFacts {
            lens: &self.plan.lens,
            facing: self.facing,
            time: frame.time,
        };
        let answer = self
            .session
            .push_frame(&facts, &frame.view, self.stopwatch.as_ref());
        let (seen, guidance): (Perception, Guidance) = match answer {
            Ok(answer) => answer,
            Err(refusal) => return Ok(Seen::Refused(refusal)),
        };
        let seconds = frame.time.since(first);
        if let Some(sheet) = &mut self.sheet {
            sheet.see(seconds, &frame.view, &guidance)?;
        }
        self.printer.frame(seconds, &seen, &guidance)?;
        self.camera.listen(&guidance);
        Ok(Seen::Guided(Box::new(Step {
            seen,
            guidance,
            taken: false,
        })))
    }

    /// Whether stills are taken after this frame: the shutter says so, or the helper presses it and nothing blocks.
    fn fires(&mut self, step: &Step) -> bool {
        step.guidance.event == Some(ShutterEvent::Fire)
            || (self.camera.pressed() && self.session.press(step.seen.time).is_ok())
    }

    /// The sealed photo, or nothing where the stills are refused.
    fn take(&mut self) -> Result<Option<Photo>, Problem> {
        let shots = self.camera.burst()?;
        let lens = self.plan.lens.as_str();
        let stills: Vec<Still<'_>> = shots
            .iter()
            .map(|shot| Still {
                jpeg: &shot.jpeg,
                lens,
                facing: self.facing,
                time: shot.time,
            })
            .collect();
        let taken = self.session.take(&stills, now(), &self.key);
        let t = self.seconds();
        match taken {
            Ok(sealed) => {
                self.printer.print(&Event::Sealed {
                    t,
                    report: &sealed.manifest().report,
                })?;
                self.photo(sealed).map(Some)
            }
            Err(error) => {
                let blocked = match &error {
                    TakeError::Blocked(checks) => checks.as_slice(),
                    _ => &[],
                };
                self.printer.print(&Event::NotTaken {
                    t,
                    code: error.code(),
                    text: error.to_string(),
                    blocked,
                })?;
                Ok(None)
            }
        }
    }

    /// The photo as a collector would check it.
    fn photo(&self, sealed: SealedPhoto) -> Result<Photo, Problem> {
        let envelope = serde_json::to_vec(sealed.envelope())
            .map_err(|error| Problem::because("output", error))?;
        let key = self.key.public_key();
        let expected = Expected {
            key: &key,
            nonce: &self.nonce,
            session: SESSION,
            mode: SessionMode::Rehearsal,
        };
        let verified = verify(&envelope, sealed.jpeg(), &expected).is_ok();
        Ok(Photo {
            jpeg: sealed.jpeg().to_vec(),
            envelope,
            key,
            verified,
        })
    }

    /// Seconds from the first frame to the last.
    fn seconds(&self) -> f64 {
        self.span.map_or(0.0, |(first, last)| last.since(first))
    }
}

/// A machine's clock where a camera is in a hurry, an even one elsewhere.
fn stopwatch(source: Source) -> Box<dyn Stopwatch> {
    match source {
        Source::Simulated => Box::new(Even::default()),
        Source::Desktop | Source::PhoneRear => Box::new(super::stopwatch::Clock::start()),
    }
}

/// What nonce and key are made of, 64 hexadecimal digits. A rehearsal's key is thrown away and proves nothing to anybody;
/// a simulation's must be the same each time.
fn secret(arguments: &Arguments, source: Source) -> String {
    let chance = match source {
        Source::Simulated => arguments.seed.to_string(),
        Source::Desktop | Source::PhoneRear => now().0.to_string(),
    };
    sha256(format!("xueying rehearsal {chance}").as_bytes())
}

fn key(secret: &str) -> Result<SoftwareKey, Problem> {
    let mut bytes = [0; 32];
    bytes.copy_from_slice(&secret.as_bytes()[..32]);
    SoftwareKey::from_bytes(&bytes).ok_or(Problem::new("camera"))
}

fn now() -> WallTime {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    WallTime(since.map_or(0, |since| since.as_millis() as u64))
}
