//! From how few pixels a veil over the picture is told, on any photos: `veil MODELS PHOTO…`. For each distance of the eyes in pixels,
//! how often `lens_clean` warns and how well its score tells veiled photos from clean ones; and what it makes of photos that are
//! only out of focus.

use image::RgbImage;
use std::path::Path;
use xueying::frame::{Limits, decode};
use xueying::models::ModelSet;
use xueying::profile::Profile;
use xueying::report::{CheckId, Verdict};
use xueying::vision::Vision;
use xueying_damage::{gaussian_blur, veil};
use xueying_e2e::preview::{LIVE, Preview, auc};

/// Pixels between the eyes: of a still, and of previews from near to far.
const EYES: [f32; 5] = [128.0, 60.0, 47.0, 35.0, 25.0];

/// What is done to a photo, given the pixels between the eyes.
type Damage = fn(&RgbImage, f32) -> RgbImage;

const DAMAGES: [(&str, Damage); 7] = [
    ("clean", |photo, _| photo.clone()),
    ("5 % astray", |photo, eyes| veil(photo, 0.05, eyes)),
    ("10 % astray", |photo, eyes| veil(photo, 0.1, eyes)),
    ("20 % astray", |photo, eyes| veil(photo, 0.2, eyes)),
    ("30 % astray", |photo, eyes| veil(photo, 0.3, eyes)),
    ("out of focus, 0.02", |photo, eyes| {
        gaussian_blur(photo, 0.02 * eyes)
    }),
    ("out of focus, 0.05", |photo, eyes| {
        gaussian_blur(photo, 0.05 * eyes)
    }),
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let models = arguments.next().ok_or("usage: veil MODELS PHOTO…")?;
    let models = ModelSet::from_folder(Path::new(&models), &Vision::MODELS)?;
    let (mut vision, profile) = (Vision::load(&models)?, Profile::chsi());
    let mut preview = Preview {
        vision: &mut vision,
        profile: &profile,
    };
    let mut scores = vec![vec![vec![]; DAMAGES.len()]; EYES.len()];
    let mut warned = [[0; DAMAGES.len()]; EYES.len()];
    for path in arguments {
        let photo = decode(&std::fs::read(&path)?, &Limits::default())?.pixels;
        for (scale, eyes) in EYES.into_iter().enumerate() {
            let Some((frame, seen)) = preview.show(&photo, eyes) else {
                continue;
            };
            for (kind, (name, damage)) in DAMAGES.iter().enumerate() {
                let shown = damage(&frame, eyes);
                let found = preview.finding(&shown, &seen, LIVE, CheckId::LensClean);
                let Some((found, score)) =
                    found.and_then(|found| Some((found.clone(), found.score?)))
                else {
                    eprintln!("{}: unknown at {eyes}, {name}", path.to_string_lossy());
                    continue;
                };
                scores[scale][kind].push(score);
                warned[scale][kind] += usize::from(found.verdict == Verdict::Warn);
            }
        }
    }
    println!(
        "{:>6} {:20} {:>7} {:>7} {:>7} {:>7}",
        "eyes", "", "photos", "warned", "median", "AUC"
    );
    for (scale, eyes) in EYES.iter().enumerate() {
        let clean = scores[scale][0].clone();
        for (kind, (name, _)) in DAMAGES.iter().enumerate() {
            let scores = &mut scores[scale][kind];
            scores.sort_by(f64::total_cmp);
            let median = scores.get(scores.len() / 2).copied().unwrap_or(f64::NAN);
            println!(
                "{eyes:>6} {name:20} {:>7} {:>7} {median:>7.3} {:>7.3}",
                scores.len(),
                warned[scale][kind],
                auc(scores, &clean)
            );
        }
    }
    Ok(())
}
