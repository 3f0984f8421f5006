//! `cargo xtask soak`: long runs. `starts` lets the simulated phone try many bad starts: nearly all must end with a photo,
//! soon, and no photo may break a rule that blocks. The others are the files of `tests/soaks`.

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::thread;
use xueying::capture::{Envelope, Manifest};
use xueying::profile::Profile;
use xueying::report::Verdict;

use crate::suite::{Places, Suite};

/// So many of the starts must reach the shutter.
const LEAST_SHARE: f64 = 0.97;
/// Half of them within this time, in simulated seconds.
const MOST_MEDIAN: f64 = 12.0;
/// Sessions of which a contact sheet is drawn.
const SHEETS: u64 = 10;

/// The soak that is not a file.
const STARTS: &str = "starts";

/// Shown below the help.
const EXAMPLES: &str = "\
Examples:
  cargo xtask soak starts          the simulated phone, from 200 bad starts
  cargo xtask soak faults          500 times killed, cut off, full: no photo lost, none taken twice
  cargo xtask soak kotlin swift    ten thousand frames in each, in flat memory
  cargo xtask soak                 all";

#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// Soaks by name: `starts`, and the files of tests/soaks [default: all]
    names: Vec<String>,
    /// How many starts to try
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u64).range(1..))]
    seeds: u64,
    /// A photo of one person [default: the sample photo]
    #[arg(long)]
    photo: Option<PathBuf>,
}

/// How one session ended.
struct Ended {
    seed: u64,
    /// Simulated seconds to the photo; `None` without one.
    seconds: Option<f64>,
    /// Blocking checks that the photo does not meet.
    broken: Vec<String>,
}

/// Runs the soaks; false if one failed or lacks a tool.
pub fn run(arguments: &Arguments) -> Result<bool> {
    let names = &arguments.names;
    let wants_starts = names.is_empty() || names.iter().any(|name| name == STARTS);
    let files: Vec<&String> = names.iter().filter(|name| *name != STARTS).collect();
    let soaks = match (names.is_empty(), files.is_empty()) {
        (false, true) => vec![],
        _ => Suite::named(&crate::root().join("tests/soaks"), &files)?,
    };
    crate::models::run(&crate::models::Arguments::default())?;
    let started = !wants_starts || starts(arguments)?;
    Ok(Suite::run_all(&soaks, &Places::here())? && started)
}

/// Runs all sessions of the simulated phone and says whether they reach what they must.
fn starts(arguments: &Arguments) -> Result<bool> {
    let program = build()?;
    let photo = arguments
        .photo
        .clone()
        .unwrap_or_else(|| crate::models::folder().join("astronaut.png"));
    let folder = crate::root().join("target/soak");
    fs::create_dir_all(&folder)?;
    let seeds = Mutex::new(1..=arguments.seeds);
    let work = || -> Result<Vec<Ended>> {
        let mut ended = vec![];
        loop {
            let next = seeds.lock().expect("nobody panics with it").next();
            let Some(seed) = next else { return Ok(ended) };
            ended.push(session(&program, &photo, seed, &folder)?);
        }
    };
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let ended: Vec<Ended> = thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        let ended = workers.into_iter().map(|worker| {
            let ended = worker.join().expect("a worker does not panic");
            ended.context("running the simulated phone")
        });
        ended.collect::<Result<Vec<_>>>()
    })?
    .into_iter()
    .flatten()
    .collect();
    Ok(judge(&ended, &folder))
}

/// Prints what came of all sessions; whether it is enough.
fn judge(ended: &[Ended], folder: &Path) -> bool {
    let mut times: Vec<f64> = ended.iter().filter_map(|one| one.seconds).collect();
    times.sort_by(f64::total_cmp);
    let share = times.len() as f64 / ended.len() as f64;
    let at = |part: f64| times.get((times.len() as f64 * part) as usize).copied();
    let [median, late] = [0.5, 0.95].map(|part| at(part).unwrap_or(f64::INFINITY));
    let mut without: Vec<u64> = ended
        .iter()
        .filter(|one| one.seconds.is_none())
        .map(|one| one.seed)
        .collect();
    without.sort_unstable();
    println!(
        "{} of {} starts reach the shutter ({:.1} %); median {median:.1} s, 95 % within {late:.1} s",
        times.len(),
        ended.len(),
        share * 100.0
    );
    if !without.is_empty() {
        println!("without a photo: seeds {without:?}");
    }
    let broken = ended.iter().filter(|one| !one.broken.is_empty());
    let broken: Vec<_> = broken.collect();
    for one in &broken {
        println!("seed {}: the photo breaks {:?}", one.seed, one.broken);
    }
    println!("contact sheets: {}", folder.display());
    share >= LEAST_SHARE && median <= MOST_MEDIAN && broken.is_empty()
}

/// One session, with the files it leaves in `folder`.
fn session(program: &Path, photo: &Path, seed: u64, folder: &Path) -> Result<Ended> {
    let out = folder.join(seed.to_string());
    let mut command = Command::new(program);
    command
        .args(["live", "--json", "--seed", &seed.to_string()])
        .arg("--simulate")
        .arg(photo)
        .arg("--out")
        .arg(&out)
        .env("XUEYING_MODELS", crate::models::folder())
        .stderr(Stdio::inherit());
    if seed <= SHEETS {
        command
            .arg("--sheet")
            .arg(folder.join(format!("{seed}.html")));
    }
    let output = command.output().context("starting xueying")?;
    let text = String::from_utf8(output.stdout)?;
    let last = text.lines().last().context("nothing was printed")?;
    let end: Value = serde_json::from_str(last)?;
    let seconds = (end["sealed"] == true).then(|| end["t"].as_f64()).flatten();
    ensure!(
        seconds.is_none() || end["verified"] == true,
        "seed {seed}: the photo does not verify"
    );
    Ok(Ended {
        seed,
        seconds,
        broken: match seconds {
            Some(_) => broken(&out.join("manifest.json"))?,
            None => vec![],
        },
    })
}

/// The blocking checks that the report in a manifest does not meet.
fn broken(manifest: &Path) -> Result<Vec<String>> {
    let envelope: Envelope = serde_json::from_slice(&fs::read(manifest)?)?;
    let manifest: Manifest = serde_json::from_str(&envelope.manifest)?;
    let met = |id| {
        let finding = manifest.report.finding(id);
        finding.is_some_and(|finding| matches!(finding.verdict, Verdict::Pass | Verdict::Warn))
    };
    let blocking = Profile::chsi().guide.blocking;
    let broken = blocking.into_iter().filter(|id| !met(*id));
    Ok(broken.map(|id| id.to_string()).collect())
}

/// Builds the terminal shell for speed, and says where it is.
fn build() -> Result<PathBuf> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["build", "--release", "--package", "xueying-cli"])
        .args(["--message-format", "json"])
        .current_dir(crate::root())
        .stderr(Stdio::inherit())
        .output()
        .context("running cargo")?;
    ensure!(
        output.status.success(),
        "the build ended with {}",
        output.status
    );
    let text = String::from_utf8(output.stdout)?;
    let lines = text
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let program = lines
        .filter_map(|line| line["executable"].as_str().map(PathBuf::from))
        .next_back();
    program.context("cargo names no program")
}
