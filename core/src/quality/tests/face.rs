//! Eyes and mouth.

use super::*;

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
