//! `xueying check`: photos in, verdicts out, in the order they were given.

pub mod files;
mod json;
mod pool;
mod progress;
pub mod setup;
pub mod summary;
mod work;

use crate::page::{Entry, Page};
use crate::problem::Problem;
use files::{Input, Target};
use progress::Progress;
pub use setup::Kind;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use work::{Outcome, Worker};
use xueying::report::Verdict;
use xueying::texts::Lang;

/// Wrong usage, or a file that cannot be read.
const UNREADABLE: u8 = 2;
/// At least one photo fails.
const FAILED: u8 = 1;
/// Broken off by Ctrl-C: 128 and the number of the signal, as shells have it.
const INTERRUPTED: u8 = 130;

// The help of each argument is in the catalogue of texts.
#[derive(clap::Args)]
pub struct Arguments {
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[arg(long = "as", value_name = "KIND", default_value = "capture")]
    kind: Kind,
    #[arg(long, value_name = "NAME|FILE", default_value = "chsi")]
    profile: String,
    #[arg(long, value_parser = setup::lang())]
    lang: Option<Lang>,
    #[arg(long)]
    json: bool,
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    #[arg(long, requires = "json")]
    landmarks: bool,
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=64))]
    jobs: Option<u16>,
}

/// Checks everything that was given.
pub fn run(arguments: &Arguments) -> ExitCode {
    let lang = arguments.lang.unwrap_or_else(crate::help::environment);
    match checked(arguments, lang) {
        Ok(code) => ExitCode::from(code),
        Err(problem) => {
            summary::trouble(&problem, lang);
            ExitCode::from(UNREADABLE)
        }
    }
}

fn checked(arguments: &Arguments, lang: Lang) -> Result<u8, Problem> {
    let profile = setup::profile(&arguments.profile)?;
    let inputs = files::find(&arguments.paths);
    if inputs.is_empty() {
        return Err(Problem::new("no_pictures"));
    }
    let report = arguments.report.as_deref().map(Target::new).transpose()?;
    let workers = setup::workers(arguments.jobs, inputs.len(), &profile)?;
    let interrupted = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&interrupted);
    // Without a handler a line could be cut in the middle; the first Ctrl-C lets those under way end, no more.
    ctrlc::set_handler(move || flag.store(true, Ordering::Relaxed))
        .map_err(|error| Problem::because("interrupts", error))?;

    let mut shown = Shown {
        arguments,
        lang,
        progress: Progress::new(inputs.len()),
        entries: vec![],
        worst: 0,
    };
    let work = |worker: &mut Worker, input: &Input| {
        worker.check(input, arguments.kind, arguments.report.is_some())
    };
    let written = pool::in_order(workers, &inputs, &interrupted, work, |outcome| {
        shown.show(outcome)
    });
    shown.progress.end();
    match written {
        // Whoever reads has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
        other => other.map_err(|error| Problem::because("output", error))?,
    }
    let interrupted = interrupted.load(Ordering::Relaxed);
    if let Some(report) = report {
        let page = Page {
            lang,
            kind: arguments.kind,
            profile: &profile,
            entries: &shown.entries,
            interrupted,
        };
        report.write(page.render().as_bytes())?;
    }
    Ok(if interrupted {
        INTERRUPTED
    } else {
        shown.worst
    })
}

/// What was put out so far.
struct Shown<'a> {
    arguments: &'a Arguments,
    lang: Lang,
    progress: Progress,
    entries: Vec<Entry>,
    worst: u8,
}

impl Shown<'_> {
    /// Prints one file, and keeps it for the HTML report if there is to be one.
    fn show(&mut self, outcome: Outcome) -> io::Result<()> {
        let code = match &outcome.result {
            Ok(seen) if seen.report.verdict == Verdict::Fail => FAILED,
            Ok(_) => 0,
            Err(_) => UNREADABLE,
        };
        self.worst = self.worst.max(code);
        let text = if self.arguments.json {
            json::line(&outcome, self.lang, self.arguments.landmarks)
        } else {
            summary::of(&outcome, self.lang)
        };
        // One write for each file, so that nothing comes between its parts.
        self.progress.past(|| {
            let mut out = anstream::AutoStream::auto(io::stdout());
            out.write_all(text.as_bytes())?;
            out.flush()
        })?;
        if self.arguments.report.is_some() {
            self.entries.push(outcome.into_entry());
        }
        Ok(())
    }
}
