//! IEEE 754 half precision, the storage of most weights.

/// The value of the half-precision number with these bits.
#[inline]
pub(crate) fn to_f32(bits: u16) -> f32 {
    let sign = u32::from(bits & 0x8000) << 16;
    let magnitude = u32::from(bits & 0x7fff);
    let value = if magnitude >= 0x7c00 {
        // Infinity and NaN keep an exponent of all ones.
        f32::from_bits(0x7f80_0000 | (magnitude << 13))
    } else {
        // Moved to the place of f32 the exponent is too small by 127 - 15; a product puts that right, subnormals too.
        f32::from_bits(magnitude << 13) * f32::from_bits((127 + 112) << 23)
    };
    f32::from_bits(value.to_bits() | sign)
}

/// The bits of the nearest half-precision number, ties to even; `None` beyond its range and for NaN.
pub(crate) fn from_f32(value: f32) -> Option<u16> {
    let sign = (value.to_bits() >> 16) as u16 & 0x8000;
    let magnitude = value.abs();
    // The last value that rounds down to 65504.
    if magnitude.is_nan() || magnitude >= 65520.0 {
        return None;
    }
    let bits = if magnitude < f32::from_bits(113 << 23) {
        // Subnormal in half precision: counted in steps of 2^-24. The product is exact.
        (magnitude * 16_777_216.0).round_ties_even() as u16
    } else {
        let bits = magnitude.to_bits() - (112 << 23);
        let odd = bits >> 13 & 1;
        ((bits + 0xfff + odd) >> 13) as u16
    };
    Some(sign | bits)
}

#[cfg(test)]
mod tests {
    use super::{from_f32, to_f32};

    #[test]
    fn every_half_comes_back_and_between_two_the_nearer_is_taken() {
        for bits in (0..0x7bff_u16).step_by(if cfg!(miri) { 257 } else { 1 }) {
            let (low, high) = (to_f32(bits), to_f32(bits + 1));
            assert_eq!(from_f32(low), Some(bits));
            assert_eq!(from_f32(-low), Some(0x8000 | bits));
            let middle = (low + high) / 2.0;
            assert_eq!(from_f32(middle), Some(bits + (bits & 1)), "ties to even");
            assert_eq!(from_f32(middle.next_down()), Some(bits));
            assert_eq!(from_f32(middle.next_up()), Some(bits + 1));
        }
        assert_eq!(from_f32(65519.0), Some(0x7bff));
        for beyond in [65520.0, f32::INFINITY, f32::NEG_INFINITY, f32::NAN] {
            assert_eq!(from_f32(beyond), None);
        }
    }

    #[test]
    fn known_values() {
        assert_eq!(to_f32(0x3c00), 1.0);
        assert_eq!(to_f32(0xc000), -2.0);
        assert_eq!(to_f32(0x7bff), 65504.0);
        assert_eq!(to_f32(0x0400), 1.0 / 16384.0);
        assert_eq!(to_f32(0x0001), 1.0 / 16_777_216.0);
        assert_eq!(to_f32(0x8000).to_bits(), (-0f32).to_bits());
        assert_eq!(to_f32(0x7c00), f32::INFINITY);
        assert!(to_f32(0x7e00).is_nan());
    }

    #[test]
    fn monotone_over_all_finite_halves() {
        let values: Vec<f32> = (0..0x7c00)
            .step_by(if cfg!(miri) { 257 } else { 1 })
            .map(to_f32)
            .collect();
        assert!(values.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
