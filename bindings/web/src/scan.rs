//! Reading codes, live and from pictures.

use crate::json;
use crate::ports::Clock;
use crate::problem::Problem;
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;
use xueying::codes::parse::{CodeError, CollectionCode, SessionCode};
use xueying::codes::scan::{self, Code, DEEP_BUDGET, FRAME_BUDGET, LiveScanner, ScanHint};
use xueying::frame::{Limits, Luma, LumaError, decode};
use xueying::profile::Profile;

/// Reads codes. It keeps no picture.
#[wasm_bindgen]
#[derive(Default)]
pub struct CodeScanner {
    live: LiveScanner,
    size: [usize; 2],
    luma: Vec<u8>,
}

/// What a frame brought.
#[derive(Serialize)]
struct Scan<'a> {
    codes: Vec<&'a str>,
    /// The key of what would help.
    hint: Option<&'static str>,
}

#[wasm_bindgen]
impl CodeScanner {
    /// A scanner that has seen nothing.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Looks at a frame of R, G, B and one byte more for each pixel: the codes that were read twice, and a hint, as JSON.
    ///
    /// # Errors
    /// `frame_size`, `frame_short`.
    pub fn push(&mut self, rgba: &[u8], width: usize, height: usize) -> Result<String, Problem> {
        if self.size != [width, height] {
            (self.live, self.size) = (LiveScanner::new(), [width, height]);
        }
        self.luma.clear();
        let pixels = rgba.chunks_exact(4);
        self.luma.extend(pixels.map(|p| luma([p[0], p[1], p[2]])));
        let plane = Luma::new(&self.luma, width, height, width)?;
        let seen = self.live.push(&plane, &Clock::elapsed, FRAME_BUDGET);
        Ok(json(&Scan {
            codes: seen.codes.iter().map(Code::text).collect(),
            hint: seen.hint.map(ScanHint::text_key),
        }))
    }

    /// Reads every code in a JPEG, PNG or WebP file: texts, as JSON.
    ///
    /// # Errors
    /// Why the file is not a picture.
    #[wasm_bindgen(js_name = readFile)]
    pub fn read_file(&self, file: &[u8]) -> Result<String, Problem> {
        let photo = decode(file, &Limits::default())?;
        let (width, height) = photo.pixels.dimensions();
        let grey: Vec<u8> = photo.pixels.pixels().map(|pixel| luma(pixel.0)).collect();
        let codes = match Luma::new(&grey, width as usize, height as usize, width as usize) {
            Ok(plane) => scan::deep(&plane, &Clock::elapsed, DEEP_BUDGET),
            Err(_) => vec![],
        };
        Ok(json(&codes.iter().map(Code::text).collect::<Vec<_>>()))
    }
}

/// The session code in a text.
///
/// # Errors
/// Why there is none, such as `code_not_found`.
#[wasm_bindgen(js_name = sessionCode)]
pub fn session_code(text: &str) -> Result<String, Problem> {
    let code = SessionCode::parse(text, &Profile::chsi().codes)?;
    Ok(code.as_str().to_owned())
}

/// Whether a text is a collection code.
///
/// # Errors
/// Why not, such as `code_too_short`.
#[wasm_bindgen(js_name = collectionCode)]
pub fn collection_code(text: &str) -> Result<(), Problem> {
    CollectionCode::parse(text, &Profile::chsi().codes)?;
    Ok(())
}

/// Luma of ITU-R BT.601, as a camera's Y plane has it.
fn luma([r, g, b]: [u8; 3]) -> u8 {
    ((19595 * u32::from(r) + 38470 * u32::from(g) + 7471 * u32::from(b) + 0x8000) >> 16) as u8
}

impl From<LumaError> for Problem {
    fn from(error: LumaError) -> Self {
        let code = match error {
            LumaError::Empty => "frame_size",
            LumaError::Stride => "frame_stride",
            _ => "frame_short",
        };
        Self::told(code, "errors.frame.message", error)
    }
}

impl From<CodeError> for Problem {
    fn from(error: CodeError) -> Self {
        Self::told(error.code(), error.text_key(), error)
    }
}
