//! What is drawn over the preview, as a list of shapes in normalised coordinates: x and y from 0 to 1 of the upright
//! preview. Shells draw it and decide nothing.

use super::ShutterState;
use crate::portrait::crop::{self, Crop, Head};
use crate::profile::{Geometry, Guide};
use serde::{Deserialize, Serialize};

/// What a shape stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Where the portrait is cut.
    SafeArea,
    /// Where the head belongs.
    HeadOutline,
    /// Where the eyes belong.
    EyeLine,
    /// Where the shoulders belong.
    ShoulderLine,
    /// From where the head is to where it belongs.
    Arrow,
}

/// How a shape is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// No face yet.
    Waiting,
    /// Something is wrong.
    Wrong,
    /// Everything is right.
    Right,
}

/// A line through points.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Shape {
    /// What it stands for.
    pub role: Role,
    /// Its colour.
    pub tone: Tone,
    /// Its points, normalised.
    pub points: Vec<[f32; 2]>,
    /// Whether the last point joins the first.
    pub closed: bool,
    /// Whether the line is dashed.
    pub dashed: bool,
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ink {
    /// Red, green and blue of sRGB.
    pub colour: [u8; 3],
    /// Width of the line, in parts of the preview's shorter side; a dash is three widths long, a gap two.
    pub width: f32,
    /// Width of the black line below it, alike: so it shows on any background.
    pub edge: f32,
}

impl Shape {
    /// How it is drawn.
    pub const fn ink(&self) -> Ink {
        let colour = match (self.role, self.tone) {
            (Role::Arrow, _) => [0x64, 0xc5, 0xff],
            (_, Tone::Waiting) => [0xff, 0xff, 0xff],
            (_, Tone::Wrong) => [0xff, 0xb0, 0x3a],
            (_, Tone::Right) => [0x3e, 0xe0, 0x8a],
        };
        let width = match self.role {
            Role::Arrow => 0.012,
            Role::HeadOutline => 0.009,
            Role::SafeArea | Role::EyeLine | Role::ShoulderLine => 0.006,
        };
        Ink {
            colour,
            width,
            edge: 1.6 * width,
        }
    }
}

/// Everything that is drawn, back to front.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Overlay {
    /// The shapes.
    pub shapes: Vec<Shape>,
}

/// What is known of the lens and its preview.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lens {
    /// Width and height of the upright preview, in pixels.
    pub size: [f64; 2],
    /// Angle of view along the long side, in degrees.
    pub angle: f64,
}

/// Crown to chin / cheek to cheek of a usual head with hair.
const HEAD_HEIGHT: f64 = 1.55;
/// Widest part of the head with ears and hair / cheek to cheek.
const HEAD_WIDTH: f64 = 1.16;
/// Shoulder to shoulder / cheek to cheek.
const SHOULDERS: f64 = 2.5;
/// Points of the outline.
const OUTLINE: usize = 48;
/// An arrow shorter than this part of the preview says nothing.
const SHORTEST_ARROW: f64 = 0.03;
/// Length of an arrow's barbs, in parts of the preview's shorter side.
const BARB: f64 = 0.04;

/// The overlay for a lens: the outline is as large as the head of a student whose helper stands in the middle of the
/// profile's distances. `head` is the head as seen, in pixels of the preview; once everything is right, the outline lies
/// round it, where the portrait will be cut, and nothing need move.
pub fn overlay(
    lens: &Lens,
    aspect: f64,
    geometry: &Geometry,
    guide: &Guide,
    state: ShutterState,
    head: Option<&Head>,
) -> Overlay {
    let tone = match state {
        ShutterState::Searching => Tone::Waiting,
        ShutterState::Found => Tone::Wrong,
        ShutterState::Steady | ShutterState::Ready | ShutterState::Capturing => Tone::Right,
    };
    let [width, height] = lens.size.map(|side| side as u32);
    let found = head
        .filter(|_| tone == Tone::Right)
        .and_then(|head| crop::propose(head, (width, height), aspect, geometry));
    let target = found.as_ref().map_or_else(
        || Target::of(lens, aspect, geometry, guide),
        |found| Target::within(&found.crop, geometry),
    );
    let shape = |role, points: Vec<[f64; 2]>, closed| Shape {
        role,
        tone,
        points: points
            .into_iter()
            .map(|point| normalised(point, lens.size))
            .collect(),
        closed,
        dashed: role == Role::HeadOutline,
    };
    let mut shapes = vec![
        shape(Role::SafeArea, target.frame(), true),
        shape(Role::ShoulderLine, target.shoulders(), false),
        shape(Role::EyeLine, target.eyes(), false),
        shape(Role::HeadOutline, target.outline(), true),
    ];
    let apart = head.filter(|_| found.is_none());
    let arrow = apart.and_then(|head| target.arrow_from(head, lens.size));
    shapes.extend(arrow.map(|points| shape(Role::Arrow, points, false)));
    Overlay { shapes }
}

/// The points of the outline in which the head belongs, in a portrait cut at `crop`.
pub fn head_outline(crop: &Crop, geometry: &Geometry) -> Vec<[f64; 2]> {
    Target::within(crop, geometry).outline()
}

/// Where things belong, in pixels of the preview.
struct Target {
    left: f64,
    top: f64,
    width: f64,
    height: f64,
    face: f64,
    center: f64,
    crown: f64,
    eyes: f64,
}

impl Target {
    fn of(lens: &Lens, aspect: f64, geometry: &Geometry, guide: &Guide) -> Self {
        let [across, down] = lens.size;
        let focal =
            across.max(down) / 2.0 / (lens.angle.clamp(20.0, 120.0).to_radians() / 2.0).tan();
        let distance = f64::midpoint(guide.distance[0], guide.distance[1]);
        let face = focal * guide.face_width / distance;
        // A crop must fit the preview with some room around it, whatever the lens.
        let height = (face / geometry.face_width.target / aspect)
            .min(0.9 * down)
            .min(0.9 * across / aspect);
        let width = height * aspect;
        let crop = Crop {
            x: (across - width) / 2.0,
            y: (down - height) / 2.0,
            width,
            height,
        };
        Self::within(&crop, geometry)
    }

    /// The places in a portrait cut at `crop`.
    fn within(crop: &Crop, geometry: &Geometry) -> Self {
        let Crop {
            x,
            y,
            width,
            height,
        } = *crop;
        Self {
            left: x,
            top: y,
            width,
            height,
            face: width * geometry.face_width.target,
            center: x + width * geometry.center.target,
            crown: y + height * geometry.crown.target,
            eyes: y + height * geometry.eye_line.target,
        }
    }

    fn frame(&self) -> Vec<[f64; 2]> {
        let (right, bottom) = (self.left + self.width, self.top + self.height);
        vec![
            [self.left, self.top],
            [right, self.top],
            [right, bottom],
            [self.left, bottom],
        ]
    }

    fn eyes(&self) -> Vec<[f64; 2]> {
        let half = 0.4 * self.face;
        vec![
            [self.center - half, self.eyes],
            [self.center + half, self.eyes],
        ]
    }

    /// From the left edge of the portrait over both shoulders to the right edge.
    fn shoulders(&self) -> Vec<[f64; 2]> {
        let chin = self.crown + HEAD_HEIGHT * self.face;
        let (neck, drop) = (0.4 * self.face, 0.35 * self.face);
        let half = (SHOULDERS / 2.0 * self.face).min(self.width / 2.0);
        let bottom = self.top + self.height;
        let at = |x: f64, y: f64| [self.center + x, y.min(bottom)];
        vec![
            at(-half, chin + 2.0 * drop),
            at(-neck, chin + 0.6 * drop),
            at(neck, chin + 0.6 * drop),
            at(half, chin + 2.0 * drop),
        ]
    }

    /// An egg: a half ellipse above the widest line, a longer and pointed one below.
    fn outline(&self) -> Vec<[f64; 2]> {
        let (half, height) = (HEAD_WIDTH / 2.0 * self.face, HEAD_HEIGHT * self.face);
        let widest = self.crown + 0.45 * height;
        (0..OUTLINE)
            .map(|i| {
                let (sin, cos) = (std::f64::consts::TAU * i as f64 / OUTLINE as f64).sin_cos();
                let below = (-cos).max(0.0);
                let reach = if cos > 0.0 { 0.45 } else { 0.55 } * height;
                [
                    self.center + half * sin * (1.0 - 0.16 * below),
                    widest - reach * cos,
                ]
            })
            .collect()
    }

    /// From the eyes as seen to the eyes as wanted, if that is far enough; the line goes on to both barbs.
    fn arrow_from(&self, head: &Head, [across, down]: [f64; 2]) -> Option<Vec<[f64; 2]>> {
        let (dx, dy) = (self.center - head.center, self.eyes - head.eye_line);
        if (dx / across).hypot(dy / down) < SHORTEST_ARROW {
            return None;
        }
        let tip = [self.center, self.eyes];
        let length = BARB * across.min(down) / dx.hypot(dy);
        let barb = |turn: f64| {
            let (sin, cos) = turn.to_radians().sin_cos();
            let (x, y) = (cos * dx - sin * dy, sin * dx + cos * dy);
            [tip[0] - length * x, tip[1] - length * y]
        };
        let tail = [head.center, head.eye_line];
        Some(vec![tail, tip, barb(30.0), tip, barb(-30.0)])
    }
}

fn normalised([x, y]: [f64; 2], [width, height]: [f64; 2]) -> [f32; 2] {
    [(x / width) as f32, (y / height) as f32]
}
