//! What the checks of the clothes make of dyed ones on any photos: `wardrobe MODELS PHOTO…`. For each colour how far the
//! measured difference to the background lies from the true one, for each period on how many photos the stripes are found.

use std::path::Path;
use xueying::frame::{Limits, decode};
use xueying::models::ModelSet;
use xueying::profile::Profile;
use xueying::report::CheckId;
use xueying::vision::Vision;
use xueying_e2e::wardrobe::{COLOURS, PERIODS, Wardrobe};

/// A measured difference may lie this far from the true one, in CIEDE2000.
const TOLERANCE: f64 = 3.0;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let models = arguments.next().ok_or("usage: wardrobe MODELS PHOTO…")?;
    let models = ModelSet::from_folder(Path::new(&models), &Vision::MODELS)?;
    let mut vision = Vision::load(&models)?;
    let profile = Profile::chsi();
    let rule = profile
        .rule(CheckId::ClothesPlain)
        .ok_or("the profile has no clothes_plain")?;
    let mut errors: Vec<Vec<f64>> = vec![vec![]; COLOURS.len()];
    let mut plain: Vec<f64> = vec![];
    let mut striped: Vec<Vec<f64>> = vec![vec![]; PERIODS.len()];
    for path in arguments {
        let photo = decode(&std::fs::read(&path)?, &Limits::default())?.pixels;
        let Some(mut wardrobe) = Wardrobe::new(&mut vision, &profile, photo) else {
            eprintln!("{}: too little of the clothes", path.to_string_lossy());
            continue;
        };
        for (colour, errors) in COLOURS.into_iter().zip(&mut errors) {
            let (measured, truth) = wardrobe.difference(colour);
            let error = measured.map(|measured| (measured - truth).abs());
            if error.is_none_or(|error| error > TOLERANCE) {
                eprintln!(
                    "{}: {colour:?} {measured:?} for {truth:.1}",
                    path.to_string_lossy()
                );
            }
            errors.extend(error);
        }
        plain.extend(wardrobe.plain([120, 110, 100]));
        for (period, found) in PERIODS.into_iter().zip(&mut striped) {
            found.extend(
                [false, true]
                    .into_iter()
                    .filter_map(|down| wardrobe.striped(period, down)),
            );
        }
    }
    println!(
        "{:24} {:>7} {:>10} {:>8}",
        "colour", "photos", "within 3", "worst"
    );
    for (colour, errors) in COLOURS.iter().zip(errors) {
        let near = errors.iter().filter(|error| **error <= TOLERANCE).count();
        let worst = errors.iter().copied().fold(0.0, f64::max);
        println!(
            "{:24} {:>7} {near:>10} {worst:>8.2}",
            format!("{colour:?}"),
            errors.len()
        );
    }
    let found = |scores: &[f64]| {
        scores
            .iter()
            .filter(|score| !rule.pass.contains(**score))
            .count()
    };
    println!(
        "\n{:24} {:>7} {:>10} {:>8}",
        "stripes, px", "photos", "found", "least"
    );
    println!(
        "{:24} {:>7} {:>10} {:>8}",
        "none",
        plain.len(),
        found(&plain),
        ""
    );
    for (period, scores) in PERIODS.iter().zip(striped) {
        let least = scores.iter().copied().fold(f64::INFINITY, f64::min);
        println!(
            "{period:<24} {:>7} {:>10} {least:>8.2}",
            scores.len(),
            found(&scores)
        );
    }
    Ok(())
}
