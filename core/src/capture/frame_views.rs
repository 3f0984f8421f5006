//! What the models are shown of a camera's frame: all of it small, and the part around the face at full resolution.

use crate::frame::{Area, FrameView, Upright};
use crate::vision::{FrameViews, View};
use image::RgbImage;

/// Longer side of the whole frame for the detector: a student at the far end is still some 25 pixels wide in it.
const WHOLE: usize = 640;
/// Longest side of the part around the face: what landmarks and region classes can use of it.
const PART: usize = 512;

/// The two buffers, kept from frame to frame.
#[derive(Default)]
pub struct Buffers {
    whole: Upright,
    part: Upright,
}

/// One frame with the buffers it is shown in.
pub struct Shown<'a> {
    frame: &'a FrameView<'a>,
    buffers: &'a mut Buffers,
}

impl Buffers {
    /// Shows a frame.
    pub fn show<'a>(&'a mut self, frame: &'a FrameView<'a>) -> Shown<'a> {
        Shown {
            frame,
            buffers: self,
        }
    }

    /// The part shown last, where it begins in the frame, and how many of its pixels one here stands for.
    pub fn part(&self) -> (&RgbImage, [usize; 2], usize) {
        (self.part.picture(), self.part.origin(), self.part.step())
    }
}

impl Shown<'_> {
    fn size(&self) -> [u32; 2] {
        let (width, height) = self.frame.upright_size();
        [width as u32, height as u32]
    }
}

impl FrameViews for Shown<'_> {
    fn whole(&mut self) -> View<'_> {
        let size = self.size();
        let whole = &mut self.buffers.whole;
        whole.show(self.frame, None, WHOLE);
        View::part(whole.picture(), size, whole.origin(), whole.step())
    }

    fn around(&mut self, center: [f32; 2], side: f32) -> View<'_> {
        let size = self.size();
        let first = center.map(|place| (place - side / 2.0).max(0.0));
        let last =
            [0, 1].map(|axis| (center[axis] + side / 2.0).clamp(first[axis], size[axis] as f32));
        let area = Area {
            x: first[0] as usize,
            y: first[1] as usize,
            width: (last[0] - first[0]).ceil() as usize,
            height: (last[1] - first[1]).ceil() as usize,
        };
        let part = &mut self.buffers.part;
        part.show(self.frame, Some(area), PART);
        View::part(part.picture(), size, part.origin(), part.step())
    }
}
