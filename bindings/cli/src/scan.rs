//! `xueying scan`: the QR codes in picture files.

use std::fs;
use std::io::{self, BufRead, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use serde::Serialize;
use xueying::codes::scan::{DEEP_BUDGET, deep};
use xueying::frame::{self, Limits, Luma, Photo};

use crate::problem::Problem;

// The help of each argument is in the catalogue of texts.
#[derive(clap::Args)]
pub struct Arguments {
    #[arg(required_unless_present = "stdin", value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[arg(long)]
    json: bool,
    #[arg(long, conflicts_with = "paths")]
    stdin: bool,
}

/// What was read in one picture.
#[derive(Serialize)]
struct Answer<'a> {
    path: &'a str,
    texts: Vec<String>,
    /// Milliseconds of processor time for finding and reading, without loading.
    ms: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

/// Reads the codes of all pictures.
pub fn run(arguments: &Arguments) -> ExitCode {
    let done = if arguments.stdin {
        answer_lines()
    } else {
        answer_paths(arguments)
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(NOTHING),
        // Whoever read the answers has gone.
        Err(_) => ExitCode::from(UNREADABLE),
    }
}

/// A picture could not be read, or holds no code.
const NOTHING: u8 = 1;
/// Input or output broke.
const UNREADABLE: u8 = 2;

/// True when every picture holds a code.
fn answer_paths(arguments: &Arguments) -> io::Result<bool> {
    let lang = crate::help::environment();
    let mut out = io::stdout().lock();
    let mut all = true;
    for path in &arguments.paths {
        let name = path.to_string_lossy();
        let scanned = scan(&name);
        all &= scanned
            .as_ref()
            .is_ok_and(|answer| !answer.texts.is_empty());
        match scanned {
            scanned if arguments.json => answer_line(&mut out, &name, scanned)?,
            Ok(answer) => answer
                .texts
                .iter()
                .try_for_each(|text| writeln!(out, "{name}: {text}"))?,
            Err(problem) => writeln!(
                io::stderr(),
                "{name}: {} {}",
                problem.message(lang),
                problem.advice(lang)
            )?,
        }
    }
    Ok(all)
}

/// Answers each path from the standard input at once.
fn answer_lines() -> io::Result<bool> {
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let line = line?;
        let path = line.trim();
        if !path.is_empty() {
            answer_line(&mut out, path, scan(path))?;
            out.flush()?;
        }
    }
    Ok(true)
}

fn answer_line(
    out: &mut impl Write,
    path: &str,
    scanned: Result<Answer<'_>, Problem>,
) -> io::Result<()> {
    let answer = scanned.unwrap_or_else(|problem| Answer {
        path,
        texts: Vec::new(),
        ms: 0.0,
        error: Some(format!("load: {}", problem.code)),
    });
    writeln!(out, "{}", serde_json::to_string(&answer)?)
}

fn scan(path: &str) -> Result<Answer<'_>, Problem> {
    let photo = frame::decode(&fs::read(path)?, &Limits::default())?;
    let grey: Vec<u8> = photo.pixels.pixels().map(|pixel| luma(pixel.0)).collect();
    let start = processor_time();
    let elapsed = || processor_time().saturating_sub(start);
    let codes =
        plane(&photo, &grey).map_or_else(Vec::new, |plane| deep(&plane, &elapsed, DEEP_BUDGET));
    let ms = elapsed().as_secs_f64() * 1e3;
    let texts = codes.iter().map(|code| code.text().to_owned()).collect();
    Ok(Answer {
        path,
        texts,
        ms,
        error: None,
    })
}

fn plane<'a>(photo: &Photo, grey: &'a [u8]) -> Option<Luma<'a>> {
    let (width, height) = (
        photo.pixels.width() as usize,
        photo.pixels.height() as usize,
    );
    Luma::new(grey, width, height, width).ok()
}

/// Luma of ITU-R BT.601, as a camera's Y plane has it.
fn luma([r, g, b]: [u8; 3]) -> u8 {
    ((19595 * u32::from(r) + 38470 * u32::from(g) + 7471 * u32::from(b) + 0x8000) >> 16) as u8
}

/// Time this thread has worked: a busy machine must not cost codes.
#[cfg(unix)]
fn processor_time() -> Duration {
    use rustix::time::{ClockId, clock_gettime};
    clock_gettime(ClockId::ThreadCPUTime)
        .try_into()
        .unwrap_or_default()
}

/// Time on the wall, where the time of a thread is not to be had.
#[cfg(not(unix))]
fn processor_time() -> Duration {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    START.get_or_init(std::time::Instant::now).elapsed()
}
