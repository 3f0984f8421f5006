//! Cutting a float rectangle out of a picture and bringing it to the portrait's size.
//!
//! The filter is Lanczos with three lobes, widened with the scale where the picture shrinks, so that nothing aliases. It
//! works in linear light: the mean of a hair and a bright wall is then what a coarser sensor would have seen, while the mean
//! of their sRGB values is darker. A row of the picture is read once and kept in memory no longer than its pass.

use super::crop::Crop;
use super::light::{Linear, linear_of};
use image::RgbImage;

/// Lobes on each side of the filter.
const LOBES: f64 = 3.0;

/// The part of `picture` under `crop`, as `width` × `height` pixels in linear light.
///
/// Pixels beyond the crop's edge but inside the picture take part; beyond the picture there is nothing, and the filter is
/// weighed anew. A crop outside the picture repeats the picture's edge. An empty picture gives black.
pub fn resample(picture: &RgbImage, crop: &Crop, width: usize, height: usize) -> Linear {
    let mut pixels = vec![[0.0_f32; 3]; width * height];
    let (columns, rows) = picture.dimensions();
    if columns > 0 && rows > 0 && width > 0 {
        let across = taps(crop.x, crop.width, width, columns as usize);
        let down = taps(crop.y, crop.height, height, rows as usize);
        let first = down.iter().map(|tap| tap.first).min().unwrap_or(0);
        let last = down.iter().map(Tap::end).max().unwrap_or(0);
        let stride = columns as usize * 3;
        let source = picture.as_raw().chunks_exact(stride).enumerate();
        let mut line = vec![[0.0; 3]; width];
        for (y, row) in source.take(last).skip(first) {
            shrink(row.as_chunks().0, &across, &mut line);
            for (target, tap) in pixels.chunks_exact_mut(width).zip(&down) {
                if let Some(weight) = y.checked_sub(tap.first).and_then(|i| tap.weights.get(i)) {
                    for (sum, value) in target.iter_mut().zip(&line) {
                        *sum = std::array::from_fn(|c| sum[c] + weight * value[c]);
                    }
                }
            }
        }
    }
    for pixel in &mut pixels {
        *pixel = pixel.map(|value| value.clamp(0.0, 1.0));
    }
    Linear { width, height, pixels }
}

/// One row through the filter across.
fn shrink(row: &[[u8; 3]], across: &[Tap], line: &mut [[f32; 3]]) {
    for (target, tap) in line.iter_mut().zip(across) {
        let mut sum = [0.0; 3];
        for (pixel, weight) in row[tap.first..].iter().zip(&tap.weights) {
            for c in 0..3 {
                sum[c] += weight * linear_of(pixel[c]);
            }
        }
        *target = sum;
    }
}

/// The source pixels that make one target pixel along one axis.
struct Tap {
    first: usize,
    /// They sum to 1.
    weights: Vec<f32>,
}

impl Tap {
    fn end(&self) -> usize {
        self.first + self.weights.len()
    }
}

/// The taps of `count` target pixels over `length` source pixels from `start`, of a picture with `limit` pixels, at least 1.
fn taps(start: f64, length: f64, count: usize, limit: usize) -> Vec<Tap> {
    let scale = length / count as f64;
    let stretch = scale.max(1.0);
    let tap = |target: usize| {
        let center = start + (target as f64 + 0.5) * scale - 0.5;
        let reach = LOBES * stretch;
        let first = (center - reach).ceil().clamp(0.0, limit as f64 - 1.0) as usize;
        let last = (center + reach).floor().clamp(first as f64, limit as f64 - 1.0) as usize;
        let raw: Vec<f64> = (first..=last)
            .map(|source| lanczos((source as f64 - center) / stretch))
            .collect();
        let sum: f64 = raw.iter().sum();
        let weights = if sum > 1e-6 {
            raw.iter().map(|weight| (weight / sum) as f32).collect()
        } else {
            vec![1.0]
        };
        Tap { first, weights }
    };
    (0..count).map(tap).collect()
}

/// sinc(x) · sinc(x / lobes), zero from the last lobe on.
fn lanczos(x: f64) -> f64 {
    let sinc = |x: f64| {
        let x = x * std::f64::consts::PI;
        if x.abs() < 1e-9 { 1.0 } else { x.sin() / x }
    };
    if x.abs() < LOBES { sinc(x) * sinc(x / LOBES) } else { 0.0 }
}
