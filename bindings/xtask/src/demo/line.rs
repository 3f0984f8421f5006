//! What the demo needs of a line that `xueying check --json --landmarks` prints.

use super::copies::Place;
use serde::Deserialize;
use xueying::report::{CheckId, Region, Verdict};
use xueying::texts::Lang;

#[derive(Deserialize)]
pub struct Line {
    pub lang: Lang,
    pub findings: Vec<Found>,
    pub crop: Option<[f64; 4]>,
    pub observation: Observed,
}

#[derive(Deserialize)]
pub struct Found {
    pub id: CheckId,
    pub verdict: Verdict,
    pub region: Option<Region>,
    pub title: String,
    pub message: String,
}

#[derive(Deserialize)]
pub struct Observed {
    pub eyes: Option<[[f32; 2]; 2]>,
    pub landmarks: Vec<[f32; 2]>,
}

impl Line {
    /// Where the face is, if there is one.
    pub fn place(&self) -> Option<Place> {
        let Observed { eyes, landmarks } = &self.observation;
        let [right, left] = (*eyes)?;
        let Region::Box([x, y, width, height]) = Region::around(landmarks.iter().copied()) else {
            return None;
        };
        (width >= 1.0 && height >= 1.0).then_some(Place {
            face: [x, y, width, height],
            eyes: [
                f32::midpoint(right[0], left[0]),
                f32::midpoint(right[1], left[1]),
            ],
            between_eyes: (right[0] - left[0]).hypot(right[1] - left[1]),
        })
    }

    /// What a check found.
    pub fn found(&self, id: CheckId) -> Option<&Found> {
        self.findings.iter().find(|found| found.id == id)
    }
}

impl Found {
    /// Whether it is a warning or worse.
    pub fn is_trouble(&self) -> bool {
        self.verdict > Verdict::Pass
    }
}
