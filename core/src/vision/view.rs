//! What the models look at.

use crate::frame::downscale;
use image::RgbImage;
use std::borrow::Cow;

/// The longer side has at most so many pixels: beyond what the inputs of the models can tell apart.
const LONG_SIDE: u32 = 2048;

/// An upright sRGB picture made ready for the models: shrunk where it is larger than they need. All places remain in pixels
/// of the picture itself.
pub struct View<'a> {
    pub(super) pixels: Cow<'a, RgbImage>,
    /// Width and height of the picture.
    pub(super) size: [u32; 2],
    /// Where the upper left corner of `pixels` lies in the picture.
    pub(super) origin: [f64; 2],
    /// Pixels here per pixel of the picture, at most 1.
    pub(super) scale: f64,
}

impl<'a> View<'a> {
    /// Prepares a picture of any size.
    pub fn of(picture: &'a RgbImage) -> Self {
        let (width, height) = picture.dimensions();
        let pixels = if width.max(height) > LONG_SIDE {
            Cow::Owned(downscale(picture, LONG_SIDE))
        } else {
            Cow::Borrowed(picture)
        };
        Self {
            scale: f64::from(pixels.width().max(pixels.height()).max(1))
                / f64::from(width.max(height).max(1)),
            size: [width, height],
            origin: [0.0; 2],
            pixels,
        }
    }

    /// A part of a picture of `size` pixels, for a camera's frame that is never unpacked whole: `pixels` begin at `origin`
    /// of the picture and each stands for `step` by `step` of its pixels. What lies outside the part is not seen.
    pub fn part(pixels: &'a RgbImage, size: [u32; 2], origin: [usize; 2], step: usize) -> Self {
        Self {
            pixels: Cow::Borrowed(pixels),
            size,
            origin: origin.map(|place| place as f64),
            scale: 1.0 / step.max(1) as f64,
        }
    }
}
