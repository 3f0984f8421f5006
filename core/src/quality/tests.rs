//! Each measure on a drawn face, where the right answer is known.

use super::*;
use crate::report::{Side, Verdict};
use crate::vision::{BLENDSHAPES, Face, FaceBox, HeadPose, LANDMARKS, Rect};
use image::Rgb;

/// A face in a picture of 600 × 600: eyes 128 pixels apart on row 200, mouth on row 330, chin on row 400.
struct Drawing {
    observation: Observation,
    pixels: RgbImage,
}

impl Drawing {
    fn new() -> Self {
        let mut landmarks = vec![[300.0, 260.0, 0.0]; LANDMARKS];
        let mut place = |index: usize, x: f32, y: f32| landmarks[index] = [x, y, 0.0];
        for (side, outer, inner, iris, lids) in [
            (-1.0, 33, 133, 468, measure::landmark::RIGHT_LIDS),
            (1.0, 263, 362, 473, measure::landmark::LEFT_LIDS),
        ] {
            let x = 300.0 + side * 64.0;
            place(outer, x + side * 25.0, 200.0);
            place(inner, x - side * 25.0, 200.0);
            place(iris, x, 200.0 - 0.07 * 50.0);
            for [upper, lower] in lids {
                place(upper, x, 190.0);
                place(lower, x, 210.0);
            }
        }
        for (ring, width, height) in [
            (measure::landmark::OUTER_LIPS_RING, 50.0, 22.0),
            (measure::landmark::INNER_LIPS_RING, 40.0, 0.0),
        ] {
            for (step, index) in ring.into_iter().enumerate() {
                let angle = step as f32 / 10.0 * std::f32::consts::PI;
                place(
                    index,
                    300.0 - width * angle.cos(),
                    330.0 - height * angle.sin(),
                );
            }
        }
        for (step, index) in measure::landmark::FACE_RING.into_iter().enumerate() {
            let angle = step as f32 / 18.0 * std::f32::consts::PI;
            place(
                index,
                300.0 + 120.0 * angle.sin(),
                260.0 - 140.0 * angle.cos(),
            );
        }
        place(152, 300.0, 400.0);
        place(151, 300.0, 150.0);
        place(119, 236.0, 240.0);
        place(348, 364.0, 240.0);
        let face = Face {
            landmarks,
            presence: 1.0,
            blendshapes: [0.0; BLENDSHAPES],
            pose: HeadPose::default(),
        };
        let bounds = Rect {
            x: 180.0,
            y: 120.0,
            width: 240.0,
            height: 280.0,
        };
        Self {
            observation: Observation {
                width: 600,
                height: 600,
                faces: vec![FaceBox {
                    bounds,
                    confidence: 0.9,
                    keypoints: [[0.0; 2]; 6],
                }],
                face: Some(face),
                matte: None,
                classes: None,
                shoulders: None,
            },
            pixels: RgbImage::from_pixel(600, 600, Rgb([190, 150, 130])),
        }
    }

    /// Opens the lips by this many pixels and paints what shows.
    fn open_mouth(&mut self, gap: f32, colour: [u8; 3]) {
        let face = self.observation.face.as_mut().unwrap();
        for [upper, lower] in measure::landmark::INNER_LIPS {
            face.landmarks[upper][1] = 330.0 - gap / 2.0;
            face.landmarks[lower][1] = 330.0 + gap / 2.0;
        }
        for y in 300..360 {
            for x in 240..360 {
                let inside = (y as f32 + 0.5 - 330.0).abs() < gap / 2.0;
                self.pixels
                    .put_pixel(x, y, Rgb(if inside { colour } else { [170, 95, 90] }));
            }
        }
    }

    fn report(&self) -> Report {
        let evidence = Evidence {
            observation: &self.observation,
            pixels: &self.pixels,
            crop: None,
            models: &[],
            stage: Stage::Capture,
        };
        check(&evidence, &Profile::chsi())
    }

    fn score(&self, id: CheckId) -> f64 {
        let report = self.report();
        let finding = report.finding(id).expect("the check is built");
        finding
            .score
            .unwrap_or_else(|| panic!("{id}: {:?}", finding.reason))
    }
}

#[test]
fn without_a_face_nothing_passes_and_the_count_fails() {
    let mut drawing = Drawing::new();
    drawing.observation.face = None;
    drawing.observation.faces.clear();
    let report = drawing.report();
    assert_eq!(report.verdict, Verdict::Fail);
    for finding in &report.findings {
        if finding.id == CheckId::FaceCount {
            assert_eq!(
                (finding.verdict, finding.side),
                (Verdict::Fail, Some(Side::Low))
            );
        } else {
            assert_eq!(
                (finding.verdict, finding.reason),
                (Verdict::Unknown, Some(Reason::NoFace))
            );
        }
    }
}

#[test]
fn a_second_face_counts_by_its_area() {
    let mut drawing = Drawing::new();
    let mut second = drawing.observation.faces[0];
    second.bounds.width /= 4.0;
    drawing.observation.faces.push(second);
    assert_eq!(drawing.score(CheckId::FaceCount), 0.25);
}

#[test]
fn the_gap_of_the_lips_counts_against_the_face() {
    let mut drawing = Drawing::new();
    assert!(drawing.score(CheckId::MouthClosed) < 1e-5);
    drawing.open_mouth(10.0, [0; 3]);
    assert!((drawing.score(CheckId::MouthClosed) - 10.0 / 200.0).abs() < 1e-3);
}

#[test]
fn teeth_are_told_from_a_dark_mouth_and_from_a_tongue_at_any_light() {
    for stops in [0.5, 0.75, 1.0] {
        for (colour, teeth) in [
            ([225, 215, 195], true),
            ([40, 20, 20], false),
            ([180, 90, 90], false),
        ] {
            let mut drawing = Drawing::new();
            drawing.open_mouth(16.0, colour);
            for value in drawing.pixels.iter_mut() {
                *value = (f32::from(*value) * stops) as u8;
            }
            assert_eq!(
                drawing.score(CheckId::TeethHidden) > 0.2,
                teeth,
                "{colour:?} at {stops}"
            );
        }
    }
}

#[test]
fn a_grey_picture_cannot_tell_teeth() {
    let mut drawing = Drawing::new();
    drawing.pixels = RgbImage::from_pixel(600, 600, Rgb([150; 3]));
    let report = drawing.report();
    let finding = report.finding(CheckId::TeethHidden).unwrap();
    assert_eq!(finding.reason, Some(Reason::NotInPicture));
}

#[test]
fn the_eye_that_is_less_open_counts() {
    let mut drawing = Drawing::new();
    assert!((drawing.score(CheckId::EyesOpen) - 20.0 / 200.0).abs() < 1e-3);
    let face = drawing.observation.face.as_mut().unwrap();
    for [upper, _] in measure::landmark::LEFT_LIDS {
        face.landmarks[upper][1] = 206.0;
    }
    assert!((drawing.score(CheckId::EyesOpen) - 4.0 / 200.0).abs() < 1e-3);
}

#[test]
fn gaze_is_measured_from_where_a_look_into_the_lens_would_be() {
    let mut drawing = Drawing::new();
    assert!(drawing.score(CheckId::GazeForward) < 1e-3);
    let face = drawing.observation.face.as_mut().unwrap();
    for iris in [468, 473] {
        face.landmarks[iris][0] += 10.0;
    }
    assert!((drawing.score(CheckId::GazeForward) - 0.2).abs() < 1e-3);
}

#[test]
fn half_the_light_on_one_cheek_is_a_ratio_of_a_half() {
    let mut drawing = Drawing::new();
    // Linear 0.5 and 0.25.
    for (x, _, pixel) in drawing.pixels.enumerate_pixels_mut() {
        *pixel = Rgb([if x < 300 { 188 } else { 137 }; 3]);
    }
    assert!((drawing.score(CheckId::LightEven) - 0.5).abs() < 0.01);
    assert!((drawing.score(CheckId::FaceDark) - 0.375).abs() < 0.01);
}

#[test]
fn burnt_skin_counts_by_its_share() {
    let mut drawing = Drawing::new();
    for (_, y, pixel) in drawing.pixels.enumerate_pixels_mut() {
        if y < 190 {
            *pixel = Rgb([255; 3]);
        }
    }
    // The segment of a circle from -1 to -0.5 of its radius.
    assert!((drawing.score(CheckId::FaceBright) - 0.196).abs() < 0.01);
}

#[test]
fn skin_in_a_blue_cast_is_as_far_off_as_its_colour_says() {
    let mut drawing = Drawing::new();
    assert_eq!(drawing.score(CheckId::WhiteBalance), 0.0);
    drawing.pixels = RgbImage::from_pixel(600, 600, Rgb([140, 150, 190]));
    let [_, a, b] = measure::colour::lab([140, 150, 190]);
    let expected = (5.0 - a).hypot(5.0 - b);
    assert!((drawing.score(CheckId::WhiteBalance) - f64::from(expected)).abs() < 0.01);
}

#[test]
fn sharpness_is_the_variance_of_the_laplacian() {
    let mut drawing = Drawing::new();
    assert_eq!(drawing.score(CheckId::Sharpness), 0.0);
    // Columns of 100 and 110 by turns: the Laplacian is ±20.
    drawing.pixels =
        RgbImage::from_fn(
            600,
            600,
            |x, _| Rgb([if x % 2 == 0 { 100 } else { 110 }; 3]),
        );
    assert!((drawing.score(CheckId::Sharpness) - 400.0).abs() < 1.0);
    assert!((drawing.score(CheckId::Resolution) - 128.0).abs() < 1e-3);
}

#[test]
fn a_face_of_few_pixels_is_not_looked_into() {
    let mut drawing = Drawing::new();
    for landmark in &mut drawing.observation.face.as_mut().unwrap().landmarks {
        *landmark = landmark.map(|value| value / 10.0);
    }
    let report = drawing.report();
    let reason = |id| report.finding(id).unwrap().reason;
    assert_eq!(reason(CheckId::LightEven), Some(Reason::FaceTooSmall));
    assert_eq!(
        report.finding(CheckId::Resolution).unwrap().verdict,
        Verdict::Fail
    );
}

#[test]
fn a_rule_the_profile_does_not_have_is_absent() {
    let json = include_str!("../../profiles/chsi.json").replace("\"head_yaw\"", "\"device_tilt\"");
    let profile = Profile::parse(&json).unwrap();
    let drawing = Drawing::new();
    let evidence = Evidence {
        observation: &drawing.observation,
        pixels: &drawing.pixels,
        crop: None,
        models: &[],
        stage: Stage::Capture,
    };
    let report = check(&evidence, &profile);
    assert!(
        report.finding(CheckId::HeadYaw).is_none() && report.finding(CheckId::DeviceTilt).is_none()
    );
}
