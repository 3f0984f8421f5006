//! The background of a finished portrait: the one colour everywhere, right up to the person.

use super::Measured;
use super::measure::colour::{delta_e_2000, dot, lab, lab_of, linear};
use super::measure::{Point, Rgb, Scene};
use crate::frame::downscale;
use crate::report::{Reason, Region};
use image::{GrayImage, Luma, RgbImage};
use imageproc::distance_transform::euclidean_squared_distance_transform;

/// This share of the background may be worse than the score: loose hair, and where the matte errs.
const STRAY: f32 = 0.01;
/// The longer side of the portrait whose edge is looked at, in pixels.
const LONG_SIDE: u32 = 640;
/// A pixel with a channel farther than this from the background's is not background, in grey levels.
const DIFFERENT: u8 = 20;
/// So deep inside the edge lies the person's own colour, in pixels.
const DEEP: f32 = 8.0;
/// Places whose depth is less than this are thin: a hair, an ear-ring.
const LEAST_DEPTH: f64 = 6.0;
/// A rim shows so deep inside the edge, in pixels.
const RIM: [f32; 2] = [1.0, 2.0];
/// A rim runs round most of the person: this share of the edge may have less of it than the score.
const FREE_OF_RIM: f32 = 0.25;
/// Fewer places along the edge than this say nothing.
const LEAST_PLACES: usize = 100;

/// The colour difference (CIEDE2000) from what should be there, the greater of two: from the profile's colour, that all of
/// the background but [`STRAY`] stays below; and of the edge from a mixture of person and background, that all of the edge
/// but [`FREE_OF_RIM`] stays above. The first finds a wrong colour, a gradient, a shadow, an object; the second a rim of the
/// old background.
pub fn uniform(scene: &Scene) -> Result<Measured, Reason> {
    let wanted = lab(scene.background);
    let mut open: Vec<Difference> = scene
        .maps()
        .backdrop()?
        .into_iter()
        .map(|(place, colour)| (delta_e_2000(lab(colour), wanted), place))
        .collect();
    let open = ranked(&mut open, STRAY);
    let mut edge = rim(scene.pixels, scene.background);
    let edge = (edge.len() >= LEAST_PLACES).then(|| ranked(&mut edge, 1.0 - FREE_OF_RIM));
    let (score, places) = match edge {
        Some(edge) if edge.0 > open.0 => edge,
        _ => open,
    };
    Ok(Measured {
        score: f64::from(score),
        confidence: 1.0,
        region: Region::around(places.iter().map(|&(_, place)| place)),
    })
}

/// How different the colour is at a place.
type Difference = (f32, Point);

/// The difference that `share` of the places exceed, and those places.
fn ranked(places: &mut [Difference], share: f32) -> (f32, &[Difference]) {
    places.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
    let rank = (share * places.len() as f32) as usize;
    (places[rank].0, &places[..=rank])
}

/// How far each place along the edge is from every mixture of the background with what lies deeper inside.
fn rim(picture: &RgbImage, background: Rgb) -> Vec<Difference> {
    let small = downscale(picture, LONG_SIDE);
    let scale = picture.width() as f32 / small.width() as f32;
    let (width, height) = small.dimensions();
    let outside = GrayImage::from_fn(width, height, |x, y| {
        let colour = small.get_pixel(x, y).0;
        let far = (0..3).any(|c| colour[c].abs_diff(background[c]) > DIFFERENT);
        Luma([u8::from(!far)])
    });
    let depth = euclidean_squared_distance_transform(&outside);
    let deep = |x: u32, y: u32| depth.get_pixel(x, y).0[0].sqrt();
    let mut places = vec![];
    for (x, y) in (1..height.max(1) - 1).flat_map(|y| (1..width.max(1) - 1).map(move |x| (x, y))) {
        if !(1.0..2.0).contains(&deep(x, y)) {
            continue;
        }
        let inward = [
            deep(x + 1, y) - deep(x - 1, y),
            deep(x, y + 1) - deep(x, y - 1),
        ]
        .map(|v| v as f32);
        let length = inward[0].hypot(inward[1]);
        let at = |step: f32| {
            let x = (x as f32 + step * inward[0] / length).round();
            let y = (y as f32 + step * inward[1] / length).round();
            let held = (0.0..width as f32).contains(&x) && (0.0..height as f32).contains(&y);
            held.then_some((x as u32, y as u32))
        };
        let Some((inner_x, inner_y)) = at(DEEP).filter(|&(x, y)| deep(x, y) >= LEAST_DEPTH) else {
            continue;
        };
        let person = small.get_pixel(inner_x, inner_y).0;
        let strange = RIM
            .iter()
            .filter_map(|&step| at(step))
            .map(|(x, y)| unlike(small.get_pixel(x, y).0, person, background))
            .fold(0.0, f32::max);
        places.push((strange, [x, y].map(|v| (v as f32 + 0.5) * scale)));
    }
    places
}

/// The difference of a colour from the nearest mixture of two others: in linear light as a lens mixes, or in grey levels as
/// much software does, whichever is nearer.
fn unlike(colour: Rgb, one: Rgb, other: Rgb) -> f32 {
    let levels = |colour: Rgb| colour.map(f32::from);
    let in_light = nearest_mixture([colour, one, other].map(linear));
    let in_levels = nearest_mixture([colour, one, other].map(levels));
    let colour = lab(colour);
    let in_levels = lab(in_levels.map(|level| level.round() as u8));
    delta_e_2000(colour, lab_of(in_light)).min(delta_e_2000(colour, in_levels))
}

/// The point between `one` and `other` that is nearest to `at`.
fn nearest_mixture([at, one, other]: [[f32; 3]; 3]) -> [f32; 3] {
    let along: [f32; 3] = std::array::from_fn(|c| one[c] - other[c]);
    let share =
        dot(std::array::from_fn(|c| at[c] - other[c]), along) / dot(along, along).max(f32::EPSILON);
    std::array::from_fn(|c| other[c] + share.clamp(0.0, 1.0) * along[c])
}
