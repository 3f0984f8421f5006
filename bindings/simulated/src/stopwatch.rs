//! What the stages of a frame cost.

use std::cell::Cell;
use xueying::capture::Stopwatch;

/// A clock on which every stage takes the same time: pictures that are no camera's are not in a hurry, and the same session
/// must come out of them on any machine.
#[derive(Default)]
pub struct Even(Cell<u32>);

/// Seconds between two looks at the even clock.
const STEP: f64 = 0.004;

impl Stopwatch for Even {
    fn seconds(&self) -> f64 {
        self.0.set(self.0.get() + 1);
        f64::from(self.0.get()) * STEP
    }
}
