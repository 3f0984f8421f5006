//! Registers of AVX-512, AVX2 with FMA, and SSE2.

use super::vector::vector;
use std::arch::x86_64::*;

vector!(
    /// AVX-512: 16 floats; needs `avx512f`.
    Zmm(__m512), 16, _mm512_set1_ps, _mm512_loadu_ps, _mm512_storeu_ps, |c, a, b| _mm512_fmadd_ps(a, b, c),
    _mm512_add_ps, _mm512_mul_ps, _mm512_max_ps, _mm512_min_ps, {
        #[inline(always)]
        unsafe fn load_partial(from: *const f32, count: usize) -> Self {
            // SAFETY: the lanes past `count` are masked, and masked lanes are not read.
            Self(unsafe { _mm512_maskz_loadu_ps(first(count), from) })
        }
        #[inline(always)]
        unsafe fn store_partial(self, to: *mut f32, count: usize) {
            // SAFETY: the lanes past `count` are masked, and masked lanes are not written.
            unsafe { _mm512_mask_storeu_ps(to, first(count), self.0) }
        }
    }
);

/// The mask of the first `count` of 16 lanes.
#[inline(always)]
fn first(count: usize) -> __mmask16 {
    if count >= 16 {
        0xffff
    } else {
        (1 << count) - 1
    }
}

vector!(
    /// AVX2 and FMA: 8 floats.
    Ymm(__m256), 8, _mm256_set1_ps, _mm256_loadu_ps, _mm256_storeu_ps, |c, a, b| _mm256_fmadd_ps(a, b, c),
    _mm256_add_ps, _mm256_mul_ps, _mm256_max_ps, _mm256_min_ps, {
        #[inline(always)]
        unsafe fn load_partial(from: *const f32, count: usize) -> Self {
            // SAFETY: the lanes past `count` are masked, and masked lanes are not read.
            Self(unsafe { _mm256_maskload_ps(from, mask(count)) })
        }
        #[inline(always)]
        unsafe fn store_partial(self, to: *mut f32, count: usize) {
            // SAFETY: the lanes past `count` are masked, and masked lanes are not written.
            unsafe { _mm256_maskstore_ps(to, mask(count), self.0) }
        }
    }
);

/// The mask of the first `count` of 8 lanes.
///
/// # Safety
/// The processor has AVX2.
#[inline(always)]
unsafe fn mask(count: usize) -> __m256i {
    // SAFETY: the caller vouches for AVX2; these touch no memory.
    unsafe {
        let lanes = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
        _mm256_cmpgt_epi32(_mm256_set1_epi32(count.min(8) as i32), lanes)
    }
}

vector!(
    /// SSE2, which every x86-64 has: 4 floats.
    Xmm(__m128), 4, _mm_set1_ps, _mm_loadu_ps, _mm_storeu_ps, |c, a, b| _mm_add_ps(_mm_mul_ps(a, b), c),
    _mm_add_ps, _mm_mul_ps, _mm_max_ps, _mm_min_ps
);
