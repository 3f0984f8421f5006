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
    luminance_of(linear(colour))
}

/// Luminance of linear light.
pub fn luminance_of([r, g, b]: [f32; 3]) -> f32 {
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// The scalar product of two colours.
pub fn dot(a: [f32; 3], b: [f32; 3]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// CIELAB lightness of a luminance from 0 to 1: 0 to 100.
pub fn lightness(luminance: f32) -> f32 {
    116.0 * root(luminance) - 16.0
}

/// CIELAB: L* from 0 to 100, a* and b* about ±100.
pub fn lab(colour: Rgb) -> [f32; 3] {
    lab_of(linear(colour))
}

/// CIELAB of linear light.
pub fn lab_of([r, g, b]: [f32; 3]) -> [f32; 3] {
    let x = (0.412_39 * r + 0.357_58 * g + 0.180_48 * b) / 0.950_46;
    let y = 0.212_64 * r + 0.715_17 * g + 0.072_19 * b;
    let z = (0.019_33 * r + 0.119_19 * g + 0.950_53 * b) / 1.089_06;
    let [x, y, z] = [x, y, z].map(root);
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// The cube root, with the standard's straight line near black.
fn root(v: f32) -> f32 {
    if v > 0.008_856 {
        v.cbrt()
    } else {
        7.787 * v + 16.0 / 116.0
    }
}

/// The grey level that people and classic filters work on: BT.601 luma, 0 to 255.
pub fn luma([r, g, b]: Rgb) -> f32 {
    0.299 * f32::from(r) + 0.587 * f32::from(g) + 0.114 * f32::from(b)
}

/// How colourful a pixel is: (greatest - least) / greatest channel, 0 to 1.
pub fn chroma_share(colour: Rgb) -> f32 {
    let [most, least] = [colour.iter().max(), colour.iter().min()]
        .map(|value| value.map_or(0.0, |&v| f32::from(v)));
    (most - least) / most.max(1.0)
}

/// The colour difference CIEDE2000 with all weights 1 (Sharma, Wu and Dalal 2005).
pub fn delta_e_2000([l1, a1, b1]: [f32; 3], [l2, a2, b2]: [f32; 3]) -> f32 {
    let chroma = f32::midpoint(a1.hypot(b1), a2.hypot(b2));
    let grey = |c: f32| (c.powi(7) / (c.powi(7) + 25.0_f32.powi(7))).sqrt();
    let stretch = 1.0 + 0.5 * (1.0 - grey(chroma));
    let polar = |a: f32, b: f32| {
        let a = a * stretch;
        (a.hypot(b), b.atan2(a).to_degrees().rem_euclid(360.0))
    };
    let ((c1, h1), (c2, h2)) = (polar(a1, b1), polar(a2, b2));
    let (both, no_hue) = (c1 * c2, c1 * c2 == 0.0);
    let turn = if no_hue {
        0.0
    } else {
        (h2 - h1 + 540.0).rem_euclid(360.0) - 180.0
    };
    let [dl, dc] = [l2 - l1, c2 - c1];
    let dh = 2.0 * both.sqrt() * (turn.to_radians() / 2.0).sin();

    let (l, c) = (f32::midpoint(l1, l2), f32::midpoint(c1, c2));
    let h = if no_hue {
        h1 + h2
    } else {
        (h1 + turn / 2.0).rem_euclid(360.0)
    };
    let cos = |angle: f32| angle.to_radians().cos();
    let t = 1.0 - 0.17 * cos(h - 30.0) + 0.24 * cos(2.0 * h) + 0.32 * cos(3.0 * h + 6.0)
        - 0.20 * cos(4.0 * h - 63.0);
    let away = (l - 50.0).powi(2);
    let sl = 1.0 + 0.015 * away / (20.0 + away).sqrt();
    let sc = 1.0 + 0.045 * c;
    let sh = 1.0 + 0.015 * c * t;
    let bend = (60.0 * (-((h - 275.0) / 25.0).powi(2)).exp())
        .to_radians()
        .sin();
    let rotation = -2.0 * grey(c) * bend;
    let [dl, dc, dh] = [dl / sl, dc / sc, dh / sh];
    (dl * dl + dc * dc + dh * dh + rotation * dc * dh)
        .max(0.0)
        .sqrt()
}

/// Linear light, 0 to 1.
pub fn linear(colour: Rgb) -> [f32; 3] {
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

    #[test]
    fn differences_are_those_of_the_published_pairs() {
        for (one, other, expected) in [
            ([50.0, 2.6772, -79.7751], [50.0, 0.0, -82.7485], 2.0425),
            ([50.0, 0.0, 0.0], [50.0, -1.0, 2.0], 2.3669),
            ([50.0, 2.49, -0.001], [50.0, -2.49, 0.0009], 7.1792),
            ([50.0, 2.5, 0.0], [73.0, 25.0, -18.0], 27.1492),
            (
                [60.2574, -34.0099, 36.2677],
                [60.4626, -34.1751, 39.4387],
                1.2644,
            ),
            ([2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514], 0.9082),
        ] {
            let got = delta_e_2000(one, other);
            assert!((got - expected).abs() < 2e-3, "{got} for {expected}");
            assert!((delta_e_2000(other, one) - got).abs() < 2e-3);
        }
    }
}
