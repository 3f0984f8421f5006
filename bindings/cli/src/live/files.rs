//! Frames from files: a folder of pictures, a y4m, a row of JPEGs. The still is the frame at which the shutter fell.

mod jpegs;
mod video;

use super::camera::{Camera, Frame, Shot, moment};
use crate::check::files::{self, Input};
use crate::problem::Problem;
use image::RgbImage;
use image::codecs::jpeg::JpegEncoder;
use std::path::Path;
use xueying::camera::{Facing, FrameTime, Lens, Source};
use xueying::frame::{FrameView, Limits, Plane, Planes, Rotation, decode};

pub use jpegs::Mjpeg;
pub use video::Y4m;

/// JPEG quality of a still that is no JPEG yet.
const QUALITY: u8 = 95;

/// A lens of which nothing is known but its name.
pub fn lens(name: &str) -> Lens {
    Lens {
        id: name.into(),
        facing: Facing::Unknown,
        label: String::new(),
        field_of_view: None,
        focal_lengths: vec![],
        sensor_width: None,
        physical_ids: vec![],
        capabilities: vec![],
        preview_sizes: vec![],
        still_sizes: vec![],
    }
}

/// The pictures of a folder, by name.
pub struct Folder {
    pictures: std::vec::IntoIter<Input>,
    now: Decoded,
    rate: f64,
    frames: u64,
}

/// A frame of colours, whatever it came from.
#[derive(Default)]
pub struct Decoded {
    pixels: RgbImage,
    /// The file, where it is a JPEG.
    jpeg: Option<Vec<u8>>,
}

impl Folder {
    /// A folder whose pictures follow each other `rate` times a second.
    pub fn open(folder: &Path, rate: f64) -> Result<Self, Problem> {
        let pictures = files::find(&[folder.to_owned()]);
        if pictures.is_empty() {
            return Err(Problem::new("no_pictures"));
        }
        Ok(Self {
            pictures: pictures.into_iter(),
            now: Decoded::default(),
            rate,
            frames: 0,
        })
    }
}

impl Camera for Folder {
    fn source(&self) -> Source {
        Source::Simulated
    }

    fn lens(&self) -> Lens {
        lens("files")
    }

    fn frame(&mut self) -> Result<Option<Frame<'_>>, Problem> {
        let Some(input) = self.pictures.next() else {
            return Ok(None);
        };
        if let Some(problem) = input.problem {
            return Err(problem);
        }
        self.now = Decoded::of(files::read(&input.path)?)?;
        self.frames += 1;
        self.now.frame(moment(self.frames, self.rate)).map(Some)
    }

    fn burst(&mut self) -> Result<Vec<Shot>, Problem> {
        self.now.burst(moment(self.frames, self.rate))
    }
}

impl From<RgbImage> for Decoded {
    fn from(pixels: RgbImage) -> Self {
        Self { pixels, jpeg: None }
    }
}

impl Decoded {
    fn of(file: Vec<u8>) -> Result<Self, Problem> {
        let photo = decode(&file, &Limits::default())?;
        let is_jpeg = file.starts_with(&jpegs::START);
        Ok(Self {
            pixels: photo.pixels,
            jpeg: is_jpeg.then_some(file),
        })
    }

    /// The frame, taken at `time`.
    pub fn frame(&self, time: FrameTime) -> Result<Frame<'_>, Problem> {
        let (width, height) = self.pixels.dimensions();
        let (width, height) = (width as usize, height as usize);
        let plane = Plane {
            data: self.pixels.as_raw(),
            row_stride: width * 3,
            pixel_stride: 3,
        };
        let view = FrameView::new(width, height, Planes::Rgba(plane), Rotation::None, false);
        let view = view.map_err(|error| Problem::because("frame", error))?;
        Ok(Frame { time, view })
    }

    /// The same as the one still of a burst.
    pub fn burst(&self, time: FrameTime) -> Result<Vec<Shot>, Problem> {
        let jpeg = match &self.jpeg {
            Some(jpeg) => jpeg.clone(),
            None => encode(&self.pixels)?,
        };
        Ok(vec![Shot { time, jpeg }])
    }
}

fn encode(pixels: &RgbImage) -> Result<Vec<u8>, Problem> {
    let mut jpeg = vec![];
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY)
        .encode_image(pixels)
        .map_err(|error| Problem::because("output", error))?;
    Ok(jpeg)
}
