//! From what was asked for to the camera that gives it.

use super::Arguments;
use super::camera::Camera;
use super::files::{Folder, Mjpeg, Y4m};
use crate::check::files;
use crate::problem::Problem;
use std::path::Path;
use xueying::frame::{Limits, decode};
use xueying::portrait::crop::Head;
use xueying::vision::{View, Vision};
use xueying_simulated::Phone;

/// Opens the camera; the simulated phone has to know where the head is in its photo.
pub fn camera(arguments: &Arguments, vision: &mut Vision) -> Result<Box<dyn Camera>, Problem> {
    #[cfg(feature = "webcam")]
    if let Some(number) = arguments.input.webcam {
        return Ok(Box::new(super::webcam::Webcam::open(number)?));
    }
    match (&arguments.input.simulate, &arguments.input.frames) {
        (Some(photo), _) => phone(photo, arguments.seed, vision),
        (None, Some(frames)) => stored(frames, arguments.fps),
        (None, None) => Err(Problem::new("no_pictures")),
    }
}

fn phone(photo: &Path, seed: u64, vision: &mut Vision) -> Result<Box<dyn Camera>, Problem> {
    let photo = decode(&files::read(photo)?, &Limits::default())?.pixels;
    let seen = vision.observe(&View::of(&photo));
    let head = Head::of(&seen).map_err(|_| Problem::new("no_person"))?;
    Ok(Box::new(Phone::new(photo, head, seed)))
}

fn stored(frames: &Path, rate: f64) -> Result<Box<dyn Camera>, Problem> {
    if frames.is_dir() {
        return Ok(Box::new(Folder::open(frames, rate)?));
    }
    let ending = frames.extension().and_then(|ending| ending.to_str());
    let is = |name: &str| ending.is_some_and(|ending| ending.eq_ignore_ascii_case(name));
    if is("y4m") {
        Ok(Box::new(Y4m::open(frames)?))
    } else if is("mjpeg") || is("mjpg") {
        Ok(Box::new(Mjpeg::open(frames, rate)?))
    } else {
        Err(Problem::new("no_frames"))
    }
}
