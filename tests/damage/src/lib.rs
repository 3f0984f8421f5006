//! Damages a photo by a known amount, so that a test knows what a check must find: exact truth without labels.
//!
//! Pure functions from picture to picture, the same on every run. What light does (exposure, side light, blur) is
//! computed in linear light as a lens and a sensor would; values beyond white are cut, as a sensor cuts them.
//! Places are pixels, x to the right and y down; angles are degrees.

mod blur;
mod face;
mod geometry;
mod light;
mod screen;
mod shadow;
mod veil;

pub use blur::{gaussian_blur, motion_blur};
pub use face::second_face;
pub use geometry::{crop, rotate, scale, shift};
pub use light::{backlight, exposure, gloss, luminance, side_light, tint};
pub use screen::{bezel, mirrored_lamp, screen};
pub use shadow::{Shadow, wall_shadow};
pub use veil::veil;

#[cfg(test)]
pub(crate) mod pictures {
    use image::{Rgb, RgbImage};

    /// Smooth colours without repetition, so that every place can be told from every other.
    pub fn gradient(width: u32, height: u32) -> RgbImage {
        RgbImage::from_fn(width, height, |x, y| {
            Rgb([
                (40 + 160 * x / width) as u8,
                (40 + 160 * y / height) as u8,
                (40 + 80 * (x + y) / (width + height)) as u8,
            ])
        })
    }

    /// One grey.
    pub fn grey(width: u32, height: u32, value: u8) -> RgbImage {
        RgbImage::from_pixel(width, height, Rgb([value; 3]))
    }

    /// Black, with white from column `x` on.
    pub fn edge(width: u32, height: u32, x: u32) -> RgbImage {
        RgbImage::from_fn(width, height, |column, _| {
            Rgb([if column < x { 0 } else { 255 }; 3])
        })
    }
}
