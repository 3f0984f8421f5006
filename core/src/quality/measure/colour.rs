//! From encoded sRGB to luminance and CIELAB (IEC 61966-2-1, CIE 15, D65).

use super::Rgb;
use std::sync::LazyLock;

static LINEAR: LazyLock<[f32; 256]> = LazyLock::new(|| {
    std::array::from_fn(|value| {
        let encoded = value as f32 / 255.0;
        if encoded <= 0.040_45 {
            encoded / 12.92
        } else {
            ((encoded + 0.055) / 1.055).powf(2.4)
        }
    })
});

/// Linear-light luminance, 0 to 1.
pub fn luminance(colour: Rgb) -> f32 {
    let [r, g, b] = linear(colour);
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// CIELAB: L* from 0 to 100, a* and b* about ±100.
pub fn lab(colour: Rgb) -> [f32; 3] {
    let [r, g, b] = linear(colour);
    let x = (0.412_39 * r + 0.357_58 * g + 0.180_48 * b) / 0.950_46;
    let y = 0.212_64 * r + 0.715_17 * g + 0.072_19 * b;
    let z = (0.019_33 * r + 0.119_19 * g + 0.950_53 * b) / 1.089_06;
    let [x, y, z] = [x, y, z].map(|v| {
        if v > 0.008_856 {
            v.cbrt()
        } else {
            7.787 * v + 16.0 / 116.0
        }
    });
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// The grey level that people and classic filters work on: BT.601 luma, 0 to 255.
pub fn luma([r, g, b]: Rgb) -> f32 {
    0.299 * f32::from(r) + 0.587 * f32::from(g) + 0.114 * f32::from(b)
}

fn linear(colour: Rgb) -> [f32; 3] {
    colour.map(|value| LINEAR[usize::from(value)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_black_and_the_primaries_are_where_the_standard_has_them() {
        for (colour, expected) in [
            ([255, 255, 255], [100.0, 0.0, 0.0]),
            ([0, 0, 0], [0.0, 0.0, 0.0]),
            ([255, 0, 0], [53.24, 80.09, 67.20]),
            ([0, 0, 255], [32.30, 79.19, -107.86]),
            ([100, 197, 255], [75.90, -11.75, -37.19]),
        ] {
            let got = lab(colour);
            assert!(
                got.iter()
                    .zip(expected)
                    .all(|(a, b): (&f32, f32)| (a - b).abs() < 0.6),
                "{colour:?}: {got:?}"
            );
        }
        assert!((luminance([188, 188, 188]) - 0.5029).abs() < 1e-3);
    }
}
