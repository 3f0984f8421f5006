//! A photo as it is, and shown on a screen in known ways.

use image::RgbImage;
use xueying::precheck;
use xueying::profile::Profile;
use xueying::quality::Stage;
use xueying::report::CheckId;
use xueying::vision::Vision;
use xueying_damage::{bezel, mirrored_lamp, screen};

/// One way of showing a photo.
pub struct Staging {
    /// In words.
    pub name: &'static str,
    /// The camera's pixels per pixel of the screen, and how far it is held askew in degrees.
    pub screen: Option<(f32, f32)>,
    /// Whether the frame of the screen shows.
    pub bezel: bool,
    /// Whether a lamp is mirrored in it.
    pub lamp: bool,
}

impl Staging {
    const fn new(name: &'static str, screen: Option<(f32, f32)>, bezel: bool, lamp: bool) -> Self {
        Self {
            name,
            screen,
            bezel,
            lamp,
        }
    }
}

/// Photos as they are, single signs, and screens.
pub const STAGINGS: &[Staging] = &[
    Staging::new("as it is", None, false, false),
    Staging::new("framed, not on a screen", None, true, false),
    Staging::new("a lamp mirrored, not on a screen", None, false, true),
    Staging::new("on a screen 1.4 px wide", Some((1.4, 1.0)), false, false),
    Staging::new("on a screen 2.3 px wide", Some((2.3, 3.0)), false, false),
    Staging::new(
        "on a screen with its frame, 1.4 px",
        Some((1.4, 1.0)),
        true,
        false,
    ),
    Staging::new(
        "on a screen with its frame, 2.3 px",
        Some((2.3, 3.0)),
        true,
        false,
    ),
    Staging::new(
        "on a screen that mirrors a lamp",
        Some((1.9, 2.0)),
        false,
        true,
    ),
    Staging::new("on a screen with both", Some((1.7, 2.0)), true, true),
];

/// How many signs of a recapture are found; `None` without a face.
pub fn signs(
    photo: &RgbImage,
    staging: &Staging,
    vision: &mut Vision,
    profile: &Profile,
) -> Option<usize> {
    let mut shown = photo.clone();
    if let Some((pitch, degrees)) = staging.screen {
        shown = screen(&shown, pitch, degrees);
    }
    if staging.bezel {
        shown = bezel(&shown, 0.06);
    }
    if staging.lamp {
        shown = mirrored_lamp(
            &shown,
            lamp(photo, vision, profile)?,
            photo.width() as f32 / 14.0,
        );
    }
    let report = precheck::check(&shown, None, Stage::Capture, vision, profile, &[]).report;
    Some(report.finding(CheckId::Recapture)?.score? as usize)
}

/// The middle of the lamp's image: the upper edge of the hair, on the student's left.
fn lamp(photo: &RgbImage, vision: &mut Vision, profile: &Profile) -> Option<[f32; 2]> {
    let face = precheck::check(photo, None, Stage::Capture, vision, profile, &[])
        .observation
        .face?;
    let [temple, hairline] = [face.landmarks[251], face.landmarks[10]];
    Some([temple[0], hairline[1]])
}
