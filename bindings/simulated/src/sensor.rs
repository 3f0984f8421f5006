//! The sensor of a phone: it lies on its side and gives NV21.

use image::RgbImage;
use xueying::frame::{
    ChromaOrder, FrameError, FrameView, Plane, Planes, Rotation, YuvCoding, YuvMatrix,
};

/// What Android's cameras give.
const CODING: YuvCoding = YuvCoding {
    matrix: YuvMatrix::Bt601,
    full_range: true,
};

/// The planes of one frame, kept from frame to frame.
pub struct Sensor {
    width: usize,
    height: usize,
    luma: Vec<u8>,
    chroma: Vec<u8>,
}

impl Sensor {
    /// A sensor for upright pictures of this size, both even.
    pub fn new([width, height]: [u32; 2]) -> Self {
        let (width, height) = (height as usize, width as usize);
        Self {
            width,
            height,
            luma: vec![0; width * height],
            chroma: vec![0; width * height / 2],
        }
    }

    /// Takes an upright picture: its upper edge comes to lie on the sensor's left.
    pub fn expose(&mut self, picture: &RgbImage) -> Result<FrameView<'_>, FrameError> {
        let (width, height) = (self.width, self.height);
        let pixels = picture.as_raw().as_chunks::<3>().0;
        // Row by row of the upright picture, two at a time: two columns of the sensor, from below.
        for (pair, rows) in pixels.chunks_exact(2 * height).enumerate() {
            let (upper, lower) = rows.split_at(height);
            let blocks = upper.chunks_exact(2).zip(lower.chunks_exact(2));
            for (block, (upper, lower)) in blocks.enumerate() {
                let four = [upper[0], upper[1], lower[0], lower[1]].map(|rgb| rgb.map(i32::from));
                let (x, y) = (2 * pair, height - 1 - 2 * block);
                for (place, rgb) in [
                    (y * width + x, four[0]),
                    ((y - 1) * width + x, four[1]),
                    (y * width + x + 1, four[2]),
                    ((y - 1) * width + x + 1, four[3]),
                ] {
                    self.luma[place] = luma(rgb);
                }
                let sum = [0, 1, 2].map(|i| four.iter().map(|rgb| rgb[i]).sum::<i32>());
                let place = y / 2 * width + x;
                self.chroma[place..place + 2].copy_from_slice(&red_and_blue(sum));
            }
        }
        let luma = Plane {
            data: &self.luma,
            row_stride: width,
            pixel_stride: 1,
        };
        let planes = Planes::semi_planar(luma, &self.chroma, width, ChromaOrder::VThenU, CODING);
        FrameView::new(width, height, planes, Rotation::Quarter, false)
    }
}

/// ITU-R BT.601, full range, in 65536ths.
fn luma([r, g, b]: [i32; 3]) -> u8 {
    ((19595 * r + 38470 * g + 7471 * b + 0x8000) >> 16) as u8
}

/// V and U of the sum of four pixels.
fn red_and_blue([r, g, b]: [i32; 3]) -> [u8; 2] {
    let byte = |value: i32| {
        ((value + (1 << 17)) >> 18)
            .saturating_add(128)
            .clamp(0, 255) as u8
    };
    [
        byte(32768 * r - 27439 * g - 5329 * b),
        byte(-11059 * r - 21709 * g + 32768 * b),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgb;
    use xueying::frame::Upright;

    #[test]
    fn the_core_sees_the_picture_that_was_exposed() {
        let picture = RgbImage::from_fn(60, 80, |x, y| {
            Rgb([(x / 2 * 6) as u8, (y / 2 * 5) as u8, 120])
        });
        let mut sensor = Sensor::new([60, 80]);
        let frame = sensor.expose(&picture).expect("a frame");
        assert_eq!(frame.upright_size(), (60, 80));
        let mut upright = Upright::default();
        let seen = upright.show(&frame, None, 80);
        for (seen, was) in seen.pixels().zip(picture.pixels()) {
            let far = seen.0.iter().zip(was.0).map(|(a, b)| a.abs_diff(b));
            assert!(far.max() <= Some(3), "{seen:?} {was:?}");
        }
    }
}
