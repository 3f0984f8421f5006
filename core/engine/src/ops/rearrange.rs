//! Values moved, not changed: transposing, cutting, joining, padding, depth to space are all one copy over four
//! dimensions with strides on both sides.

use super::{Lengths, reach};

/// Strides are at least 1.
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
    /// The same copy in runs as long as the strides allow.
    pub fn merged(mut self) -> Self {
        let mut inner = 3;
        for outer in (0..3).rev() {
            let joins = |strides: [usize; 4]| strides[outer] == strides[inner] * self.sizes[inner];
            if self.sizes[inner] == 1
                || self.sizes[outer] == 1
                || joins(self.from) && joins(self.to)
            {
                let keep = if self.sizes[inner] == 1 { outer } else { inner };
                (self.from[inner], self.to[inner]) = (self.from[keep], self.to[keep]);
                self.sizes[inner] *= self.sizes[outer];
                (self.sizes[outer], self.from[outer], self.to[outer]) = (1, 0, 0);
            } else {
                inner = outer;
            }
        }
        self
    }

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merging_moves_the_same_values() {
        let input: Vec<f32> = (0..240).map(|i| i as f32).collect();
        let inputs = [[60, 20, 5, 1], [60, 5, 15, 1], [1, 40, 10, 2]];
        for from in inputs {
            for to in [[60, 20, 5, 1], [84, 28, 7, 1], [1, 40, 8, 2]] {
                let op = Rearrange {
                    sizes: [2, 3, 4, 5],
                    from,
                    from_start: 3,
                    to,
                    to_start: 1,
                    clear: Some(200),
                };
                let run = |op: &Rearrange| {
                    let mut output = vec![-1.0; 240];
                    op.run(&input, &mut output);
                    output
                };
                assert_eq!(run(&op), run(&op.clone().merged()), "{from:?} {to:?}");
            }
        }
    }

    #[test]
    fn a_whole_image_is_one_run() {
        let strides = [60, 20, 5, 1];
        let op = Rearrange {
            sizes: [2, 3, 4, 5],
            from: strides,
            from_start: 0,
            to: strides,
            to_start: 0,
            clear: None,
        };
        assert_eq!(op.merged().sizes, [1, 1, 1, 120]);
    }
}
