//! One line of JSON for a file.

use super::Kind;
use super::work::{Outcome, Seen, Times};
use serde::Serialize;
use std::collections::BTreeMap;
use std::time::Duration;
use xueying::portrait::crop::Crop;
use xueying::report::{CheckId, Finding, Question, Region, Stamp, Verdict};
use xueying::texts::{self, FindingText, Lang};
use xueying::vision::{Face, HeadPose, Observation, blendshape};

/// The line of a file, with its end.
pub fn line(outcome: &Outcome, lang: Lang, landmarks: bool) -> String {
    let json = match &outcome.result {
        Ok(seen) => serde_json::to_string(&Line::of(&outcome.path, seen, lang, landmarks)),
        Err(problem) => serde_json::to_string(&Unread {
            path: &outcome.path,
            error: Error {
                code: problem.code,
                message: problem.message(lang),
                advice: problem.advice(lang),
            },
        }),
    };
    json.expect("strings and numbers always serialise") + "\n"
}

#[derive(Serialize)]
struct Unread<'a> {
    path: &'a str,
    error: Error,
}

#[derive(Serialize)]
struct Error {
    code: &'static str,
    message: &'static str,
    advice: &'static str,
}

#[derive(Serialize)]
struct Line<'a> {
    path: &'a str,
    schema: u32,
    lang: Lang,
    #[serde(rename = "as")]
    kind: Kind,
    verdict: Verdict,
    findings: Vec<Found<'a>>,
    questions: Vec<Asked<'a>>,
    crop: Option<[f64; 4]>,
    observation: Observed,
    ms: Millis,
    profile: &'a Stamp,
    models: &'a [Stamp],
}

#[derive(Serialize)]
struct Found<'a> {
    #[serde(flatten)]
    finding: &'a Finding,
    #[serde(flatten)]
    text: FindingText,
}

#[derive(Serialize)]
struct Asked<'a> {
    id: CheckId,
    text: &'static str,
    suspicion: f32,
    region: &'a Option<Region>,
}

/// Places are pixels of the upright picture.
#[derive(Serialize)]
struct Observed {
    width: u32,
    height: u32,
    faces: Vec<FoundFace>,
    pose: Option<Pose>,
    /// The student's right eye, then the left.
    eyes: Option<[[f32; 2]; 2]>,
    blendshapes: Option<BTreeMap<&'static str, f32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    landmarks: Option<Vec<[f32; 2]>>,
}

#[derive(Serialize)]
struct FoundFace {
    #[serde(rename = "box")]
    bounds: [f32; 4],
    confidence: f32,
}

/// Degrees.
#[derive(Serialize)]
struct Pose {
    yaw: f32,
    pitch: f32,
    roll: f32,
}

/// Milliseconds.
#[derive(Serialize)]
struct Millis {
    decode: f64,
    vision: f64,
    quality: f64,
    total: f64,
}

impl<'a> Line<'a> {
    fn of(path: &'a str, seen: &'a Seen, lang: Lang, landmarks: bool) -> Self {
        let found = |finding: &'a Finding| Found {
            finding,
            text: texts::finding(finding, lang),
        };
        let asked = |question: &'a Question| Asked {
            id: question.id,
            text: texts::question(question.id, lang),
            suspicion: question.suspicion,
            region: &question.region,
        };
        let crop = seen.frame();
        Self {
            path,
            schema: seen.report.schema,
            lang,
            kind: seen.kind,
            verdict: seen.report.verdict,
            findings: seen.report.findings.iter().map(found).collect(),
            questions: seen.report.questions.iter().map(asked).collect(),
            crop: crop.map(
                |Crop {
                     x,
                     y,
                     width,
                     height,
                 }| [x, y, width, height],
            ),
            observation: Observed::of(&seen.observation, landmarks),
            ms: Millis::of(&seen.times),
            profile: &seen.report.profile,
            models: &seen.report.models,
        }
    }
}

impl Observed {
    fn of(observation: &Observation, landmarks: bool) -> Self {
        let face = observation.face.as_ref();
        let points = |face: &Face| face.landmarks.iter().map(|[x, y, _]| [*x, *y]).collect();
        Self {
            width: observation.width,
            height: observation.height,
            faces: observation
                .faces
                .iter()
                .map(|face| FoundFace {
                    bounds: [
                        face.bounds.x,
                        face.bounds.y,
                        face.bounds.width,
                        face.bounds.height,
                    ],
                    confidence: face.confidence,
                })
                .collect(),
            pose: face.map(|face| {
                let HeadPose {
                    yaw, pitch, roll, ..
                } = face.pose;
                Pose { yaw, pitch, roll }
            }),
            eyes: face.map(Face::eye_middles),
            blendshapes: face.map(|face| {
                blendshape::NAMES
                    .into_iter()
                    .zip(face.blendshapes)
                    .collect()
            }),
            landmarks: landmarks.then(|| face.map(points).unwrap_or_default()),
        }
    }
}

impl Millis {
    fn of(times: &Times) -> Self {
        let millis = |time: Duration| (time.as_secs_f64() * 10_000.0).round() / 10.0;
        Self {
            decode: millis(times.decode),
            vision: millis(times.vision),
            quality: millis(times.quality),
            total: millis(times.total()),
        }
    }
}
