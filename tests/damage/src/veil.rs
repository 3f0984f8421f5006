//! What grease on the lens does.

use crate::blur::spread;
use crate::light::{to_light, to_rgb};
use image::imageops::{FilterType, resize};
use image::{Rgb, RgbImage};

/// A glow is smooth: it is spread in a picture so many times smaller.
const SHRINK: u32 = 8;

/// This `share` of the light, 0 to 1, goes astray: half of it evenly over the whole picture, half as a glow round where it came
/// from, a Gaussian of the standard deviation `glow` in pixels.
pub fn veil(image: &RgbImage, share: f32, glow: f32) -> RgbImage {
    let mut light = to_light(image);
    let (width, height) = light.dimensions();
    let small = [width, height].map(|side| side.div_ceil(SHRINK));
    let around = resize(&light, small[0], small[1], FilterType::Triangle);
    let around = spread(&around, (glow / SHRINK as f32).max(0.5));
    let around = resize(&around, width, height, FilterType::Triangle);
    let mut mean = [0.0_f64; 3];
    for pixel in light.pixels() {
        for (sum, value) in mean.iter_mut().zip(pixel.0) {
            *sum += f64::from(value) / f64::from(width * height);
        }
    }
    for (pixel, Rgb(around)) in light.pixels_mut().zip(around.pixels()) {
        for (c, value) in pixel.0.iter_mut().enumerate() {
            let stray = f32::midpoint(around[c], mean[c] as f32);
            *value += share * (stray - *value);
        }
    }
    to_rgb(&light)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::light::luminance;
    use crate::pictures::{edge, grey};

    #[test]
    fn one_grey_stays_as_it_is() {
        let image = grey(40, 40, 150);
        assert_eq!(veil(&image, 0.3, 10.0), image);
    }

    #[test]
    fn black_far_from_the_light_gets_half_of_what_goes_astray_of_the_mean() {
        let image = edge(400, 80, 200);
        let veiled = veil(&image, 0.2, 12.0);
        let at = |x| luminance(&veiled, [x, 20, 8, 40]);
        assert!((at(8) - 0.2 * 0.25).abs() < 0.005, "{}", at(8));
        assert!((at(380) - (1.0 - 0.2 * 0.25)).abs() < 0.005, "{}", at(380));
        assert!(at(180) > at(8) + 0.01, "the glow is round the light");
    }
}
