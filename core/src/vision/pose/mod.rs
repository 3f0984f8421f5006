//! How the head is turned: the landmarks are brought to space as a perspective camera sees them, then the canonical
//! face is laid on them. The method and the camera are those of MediaPipe's face geometry module, so that the matrix
//! agrees with its `facial_transformation_matrixes`.

mod canonical;
mod procrustes;
mod protobuf;

use super::{HeadPose, LANDMARKS, VisionError};
use canonical::{CanonicalFace, SURFACE};
use nalgebra::Matrix3xX;
use procrustes::{Similarity, fit};

/// Vertical field of view of MediaPipe's camera, in degrees. The true one of a phone is unknown here.
const FIELD_OF_VIEW: f64 = 63.0;

/// Distance of its image plane, in centimetres.
const NEAR: f64 = 1.0;

/// Measures the pose of a head.
pub(super) struct Head {
    canonical: CanonicalFace,
}

/// Half of the image plane, in centimetres.
struct Camera {
    half_width: f64,
    half_height: f64,
}

impl Head {
    pub(super) fn load(bytes: &[u8]) -> Result<Self, VisionError> {
        let canonical = CanonicalFace::parse(bytes)?;
        Ok(Self { canonical })
    }

    /// The pose of landmarks in pixels of a picture of this size; `None` where they lie in one place.
    pub(super) fn pose(
        &self,
        landmarks: &[[f32; 3]; LANDMARKS],
        [width, height]: [u32; 2],
    ) -> Option<HeadPose> {
        let half_height = NEAR * (FIELD_OF_VIEW.to_radians() / 2.0).tan();
        let half_width = half_height * f64::from(width) / f64::from(height);
        let camera = Camera {
            half_width,
            half_height,
        };
        let screen = camera.project(landmarks, [width, height].map(f64::from));
        let offset = screen.row(2).mean();

        // Depth is only known relative to the face: a first fit without perspective finds the scale, a second one with
        // perspective corrects it, the third gives the pose.
        let mut flat = screen.clone();
        flat.row_mut(2).neg_mut();
        let first = self.fit(&flat)?.scale;
        let second = self.fit(&camera.unproject(&screen, offset, first))?.scale;
        let metric = camera.unproject(&screen, offset, first * second);
        Some(read(&self.fit(&metric)?))
    }

    fn fit(&self, points: &Matrix3xX<f64>) -> Option<Similarity> {
        fit(&self.canonical.points, points, &self.canonical.weights)
    }
}

impl Camera {
    /// Pixels to the image plane, y up; depth like x.
    fn project(&self, landmarks: &[[f32; 3]], [width, height]: [f64; 2]) -> Matrix3xX<f64> {
        let scale = 2.0 * self.half_width / width;
        Matrix3xX::from_fn(SURFACE, |axis, i| {
            let value = f64::from(landmarks[i][axis]);
            match axis {
                0 => value * scale - self.half_width,
                1 => self.half_height - value * 2.0 * self.half_height / height,
                _ => value * scale,
            }
        })
    }

    /// The image plane to space, with the camera looking along -z, for a face that appears `scale` times as large as
    /// the canonical one.
    fn unproject(&self, screen: &Matrix3xX<f64>, offset: f64, scale: f64) -> Matrix3xX<f64> {
        let mut space = screen.clone();
        for mut point in space.column_iter_mut() {
            let depth = (point[2] - offset + NEAR) / scale;
            point[0] *= depth / NEAR;
            point[1] *= depth / NEAR;
            point[2] = -depth;
        }
        space
    }
}

/// The angles of a turn: about the upright axis first, then up, then in the picture.
fn read(similarity: &Similarity) -> HeadPose {
    let turn = similarity.rotation;
    let degrees = |radians: f64| radians.to_degrees() as f32;
    let row = |i: usize| {
        let scaled = turn.row(i) * similarity.scale;
        [scaled[0], scaled[1], scaled[2], similarity.translation[i]].map(|value| value as f32)
    };
    HeadPose {
        yaw: degrees(turn[(0, 2)].atan2(turn[(2, 2)])),
        pitch: degrees(turn[(1, 2)].clamp(-1.0, 1.0).asin()),
        roll: degrees((-turn[(1, 0)]).atan2(turn[(1, 1)])),
        transform: [row(0), row(1), row(2), [0.0, 0.0, 0.0, 1.0]],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::{Rotation3, Vector3};
    use proptest::prelude::*;

    const PICTURE: [u32; 2] = [600, 800];

    fn head() -> Head {
        let basis: Vec<_> = (0..40)
            .map(|i| (i * 3, 0.1 + f32::from(i) * 0.01))
            .collect();
        Head::load(&canonical::tests::file(SURFACE, &basis)).expect("a face")
    }

    /// The landmarks of the canonical face as the camera sees it, turned and moved.
    fn seen(
        head: &Head,
        rotation: Rotation3<f64>,
        place: Vector3<f64>,
    ) -> Box<[[f32; 3]; LANDMARKS]> {
        let mut landmarks = Box::new([[0.0; 3]; LANDMARKS]);
        let half = (FIELD_OF_VIEW.to_radians() / 2.0).tan();
        for (landmark, point) in landmarks
            .iter_mut()
            .zip(head.canonical.points.column_iter())
        {
            let space = rotation * point + place;
            // 400 pixels are half of the picture's height; depth is given on the scale of the picture at the head.
            let pixels = |value: f64| value / -space.z / half * 400.0;
            let depth = (space.z - place.z) / place.z / half * 400.0;
            *landmark = [300.0 + pixels(space.x), 400.0 - pixels(space.y), depth].map(|v| v as f32);
        }
        landmarks
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn a_turned_canonical_face_has_its_angles(
            yaw in -35.0f64..35.0, pitch in -30.0f64..30.0, roll in -40.0f64..40.0,
            x in -5.0f64..5.0, y in -8.0f64..8.0, z in -90.0f64..-60.0,
        ) {
            // Right-handed turns: about y to the student's left, about x nods down, about z leans to their right.
            let rotation = Rotation3::from_axis_angle(&Vector3::y_axis(), yaw.to_radians())
                * Rotation3::from_axis_angle(&Vector3::x_axis(), -pitch.to_radians())
                * Rotation3::from_axis_angle(&Vector3::z_axis(), -roll.to_radians());
            let head = head();
            let landmarks = seen(&head, rotation, Vector3::new(x, y, z));
            let found = head.pose(&landmarks, PICTURE).expect("a pose");
            prop_assert!((f64::from(found.yaw) - yaw).abs() < 1.5, "{found:?} for yaw {yaw}");
            prop_assert!((f64::from(found.pitch) - pitch).abs() < 1.5, "{found:?} for pitch {pitch}");
            prop_assert!((f64::from(found.roll) - roll).abs() < 1.5, "{found:?} for roll {roll}");
            prop_assert!((f64::from(found.transform[2][3]) - z).abs() < 4.0, "{found:?} for depth {z}");
        }
    }

    #[test]
    fn a_face_in_one_place_has_no_pose() {
        assert!(
            head()
                .pose(&Box::new([[5.0; 3]; LANDMARKS]), PICTURE)
                .is_none()
        );
        assert!(
            head()
                .pose(&Box::new([[f32::NAN; 3]; LANDMARKS]), [0, 0])
                .is_none()
        );
    }
}
