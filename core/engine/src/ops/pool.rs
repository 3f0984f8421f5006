//! Pooling: the maximum or mean of the pixels in a window.

use super::Lengths;
use crate::graph::{PoolOp, Window};

#[derive(Clone, Debug)]
pub(crate) struct Pool {
    pub op: PoolOp,
    pub window: Window,
    /// Height and width.
    pub input: [usize; 2],
    pub output: [usize; 2],
    pub channels: usize,
}

impl Pool {
    pub fn lengths(&self) -> Lengths {
        let of = |[height, width]: [usize; 2]| height * width * self.channels;
        Lengths {
            a: of(self.input),
            output: of(self.output),
            ..Lengths::default()
        }
    }

    /// The rows (0) or columns (1) of the image under the window of output `at`.
    #[inline(always)]
    fn under(&self, axis: usize, at: usize) -> std::ops::Range<usize> {
        let before = if axis == 0 {
            self.window.padding.top
        } else {
            self.window.padding.left
        };
        let start = at * self.window.stride[axis];
        let end = (start + self.window.size[axis]).saturating_sub(before);
        start.saturating_sub(before)..end.min(self.input[axis])
    }

    #[inline(always)]
    pub fn run(&self, input: &[f32], output: &mut [f32]) {
        let Window {
            size,
            stride,
            padding,
        } = self.window;
        if (self.op, size, stride) == (PoolOp::Max, [2, 2], [2, 2]) && padding.is_none() {
            self.halve(input, output);
        } else {
            self.slide(input, output);
        }
    }

    /// The maximum of every square of four pixels.
    #[inline(always)]
    fn halve(&self, input: &[f32], output: &mut [f32]) {
        let (width, channels) = (self.input[1] * self.channels, self.channels);
        let rows = input
            .chunks_exact(2 * width)
            .zip(output.chunks_exact_mut(self.output[1] * channels));
        for (rows, out) in rows.take(self.output[0]) {
            let (above, below) = rows.split_at(width);
            let squares = above
                .chunks_exact(2 * channels)
                .zip(below.chunks_exact(2 * channels));
            for ((above, below), out) in squares.zip(out.chunks_exact_mut(channels)) {
                let ((a, b), (c, d)) = (above.split_at(channels), below.split_at(channels));
                for (out, (((&a, &b), &c), &d)) in out.iter_mut().zip(a.iter().zip(b).zip(c).zip(d))
                {
                    let (above, below) = (if a > b { a } else { b }, if c > d { c } else { d });
                    *out = if above > below { above } else { below };
                }
            }
        }
    }

    #[inline(always)]
    fn slide(&self, input: &[f32], output: &mut [f32]) {
        let pixel =
            |y: usize, x: usize| &input[(y * self.input[1] + x) * self.channels..][..self.channels];
        let mut outputs = output.chunks_exact_mut(self.channels);
        for y in 0..self.output[0] {
            for x in 0..self.output[1] {
                let Some(out) = outputs.next() else { return };
                let (rows, columns) = (self.under(0, y), self.under(1, x));
                out.fill(if self.op == PoolOp::Max {
                    f32::NEG_INFINITY
                } else {
                    0.0
                });
                for row in rows.clone() {
                    for column in columns.clone() {
                        let pairs = out.iter_mut().zip(pixel(row, column));
                        match self.op {
                            PoolOp::Max => {
                                pairs.for_each(|(out, &x)| *out = if x > *out { x } else { *out })
                            }
                            PoolOp::Average => pairs.for_each(|(out, &x)| *out += x),
                        }
                    }
                }
                if self.op == PoolOp::Average {
                    let share = 1.0 / (rows.len() * columns.len()) as f32;
                    out.iter_mut().for_each(|x| *x *= share);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::Padding;

    #[test]
    fn halving_is_sliding() {
        for (height, width, channels) in [(2, 2, 1), (5, 7, 3), (8, 6, 16)] {
            let window = Window {
                size: [2, 2],
                stride: [2, 2],
                padding: Padding::default(),
            };
            let output = [height / 2, width / 2];
            let pool = Pool {
                op: PoolOp::Max,
                window,
                input: [height, width],
                output,
                channels,
            };
            let input: Vec<f32> = (0..height * width * channels)
                .map(|i| (i * 7919 % 1009) as f32)
                .collect();
            let mut fast = vec![0.0; output[0] * output[1] * channels];
            let mut slow = fast.clone();
            pool.run(&input, &mut fast);
            pool.slide(&input, &mut slow);
            assert_eq!(fast, slow);
        }
    }
}
