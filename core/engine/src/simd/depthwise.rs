//! The depthwise convolution: every channel with its own small window.
//!
//! Lanes are channels. Where the window lies inside the image across, four outputs are computed in one pass, so that
//! a pixel loaded once serves all outputs that see it, and a row above or below the image is a row of zeros. At the
//! left and right borders one output at a time sums over the part of its window that exists, four registers of
//! channels together.

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

    /// The outputs of a row whose window lies inside the image across.
    fn inside(&self) -> std::ops::Range<usize> {
        let from = self.left.div_ceil(self.stride[1]).min(self.output[1]);
        let room = (self.input[1] + self.left).checked_sub(self.size[1]);
        let to = room
            .map_or(0, |room| room / self.stride[1] + 1)
            .min(self.output[1]);
        from..to.max(from)
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
                } else if channels >= S::LANES {
                    let channel = done.min(channels - S::LANES);
                    row::<S>(depthwise, y, channel);
                    done = channel + S::LANES;
                } else {
                    row::<L>(depthwise, y, done);
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
    let inside = shape.inside();
    // SAFETY: the caller's; `inside` holds outputs whose window is inside the image across.
    unsafe {
        let from = match (shape.size, shape.stride[1]) {
            ([3, 3], 1) => interior::<V, 3, 1>(depthwise, y, channel, inside.clone()),
            ([3, 3], 2) => interior::<V, 3, 2>(depthwise, y, channel, inside.clone()),
            ([5, 5], 1) => interior::<V, 5, 1>(depthwise, y, channel, inside.clone()),
            ([5, 5], 2) => interior::<V, 5, 2>(depthwise, y, channel, inside.clone()),
            _ => inside.start,
        };
        for x in (0..inside.start).chain(from..shape.output[1]) {
            pixel::<V>(depthwise, y, x, channel);
        }
    }
}

/// The outputs `xs` of a row, four at a time with the last four perhaps repeated; returns the first not computed.
///
/// # Safety
/// As for [`row`]; the windows of `xs` are inside the image across; the window is `K` by `K`, the stride across `S`.
#[inline(always)]
unsafe fn interior<V: Vector, const K: usize, const S: usize>(
    depthwise: &mut Depthwise,
    y: usize,
    channel: usize,
    xs: std::ops::Range<usize>,
) -> usize {
    let shape = depthwise.shape;
    if xs.len() < 4 {
        return xs.start;
    }
    let channels = shape.channels;
    // SAFETY: the weights hold K × K rows of channels; each row pointer is to a row of the image or of zeros; the
    // outputs x..x + 4 are in `xs`, so the (4 - 1) × S + K columns they see are inside the row.
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
                    .add(at * shape.input[1] * channels + channel);
            }
        }
        let output = depthwise
            .output
            .as_mut_ptr()
            .add(y * shape.output[1] * channels + channel);
        let slopes = depthwise.slopes.as_ptr().wrapping_add(channel);
        let mut x = xs.start;
        while x < xs.end {
            x = x.min(xs.end - 4);
            let first = (x * S - shape.left) * channels;
            let mut sum = [[bias]; 4];
            for r in 0..K {
                let row = rows[r].add(first);
                for column in 0..3 * S + K {
                    let value = V::load(row.add(column * channels));
                    for (i, sum) in sum.iter_mut().enumerate() {
                        if column >= i * S && column - i * S < K {
                            sum[0] = sum[0].mul_add(value, weights[r][column - i * S]);
                        }
                    }
                }
            }
            activation::tile(&mut sum, shape.activation, slopes);
            for (i, sum) in sum.iter().enumerate() {
                sum[0].store(output.add((x + i) * channels));
            }
            x += 4;
        }
    }
    xs.end
}

/// One output, over the part of its window that exists.
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
