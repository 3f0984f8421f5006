//! A picture shown on a screen and photographed again.

use crate::blur::spread;
use crate::light::{Light, to_light, to_rgb};
use image::{Rgb, RgbImage};

/// The lit part of a screen's pixel along either axis.
const LIT: f32 = 0.85;
/// Places in a camera's pixel along either axis.
const SAMPLES: u32 = 5;
/// How far the camera's lens spreads a point, in its pixels.
const LENS: f32 = 0.6;

/// The picture on a screen of red, green and blue stripes, as a camera sees it whose pixels are `pitch` to the screen's one,
/// held `degrees` askew. The camera's pixels take the mean light of the place they cover.
pub fn screen(picture: &RgbImage, pitch: f32, degrees: f32) -> RgbImage {
    let shown = to_light(picture);
    let (width, height) = picture.dimensions();
    let seen = Light::from_fn(width, height, |x, y| {
        let mut sum = [0.0; 3];
        for step in 0..SAMPLES * SAMPLES {
            let part = |step: u32| (step as f32 + 0.5) / SAMPLES as f32;
            let place = [
                x as f32 + part(step % SAMPLES),
                y as f32 + part(step / SAMPLES),
            ];
            let light = shines(&shown, place, pitch, degrees);
            sum = std::array::from_fn(|channel| sum[channel] + light[channel]);
        }
        Rgb(sum.map(|sum| sum / (SAMPLES * SAMPLES) as f32))
    });
    to_rgb(&spread(&seen, LENS))
}

/// The light of a place on the screen, in the camera's pixels: that of the stripe it lies on, none between them.
fn shines(shown: &Light, [x, y]: [f32; 2], pitch: f32, degrees: f32) -> [f32; 3] {
    let (sin, cos) = degrees.to_radians().sin_cos();
    // In the screen's pixels: row and column, and the place within.
    let place = [(cos * x + sin * y) / pitch, (cos * y - sin * x) / pitch];
    let [column, row] = place.map(f32::floor);
    let [across, down] = [place[0] - column, place[1] - row];
    // The middle of that pixel, back in the picture.
    let [along, aside] = [(column + 0.5) * pitch, (row + 0.5) * pitch];
    let middle = [cos * along - sin * aside, sin * along + cos * aside];
    let (width, height) = shown.dimensions();
    let pixel = shown.get_pixel(
        middle[0].clamp(0.0, width as f32 - 1.0) as u32,
        middle[1].clamp(0.0, height as f32 - 1.0) as u32,
    );
    std::array::from_fn(|channel| {
        let stripe = across * 3.0 - channel as f32;
        let lit = down < LIT && (0.0..LIT).contains(&stripe);
        // As much light in all as the picture has.
        if lit {
            pixel.0[channel] * 3.0 / (LIT * LIT)
        } else {
            0.0
        }
    })
}

/// The picture within a dark frame `share` of its width and height wide on every side.
pub fn bezel(picture: &RgbImage, share: f32) -> RgbImage {
    let (width, height) = picture.dimensions();
    let edge = |length: u32| (share * length as f32) as u32;
    RgbImage::from_fn(width, height, |x, y| {
        let inside = (edge(width)..width - edge(width)).contains(&x)
            && (edge(height)..height - edge(height)).contains(&y);
        if inside {
            *picture.get_pixel(x, y)
        } else {
            Rgb([24, 24, 26])
        }
    })
}

/// The picture behind glass that mirrors a lamp: a white disc of `radius` pixels with a soft rim.
pub fn mirrored_lamp(picture: &RgbImage, [x, y]: [f32; 2], radius: f32) -> RgbImage {
    let mut light = to_light(picture);
    for (column, row, pixel) in light.enumerate_pixels_mut() {
        let away = (column as f32 + 0.5 - x).hypot(row as f32 + 0.5 - y) / radius;
        // White within the disc, fading over a fifth of its radius.
        let added = ((1.2 - away) / 0.2).clamp(0.0, 1.0);
        pixel.0 = pixel.0.map(|value| value + added);
    }
    to_rgb(&light)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::luminance;
    use crate::pictures::grey;

    #[test]
    fn a_screen_keeps_the_light_and_shows_its_grid() {
        let before = grey(60, 60, 90);
        let after = screen(&before, 3.0, 0.0);
        let mean = |picture: &RgbImage| luminance(picture, [6, 6, 48, 48]);
        assert!((mean(&after) / mean(&before) - 1.0).abs() < 0.05);
        assert_ne!(after.get_pixel(30, 30), after.get_pixel(31, 30));
        assert_eq!(after.get_pixel(30, 30), after.get_pixel(33, 33));
    }

    #[test]
    fn a_bezel_is_dark_and_leaves_the_middle() {
        let after = bezel(&grey(100, 50, 150), 0.1);
        assert_eq!(after.get_pixel(9, 25).0, [24, 24, 26]);
        assert_eq!(after.get_pixel(10, 5).0, [150; 3]);
        assert_eq!(after.get_pixel(50, 45).0, [24, 24, 26]);
    }

    #[test]
    fn a_lamp_is_white_and_fades() {
        let after = mirrored_lamp(&grey(100, 100, 100), [50.0, 50.0], 20.0);
        assert_eq!(after.get_pixel(50, 50).0, [255; 3]);
        assert_eq!(after.get_pixel(90, 50).0, [100; 3]);
        assert!((110..250).contains(&after.get_pixel(71, 50).0[0]));
    }
}
