//! sRGB and linear light (IEC 61966-2-1).

use image::Rgb;

/// 0 to 1.
pub fn linear(colour: Rgb<u8>) -> [f64; 3] {
    colour.0.map(|level| {
        let v = f64::from(level) / 255.0;
        if v <= 0.040_45 {
            v / 12.92
        } else {
            ((v + 0.055) / 1.055).powf(2.4)
        }
    })
}

/// Rounded and clipped.
pub fn encoded(colour: [f64; 3]) -> Rgb<u8> {
    Rgb(colour.map(|v| {
        let v = if v <= 0.003_130_8 {
            12.92 * v
        } else {
            1.055 * v.powf(1.0 / 2.4) - 0.055
        };
        (255.0 * v).round().clamp(0.0, 255.0) as u8
    }))
}
