//! Out of focus, or moved.

use crate::light::{Light, to_light, to_rgb};
use image::{Rgb, RgbImage};
use imageproc::filter::separable_filter_equal;

/// Blurred by a Gaussian of this standard deviation in pixels; nothing happens at 0.
pub fn gaussian_blur(image: &RgbImage, sigma: f32) -> RgbImage {
    if sigma <= 0.0 {
        return image.clone();
    }
    to_rgb(&spread(&to_light(image), sigma))
}

/// Light spread by a Gaussian of a standard deviation above 0, in pixels.
pub(crate) fn spread(light: &Light, sigma: f32) -> Light {
    // Out to four sigma: cut at two, the spread would be a tenth too small.
    let reach = (4.0 * sigma).ceil() as i32;
    let weights = (-reach..=reach).map(|x| (-0.5 * (x as f32 / sigma).powi(2)).exp());
    let sum: f32 = weights.clone().sum();
    let kernel: Vec<f32> = weights.map(|weight| weight / sum).collect();
    separable_filter_equal(light, &kernel)
}

/// Blurred along a line of this length in pixels, `degrees` clockwise from the horizontal: what a moving hand leaves
/// at constant speed.
pub fn motion_blur(image: &RgbImage, length: f32, degrees: f32) -> RgbImage {
    let light = to_light(image);
    let (sin, cos) = degrees.to_radians().sin_cos();
    // The middles of equal pieces, two to a pixel so that no gaps show.
    let pieces = (2.0 * length).ceil().max(1.0) as u32;
    let blurred = Light::from_fn(image.width(), image.height(), |x, y| {
        let mut sum = [0.0; 3];
        for i in 0..pieces {
            let along = ((i as f32 + 0.5) / pieces as f32 - 0.5) * length;
            let sample = bilinear(&light, x as f32 + along * cos, y as f32 + along * sin);
            for (sum, value) in sum.iter_mut().zip(sample) {
                *sum += value;
            }
        }
        Rgb(sum.map(|sum| sum / pieces as f32))
    });
    to_rgb(&blurred)
}

/// The light at a place between pixels; the edge is repeated.
fn bilinear(light: &Light, x: f32, y: f32) -> [f32; 3] {
    let x = x.clamp(0.0, (light.width() - 1) as f32);
    let y = y.clamp(0.0, (light.height() - 1) as f32);
    let (left, top) = (x as u32, y as u32);
    let (right, bottom) = (
        (left + 1).min(light.width() - 1),
        (top + 1).min(light.height() - 1),
    );
    let (u, v) = (x.fract(), y.fract());
    let corners = [
        (light.get_pixel(left, top), (1.0 - u) * (1.0 - v)),
        (light.get_pixel(right, top), u * (1.0 - v)),
        (light.get_pixel(left, bottom), (1.0 - u) * v),
        (light.get_pixel(right, bottom), u * v),
    ];
    std::array::from_fn(|c| corners.iter().map(|(pixel, share)| pixel[c] * share).sum())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pictures::{edge, gradient};

    /// The standard deviation of the spread of an upright edge, from the light along a row.
    fn spread(image: &RgbImage) -> f32 {
        let light = to_light(image);
        let row: Vec<f32> = (0..image.width())
            .map(|x| light.get_pixel(x, 10)[0])
            .collect();
        let slope = row.windows(2).map(|pair| pair[1] - pair[0]);
        let (mut weight, mut mean, mut square) = (0.0, 0.0, 0.0);
        for (x, slope) in slope.enumerate() {
            weight += slope;
            mean += slope * x as f32;
            square += slope * (x * x) as f32;
        }
        let mean = mean / weight;
        (square / weight - mean * mean).max(0.0).sqrt()
    }

    #[test]
    fn a_gaussian_spreads_an_edge_by_its_sigma() {
        for sigma in [1.0, 2.0, 4.0] {
            let found = spread(&gaussian_blur(&edge(101, 21, 50), sigma));
            assert!((found / sigma - 1.0).abs() < 0.08, "{sigma}: {found}");
        }
    }

    #[test]
    fn motion_spreads_an_edge_across_it_only() {
        // A uniform spread over a length has a standard deviation of length / sqrt(12).
        for length in [4.0, 9.0, 16.0] {
            let image = edge(101, 21, 50);
            let found = spread(&motion_blur(&image, length, 0.0)) * 12f32.sqrt();
            assert!((found / length - 1.0).abs() < 0.15, "{length}: {found}");
            assert_eq!(motion_blur(&image, length, 90.0), image);
        }
    }

    #[test]
    fn no_blur_changes_nothing() {
        let image = gradient(30, 20);
        assert_eq!(gaussian_blur(&image, 0.0), image);
        assert_eq!(motion_blur(&image, 0.0, 30.0), image);
    }
}
