//! Helpers shared by the tests of this crate: where the models, the sample photo and the scenarios are.

use serde_json::Value;
use std::path::PathBuf;

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
