//! `xueying live`: a camera, or what stands in for one, guided to the photo. Always a rehearsal: only a phone's rear camera
//! takes photos that count.

mod camera;
mod files;
mod keep;
mod lines;
mod open;
mod run;
mod sheet;
mod simulated;
mod stopwatch;
#[cfg(feature = "webcam")]
mod webcam;

use crate::check::{setup, summary};
use crate::problem::Problem;
use keep::Kept;
use std::path::PathBuf;
use std::process::ExitCode;
use xueying::texts::Lang;

pub use lines::Changes;

/// Wrong usage, or something that cannot be read.
const UNREADABLE: u8 = 2;
/// There was no photo.
const NO_PHOTO: u8 = 1;
/// Broken off by Ctrl-C.
const INTERRUPTED: u8 = 130;

// The help of each argument is in the catalogue of texts.
#[derive(clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    input: Input,
    #[arg(long, value_name = "N", default_value_t = 1, conflicts_with = "frames")]
    seed: u64,
    #[arg(long, value_name = "N", default_value_t = 15.0, value_parser = rate)]
    fps: f64,
    #[arg(long, value_name = "NAME|FILE", default_value = "chsi")]
    profile: String,
    #[arg(long, value_parser = setup::lang())]
    lang: Option<Lang>,
    #[arg(long)]
    json: bool,
    #[arg(long, value_name = "FILE")]
    sheet: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

// Where the frames come from: one of these.
#[derive(clap::Args)]
#[group(required = true, multiple = false)]
struct Input {
    #[arg(value_name = "FRAMES")]
    frames: Option<PathBuf>,
    #[arg(long, value_name = "PHOTO")]
    simulate: Option<PathBuf>,
    #[cfg(feature = "webcam")]
    #[arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "0")]
    webcam: Option<u32>,
}

fn rate(text: &str) -> Result<f64, String> {
    let rate = text
        .parse()
        .ok()
        .filter(|rate| (1.0..=240.0).contains(rate));
    rate.ok_or_else(|| "1–240".to_owned())
}

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// With a sealed photo.
    Sealed,
    /// Without: there were no more frames.
    NoPhoto,
    /// By Ctrl-C.
    Interrupted,
}

/// Runs one session.
pub fn run(arguments: &Arguments) -> ExitCode {
    let lang = arguments.lang.unwrap_or_else(crate::help::environment);
    match session(arguments, lang) {
        Ok(End::Sealed) => ExitCode::SUCCESS,
        Ok(End::NoPhoto) => ExitCode::from(NO_PHOTO),
        Ok(End::Interrupted) => ExitCode::from(INTERRUPTED),
        Err(problem) => {
            summary::trouble(&problem, lang);
            ExitCode::from(UNREADABLE)
        }
    }
}

fn session(arguments: &Arguments, lang: Lang) -> Result<End, Problem> {
    let kept = Kept::new(arguments)?;
    let profile = setup::profile(&arguments.profile)?;
    let mut vision = setup::vision(&setup::models()?)?;
    let camera = open::camera(arguments, &mut vision)?;
    run::Run::new(arguments, lang, profile, vision, camera)?.until_the_end(kept)
}
