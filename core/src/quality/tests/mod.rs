//! Each measure on a drawn face, where the right answer is known.

mod face;
mod light;
mod live;
mod portrait;
mod recapture;
mod wall;
mod worn;

use super::*;
use crate::report::{Side, Verdict};
use crate::vision::{BLENDSHAPES, Class, ClassMap, Face, FaceBox, HeadPose, LANDMARKS, Rect};
use image::Rgb;
use std::sync::Arc;

/// Cells of a drawn class map to a side.
const CELLS: usize = 120;

/// A face in a picture of 600 × 600: eyes 128 pixels apart on row 200, mouth on row 330, chin on row 400.
#[derive(Clone)]
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
        place(234, 180.0, 240.0);
        place(454, 420.0, 240.0);
        place(1, 300.0, 270.0);
        for (ring, x) in [
            (measure::landmark::RIGHT_BROW, 236.0),
            (measure::landmark::LEFT_BROW, 364.0),
        ] {
            for (step, index) in ring.into_iter().enumerate() {
                let angle = step as f32 / 5.0 * std::f32::consts::PI;
                place(index, x - 30.0 * angle.cos(), 170.0 - 8.0 * angle.sin());
            }
        }
        for (ring, x) in [
            (measure::landmark::RIGHT_EYE_RING, 236.0),
            (measure::landmark::LEFT_EYE_RING, 364.0),
        ] {
            for (step, index) in ring
                .into_iter()
                .enumerate()
                .filter(|(step, _)| step % 8 != 0)
            {
                let angle = step as f32 / 8.0 * std::f32::consts::PI;
                place(index, x - 25.0 * angle.cos(), 200.0 - 10.0 * angle.sin());
            }
        }
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

    /// Adds region classes: skin in the outline of the face, clothes below row 430, background elsewhere.
    fn dressed() -> Self {
        let mut drawing = Self::new();
        drawing.observation.classes = Some(ClassMap {
            width: CELLS,
            height: CELLS,
            shares: [[255, 0, 0, 0, 0, 0]; CELLS * CELLS].into(),
            region: Rect {
                x: 0.0,
                y: 0.0,
                width: 600.0,
                height: 600.0,
            },
        });
        drawing.class(Class::FaceSkin, [180, 120, 240, 280]);
        drawing.class(Class::Clothes, [0, 430, 600, 170]);
        drawing
    }

    /// Says what a box `[x, y, width, height]` shows.
    fn class(&mut self, class: Class, [x, y, width, height]: [usize; 4]) {
        let classes = self.observation.classes.as_mut().unwrap();
        let map = Arc::make_mut(&mut classes.shares);
        let cell = 600 / CELLS;
        for row in y / cell..(y + height) / cell {
            for column in x / cell..(x + width) / cell {
                let shares = &mut map[row * CELLS + column];
                *shares = [0; Class::COUNT];
                shares[class as usize] = 255;
            }
        }
    }

    /// Paints a box `[x, y, width, height]`.
    fn paint(&mut self, [x, y, width, height]: [u32; 4], colour: impl Fn(u32, u32) -> [u8; 3]) {
        for row in y..y + height {
            for column in x..x + width {
                self.pixels.put_pixel(column, row, Rgb(colour(column, row)));
            }
        }
    }

    fn report(&self) -> Report {
        self.judged(Stage::Capture, &Profile::chsi())
    }

    fn judged(&self, stage: Stage, profile: &Profile) -> Report {
        let evidence = Evidence {
            observation: &self.observation,
            pixels: &self.pixels,
            crop: None,
            file: None,
            models: &[],
            stage,
        };
        check(&evidence, profile)
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
fn a_rule_the_profile_does_not_have_is_absent() {
    let json = include_str!("../../../profiles/chsi.json").replace("\"head_yaw\"", "\"makeup\"");
    let profile = Profile::parse(&json).unwrap();
    let report = Drawing::new().judged(Stage::Capture, &profile);
    assert!(report.finding(CheckId::HeadYaw).is_none());
}

#[test]
fn what_looks_like_a_face_without_skin_is_nobody() {
    let mut drawing = Drawing::dressed();
    assert_eq!(drawing.score(CheckId::FaceCount), 0.0);
    drawing.class(Class::Hair, [180, 120, 240, 280]);
    let report = drawing.report();
    let finding = report.finding(CheckId::FaceCount).unwrap();
    assert_eq!(
        (finding.verdict, finding.side),
        (Verdict::Fail, Some(Side::Low))
    );
}
