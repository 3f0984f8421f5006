//! What went wrong, with a stable code.

use wasm_bindgen::prelude::wasm_bindgen;
use xueying::texts::{Lang, text};

/// What is thrown. It never holds a code, a name or a phone number.
#[wasm_bindgen]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    code: String,
    key: String,
    detail: String,
}

impl Problem {
    /// The problem of a code whose texts are at `errors.CODE`; where there are none, something is broken.
    pub(crate) fn of(code: &str, detail: impl ToString) -> Self {
        let key = |name: &str| format!("errors.{name}.message");
        let own = key(code);
        let key = match text(&own, Lang::En) {
            Some(_) => own,
            None => key("broken"),
        };
        Self::told(code, key, detail)
    }

    /// The problem of a code with the key of its text.
    pub(crate) fn told(code: &str, key: impl ToString, detail: impl ToString) -> Self {
        Self {
            code: code.to_owned(),
            key: key.to_string(),
            detail: detail.to_string(),
        }
    }
}

#[wasm_bindgen]
impl Problem {
    /// The stable code, such as `truncated`.
    #[wasm_bindgen(getter)]
    pub fn code(&self) -> String {
        self.code.clone()
    }

    /// The key of what to tell the person; `.advice` in place of `.message` says what to do.
    #[wasm_bindgen(getter)]
    pub fn key(&self) -> String {
        self.key.clone()
    }

    /// What happened, in English, for developers.
    #[wasm_bindgen(getter)]
    pub fn detail(&self) -> String {
        self.detail.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_has_a_text() {
        assert_eq!(
            Problem::of("truncated", "").key(),
            "errors.truncated.message"
        );
        assert_eq!(
            Problem::of("no_such_code", "").key(),
            "errors.broken.message"
        );
        for key in ["truncated", "no_such_code", "camera", "frame", "models"] {
            let key = Problem::of(key, "").key();
            for key in [key.clone(), key.replace(".message", ".advice")] {
                assert!(text(&key, Lang::Zh).is_some(), "{key}");
            }
        }
    }
}
