//! A simulated phone: a picture moved about before a camera that starts badly placed, held by a helper and faced by a
//! student who do what they are told, late and imprecisely. The same seed gives the same session.

use fastrand::Rng;
use image::{Rgb, RgbImage};
use xueying::guide::Messages;
use xueying::portrait::crop::Head;
use xueying::report::{CheckId, Side};

/// Preview width and height, in pixels.
pub const PREVIEW: [u32; 2] = [720, 1280];
/// A still has this many times the preview's pixels along each side.
pub const STILL_SCALE: u32 = 3;
/// Angle of view along the long side, in degrees.
pub const ANGLE: f64 = 69.4;
/// Cheek to cheek in the preview at a distance of one, in pixels: a student at 1.25 m.
const FACE: f64 = 107.0;
/// Where the middle of the eyes belongs, in parts of the preview.
const EYES: [f64; 2] = [0.5, 0.43];
/// From hearing to moving, in seconds.
const REACTION: std::ops::Range<f64> = 0.5..1.3;
/// How much of the way a person goes at once.
const GAIN: std::ops::Range<f64> = 0.55..1.15;
/// How fast a movement is done: the part left after a second.
const SLOWNESS: f64 = 0.02;
/// Before the same message moves anybody again, in seconds.
const AGAIN: f64 = 1.3;

/// Where things are; all zero, distance and light one, is perfect.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Scene {
    /// Distance in units of the right one.
    distance: f64,
    /// Offset of the eyes, in parts of the preview.
    offset: [f64; 2],
    /// Degrees.
    roll: f64,
    /// Exposure, in stops.
    light: f64,
    /// Luminance of the darker cheek / the brighter one.
    side: f64,
    /// Amplitude of the hand's trembling, in pixels.
    shake: f64,
}

/// A movement somebody has begun to think of.
struct Intent {
    due: f64,
    id: CheckId,
    side: Option<Side>,
    gain: f64,
}

/// The phone with helper and student.
pub struct Phone {
    photo: RgbImage,
    head: Head,
    rng: Rng,
    scene: Scene,
    wanted: Scene,
    intents: Vec<Intent>,
    /// When each message was last acted on.
    acted: Vec<(CheckId, f64)>,
    time: f64,
}

impl Phone {
    /// A phone before `photo`, in which `head` was found.
    pub fn new(photo: RgbImage, head: Head, seed: u64) -> Self {
        let mut rng = Rng::with_seed(seed);
        let mut between = |from: f64, to: f64| from + (to - from) * rng.f64();
        let scene = Scene {
            distance: between(1.2, 2.4),
            offset: [between(-0.3, 0.3), between(-0.22, 0.22)],
            roll: between(-12.0, 12.0),
            light: between(-2.2, 0.3),
            side: between(0.3, 1.0),
            shake: between(1.0, 8.0),
        };
        Self {
            photo,
            head,
            scene,
            wanted: scene,
            intents: Vec::new(),
            acted: Vec::new(),
            time: 0.0,
            rng,
        }
    }

    /// Lets time pass until `time`, in seconds.
    pub fn advance(&mut self, time: f64) {
        let (due, later) = self.intents.drain(..).partition::<Vec<_>, _>(|intent| intent.due <= time);
        self.intents = later;
        for intent in due {
            self.wanted = obey(self.wanted, &intent);
        }
        let left = SLOWNESS.powf((time - self.time).max(0.0));
        let (now, goal) = (&mut self.scene, &self.wanted);
        let glide = |value: &mut f64, goal: f64| *value = goal + (*value - goal) * left;
        glide(&mut now.distance, goal.distance);
        glide(&mut now.offset[0], goal.offset[0]);
        glide(&mut now.offset[1], goal.offset[1]);
        glide(&mut now.roll, goal.roll);
        glide(&mut now.light, goal.light);
        glide(&mut now.side, goal.side);
        glide(&mut now.shake, goal.shake);
        self.time = time;
    }

    /// Helper and student take in what they are shown and told.
    pub fn listen(&mut self, messages: &Messages) {
        for hint in [&messages.show, &messages.say].into_iter().flatten() {
            let lately = self.acted.iter().any(|(id, at)| *id == hint.id && self.time - at < AGAIN);
            if lately {
                continue;
            }
            self.acted.retain(|(id, _)| *id != hint.id);
            self.acted.push((hint.id, self.time));
            let mut between = |range: &std::ops::Range<f64>| range.start + (range.end - range.start) * self.rng.f64();
            self.intents.push(Intent {
                due: self.time + between(&REACTION),
                id: hint.id,
                side: hint.side,
                gain: between(&GAIN),
            });
        }
    }

    /// The preview frame at this moment, upright.
    pub fn frame(&mut self) -> RgbImage {
        self.render(1)
    }

    /// The still at this moment, upright.
    pub fn still(&mut self) -> RgbImage {
        self.render(STILL_SCALE)
    }

    fn render(&self, scale: u32) -> RgbImage {
        let [width, height] = PREVIEW.map(|side| side * scale);
        let Scene { distance, offset, roll, light, side, shake } = self.scene;
        let tremble = |rate: f64| shake * (self.time * rate * std::f64::consts::TAU).sin();
        let eyes = [0, 1].map(|axis| {
            let size = f64::from([width, height][axis]);
            (EYES[axis] + offset[axis]) * size + tremble([1.7, 2.3][axis]) * f64::from(scale)
        });
        // Photo pixels per pixel of the frame.
        let zoom = self.head.face_width * distance / (FACE * f64::from(scale));
        let (sin, cos) = roll.to_radians().sin_cos();
        let gain = light.exp2();
        RgbImage::from_fn(width, height, |x, y| {
            let (dx, dy) = ((f64::from(x) - eyes[0]) * zoom, (f64::from(y) - eyes[1]) * zoom);
            let place = [self.head.center + dx * cos + dy * sin, self.head.eye_line - dx * sin + dy * cos];
            let across = ((place[0] - self.head.center) / self.head.face_width).clamp(-0.5, 0.5);
            let shade = gain * (1.0 - (1.0 - side) * (0.5 - across));
            Rgb(self.sample(place).map(|value| relit(value, shade)))
        })
    }

    /// Bilinear; beyond the photo its edge goes on.
    fn sample(&self, [x, y]: [f64; 2]) -> [f64; 3] {
        let (width, height) = self.photo.dimensions();
        let (x, y) = (x.clamp(0.0, f64::from(width - 1)), y.clamp(0.0, f64::from(height - 1)));
        let (column, row) = (x as u32, y as u32);
        let (fx, fy) = (x - f64::from(column), y - f64::from(row));
        let at = |dx: u32, dy: u32| self.photo.get_pixel((column + dx).min(width - 1), (row + dy).min(height - 1)).0;
        let [a, b, c, d] = [at(0, 0), at(1, 0), at(0, 1), at(1, 1)];
        std::array::from_fn(|channel| {
            let [a, b, c, d] = [a, b, c, d].map(|pixel| f64::from(pixel[channel]));
            (a * (1.0 - fx) + b * fx) * (1.0 - fy) + (c * (1.0 - fx) + d * fx) * fy
        })
    }
}

/// An encoded value under another light. The square is near enough to sRGB's curve for a simulation.
fn relit(value: f64, shade: f64) -> u8 {
    (value * shade.max(0.0).sqrt()).clamp(0.0, 255.0) as u8
}

/// Where a person wants things to be after a message.
fn obey(scene: Scene, intent: &Intent) -> Scene {
    let Intent { id, side, gain, .. } = intent;
    let towards = |value: f64, goal: f64| value + (goal - value) * gain;
    let step = |value: f64, low: f64| match side {
        Some(Side::Low) => value + low * gain,
        _ => value - low * gain,
    };
    let [x, y] = scene.offset;
    match id {
        CheckId::Resolution | CheckId::HelperDistance => Scene { distance: towards(scene.distance, 1.0), ..scene },
        CheckId::FaceWidth => Scene { distance: step(scene.distance, -0.25).max(0.6), ..scene },
        // Aiming higher lets the head sink in the picture; aiming left moves it to the right.
        CheckId::CrownPosition | CheckId::EyeLinePosition => Scene { offset: [x, step(y, 0.08)], ..scene },
        CheckId::Centering => Scene { offset: [step(x, 0.12), y], ..scene },
        CheckId::HeadRoll => Scene { roll: towards(scene.roll, 0.0), ..scene },
        CheckId::FaceDark | CheckId::Backlight => Scene { light: towards(scene.light, 0.0), ..scene },
        CheckId::FaceBright => Scene { light: towards(scene.light, -0.3), ..scene },
        CheckId::LightEven | CheckId::LightShadow => Scene { side: towards(scene.side, 1.0).min(1.0), ..scene },
        CheckId::MotionBlur | CheckId::Sharpness => Scene { shake: towards(scene.shake, 0.5).max(0.0), ..scene },
        _ => scene,
    }
}
