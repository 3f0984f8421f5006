//! Rows of a camera's planes, shrunk and turned into RGB, a channel at a time: loops that the compiler makes vectors of.

use super::view::{Plane, Planes, YuvCoding, YuvMatrix};

/// One row of blocks, a channel a row: Y, U, V at first, then R, G, B.
#[derive(Default)]
pub(super) struct Rows(pub [Vec<u8>; 3]);

/// The first block of a row, in sensor pixels.
pub(super) struct Block {
    pub x: usize,
    pub y: usize,
    pub step: usize,
}

impl Block {
    /// The two places in a block that stand for it along one axis: both pixels of two, the quarters of more.
    const fn taps(&self) -> [usize; 2] {
        let quarter = self.step / 4;
        [quarter, self.step - 1 - quarter]
    }
}

impl Rows {
    pub fn resize(&mut self, columns: usize) {
        for row in &mut self.0 {
            row.resize(columns, 0);
        }
    }

    pub fn read(&mut self, planes: &Planes<'_>, block: &Block) {
        let [first, second, third] = &mut self.0;
        match planes {
            Planes::Yuv { y, u, v, coding } => {
                average(first, y, 0, block);
                let middle = Block {
                    x: block.x + block.step / 2,
                    y: block.y + block.step / 2,
                    step: block.step,
                };
                chroma(second, u, &middle);
                chroma(third, v, &middle);
                Weights::of(*coding).apply(first, second, third);
            }
            Planes::Rgba(plane) => self.read_packed(plane, [0, 1, 2], block),
            Planes::Bgra(plane) => self.read_packed(plane, [2, 1, 0], block),
            Planes::Luma(plane) => self.read_packed(plane, [0, 0, 0], block),
        }
    }

    fn read_packed(&mut self, plane: &Plane<'_>, order: [usize; 3], block: &Block) {
        for (row, offset) in self.0.iter_mut().zip(order) {
            average(row, plane, offset, block);
        }
    }
}

/// The mean of four samples of each block.
fn average(out: &mut [u8], plane: &Plane<'_>, offset: usize, block: &Block) {
    let [near, far] = block.taps();
    let row = |tap: usize| {
        let start = (block.y + tap) * plane.row_stride + block.x * plane.pixel_stride + offset;
        &plane.data[start..]
    };
    let (upper, lower) = (row(near), row(far));
    match (block.step, plane.pixel_stride) {
        (1, 1) => out.copy_from_slice(&upper[..out.len()]),
        // The common case, written so that the compiler makes vectors of it: pairs of bytes as one number.
        (2, 1) => {
            let (upper, lower) = (upper.as_chunks::<2>().0, lower.as_chunks::<2>().0);
            for ((out, upper), lower) in out.iter_mut().zip(upper).zip(lower) {
                let [upper, lower] = [*upper, *lower].map(u16::from_le_bytes);
                let sum = (upper & 255) + (upper >> 8) + (lower & 255) + (lower >> 8);
                *out = ((sum + 2) >> 2) as u8;
            }
        }
        (step, stride) => {
            let (left, right) = (near * stride, far * stride);
            let blocks = upper.chunks(step * stride).zip(lower.chunks(step * stride));
            for (out, (upper, lower)) in out.iter_mut().zip(blocks) {
                *out = mean([upper[left], upper[right], lower[left], lower[right]]);
            }
        }
    }
}

fn mean(samples: [u8; 4]) -> u8 {
    (samples
        .iter()
        .map(|&sample| u16::from(sample))
        .sum::<u16>()
        .wrapping_add(2)
        >> 2) as u8
}

/// The chroma sample in the middle of each block; `middle` is the middle of the first one, in luma pixels.
fn chroma(out: &mut [u8], plane: &Plane<'_>, middle: &Block) {
    let row = &plane.data[middle.y / 2 * plane.row_stride..];
    if middle.step == 1 {
        doubled(out, row, plane.pixel_stride, middle.x);
    } else if middle.step.is_multiple_of(2) {
        let samples = &row[middle.x / 2 * plane.pixel_stride..];
        match middle.step / 2 * plane.pixel_stride {
            1 => out.copy_from_slice(&samples[..out.len()]),
            // The common case, written so that the compiler makes vectors of it; the last sample may be the last byte.
            2 => {
                let (pairs, last) = samples[..2 * out.len() - 1].as_chunks::<2>();
                let (most, end) = out.split_at_mut(pairs.len());
                end.copy_from_slice(last);
                for (out, pair) in most.iter_mut().zip(pairs) {
                    *out = (u16::from_le_bytes(*pair) & 255) as u8;
                }
            }
            apart => {
                for (out, sample) in out.iter_mut().zip(samples.iter().step_by(apart)) {
                    *out = *sample;
                }
            }
        }
    } else {
        // Two blocks take an even number of luma pixels: every other block's samples lie equally far apart.
        let apart = middle.step * plane.pixel_stride;
        for odd in [0, 1] {
            let first = (middle.x + odd * middle.step) / 2 * plane.pixel_stride;
            let samples = row.get(first..).unwrap_or_default().iter().step_by(apart);
            for (out, sample) in out.iter_mut().skip(odd).step_by(2).zip(samples) {
                *out = *sample;
            }
        }
    }
}

/// A sample for every luma pixel from `x` on: two neighbours share one.
fn doubled(out: &mut [u8], row: &[u8], stride: usize, x: usize) {
    let (odd, even) = out.split_at_mut(x % 2);
    odd.fill(row[x / 2 * stride]);
    let samples = row.get(x.div_ceil(2) * stride..).unwrap_or_default();
    let mut samples = samples.iter().step_by(stride);
    let (pairs, last) = even.as_chunks_mut();
    for (pair, &sample) in pairs.iter_mut().zip(&mut samples) {
        *pair = [sample; 2];
    }
    for (last, &sample) in last.iter_mut().zip(samples) {
        *last = sample;
    }
}

/// The matrix from YUV to RGB in 2^13ths, and what is taken off each sum in 32nds of a step: the offsets of Y, U and V, less
/// one half for rounding. Numbers of 16 bits, none of them negative, are what vectors are good at.
struct Weights {
    luma: u16,
    red_v: u16,
    green_u: u16,
    green_v: u16,
    blue_u: u16,
    off: [i16; 3],
}

impl Weights {
    /// ITU-R BT.601-7 and BT.709-6: `R = Y + 2(1-Kr)V`, `B = Y + 2(1-Kb)U`, `G` from what is left.
    fn of(coding: YuvCoding) -> Self {
        let (kr, kb) = match coding.matrix {
            YuvMatrix::Bt601 => (0.299, 0.114),
            YuvMatrix::Bt709 => (0.2126, 0.0722),
        };
        let kg = 1.0 - kr - kb;
        let (luma, chroma, black): (f64, f64, f64) = if coding.full_range {
            (1.0, 1.0, 0.0)
        } else {
            (255.0 / 219.0, 255.0 / 224.0, 16.0)
        };
        let [red_v, blue_u] = [kr, kb].map(|k| 2.0 * (1.0 - k) * chroma);
        let [green_u, green_v] = [blue_u * kb / kg, red_v * kr / kg];
        let fixed = |weight: f64| (weight * 8192.0).round() as u16;
        // Each product loses half a 32nd on average.
        let off = [red_v, -green_u - green_v, blue_u]
            .map(|chroma| ((black * luma + 128.0 * chroma - 0.5) * 32.0 - 1.0).round() as i16);
        Self {
            luma: fixed(luma),
            red_v: fixed(red_v),
            green_u: fixed(green_u),
            green_v: fixed(green_v),
            blue_u: fixed(blue_u),
            off,
        }
    }

    /// Turns rows of Y, U, V into rows of R, G, B.
    fn apply(&self, y: &mut [u8], u: &mut [u8], v: &mut [u8]) {
        // In 32nds of a step: of the 21 bits of a product the lower 8 are dropped.
        let times = |value: u8, weight: u16| {
            ((u32::from(u16::from(value) << 8) * u32::from(weight)) >> 16) as i16
        };
        let byte = |value: i16| (value >> 5).clamp(0, 255) as u8;
        let [off_red, off_green, off_blue] = self.off;
        for ((y, u), v) in y.iter_mut().zip(u).zip(v) {
            let luma = times(*y, self.luma);
            let red = luma + times(*v, self.red_v) - off_red;
            let green = luma - times(*u, self.green_u) - times(*v, self.green_v) - off_green;
            let blue = luma + times(*u, self.blue_u) - off_blue;
            (*y, *u, *v) = (byte(red), byte(green), byte(blue));
        }
    }
}
