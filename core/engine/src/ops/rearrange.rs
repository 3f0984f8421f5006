//! Values moved, not changed: transposing, cutting, joining, padding, depth to space are all one copy over four
//! dimensions with strides on both sides.

use super::{Lengths, reach};

#[derive(Clone, Debug)]
pub(crate) struct Rearrange {
    pub sizes: [usize; 4],
    pub from: [usize; 4],
    pub from_start: usize,
    pub to: [usize; 4],
    pub to_start: usize,
    /// Whether the output is zero first, and how long it is.
    pub clear: Option<usize>,
}

impl Rearrange {
    pub fn lengths(&self) -> Lengths {
        let output = reach(self.to_start, self.sizes, self.to).max(self.clear.unwrap_or(0));
        Lengths {
            a: reach(self.from_start, self.sizes, self.from),
            output,
            ..Lengths::default()
        }
    }

    #[inline(always)]
    pub fn run(&self, input: &[f32], output: &mut [f32]) {
        if let Some(len) = self.clear {
            output[..len].fill(0.0);
        }
        let [n0, n1, n2, n3] = self.sizes;
        for i in 0..n0 {
            for j in 0..n1 {
                for k in 0..n2 {
                    let at = |strides: [usize; 4]| i * strides[0] + j * strides[1] + k * strides[2];
                    let from = &input[self.from_start + at(self.from)..];
                    let to = &mut output[self.to_start + at(self.to)..];
                    if (self.from[3], self.to[3]) == (1, 1) {
                        to[..n3].copy_from_slice(&from[..n3]);
                    } else {
                        let from = from.iter().step_by(self.from[3]);
                        to.iter_mut()
                            .step_by(self.to[3])
                            .zip(from)
                            .take(n3)
                            .for_each(|(to, &from)| *to = from);
                    }
                }
            }
        }
    }
}
