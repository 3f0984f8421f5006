//! The pre-check of one picture: look at it, place the crop, judge.
//!
//! [`check`] does it all; where each step is to be timed, [`judge`] does the last two.

use crate::frame::Photo;
use crate::portrait::crop::{self, Head, Proposal};
use crate::profile::Profile;
use crate::quality::{self, Evidence, Stage};
use crate::report::{Report, Stamp};
use crate::vision::{Observation, View, Vision};

/// What came out.
pub struct Checked {
    /// What the models saw, in pixels of the picture.
    pub observation: Observation,
    /// Where the portrait would be cut; `None` without a head.
    pub crop: Option<Proposal>,
    /// The verdict.
    pub report: Report,
}

/// Checks a decoded file; `models` are the stamps of the models in `vision`.
pub fn check(
    photo: &Photo,
    stage: Stage,
    vision: &mut Vision,
    profile: &Profile,
    models: &[Stamp],
) -> Checked {
    let observation = vision.observe(&View::of(&photo.pixels));
    judge(photo, stage, observation, profile, models)
}

/// Judges what was already seen in a decoded file.
pub fn judge(
    photo: &Photo,
    stage: Stage,
    observation: Observation,
    profile: &Profile,
    models: &[Stamp],
) -> Checked {
    let head = Head::of(&observation).ok();
    let crop = head.and_then(|head| {
        crop::propose(
            &head,
            photo.pixels.dimensions(),
            profile.output.aspect(),
            &profile.geometry,
        )
    });
    let evidence = Evidence {
        observation: &observation,
        pixels: &photo.pixels,
        crop: crop.as_ref(),
        file: Some(&photo.source),
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
