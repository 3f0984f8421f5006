//! Helpers shared by the tests of this crate: where the models, the sample photo and the scenarios are.

pub mod crash_disk;
pub mod hostile;
pub mod leaks;
pub mod phone;
pub mod pictures;
pub mod preview;
pub mod recapture;
pub mod scripted;
pub mod sealed;
pub mod service;
pub mod shell;
pub mod wardrobe;

pub mod trials;

use serde_json::Value;
use std::path::{Path, PathBuf};

/// The cases of `tests/scenarios/NAME.json`.
pub fn scenarios(name: &str) -> Vec<Value> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("../scenarios/{name}.json"));
    let text = std::fs::read_to_string(&path).expect("the scenarios are part of the repository");
    serde_json::from_str(&text).expect("scenarios are a JSON list")
}

/// Reads a field of a scenario as the core's own type.
pub fn parse<T: serde::de::DeserializeOwned>(value: &Value) -> T {
    serde_json::from_value(value.clone()).expect("the scenario speaks the core's language")
}

/// The folder of models and sample photo: what `XUEYING_MODELS` names, or `models/` in the repository.
///
/// # Panics
/// If it is not there: a test that needs models fails without them, it is never skipped.
pub fn models_folder() -> PathBuf {
    let folder = std::env::var_os("XUEYING_MODELS").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models"),
        PathBuf::from,
    );
    assert!(
        folder.is_dir(),
        "no models in {}: run `cargo xtask models`",
        folder.display()
    );
    folder
}

/// The bytes of the sample photo, a PNG of 512 × 512 pixels with one person.
///
/// # Panics
/// As [`models_folder`].
pub fn sample_photo() -> Vec<u8> {
    std::fs::read(models_folder().join("astronaut.png")).expect("run `cargo xtask models`")
}
