//! Light, colour, sharpness.

use super::*;

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
fn sharpness_is_finer_detail_against_coarser() {
    let mut drawing = Drawing::new();
    assert_eq!(drawing.score(CheckId::Sharpness), 0.0);
    // Columns of 100 and 110 by turns: the Laplacian is ±20, and at half the scale nothing is left.
    drawing.pixels =
        RgbImage::from_fn(
            600,
            600,
            |x, _| Rgb([if x % 2 == 0 { 100 } else { 110 }; 3]),
        );
    assert!((drawing.score(CheckId::Sharpness) - 400.0 / 20.0).abs() < 0.1);
    assert!((drawing.score(CheckId::Resolution) - 128.0).abs() < 1e-3);
}

#[test]
fn sharpness_falls_with_blur_and_hardly_with_contrast() {
    let score = |contrast: f32, blur: f32| {
        let mut state = 1_u32;
        let grain = RgbImage::from_fn(600, 600, |_, _| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            Rgb([(128.0 + contrast * ((state >> 24) as f32 - 128.0)) as u8; 3])
        });
        let mut drawing = Drawing::new();
        drawing.pixels = imageproc::filter::gaussian_blur_f32(&grain, blur);
        drawing.score(CheckId::Sharpness)
    };
    let blurred = [0.6, 1.0, 1.5, 2.5].map(|blur| score(1.0, blur));
    assert!(blurred.is_sorted_by(|a, b| *a > 1.2 * b), "{blurred:?}");
    let flat = score(0.5, 1.0);
    assert!((flat / blurred[1] - 1.0).abs() < 0.2, "{flat}: {blurred:?}");
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

/// Eyes with white and with pupils of this grey, a dark collar of that.
fn looking(pupil: u8, collar: u8) -> Drawing {
    let mut drawing = Drawing::new();
    for x in [236, 364] {
        drawing.paint([x - 25, 190, 50, 20], |_, _| [228; 3]);
        drawing.paint([x - 6, 190, 12, 20], |_, _| [pupil; 3]);
    }
    drawing.paint([200, 450, 200, 30], |_, _| [collar; 3]);
    drawing
}

#[test]
fn a_veil_over_all_that_is_black_makes_one_warn_and_ask_for_the_lens() {
    for (pupil, collar, clean) in [
        (12, 12, true),
        (110, 110, false),
        (110, 12, true),
        (12, 110, true),
    ] {
        let report = looking(pupil, collar).report();
        let verdict = report.finding(CheckId::LensClean).unwrap().verdict;
        assert_eq!(verdict == Verdict::Pass, clean, "{pupil} {collar}");
        let mut asked = report.questions.iter();
        let asked = asked.any(|question| question.id == CheckId::LensClean);
        assert_eq!(asked, !clean, "{pupil} {collar}");
    }
}
