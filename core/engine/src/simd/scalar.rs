//! One float as a register: the reference that the others are tested against, and what Miri runs.

use super::vector::vector;

vector!(
    /// One float.
    Lane(f32), 1, std::convert::identity, |from: *const f32| *from, |to: *mut f32, x| *to = x,
    |c: f32, a: f32, b: f32| c + a * b, std::ops::Add::add, std::ops::Mul::mul, f32::max, f32::min
);
