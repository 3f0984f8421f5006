//! `xueying replay`: a recorded session, decided anew from what was perceived. That answers "why was I refused".

use crate::check::{setup, summary};
use crate::live::Changes;
use crate::problem::Problem;
use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use xueying::capture::{Replay, replay};
use xueying::texts::{Lang, text};

/// Wrong usage, or a recording that cannot be read.
const UNREADABLE: u8 = 2;
/// It was decided otherwise this time.
const DIFFERS: u8 = 1;

// The help of each argument is in the catalogue of texts.
#[derive(clap::Args)]
pub struct Arguments {
    #[arg(value_name = "FILE")]
    recording: PathBuf,
    #[arg(long, value_name = "NAME|FILE", default_value = "chsi")]
    profile: String,
    #[arg(long, value_parser = setup::lang())]
    lang: Option<Lang>,
    #[arg(long)]
    json: bool,
}

/// Replays a recording.
pub fn run(arguments: &Arguments) -> ExitCode {
    let lang = arguments.lang.unwrap_or_else(crate::help::environment);
    match replayed(arguments, lang) {
        Ok(code) => code,
        Err(problem) => {
            summary::trouble(&problem, lang);
            ExitCode::from(UNREADABLE)
        }
    }
}

fn replayed(arguments: &Arguments, lang: Lang) -> Result<ExitCode, Problem> {
    let profile = setup::profile(&arguments.profile)?;
    let text = fs::read_to_string(&arguments.recording)?;
    let replayed =
        replay(text.lines(), &profile).map_err(|error| Problem::because("recording", error))?;
    let shown = if arguments.json {
        json(&replayed)
    } else {
        read(&replayed, lang)
    };
    match io::stdout().write_all(shown.as_bytes()) {
        // Whoever reads has seen enough.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            return Err(Problem::because("output", error));
        }
        _ => {}
    }
    Ok(match replayed.differs {
        None => ExitCode::SUCCESS,
        Some(_) => ExitCode::from(DIFFERS),
    })
}

fn json(replayed: &Replay) -> String {
    let line = serde_json::json!({
        "frames": replayed.steps.len(),
        "differs": replayed.differs,
        "taken": replayed.steps.iter().filter(|step| step.taken).count(),
    });
    format!("{line}\n")
}

/// What changed from frame to frame, then whether it was decided the same.
fn read(replayed: &Replay, lang: Lang) -> String {
    let mut changes = Changes::default();
    let mut lines = vec![];
    let first = replayed.steps.first().map(|step| step.seen.time);
    for step in &replayed.steps {
        let t = first.map_or(0.0, |first| step.seen.time.since(first));
        let told = changes.lines(&step.guidance, lang);
        lines.extend(told.iter().map(|line| format!("{t:6.1} s  {line}")));
    }
    let (name, number) = match replayed.differs {
        None => ("same", replayed.steps.len()),
        Some(frame) => ("differs", frame + 1),
    };
    let verdict = text(&format!("live.{name}"), lang).unwrap_or_default();
    lines.push(verdict.replace("{n}", &number.to_string()));
    let lines = lines.join("\n") + "\n";
    anstream::adapter::strip_str(&lines).to_string()
}
