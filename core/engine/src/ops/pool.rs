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
