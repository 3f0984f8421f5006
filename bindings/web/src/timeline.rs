//! A recorded session, replayed.

use crate::json;
use crate::problem::Problem;
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;
use xueying::capture::{self, Step};
use xueying::profile::Profile;
use xueying::report::Finding;
use xueying::texts;

/// The steps, and the first that was decided otherwise this time.
#[derive(Serialize)]
struct Replay<'a> {
    steps: &'a [Step],
    /// What each finding of each step measured, with its unit; `null` where it could not.
    values: Vec<Vec<Option<String>>>,
    differs: Option<usize>,
}

/// Decides a recording, JSON lines, anew: its `steps` with their `values`, and `differs`, the first step that was decided otherwise, as JSON.
///
/// # Errors
/// `replay_empty`, `replay_line`, `replay_profile`.
#[wasm_bindgen]
pub fn replay(recording: &str) -> Result<String, Problem> {
    let lines = recording.lines().filter(|line| !line.is_empty());
    let replay = capture::replay(lines, &Profile::chsi())
        .map_err(|error| Problem::told(error.code(), "errors.recording.message", error))?;
    let value = |finding: &Finding| Some(texts::value(finding.score?, finding.unit));
    let steps = replay.steps.iter();
    Ok(json(&Replay {
        values: steps
            .map(|step| step.seen.findings.iter().map(value).collect())
            .collect(),
        steps: &replay.steps,
        differs: replay.differs,
    }))
}
