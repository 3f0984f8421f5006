//! What a live frame costs, for benches: `live_frames MODELS PHOTO FRAMES`.
//!
//! A phone's frames of the photo go through a session at 15 a second of their own clock, at 1280 by 720 and at 3840 by 2160
//! in turn. A line of JSON says, in milliseconds of processor time: a frame on which only the face was looked at (landmarks,
//! expression, pose, every check, guidance), what of it is no inference, that is all but the runs of the two networks, which
//! are timed alone in between; the mean over the whole schedule; the same for the large frames; and the gate with the fused
//! conversion alone.

use image::RgbImage;
use image::imageops::{FilterType, resize};
use rustix::time::{ClockId, clock_gettime};
use std::time::Duration;
use xueying::camera::{
    self, CameraPlan, Facing, FrameFacts, FrameGate, FrameTime, GateLimits, Lens, SessionMode,
    Source,
};
use xueying::capture::{CaptureOrder, CaptureSession, Setup, Stopwatch};
use xueying::frame::{
    ChromaOrder, FrameView, Limits, Plane, Planes, Rotation, Upright, YuvCoding, YuvMatrix, decode,
};
use xueying::models::{Model, ModelSet};
use xueying::profile::Profile;
use xueying::vision::{Stages, Vision};

/// Seconds of work that a frame may cost on average.
const BUDGET: f64 = 0.033;
/// Frames a second.
const RATE: u64 = 15;
/// Cheek to cheek in the photo / the long side of the frame: a student at 1.25 m.
const SHARE: f64 = 0.084;
/// Cheek to cheek in the sample photo, in pixels.
const FACE: f64 = 91.0;
/// Where its eyes are.
const EYES: [f64; 2] = [225.0, 103.0];

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, models, photo, frames] = arguments.as_slice() else {
        panic!("live_frames MODELS PHOTO FRAMES")
    };
    let frames: u64 = frames.parse().expect("a number of frames");
    let bytes = std::fs::read(photo).expect("a photo");
    let photo = decode(&bytes, &Limits::default()).expect("a photo").pixels;
    let models = ModelSet::from_folder(models.as_ref(), &Vision::MODELS).expect("the models");

    let mut small = Live::new(&models, &photo, [1280, 720]);
    let mut large = Live::new(&models, &photo, [3840, 2160]);
    let mut networks = Networks::load(&models);
    let (mut inference, mut convert) = (Vec::new(), Vec::new());
    let mut upright = Upright::default();
    let mut gate = FrameGate::new(&plan(), GateLimits::default());
    for number in 1..=frames {
        small.push(number);
        inference.push(networks.run());
        large.push(number);
        let view = small.sensor.view();
        let start = processor_time();
        gate.admit(&facts(number)).expect("an honest frame");
        upright.show(&view, None, 640);
        convert.push(milliseconds(start));
    }
    println!(
        "{}",
        serde_json::json!({
            "face": median(&small.face), "inference": median(&inference),
            "rest": median(&small.face) - median(&inference), "schedule": mean(&small.all),
            "large_face": median(&large.face), "large_schedule": mean(&large.all),
            "convert": median(&convert),
        })
    );
}

/// A session with what its frames cost.
struct Live {
    session: CaptureSession,
    sensor: Sensor,
    face: Vec<f64>,
    all: Vec<f64>,
}

impl Live {
    fn new(models: &ModelSet, photo: &RgbImage, size: [u32; 2]) -> Self {
        let vision = Vision::load(models).expect("the models fit");
        let setup = Setup {
            plan: plan(),
            order: CaptureOrder::rehearsal("bench".into(), "bench".into()),
            profile: Profile::chsi(),
            models: vision.stamps().to_vec(),
            budget: BUDGET,
        };
        Self {
            session: CaptureSession::new(setup, vision),
            sensor: Sensor::of(photo, size),
            face: vec![],
            all: vec![],
        }
    }

    fn push(&mut self, number: u64) {
        let view = self.sensor.view();
        let start = processor_time();
        let answer = self.session.push_frame(&facts(number), &view, &Processor);
        let cost = milliseconds(start);
        let (seen, _) = answer.expect("an honest frame");
        // The first second finds the face and fills the caches.
        if number <= RATE {
            return;
        }
        assert!(seen.face && seen.head.is_some(), "the face is followed");
        let only_face = Stages {
            face: true,
            ..Stages::default()
        };
        if seen.stages == only_face {
            self.face.push(cost);
        }
        self.all.push(cost);
    }
}

/// What the session plans by.
struct Processor;

impl Stopwatch for Processor {
    fn seconds(&self) -> f64 {
        processor_time().as_secs_f64()
    }
}

/// The two networks that run on every frame.
struct Networks([xueying_engine::Model; 2]);

impl Networks {
    fn load(models: &ModelSet) -> Self {
        Self([Model::FaceLandmarks, Model::Blendshapes].map(|model| {
            let bytes = models.get(model).expect("the model");
            xueying_engine::Model::load(bytes).expect("the model loads")
        }))
    }

    /// Milliseconds that both take.
    fn run(&mut self) -> f64 {
        let start = processor_time();
        for network in &mut self.0 {
            network.run();
        }
        milliseconds(start)
    }
}

/// A phone's sensor on its side, NV21.
struct Sensor {
    size: [usize; 2],
    luma: Vec<u8>,
    chroma: Vec<u8>,
}

impl Sensor {
    /// The photo as a lens of a usual angle sees it at a usual distance, beyond it the grey of its corner.
    fn of(photo: &RgbImage, [width, height]: [u32; 2]) -> Self {
        let zoom = f64::from(width) * SHARE / FACE;
        let side = |length: u32| (f64::from(length) * zoom) as u32;
        let scaled = resize(
            photo,
            side(photo.width()),
            side(photo.height()),
            FilterType::Triangle,
        );
        let left = f64::from(height) / 2.0 - EYES[0] * zoom;
        let top = f64::from(width) * 0.42 - EYES[1] * zoom;
        let wall = *photo.get_pixel(photo.width() - 1, 0);
        // Column x of the sensor is row x upright; its row y is a column from the right.
        let pixel = |x: usize, y: usize| {
            let (u, v) = (f64::from(height) - 1.0 - y as f64 - left, x as f64 - top);
            let inside = u >= 0.0 && v >= 0.0;
            let found = inside
                .then(|| scaled.get_pixel_checked(u as u32, v as u32))
                .flatten();
            found.unwrap_or(&wall).0.map(f64::from)
        };
        let (width, height) = (width as usize, height as usize);
        let luma = |[r, g, b]: [f64; 3]| 0.299 * r + 0.587 * g + 0.114 * b;
        let mut chroma = Vec::with_capacity(width * height / 2);
        for y in (0..height).step_by(2) {
            for x in (0..width).step_by(2) {
                let [r, g, b] = pixel(x, y);
                let luma = luma([r, g, b]);
                chroma.push((128.0 + (r - luma) / 1.402) as u8);
                chroma.push((128.0 + (b - luma) / 1.772) as u8);
            }
        }
        let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        Self {
            size: [width, height],
            luma: places.map(|(x, y)| luma(pixel(x, y)) as u8).collect(),
            chroma,
        }
    }

    fn view(&self) -> FrameView<'_> {
        let [width, height] = self.size;
        let luma = Plane {
            data: &self.luma,
            row_stride: width,
            pixel_stride: 1,
        };
        let coding = YuvCoding {
            matrix: YuvMatrix::Bt601,
            full_range: true,
        };
        let planes = Planes::semi_planar(luma, &self.chroma, width, ChromaOrder::VThenU, coding);
        FrameView::new(width, height, planes, Rotation::Quarter, false).expect("honest strides")
    }
}

fn plan() -> CameraPlan {
    let lens: Lens = serde_json::from_value(serde_json::json!({
        "id": "0", "facing": "rear", "field_of_view": 69.4
    }))
    .expect("a lens");
    let choice = camera::choose(&[lens], Source::PhoneRear, SessionMode::Rehearsal);
    choice.expect("it is a main rear lens").plan
}

fn facts(number: u64) -> FrameFacts<'static> {
    FrameFacts {
        lens: "0",
        facing: Facing::Rear,
        time: FrameTime(number * 1_000_000_000 / RATE),
    }
}

/// Time this thread has worked, right on a busy machine too.
fn processor_time() -> Duration {
    clock_gettime(ClockId::ThreadCPUTime)
        .try_into()
        .unwrap_or_default()
}

fn milliseconds(since: Duration) -> f64 {
    (processor_time() - since).as_secs_f64() * 1e3
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn median(values: &[f64]) -> f64 {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
