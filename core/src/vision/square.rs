//! The part of a picture that a model looks at, and the sampling of it.

use super::{Rect, View};
use image::RgbImage;

/// A square part of the picture, perhaps turned, perhaps reaching beyond the edges.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Square {
    /// Centre, in pixels of the picture.
    pub center: [f32; 2],
    /// Length of a side, in pixels of the picture.
    pub side: f32,
    /// How far its upper edge is turned clockwise, in radians.
    pub angle: f32,
}

/// What a model sees beyond the edges of the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Border {
    /// Black, blended with the edge.
    Black,
    /// The nearest pixel.
    Nearest,
}

/// The interval that the bytes 0 to 255 become.
#[derive(Debug, Clone, Copy)]
pub(super) enum Range {
    /// 0 to 1.
    Unit,
    /// -1 to 1.
    Signed,
}

impl Square {
    /// The upright square around the whole picture, which lies centred in it.
    pub(super) fn around(view: &View) -> Self {
        let [width, height] = view.size.map(|side| side as f32);
        Self {
            center: [width / 2.0, height / 2.0],
            side: width.max(height),
            angle: 0.0,
        }
    }

    /// The smallest square turned by `angle` whose centre and size follow the upright `bounds`, times `scale`.
    pub(super) fn on(bounds: Rect, scale: f32, angle: f32) -> Self {
        Self {
            center: [
                bounds.x + bounds.width / 2.0,
                bounds.y + bounds.height / 2.0,
            ],
            side: bounds.width.max(bounds.height) * scale,
            angle,
        }
    }

    /// Where a place of the square lies in the picture; (0, 0) is its upper left corner, (1, 1) its lower right.
    pub(super) fn to_picture(self, [u, v]: [f32; 2]) -> [f32; 2] {
        let (sin, cos) = self.angle.sin_cos();
        let (x, y) = ((u - 0.5) * self.side, (v - 0.5) * self.side);
        [
            self.center[0] + x * cos - y * sin,
            self.center[1] + x * sin + y * cos,
        ]
    }

    /// The square moved so that [`Square::sample`] meets the middle of each of `size` × `size` cells, not its corner.
    pub(super) fn at_cell_centers(self, size: usize) -> Self {
        let shift = (self.side / size as f32 - 1.0) / 2.0;
        Self {
            center: self.center.map(|place| place + shift),
            ..self
        }
    }

    /// The upright box of an unturned square.
    pub(super) fn bounds(self) -> Rect {
        Rect {
            x: self.center[0] - self.side / 2.0,
            y: self.center[1] - self.side / 2.0,
            width: self.side,
            height: self.side,
        }
    }

    /// Fills `pixels` (three numbers each, row by row) with `size` × `size` bilinear samples of the square.
    ///
    /// The grid is MediaPipe's: sample (i, j) lies at (i / size, j / size) of the square, on a 32nd of a pixel, and is
    /// rounded to a byte, as OpenCV does. The detector answers to single bytes, so this is what parity needs.
    pub(super) fn sample(
        self,
        view: &View,
        size: usize,
        border: Border,
        range: Range,
        pixels: &mut [f32],
    ) {
        let (sin, cos) = f64::from(self.angle).sin_cos();
        let side = f64::from(self.side) * view.scale;
        let step = side / size as f64 * PARTS;
        let half = side / 2.0;
        // A pixel's number names its middle.
        let within = |axis: usize| f64::from(self.center[axis]) + 0.5 - view.origin[axis];
        let [cx, cy] = [0, 1].map(|axis| within(axis) * view.scale - 0.5);
        let origin = [
            (cx - half * cos + half * sin) * PARTS,
            (cy - half * sin - half * cos) * PARTS,
        ];
        let taps = Taps::of(&view.pixels, border);
        let (scale, offset) = match range {
            Range::Unit => (1.0 / 255.0, 0.0),
            Range::Signed => (2.0 / 255.0, -1.0),
        };
        for (j, row) in pixels.chunks_exact_mut(size * 3).take(size).enumerate() {
            let v = j as f64 * step;
            for (i, pixel) in row.as_chunks_mut::<3>().0.iter_mut().enumerate() {
                let u = i as f64 * step;
                let x = (origin[0] + u * cos - v * sin).round_ties_even() as i32;
                let y = (origin[1] + u * sin + v * cos).round_ties_even() as i32;
                let bytes = taps.blend(x, y);
                for (value, byte) in pixel.iter_mut().zip(bytes) {
                    *value = byte as f32 * scale + offset;
                }
            }
        }
    }
}

/// Samples lie on this part of a pixel.
const PARTS: f64 = 32.0;

/// The four pixels around a sample.
struct Taps<'a> {
    pixels: &'a [[u8; 3]],
    width: i32,
    height: i32,
    border: Border,
}

impl<'a> Taps<'a> {
    fn of(picture: &'a RgbImage, border: Border) -> Self {
        Self {
            pixels: picture.as_raw().as_chunks().0,
            width: picture.width() as i32,
            height: picture.height() as i32,
            border,
        }
    }

    /// The blend around a place given in 32nds of a pixel.
    fn blend(&self, x: i32, y: i32) -> [u32; 3] {
        let (column, row) = (x >> 5, y >> 5);
        let (right, below) = ((x & 31) as u32, (y & 31) as u32);
        let inside = column >= 0 && row >= 0 && column < self.width - 1 && row < self.height - 1;
        let [a, b, c, d] = if inside {
            let first = row as usize * self.width as usize + column as usize;
            let second = first + self.width as usize;
            let (upper, lower) = (
                &self.pixels[first..first + 2],
                &self.pixels[second..second + 2],
            );
            [upper[0], upper[1], lower[0], lower[1]]
        } else {
            // Saturated places are far outside; one more would overflow.
            let (next, under) = (column.saturating_add(1), row.saturating_add(1));
            [(column, row), (next, row), (column, under), (next, under)]
                .map(|(x, y)| self.beyond(x, y))
        };
        let weights = [
            (32 - right) * (32 - below),
            right * (32 - below),
            (32 - right) * below,
            right * below,
        ];
        std::array::from_fn(|channel| {
            let sum = [a, b, c, d]
                .iter()
                .zip(weights)
                .map(|(pixel, weight)| u32::from(pixel[channel]) * weight)
                .sum::<u32>();
            (sum + 512) >> 10
        })
    }

    /// A pixel that may lie outside.
    fn beyond(&self, x: i32, y: i32) -> [u8; 3] {
        let outside = x < 0 || y < 0 || x >= self.width || y >= self.height;
        if self.pixels.is_empty() || outside && self.border == Border::Black {
            return [0; 3];
        }
        let (x, y) = (x.clamp(0, self.width - 1), y.clamp(0, self.height - 1));
        self.pixels[y as usize * self.width as usize + x as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgb;

    fn ramp(width: u32, height: u32) -> RgbImage {
        RgbImage::from_fn(width, height, |x, y| Rgb([x as u8 * 4, y as u8 * 4, 200]))
    }

    fn sampled(picture: &RgbImage, square: Square, size: usize, border: Border) -> Vec<f32> {
        let mut pixels = vec![9.0; size * size * 3];
        square.sample(&View::of(picture), size, border, Range::Unit, &mut pixels);
        pixels.iter().map(|value| value * 255.0).collect()
    }

    #[test]
    fn a_letterbox_maps_back_to_the_picture() {
        let square = Square::around(&View::of(&RgbImage::new(40, 20)));
        assert_eq!(square.to_picture([0.5, 0.5]), [20.0, 10.0]);
        assert_eq!(square.to_picture([0.0, 0.25]), [0.0, 0.0]);
        assert_eq!(square.to_picture([1.0, 0.75]), [40.0, 20.0]);
    }

    #[test]
    fn a_letterbox_is_black_above_and_below() {
        let picture = ramp(40, 20);
        let pixels = sampled(
            &picture,
            Square::around(&View::of(&picture)),
            40,
            Border::Black,
        );
        let row = |j: usize| &pixels[j * 120..][..120];
        assert!(row(9).iter().all(|&value| value == 0.0));
        assert!((row(10)[3 * 7] - 28.0).abs() < 1e-3);
        assert!((row(15)[1] - 20.0).abs() < 1e-3);
        assert!(row(31).iter().all(|&value| value == 0.0));
    }

    #[test]
    fn a_quarter_turn_reads_columns_as_rows() {
        let picture = ramp(20, 20);
        let square = Square {
            center: [10.0, 10.0],
            side: 8.0,
            angle: std::f32::consts::FRAC_PI_2,
        };
        let pixels = sampled(&picture, square, 8, Border::Nearest);
        // The upper left corner of a square turned clockwise is the upper right one of the picture.
        assert!((pixels[0] - 14.0 * 4.0).abs() < 1e-3, "{}", pixels[0]);
        assert!((pixels[1] - 6.0 * 4.0).abs() < 1e-3);
        // Along its row the picture runs down.
        assert!((pixels[3 * 7] - 14.0 * 4.0).abs() < 1e-3);
        assert!((pixels[3 * 7 + 1] - 13.0 * 4.0).abs() < 1e-3);
    }

    #[test]
    fn samples_blend_and_edges_repeat() {
        let picture = ramp(10, 10);
        let square = Square {
            center: [1.5, 1.5],
            side: 2.0,
            angle: 0.0,
        };
        assert_eq!(
            sampled(&picture, square, 4, Border::Nearest)[0].round(),
            2.0
        );
        let far = Square {
            center: [-1e30, 1e30],
            ..square
        };
        let pixels = sampled(&picture, far, 4, Border::Nearest);
        assert_eq!([pixels[0].round(), pixels[1].round()], [0.0, 36.0]);
    }

    #[test]
    fn a_large_picture_is_seen_in_its_own_pixels() {
        let picture = RgbImage::from_fn(4096, 16, |x, _| Rgb([(x / 16) as u8, 0, 0]));
        let square = Square {
            center: [1000.0, 8.0],
            side: 640.0,
            angle: 0.0,
        };
        let pixels = sampled(&picture, square.at_cell_centers(20), 20, Border::Nearest);
        for (i, pixel) in pixels[10 * 60..][..60].chunks_exact(3).enumerate() {
            // Cells of 32 pixels from 680 on: their middles lie at 680 + 32 i + 16.
            let expected = (696.0 + 32.0 * i as f32 - 8.0) / 16.0;
            assert!(
                (pixel[0] - expected).abs() <= 1.0,
                "{} for {expected}",
                pixel[0]
            );
        }
    }

    #[test]
    fn nothing_is_seen_in_an_empty_picture() {
        let empty = RgbImage::new(0, 0);
        for border in [Border::Black, Border::Nearest] {
            let pixels = sampled(&empty, Square::around(&View::of(&empty)), 4, border);
            assert!(pixels.iter().all(|&value| value == 0.0));
        }
    }
}
