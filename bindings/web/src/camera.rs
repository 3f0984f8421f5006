//! Which of the browser's cameras may be opened.

use crate::json;
use crate::problem::Problem;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::wasm_bindgen;
use xueying::camera::{self, CameraPlan, Facing, Lens, Permission, Platform, SessionMode, Source};

/// The lens that was chosen.
#[wasm_bindgen]
pub struct Camera {
    pub(crate) plan: CameraPlan,
    pub(crate) facing: Facing,
}

#[wasm_bindgen]
impl Camera {
    /// Chooses among lenses, the JSON of a list of the core's `Lens`. `source` is `phone_rear` or `desktop`, `mode` is
    /// `real` or `rehearsal`.
    ///
    /// # Errors
    /// `no_camera`; the key tells why the first lens was refused.
    pub fn choose(lenses: &str, source: &str, mode: &str) -> Result<Self, Problem> {
        let lenses: Vec<Lens> = serde_json::from_str(lenses)
            .map_err(|error| Problem::told("bad_lenses", "errors.camera.message", error))?;
        let (source, mode): (Source, SessionMode) = (named(source)?, named(mode)?);
        let choice = camera::choose(&lenses, source, mode).map_err(|none| {
            let reason = none.refused.first().map(|refused| word(&refused.reason));
            let key = reason.map_or_else(
                || "errors.camera.message".to_owned(),
                |reason| format!("camera.refused.{reason}"),
            );
            Problem::told("no_camera", key, none)
        })?;
        let chosen = lenses.iter().find(|lens| lens.id == choice.plan.lens);
        Ok(Self {
            facing: chosen.map_or(Facing::Unknown, |lens| lens.facing),
            plan: choice.plan,
        })
    }

    /// How to open it, as JSON.
    #[must_use]
    pub fn plan(&self) -> String {
        json(&self.plan)
    }
}

/// What to do about a permission in a browser, as JSON: `null`, or the recovery and the key of what to say.
///
/// # Errors
/// `bad_word` for a permission that there is not.
#[wasm_bindgen(js_name = permissionAdvice)]
pub fn permission_advice(permission: &str) -> Result<String, Problem> {
    let permission: Permission = named(permission)?;
    Ok(json(&camera::recovery(permission, Platform::Browser)))
}

/// The value of a name as JSON has it.
pub(crate) fn named<T: DeserializeOwned>(name: &str) -> Result<T, Problem> {
    serde_json::from_value(name.into()).map_err(|error| Problem::of("bad_word", error))
}

fn word(value: &impl serde::Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DESKTOP: &str = r#"[{"id": "a", "facing": "unknown"}]"#;

    #[test]
    fn a_computer_rehearses_and_no_more() {
        assert!(Camera::choose(DESKTOP, "desktop", "rehearsal").is_ok());
        for source in ["desktop", "phone_rear"] {
            let refused = Camera::choose(DESKTOP, source, "real").err();
            assert_eq!(refused.expect("no camera").code(), "no_camera");
        }
    }

    #[test]
    fn a_refused_lens_is_told() {
        let front = r#"[{"id": "a", "facing": "front"}]"#;
        let refused = Camera::choose(front, "phone_rear", "real").err();
        assert_eq!(refused.expect("refused").key(), "camera.refused.front");
    }
}
