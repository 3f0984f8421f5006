//! What the stages of a frame cost.

use std::time::Instant;
use xueying::capture::Stopwatch;

/// The clock of this machine.
pub struct Clock(Instant);

impl Clock {
    /// A clock that starts now.
    pub fn start() -> Self {
        Self(Instant::now())
    }
}

impl Stopwatch for Clock {
    fn seconds(&self) -> f64 {
        self.0.elapsed().as_secs_f64()
    }
}
