//! How much light falls, from where, and of which colour.

use image::{GrayImage, ImageBuffer, Rgb, RgbImage};

/// Linear light, 0 to 1 where the sensor has room.
pub(crate) type Light = ImageBuffer<Rgb<f32>, Vec<f32>>;

/// Every pixel's light times `2^stops`.
pub fn exposure(image: &RgbImage, stops: f32) -> RgbImage {
    relight(image, |_, _| stops.exp2())
}

/// Light from one side: full up to the column `bright`, `ratio` times as much beyond the column `dark`, and a smooth
/// fall between. With `dark` to the left of `bright` the light comes from the right.
///
/// Zones that lie wholly on either side of both columns keep their mean luminances in exactly this ratio.
pub fn side_light(image: &RgbImage, bright: f32, dark: f32, ratio: f32) -> RgbImage {
    relight(image, |x, _| {
        let t = ((x as f32 - bright) / (dark - bright)).clamp(0.0, 1.0);
        1.0 + (ratio - 1.0) * t * t * (3.0 - 2.0 * t)
    })
}

/// Different light on the person and on what is behind: stops for each, mixed where `person` (0 background to
/// 255 person, as large as the picture) is in between.
pub fn backlight(
    image: &RgbImage,
    person: &GrayImage,
    person_stops: f32,
    background_stops: f32,
) -> RgbImage {
    assert_eq!(image.dimensions(), person.dimensions());
    relight(image, |x, y| {
        let share = f32::from(person.get_pixel(x, y)[0]) / 255.0;
        (share * person_stops + (1.0 - share) * background_stops).exp2()
    })
}

/// Coloured light: each channel's light times its gain.
pub fn tint(image: &RgbImage, gains: [f32; 3]) -> RgbImage {
    let mut light = to_light(image);
    for pixel in light.pixels_mut() {
        for (value, gain) in pixel.0.iter_mut().zip(gains) {
            *value *= gain;
        }
    }
    to_rgb(&light)
}

/// White light mirrored by skin: `white`, in linear light, added at the centre of each spot, less away from it as a bell curve
/// of this standard deviation in pixels.
pub fn gloss(image: &RgbImage, spots: &[[f32; 2]], deviation: f32, white: f32) -> RgbImage {
    let mut light = to_light(image);
    for (x, y, pixel) in light.enumerate_pixels_mut() {
        let bell = |spot: &[f32; 2]| {
            let away = (spot[0] - x as f32).hypot(spot[1] - y as f32) / deviation;
            (-0.5 * away * away).exp()
        };
        let more = white * spots.iter().map(bell).sum::<f32>();
        pixel.0 = pixel.0.map(|value| value + more);
    }
    to_rgb(&light)
}

/// The mean linear luminance (BT.709 weights) of a box `[x, y, width, height]` inside the picture, 0 to 1.
pub fn luminance(image: &RgbImage, [x, y, width, height]: [u32; 4]) -> f32 {
    let part = image::imageops::crop_imm(image, x, y, width, height).to_image();
    let sum: f32 = to_light(&part)
        .pixels()
        .map(|Rgb([r, g, b])| 0.2126 * r + 0.7152 * g + 0.0722 * b)
        .sum();
    sum / (width * height) as f32
}

pub(crate) fn relight(image: &RgbImage, gain: impl Fn(u32, u32) -> f32) -> RgbImage {
    let mut light = to_light(image);
    for (x, y, pixel) in light.enumerate_pixels_mut() {
        let gain = gain(x, y);
        pixel.0 = pixel.0.map(|value| value * gain);
    }
    to_rgb(&light)
}

/// The sRGB transfer function of IEC 61966-2-1, undone.
pub(crate) fn to_light(image: &RgbImage) -> Light {
    let table: Vec<f32> = (0..=255u8)
        .map(|value| {
            let value = f32::from(value) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        })
        .collect();
    Light::from_fn(image.width(), image.height(), |x, y| {
        Rgb(image.get_pixel(x, y).0.map(|v| table[usize::from(v)]))
    })
}

/// The same, applied; values above 1 are cut.
pub(crate) fn to_rgb(light: &Light) -> RgbImage {
    let encode = |value: f32| {
        let value = value.clamp(0.0, 1.0);
        let value = if value <= 0.003_130_8 {
            12.92 * value
        } else {
            1.055 * value.powf(1.0 / 2.4) - 0.055
        };
        (value * 255.0).round() as u8
    };
    RgbImage::from_fn(light.width(), light.height(), |x, y| {
        Rgb(light.get_pixel(x, y).0.map(encode))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pictures::{gradient, grey};

    const ALL: [u32; 4] = [0, 0, 60, 40];

    #[test]
    fn to_light_and_back_changes_nothing() {
        let image = gradient(60, 40);
        assert_eq!(to_rgb(&to_light(&image)), image);
    }

    #[test]
    fn a_stop_halves_the_light() {
        let image = grey(60, 40, 180);
        for stops in [-3.0, -1.0, 0.5, 1.0] {
            let ratio = luminance(&exposure(&image, stops), ALL) / luminance(&image, ALL);
            assert!(
                (ratio / stops.exp2() - 1.0).abs() < 0.02,
                "{stops}: {ratio}"
            );
        }
    }

    #[test]
    fn gloss_adds_the_same_to_every_channel_and_nothing_far_away() {
        let image = gradient(60, 40);
        let shining = gloss(&image, &[[20.0, 20.0]], 3.0, 0.25);
        let [before, after] = [&image, &shining].map(|image| to_light(image).get_pixel(20, 20).0);
        for (before, after) in before.into_iter().zip(after) {
            assert!((after - before - 0.25).abs() < 0.01, "{before}: {after}");
        }
        assert_eq!(shining.get_pixel(50, 20), image.get_pixel(50, 20));
    }

    #[test]
    fn overexposure_is_cut_at_white() {
        assert_eq!(exposure(&grey(2, 2, 180), 3.0), grey(2, 2, 255));
    }

    #[test]
    fn the_cheeks_have_the_ratio_that_was_asked_for() {
        let image = grey(60, 40, 200);
        let (left, right) = ([0, 0, 20, 40], [40, 0, 20, 40]);
        for ratio in [0.2, 0.4, 0.6, 0.9] {
            let from_left = side_light(&image, 20.0, 39.0, ratio);
            let found = luminance(&from_left, right) / luminance(&from_left, left);
            assert!((found / ratio - 1.0).abs() < 0.02, "{ratio}: {found}");
            let from_right = side_light(&image, 39.0, 20.0, ratio);
            let found = luminance(&from_right, left) / luminance(&from_right, right);
            assert!((found / ratio - 1.0).abs() < 0.02, "{ratio}: {found}");
        }
    }

    #[test]
    fn the_person_darkens_while_the_background_brightens() {
        let image = grey(60, 40, 128);
        let person = GrayImage::from_fn(60, 40, |x, _| image::Luma([if x < 30 { 255 } else { 0 }]));
        let lit = backlight(&image, &person, -2.0, 1.0);
        let ratio = luminance(&lit, [0, 0, 30, 40]) / luminance(&lit, [30, 0, 30, 40]);
        assert!((ratio * 8.0 - 1.0).abs() < 0.03, "{ratio}");
    }

    #[test]
    fn a_tint_keeps_the_untouched_channels() {
        let image = gradient(60, 40);
        let warm = tint(&image, [1.0, 1.0, 0.5]);
        for (before, after) in image.pixels().zip(warm.pixels()) {
            assert_eq!(before.0[..2], after.0[..2]);
            assert!(after[2] < before[2]);
        }
    }
}
