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

#[cfg(test)]
mod tests {
    use super::to_f32;

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
