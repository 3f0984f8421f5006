//! The face as geometry: its scale, its axes and zones placed by them.

use super::landmark;
use crate::report::Region;
use crate::vision::{Face, LANDMARKS};

/// A place in the upright picture, in pixels.
pub type Point = [f32; 2];

/// A face with its scale and axes.
pub struct Mesh<'a> {
    pub face: &'a Face,
    /// Middle between the corners of the right eye, then of the left.
    pub eyes: [Point; 2],
    /// Between both eyes.
    pub middle: Point,
    /// Inter-eye distance in pixels.
    pub ied: f32,
    /// Eye midpoint to chin in pixels: the T of ISO/IEC 29794-5.
    pub t: f32,
    /// From the right eye towards the left, of unit length.
    across: Point,
}

impl<'a> Mesh<'a> {
    /// `None` if the landmarks are not those of a face: too few, not finite, or all in one place.
    pub fn new(face: &'a Face) -> Option<Self> {
        let finite = face
            .landmarks
            .iter()
            .flatten()
            .all(|value| value.is_finite());
        if face.landmarks.len() < LANDMARKS || !finite {
            return None;
        }
        let at = |index: usize| [face.landmarks[index][0], face.landmarks[index][1]];
        let eyes = [landmark::RIGHT_EYE, landmark::LEFT_EYE].map(|[a, b]| mean(at(a), at(b)));
        let middle = mean(eyes[0], eyes[1]);
        let ied = distance(eyes[0], eyes[1]);
        let t = distance(middle, at(landmark::CHIN));
        if ied < 1.0 || t < 1.0 {
            return None;
        }
        let across = [
            (eyes[1][0] - eyes[0][0]) / ied,
            (eyes[1][1] - eyes[0][1]) / ied,
        ];
        Some(Self {
            face,
            eyes,
            middle,
            ied,
            t,
            across,
        })
    }

    /// A landmark in the picture's plane.
    pub fn at(&self, index: usize) -> Point {
        let [x, y, _] = self.face.landmarks[index];
        [x, y]
    }

    /// Distance of two landmarks in the picture's plane, in pixels.
    pub fn between(&self, a: usize, b: usize) -> f32 {
        distance(self.at(a), self.at(b))
    }

    /// The polygon through some landmarks.
    pub fn ring(&self, indices: &[usize]) -> Vec<Point> {
        indices.iter().map(|&index| self.at(index)).collect()
    }

    /// The place `right` and `down` inter-eye distances from `point`, along the axes of the face: towards the student's
    /// left eye and towards the chin.
    pub fn offset(&self, point: Point, right: f32, down: f32) -> Point {
        let [x, y] = self.across;
        let (right, down) = (right * self.ied, down * self.ied);
        [
            point[0] + right * x - down * y,
            point[1] + right * y + down * x,
        ]
    }

    /// A square along the face's axes, `side` inter-eye distances long.
    pub fn square(&self, center: Point, side: f32) -> Vec<Point> {
        let half = [-side / 2.0, side / 2.0];
        self.frame(center, half, half)
    }

    /// A box along the face's axes round `point`: `across` from and to, towards the student's left, `down` from and to,
    /// in inter-eye distances.
    pub fn frame(&self, point: Point, across: [f32; 2], down: [f32; 2]) -> Vec<Point> {
        let ([left, right], [top, bottom]) = (across, down);
        [[left, top], [right, top], [right, bottom], [left, bottom]]
            .map(|[x, y]| self.offset(point, x, y))
            .to_vec()
    }

    /// Where a place lies on the face's axes: from the eye midpoint towards the student's left and down, in inter-eye
    /// distances.
    pub fn place(&self, point: Point) -> Point {
        let [x, y] = self.across;
        let away = [point[0] - self.middle[0], point[1] - self.middle[1]];
        [
            (away[0] * x + away[1] * y) / self.ied,
            (away[1] * x - away[0] * y) / self.ied,
        ]
    }

    /// The tilt of the eye line in degrees; positive where the student's left eye is the lower one.
    pub fn eye_line_angle(&self) -> f32 {
        self.across[1].atan2(self.across[0]).to_degrees()
    }

    /// The box around some landmarks.
    pub fn region(&self, indices: &[usize]) -> Region {
        Region::around(indices.iter().map(|&index| self.at(index)))
    }

    /// The outline of the face.
    pub fn outline(&self) -> Region {
        Region::Polygon(self.ring(&landmark::FACE_RING))
    }

    /// Presence of the face, less for faces below an inter-eye distance of 60 pixels, whose landmarks waver.
    pub fn confidence(&self) -> f32 {
        self.face.presence * (self.ied / 60.0).min(1.0)
    }
}

pub fn distance(a: Point, b: Point) -> f32 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

/// From one value up to another in equal steps.
pub fn steps(from: f32, to: f32, step: f32) -> impl Iterator<Item = f32> {
    (0..=((to - from) / step) as usize).map(move |count| from + count as f32 * step)
}

/// A polygon `by` times as large about the middle of its corners.
pub fn scaled(polygon: &[Point], by: f32) -> Vec<Point> {
    let count = polygon.len() as f32;
    let [x, y] = polygon
        .iter()
        .fold([0.0, 0.0], |[x, y], p| [x + p[0] / count, y + p[1] / count]);
    let moved = polygon
        .iter()
        .map(|p| [x + by * (p[0] - x), y + by * (p[1] - y)]);
    moved.collect()
}

fn mean(a: Point, b: Point) -> Point {
    [(a[0] + b[0]) / 2.0, (a[1] + b[1]) / 2.0]
}

#[cfg(test)]
pub(in crate::quality) mod tests {
    use super::*;
    use crate::vision::{BLENDSHAPES, HeadPose};

    /// A face with both eyes 60 px apart round (100, 100), tilted by `degrees`, chin 90 px below.
    pub fn tilted(degrees: f32) -> Face {
        let (sin, cos) = degrees.to_radians().sin_cos();
        let place = |x: f32, y: f32| [100.0 + x * cos - y * sin, 100.0 + x * sin + y * cos, 0.0];
        let mut landmarks = vec![place(0.0, 30.0); LANDMARKS];
        for (index, x, y) in [
            (33, -40.0, 0.0),
            (133, -20.0, 0.0),
            (362, 20.0, 0.0),
            (263, 40.0, 0.0),
            (152, 0.0, 90.0),
        ] {
            landmarks[index] = place(x, y);
        }
        Face {
            landmarks,
            presence: 1.0,
            blendshapes: [0.0; BLENDSHAPES],
            pose: HeadPose::default(),
        }
    }

    #[test]
    fn scale_and_tilt_come_from_the_eye_corners() {
        for degrees in [-30.0, 0.0, 12.0] {
            let face = tilted(degrees);
            let mesh = Mesh::new(&face).unwrap();
            assert!((mesh.ied - 60.0).abs() < 1e-3 && (mesh.t - 90.0).abs() < 1e-3);
            assert!((mesh.eye_line_angle() - degrees).abs() < 1e-3);
            let chin = mesh.at(landmark::CHIN);
            let [across, down] = mesh.place(chin);
            assert!(across.abs() < 1e-4 && (down - 1.5).abs() < 1e-4);
            assert!(distance(mesh.offset(mesh.middle, 0.0, 1.5), chin) < 1e-3);
        }
    }

    #[test]
    fn nonsense_is_no_face() {
        let mut few = tilted(0.0);
        few.landmarks.truncate(468);
        let mut wild = tilted(0.0);
        wild.landmarks[7][2] = f32::NAN;
        let mut point = tilted(0.0);
        point.landmarks.fill([5.0, 5.0, 0.0]);
        for face in [few, wild, point] {
            assert!(Mesh::new(&face).is_none());
        }
    }
}
