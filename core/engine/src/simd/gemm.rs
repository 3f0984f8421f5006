//! The matrix product behind every convolution, with all that follows it.
//!
//! An image in NHWC is a matrix already: one row per pixel, one column per channel. A 1×1 convolution is that matrix
//! times the weights. A k×k convolution is the sum of k such products, one per row of its window (a *tap*), because
//! the window's pixels in one row of the image lie behind each other in memory; nothing is copied.
//!
//! The micro-kernel computes a tile of `M` pixels by `N` registers of output channels. Its sums never leave the
//! registers until bias, residual and activation are done:
//!
//! ```text
//!                          one panel of weights: [tap][depth][N × LANES]
//!                          ┌────────────┬────────────┐
//!              depth step k│  w[k][0]   │  w[k][1]   │   N loads
//!                          └────────────┴────────────┘
//!  input       ┌───┐       ┌────────────┬────────────┐
//!  pixel 0     │ x │──────▶│ sum[0][0]  │ sum[0][1]  │
//!  pixel 1     │ x │──────▶│ sum[1][0]  │ sum[1][1]  │   M × N fused multiply-adds,
//!    ...       │ x │       │    ...     │    ...     │   each with one value of the
//!  pixel M-1   │ x │──────▶│sum[M-1][0] │sum[M-1][1] │   input in all lanes
//!              └───┘       └────────────┴────────────┘
//!                            + bias, + residual, activation, store
//! ```
//!
//! Weights are packed so that a panel is read from front to back. The last panel of a row of channels may overlap the
//! one before it: those channels are computed twice, to the same values, and no tile needs a ragged edge unless there
//! are fewer channels than lanes.

use super::activation::{self, ActivationKind};
use super::vector::Vector;

/// Distances, in floats.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Steps {
    /// From a row of pixels to the next.
    pub row: usize,
    /// From a pixel to the next.
    pub pixel: usize,
}

/// The sizes of a product.
#[derive(Clone, Debug)]
pub(crate) struct GemmShape {
    /// Rows of pixels, and pixels in a row, of the output.
    pub rows: usize,
    pub pixels: usize,
    /// Rows of the window; distance between them in the input.
    pub taps: usize,
    pub tap_step: usize,
    /// Values of one tap: width of the window times channels.
    pub depth: usize,
    /// Output channels.
    pub channels: usize,
    pub input: Steps,
    pub output: Steps,
    /// Channels of the residual, the first of the output's; 0 if there is none.
    pub residual_channels: usize,
    pub residual: Steps,
    pub activation: ActivationKind,
}

/// A product and what it works on.
pub(crate) struct Gemm<'a> {
    pub shape: &'a GemmShape,
    pub input: &'a [f32],
    /// Panel after panel, as [`panels`] cuts the channels.
    pub weights: &'a [f32],
    /// One per channel, and zeros to the end of the last panel.
    pub bias: &'a [f32],
    /// Slopes of [`ActivationKind::PRelu`], like `bias`.
    pub slopes: &'a [f32],
    pub residual: &'a [f32],
    pub output: &'a mut [f32],
}

/// The lengths that a [`GemmShape`] needs.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct GemmLengths {
    pub input: usize,
    pub weights: usize,
    pub channels: usize,
    pub residual: usize,
    pub output: usize,
}

impl GemmShape {
    /// The same product with taps and rows joined where they lie behind each other: a window as wide as the image has
    /// one tap, a 1×1 convolution one row.
    pub fn merged(mut self) -> Self {
        if self.tap_step == self.depth {
            (self.taps, self.depth) = (1, self.taps * self.depth);
        }
        let joins = |steps: Steps| steps.row == steps.pixel * self.pixels;
        if joins(self.input)
            && joins(self.output)
            && (self.residual_channels == 0 || joins(self.residual))
        {
            (self.rows, self.pixels) = (1, self.rows * self.pixels);
        }
        self
    }

    /// One past the last float touched in each operand, with panels for these registers. `None` if that is no number.
    pub fn lengths(&self, lanes: Lanes) -> Option<GemmLengths> {
        let reach = |steps: Steps, last: usize| {
            let row = steps.row.checked_mul(self.rows.checked_sub(1)?)?;
            let pixel = steps.pixel.checked_mul(self.pixels.checked_sub(1)?)?;
            row.checked_add(pixel)?.checked_add(last)
        };
        let taps = self.tap_step.checked_mul(self.taps.checked_sub(1)?)?;
        let width = panels(self.channels, lanes)
            .map(|panel| panel.width)
            .sum::<usize>();
        Some(GemmLengths {
            input: reach(self.input, taps.checked_add(self.depth)?)?,
            weights: self.taps.checked_mul(self.depth)?.checked_mul(width)?,
            channels: panels(self.channels, lanes)
                .last()
                .map(|panel| panel.start + panel.width)?,
            residual: if self.residual_channels == 0 {
                0
            } else {
                reach(self.residual, self.residual_channels)?
            },
            output: reach(self.output, self.channels)?,
        })
    }
}

/// Lanes of the two registers that a set of kernels uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lanes {
    pub wide: usize,
    pub narrow: usize,
}

/// Some output channels computed together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Panel {
    pub start: usize,
    pub width: usize,
}

/// Cuts `channels` into panels of two wide registers, one, or one narrow one.
pub(crate) fn panels(channels: usize, lanes: Lanes) -> impl Iterator<Item = Panel> {
    let mut done = 0;
    std::iter::from_fn(move || {
        let left = channels - done;
        let width = match left {
            0 => return None,
            _ if left >= 2 * lanes.wide => 2 * lanes.wide,
            _ if left > lanes.narrow => lanes.wide,
            _ => lanes.narrow,
        };
        // A panel that would stick out starts earlier, if there are channels enough.
        let start = done.min(channels.saturating_sub(width));
        done = channels.min(start + width);
        Some(Panel { start, width })
    })
}

/// Floats of input that stay in the cache while the panels pass over them.
const BLOCK: usize = 16384;

/// Runs a product: wide panels in tiles of `M` pixels, others in tiles of `M1`.
///
/// # Safety
/// The processor has the instructions of `W` and `S`; the lengths of the operands are at least those of
/// [`GemmShape::lengths`] for these registers.
#[inline(always)]
pub(super) unsafe fn run<W: Vector, S: Vector, const M: usize, const M1: usize>(gemm: &mut Gemm) {
    let shape = gemm.shape;
    let block = (BLOCK / (shape.depth * shape.taps))
        .max(1)
        .next_multiple_of(M)
        .min(shape.pixels);
    let lanes = Lanes {
        wide: W::LANES,
        narrow: S::LANES,
    };
    for row in 0..shape.rows {
        let mut first = 0;
        while first < shape.pixels {
            let count = block.min(shape.pixels - first);
            let mut weights = gemm.weights.as_ptr();
            for panel in panels(shape.channels, lanes) {
                let strip = Strip {
                    row,
                    first,
                    count,
                    panel,
                    weights,
                };
                // SAFETY: `row`, `first + count` and the panel are within the shape, whose lengths the caller vouches for.
                unsafe {
                    if panel.width == 2 * W::LANES {
                        pixels::<W, M, 2>(gemm, strip);
                    } else if panel.width == W::LANES {
                        pixels::<W, M1, 1>(gemm, strip);
                    } else if S::LANES < W::LANES {
                        pixels::<S, M1, 1>(gemm, strip);
                    }
                    weights = weights.add(shape.taps * shape.depth * panel.width);
                }
            }
            first += count;
        }
    }
}

/// Pixels of one row, and the panel they are computed for.
#[derive(Clone, Copy)]
struct Strip {
    row: usize,
    first: usize,
    count: usize,
    panel: Panel,
    weights: *const f32,
}

/// # Safety
/// As for [`run`]; the strip lies within the shape.
#[inline(always)]
unsafe fn pixels<V: Vector, const M: usize, const N: usize>(gemm: &mut Gemm, strip: Strip) {
    let mut done = 0;
    // SAFETY: `done` plus the size of the tile never exceeds `count`.
    unsafe {
        while done + M <= strip.count {
            tile::<V, M, N>(gemm, strip, done);
            done += M;
        }
        if M > 4 && done + 4 <= strip.count {
            tile::<V, 4, N>(gemm, strip, done);
            done += 4;
        }
        if M > 2 && done + 2 <= strip.count {
            tile::<V, 2, N>(gemm, strip, done);
            done += 2;
        }
        while done < strip.count {
            tile::<V, 1, N>(gemm, strip, done);
            done += 1;
        }
    }
}

/// The micro-kernel: `M` pixels from `offset` on, `N` registers of channels.
///
/// # Safety
/// As for [`run`]; pixels `offset..offset + M` lie within the strip.
#[inline(always)]
unsafe fn tile<V: Vector, const M: usize, const N: usize>(
    gemm: &mut Gemm,
    strip: Strip,
    offset: usize,
) {
    let shape = gemm.shape;
    let (channel, pixel) = (strip.panel.start, strip.first + offset);
    // SAFETY: the caller vouches that pixels `pixel..pixel + M` of the row exist, and for operands long enough for all
    // of them; bias and slopes reach to the end of the panel; the residual's and the output's partial accesses are
    // cut to their channels.
    unsafe {
        let mut sum = [[V::splat(0.0); N]; M];
        for j in 0..N {
            let bias = V::load(gemm.bias.as_ptr().add(channel + j * V::LANES));
            for row in &mut sum {
                row[j] = bias;
            }
        }
        let input = gemm
            .input
            .as_ptr()
            .add(strip.row * shape.input.row + pixel * shape.input.pixel);
        let mut weights = strip.weights;
        for tap in 0..shape.taps {
            let input = input.add(tap * shape.tap_step);
            let mut k = 0;
            while k + 4 <= shape.depth {
                for _ in 0..4 {
                    multiply::<V, M, N>(&mut sum, input.add(k), shape.input.pixel, weights);
                    weights = weights.add(N * V::LANES);
                    k += 1;
                }
            }
            while k < shape.depth {
                multiply::<V, M, N>(&mut sum, input.add(k), shape.input.pixel, weights);
                weights = weights.add(N * V::LANES);
                k += 1;
            }
        }
        let here = strip.row * shape.residual.row + pixel * shape.residual.pixel + channel;
        let residual_left = shape.residual_channels.saturating_sub(channel);
        if residual_left >= N * V::LANES {
            let residual = gemm.residual.as_ptr().add(here);
            for (i, row) in sum.iter_mut().enumerate() {
                for (j, sum) in row.iter_mut().enumerate() {
                    *sum = sum.add(V::load(
                        residual.add(i * shape.residual.pixel + j * V::LANES),
                    ));
                }
            }
        } else if residual_left > 0 {
            let residual = gemm.residual.as_ptr().add(here);
            for (i, row) in sum.iter_mut().enumerate() {
                for (j, sum) in row.iter_mut().enumerate() {
                    let left = residual_left.saturating_sub(j * V::LANES);
                    if left > 0 {
                        let from = residual.add(i * shape.residual.pixel + j * V::LANES);
                        *sum = sum.add(V::load_partial(from, left));
                    }
                }
            }
        }
        activation::tile(
            &mut sum,
            shape.activation,
            gemm.slopes.as_ptr().wrapping_add(channel),
        );
        let at = strip.row * shape.output.row + pixel * shape.output.pixel + channel;
        let output = gemm.output.as_mut_ptr().add(at);
        let left = shape.channels - channel;
        if left >= N * V::LANES {
            for (i, row) in sum.iter().enumerate() {
                for (j, sum) in row.iter().enumerate() {
                    sum.store(output.add(i * shape.output.pixel + j * V::LANES));
                }
            }
        } else {
            // Only a first panel can be wider than the channels, and it is one register.
            for (i, row) in sum.iter().enumerate() {
                row[0].store_partial(output.add(i * shape.output.pixel), left);
            }
        }
    }
}

/// One step of depth: every sum gains its pixel's value times its channel's weight.
///
/// # Safety
/// `input` is valid for `M` floats `pixel` apart, `weights` for `N` registers.
#[inline(always)]
unsafe fn multiply<V: Vector, const M: usize, const N: usize>(
    sum: &mut [[V; N]; M],
    input: *const f32,
    pixel: usize,
    weights: *const f32,
) {
    // SAFETY: the caller vouches for both pointers.
    unsafe {
        let mut w = [V::splat(0.0); N];
        for (j, w) in w.iter_mut().enumerate() {
            *w = V::load(weights.add(j * V::LANES));
        }
        for (i, row) in sum.iter_mut().enumerate() {
            let x = V::splat(*input.add(i * pixel));
            for j in 0..N {
                row[j] = row[j].mul_add(x, w[j]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panels_cover_every_channel_once_or_twice() {
        for (wide, narrow) in [(16, 8), (8, 8), (4, 4), (8, 4), (1, 1)] {
            let lanes = Lanes { wide, narrow };
            for channels in (1..200).step_by(if cfg!(miri) { 13 } else { 1 }) {
                let mut next = 0;
                for panel in panels(channels, lanes) {
                    assert!(panel.start <= next, "a gap before {panel:?} of {channels}");
                    assert!(
                        panel.start + panel.width <= channels
                            || panel.start == 0 && panel.width <= wide
                    );
                    next = panel.start + panel.width;
                }
                assert!(next >= channels);
            }
        }
    }
}
