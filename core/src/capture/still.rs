//! The still: which of a burst, whether it hangs together with the preview, whether it may be sealed.

use super::{Link, Setup, SignerError};
use crate::camera::{Facing, FrameTime, Source};
use crate::frame::{self, DecodeError, Limits, strip_metadata};
use crate::precheck;
use crate::quality::Stage;
use crate::report::{CheckId, Finding, Kind, Report, Verdict};
use crate::vision::{Face, Observation, Vision};
use image::RgbImage;
use std::collections::BTreeMap;

/// Longest time between the last frame and the still, in seconds.
const LONGEST_GAP: f64 = 1.5;
/// Farthest the face may have moved meanwhile, as a share of the inter-eye distance.
const LARGEST_SHIFT: f64 = 0.6;
/// The face in the still may be so much darker or brighter than in the frame.
const LUMA_RATIO: std::ops::RangeInclusive<f64> = 0.5..=2.0;
/// A burst has at most so many stills.
pub const BURST: usize = 3;

/// A still as the platform gives it.
#[derive(Clone, Copy)]
pub struct Still<'a> {
    /// The JPEG.
    pub jpeg: &'a [u8],
    /// The lens that took it.
    pub lens: &'a str,
    /// Which way that lens looks.
    pub facing: Facing,
    /// When, on the frames' clock.
    pub time: FrameTime,
}

/// Why there is no photo.
#[derive(Debug, thiserror::Error)]
pub enum TakeError {
    /// No frame passed the gate with a face before the still.
    #[error("no face was seen before the still")]
    NoPreview,
    /// No still, or more than [`BURST`].
    #[error("a burst has one to three stills, not {0}")]
    Burst(usize),
    /// The still comes from another lens.
    #[error("the still comes from another lens than the frames")]
    WrongLens,
    /// The still is not a picture.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// There is no face in the still.
    #[error("there is no face in the still")]
    NoFace,
    /// The still does not show what the frames showed.
    #[error("the still does not hang together with the frames before it")]
    NotLinked,
    /// The still breaks rules that block.
    #[error("the still breaks rules that block: {0:?}")]
    Blocked(Vec<CheckId>),
    /// The key store did not sign.
    #[error(transparent)]
    Signer(#[from] SignerError),
}

impl TakeError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoPreview => "take_no_preview",
            Self::Burst(_) => "take_burst",
            Self::WrongLens => "take_wrong_lens",
            Self::Decode(error) => error.code(),
            Self::NoFace => "take_no_face",
            Self::NotLinked => "take_not_linked",
            Self::Blocked(_) => "take_blocked",
            Self::Signer(_) => "take_signer",
        }
    }
}

/// What is kept of the last frame with a face.
pub(super) struct LastFrame {
    time: FrameTime,
    face: Placed,
}

/// A face in coordinates that frame and still share: from the middle of the view, in halves of its long side.
struct Placed {
    points: Vec<[f64; 2]>,
    /// Inter-eye distance.
    eyes: f64,
    /// Mean luma of the face.
    luma: f64,
}

/// The best still of a burst.
pub(super) struct Best {
    pub jpeg: Vec<u8>,
    pub size: [u32; 2],
    pub link: Link,
    pub report: Report,
}

impl LastFrame {
    /// What to keep of a frame; `part` is the picture around the face, its place and scale.
    pub(super) fn of(
        time: FrameTime,
        seen: &Observation,
        part: (&RgbImage, [usize; 2], usize),
    ) -> Option<Self> {
        let face = seen.face.as_ref()?;
        let (pixels, [x, y], step) = part;
        let luma = mean_luma(pixels, face, |[px, py]| {
            [(px - x as f32) / step as f32, (py - y as f32) / step as f32]
        });
        Some(Self {
            time,
            face: Placed::of(face, [seen.width, seen.height], luma),
        })
    }

    fn link(&self, time: FrameTime, still: &Placed) -> Option<Link> {
        let distances = self
            .face
            .points
            .iter()
            .zip(&still.points)
            .map(|(a, b)| (a[0] - b[0]).hypot(a[1] - b[1]));
        let shift = distances.sum::<f64>() / self.face.points.len().max(1) as f64 / self.face.eyes;
        let luma = still.luma / self.face.luma.max(1.0);
        let soon = time >= self.time && time.since(self.time) <= LONGEST_GAP;
        let alike = shift <= LARGEST_SHIFT && LUMA_RATIO.contains(&luma);
        (soon && alike).then_some(Link {
            frame: self.time,
            still: time,
            shift,
            luma,
        })
    }
}

impl Placed {
    fn of(face: &Face, [width, height]: [u32; 2], luma: f64) -> Self {
        let (width, height) = (f64::from(width), f64::from(height));
        let half = width.max(height) / 2.0;
        let place = |[x, y, _]: &[f32; 3]| {
            [
                (f64::from(*x) - width / 2.0) / half,
                (f64::from(*y) - height / 2.0) / half,
            ]
        };
        Self {
            points: face.landmarks.iter().map(place).collect(),
            eyes: (f64::from(face.inter_eye_distance()) / half).max(1e-6),
            luma,
        }
    }
}

/// Mean luma under the landmarks, 0 to 255.
fn mean_luma(pixels: &RgbImage, face: &Face, to_pixels: impl Fn([f32; 2]) -> [f32; 2]) -> f64 {
    let lumas = face.landmarks.iter().filter_map(|[x, y, _]| {
        let [x, y] = to_pixels([*x, *y]);
        let [r, g, b] = pixels
            .get_pixel_checked(x as u32, y as u32)?
            .0
            .map(f64::from);
        (x >= 0.0 && y >= 0.0).then_some(0.2126 * r + 0.7152 * g + 0.0722 * b)
    });
    let (sum, count) = lumas.fold((0.0, 0.0), |(sum, count), luma| (sum + luma, count + 1.0));
    if count > 0.0 { sum / count } else { 0.0 }
}

/// The best still that may be sealed; if none may, why the first one may not.
pub(super) fn best(
    stills: &[Still<'_>],
    last: &LastFrame,
    setup: &Setup,
    vision: &mut Vision,
    overrides: &BTreeMap<CheckId, String>,
) -> Result<Best, TakeError> {
    if stills.is_empty() || stills.len() > BURST {
        return Err(TakeError::Burst(stills.len()));
    }
    let mut found: Result<(f64, Best), TakeError> = Err(TakeError::NoFace);
    for (index, still) in stills.iter().enumerate() {
        match judge(still, last, setup, vision, overrides) {
            Ok(best) => {
                let merit = merit(&best.report);
                if found.as_ref().is_ok_and(|(most, _)| *most >= merit) {
                    continue;
                }
                found = Ok((merit, best));
            }
            Err(error) if index == 0 => found = Err(error),
            Err(_) => {}
        }
    }
    found.map(|(_, best)| best)
}

fn judge(
    still: &Still<'_>,
    last: &LastFrame,
    setup: &Setup,
    vision: &mut Vision,
    overrides: &BTreeMap<CheckId, String>,
) -> Result<Best, TakeError> {
    let rear = setup.plan.source != Source::PhoneRear || still.facing == Facing::Rear;
    if still.lens != setup.plan.lens || !rear {
        return Err(TakeError::WrongLens);
    }
    let photo = frame::decode(still.jpeg, &Limits::default())?;
    let checked = precheck::check(
        &photo.pixels,
        Some(&photo.source),
        Stage::Capture,
        vision,
        &setup.profile,
        &setup.models,
    );
    let face = checked.observation.face.as_ref().ok_or(TakeError::NoFace)?;
    let luma = mean_luma(&photo.pixels, face, |place| place);
    let size = [photo.pixels.width(), photo.pixels.height()];
    let link = last
        .link(still.time, &Placed::of(face, size, luma))
        .ok_or(TakeError::NotLinked)?;
    let mut findings = checked.report.findings;
    findings.push(Finding::exact(CheckId::CameraRear, true));
    findings.push(Finding::exact(CheckId::LiveCapture, true));
    let report = Report::new(
        checked.report.profile,
        checked.report.models,
        findings,
        checked.report.questions,
    );
    let blocked = blocked(&report, setup, overrides);
    if !blocked.is_empty() {
        return Err(TakeError::Blocked(blocked));
    }
    Ok(Best {
        jpeg: strip_metadata(still.jpeg, photo.source.orientation)?,
        size,
        link,
        report,
    })
}

/// What keeps the still from being sealed: a blocking check that is not met, any other fail, without a stated reason.
fn blocked(report: &Report, setup: &Setup, overrides: &BTreeMap<CheckId, String>) -> Vec<CheckId> {
    let blocking = &setup.profile.guide.blocking;
    let broken = |finding: &&Finding| match finding.verdict {
        Verdict::Pass | Verdict::Warn => false,
        Verdict::Unknown => blocking.contains(&finding.id),
        Verdict::Fail => true,
    };
    let excused = |finding: &&Finding| {
        finding.id.kind() == Kind::Measured && overrides.contains_key(&finding.id)
    };
    let findings = report.findings.iter();
    findings
        .filter(|finding| broken(finding) && !excused(finding))
        .map(|finding| finding.id)
        .collect()
}

/// What makes one good still better than another: fewer warnings, then open eyes, a sharp face, a quiet mouth.
fn merit(report: &Report) -> f64 {
    let passed = report
        .findings
        .iter()
        .filter(|finding| finding.verdict == Verdict::Pass)
        .count();
    let score = |id| report.finding(id).and_then(|finding| finding.score);
    let eyes = score(CheckId::EyesOpen).unwrap_or(0.0) / 0.1;
    let sharp = score(CheckId::Sharpness).unwrap_or(0.0);
    let mouth = score(CheckId::MouthClosed).unwrap_or(0.0) / 0.05;
    passed as f64 + 0.5 * eyes.min(1.0) + 0.5 * sharp.min(1.0) - 0.3 * mouth.min(1.0)
}
