//! Cutting a float rectangle out of a picture and bringing it to the portrait's size.
//!
//! The filter is Lanczos with three lobes, widened with the scale where the picture shrinks, so that nothing aliases. It
//! works in linear light: the mean of a hair and a bright wall is then what a coarser sensor would have seen, while the mean
//! of their sRGB values is darker. A row of the picture is read once and kept in memory no longer than its pass.

use super::crop::Crop;
use super::light::{Linear, linear_rgb};
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
        let left = across.iter().map(|tap| tap.first).min().unwrap_or(0);
        let right = across.iter().map(Tap::end).max().unwrap_or(0);
        let stride = columns as usize * 3;
        let source = picture.as_raw().chunks_exact(stride).enumerate();
        let mut light = vec![[0.0; 3]; columns as usize];
        let mut line = vec![[0.0; 3]; width];
        for (y, row) in source.take(last).skip(first) {
            for (light, pixel) in light
                .iter_mut()
                .zip(row.as_chunks().0)
                .take(right)
                .skip(left)
            {
                *light = linear_rgb(*pixel);
            }
            shrink(&light, &across, &mut line);
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
    Linear {
        width,
        height,
        pixels,
    }
}

/// One row through the filter across.
fn shrink(row: &[[f32; 3]], across: &[Tap], line: &mut [[f32; 3]]) {
    for (target, tap) in line.iter_mut().zip(across) {
        let mut sum = [0.0; 3];
        for (pixel, weight) in row[tap.first..].iter().zip(&tap.weights) {
            for c in 0..3 {
                sum[c] += weight * pixel[c];
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
        let last = (center + reach)
            .floor()
            .clamp(first as f64, limit as f64 - 1.0) as usize;
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
    if x.abs() < LOBES {
        sinc(x) * sinc(x / LOBES)
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgb;

    fn crop(x: f64, y: f64, width: f64, height: f64) -> Crop {
        Crop {
            x,
            y,
            width,
            height,
        }
    }

    #[test]
    fn at_its_own_size_a_picture_stays_itself() {
        let picture = RgbImage::from_fn(20, 30, |x, y| Rgb([(x * 12) as u8, (y * 8) as u8, 77]));
        let same = resample(&picture, &crop(0.0, 0.0, 20.0, 30.0), 20, 30);
        assert!(same.encode() == picture);
    }

    #[test]
    fn half_a_pixel_is_the_mean_of_two_in_linear_light() {
        let picture = RgbImage::from_fn(40, 4, |x, _| Rgb([if x < 20 { 0 } else { 255 }; 3]));
        let moved = resample(&picture, &crop(0.5, 0.0, 39.0, 4.0), 39, 4);
        let middle = moved.pixels[19][0];
        assert!((middle - 0.5).abs() < 1e-3, "{middle}");
    }

    #[test]
    fn fine_stripes_become_grey_not_moire() {
        let picture =
            RgbImage::from_fn(400, 400, |x, _| Rgb([if x % 2 == 0 { 0 } else { 255 }; 3]));
        let small = resample(&picture, &crop(0.0, 0.0, 400.0, 400.0), 70, 70);
        // Towards the edge the filter is cut off, so a little remains there.
        for pixel in small.pixels.chunks_exact(70).flat_map(|row| &row[4..66]) {
            assert!((pixel[0] - 0.5).abs() < 0.01, "{pixel:?}");
        }
    }

    #[test]
    fn a_mark_keeps_its_place() {
        let mut picture = RgbImage::new(300, 400);
        picture.put_pixel(60, 100, Rgb([255; 3]));
        let half = resample(&picture, &crop(0.0, 0.0, 300.0, 400.0), 150, 200);
        let brightest = (0..half.pixels.len())
            .max_by(|a, b| half.pixels[*a][0].total_cmp(&half.pixels[*b][0]))
            .unwrap();
        assert_eq!((brightest % 150, brightest / 150), (30, 50));
    }

    #[test]
    fn no_crop_and_no_picture_panic() {
        let picture = RgbImage::from_pixel(3, 3, Rgb([9; 3]));
        for strange in [
            crop(-50.0, -50.0, 1.0, 1.0),
            crop(70.0, 1.0, 2.0, 9.0),
            crop(f64::NAN, 0.0, 1.0, 1.0),
        ] {
            let it = resample(&picture, &strange, 4, 4);
            assert_eq!(it.encode().get_pixel(2, 2).0, [9; 3], "{strange:?}");
        }
        assert!(
            resample(&RgbImage::new(0, 5), &crop(0.0, 0.0, 1.0, 1.0), 2, 2).pixels
                == vec![[0.0; 3]; 4]
        );
    }
}
