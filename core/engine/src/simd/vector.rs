//! The operations that a kernel needs of a register of floats.

/// A register of [`Vector::LANES`] floats.
///
/// # Safety
///
/// `load`, `store` and their partial forms touch exactly the floats they are documented to touch.
pub(super) unsafe trait Vector: Copy {
    /// Floats in the register.
    const LANES: usize;

    /// All lanes `x`.
    ///
    /// # Safety
    /// The processor has the instructions of this type. The same holds for every function of this trait.
    unsafe fn splat(x: f32) -> Self;

    /// The `LANES` floats at `from`.
    ///
    /// # Safety
    /// `from` is valid for reading `LANES` floats; no alignment is needed.
    unsafe fn load(from: *const f32) -> Self;

    /// Writes the `LANES` floats at `to`.
    ///
    /// # Safety
    /// `to` is valid for writing `LANES` floats; no alignment is needed.
    unsafe fn store(self, to: *mut f32);

    /// `self + a * b`, in one rounding or two.
    ///
    /// # Safety
    /// As for [`Vector::splat`].
    unsafe fn mul_add(self, a: Self, b: Self) -> Self;

    /// # Safety
    /// As for [`Vector::splat`].
    unsafe fn add(self, other: Self) -> Self;

    /// # Safety
    /// As for [`Vector::splat`].
    unsafe fn mul(self, other: Self) -> Self;

    /// # Safety
    /// As for [`Vector::splat`].
    unsafe fn max(self, other: Self) -> Self;

    /// # Safety
    /// As for [`Vector::splat`].
    unsafe fn min(self, other: Self) -> Self;

    /// The first `count` floats at `from`, and zeros; all `LANES` if `count` is larger.
    ///
    /// # Safety
    /// `from` is valid for reading `min(count, LANES)` floats.
    #[inline(always)]
    unsafe fn load_partial(from: *const f32, count: usize) -> Self {
        let mut lanes = [0.0; 16];
        // SAFETY: the caller vouches for `from`; `lanes` holds the 16 floats of the widest register.
        unsafe {
            std::ptr::copy_nonoverlapping(from, lanes.as_mut_ptr(), count.min(Self::LANES));
            Self::load(lanes.as_ptr())
        }
    }

    /// Writes the first `count` floats at `to`; all `LANES` if `count` is larger.
    ///
    /// # Safety
    /// `to` is valid for writing `min(count, LANES)` floats.
    #[inline(always)]
    unsafe fn store_partial(self, to: *mut f32, count: usize) {
        let mut lanes = [0.0; 16];
        // SAFETY: the caller vouches for `to`; `lanes` holds the 16 floats of the widest register.
        unsafe {
            self.store(lanes.as_mut_ptr());
            std::ptr::copy_nonoverlapping(lanes.as_ptr(), to, count.min(Self::LANES));
        }
    }
}

/// Implements [`Vector`] for a newtype from the functions of one instruction set. Extra methods replace the defaults.
macro_rules! vector {
    ($(#[$doc:meta])* $name:ident($raw:ty), $lanes:literal, $splat:path, $load:expr, $store:expr, $mul_add:expr,
     $add:path, $mul:path, $max:path, $min:path $(, { $($extra:item)* })?) => {
        $(#[$doc])*
        #[derive(Clone, Copy)]
        pub(in crate::simd) struct $name($raw);

        #[allow(unused_unsafe)] // some of the intrinsics are safe functions
        // SAFETY: the intrinsics named touch `$lanes` floats.
        unsafe impl $crate::simd::vector::Vector for $name {
            const LANES: usize = $lanes;
            #[inline(always)]
            unsafe fn splat(x: f32) -> Self {
                // SAFETY: the caller vouches for the instruction set.
                Self(unsafe { $splat(x) })
            }
            #[inline(always)]
            unsafe fn load(from: *const f32) -> Self {
                // SAFETY: the caller vouches for the instruction set and the pointer.
                Self(unsafe { $load(from) })
            }
            #[inline(always)]
            unsafe fn store(self, to: *mut f32) {
                // SAFETY: the caller vouches for the instruction set and the pointer.
                unsafe { $store(to, self.0) }
            }
            #[inline(always)]
            unsafe fn mul_add(self, a: Self, b: Self) -> Self {
                // SAFETY: the caller vouches for the instruction set.
                Self(unsafe { $mul_add(self.0, a.0, b.0) })
            }
            #[inline(always)]
            unsafe fn add(self, other: Self) -> Self {
                // SAFETY: the caller vouches for the instruction set.
                Self(unsafe { $add(self.0, other.0) })
            }
            #[inline(always)]
            unsafe fn mul(self, other: Self) -> Self {
                // SAFETY: the caller vouches for the instruction set.
                Self(unsafe { $mul(self.0, other.0) })
            }
            #[inline(always)]
            unsafe fn max(self, other: Self) -> Self {
                // SAFETY: the caller vouches for the instruction set.
                Self(unsafe { $max(self.0, other.0) })
            }
            #[inline(always)]
            unsafe fn min(self, other: Self) -> Self {
                // SAFETY: the caller vouches for the instruction set.
                Self(unsafe { $min(self.0, other.0) })
            }
            $($($extra)*)?
        }
    };
}
pub(super) use vector;
