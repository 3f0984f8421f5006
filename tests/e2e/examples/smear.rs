//! How long a smear a still forgives, on any photos: `smear MODELS PHOTO…`. Faces that pass as sharp at the still's scale are smeared
//! along a line by known parts of the inter-eye distance, lying and upright; for each length the share that `sharpness` no longer
//! passes, and that it would fail if it might. Then the lengths at which half and nine tenths no longer pass: the bands of
//! `motion_blur`.

use std::path::Path;
use xueying::frame::{Limits, decode};
use xueying::models::ModelSet;
use xueying::profile::Profile;
use xueying::quality::Stage;
use xueying::report::CheckId;
use xueying::vision::Vision;
use xueying_damage::{crop, motion_blur};
use xueying_e2e::preview::Preview;

/// Pixels between the eyes in a still of 12 megapixels of a student at 1.25 m.
const EYES: f32 = 148.0;
/// The landmark on the bridge of the nose, and how much round it is kept, in inter-eye distances.
const BETWEEN_EYES: usize = 168;
const AROUND: f32 = 2.0;
/// Lengths of the smear, in inter-eye distances.
const LENGTHS: [f32; 13] = [
    0.0, 0.01, 0.015, 0.02, 0.025, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1, 0.13, 0.16,
];
/// Directions, in degrees.
const DIRECTIONS: [f32; 2] = [0.0, 90.0];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let models = arguments.next().ok_or("usage: smear MODELS PHOTO…")?;
    let models = ModelSet::from_folder(Path::new(&models), &Vision::MODELS)?;
    let (mut vision, profile) = (Vision::load(&models)?, Profile::chsi());
    let rule = profile
        .rule(CheckId::Sharpness)
        .ok_or("the profile has no sharpness")?;
    let mut preview = Preview {
        vision: &mut vision,
        profile: &profile,
    };
    let (mut faces, mut unsharp, mut blurred) = (0, [0; LENGTHS.len()], [0; LENGTHS.len()]);
    for path in arguments {
        let photo = decode(&std::fs::read(&path)?, &Limits::default())?.pixels;
        let Some((still, seen)) = preview.show(&photo, EYES) else {
            continue;
        };
        // The face alone: nothing else is looked at.
        let face = seen.face.as_ref().expect("a preview has one");
        let corner = [0, 1].map(|axis| (face.landmarks[BETWEEN_EYES][axis] - AROUND * EYES) as i32);
        let corner = corner.map(|place| place.max(0));
        let still = crop(&still, corner, [(2.0 * AROUND * EYES) as u32; 2]);
        let seen = seen.within(corner.map(|place| place as usize), 1, still.dimensions());
        let sharpness = |length: f32, direction| {
            let smeared = motion_blur(&still, length * EYES, direction);
            let found = preview.finding(&smeared, &seen, Stage::Capture, CheckId::Sharpness)?;
            found.score
        };
        if !sharpness(0.0, 0.0).is_some_and(|score| rule.pass.contains(score)) {
            eprintln!("{}: not sharp as it is", path.to_string_lossy());
            continue;
        }
        for direction in DIRECTIONS {
            faces += 1;
            for (place, &length) in LENGTHS.iter().enumerate() {
                let score = sharpness(length, direction).ok_or("a face is still there")?;
                unsharp[place] += usize::from(!rule.pass.contains(score));
                blurred[place] += usize::from(!rule.warn.contains(score));
            }
        }
    }
    println!(
        "{faces} smears of each length\n{:>8} {:>16} {:>16}",
        "length", "do not pass", "below the warning"
    );
    let share = |count: usize| count as f64 / f64::from(faces);
    for (place, length) in LENGTHS.iter().enumerate() {
        println!(
            "{length:>8} {:>16.3} {:>16.3}",
            share(unsharp[place]),
            share(blurred[place])
        );
    }
    for part in [0.5, 0.9] {
        let found = crossing(&unsharp.map(share), part);
        println!("{part} no longer pass from a length of {found:.3}");
    }
    Ok(())
}

/// The length at which a share is reached, between the lengths that were tried.
fn crossing(shares: &[f64], part: f64) -> f64 {
    let lengths = LENGTHS.map(f64::from);
    let after = shares.iter().position(|share| *share >= part);
    after
        .and_then(|after| Some((after.checked_sub(1)?, after)))
        .map_or(f64::NAN, |(before, after)| {
            let way = (part - shares[before]) / (shares[after] - shares[before]);
            lengths[before] + way * (lengths[after] - lengths[before])
        })
}
