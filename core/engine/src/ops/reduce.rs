//! Sums, means and the softmax.

use super::{Lengths, exp, reach};

/// A sum over some dimensions, times a factor.
#[derive(Clone, Debug)]
pub(crate) struct Reduce {
    pub sizes: [usize; 4],
    pub from: [usize; 4],
    /// 0 along the dimensions summed over.
    pub to: [usize; 4],
    pub factor: f32,
}

impl Reduce {
    pub fn lengths(&self) -> Lengths {
        let output = reach(0, self.sizes, self.to);
        Lengths {
            a: reach(0, self.sizes, self.from),
            output,
            ..Lengths::default()
        }
    }

    #[inline(always)]
    pub fn run(&self, input: &[f32], output: &mut [f32]) {
        let output = &mut output[..reach(0, self.sizes, self.to)];
        output.fill(0.0);
        let [n0, n1, n2, n3] = self.sizes;
        for i in 0..n0 {
            for j in 0..n1 {
                for k in 0..n2 {
                    let at = |strides: [usize; 4]| i * strides[0] + j * strides[1] + k * strides[2];
                    let row = &input[at(self.from)..][..n3];
                    let out = &mut output[at(self.to)..];
                    if self.to[3] == 0 {
                        out[0] += sum(row);
                    } else {
                        out.iter_mut().zip(row).for_each(|(out, &x)| *out += x);
                    }
                }
            }
        }
        output.iter_mut().for_each(|x| *x *= self.factor);
    }
}

/// A sum in sixteen parts, which the compiler may keep in registers.
#[inline(always)]
fn sum(values: &[f32]) -> f32 {
    let (chunks, rest) = values.as_chunks::<16>();
    let mut parts = [0.0; 16];
    for chunk in chunks {
        for (part, x) in parts.iter_mut().zip(chunk) {
            *part += x;
        }
    }
    parts.iter().sum::<f32>() + rest.iter().sum::<f32>()
}

/// `e^x` over the sum of all `e^x`, per row.
#[derive(Clone, Debug)]
pub(crate) struct Softmax {
    pub rows: usize,
    pub len: usize,
}

impl Softmax {
    pub fn lengths(&self) -> Lengths {
        let len = self.rows * self.len;
        Lengths {
            a: len,
            output: len,
            ..Lengths::default()
        }
    }

    #[inline(always)]
    pub fn run(&self, input: &[f32], output: &mut [f32]) {
        for (row, out) in input
            .chunks_exact(self.len)
            .zip(output.chunks_exact_mut(self.len))
            .take(self.rows)
        {
            let largest = row
                .iter()
                .fold(f32::NEG_INFINITY, |largest, &x| largest.max(x));
            out.iter_mut()
                .zip(row)
                .for_each(|(out, &x)| *out = exp(x - largest));
            let share = 1.0 / sum(out);
            out.iter_mut().for_each(|x| *x *= share);
        }
    }
}
