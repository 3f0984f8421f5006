//! Judges a picture: what was seen in it against the bands of a profile.
//!
//! Each rule that a single picture can answer has one function, which measures it or says why it cannot. The table
//! `CHECKS` names them all; the files hold one family each. What several rules need is measured once, in `measure`.
//! A rule that is not built, or that the profile does not have, is absent from the report.

mod accessories;
mod background;
mod body;
mod clothes;
mod colour;
mod device;
mod ears;
mod expression;
mod eyes;
mod faces;
mod framing;
mod glasses;
mod hair;
mod light;
mod measure;
mod mouth;
mod neckline;
mod output;
mod pose;
mod questions;
mod recapture;
mod sharpness;
mod shine;
mod wall;

use crate::camera::Gravity;
use crate::frame::Source;
use crate::portrait::crop::Proposal;
use crate::profile::{Profile, Rule};
use crate::report::{CheckId, Finding, Reason, Region, Report, Stamp};
use crate::vision::Observation;
use image::RgbImage;
use measure::Scene;

/// What a picture is judged as.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Stage {
    /// A photo as the camera gives it; framing is judged on the proposed crop.
    Capture,
    /// A finished portrait; framing is judged on the picture itself.
    Portrait,
    /// A part of a live frame; one of its pixels is `still_scale` wide in the still to come, whose resolution is judged.
    Live {
        /// Pixels of the still per pixel of the picture.
        still_scale: f64,
        /// Focal length of the lens, in pixels of the picture.
        focal: f64,
        /// How the phone is held, if it says so.
        gravity: Option<Gravity>,
        /// How fast the face moves, in inter-eye distances per second, after the first frame.
        speed: Option<f64>,
        /// Whether the matte is of this very frame.
        fresh_matte: bool,
    },
}

/// Everything known about one picture.
#[derive(Clone, Copy)]
pub struct Evidence<'a> {
    /// What the models saw, in the pixels of `pixels`.
    pub observation: &'a Observation,
    /// The upright picture at full size.
    pub pixels: &'a RgbImage,
    /// Where the portrait would be cut; `None` if there is no place for it.
    pub crop: Option<&'a Proposal>,
    /// Facts of the file that the picture came from, if it came from one.
    pub file: Option<&'a Source>,
    /// The models that looked.
    pub models: &'a [Stamp],
    /// What the picture is judged as.
    pub stage: Stage,
}

/// What one check measured.
struct Measured {
    score: f64,
    /// How far the score is to be trusted, 0 to 1.
    confidence: f32,
    region: Region,
}

type Measure = fn(&Scene) -> Result<Measured, Reason>;

const CHECKS: &[(CheckId, Measure)] = &[
    (CheckId::HelperDistance, framing::distance),
    (CheckId::DeviceTilt, device::tilt),
    (CheckId::FaceCount, faces::count),
    (CheckId::CrownPosition, framing::crown),
    (CheckId::EyeLinePosition, framing::eye_line),
    (CheckId::FaceWidth, framing::face_width),
    (CheckId::Centering, framing::centering),
    (CheckId::HeadYaw, pose::yaw),
    (CheckId::HeadPitch, pose::pitch),
    (CheckId::HeadRoll, pose::roll),
    (CheckId::ShouldersLevel, body::shoulders_level),
    (CheckId::BodyYaw, body::yaw),
    (CheckId::EarsSymmetric, ears::symmetric),
    (CheckId::EarLeftVisible, ears::left),
    (CheckId::EarRightVisible, ears::right),
    (CheckId::HairOverBrows, hair::over_brows),
    (CheckId::HairOverEyes, hair::over_eyes),
    (CheckId::EyesOpen, eyes::open),
    (CheckId::GazeForward, eyes::gaze),
    (CheckId::MouthClosed, mouth::closed),
    (CheckId::TeethHidden, mouth::teeth),
    (CheckId::ExpressionNeutral, expression::neutral),
    (CheckId::GlassesGlare, glasses::glare),
    (CheckId::GlassesTinted, glasses::tinted),
    (CheckId::GlassesFrames, glasses::frames),
    (CheckId::Headwear, accessories::headwear),
    (CheckId::SkinShine, shine::shine),
    (CheckId::LightEven, light::even),
    (CheckId::LightShadow, light::shadow),
    (CheckId::Backlight, light::backlight),
    (CheckId::FaceDark, light::dark),
    (CheckId::FaceBright, light::bright),
    (CheckId::WhiteBalance, colour::white_balance),
    (CheckId::MotionBlur, device::motion),
    (CheckId::Sharpness, sharpness::sharpness),
    (CheckId::LensClean, sharpness::haze),
    (CheckId::Resolution, sharpness::resolution),
    (CheckId::ClothesNotBackground, clothes::not_background),
    (CheckId::ClothesPlain, clothes::plain),
    (CheckId::ClothesNeckline, neckline::bare),
    (CheckId::WallDistance, wall::shadow),
    (CheckId::Recapture, recapture::signs),
    (CheckId::HeadShare, framing::head_share),
    (CheckId::BodyShare, framing::body_share),
    (CheckId::BackgroundUniform, background::uniform),
];

/// What only the phone can tell while it is held: by the angle of its lens, its gravity sensor, the frame before. A wall that is
/// too near is told while the student can still step away from it.
const ONLY_LIVE: [CheckId; 4] = [
    CheckId::HelperDistance,
    CheckId::DeviceTilt,
    CheckId::MotionBlur,
    CheckId::WallDistance,
];

/// Judged only in those live frames that have a new matte: it shows where the shadow of a person may lie, and from frame to
/// frame neither does a lens fog up nor skin begin to shine.
const WITH_A_NEW_MATTE: [CheckId; 3] = [
    CheckId::WallDistance,
    CheckId::LensClean,
    CheckId::SkinShine,
];

/// Judged once there is a still: guidance says nothing about them, and between two frames there is no time.
const NOT_LIVE: [CheckId; 9] = [
    CheckId::EarsSymmetric,
    CheckId::GlassesTinted,
    CheckId::GlassesFrames,
    CheckId::WhiteBalance,
    CheckId::ClothesPlain,
    CheckId::ClothesNeckline,
    // A live frame is shrunk: the pixels of a screen are gone from it.
    CheckId::Recapture,
    CheckId::HeadShare,
    CheckId::BodyShare,
];

/// What a finished portrait no longer shows: the camera's pixels, and the light that was behind the person.
const GONE_IN_A_PORTRAIT: [CheckId; 2] = [CheckId::Resolution, CheckId::Backlight];

/// Judges a picture by every rule that the profile has and a single picture can answer. A live frame is spared what only a
/// still is judged by, and asks no questions.
pub fn check(evidence: &Evidence, profile: &Profile) -> Report {
    let scene = Scene::new(evidence, profile.output.background);
    let live = matches!(evidence.stage, Stage::Live { .. });
    let findings: Vec<Finding> = CHECKS
        .iter()
        .filter(|(id, _)| is_judged(*id, evidence.stage))
        .filter_map(|&(id, measure)| Some(finding(id, profile.rule(id)?, measure(&scene))))
        .chain(
            (evidence.stage == Stage::Portrait)
                .then(|| output::spec(evidence.file, &profile.output)),
        )
        .collect();
    let models = evidence.models.to_vec();
    let questions = if live {
        vec![]
    } else {
        questions::questions(&scene, profile, &findings)
    };
    Report::new(profile.stamp.clone(), models, findings, questions)
}

/// Whether a rule means anything for a picture of this kind.
fn is_judged(id: CheckId, stage: Stage) -> bool {
    match stage {
        Stage::Portrait => !ONLY_LIVE.contains(&id) && !GONE_IN_A_PORTRAIT.contains(&id),
        Stage::Capture => !ONLY_LIVE.contains(&id) && id != CheckId::BackgroundUniform,
        Stage::Live { fresh_matte, .. } => {
            let shown = fresh_matte || !WITH_A_NEW_MATTE.contains(&id);
            shown && id != CheckId::BackgroundUniform && !NOT_LIVE.contains(&id)
        }
    }
}

fn finding(id: CheckId, rule: Rule, measured: Result<Measured, Reason>) -> Finding {
    match measured {
        Ok(Measured {
            score,
            confidence,
            region,
        }) if score.is_finite() => Finding::measured(id, score, rule.bands(), rule.worst)
            .at(region)
            .trusted(confidence),
        Ok(_) => Finding::unknown(id, Reason::FaceTooSmall),
        // That nobody is there is known, not unknown.
        Err(Reason::NoFace) if id == CheckId::FaceCount => faces::nobody(),
        Err(reason) => Finding::unknown(id, reason),
    }
}

#[cfg(test)]
mod tests;
