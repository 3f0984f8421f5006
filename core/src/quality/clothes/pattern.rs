//! How much pattern the clothes show.

use super::Clothes;
use crate::quality::measure::stats::median;

/// Half the side of a window, in pixels at the scale of the portrait: the whole is more than half a period of the widest
/// stripes, 40 pixels. Windows overlap by half.
const HALF_WINDOW: f32 = 12.0;
/// Half the side of the least window, in pixels of a smaller face.
const LEAST_HALF: u32 = 4;
/// Fewer windows say nothing.
const LEAST_WINDOWS: usize = 6;
/// Windows lie wholly in the clothes; where too few do, as in a collar or between strands of hair, this share is enough.
const SHARES: [f32; 2] = [1.0, 0.85];

/// The median over the windows in the clothes of the standard deviation of the colour in CIELAB, after the plane that shading
/// makes is taken off. `None` if too few windows fit.
pub fn contrast(clothes: &Clothes) -> Option<f32> {
    let (width, height) = clothes.patch.pixels.dimensions();
    let half = ((HALF_WINDOW * clothes.patch.size).round() as u32).max(LEAST_HALF);
    let side = 2 * half;
    let starts = |length: u32| (0..(length + 1).saturating_sub(side)).step_by(half as usize);
    let mut mask = vec![false; width as usize * height as usize];
    for &(x, y) in &clothes.places {
        mask[(y * width + x) as usize] = true;
    }
    let windows = || starts(height).flat_map(|y| starts(width).map(move |x| (x, y)));
    SHARES.into_iter().find_map(|share| {
        let least = (share * (side * side) as f32) as usize;
        let contrasts: Vec<f32> = windows()
            .map(|corner| worn(&mask, width, corner, side))
            .filter(|places| places.len() >= least)
            .map(|places| deviation(clothes, &places))
            .collect();
        (contrasts.len() >= LEAST_WINDOWS).then(|| median(contrasts))
    })
}

/// The places of a window that are worn.
fn worn(mask: &[bool], width: u32, (x, y): (u32, u32), side: u32) -> Vec<(u32, u32)> {
    let places = (y..y + side).flat_map(|y| (x..x + side).map(move |x| (x, y)));
    places
        .filter(|&(x, y)| mask[(y * width + x) as usize])
        .collect()
}

/// Standard deviation from the plane of least squares, over all three channels.
fn deviation(clothes: &Clothes, places: &[(u32, u32)]) -> f32 {
    let count = places.len() as f32;
    let mean = |axis: fn(&(u32, u32)) -> u32| places.iter().map(axis).sum::<u32>() as f32 / count;
    let (middle, center) = (mean(|place| place.0), mean(|place| place.1));
    let (mut wide, mut high, mut both) = (0.0, 0.0, 0.0);
    let (mut sum, mut across, mut down, mut squares) = ([0.0; 3], [0.0; 3], [0.0; 3], 0.0);
    // About the first pixel, so that nothing is lost in the squares.
    let first = clothes.lab(places[0].0, places[0].1);
    for &(x, y) in places {
        let (dx, dy) = (x as f32 - middle, y as f32 - center);
        wide += dx * dx;
        high += dy * dy;
        both += dx * dy;
        let colour = clothes.lab(x, y);
        for channel in 0..3 {
            let value = colour[channel] - first[channel];
            sum[channel] += value;
            across[channel] += value * dx;
            down[channel] += value * dy;
            squares += value * value;
        }
    }
    let area = wide * high - both * both;
    for channel in 0..3 {
        let (across, down) = (across[channel], down[channel]);
        squares -= sum[channel] * sum[channel] / count;
        squares -=
            (across * across * high + down * down * wide - 2.0 * across * down * both) / area;
    }
    (squares.max(0.0) / count).sqrt()
}
