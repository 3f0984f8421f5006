//! What a check needs before it starts: choices, profile, models.

use super::work::Worker;
use crate::problem::Problem;
use clap::ValueEnum;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::thread::available_parallelism;
use xueying::models::ModelSet;
use xueying::profile::{self, Profile};
use xueying::quality::Stage;
use xueying::texts::Lang;
use xueying::vision::Vision;

/// Names a folder of models.
const MODELS: &str = "XUEYING_MODELS";

// What a file is: a photo as the camera gave it, or a finished portrait.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Capture,
    Portrait,
}

impl From<Kind> for Stage {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Capture => Self::Capture,
            Kind::Portrait => Self::Portrait,
        }
    }
}

/// `zh` or `en`.
pub fn lang() -> impl TypedValueParser<Value = Lang> {
    PossibleValuesParser::new(["zh", "en"]).map(|name| Lang::of_locale(&name))
}

/// A built-in profile by its name, or one from a file.
pub fn profile(name: &str) -> Result<Profile, Problem> {
    let path = Path::new(name);
    let found = match Profile::named(name) {
        Err(profile::ProfileError::UnknownName(_)) if path.exists() => {
            let json = std::fs::read_to_string(path)
                .map_err(|error| Problem::because("profile", error))?;
            Profile::parse(&json)
        }
        found => found,
    };
    found.map_err(|error| Problem::because("profile", error))
}

/// A worker for each job, and no more of them than files; each has its own models.
pub fn workers(jobs: Option<u16>, files: usize, profile: &Profile) -> Result<Vec<Worker>, Problem> {
    let jobs = match jobs {
        Some(jobs) => usize::from(jobs),
        None => available_parallelism().map_or(1, usize::from),
    };
    let models = models()?;
    let load = |_| Ok(Worker::new(vision(&models)?, profile.clone()));
    (0..jobs.min(files)).map(load).collect()
}

/// The models that see.
pub fn models() -> Result<ModelSet, Problem> {
    ModelSet::from_folder(&folder(), &Vision::MODELS)
        .map_err(|error| Problem::because("models", error))
}

/// The models, ready to look.
pub fn vision(models: &ModelSet) -> Result<Vision, Problem> {
    Vision::load(models).map_err(|error| Problem::because("models", error))
}

/// The folder of models: the one that is named, or `models` here, or beside or above the program.
fn folder() -> PathBuf {
    if let Some(named) = std::env::var_os(MODELS) {
        return named.into();
    }
    let program = std::env::current_exe().unwrap_or_default();
    let above = program
        .ancestors()
        .skip(1)
        .map(|folder| folder.join("models"));
    let here = PathBuf::from("models");
    std::iter::once(here.clone())
        .chain(above)
        .find(|folder| folder.is_dir())
        .unwrap_or(here)
}
