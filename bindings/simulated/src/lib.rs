//! A simulated phone: a photo moved about before a camera that starts badly placed, held by a helper and faced by a student
//! who do what they are told, late and imprecisely. The same photo and seed give the same session, to the last bit.
//!
//! Frames come as a phone gives them: NV21, the sensor lying on its side. What a flat photo cannot do, turn its head or
//! close its mouth, the student does not do either; that is what the rehearsal's profile forgives.

mod people;
mod render;
mod sensor;
mod stopwatch;

pub use stopwatch::Even;

use image::codecs::jpeg::JpegEncoder;
use image::{ImageError, RgbImage};
use people::People;
use render::Stage;
use sensor::Sensor;
use xueying::camera::{Facing, FrameTime, Gravity, Lens, Size};
use xueying::capture::{BURST, Guidance};
use xueying::frame::{FrameError, FrameView};
use xueying::guide::ShutterEvent;
use xueying::portrait::crop::Head;

/// Upright preview, in pixels.
const PREVIEW: [u32; 2] = [540, 960];
/// A still has this many times the preview's pixels along each side.
const STILL_SCALE: u32 = 4;
/// Angle of view along the long side, in degrees: 26 mm on the 35 mm format.
const ANGLE: f64 = 69.4;
/// Frames a second.
const RATE: f64 = 12.0;
/// After this time, in seconds, helper and student give up.
const PATIENCE: f64 = 60.0;
/// From the shutter to the first still, and between two, in seconds.
const SHUTTER_LAG: f64 = 0.08;
/// Once the shutter is offered, the helper presses it this often, in seconds.
const PRESS_EVERY: f64 = 1.5;
/// JPEG quality of a still.
const QUALITY: u8 = 92;
/// The lens's name.
const LENS: &str = "simulated";

/// What a phone of this machine may lack.
#[derive(Debug, thiserror::Error)]
pub enum PhoneError {
    /// A frame that is none.
    #[error(transparent)]
    Frame(#[from] FrameError),
    /// A still that cannot be written.
    #[error("the still cannot be encoded: {0}")]
    Still(#[from] ImageError),
}

/// The phone with the people around it.
pub struct Phone {
    stage: Stage,
    people: People,
    sensor: Sensor,
    picture: RgbImage,
    frames: u64,
    /// When the helper presses next, in seconds.
    press: Option<f64>,
}

impl Phone {
    /// A phone before `photo`, in which `head` was found.
    pub fn new(photo: RgbImage, head: Head, seed: u64) -> Self {
        Self {
            stage: Stage::new(photo, head, ANGLE),
            people: People::new(seed),
            sensor: Sensor::new(PREVIEW),
            picture: RgbImage::new(PREVIEW[0], PREVIEW[1]),
            frames: 0,
            press: None,
        }
    }

    fn now(&self) -> FrameTime {
        FrameTime((self.frames as f64 / RATE * 1e9) as u64)
    }

    /// Its one lens.
    pub fn lens(&self) -> Lens {
        let size = |scale: u32| Size(PREVIEW[1] * scale, PREVIEW[0] * scale);
        Lens {
            id: LENS.into(),
            facing: Facing::Rear,
            label: String::new(),
            field_of_view: Some(ANGLE),
            focal_lengths: vec![],
            sensor_width: None,
            physical_ids: vec![],
            capabilities: vec![],
            preview_sizes: vec![size(1)],
            still_sizes: vec![size(STILL_SCALE)],
        }
    }

    /// What its gravity sensor says. That the head leans in the picture is the student's doing, not the phone's.
    pub fn gravity(&self) -> Gravity {
        let tilt = self.people.scene().tilt.to_radians();
        Gravity {
            x: 0.0,
            y: -tilt.cos(),
            z: tilt.sin(),
        }
    }

    /// The next frame and its time; `None` once helper and student have given up.
    ///
    /// # Errors
    /// [`PhoneError::Frame`].
    pub fn frame(&mut self) -> Result<Option<(FrameTime, FrameView<'_>)>, PhoneError> {
        self.frames += 1;
        let time = self.now();
        let seconds = time.since(FrameTime(0));
        if seconds > PATIENCE {
            return Ok(None);
        }
        self.people.advance(seconds);
        self.stage.draw(&self.people.scene(), &mut self.picture);
        let view = self.sensor.expose(&self.picture)?;
        Ok(Some((time, view)))
    }

    /// The stills of one press of the shutter, each a JPEG with its time.
    ///
    /// # Errors
    /// [`PhoneError::Still`].
    pub fn burst(&mut self) -> Result<Vec<(FrameTime, Vec<u8>)>, PhoneError> {
        let mut still = RgbImage::new(PREVIEW[0] * STILL_SCALE, PREVIEW[1] * STILL_SCALE);
        let start = self.now();
        let mut shots = Vec::new();
        for number in 1..=BURST {
            let lag = SHUTTER_LAG * number as f64;
            let time = FrameTime(start.0 + (lag * 1e9) as u64);
            self.people.advance(time.since(FrameTime(0)));
            self.stage.draw(&self.people.scene(), &mut still);
            let mut jpeg = Vec::new();
            JpegEncoder::new_with_quality(&mut jpeg, QUALITY).encode_image(&still)?;
            shots.push((time, jpeg));
        }
        // The preview stood still meanwhile.
        self.frames += (SHUTTER_LAG * BURST as f64 * RATE).ceil() as u64;
        Ok(shots)
    }

    /// Helper and student take in what they are shown and told.
    pub fn listen(&mut self, guidance: &Guidance) {
        self.people.listen(&guidance.messages);
        if guidance.event == Some(ShutterEvent::TimedOut) {
            self.press = Some(self.now().since(FrameTime(0)));
        }
    }

    /// Whether the helper presses the shutter by hand after the last frame.
    pub fn pressed(&mut self) -> bool {
        let now = self.now().since(FrameTime(0));
        let due = self.press.is_some_and(|due| due <= now);
        if due {
            self.press = Some(now + PRESS_EVERY);
        }
        due
    }
}
