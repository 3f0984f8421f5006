//! How well the checks follow known damage on any photos: `damage MODELS PHOTO…`. A table of trials, and for each how many
//! photos kept the order and how many verdicts were right.

use std::collections::BTreeMap;
use std::path::Path;
use xueying::frame::{Limits, decode};
use xueying::models::ModelSet;
use xueying::profile::Profile;
use xueying::vision::Vision;
use xueying_e2e::trials::Bench;

#[derive(Default)]
struct Tally {
    photos: usize,
    in_order: usize,
    steps: usize,
    misjudged: usize,
    unknown: usize,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let models = arguments.next().ok_or("usage: damage MODELS PHOTO…")?;
    let models = ModelSet::from_folder(Path::new(&models), &Vision::MODELS)?;
    let mut vision = Vision::load(&models)?;
    let profile = Profile::chsi();
    let mut tallies: BTreeMap<(String, &str), Tally> = BTreeMap::new();
    for path in arguments {
        let photo = decode(&std::fs::read(&path)?, &Limits::default())?.pixels;
        let Some(mut bench) = Bench::new(&mut vision, &profile, photo) else {
            eprintln!("{}: no face", path.to_string_lossy());
            continue;
        };
        for trial in bench.trials() {
            let tally = tallies
                .entry((trial.id.to_string(), trial.damage))
                .or_default();
            let scores = trial.steps.iter().filter_map(|step| step.finding.score);
            let (least, most) = scores.fold((f64::MAX, f64::MIN), |(a, b), v| (a.min(v), b.max(v)));
            tally.photos += 1;
            // A fiftieth of the way is wavering.
            tally.in_order += usize::from(trial.backward(0.02 * (most - least).abs()).is_empty());
            tally.steps += trial
                .steps
                .iter()
                .filter(|step| step.truth.is_some())
                .count();
            tally.misjudged += trial.misjudged().len();
            tally.unknown += trial
                .steps
                .iter()
                .filter(|step| step.finding.score.is_none())
                .count();
        }
    }
    println!(
        "{:22} {:28} {:>9} {:>18} {:>8}",
        "check", "damage", "in order", "verdicts right", "unknown"
    );
    for ((id, damage), tally) in tallies {
        let order = format!("{}/{}", tally.in_order, tally.photos);
        let right = format!("{}/{}", tally.steps - tally.misjudged, tally.steps);
        println!(
            "{id:22} {damage:28} {order:>9} {right:>18} {:>8}",
            tally.unknown
        );
    }
    Ok(())
}
