//! The depthwise convolution: every channel with its own small window.
//!
//! Lanes are channels. Four neighbouring outputs are computed in one pass, so that a pixel loaded once serves all that
//! see it. A row above or below the image is a row of zeros; at the left and right borders the pixels are first put
//! together with the zeros beside them. Windows other than 3×3 and 5×5 go output by output.

use super::activation::{self, ActivationKind};
use super::vector::Vector;

/// The sizes of a depthwise convolution.
#[derive(Clone, Debug)]
pub(crate) struct DepthwiseShape {
    /// Height and width of the input and the output.
    pub input: [usize; 2],
    pub output: [usize; 2],
    pub channels: usize,
    pub size: [usize; 2],
    pub stride: [usize; 2],
    /// Zeros above and to the left of the input.
    pub top: usize,
    pub left: usize,
    pub activation: ActivationKind,
}

/// A depthwise convolution and what it works on.
pub(crate) struct Depthwise<'a> {
    pub shape: &'a DepthwiseShape,
    pub input: &'a [f32],
    /// `[height][width][channel]`
    pub weights: &'a [f32],
    pub bias: &'a [f32],
    /// Slopes of [`ActivationKind::PRelu`], one per channel.
    pub slopes: &'a [f32],
    /// A row of the input, all zero.
    pub zeros: &'a [f32],
    pub output: &'a mut [f32],
}

impl DepthwiseShape {
    /// The least lengths of the input, the weights and the output. `None` if they are no numbers.
    pub fn lengths(&self) -> Option<[usize; 3]> {
        let of =
            |[height, width]: [usize; 2]| height.checked_mul(width)?.checked_mul(self.channels);
        let positive = self.stride[0]
            .min(self.stride[1])
            .min(self.input[0])
            .min(self.input[1])
            > 0;
        if positive {
            Some([of(self.input)?, of(self.size)?, of(self.output)?])
        } else {
            None
        }
    }

    /// The part of the window that is inside the image for output `at` along dimension `axis`, and the input's
    /// position of its first row or column.
    #[inline(always)]
    fn overlap(&self, axis: usize, at: usize) -> (usize, usize, usize) {
        let before = if axis == 0 { self.top } else { self.left };
        let start = at * self.stride[axis];
        let from = before.saturating_sub(start).min(self.size[axis]);
        let first = (start + from).saturating_sub(before);
        let to = (from + self.input[axis].saturating_sub(first)).min(self.size[axis]);
        (from, to, first)
    }
}

/// Runs a depthwise convolution with registers `W`, or narrower ones where there are fewer channels.
///
/// # Safety
/// The processor has the instructions of `W` and `S`; the lengths of the operands are at least those of
/// [`DepthwiseShape::lengths`], of `bias` and `slopes` (for a PReLU) the channels, of `zeros` a row of the input.
#[inline(always)]
pub(super) unsafe fn run<W: Vector, S: Vector, L: Vector>(depthwise: &mut Depthwise) {
    let channels = depthwise.shape.channels;
    for y in 0..depthwise.shape.output[0] {
        let mut done = 0;
        // SAFETY: every call gets `LANES` channels that exist; the rest is the caller's.
        unsafe {
            while done < channels {
                let left = channels - done;
                // The last register starts earlier, over channels done before, if it would stick out.
                if channels >= W::LANES && (left > S::LANES || S::LANES == W::LANES) {
                    let channel = done.min(channels - W::LANES);
                    row::<W>(depthwise, y, channel);
                    done = channel + W::LANES;
                } else if S::LANES < W::LANES && channels >= S::LANES {
                    let channel = done.min(channels - S::LANES);
                    row::<S>(depthwise, y, channel);
                    done = channel + S::LANES;
                } else {
                    (0..depthwise.shape.output[1]).for_each(|x| pixel::<L>(depthwise, y, x, done));
                    done += 1;
                }
            }
        }
    }
}

/// One row of outputs for one register of channels.
///
/// # Safety
/// As for [`run`]; the channels `channel..channel + LANES` exist.
#[inline(always)]
unsafe fn row<V: Vector>(depthwise: &mut Depthwise, y: usize, channel: usize) {
    let shape = depthwise.shape;
    // SAFETY: the caller's; the window and the stride are those of the match.
    unsafe {
        match (shape.size, shape.stride[1]) {
            ([3, 3], 1) => fours::<V, 3, 1>(depthwise, y, channel),
            ([3, 3], 2) => fours::<V, 3, 2>(depthwise, y, channel),
            ([5, 5], 1) => fours::<V, 5, 1>(depthwise, y, channel),
            ([5, 5], 2) => fours::<V, 5, 2>(depthwise, y, channel),
            _ => (0..shape.output[1]).for_each(|x| pixel::<V>(depthwise, y, x, channel)),
        }
    }
}

/// The columns that four neighbouring outputs see, for the largest window and stride: (4 - 1) × 2 + 5.
const COLUMNS: usize = 11;

/// A row of outputs, four at a time; the last four may begin among those before.
///
/// # Safety
/// As for [`row`]; the window is `K` by `K` with `K` at most 5, the stride across is `S`, at most 2.
#[inline(always)]
unsafe fn fours<V: Vector, const K: usize, const S: usize>(
    depthwise: &mut Depthwise,
    y: usize,
    channel: usize,
) {
    let shape = depthwise.shape;
    let (channels, width) = (shape.channels, shape.input[1]);
    // SAFETY: the weights hold K × K rows of channels. Each row pointer is to a row of the image or of zeros, and is
    // read at columns of the image only: directly where all columns that four outputs see are inside, else one by one
    // into `patch`, whose other columns are zero. Outputs are stored up to the width only.
    unsafe {
        let mut weights = [[V::splat(0.0); K]; K];
        for (r, row) in weights.iter_mut().enumerate() {
            for (k, weight) in row.iter_mut().enumerate() {
                *weight = V::load(
                    depthwise
                        .weights
                        .as_ptr()
                        .add((r * K + k) * channels + channel),
                );
            }
        }
        let bias = V::load(depthwise.bias.as_ptr().add(channel));
        let mut rows = [depthwise.zeros.as_ptr().add(channel); K];
        for (r, row) in rows.iter_mut().enumerate() {
            let at = (y * shape.stride[0] + r).wrapping_sub(shape.top);
            if at < shape.input[0] {
                *row = depthwise
                    .input
                    .as_ptr()
                    .add(at * width * channels + channel);
            }
        }
        let output = depthwise
            .output
            .as_mut_ptr()
            .add(y * shape.output[1] * channels + channel);
        let slopes = depthwise.slopes.as_ptr().wrapping_add(channel);
        let mut x = 0;
        while x < shape.output[1] {
            x = x.min(shape.output[1].saturating_sub(4));
            let first = (x * S).wrapping_sub(shape.left);
            let mut sum = [[bias]; 4];
            if first < width && first + 3 * S + K <= width {
                accumulate::<V, K, S>(
                    &mut sum,
                    rows.map(|row| row.add(first * channels)),
                    channels,
                    &weights,
                );
            } else {
                let mut patch = [[V::splat(0.0); COLUMNS]; K];
                for (patch, row) in patch.iter_mut().zip(rows) {
                    for (column, value) in patch.iter_mut().enumerate().take(3 * S + K) {
                        let at = first.wrapping_add(column);
                        if at < width {
                            *value = V::load(row.add(at * channels));
                        }
                    }
                }
                let rows: [*const f32; K] = std::array::from_fn(|r| patch[r].as_ptr().cast());
                accumulate::<V, K, S>(&mut sum, rows, V::LANES, &weights);
            }
            activation::tile(&mut sum, shape.activation, slopes);
            for (i, sum) in sum.iter().enumerate().take(shape.output[1] - x) {
                sum[0].store(output.add((x + i) * channels));
            }
            x += 4;
        }
    }
}

/// Adds to four outputs what they see of `K` rows, of which each pointer is to the first column, `pixel` floats a
/// column.
///
/// # Safety
/// The processor has the instructions of `V`; every row is valid for `3 × S + K` columns.
#[inline(always)]
unsafe fn accumulate<V: Vector, const K: usize, const S: usize>(
    sum: &mut [[V; 1]; 4],
    rows: [*const f32; K],
    pixel: usize,
    weights: &[[V; K]; K],
) {
    for (row, weights) in rows.iter().zip(weights) {
        for column in 0..3 * S + K {
            // SAFETY: the caller's.
            unsafe {
                let value = V::load(row.add(column * pixel));
                for (i, sum) in sum.iter_mut().enumerate() {
                    if column >= i * S && column - i * S < K {
                        sum[0] = sum[0].mul_add(value, weights[column - i * S]);
                    }
                }
            }
        }
    }
}

/// One output of any window, over the part of it that exists.
///
/// # Safety
/// As for [`row`].
#[inline(always)]
unsafe fn pixel<V: Vector>(depthwise: &mut Depthwise, y: usize, x: usize, channel: usize) {
    let shape = depthwise.shape;
    let channels = shape.channels;
    let (row_from, row_to, row) = shape.overlap(0, y);
    let (column_from, column_to, column) = shape.overlap(1, x);
    // SAFETY: `overlap` gives rows and columns that exist both in the window and in the image.
    unsafe {
        let mut sum = [[V::load(depthwise.bias.as_ptr().add(channel))]];
        for r in row_from..row_to {
            let line = (row + r - row_from) * shape.input[1] + column;
            for c in column_from..column_to {
                let value = V::load(
                    depthwise
                        .input
                        .as_ptr()
                        .add((line + c - column_from) * channels + channel),
                );
                let weight = V::load(
                    depthwise
                        .weights
                        .as_ptr()
                        .add((r * shape.size[1] + c) * channels + channel),
                );
                sum[0][0] = sum[0][0].mul_add(value, weight);
            }
        }
        activation::tile(
            &mut sum,
            shape.activation,
            depthwise.slopes.as_ptr().wrapping_add(channel),
        );
        sum[0][0].store(
            depthwise
                .output
                .as_mut_ptr()
                .add((y * shape.output[1] + x) * channels + channel),
        );
    }
}
