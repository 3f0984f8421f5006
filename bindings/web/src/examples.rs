//! Right and wrong, drawn.

use crate::problem::Problem;
use wasm_bindgen::prelude::wasm_bindgen;
use xueying::examples::{Example, draw};
use xueying::report::CheckId;

/// The drawing of a rule, kept or broken, as an SVG element.
///
/// # Errors
/// `unknown_check`.
#[wasm_bindgen]
pub fn example(rule: &str, right: bool) -> Result<String, Problem> {
    let id: CheckId = rule
        .parse()
        .map_err(|error| Problem::of("unknown_check", error))?;
    let example = if right {
        Example::Right
    } else {
        Example::Wrong
    };
    Ok(draw(id, example))
}
