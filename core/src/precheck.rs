//! The pre-check of one picture: look at it, place the crop, judge.
//!
//! [`check`] does it all; where each step is to be timed, [`judge`] does the last two.

use crate::frame::Source;
use crate::portrait::crop::{self, Head, Proposal};
use crate::profile::Profile;
use crate::quality::{self, Evidence, Stage};
use crate::report::{Report, Stamp};
use crate::vision::{Observation, View, Vision};
use image::RgbImage;

/// What came out.
pub struct Checked {
    /// What the models saw, in pixels of the picture.
    pub observation: Observation,
    /// Where the portrait would be cut; `None` without a head.
    pub crop: Option<Proposal>,
    /// The verdict.
    pub report: Report,
}

/// Checks an upright sRGB picture, and the `file` it came from if it came from one; `models` are the stamps of the models in `vision`.
pub fn check(
    pixels: &RgbImage,
    file: Option<&Source>,
    stage: Stage,
    vision: &mut Vision,
    profile: &Profile,
    models: &[Stamp],
) -> Checked {
    let observation = vision.observe(&View::of(pixels));
    judge(pixels, file, stage, observation, profile, models)
}

/// Judges what was already seen in a picture.
pub fn judge(
    pixels: &RgbImage,
    file: Option<&Source>,
    stage: Stage,
    observation: Observation,
    profile: &Profile,
    models: &[Stamp],
) -> Checked {
    let head = Head::of(&observation).ok();
    let crop = head.and_then(|head| {
        crop::propose(
            &head,
            pixels.dimensions(),
            profile.output.aspect(),
            &profile.geometry,
        )
    });
    let evidence = Evidence {
        observation: &observation,
        pixels,
        crop: crop.as_ref(),
        file,
        models,
        stage,
    };
    let report = quality::check(&evidence, profile);
    Checked {
        observation,
        crop,
        report,
    }
}
