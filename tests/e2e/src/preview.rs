//! A photo as the preview shows it: the face as small as at the distance of a helper, judged as a live frame.

use crate::trials::person;
use image::{GrayImage, RgbImage};
use xueying::frame::downscale;
use xueying::precheck;
use xueying::profile::Profile;
use xueying::quality::Stage;
use xueying::report::{CheckId, Finding};
use xueying::vision::{Observation, View, Vision};

/// Pixels between the eyes of a student at 1.25 m in a preview of 1280 × 720: 0.063 m through a lens of 69.4°.
pub const EYES: f32 = 47.0;

/// What a frame of a phone held level is judged as.
pub const LIVE: Stage = Stage::Live {
    still_scale: 3.0,
    focal: 925.0,
    gravity: None,
    speed: Some(0.0),
    fresh_matte: true,
};

/// The models and the numbers that look at previews.
pub struct Preview<'a> {
    /// The models.
    pub vision: &'a mut Vision,
    /// The numbers.
    pub profile: &'a Profile,
}

impl Preview<'_> {
    /// The photo with so many pixels between the eyes, and what is seen in it; `None` without a face of that size.
    pub fn show(&mut self, photo: &RgbImage, eyes: f32) -> Option<(RgbImage, Observation)> {
        let face = self.vision.observe(&View::of(photo)).face?;
        let scale = eyes / face.inter_eye_distance();
        if scale > 1.0 {
            return None;
        }
        let long = photo.width().max(photo.height()) as f32;
        let small = downscale(photo, (long * scale).round() as u32);
        let seen = self.vision.observe(&View::of(&small));
        seen.face.is_some().then_some((small, seen))
    }

    /// What one check finds in a frame, given what was seen in it or in the one that it was made from.
    pub fn finding(
        &self,
        frame: &RgbImage,
        seen: &Observation,
        stage: Stage,
        id: CheckId,
    ) -> Option<Finding> {
        let seen = seen.clone();
        let checked = precheck::judge(frame, None, stage, seen, self.profile, &[]);
        checked.report.finding(id).cloned()
    }
}

/// The person that was seen in a frame, as large as it; nobody without a matte.
pub fn silhouette(frame: &RgbImage, seen: &Observation) -> GrayImage {
    let (width, height) = frame.dimensions();
    let matte = seen.matte.as_ref();
    matte.map_or_else(
        || GrayImage::new(width, height),
        |matte| person(matte, (width, height)),
    )
}

/// How likely a score of `these` is above one of `those`: 1 if always, 0.5 if they are alike.
pub fn auc(these: &[f64], those: &[f64]) -> f64 {
    let pairs = these.iter().flat_map(|a| those.iter().map(move |b| (a, b)));
    let wins = pairs.map(|(a, b)| match a.total_cmp(b) {
        std::cmp::Ordering::Greater => 1.0,
        std::cmp::Ordering::Equal => 0.5,
        std::cmp::Ordering::Less => 0.0,
    });
    wins.sum::<f64>() / (these.len() * those.len()) as f64
}
