//! Shadows on a drawn wall.

use super::live::LIVE;
use super::*;
use crate::vision::Matte;
use image::{GrayImage, Luma};
use imageproc::filter::gaussian_blur_f32;

const WALL: f32 = 0.5;

/// Head, neck and shoulders.
fn person(x: i32, y: i32) -> bool {
    let (across, down) = ((x - 300) as f32, y as f32);
    let head = (across / 110.0).powi(2) + ((down - 250.0) / 150.0).powi(2) < 1.0;
    let neck = across.abs() < 60.0 && down > 380.0;
    head || neck || down > 430.0 + 0.25 * across.abs()
}

/// The person before a wall with this linear light.
fn before(wall: impl Fn(u32, u32) -> [f32; 3]) -> Drawing {
    let mut drawing = Drawing::dressed();
    let region = drawing.observation.classes.as_ref().unwrap().region;
    let cells = (0..CELLS * CELLS).map(|cell| {
        let [x, y] = [cell % CELLS, cell / CELLS].map(|at| (5 * at + 2) as i32);
        if person(x, y) { 255 } else { 0 }
    });
    let alpha: Arc<[u8]> = cells.collect();
    let classes = drawing.observation.classes.as_mut().unwrap();
    let clothes = alpha.iter().map(|alpha| [255 - alpha, 0, 0, 0, *alpha, 0]);
    classes.shares = clothes.collect();
    drawing.observation.matte = Some(Matte {
        width: CELLS,
        height: CELLS,
        alpha,
        region,
    });
    drawing.paint([0, 0, 600, 600], |x, y| {
        if person(x as i32, y as i32) {
            return [60, 40, 30];
        }
        wall(x, y).map(|light| (255.0 * light.powf(1.0 / 2.2)) as u8)
    });
    drawing
}

/// How much of the light is taken at each place: by the person's shadow, moved, with an edge of this standard deviation.
fn thrown([right, down]: [i32; 2], soft: f32) -> GrayImage {
    let sharp = GrayImage::from_fn(600, 600, |x, y| {
        let shadow = person(x as i32 - right, y as i32 - down);
        Luma([if shadow { 255 } else { 0 }])
    });
    gaussian_blur_f32(&sharp, soft)
}

fn judged(drawing: &Drawing, stage: Stage) -> Option<Finding> {
    drawing
        .judged(stage, &Profile::chsi())
        .finding(CheckId::WallDistance)
        .cloned()
}

fn found(wall: impl Fn(u32, u32) -> [f32; 3]) -> (Verdict, f64) {
    let finding = judged(&before(wall), LIVE).unwrap();
    (finding.verdict, finding.score.unwrap())
}

#[test]
fn a_sharp_shadow_is_as_much_darker_as_it_was_drawn() {
    for moved in [[70, 20], [-80, 0], [110, 60]] {
        for left in [0.5, 0.7] {
            let shadow = thrown(moved, 2.0);
            let (verdict, score) = found(|x, y| {
                let taken = f32::from(shadow.get_pixel(x, y)[0]) / 255.0;
                [WALL * (1.0 - (1.0 - left) * taken); 3]
            });
            assert_eq!(verdict, Verdict::Warn, "{moved:?} {left}: {score}");
            assert!(
                (score - f64::from(1.0 - left)).abs() < 0.08,
                "{moved:?} {left}: {score}"
            );
        }
    }
}

#[test]
fn without_a_shadow_or_with_a_soft_one_the_wall_is_far_enough() {
    let soft = thrown([110, 60], 130.0);
    let (plain, _) = found(|x, _| [WALL - x as f32 / 2000.0; 3]);
    let (far, score) = found(|x, y| [WALL * (1.0 - f32::from(soft.get_pixel(x, y)[0]) / 510.0); 3]);
    assert_eq!((plain, far), (Verdict::Pass, Verdict::Pass), "{score}");
}

#[test]
fn what_stands_behind_is_no_shadow() {
    let like_a_person = thrown([90, 20], 2.0);
    let brown = |x, y| match like_a_person.get_pixel(x, y)[0] {
        0..128 => [WALL; 3],
        _ => [0.35, 0.2, 0.08],
    };
    let cupboard = |x: u32, _| [if x > 460 { WALL / 2.0 } else { WALL }; 3];
    let black = |x, y| {
        [if like_a_person.get_pixel(x, y)[0] < 128 {
            WALL
        } else {
            0.02
        }; 3]
    };
    let verdicts = [found(brown), found(cupboard), found(black)];
    assert!(
        verdicts
            .iter()
            .all(|(verdict, _)| *verdict == Verdict::Pass),
        "{verdicts:?}"
    );
}

#[test]
fn it_is_looked_for_with_a_new_matte_in_a_live_frame() {
    let mut drawing = before(|_, _| [WALL; 3]);
    let Stage::Live {
        still_scale,
        focal,
        gravity,
        speed,
        ..
    } = LIVE
    else {
        unreachable!("it is live")
    };
    let stale = Stage::Live {
        still_scale,
        focal,
        gravity,
        speed,
        fresh_matte: false,
    };
    for stage in [stale, Stage::Capture, Stage::Portrait] {
        assert_eq!(judged(&drawing, stage), None);
    }
    drawing.observation.matte = None;
    let finding = judged(&drawing, LIVE).unwrap();
    assert_eq!(
        (finding.verdict, finding.reason),
        (Verdict::Unknown, Some(Reason::NoModel))
    );
}
