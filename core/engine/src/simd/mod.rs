//! The kernels, once per instruction set. The only module with `unsafe`: every kernel is entered through a safe
//! function of [`Kernels`] that compares the operands' lengths with what the kernel will touch.

mod activation;
mod depthwise;
mod gemm;
#[cfg(all(target_arch = "aarch64", not(miri)))]
mod neon;
#[cfg(all(target_arch = "aarch64", not(miri)))]
mod pair;
mod scalar;
#[cfg(test)]
mod tests;
mod vector;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod wasm;
#[cfg(all(target_arch = "x86_64", not(miri)))]
mod x86;

pub(crate) use activation::ActivationKind;
pub(crate) use depthwise::{Depthwise, DepthwiseShape};
pub(crate) use gemm::{Gemm, GemmLengths, GemmShape, Lanes, Steps, panels};

use crate::ops::{Plain, PlainOp};

/// A set of vector instructions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Isa {
    /// One float at a time; for reference.
    Scalar,
    /// x86-64: 4 floats.
    Sse2,
    /// x86-64: 8 floats and fused multiply-add.
    Avx2,
    /// x86-64: 16 floats.
    Avx512,
    /// aarch64: 4 floats.
    Neon,
    /// wasm: 4 floats; chosen when the crate is compiled with `simd128`.
    Simd128,
}

impl Isa {
    const ALL: [Self; 6] = [
        Self::Avx512,
        Self::Avx2,
        Self::Sse2,
        Self::Neon,
        Self::Simd128,
        Self::Scalar,
    ];

    /// The sets that this processor has, the fastest first.
    pub fn available() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(|isa| isa.kernels().is_some())
    }

    /// Its usual name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Scalar => "scalar",
            Self::Sse2 => "SSE2",
            Self::Avx2 => "AVX2",
            Self::Avx512 => "AVX-512",
            Self::Neon => "NEON",
            Self::Simd128 => "simd128",
        }
    }

    /// The kernels for this set, if the processor has it.
    pub(crate) fn kernels(self) -> Option<&'static Kernels> {
        match self {
            #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
            Self::Scalar => Some(&SCALAR),
            #[cfg(all(target_arch = "x86_64", not(miri)))]
            Self::Sse2 => Some(&SSE2),
            #[cfg(all(target_arch = "x86_64", not(miri)))]
            Self::Avx2 => (is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma"))
                .then_some(&AVX2),
            #[cfg(all(target_arch = "x86_64", not(miri)))]
            Self::Avx512 => (is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512vl")
                && is_x86_feature_detected!("avx512bw")
                && is_x86_feature_detected!("avx512dq")
                && is_x86_feature_detected!("avx2")
                && is_x86_feature_detected!("fma"))
            .then_some(&AVX512),
            #[cfg(all(target_arch = "aarch64", not(miri)))]
            Self::Neon => Some(&NEON),
            #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
            Self::Simd128 => Some(&SIMD128),
            _ => None,
        }
    }
}

/// The kernels compiled for one instruction set. An instance is proof that the processor has it: [`Isa::kernels`]
/// gives no other.
pub(crate) struct Kernels {
    pub lanes: Lanes,
    gemm: unsafe fn(&mut Gemm),
    depthwise: unsafe fn(&mut Depthwise),
    plain: unsafe fn(&PlainOp, &mut Plain),
}

impl Kernels {
    /// Runs a matrix product.
    ///
    /// # Panics
    /// If an operand is shorter than [`GemmShape::lengths`]; a plan that was checked never is.
    pub fn gemm(&self, gemm: &mut Gemm) {
        let lengths = gemm.shape.lengths(self.lanes);
        assert!(
            lengths.is_some_and(|lengths| fits(gemm, &lengths)),
            "operands too short for a product"
        );
        // SAFETY: the lengths are checked; the processor has the instructions, as `self` proves.
        unsafe { (self.gemm)(gemm) }
    }

    /// Runs a depthwise convolution.
    ///
    /// # Panics
    /// If an operand is shorter than its shape says; a plan that was checked never is.
    pub fn depthwise(&self, depthwise: &mut Depthwise) {
        let shape = depthwise.shape;
        let slopes = if shape.activation == ActivationKind::PRelu {
            shape.channels
        } else {
            0
        };
        let fits = shape.lengths().is_some_and(|[input, weights, output]| {
            depthwise.input.len() >= input
                && depthwise.weights.len() >= weights
                && depthwise.output.len() >= output
        });
        let sides = depthwise.bias.len() >= shape.channels && depthwise.slopes.len() >= slopes;
        let zeros = depthwise.zeros.len() >= shape.input[1] * shape.channels;
        assert!(
            fits && sides && zeros,
            "operands too short for a depthwise convolution"
        );
        // SAFETY: the lengths are checked; the processor has the instructions, as `self` proves.
        unsafe { (self.depthwise)(depthwise) }
    }

    /// Runs an operator that is written without `unsafe`, compiled for this instruction set.
    pub fn plain(&self, op: &PlainOp, operands: &mut Plain) {
        // SAFETY: the function is safe code; the processor has the instructions, as `self` proves.
        unsafe { (self.plain)(op, operands) }
    }
}

fn fits(gemm: &Gemm, lengths: &GemmLengths) -> bool {
    gemm.input.len() >= lengths.input
        && gemm.weights.len() >= lengths.weights
        && gemm.bias.len() >= lengths.channels
        && (gemm.shape.activation != ActivationKind::PRelu || gemm.slopes.len() >= lengths.channels)
        && gemm.residual.len() >= lengths.residual
        && gemm.output.len() >= lengths.output
}

/// The kernels for one instruction set: registers for many channels and for few, and the pixels of their tiles.
macro_rules! kernels {
    ($(#[$cfg:meta])* $name:ident, $($features:literal)?, $wide:ty, $narrow:ty, $pixels:literal, $pixels_one:literal) => {
        $(#[$cfg])*
        static $name: Kernels = {
            /// # Safety
            /// As for [`gemm::run`].
            $(#[target_feature(enable = $features)])?
            unsafe fn product(gemm: &mut Gemm) {
                // SAFETY: the caller's.
                unsafe { gemm::run::<$wide, $narrow, $pixels, $pixels_one>(gemm) }
            }
            /// # Safety
            /// As for [`depthwise::run`].
            $(#[target_feature(enable = $features)])?
            unsafe fn channelwise(depthwise: &mut Depthwise) {
                // SAFETY: the caller's.
                unsafe { depthwise::run::<$wide, $narrow, scalar::Lane>(depthwise) }
            }
            $(#[target_feature(enable = $features)])?
            fn plain(op: &PlainOp, operands: &mut Plain) {
                op.run(operands);
            }
            Kernels {
                lanes: Lanes {
                    wide: <$wide as vector::Vector>::LANES,
                    narrow: <$narrow as vector::Vector>::LANES,
                },
                gemm: product,
                depthwise: channelwise,
                plain,
            }
        };
    };
}

// A wasm module with simd128 runs nowhere without, and is to be small.
kernels!(
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    SCALAR, , scalar::Lane, scalar::Lane, 4, 4
);
kernels!(
    #[cfg(all(target_arch = "x86_64", not(miri)))]
    SSE2,
    "sse2",
    x86::Xmm,
    x86::Xmm,
    6,
    8
);
kernels!(
    #[cfg(all(target_arch = "x86_64", not(miri)))]
    AVX2,
    "avx2,fma",
    x86::Ymm,
    x86::Ymm,
    6,
    8
);
kernels!(
    #[cfg(all(target_arch = "x86_64", not(miri)))]
    AVX512,
    "avx512f,avx512vl,avx512bw,avx512dq,avx2,fma",
    x86::Zmm,
    x86::Ymm,
    8,
    8
);
kernels!(
    #[cfg(all(target_arch = "aarch64", not(miri)))]
    NEON,
    "neon",
    pair::Pair<neon::Quad>,
    neon::Quad,
    6,
    8
);
kernels!(
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    SIMD128,
    "simd128",
    wasm::Quad,
    wasm::Quad,
    4,
    4
);
