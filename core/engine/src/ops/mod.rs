//! The operators that need no kernel: layout, arithmetic, pooling, resizing, reductions. Safe code on slices; the
//! `simd` module compiles [`PlainOp::run`] once per instruction set, and the compiler vectorises the inner loops.
//!
//! Everything that depends on shapes only is worked out when the plan is made; `lengths` of each operator says how far
//! it reaches into its operands, and the plan is checked against that.

mod arithmetic;
mod pool;
mod rearrange;
mod reduce;
mod resize;

pub(crate) use arithmetic::{Activate, Binary, Unary};
pub(crate) use pool::Pool;
pub(crate) use rearrange::Rearrange;
pub(crate) use reduce::{Reduce, Softmax};
pub(crate) use resize::Resize;

/// What an operator works on.
pub(crate) struct Plain<'a> {
    pub a: &'a [f32],
    /// The second operand of [`Binary`], else empty.
    pub b: &'a [f32],
    /// Slopes of a PReLU, else empty.
    pub slopes: &'a [f32],
    pub output: &'a mut [f32],
}

/// One past the last float that an operator touches in each operand.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Lengths {
    pub a: usize,
    pub b: usize,
    pub slopes: usize,
    pub output: usize,
}

/// An operator with its sizes.
#[derive(Clone, Debug)]
pub(crate) enum PlainOp {
    Rearrange(Rearrange),
    Binary(Binary),
    Unary(Unary),
    Activate(Activate),
    Pool(Pool),
    Reduce(Reduce),
    Resize(Resize),
    Softmax(Softmax),
}

impl PlainOp {
    #[inline(always)]
    pub fn run(&self, operands: &mut Plain) {
        match self {
            Self::Rearrange(op) => op.run(operands.a, operands.output),
            Self::Binary(op) => op.run(operands),
            Self::Unary(op) => op.run(operands.a, operands.output),
            Self::Activate(op) => op.run(operands),
            Self::Pool(op) => op.run(operands.a, operands.output),
            Self::Reduce(op) => op.run(operands.a, operands.output),
            Self::Resize(op) => op.run(operands.a, operands.output),
            Self::Softmax(op) => op.run(operands.a, operands.output),
        }
    }

    pub fn lengths(&self) -> Lengths {
        match self {
            Self::Rearrange(op) => op.lengths(),
            Self::Binary(op) => op.lengths(),
            Self::Unary(op) => op.lengths(),
            Self::Activate(op) => op.lengths(),
            Self::Pool(op) => op.lengths(),
            Self::Reduce(op) => op.lengths(),
            Self::Resize(op) => op.lengths(),
            Self::Softmax(op) => op.lengths(),
        }
    }
}

/// One past the largest index that `strides` reach within `sizes`, from `start`.
fn reach(start: usize, sizes: [usize; 4], strides: [usize; 4]) -> usize {
    1 + start
        + sizes
            .iter()
            .zip(strides)
            .map(|(size, stride)| (size - 1) * stride)
            .sum::<usize>()
}

/// `e^x` to a relative error of about 1e-7, in operations that vectorise: `2^n` by the exponent's bits times a
/// polynomial for the rest (coefficients of Cephes' `expf`).
#[inline(always)]
fn exp(x: f32) -> f32 {
    const ROUND: f32 = 12_582_912.0; // 1.5 * 2^23: adding it leaves the nearest integer in the low bits
    let x = x.clamp(-87.0, 87.0);
    let n = (x * std::f32::consts::LOG2_E + ROUND) - ROUND;
    let r = x - n * 0.693_359_4 - n * -2.121_944_4e-4;
    let mut p = 1.987_569_1e-4;
    for coefficient in [
        1.398_199_9e-3,
        8.333_452e-3,
        4.166_579_6e-2,
        1.666_666_5e-1,
        0.5,
    ] {
        p = p * r + coefficient;
    }
    (p * r * r + r + 1.0) * f32::from_bits((((n as i32) + 127) << 23) as u32)
}

#[cfg(test)]
mod tests {
    #[test]
    fn exp_is_close() {
        for i in (-8000..8000).step_by(if cfg!(miri) { 501 } else { 1 }) {
            let x = i as f32 / 100.0;
            let exact = f64::from(x).exp();
            assert!((f64::from(super::exp(x)) / exact - 1.0).abs() < 3e-7, "{x}");
        }
        assert_eq!(super::exp(0.0), 1.0);
    }
}
