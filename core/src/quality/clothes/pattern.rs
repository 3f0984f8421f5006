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

/// The median over the windows that lie wholly in the clothes of the standard deviation of the colour in CIELAB, after the
/// plane that shading makes is taken off. `None` if too few windows fit.
pub fn contrast(clothes: &Clothes) -> Option<f32> {
    let (width, height) = clothes.patch.pixels.dimensions();
    let half = ((HALF_WINDOW * clothes.patch.size).round() as u32).max(LEAST_HALF);
    let side = 2 * half;
    let starts = |length: u32| (0..(length + 1).saturating_sub(side)).step_by(half as usize);
    let mut mask = vec![false; width as usize * height as usize];
    for &(x, y) in &clothes.places {
        mask[(y * width + x) as usize] = true;
    }
    let windows = starts(height).flat_map(|y| starts(width).map(move |x| (x, y)));
    let contrasts: Vec<f32> = windows
        .filter(|&(x, y)| whole(&mask, width, (x, y), side))
        .map(|(x, y)| deviation(clothes, (x, y), side))
        .collect();
    (contrasts.len() >= LEAST_WINDOWS).then(|| median(contrasts))
}

fn whole(mask: &[bool], width: u32, (x, y): (u32, u32), side: u32) -> bool {
    (y..y + side).all(|row| {
        let start = (row * width + x) as usize;
        mask[start..start + side as usize].iter().all(|&set| set)
    })
}

/// Standard deviation from the plane of least squares, over all three channels.
fn deviation(clothes: &Clothes, (x, y): (u32, u32), side: u32) -> f32 {
    let half = (side as f32 - 1.0) / 2.0;
    let count = (side * side) as f32;
    let places = || (0..side).flat_map(|row| (0..side).map(move |column| (column, row)));
    let offset = |step: u32| step as f32 - half;
    let spread: f32 = places().map(|(column, _)| offset(column).powi(2)).sum();
    let (mut sum, mut across, mut down, mut squares) = ([0.0; 3], [0.0; 3], [0.0; 3], 0.0);
    // About the first pixel, so that nothing is lost in the squares.
    let first = clothes.lab(x, y);
    for (column, row) in places() {
        let colour = clothes.lab(x + column, y + row);
        for channel in 0..3 {
            let value = colour[channel] - first[channel];
            sum[channel] += value;
            across[channel] += value * offset(column);
            down[channel] += value * offset(row);
            squares += value * value;
        }
    }
    for channel in 0..3 {
        squares -= sum[channel] * sum[channel] / count;
        squares -= (across[channel] * across[channel] + down[channel] * down[channel]) / spread;
    }
    (squares.max(0.0) / count).sqrt()
}
