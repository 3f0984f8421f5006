//! Time and chance, lent by the browser.

use std::time::Duration;
use wasm_bindgen::prelude::wasm_bindgen;
use xueying::capture::{Stopwatch, WallTime};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn performance_now() -> f64;
    #[wasm_bindgen(js_namespace = Date, js_name = now)]
    fn date_now() -> f64;
}

/// The browser's clocks.
pub struct Clock;

impl Clock {
    /// Since the worker began.
    pub fn elapsed() -> Duration {
        Duration::from_secs_f64(performance_now().max(0.0) / 1e3)
    }

    /// The time of day, which may be wrong.
    pub fn now() -> WallTime {
        WallTime(date_now().max(0.0) as u64)
    }
}

impl Stopwatch for Clock {
    fn seconds(&self) -> f64 {
        Self::elapsed().as_secs_f64()
    }
}
