//! Pictures in linear light, where the colours of a mixed pixel add up as they do in the lens.

use image::{Rgb, RgbImage};
use std::sync::OnceLock;

/// A picture in linear light: red, green and blue from 0 to 1 of the sRGB primaries, row by row.
#[derive(Clone, PartialEq)]
pub struct Linear {
    /// Columns.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// `width * height` colours.
    pub pixels: Vec<[f32; 3]>,
}

/// Fine enough that a linear value is never more than a tenth of a grey level off, even in the deepest shadow.
const STEPS: usize = 1 << 15;

/// The transfer function of IEC 61966-2-1, by grey level.
pub fn linear_of(level: u8) -> f32 {
    static TABLE: OnceLock<[f32; 256]> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        std::array::from_fn(|level| {
            let v = level as f32 / 255.0;
            if v <= 0.040_45 {
                v / 12.92
            } else {
                ((v + 0.055) / 1.055).powf(2.4)
            }
        })
    });
    table[usize::from(level)]
}

/// The grey level of a linear value, rounded; values outside 0 to 1 are clipped.
pub fn level_of(value: f32) -> u8 {
    static TABLE: OnceLock<Vec<u8>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let level = |step| {
            let v = step as f32 / STEPS as f32;
            let encoded = if v <= 0.003_130_8 {
                v * 12.92
            } else {
                1.055 * v.powf(1.0 / 2.4) - 0.055
            };
            (encoded * 255.0).round() as u8
        };
        (0..=STEPS).map(level).collect()
    });
    table[((value * STEPS as f32 + 0.5) as usize).min(STEPS)]
}

/// A colour in linear light.
pub fn linear_rgb(rgb: [u8; 3]) -> [f32; 3] {
    rgb.map(linear_of)
}

impl Linear {
    /// The picture in 8-bit sRGB.
    pub fn encode(&self) -> RgbImage {
        RgbImage::from_fn(self.width as u32, self.height as u32, |x, y| {
            Rgb(self.pixels[y as usize * self.width + x as usize].map(level_of))
        })
    }

    /// The picture laid over one colour: `alpha` of it, the rest of the colour.
    ///
    /// `alpha` has one value from 0 to 1 for each pixel.
    pub fn over(&self, background: [f32; 3], alpha: &[f32]) -> Self {
        let mix = |(pixel, alpha): (&[f32; 3], &f32)| {
            std::array::from_fn(|c| alpha * pixel[c] + (1.0 - alpha) * background[c])
        };
        Self {
            width: self.width,
            height: self.height,
            pixels: self.pixels.iter().zip(alpha).map(mix).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_grey_level_comes_back() {
        for level in 0..=255 {
            assert_eq!(level_of(linear_of(level)), level);
        }
        assert_eq!(
            (level_of(-1.0), level_of(7.0), level_of(f32::NAN)),
            (0, 255, 0)
        );
    }

    #[test]
    fn half_black_half_white_is_level_188() {
        let white = Linear {
            width: 1,
            height: 1,
            pixels: vec![[1.0; 3]],
        };
        let grey = white.over([0.0; 3], &[0.5]).encode();
        assert_eq!(grey.get_pixel(0, 0).0, [188; 3]);
    }
}
