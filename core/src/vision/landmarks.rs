//! The 478 landmarks of one face, irises included: MediaPipe's face mesh V2.

use super::{
    Face, FaceBox, LANDMARKS, Rect, View, VisionError,
    network::{Network, sigmoid},
    sample::{Border, Range},
    square::Square,
};

/// Side of the model's input, in pixels.
const SIDE: usize = 256;

/// The model looks at this much more than the face.
const MARGIN: f32 = 1.5;

/// The square is steady to this part of its side: less than the samples' own grid, so that MediaPipe's is met.
const PARTS: f32 = 16384.0;

/// Outer corners of the student's right eye, then of the left.
const OUTER_CORNERS: [usize; 2] = [33, 263];

/// Edges of the cheeks in front of the ears.
const CHEEKS: [usize; 2] = [234, 454];

/// The detector's keypoints: both irises, nose tip, mouth, both cheeks' edges.
const KEYPOINTS: [usize; 6] = [468, 473, 1, 13, CHEEKS[0], CHEEKS[1]];

/// What the model finds.
pub(super) struct Mesh {
    pub landmarks: Box<[[f32; 3]; LANDMARKS]>,
    pub presence: f32,
}

impl Mesh {
    /// The smallest upright rectangle around the landmarks.
    pub(super) fn bounds(&self) -> Rect {
        bounds(self.landmarks.as_slice())
    }

    /// The landmarks of a face that is known; `None` if it does not have them all.
    pub(super) fn of(face: &Face) -> Option<Self> {
        let landmarks = face.landmarks.as_slice().try_into().ok()?;
        Some(Self {
            landmarks: Box::new(landmarks),
            presence: face.presence,
        })
    }

    /// What the detector would say of them.
    pub(super) fn found(&self) -> FaceBox {
        let place = |index: usize| [self.landmarks[index][0], self.landmarks[index][1]];
        FaceBox {
            bounds: self.bounds(),
            confidence: self.presence,
            keypoints: KEYPOINTS.map(place),
        }
    }
}

/// The landmark model.
pub(super) struct Landmarks {
    network: Network,
}

impl Landmarks {
    pub(super) fn load(bytes: &[u8]) -> Result<Self, VisionError> {
        let outputs = [LANDMARKS * 3, 1];
        let network = Network::load("face_landmarks_detector", bytes, SIDE * SIDE * 3, &outputs)?;
        Ok(Self { network })
    }

    /// The landmarks in a square of the picture, in pixels; z on the same scale.
    pub(super) fn find(&mut self, view: &View, part: Square) -> Mesh {
        part.sample(
            view,
            SIDE,
            Border::Nearest,
            Range::Unit,
            self.network.input(),
        );
        self.network.run();
        let mut landmarks = Box::new([[0.0; 3]; LANDMARKS]);
        let found = self.network.output(0).as_chunks::<3>().0;
        for (landmark, point) in landmarks.iter_mut().zip(found) {
            let [u, v, w] = point.map(|value| value / SIDE as f32);
            let [x, y] = part.to_picture([u, v]);
            *landmark = [x, y, w * part.side];
        }
        Mesh {
            landmarks,
            presence: sigmoid(self.network.output(1)[0]),
        }
    }
}

/// Where to look for the landmarks of a detected face: turned so that the eyes lie level.
pub(super) fn part_of_box(face: &FaceBox) -> Square {
    let [right, left, ..] = face.keypoints;
    Square::on(face.bounds, MARGIN, angle(right, left)).steady(PARTS)
}

/// Where to look for the landmarks of a face that was here a moment ago.
pub(super) fn part_of_landmarks(landmarks: &[[f32; 3]]) -> Square {
    let place = |index: usize| [landmarks[index][0], landmarks[index][1]];
    let [right, left] = OUTER_CORNERS.map(place);
    Square::on(bounds(landmarks), MARGIN, angle(right, left)).steady(PARTS)
}

/// The smallest upright rectangle around the landmarks.
fn bounds(landmarks: &[[f32; 3]]) -> Rect {
    let mut corners = [f32::MAX, f32::MAX, f32::MIN, f32::MIN];
    for &[x, y, _] in landmarks {
        let [left, top, right, bottom] = corners;
        corners = [left.min(x), top.min(y), right.max(x), bottom.max(y)];
    }
    let [left, top, right, bottom] = corners;
    Rect {
        x: left,
        y: top,
        width: right - left,
        height: bottom - top,
    }
}

impl Face {
    /// The middle between the outer corners of the eyes.
    pub(super) fn eyes(&self) -> [f32; 2] {
        let [[ax, ay, _], [bx, by, _]] = OUTER_CORNERS.map(|index| self.landmarks[index]);
        [(ax + bx) / 2.0, (ay + by) / 2.0]
    }

    /// The middles between the corners of each eye: the student's right, then left.
    pub fn eye_middles(&self) -> [[f32; 2]; 2] {
        [[33, 133], [362, 263]].map(|corners: [usize; 2]| {
            let [[ax, ay, _], [bx, by, _]] = corners.map(|index| self.landmarks[index]);
            [(ax + bx) / 2.0, (ay + by) / 2.0]
        })
    }

    /// Between the [middles of both eyes](Self::eye_middles), in pixels.
    pub fn inter_eye_distance(&self) -> f32 {
        let [[ax, ay], [bx, by]] = self.eye_middles();
        (ax - bx).hypot(ay - by)
    }

    /// From cheek to cheek.
    pub(super) fn width(&self) -> f32 {
        let [[ax, ay, _], [bx, by, _]] = CHEEKS.map(|index| self.landmarks[index]);
        (ax - bx).hypot(ay - by)
    }
}

/// How far the line from the right eye to the left one is turned clockwise, in radians.
fn angle(right: [f32; 2], left: [f32; 2]) -> f32 {
    (left[1] - right[1]).atan2(left[0] - right[0])
}
