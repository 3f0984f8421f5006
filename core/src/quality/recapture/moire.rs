//! The grid of a screen's pixels, or the dots of a print: the same narrow peak in the spectrum all over the picture. A
//! knit or a fence has one as well, but only where it is.

use super::spectrum::{ROWS, SIDE, Spectrum};
use crate::quality::measure::{Point, Scene, colour::luma};
use image::RgbImage;

/// Squares along each side of the picture, at most; they lie evenly over it.
const ACROSS: usize = 5;
/// Squares with less than this variance of grey levels are burnt out or black, and say nothing.
const LEAST_VARIANCE: f32 = 1.0;
/// Fewer squares say nothing.
const LEAST_SQUARES: usize = 8;
/// A peak stands so many times above its surroundings.
const PEAK: f32 = 20.0;
/// It is a screen's when it shows in this share of the squares.
const SHARE: f32 = 0.3;
/// Lower frequencies, in periods per square, are those of the motif.
const LOWEST: usize = 8;
/// The blocks of JPEG repeat every 8 pixels: their frequencies are multiples of this.
const BLOCKS: usize = SIDE / 8;

/// The squares that show the peak.
pub fn find(scene: &Scene) -> Option<Vec<Point>> {
    let squares = squares(scene.pixels);
    let mut spectrum = Spectrum::new();
    let peaks: Vec<Vec<bool>> = squares
        .iter()
        .filter_map(|&[x, y]| peaks(&mut spectrum, scene.pixels, x, y))
        .collect();
    if peaks.len() < LEAST_SQUARES {
        return None;
    }
    let count = |cell: usize| peaks.iter().filter(|peaks| peaks[cell]).count();
    let most = (0..ROWS * SIDE).map(count).max()?;
    if (most as f32) < SHARE * peaks.len() as f32 {
        return None;
    }
    let (width, height) = scene.pixels.dimensions();
    Some(vec![[0.0; 2], [width as f32, height as f32]])
}

/// The left upper corners.
fn squares(picture: &RgbImage) -> Vec<[usize; 2]> {
    let (width, height) = picture.dimensions();
    let starts = |length: u32| {
        let spare = (length as usize).saturating_sub(SIDE);
        let steps = (spare / SIDE + 1).min(ACROSS);
        (0..steps).map(move |step| spare * step / (steps - 1).max(1))
    };
    if (width.min(height) as usize) < SIDE {
        return vec![];
    }
    starts(height)
        .flat_map(|y| starts(width).map(move |x| [x, y]))
        .collect()
}

/// Which frequencies stand out in a square, or have a neighbour that does; `None` if it shows nothing.
fn peaks(spectrum: &mut Spectrum, picture: &RgbImage, x: usize, y: usize) -> Option<Vec<bool>> {
    let mut grey = vec![0.0; SIDE * SIDE];
    for (row, line) in grey.chunks_exact_mut(SIDE).enumerate() {
        for (column, value) in line.iter_mut().enumerate() {
            *value = luma(picture.get_pixel((x + column) as u32, (y + row) as u32).0);
        }
    }
    let count = grey.len() as f32;
    let mean = grey.iter().sum::<f32>() / count;
    for value in &mut grey {
        *value -= mean;
    }
    let variance = grey.iter().map(|value| value * value).sum::<f32>() / count;
    if variance < LEAST_VARIANCE {
        return None;
    }
    let mut peaks = vec![false; ROWS * SIDE];
    for cell in spectrum
        .peaks(&grey, PEAK)
        .into_iter()
        .filter(|&cell| counts(cell))
    {
        let (x, y) = (cell % SIDE, cell / SIDE);
        for row in y.saturating_sub(1)..(y + 2).min(ROWS) {
            for column in [x + SIDE - 1, x, x + 1] {
                peaks[row * SIDE + column % SIDE] = true;
            }
        }
    }
    Some(peaks)
}

/// Whether a frequency is neither the motif's nor that of JPEG's blocks.
fn counts(cell: usize) -> bool {
    let (x, y) = (cell % SIDE, cell / SIDE);
    let down = x.min(SIDE - x);
    let near_blocks = |frequency: usize| (frequency + 1) % BLOCKS <= 2;
    down * down + y * y >= LOWEST * LOWEST && !(near_blocks(down) && near_blocks(y))
}
