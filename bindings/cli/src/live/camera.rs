//! What a camera is to a live session, whatever stands behind it.

use crate::problem::Problem;
use xueying::camera::{FrameTime, Gravity, Lens, Source};
use xueying::capture::Guidance;
use xueying::frame::FrameView;

/// Where frames and stills come from.
pub trait Camera {
    /// What its pictures count as.
    fn source(&self) -> Source;

    /// Its one lens.
    fn lens(&self) -> Lens;

    /// The next frame; `None` when there are no more.
    fn frame(&mut self) -> Result<Option<Frame<'_>>, Problem>;

    /// How it is held, if it says so.
    fn gravity(&self) -> Option<Gravity> {
        None
    }

    /// The stills of one press of the shutter.
    fn burst(&mut self) -> Result<Vec<Shot>, Problem>;

    /// Helper and student take in what they are shown and told.
    fn listen(&mut self, _guidance: &Guidance) {}

    /// Whether the helper presses the shutter by hand after the last frame.
    fn pressed(&mut self) -> bool {
        false
    }
}

/// A frame.
pub struct Frame<'a> {
    /// When the sensor took it.
    pub time: FrameTime,
    /// Its pixels.
    pub view: FrameView<'a>,
}

/// A still.
pub struct Shot {
    /// When the sensor took it.
    pub time: FrameTime,
    /// The file.
    pub jpeg: Vec<u8>,
}

/// The moment of a frame by its number, at a steady rate.
pub fn moment(number: u64, rate: f64) -> FrameTime {
    FrameTime((number as f64 / rate * 1e9) as u64)
}
