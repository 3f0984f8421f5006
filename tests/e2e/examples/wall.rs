//! How well a shadow on the wall is told in live frames, on any photos: `wall MODELS PHOTO…`. The photos are shrunk to the preview's
//! scale; shadows of known strength and sharpness are thrown behind the person. Where `wall_distance` warns in the photos as they
//! are, their names are printed: some do show a shadow.

use std::path::Path;
use xueying::frame::{Limits, decode};
use xueying::models::ModelSet;
use xueying::profile::Profile;
use xueying::report::{CheckId, Verdict};
use xueying::vision::{View, Vision};
use xueying_damage::{Shadow, wall_shadow};
use xueying_e2e::preview::{EYES, LIVE, Preview, auc, silhouette};

/// Light in the shadow / beside it, and the width of its edge in inter-eye distances.
const SHADOWS: [[f32; 2]; 9] = [
    [0.5, 0.1],
    [0.7, 0.1],
    [0.8, 0.1],
    [0.5, 0.4],
    [0.7, 0.4],
    [0.5, 1.0],
    [0.7, 1.0],
    [0.5, 2.5],
    [0.7, 2.5],
];
/// Where shadows fall, in inter-eye distances to the right and down, by turns.
const MOVED: [[f32; 2]; 6] = [
    [0.5, 0.3],
    [-0.5, 0.0],
    [0.8, 0.5],
    [-0.9, 0.3],
    [1.3, 0.1],
    [-1.4, 0.6],
];
/// The landmark on the bridge of the nose: a shadow grows about it.
const BETWEEN_EYES: usize = 168;
/// How much larger they are than the person, by turns.
const SCALES: [f32; 3] = [0.95, 1.0, 1.1];

#[derive(Default)]
struct Tally {
    scores: Vec<f64>,
    warned: usize,
    unknown: usize,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let models = arguments.next().ok_or("usage: wall MODELS PHOTO…")?;
    let models = ModelSet::from_folder(Path::new(&models), &Vision::MODELS)?;
    let (mut vision, profile) = (Vision::load(&models)?, Profile::chsi());
    let mut preview = Preview {
        vision: &mut vision,
        profile: &profile,
    };
    let mut tallies: [Tally; SHADOWS.len() + 1] = Default::default();
    for (number, path) in arguments.enumerate() {
        let photo = decode(&std::fs::read(&path)?, &Limits::default())?.pixels;
        let Some((frame, seen)) = preview.show(&photo, EYES) else {
            eprintln!("{}: no face", path.to_string_lossy());
            continue;
        };
        let person = silhouette(&frame, &seen);
        let face = seen.face.as_ref().expect("a preview has one");
        let ([x, y, _], eyes) = (face.landmarks[BETWEEN_EYES], face.inter_eye_distance());
        for (place, tally) in tallies.iter_mut().enumerate() {
            let shadowed = place.checked_sub(1).map(|kind| {
                let [ratio, edge] = SHADOWS[kind];
                let shadow = Shadow {
                    moved: MOVED[(number + kind) % MOVED.len()].map(|way| way * eyes),
                    scale: SCALES[number % SCALES.len()],
                    ratio,
                    edge: edge * eyes,
                };
                wall_shadow(&frame, &person, [x, y], &shadow)
            });
            let shown = shadowed.as_ref().unwrap_or(&frame);
            // A shadow may pass for a part of the person.
            let seen = preview.vision.observe(&View::of(shown));
            let found = preview.finding(shown, &seen, LIVE, CheckId::WallDistance);
            let found = found.ok_or("the check is built")?;
            let Some(score) = found.score else {
                tally.unknown += 1;
                continue;
            };
            tally.scores.push(score);
            let warned = found.verdict == Verdict::Warn;
            tally.warned += usize::from(warned);
            if warned && shadowed.is_none() {
                eprintln!("{}: {score:.3} as it is", path.to_string_lossy());
            }
        }
    }
    println!(
        "{:24} {:>7} {:>7} {:>8} {:>7} {:>7}",
        "light left, edge", "photos", "warned", "unknown", "median", "AUC"
    );
    let [clean, rest @ ..] = &mut tallies;
    print(&"no shadow", clean, &[]);
    for (kind, tally) in SHADOWS.iter().zip(rest) {
        print(
            &format!("{}, {} between the eyes", kind[0], kind[1]),
            tally,
            &clean.scores,
        );
    }
    Ok(())
}

fn print(name: &dyn std::fmt::Display, tally: &mut Tally, clean: &[f64]) {
    tally.scores.sort_by(f64::total_cmp);
    let scores = &tally.scores;
    let median = scores.get(scores.len() / 2).copied().unwrap_or(f64::NAN);
    println!(
        "{name:24} {:>7} {:>7} {:>8} {median:>7.3} {:>7.3}",
        scores.len(),
        tally.warned,
        tally.unknown,
        auc(scores, clean)
    );
}
