//! Hair, ears, what is worn, and how the body sits.

use super::*;
use crate::vision::{Matte, Shoulders};
use measure::colour::{delta_e_2000, lab};

#[test]
fn an_ear_is_hidden_by_hair_or_by_turning_away() {
    let mut drawing = Drawing::dressed();
    drawing.class(Class::FaceSkin, [420, 200, 40, 120]);
    drawing.class(Class::Hair, [140, 200, 40, 120]);
    assert_eq!(drawing.score(CheckId::EarLeftVisible), 0.0);
    assert_eq!(drawing.score(CheckId::EarRightVisible), 1.0);
    drawing.observation.face.as_mut().unwrap().pose.yaw = 25.0;
    assert_eq!(drawing.score(CheckId::EarLeftVisible), 1.0);
}

#[test]
fn hair_counts_where_it_covers_more() {
    let mut drawing = Drawing::dressed();
    assert_eq!(drawing.score(CheckId::HairOverBrows), 0.0);
    drawing.class(Class::Hair, [300, 100, 65, 120]);
    assert!((drawing.score(CheckId::HairOverBrows) - 0.5).abs() < 0.1);
    assert!((drawing.score(CheckId::HairOverEyes) - 0.5).abs() < 0.1);
}

#[test]
fn a_hat_and_hair_are_told_apart() {
    let mut drawing = Drawing::dressed();
    drawing.class(Class::Hair, [200, 60, 200, 60]);
    assert_eq!(drawing.score(CheckId::Headwear), 0.0);
    drawing.class(Class::Accessories, [200, 60, 200, 60]);
    assert!(drawing.score(CheckId::Headwear) > 0.2);
}

fn jewellery(drawing: &Drawing) -> f32 {
    let questions = drawing.report().questions;
    let mut asked = questions.iter().filter(|q| q.id == CheckId::Jewellery);
    asked.next().expect("it is always asked").suspicion
}

#[test]
fn an_earring_is_suspected_and_a_microphone_is_not() {
    let mut drawing = Drawing::dressed();
    assert_eq!(jewellery(&drawing), 0.0);
    drawing.class(Class::Accessories, [250, 440, 120, 100]);
    assert_eq!(jewellery(&drawing), 0.0);
    drawing.class(Class::Accessories, [435, 310, 10, 20]);
    drawing.paint([435, 310, 10, 20], |_, _| [240, 235, 210]);
    assert_eq!(jewellery(&drawing), 1.0);
}

#[test]
fn a_strand_that_goes_on_beside_the_class_is_less_suspect_than_an_earring() {
    let mut strand = Drawing::dressed();
    strand.class(Class::Accessories, [435, 310, 10, 20]);
    let mut earring = strand.clone();
    strand.paint([435, 100, 10, 330], |_, y| [40 + (y % 7) as u8, 30, 25]);
    earring.paint([435, 310, 10, 20], |_, y| [40 + (y % 7) as u8, 30, 25]);
    let [strand, earring] = [strand, earring].map(|drawing| jewellery(&drawing));
    assert!(strand < 0.75 && earring == 1.0, "{strand}, {earring}");
}

#[test]
fn bare_shoulders_count_beside_the_neck() {
    let mut drawing = Drawing::dressed();
    let skin = drawing.pixels.get_pixel(300, 250).0;
    drawing.paint([0, 430, 600, 170], |_, _| [70, 75, 90]);
    assert_eq!(drawing.score(CheckId::ClothesNeckline), 0.0);
    // An open collar is not a bare shoulder.
    drawing.class(Class::BodySkin, [200, 400, 200, 200]);
    drawing.paint([200, 400, 200, 200], |_, _| skin);
    assert_eq!(drawing.score(CheckId::ClothesNeckline), 0.0);
    drawing.class(Class::BodySkin, [0, 430, 300, 170]);
    drawing.paint([0, 430, 300, 170], |_, _| skin);
    assert!((drawing.score(CheckId::ClothesNeckline) - 0.5).abs() < 0.05);
}

#[test]
fn a_raised_hand_is_no_bare_shoulder() {
    let mut drawing = Drawing::dressed();
    drawing.paint([0, 430, 600, 170], |_, _| [70, 75, 90]);
    drawing.class(Class::BodySkin, [460, 300, 140, 130]);
    assert_eq!(drawing.score(CheckId::ClothesNeckline), 0.0);
}

#[test]
fn clothes_of_the_colour_of_skin_are_skin() {
    let skin = Drawing::dressed().pixels.get_pixel(300, 250).0;
    let shade = skin.map(|value| (f32::from(value) * 0.96) as u8);
    for (colour, expected) in [(shade, 1.0), ([40, 90, 60], 0.0)] {
        let mut drawing = Drawing::dressed();
        drawing.paint([0, 400, 600, 200], |_, _| colour);
        let score = drawing.score(CheckId::ClothesNeckline);
        assert!((score - expected).abs() < 0.05, "{colour:?}: {score}");
    }
}

#[test]
fn clothes_of_a_known_colour_are_as_far_from_the_background_as_that_colour() {
    let background = Profile::chsi().output.background;
    for colour in [
        [255, 255, 255],
        [20, 20, 25],
        [120, 200, 250],
        [30, 60, 140],
        [200, 40, 60],
    ] {
        let mut drawing = Drawing::dressed();
        // A third of the cloth in another colour, with a slope of light over all of it.
        drawing.paint([0, 400, 600, 200], |x, _| {
            let light = 0.96 + 0.08 * x as f32 / 600.0;
            let cloth = if x < 400 { colour } else { [90, 80, 40] };
            cloth.map(|value| (f32::from(value) * light) as u8)
        });
        let truth = |colour| delta_e_2000(lab(colour), lab(background));
        let expected = truth(colour).min(truth([90, 80, 40]));
        let score = drawing.score(CheckId::ClothesNotBackground);
        assert!(
            (score - f64::from(expected)).abs() < 3.0,
            "{colour:?}: {score} for {expected}"
        );
    }
}

#[test]
fn a_neck_that_the_classes_take_for_clothes_has_no_say_in_their_colour() {
    let difference = |colour| {
        let [cloth, background] = [colour, Profile::chsi().output.background].map(lab);
        f64::from(delta_e_2000(cloth, background))
    };
    let skin = Drawing::dressed().pixels.get_pixel(300, 250).0;
    let black = [25, 25, 28];
    let mut drawing = Drawing::dressed();
    drawing.paint([0, 430, 600, 170], |_, _| black);
    drawing.class(Class::Clothes, [200, 400, 200, 200]);
    // The shadow of the chin lies on it.
    drawing.paint([200, 400, 200, 200], |_, y| {
        skin.map(|value| (f32::from(value) * (0.4 + (y - 400) as f32 / 400.0)) as u8)
    });
    let score = drawing.score(CheckId::ClothesNotBackground);
    assert!((score - difference(black)).abs() < 0.1, "{score}");
    // A shirt may well have that colour.
    drawing.paint([0, 400, 600, 200], |_, _| skin);
    let score = drawing.score(CheckId::ClothesNotBackground);
    assert!((score - difference(skin)).abs() < 0.1, "{score}");
}

#[test]
fn what_shows_at_the_edges_of_clothes_has_no_say_in_their_colour() {
    let background = Profile::chsi().output.background;
    let mut drawing = Drawing::dressed();
    drawing.class(Class::Hair, [0, 430, 600, 170]);
    drawing.paint([0, 430, 600, 170], |_, _| background);
    // Cloth between strands, each piece seen a little too wide.
    for x in (0..600).step_by(60) {
        drawing.class(Class::Clothes, [x as usize, 430, 35, 170]);
        drawing.paint([x + 3, 430, 29, 170], |_, _| [160, 35, 45]);
    }
    assert!(drawing.score(CheckId::ClothesNotBackground) > 50.0);
}

#[test]
fn cloth_in_narrow_pieces_is_judged_where_nearly_all_of_a_window_is_cloth() {
    let collar = |stripe: [u8; 3]| {
        let mut drawing = Drawing::dressed();
        drawing.class(Class::Background, [0, 430, 600, 170]);
        drawing.paint([0, 430, 600, 170], |x, _| {
            if x % 8 < 4 { [90, 60, 60] } else { stripe }
        });
        for x in (5..600).step_by(85) {
            drawing.class(Class::Clothes, [x, 430, 30, 170]);
        }
        drawing
            .report()
            .finding(CheckId::ClothesPlain)
            .unwrap()
            .score
    };
    assert!(collar([90, 60, 60]).unwrap() < 1.0);
    assert!(collar([160, 140, 120]).unwrap() > 6.0);
}

#[test]
fn black_cloth_that_the_classes_take_for_background_is_judged() {
    let mut drawing = Drawing::dressed();
    drawing.paint([0, 400, 600, 200], |_, _| [20, 20, 25]);
    drawing.class(Class::Background, [0, 400, 600, 200]);
    let score = |drawing: &Drawing, id| drawing.report().finding(id).unwrap().score;
    assert_eq!(score(&drawing, CheckId::ClothesNotBackground), None);
    drawing.person_below(400);
    assert!(score(&drawing, CheckId::ClothesNotBackground).unwrap() > 60.0);
    assert!(score(&drawing, CheckId::ClothesPlain).unwrap() < 1.0);
}

#[test]
fn stripes_of_every_period_are_told_from_plain_cloth_and_from_folds() {
    let limit = Profile::chsi()
        .rule(CheckId::ClothesPlain)
        .unwrap()
        .pass
        .1
        .unwrap();
    // The scale of the portrait: an inter-eye distance of 90 pixels.
    let scale = 128.0 / 90.0;
    for degrees in [0.0_f32, 30.0, 90.0] {
        let (sin, cos) = degrees.to_radians().sin_cos();
        for period in [4.0, 6.0, 10.0, 20.0, 30.0, 40.0] {
            let mut drawing = Drawing::dressed();
            drawing.paint([0, 400, 600, 200], |x, y| {
                let along = (x as f32 * cos + y as f32 * sin) / (period * scale);
                if along.rem_euclid(1.0) < 0.5 {
                    [230; 3]
                } else {
                    [120; 3]
                }
            });
            let score = drawing.score(CheckId::ClothesPlain);
            assert!(score > limit, "{score} at {period} px, {degrees} degrees");
        }
    }
    let mut folded = Drawing::dressed();
    folded.paint([0, 400, 600, 200], |x, y| {
        let shade = 150.0 + 0.1 * x as f32 - if (x + y / 3) % 180 < 12 { 60.0 } else { 0.0 };
        [shade as u8; 3]
    });
    assert!(folded.score(CheckId::ClothesPlain) < limit / 2.0);
}

impl Drawing {
    /// Adds a matte of a person below a row.
    fn person_below(&mut self, row: usize) {
        let region = self.observation.classes.as_ref().unwrap().region;
        let cells = 0..CELLS * CELLS;
        self.observation.matte = Some(Matte {
            width: CELLS,
            height: CELLS,
            alpha: cells
                .map(|cell| {
                    if cell / CELLS * 600 >= row * CELLS {
                        255
                    } else {
                        0
                    }
                })
                .collect(),
            region,
        });
    }
}

/// Glasses are worn where there are accessories round the eyes.
fn with_glasses() -> Drawing {
    let mut drawing = Drawing::dressed();
    drawing.class(Class::Accessories, [180, 180, 240, 10]);
    drawing
}

#[test]
fn a_reflection_counts_by_its_share_of_the_lens_only_on_glasses() {
    for (glasses, colour, expected) in [
        (true, [250, 252, 255], 0.125),
        (true, [120, 130, 190], 0.125),
        (true, [150, 110, 90], 0.0),
        (false, [250, 252, 255], 0.0),
    ] {
        let mut drawing = if glasses {
            with_glasses()
        } else {
            Drawing::dressed()
        };
        // The right lens spans 97 by 61 pixels.
        drawing.paint([188, 170, 24, 31], |_, _| colour);
        let score = drawing.score(CheckId::GlassesGlare);
        assert!((score - expected).abs() < 0.02, "{score} for {expected}");
    }
}

#[test]
fn dark_lenses_are_measured_against_the_cheek() {
    let mut drawing = with_glasses();
    // Linear 0.5 and 0.125.
    drawing.pixels = RgbImage::from_pixel(600, 600, Rgb([188; 3]));
    drawing.paint([180, 160, 240, 80], |_, _| [99; 3]);
    assert!((drawing.score(CheckId::GlassesTinted) - 0.25).abs() < 0.01);
}

#[test]
fn shoulders_slope_to_the_lower_one_and_a_turned_body_is_uneven() {
    let mut drawing = Drawing::new();
    drawing.observation.shoulders = Some(Shoulders {
        left: [500.0, 520.0],
        right: [200.0, 490.0],
        visibility: 0.9,
    });
    let slope = (30.0_f64 / 300.0).atan().to_degrees();
    assert!((drawing.score(CheckId::ShouldersLevel) - slope).abs() < 0.01);
    assert!(drawing.score(CheckId::BodyYaw) > 1.8);
    drawing.observation.shoulders.as_mut().unwrap().left[0] = 700.0;
    let report = drawing.report();
    let finding = report.finding(CheckId::BodyYaw).unwrap();
    assert_eq!(finding.reason, Some(Reason::OutsidePicture));
}

#[test]
fn a_shining_spot_counts_and_neither_a_flush_nor_light_from_one_side_does() {
    let shine = |drawing: &Drawing| drawing.score(CheckId::SkinShine);
    assert!(shine(&Drawing::new()) < 1.0);
    let forehead = [280, 130, 40, 40];
    for (colour, shines) in [([235, 225, 215], true), ([235, 185, 160], false)] {
        let mut drawing = Drawing::new();
        drawing.paint(forehead, |_, _| colour);
        let score = shine(&drawing);
        assert_eq!(score > 18.0, shines, "{colour:?}: {score}");
    }
    // Half the light on one half of the face: the same colour, darker.
    let mut drawing = Drawing::new();
    drawing.paint([0, 0, 300, 600], |_, _| [139, 109, 94]);
    assert!(shine(&drawing) < 2.0, "{}", shine(&drawing));
}

#[test]
fn shine_is_as_strong_as_the_white_light_that_was_added() {
    let skin = [190, 150, 130];
    let scores = [0.0, 0.1, 0.2, 0.4].map(|white| {
        let mut drawing = Drawing::new();
        let colour = measure::colour::linear(skin).map(|value| {
            let light = (value + white).min(1.0);
            (255.0 * (1.055 * light.powf(1.0 / 2.4) - 0.055)).round() as u8
        });
        drawing.paint([280, 130, 40, 40], |_, _| colour);
        drawing.score(CheckId::SkinShine)
    });
    assert!(scores.is_sorted_by(|a, b| a + 3.0 < *b), "{scores:?}");
}

#[test]
fn a_face_without_colours_shines_by_no_more_than_its_light() {
    let mut drawing = Drawing::new();
    drawing.pixels = RgbImage::from_pixel(600, 600, Rgb([150; 3]));
    drawing.paint([280, 130, 40, 40], |_, _| [230; 3]);
    assert!(drawing.score(CheckId::SkinShine) <= 100.0);
}

#[test]
fn what_nothing_measures_is_asked_with_its_place() {
    let questions = Drawing::dressed().report().questions;
    for id in [
        CheckId::ContactLenses,
        CheckId::Makeup,
        CheckId::ClothesHood,
    ] {
        let asked = questions.iter().find(|question| question.id == id);
        let asked = asked.unwrap_or_else(|| panic!("{id} is not asked"));
        assert!(asked.suspicion == 0.0 && asked.region.is_some());
    }
    let mut nobody = Drawing::new();
    nobody.observation.face = None;
    assert_eq!(nobody.report().questions, []);
}
