//! Registers of NEON, which every aarch64 has.

use super::vector::vector;
use std::arch::aarch64::*;

vector!(
    /// NEON: 4 floats.
    Quad(float32x4_t), 4, vdupq_n_f32, vld1q_f32, vst1q_f32, |c, a, b| vfmaq_f32(c, a, b),
    vaddq_f32, vmulq_f32, vmaxq_f32, vminq_f32
);
