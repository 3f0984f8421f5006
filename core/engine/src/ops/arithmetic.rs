//! Arithmetic, value by value.

use super::{Lengths, Plain, exp, reach};
use crate::graph::{BinaryOp, UnaryOp};
use crate::simd::ActivationKind;

/// `activation(a op b)` over four dimensions, where a stride of 0 repeats an operand.
#[derive(Clone, Debug)]
pub(crate) struct Binary {
    pub op: BinaryOp,
    pub sizes: [usize; 4],
    pub a: [usize; 4],
    pub b: [usize; 4],
    pub activation: ActivationKind,
}

impl Binary {
    /// The same operation in as few and long runs as the strides allow. With slopes per channel a run is a pixel.
    pub fn merged(mut self) -> Self {
        if self.activation == ActivationKind::PRelu {
            return self;
        }
        let mut inner = 3;
        for outer in (0..3).rev() {
            let joins = |strides: [usize; 4]| strides[outer] == strides[inner] * self.sizes[inner];
            if self.sizes[inner] == 1 || self.sizes[outer] == 1 || joins(self.a) && joins(self.b) {
                let keep = if self.sizes[inner] == 1 { outer } else { inner };
                (self.a[inner], self.b[inner]) = (self.a[keep], self.b[keep]);
                self.sizes[inner] *= self.sizes[outer];
                (self.sizes[outer], self.a[outer], self.b[outer]) = (1, 0, 0);
            } else {
                inner = outer;
            }
        }
        self
    }

    pub fn lengths(&self) -> Lengths {
        Lengths {
            a: reach(0, self.sizes, self.a),
            b: reach(0, self.sizes, self.b),
            slopes: if self.activation == ActivationKind::PRelu {
                self.sizes[3]
            } else {
                0
            },
            output: self.sizes.iter().product(),
        }
    }

    #[inline(always)]
    pub fn run(&self, operands: &mut Plain) {
        match self.op {
            BinaryOp::Add => self.each(operands, |a, b| a + b),
            BinaryOp::Sub => self.each(operands, |a, b| a - b),
            BinaryOp::Mul => self.each(operands, |a, b| a * b),
            BinaryOp::Div => self.each(operands, |a, b| a / b),
            BinaryOp::SquaredDifference => self.each(operands, |a, b| (a - b) * (a - b)),
        }
    }

    #[inline(always)]
    fn each(&self, operands: &mut Plain, f: impl Fn(f32, f32) -> f32) {
        let [n0, n1, n2, run] = self.sizes;
        if [n0, n1] == [1, 1] && self.a[2..] == [run, 1] && self.b[2..] == [0, 1] {
            // An image and one value per channel, the common case.
            let pixels = operands
                .output
                .chunks_exact_mut(run)
                .zip(operands.a.chunks_exact(run))
                .take(n2);
            for (output, a) in pixels {
                output
                    .iter_mut()
                    .zip(a)
                    .zip(&operands.b[..run])
                    .for_each(|((out, &a), &b)| *out = f(a, b));
                activate(self.activation, operands.slopes, output);
            }
            return;
        }
        let mut rows = operands.output.chunks_exact_mut(run);
        for i in 0..n0 {
            for j in 0..n1 {
                for k in 0..n2 {
                    let at = |strides: [usize; 4]| i * strides[0] + j * strides[1] + k * strides[2];
                    let (a, b) = (&operands.a[at(self.a)..], &operands.b[at(self.b)..]);
                    let Some(output) = rows.next() else { return };
                    match (self.a[3], self.b[3]) {
                        (1, 1) => output
                            .iter_mut()
                            .zip(a)
                            .zip(b)
                            .for_each(|((out, &a), &b)| *out = f(a, b)),
                        (1, 0) => output
                            .iter_mut()
                            .zip(a)
                            .for_each(|(out, &a)| *out = f(a, b[0])),
                        (0, 1) => output
                            .iter_mut()
                            .zip(b)
                            .for_each(|(out, &b)| *out = f(a[0], b)),
                        (step_a, step_b) => {
                            output
                                .iter_mut()
                                .enumerate()
                                .for_each(|(x, out)| *out = f(a[x * step_a], b[x * step_b]));
                        }
                    }
                    activate(self.activation, operands.slopes, output);
                }
            }
        }
    }
}

/// One function on every value.
#[derive(Clone, Debug)]
pub(crate) struct Unary {
    pub op: UnaryOp,
    pub len: usize,
}

impl Unary {
    pub fn lengths(&self) -> Lengths {
        Lengths {
            a: self.len,
            output: self.len,
            ..Lengths::default()
        }
    }

    #[inline(always)]
    pub fn run(&self, input: &[f32], output: &mut [f32]) {
        let (input, output) = (&input[..self.len], &mut output[..self.len]);
        let pairs = output.iter_mut().zip(input);
        match self.op {
            UnaryOp::Neg => pairs.for_each(|(out, &x)| *out = -x),
            UnaryOp::Sqrt => pairs.for_each(|(out, &x)| *out = x.sqrt()),
            UnaryOp::Rsqrt => pairs.for_each(|(out, &x)| *out = 1.0 / x.sqrt()),
            UnaryOp::Logistic => pairs.for_each(|(out, &x)| *out = 1.0 / (1.0 + exp(-x))),
        }
    }
}

/// An activation on pixels of some channels.
#[derive(Clone, Debug)]
pub(crate) struct Activate {
    pub pixels: usize,
    pub channels: usize,
    pub activation: ActivationKind,
}

impl Activate {
    pub fn lengths(&self) -> Lengths {
        let len = self.pixels * self.channels;
        let slopes = if self.activation == ActivationKind::PRelu {
            self.channels
        } else {
            0
        };
        Lengths {
            a: len,
            slopes,
            output: len,
            ..Lengths::default()
        }
    }

    #[inline(always)]
    pub fn run(&self, operands: &mut Plain) {
        let len = self.pixels * self.channels;
        operands.output[..len].copy_from_slice(&operands.a[..len]);
        for pixel in operands.output[..len].chunks_exact_mut(self.channels) {
            activate(self.activation, operands.slopes, pixel);
        }
    }
}

/// Applies an activation in place; `slopes` are those of the values' channels.
#[inline(always)]
fn activate(kind: ActivationKind, slopes: &[f32], values: &mut [f32]) {
    match kind {
        ActivationKind::None => {}
        ActivationKind::Relu => values.iter_mut().for_each(|x| *x = x.max(0.0)),
        ActivationKind::Relu6 => values.iter_mut().for_each(|x| *x = x.clamp(0.0, 6.0)),
        ActivationKind::HardSwish => values
            .iter_mut()
            .for_each(|x| *x *= (*x + 3.0).clamp(0.0, 6.0) * (1.0 / 6.0)),
        ActivationKind::PRelu => {
            values
                .iter_mut()
                .zip(slopes)
                .for_each(|(x, slope)| *x = x.max(0.0) + slope * x.min(0.0));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::Shape;

    fn binary(sizes: [usize; 4], a: Shape, b: Shape) -> Binary {
        let strides = |shape: Shape| shape.broadcast(&Shape(sizes)).unwrap();
        Binary {
            op: BinaryOp::Sub,
            sizes,
            a: strides(a),
            b: strides(b),
            activation: ActivationKind::None,
        }
    }

    #[test]
    fn merging_changes_no_value() {
        let sizes = [2, 3, 4, 5];
        let values: Vec<f32> = (0..240).map(|i| (i * i % 97) as f32).collect();
        // Miri, some thousand times slower, takes a sample; so in other tests.
        for mask in (0..256usize).step_by(if cfg!(miri) { 37 } else { 1 }) {
            let shape = |mask: usize| {
                Shape(std::array::from_fn(|i| {
                    if mask >> i & 1 == 1 { 1 } else { sizes[i] }
                }))
            };
            let plain = binary(sizes, shape(mask), shape(mask >> 4));
            let run = |op: &Binary| {
                let mut output = vec![0.0; 120];
                op.run(&mut Plain {
                    a: &values,
                    b: &values[120..],
                    slopes: &[],
                    output: &mut output,
                });
                output
            };
            assert_eq!(run(&plain), run(&plain.clone().merged()), "mask {mask:08b}");
        }
    }

    #[test]
    fn a_whole_image_is_one_run() {
        let image = Shape([1, 8, 9, 5]);
        assert_eq!(binary(image.0, image, image).merged().sizes, [1, 1, 1, 360]);
        assert_eq!(
            binary(image.0, image, Shape([1, 1, 1, 5])).merged().sizes,
            [1, 1, 72, 5]
        );
    }
}
