//! Signs of a screen, one by one and together.

use super::*;

/// A wave that no motif has, over a box `[x, y, width, height]`.
fn wave(drawing: &mut Drawing, [left, top, width, height]: [u32; 4]) {
    for y in top..top + height {
        for x in left..left + width {
            let angle = std::f32::consts::TAU * (0.31 * x as f32 + 0.12 * y as f32);
            let change = 8.0 * angle.sin();
            let pixel = drawing.pixels.get_pixel_mut(x, y);
            pixel.0 = pixel.0.map(|value| (f32::from(value) + change) as u8);
        }
    }
}

/// Grain all over, as every sensor has it.
fn grainy() -> Drawing {
    let mut drawing = Drawing::dressed();
    for (x, y, pixel) in drawing.pixels.enumerate_pixels_mut() {
        let grain = ((x * 7919) ^ (y * 104_729)).wrapping_mul(2_654_435_761) >> 28;
        pixel.0 = pixel.0.map(|value| value + grain as u8);
    }
    drawing
}

fn frame(drawing: &mut Drawing, sides: &[[u32; 4]]) {
    for &side in sides {
        drawing.paint(side, |_, _| [20; 3]);
    }
}

const LEFT: [u32; 4] = [0, 0, 30, 600];
const RIGHT: [u32; 4] = [570, 0, 30, 600];
const BELOW: [u32; 4] = [0, 560, 600, 40];

#[test]
fn a_grid_counts_when_it_is_everywhere_and_a_knit_does_not() {
    let mut drawing = grainy();
    assert_eq!(drawing.score(CheckId::Recapture), 0.0);
    wave(&mut drawing, [0, 430, 600, 170]);
    assert_eq!(drawing.score(CheckId::Recapture), 0.0);
    let mut drawing = grainy();
    wave(&mut drawing, [0, 0, 600, 600]);
    assert_eq!(drawing.score(CheckId::Recapture), 1.0);
}

#[test]
fn the_blocks_of_jpeg_are_no_screen() {
    let mut drawing = grainy();
    for (x, y, pixel) in drawing.pixels.enumerate_pixels_mut() {
        let step = if x % 8 == 0 || y % 8 == 0 { 6 } else { 0 };
        pixel.0 = pixel.0.map(|value| value + step);
    }
    assert_eq!(drawing.score(CheckId::Recapture), 0.0);
}

#[test]
fn a_frame_has_three_sides_and_a_door_two() {
    let mut drawing = Drawing::dressed();
    frame(&mut drawing, &[LEFT, RIGHT]);
    assert_eq!(drawing.score(CheckId::Recapture), 0.0);
    frame(&mut drawing, &[BELOW]);
    assert_eq!(drawing.score(CheckId::Recapture), 1.0);
}

#[test]
fn a_lamp_over_face_and_wall_alike_is_mirrored_and_shine_is_not() {
    for (x, signs) in [(420, 1.0), (300, 0.0), (540, 0.0)] {
        let mut drawing = Drawing::dressed();
        drawing.paint([x - 30, 200, 60, 50], |_, _| [255; 3]);
        assert_eq!(drawing.score(CheckId::Recapture), signs, "{x}");
    }
}

#[test]
fn more_than_one_sign_is_asked_about_and_warned_of() {
    let asked = |drawing: &Drawing| {
        let report = drawing.report();
        let question = report
            .questions
            .iter()
            .find(|question| question.id == CheckId::Recapture);
        let place = question.map(|question| question.region.is_some());
        (report.finding(CheckId::Recapture).unwrap().verdict, place)
    };
    let mut drawing = grainy();
    wave(&mut drawing, [0, 0, 600, 600]);
    assert_eq!(asked(&drawing), (Verdict::Pass, None));
    frame(&mut drawing, &[LEFT, RIGHT, BELOW]);
    assert_eq!(asked(&drawing), (Verdict::Warn, Some(true)));
}
