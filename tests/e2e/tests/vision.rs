//! What the models see in the sample photo and in copies of it changed by known amounts.

use image::RgbImage;
use image::imageops::flip_horizontal;
use std::cell::RefCell;
use xueying::frame::{Limits, decode};
use xueying::models::ModelSet;
use xueying::vision::{Class, Face, FaceBox, Observation, View, Vision};
use xueying_damage::{rotate, scale, second_face, shift};
use xueying_e2e::{models_folder, sample_photo};

/// Landmarks: outer corners of the right and left eye, edge of the right cheek, chin.
const RIGHT_EYE: usize = 33;
const LEFT_EYE: usize = 263;
const RIGHT_CHEEK: usize = 234;
const CHIN: usize = 152;

/// Middle of the sample photo: turned about it, the picture is what a turned camera would have taken.
const CENTER: [f32; 2] = [256.0, 256.0];

/// The face's box with the hair, in the sample photo.
const HEAD: [u32; 4] = [150, 10, 150, 200];

fn photo() -> RgbImage {
    decode(&sample_photo(), &Limits::default())
        .expect("the sample photo is a picture")
        .pixels
}

fn with_vision<T>(work: impl FnOnce(&mut Vision) -> T) -> T {
    thread_local! {
        static VISION: RefCell<Vision> = RefCell::new({
            let models = ModelSet::from_folder(&models_folder(), &Vision::MODELS);
            Vision::load(&models.expect("the models are there")).expect("the models fit")
        });
    }
    VISION.with_borrow_mut(work)
}

fn observe(picture: &RgbImage) -> Observation {
    with_vision(|vision| vision.observe(&View::of(picture)))
}

fn face(picture: &RgbImage) -> Face {
    observe(picture).face.expect("a face")
}

fn place(face: &Face, landmark: usize) -> [f32; 2] {
    let [x, y, _] = face.landmarks[landmark];
    [x, y]
}

fn distance(a: [f32; 2], b: [f32; 2]) -> f32 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

/// Mean distance of corresponding landmarks over the distance of the outer corners of the eyes.
fn apart(face: &Face, other: &Face, moved: impl Fn([f32; 2]) -> [f32; 2]) -> f32 {
    let places = face.landmarks.iter().zip(&other.landmarks);
    let sum: f32 = places
        .map(|(&[x, y, _], &[u, v, _])| distance(moved([x, y]), [u, v]))
        .sum();
    let eyes = distance(place(other, RIGHT_EYE), place(other, LEFT_EYE));
    sum / face.landmarks.len() as f32 / eyes
}

#[test]
fn the_sample_photo_shows_one_person() {
    let seen = observe(&photo());
    assert_eq!((seen.width, seen.height), (512, 512));
    assert_eq!(seen.faces.len(), 1);
    let face = seen.face.expect("a face");
    // The student's right is on the left of the picture.
    assert!(place(&face, RIGHT_EYE)[0] < place(&face, LEFT_EYE)[0]);
    assert!(place(&face, CHIN)[1] > place(&face, LEFT_EYE)[1]);
    assert!(face.presence > 0.999);
    let shoulders = seen.shoulders.expect("shoulders");
    assert!(shoulders.right[0] < shoulders.left[0]);
    assert!(shoulders.right[1] > place(&face, CHIN)[1] && shoulders.visibility > 0.9);
}

#[test]
fn maps_lie_where_the_picture_does() {
    let seen = observe(&photo());
    let face = seen.face.as_ref().expect("a face");
    let (matte, classes) = (seen.matte.expect("a matte"), seen.classes.expect("classes"));
    assert_eq!(matte.region, classes.region);
    let cell = |[x, y]: [f32; 2]| {
        let column = (x - matte.region.x) / matte.region.width * matte.width as f32;
        let row = (y - matte.region.y) / matte.region.height * matte.height as f32;
        row as usize * matte.width + column as usize
    };
    let middle = |a: usize, b: usize| {
        let ([x, y], [u, v]) = (place(face, a), place(face, b));
        [(x + u) / 2.0, (y + v) / 2.0]
    };
    // Mid-cheek, the hair above the forehead, the suit below the chin, the flag beside the head.
    let cheek = cell(middle(RIGHT_CHEEK, 1));
    assert!(classes.shares[cheek][Class::FaceSkin as usize] > 200);
    assert!(matte.alpha[cheek] > 250);
    let [x, y] = place(face, 10);
    let hair = cell([x, y - 12.0]);
    assert!(classes.shares[hair][Class::Hair as usize] > 200);
    let [x, y] = place(face, CHIN);
    let suit = cell([x, y + 90.0]);
    assert!(classes.shares[suit][Class::Clothes as usize] > 200);
    let background = cell([x + 130.0, y - 100.0]);
    assert!(classes.shares[background][Class::Background as usize] > 200);
    assert!(matte.alpha[background] < 20);
}

#[test]
fn a_mirrored_head_turns_the_other_way() {
    let leaning = rotate(&photo(), CENTER, 10.0);
    let (seen, mirrored) = (face(&leaning).pose, face(&flip_horizontal(&leaning)).pose);
    assert!(
        (seen.yaw + mirrored.yaw).abs() < 1.5,
        "{} {}",
        seen.yaw,
        mirrored.yaw
    );
    assert!(
        (seen.roll + mirrored.roll).abs() < 1.5,
        "{} {}",
        seen.roll,
        mirrored.roll
    );
    assert!((seen.pitch - mirrored.pitch).abs() < 1.5);
}

#[test]
fn a_turned_picture_turns_the_roll_and_carries_the_landmarks() {
    let upright = face(&photo());
    for degrees in [-15.0f32, -8.0, 8.0, 15.0] {
        let turned = face(&rotate(&photo(), CENTER, degrees));
        let added = turned.pose.roll - upright.pose.roll;
        assert!((added - degrees).abs() < 1.0, "{added} for {degrees}");
        let (sin, cos) = degrees.to_radians().sin_cos();
        let moved = |[x, y]: [f32; 2]| {
            let (x, y) = (x - CENTER[0], y - CENTER[1]);
            [CENTER[0] + x * cos - y * sin, CENTER[1] + x * sin + y * cos]
        };
        assert!(apart(&upright, &turned, moved) < 0.02, "at {degrees}");
    }
}

#[test]
fn size_and_place_do_not_matter() {
    let upright = face(&photo());
    for factor in [0.5, 1.5, 3.0, 6.0] {
        let scaled = face(&scale(&photo(), factor));
        let moved = |[x, y]: [f32; 2]| [x * factor, y * factor];
        assert!(apart(&upright, &scaled, moved) < 0.02, "at {factor}");
        assert!(
            (scaled.pose.yaw - upright.pose.yaw).abs() < 1.5,
            "at {factor}"
        );
    }
    let shifted = face(&shift(&photo(), 60, 40));
    assert!(apart(&upright, &shifted, |[x, y]| [x + 60.0, y + 40.0]) < 0.02);
}

#[test]
fn a_second_face_is_found_by_its_size() {
    for area in [0.06f32, 0.1, 0.2, 0.3, 0.5] {
        let pair = second_face(&photo(), HEAD, area, [365, 110]);
        let faces = observe(&pair).faces;
        let boxes: Vec<_> = faces.iter().map(|face| face.bounds).collect();
        assert_eq!(faces.len(), 2, "at {area}: {boxes:?}");
        let found = faces[1].bounds.area() / faces[0].bounds.area();
        assert!((found / area - 1.0).abs() < 0.4, "{found} for {area}");
    }
}

#[test]
fn a_small_face_is_found_and_followed() {
    // The face is a fourteenth of the longer side: too small for one look.
    let small = scale(&photo(), 0.5);
    let wide = xueying_damage::crop(&small, [-260, -130], [680, 560]);
    let view = View::of(&wide);
    let (quick, found) = with_vision(|vision| (vision.detect(&view), vision.observe(&view)));
    assert_eq!(found.faces.len(), 1);
    let found = found.face.expect("a face");
    let [x, y] = place(&found, 1);
    let there = |face: &FaceBox| {
        let bounds = face.bounds;
        (bounds.x..bounds.x + bounds.width).contains(&x)
            && (bounds.y..bounds.y + bounds.height).contains(&y)
            && bounds.width < 100.0
    };
    assert!(!quick.iter().any(there), "{quick:?}");
    let followed = with_vision(|vision| vision.follow(&view, &found)).expect("still there");
    assert!(apart(&found, &followed, |place| place) < 0.05);
}

#[test]
fn no_person_no_face() {
    let empty = RgbImage::from_fn(640, 480, |x, y| {
        image::Rgb([(x / 3) as u8, (y / 2) as u8, 90])
    });
    for picture in [empty, RgbImage::new(0, 0), RgbImage::new(1, 20_000)] {
        let seen = observe(&picture);
        assert!(seen.faces.is_empty() && seen.face.is_none() && seen.shoulders.is_none());
    }
}

#[test]
fn the_same_picture_is_seen_the_same_again() {
    let first = face(&photo());
    observe(&RgbImage::new(64, 64));
    let second = face(&photo());
    assert_eq!(first.landmarks, second.landmarks);
    assert_eq!(first.blendshapes, second.blendshapes);
}

#[test]
fn models_in_the_wrong_place_are_refused_by_name() {
    let Err(refused) = Vision::load(&ModelSet::default()) else {
        panic!("there are no models")
    };
    assert_eq!(refused.code(), "model_missing");
}
