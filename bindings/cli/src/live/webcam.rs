//! A computer's camera, through nokhwa; only with the feature `webcam`.

use super::camera::{Camera, Frame, Shot};
use super::files::{Decoded, lens};
use crate::problem::Problem;
use nokhwa::pixel_format::RgbFormat;
use nokhwa::utils::{
    CameraFormat, CameraIndex, FrameFormat, RequestedFormat, RequestedFormatType, Resolution,
};
use std::time::Instant;
use xueying::camera::{FrameTime, Lens, Source};

/// What is asked for; the camera gives the nearest it has.
const SIZE: Resolution = Resolution {
    width_x: 1280,
    height_y: 720,
};
/// Frames a second.
const RATE: u32 = 30;

/// A camera with its stream open.
pub struct Webcam {
    camera: nokhwa::Camera,
    opened: Instant,
    now: Decoded,
    time: FrameTime,
}

impl Webcam {
    /// Opens the camera of this number, counted from 0.
    pub fn open(number: u32) -> Result<Self, Problem> {
        let format = CameraFormat::new(SIZE, FrameFormat::YUYV, RATE);
        let format = RequestedFormat::new::<RgbFormat>(RequestedFormatType::Closest(format));
        let mut camera = nokhwa::Camera::new(CameraIndex::Index(number), format).map_err(failed)?;
        camera.open_stream().map_err(failed)?;
        Ok(Self {
            camera,
            opened: Instant::now(),
            now: Decoded::default(),
            time: FrameTime(0),
        })
    }
}

impl Camera for Webcam {
    fn source(&self) -> Source {
        Source::Desktop
    }

    fn lens(&self) -> Lens {
        lens("webcam")
    }

    fn frame(&mut self) -> Result<Option<Frame<'_>>, Problem> {
        let buffer = self.camera.frame().map_err(failed)?;
        self.time = FrameTime(self.opened.elapsed().as_nanos() as u64);
        self.now = Decoded::from(buffer.decode_image::<RgbFormat>().map_err(failed)?);
        self.now.frame(self.time).map(Some)
    }

    fn burst(&mut self) -> Result<Vec<Shot>, Problem> {
        self.now.burst(self.time)
    }
}

fn failed(error: nokhwa::NokhwaError) -> Problem {
    Problem::because("camera", error)
}
