//! Samples of a square of the picture, on the grid that MediaPipe uses.

use super::{
    View,
    grid::{Grid, PARTS},
    square::Square,
};
use image::RgbImage;

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
    /// Fills `pixels` (three numbers each, row by row) with `size` × `size` bilinear samples, rounded to bytes as OpenCV
    /// does.
    pub(super) fn sample(
        self,
        view: &View,
        size: usize,
        border: Border,
        range: Range,
        pixels: &mut [f32],
    ) {
        let grid = Grid::new(self.in_view(view), size);
        let taps = Taps::of(&view.pixels, border);
        let (scale, offset) = match range {
            Range::Unit => (1.0 / 255.0, 0.0),
            Range::Signed => (2.0 / 255.0, -1.0),
        };
        let mut places = vec![[0; 2]; size];
        for (j, row) in pixels.chunks_exact_mut(size * 3).take(size).enumerate() {
            grid.row(j, &mut places);
            for (pixel, &place) in row.as_chunks_mut::<3>().0.iter_mut().zip(&places) {
                for (value, byte) in pixel.iter_mut().zip(taps.blend(place)) {
                    *value = f32::from(byte) * scale + offset;
                }
            }
        }
    }
}

/// Bits between the channels of a pixel that is one number: all three are weighted at once, and a sum of 255 · 32² and a half
/// fits 18.
const LANE: u32 = 20;

/// Three channels as one number.
const fn spread([r, g, b]: [u64; 3]) -> u64 {
    r | g << LANE | b << (2 * LANE)
}

/// The four pixels around a sample.
struct Taps<'a> {
    bytes: &'a [u8],
    width: i32,
    height: i32,
    border: Border,
}

impl<'a> Taps<'a> {
    fn of(picture: &'a RgbImage, border: Border) -> Self {
        Self {
            bytes: picture.as_raw(),
            width: picture.width() as i32,
            height: picture.height() as i32,
            border,
        }
    }

    /// The blend around a place given in parts of a pixel.
    fn blend(&self, [x, y]: [i32; 2]) -> [u8; 3] {
        let (column, row) = (x.div_euclid(PARTS), y.div_euclid(PARTS));
        let (right, below) = (x.rem_euclid(PARTS) as u64, y.rem_euclid(PARTS) as u64);
        let [a, b, c, d] = self.around(column, row).unwrap_or_else(|| {
            let (next, under) = (column + 1, row + 1);
            [(column, row), (next, row), (column, under), (next, under)]
                .map(|(x, y)| self.beyond(x, y))
        });
        let one = PARTS as u64;
        let upper = a * (one - right) + b * right;
        let lower = c * (one - right) + d * right;
        let half = one * one / 2;
        let sum = upper * (one - below) + lower * below + spread([half, half, half]);
        [0, 1, 2].map(|channel| (sum >> (channel * LANE + 10)) as u8)
    }

    /// The four pixels from a place on, if they and what is read with them lie inside.
    fn around(&self, column: i32, row: i32) -> Option<[u64; 4]> {
        if column < 0 || row < 0 || column >= self.width - 1 {
            return None;
        }
        let first = 3 * (row as usize * self.width as usize + column as usize);
        let second = first + 3 * self.width as usize;
        let pair = |start: usize| {
            let bytes = u64::from_le_bytes(*self.bytes.get(start..)?.first_chunk()?);
            Some([bytes, bytes >> 24].map(|pixel| {
                pixel & 255
                    | (pixel & 0xff00) << (LANE - 8)
                    | (pixel & 0xff_0000) << (2 * LANE - 16)
            }))
        };
        let ([a, b], [c, d]) = (pair(first)?, pair(second)?);
        Some([a, b, c, d])
    }

    /// A pixel that may lie outside.
    fn beyond(&self, x: i32, y: i32) -> u64 {
        let outside = x < 0 || y < 0 || x >= self.width || y >= self.height;
        if self.bytes.is_empty() || outside && self.border == Border::Black {
            return 0;
        }
        let (x, y) = (x.clamp(0, self.width - 1), y.clamp(0, self.height - 1));
        let start = 3 * (y as usize * self.width as usize + x as usize);
        let [r, g, b] = [0, 1, 2].map(|channel| u64::from(self.bytes[start + channel]));
        spread([r, g, b])
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
            center: [-1e6, 1e6],
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
