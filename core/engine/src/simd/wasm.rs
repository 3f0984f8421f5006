//! Registers of wasm's `simd128`, chosen when the crate is compiled.

use super::vector::vector;
use std::arch::wasm32::*;

vector!(
    /// `simd128`: 4 floats.
    Quad(v128), 4, f32x4_splat, |from: *const f32| v128_load(from.cast()), |to: *mut f32, v| v128_store(to.cast(), v),
    |c, a, b| f32x4_add(f32x4_mul(a, b), c), f32x4_add, f32x4_mul, f32x4_pmax, f32x4_pmin
);
