//! The frame of a screen, or the margin of a print: straight edges along the sides of the picture. A room has such edges
//! too, but seldom along three sides.

use crate::quality::measure::{Point, Scene, colour::luma};
use image::{GrayImage, Luma};

/// An edge lies within this part of the picture from its side.
const REACH: f32 = 0.3;
/// and rises or falls by this many grey levels over two pixels,
const STEP: i16 = 12;
/// along this share of its side,
const COVERED: f32 = 0.5;
/// tilted by at most this much: pixels aside per pixel along.
const TILT: f32 = 0.12;
/// Tilts that are tried to each side.
const TILTS: i32 = 8;

/// This many sides make a frame.
const SIDES: usize = 3;

/// Both ends of the edges, where there are enough of them.
pub fn find(scene: &Scene) -> Option<Vec<Point>> {
    let small = scene.small();
    let scale = scene.pixels.width() as f32 / small.width().max(1) as f32;
    let grey = GrayImage::from_fn(small.width(), small.height(), |x, y| {
        Luma([luma(small.get_pixel(x, y).0) as u8])
    });
    let upright = [false, true].map(|far| edge(&grey, far));
    // Along the diagonal, level edges are upright ones.
    let mirrored = GrayImage::from_fn(grey.height(), grey.width(), |x, y| *grey.get_pixel(y, x));
    let level = [false, true].map(|far| {
        let found = edge(&mirrored, far);
        Edge {
            ends: found.ends.map(|[y, x]| [x, y]),
            ..found
        }
    });
    let edges: Vec<Edge> = upright
        .into_iter()
        .chain(level)
        .filter(|edge| edge.covered >= COVERED)
        .collect();
    if edges.len() < SIDES {
        return None;
    }
    let ends = edges.into_iter().flat_map(|edge| edge.ends);
    Some(ends.map(|[x, y]| [x * scale, y * scale]).collect())
}

/// The best upright edge near a side.
struct Edge {
    covered: f32,
    ends: [Point; 2],
}

/// Looks near the left side, or near the far one.
fn edge(grey: &GrayImage, far: bool) -> Edge {
    let (width, height) = (grey.width() as i32, grey.height() as i32);
    let reach = (REACH * width as f32) as i32;
    let columns = if far { width - reach..width } else { 0..reach };
    let steps = steps(grey);
    let mut best = (0, 0, 0.0);
    for tilt in -TILTS..=TILTS {
        let slope = TILT * tilt as f32 / TILTS as f32;
        let aside = |y: i32| (slope * (y as f32 - height as f32 / 2.0)).round() as i32;
        let aside: Vec<i32> = (0..height).map(aside).collect();
        for column in columns.clone() {
            let (mut rising, mut falling) = (0, 0);
            for (row, aside) in steps.chunks_exact(width.max(1) as usize).zip(&aside) {
                let step = row.get((column + aside) as usize).copied().unwrap_or(0);
                rising += i32::from(step > 0);
                falling += i32::from(step < 0);
            }
            if rising.max(falling) > best.0 {
                best = (rising.max(falling), column, slope);
            }
        }
    }
    let (count, column, slope) = best;
    let end = |y: f32| [column as f32 + slope * (y - height as f32 / 2.0), y];
    Edge {
        covered: count as f32 / height.max(1) as f32,
        ends: [end(0.0), end(height as f32)],
    }
}

/// Row by row: 1 where the picture grows brighter to the right, -1 where it grows darker.
fn steps(grey: &GrayImage) -> Vec<i8> {
    let width = grey.width() as usize;
    let mut steps = vec![0; grey.as_raw().len()];
    for (row, steps) in grey
        .as_raw()
        .chunks_exact(width.max(1))
        .zip(steps.chunks_exact_mut(width.max(1)))
    {
        for (triple, step) in row.windows(3).zip(&mut steps[1..]) {
            let rise = i16::from(triple[2]) - i16::from(triple[0]);
            *step = i8::from(rise >= STEP) - i8::from(rise <= -STEP);
        }
    }
    steps
}
