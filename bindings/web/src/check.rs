//! The pre-check of a photo, and the portrait it gives.

use crate::json;
use crate::models::Models;
use crate::problem::Problem;
use image::RgbImage;
use serde::Serialize;
use std::collections::BTreeMap;
use wasm_bindgen::prelude::wasm_bindgen;
use xueying::frame::{self, DecodeError, Limits, decode};
use xueying::portrait::{self, Background, Fit, Mark, PortraitError};
use xueying::precheck;
use xueying::profile::Profile;
use xueying::quality::Stage;
use xueying::report::{CheckId, Report, Stamp};
use xueying::texts::{self, FindingText, Lang};
use xueying::vision::{Observation, View, Vision};

/// Looks at photos.
#[wasm_bindgen]
pub struct Checker {
    vision: Vision,
    stamps: Vec<Stamp>,
}

/// A photo that was looked at.
#[wasm_bindgen]
pub struct Photo {
    pixels: RgbImage,
    file: frame::Source,
    seen: Observation,
    stamps: Vec<Stamp>,
    profile: Profile,
}

/// The portrait of a photo.
#[wasm_bindgen]
pub struct Portrait(portrait::Portrait, Profile);

/// A report with its sentences.
#[derive(Serialize)]
struct Told<'a> {
    report: &'a Report,
    texts: BTreeMap<CheckId, FindingText>,
    questions: BTreeMap<CheckId, &'static str>,
    /// Left, top, width and height of the portrait's place in the photo.
    crop: Option<[f64; 4]>,
    size: [u32; 2],
}

/// What a portrait is and lacks.
#[derive(Serialize)]
struct Facts {
    size: [u32; 2],
    bytes: usize,
    quality: u8,
    fit: &'static str,
    marks: Vec<Measure>,
}

/// One official measure, in pixels of the portrait.
#[derive(Serialize)]
struct Measure {
    id: CheckId,
    title: &'static str,
    value: f64,
    met: bool,
}

#[wasm_bindgen]
impl Checker {
    /// Loads the models.
    ///
    /// # Errors
    /// `model_missing`, `model_refused`.
    #[wasm_bindgen(constructor)]
    pub fn new(models: &Models) -> Result<Self, Problem> {
        Ok(Self {
            vision: models.vision()?,
            stamps: models.stamps()?,
        })
    }

    /// Looks at a JPEG, PNG or WebP file of at most 64 MiB and 65 megapixels.
    ///
    /// # Errors
    /// Why the file is not a picture.
    pub fn open(&mut self, file: &[u8]) -> Result<Photo, Problem> {
        let photo = decode(file, &Limits::default())?;
        let seen = self.vision.observe(&View::of(&photo.pixels));
        Ok(Photo {
            pixels: photo.pixels,
            file: photo.source,
            seen,
            stamps: self.stamps.clone(),
            profile: Profile::chsi(),
        })
    }
}

#[wasm_bindgen]
impl Photo {
    /// The report and its sentences, as JSON. `finished` judges the photo as a portrait made elsewhere.
    #[must_use]
    pub fn report(&self, finished: bool, chinese: bool) -> String {
        let stage = if finished {
            Stage::Portrait
        } else {
            Stage::Capture
        };
        let checked = precheck::judge(
            &self.pixels,
            Some(&self.file),
            stage,
            self.seen.clone(),
            &self.profile,
            &self.stamps,
        );
        let lang = if chinese { Lang::Zh } else { Lang::En };
        let (findings, asked) = (&checked.report.findings, &checked.report.questions);
        let told = Told {
            texts: findings
                .iter()
                .map(|finding| (finding.id, texts::finding(finding, lang)))
                .collect(),
            questions: asked
                .iter()
                .map(|asked| (asked.id, texts::question(asked.id, lang)))
                .collect(),
            crop: checked.crop.map(|found| {
                let crop = found.crop;
                [crop.x, crop.y, crop.width, crop.height]
            }),
            size: [self.pixels.width(), self.pixels.height()],
            report: &checked.report,
        };
        json(&told)
    }

    /// Makes the portrait, with the official background or the one that was there.
    ///
    /// # Errors
    /// `portrait_no_head`, `portrait_not_upright`.
    pub fn portrait(&self, official: bool) -> Result<Portrait, Problem> {
        let background = if official {
            Background::Official
        } else {
            Background::Kept
        };
        let made = portrait::compose(&self.pixels, &self.seen, &self.profile, background)?;
        Ok(Portrait(made, self.profile.clone()))
    }
}

#[wasm_bindgen]
impl Portrait {
    /// The JPEG.
    #[must_use]
    pub fn file(&self) -> Vec<u8> {
        self.0.file.bytes.clone()
    }

    /// What it is and lacks, as JSON.
    #[must_use]
    pub fn facts(&self, chinese: bool) -> String {
        let lang = if chinese { Lang::Zh } else { Lang::En };
        let measure = |mark: &Mark| Measure {
            id: mark.id,
            title: texts::title(mark.id, lang),
            value: mark.value,
            met: mark.met,
        };
        let (made, file) = (&self.0, &self.0.file);
        json(&Facts {
            size: [made.pixels.width(), made.pixels.height()],
            bytes: file.bytes.len(),
            quality: file.quality,
            fit: match file.fit {
                Fit::Inside => "inside",
                Fit::TooSmall => "too_small",
                Fit::TooLarge => "too_large",
            },
            marks: portrait::marks(&made.proposal.shares, &self.1)
                .iter()
                .map(measure)
                .collect(),
        })
    }
}

impl From<DecodeError> for Problem {
    fn from(error: DecodeError) -> Self {
        Self::of(error.code(), error)
    }
}

impl From<PortraitError> for Problem {
    fn from(error: PortraitError) -> Self {
        Self::of(error.code(), error)
    }
}
