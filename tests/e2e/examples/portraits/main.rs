//! What becomes of photos: `portraits MODELS FOLDER [OUT]` makes the portrait of every photo with one face and measures it.
//!
//! Official ranges: met, or named as out of reach. Bytes: inside the window or not. The finished file is judged as a
//! portrait, and so are three spoilt ones: the background kept, a gradient, a rim of the old background. Last, α: each person
//! is put before walls of other kinds, taken out again by way of the models, and both α are compared. The portraits are
//! written to OUT.

mod alpha;
mod light;
mod walls;

use std::fs;
use std::path::{Path, PathBuf};
use xueying::frame::{Limits, Photo, decode};
use xueying::models::ModelSet;
use xueying::portrait::{self, Background, Fit, Portrait};
use xueying::precheck;
use xueying::profile::Profile;
use xueying::quality::Stage;
use xueying::report::{CheckId, Report, Verdict};
use xueying::vision::{Observation, View, Vision};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// What is counted over all photos.
#[derive(Default)]
struct Totals {
    portraits: usize,
    official: usize,
    outside_window: usize,
    halved: usize,
    /// Scores of `background_uniform`, one for each kind of portrait.
    backgrounds: [Vec<f64>; 4],
    refused: usize,
    /// Mean absolute errors of α for each wall: within 10, within 5 pixels of an edge.
    errors: [Vec<[f64; 2]>; walls::ALL.len()],
}

/// α is measured for each so many of the portraits that meet every range: it takes seconds.
const EVERY: usize = 4;

const KINDS: [&str; 4] = ["made", "kept", "gradient", "rim"];

fn main() -> Outcome<()> {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [models, folder, out @ ..] = arguments.as_slice() else {
        return Err("usage: portraits MODELS FOLDER [OUT]".into());
    };
    let mut vision = Vision::load(&ModelSet::from_folder(models, &Vision::MODELS)?)?;
    let profile = Profile::chsi();
    let mut totals = Totals::default();
    for path in files(folder)? {
        let Ok(photo) = decode(&fs::read(&path)?, &Limits::default()) else {
            continue;
        };
        let seen = vision.observe(&View::of(&photo.pixels));
        if seen.faces.len() != 1 {
            continue;
        }
        let name = path
            .strip_prefix(folder)?
            .to_string_lossy()
            .replace('/', "-");
        match portrait::compose(&photo.pixels, &seen, &profile, Background::Official) {
            Ok(made) => {
                if let [out, ..] = out {
                    fs::write(out.join(&name).with_extension("jpg"), &made.file.bytes)?;
                }
                totals.take(&name, &photo, &seen, &made, &mut vision, &profile)?;
            }
            Err(error) => println!("{name}: {error}"),
        }
    }
    totals.print();
    Ok(())
}

/// Every file below a folder, in order.
fn files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut files = vec![];
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(self::files(&path)?);
        } else {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

impl Totals {
    fn take(
        &mut self,
        name: &str,
        photo: &Photo,
        seen: &Observation,
        made: &Portrait,
        vision: &mut Vision,
        profile: &Profile,
    ) -> Outcome<()> {
        self.portraits += 1;
        let marks = portrait::marks(&made.proposal.shares, profile);
        let unmet: Vec<_> = marks
            .iter()
            .filter(|mark| !mark.met)
            .map(|mark| mark.id.name())
            .collect();
        self.official += usize::from(unmet.is_empty());
        self.outside_window += usize::from(made.file.fit != Fit::Inside);
        self.halved += usize::from(made.file.subsampled);

        let person = alpha::Person::of(&photo.pixels, seen, profile)?;
        let kept = portrait::compose(&photo.pixels, seen, profile, Background::Kept)?;
        let files = [
            made.file.bytes.clone(),
            kept.file.bytes,
            alpha::jpeg(&person.before_gradient(profile.output.background))?,
            alpha::jpeg(&person.with_rim(&kept.pixels, profile.output.background))?,
        ];
        let mut scores = [f64::NAN; 4];
        for (i, file) in files.iter().enumerate() {
            let report = judged(file, vision, profile)?;
            let uniform = report.finding(CheckId::BackgroundUniform);
            scores[i] = uniform
                .and_then(|finding| finding.score)
                .unwrap_or(f64::NAN);
            self.backgrounds[i].push(scores[i]);
            let spec = report.finding(CheckId::OutputSpec);
            if i == 0 && spec.is_none_or(|finding| finding.verdict != Verdict::Pass) {
                self.refused += 1;
            }
        }
        let mut errors = vec![];
        if unmet.is_empty() && self.official.is_multiple_of(EVERY) {
            for (wall, all) in walls::ALL.iter().zip(&mut self.errors) {
                let error = person.error_before(*wall, vision, profile);
                errors.extend(error);
                all.extend(error);
            }
        }
        println!(
            "{name}: {} bytes, quality {}{}, background {scores:.1?}, α {errors:.3?}, missing {:.0?}, unmet {unmet:?}",
            made.file.bytes.len(),
            made.file.quality,
            if made.file.subsampled { " halved" } else { "" },
            made.proposal.missing,
        );
        Ok(())
    }

    fn print(&self) {
        println!(
            "{} portraits: {} meet every official range, {} outside the window of bytes, {} with halved colour, {} files refused",
            self.portraits, self.official, self.outside_window, self.halved, self.refused
        );
        for (kind, scores) in KINDS.iter().zip(&self.backgrounds) {
            let mut sorted: Vec<f64> = scores
                .iter()
                .copied()
                .filter(|score| score.is_finite())
                .collect();
            sorted.sort_by(f64::total_cmp);
            let rank = |share: f64| sorted.get((share * sorted.len() as f64) as usize).copied();
            let ranks =
                [0.0, 0.05, 0.5, 0.9, 0.95, 0.99].map(|share| rank(share).unwrap_or(f64::NAN));
            println!(
                "background {kind}: {} judged, ranks 0 5 50 90 95 99 %: {ranks:.1?}",
                sorted.len()
            );
        }
        for (wall, errors) in walls::ALL.iter().zip(&self.errors) {
            let mean =
                |i: usize| errors.iter().map(|error| error[i]).sum::<f64>() / errors.len() as f64;
            let within = errors.iter().filter(|error| error[0] <= 0.02).count();
            println!(
                "α before {wall:?}: mean error {:.4} (10 px), {:.4} (5 px); {within} of {} at most 0.02",
                mean(0),
                mean(1),
                errors.len()
            );
        }
    }
}

/// A file judged as a portrait made elsewhere.
fn judged(file: &[u8], vision: &mut Vision, profile: &Profile) -> Outcome<Report> {
    let photo = decode(file, &Limits::default())?;
    Ok(precheck::check(
        &photo.pixels,
        Some(&photo.source),
        Stage::Portrait,
        vision,
        profile,
        &[],
    )
    .report)
}
