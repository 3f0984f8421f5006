//! One file, from its path to what is printed and drawn of it.

use super::Kind;
use super::files::{self, Input};
use crate::page::{Content, Entry, Picture, Shown};
use crate::problem::Problem;
use image::RgbImage;
use image::codecs::jpeg::JpegEncoder;
use std::time::{Duration, Instant};
use xueying::frame::{Limits, decode, downscale};
use xueying::portrait::crop::{Crop, Proposal};
use xueying::portrait::{self, Background};
use xueying::precheck;
use xueying::profile::Profile;
use xueying::report::{Report, Stamp};
use xueying::vision::{Face, Observation, View, Vision};

/// The longer side of a photo inside the HTML report, in pixels.
const SHOWN: u32 = 1200;
/// Its JPEG quality.
const QUALITY: u8 = 82;

/// What came of a file.
pub struct Outcome {
    /// The path as it was given.
    pub path: String,
    /// What was seen, or why nothing was.
    pub result: Result<Seen, Problem>,
}

/// What was seen in a file. The pixels are gone, but for the copy that is shown.
pub struct Seen {
    pub kind: Kind,
    pub observation: Observation,
    pub proposal: Option<Proposal>,
    pub report: Report,
    pub times: Times,
    /// A JPEG, where there is to be an HTML report.
    pub shown: Option<Vec<u8>>,
    /// The portrait of a capture, where there is to be an HTML report.
    pub portrait: Option<Shown>,
}

/// How long the stages of a check took.
pub struct Times {
    pub decode: Duration,
    pub vision: Duration,
    /// The crop included.
    pub quality: Duration,
}

impl Times {
    /// All stages together.
    pub fn total(&self) -> Duration {
        self.decode + self.vision + self.quality
    }
}

/// Checks one file at a time.
pub struct Worker {
    vision: Vision,
    profile: Profile,
    models: Vec<Stamp>,
}

impl Worker {
    /// A worker with models of its own.
    pub fn new(vision: Vision, profile: Profile) -> Self {
        let models = vision.stamps().to_vec();
        Self {
            vision,
            profile,
            models,
        }
    }

    /// Checks a file; with `show` a small copy of it is kept.
    pub fn check(&mut self, input: &Input, kind: Kind, show: bool) -> Outcome {
        let result = match &input.problem {
            Some(problem) => Err(problem.clone()),
            None => self.see(input, kind, show),
        };
        Outcome {
            path: input.path.to_string_lossy().into_owned(),
            result,
        }
    }

    fn see(&mut self, input: &Input, kind: Kind, show: bool) -> Result<Seen, Problem> {
        let bytes = files::read(&input.path)?;
        let start = Instant::now();
        let photo = decode(&bytes, &Limits::default())?;
        let decoded = Instant::now();
        let observation = self.vision.observe(&View::of(&photo.pixels));
        let observed = Instant::now();
        let checked = precheck::judge(
            &photo.pixels,
            Some(&photo.source),
            kind.into(),
            observation,
            &self.profile,
            &self.models,
        );
        let times = Times {
            decode: decoded - start,
            vision: observed - decoded,
            quality: observed.elapsed(),
        };
        Ok(Seen {
            kind,
            shown: show.then(|| jpeg(&photo.pixels)).transpose()?,
            portrait: if show && kind == Kind::Capture {
                self.portrait(&photo.pixels, &checked.observation)
            } else {
                None
            },
            observation: checked.observation,
            proposal: checked.crop,
            report: checked.report,
            times,
        })
    }

    /// The portrait that the photo gives; `None` without a whole head.
    fn portrait(&self, picture: &RgbImage, seen: &Observation) -> Option<Shown> {
        let made = portrait::compose(picture, seen, &self.profile, Background::Official).ok()?;
        Some(Shown {
            marks: portrait::marks(&made.proposal.shares, &self.profile),
            jpeg: made.file.bytes,
        })
    }
}

fn jpeg(picture: &RgbImage) -> Result<Vec<u8>, Problem> {
    let mut bytes = vec![];
    let small = downscale(picture, SHOWN);
    JpegEncoder::new_with_quality(&mut bytes, QUALITY)
        .encode_image(&small)
        .map_err(|error| Problem::because("report_unwritable", error))?;
    Ok(bytes)
}

impl Outcome {
    /// What the HTML report keeps of it.
    pub fn into_entry(self) -> Entry {
        let content = match self.result {
            Ok(seen) => Content::Checked(Box::new(seen.into_picture())),
            Err(problem) => Content::Unreadable(problem),
        };
        Entry {
            path: self.path,
            content,
        }
    }
}

impl Seen {
    /// Where the portrait is: the proposed crop of a capture, the whole of a finished portrait.
    pub fn frame(&self) -> Option<Crop> {
        match self.kind {
            Kind::Capture => self.proposal.map(|proposal| proposal.crop),
            Kind::Portrait => Some(crate::page::whole([
                self.observation.width,
                self.observation.height,
            ])),
        }
    }

    fn into_picture(self) -> Picture {
        let frame = self.frame();
        let face = self.observation.face;
        let eyes = face.as_ref().map(Face::eye_middles);
        let landmarks = face.map(|face| face.landmarks);
        Picture {
            jpeg: self.shown.unwrap_or_default(),
            size: [self.observation.width, self.observation.height],
            frame,
            eyes,
            portrait: self.portrait,
            report: self.report,
            landmarks: landmarks
                .into_iter()
                .flatten()
                .map(|[x, y, _]| [x, y])
                .collect(),
        }
    }
}
