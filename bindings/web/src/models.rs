//! The models, from bytes the page has fetched.

use crate::json;
use crate::problem::Problem;
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;
use xueying::models::{Model, ModelError, ModelSet};
use xueying::report::Stamp;
use xueying::vision::{Vision, VisionError};

/// The models, known by their hash.
#[wasm_bindgen]
#[derive(Default)]
pub struct Models(ModelSet);

#[derive(Serialize)]
struct ModelFile {
    name: &'static str,
    sha256: &'static str,
}

/// The files that are needed: JSON, a list of `name` and `sha256`.
#[wasm_bindgen(js_name = modelFiles)]
pub fn model_files() -> String {
    let files = Vision::MODELS.map(|model| ModelFile {
        name: model.file_name(),
        sha256: model.sha256(),
    });
    json(&files)
}

#[wasm_bindgen]
impl Models {
    /// None yet.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes in a file under its name; its hash must be one of the core's.
    ///
    /// # Errors
    /// `model_unknown_name`, `model_wrong_hash`.
    pub fn insert(&mut self, name: &str, bytes: Vec<u8>) -> Result<(), Problem> {
        let known = Model::ALL.iter().find(|model| model.file_name() == name);
        let &model = known.ok_or_else(|| told("model_unknown_name", "no such model"))?;
        Ok(self.0.insert(model, bytes)?)
    }
}

impl Models {
    /// The models, loaded, with the memory they run in.
    pub(crate) fn vision(&self) -> Result<Vision, Problem> {
        Ok(Vision::load(&self.0)?)
    }

    /// What a report says about them.
    pub(crate) fn stamps(&self) -> Result<Vec<Stamp>, Problem> {
        let stamps = Vision::MODELS.iter().map(|&model| self.0.stamp(model));
        Ok(stamps.collect::<Result<_, _>>()?)
    }
}

impl From<ModelError> for Problem {
    fn from(error: ModelError) -> Self {
        told(error.code(), error)
    }
}

impl From<VisionError> for Problem {
    fn from(error: VisionError) -> Self {
        told("model_refused", error)
    }
}

fn told(code: &str, detail: impl ToString) -> Problem {
    Problem::told(code, "errors.models.message", detail)
}
