//! The tracker on a student who is far away, in the dark, and not alone.

use image::RgbImage;
use xueying::frame::{Limits, decode};
use xueying::models::ModelSet;
use xueying::vision::{FrameViews, Rect, Stages, Tracker, View, Vision};
use xueying_damage::{crop, exposure, scale, second_face};
use xueying_e2e::{models_folder, sample_photo};

/// The face's box with the hair, in the sample photo.
const HEAD: [u32; 4] = [150, 10, 150, 200];

/// A frame small enough to be shown as it is.
struct Frame(RgbImage);

impl FrameViews for Frame {
    fn whole(&mut self) -> View<'_> {
        View::of(&self.0)
    }

    fn around(&mut self, _center: [f32; 2], _side: f32) -> View<'_> {
        View::of(&self.0)
    }
}

fn photo() -> RgbImage {
    let photo = decode(&sample_photo(), &Limits::default());
    photo.expect("the sample photo is a picture").pixels
}

fn vision() -> Vision {
    let models = ModelSet::from_folder(&models_folder(), &Vision::MODELS);
    Vision::load(&models.expect("the models are there")).expect("the models fit")
}

/// The picture made small, somewhere in a wide frame: the face is a 26th of its longer side.
fn far(photo: &RgbImage) -> RgbImage {
    crop(&scale(photo, 0.4), [-300, -420], [540, 960])
}

/// Frames until a face is followed, at most `most`.
fn frames_until_found(
    tracker: &mut Tracker,
    vision: &mut Vision,
    frame: RgbImage,
    most: u32,
) -> Option<u32> {
    let size = [frame.width(), frame.height()];
    let mut frame = Frame(frame);
    let stages = Stages {
        detect: true,
        face: true,
        ..Stages::default()
    };
    (1..=most).find(|_| {
        tracker.update(vision, &mut frame, size, stages, |_, work| work());
        tracker.following()
    })
}

#[test]
fn a_far_and_dark_face_is_found_within_half_a_second() {
    let mut vision = vision();
    for stops in [0.0, -1.0, -2.0] {
        let frame = exposure(&far(&photo()), stops);
        let found = frames_until_found(&mut Tracker::default(), &mut vision, frame, 7);
        assert!(found.is_some(), "at {stops} stops");
    }
}

#[test]
fn a_bystander_is_counted_beside_the_face_that_is_followed() {
    let (mut vision, mut tracker) = (vision(), Tracker::default());
    let alone = far(&photo());
    let pair = far(&second_face(&photo(), HEAD, 0.5, [365, 110]));
    assert!(frames_until_found(&mut tracker, &mut vision, alone.clone(), 7).is_some());
    frames_until_found(&mut tracker, &mut vision, alone.clone(), 1);
    assert_eq!(tracker.seen().faces.len(), 1);
    frames_until_found(&mut tracker, &mut vision, pair, 1);
    assert_eq!(tracker.seen().faces.len(), 2);
    frames_until_found(&mut tracker, &mut vision, alone, 1);
    assert_eq!(tracker.seen().faces.len(), 1);
}

#[test]
fn an_empty_room_has_nobody() {
    let room = RgbImage::from_fn(540, 960, |x, y| {
        image::Rgb([(x / 3) as u8, (y / 5) as u8, 90])
    });
    let found = frames_until_found(&mut Tracker::default(), &mut vision(), room, 8);
    assert_eq!(found, None);
}

#[test]
fn what_was_seen_goes_with_the_face() {
    let (mut vision, mut tracker) = (vision(), Tracker::default());
    let mut region = |left: i32, classes: bool| {
        let mut frame = Frame(crop(&photo(), [left, -300], [720, 1280]));
        let stages = Stages {
            detect: true,
            face: true,
            classes,
            ..Stages::default()
        };
        tracker.update(&mut vision, &mut frame, [720, 1280], stages, |_, work| {
            work();
        });
        assert!(tracker.steady());
        tracker.seen().classes.as_ref().map(|map| map.region)
    };
    region(-100, false);
    let first = region(-100, true).expect("it was looked at");
    let moved = region(-120, false).expect("it is kept");
    // The landmarks of a face that is followed lie a little otherwise than those of one that was just found.
    let middle = |region: Rect| region.x + region.width / 2.0;
    assert!((middle(moved) - middle(first) - 20.0).abs() < 2.0);
    assert!((moved.width / first.width - 1.0).abs() < 0.04);
}
