//! Bringing whatever a decoder gives to 8-bit sRGB, in the decoder's own buffer.

use image::{ColorType, RgbImage};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

/// What the file says about its colours, and what was done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Colours {
    /// No profile: the pixels are taken as sRGB.
    Assumed,
    /// The profile describes sRGB.
    Srgb,
    /// The profile describes another RGB space, such as Display P3; the pixels were converted to sRGB.
    Converted,
    /// The profile is unreadable or not for RGB (grey, CMYK); the pixels are taken as sRGB.
    Ignored,
}

/// Transparent pixels are shown over white, as most viewers do.
const PAPER: u32 = 255;

/// Packs the decoded `bytes` of a picture to 8-bit RGB without a second buffer. `None` if they are not that picture's.
pub(super) fn to_rgb8(
    mut bytes: Vec<u8>,
    kind: ColorType,
    width: u32,
    height: u32,
) -> Option<RgbImage> {
    let count = width as usize * height as usize;
    match kind {
        ColorType::Rgb8 => {}
        ColorType::L8 => spread_grey(&mut bytes, count)?,
        ColorType::L16 => {
            pack(&mut bytes, count, 2, |p| [high(p, 0)])?;
            spread_grey(&mut bytes, count)?;
        }
        ColorType::La8 => {
            pack(&mut bytes, count, 2, |p| [over_paper(p[0], p[1])])?;
            spread_grey(&mut bytes, count)?;
        }
        ColorType::La16 => {
            pack(&mut bytes, count, 4, |p| {
                [over_paper(high(p, 0), high(p, 1))]
            })?;
            spread_grey(&mut bytes, count)?;
        }
        ColorType::Rgba8 => pack(&mut bytes, count, 4, |p| {
            [0, 1, 2].map(|c| over_paper(p[c], p[3]))
        })?,
        ColorType::Rgb16 => pack(&mut bytes, count, 6, |p| [0, 1, 2].map(|c| high(p, c)))?,
        ColorType::Rgba16 => pack(&mut bytes, count, 8, |p| {
            [0, 1, 2].map(|c| over_paper(high(p, c), high(p, 3)))
        })?,
        _ => return None,
    }
    RgbImage::from_raw(width, height, bytes)
}

/// Replaces each of `count` pixels of `step` bytes by the fewer bytes of `make`, front to back, and drops the rest.
fn pack<const N: usize>(
    bytes: &mut Vec<u8>,
    count: usize,
    step: usize,
    make: impl Fn(&[u8]) -> [u8; N],
) -> Option<()> {
    if bytes.len() != count * step {
        return None;
    }
    for i in 0..count {
        let pixel = make(&bytes[i * step..][..step]);
        bytes[i * N..][..N].copy_from_slice(&pixel);
    }
    bytes.truncate(count * N);
    bytes.shrink_to_fit();
    Some(())
}

/// Repeats each of `count` grey bytes three times, back to front.
fn spread_grey(bytes: &mut Vec<u8>, count: usize) -> Option<()> {
    if bytes.len() != count {
        return None;
    }
    bytes.resize(count * 3, 0);
    for i in (0..count).rev() {
        let grey = bytes[i];
        bytes[i * 3..][..3].fill(grey);
    }
    Some(())
}

/// The channel `index` of a pixel of native 16-bit channels, rounded to 8 bits.
fn high(pixel: &[u8], index: usize) -> u8 {
    let wide = u16::from_ne_bytes([pixel[index * 2], pixel[index * 2 + 1]]);
    ((u32::from(wide) * 255 + 32_767) / 65_535) as u8
}

/// A channel with straight alpha, laid over [`PAPER`].
fn over_paper(channel: u8, alpha: u8) -> u8 {
    let alpha = u32::from(alpha);
    ((u32::from(channel) * alpha + PAPER * (255 - alpha) + 127) / 255) as u8
}

/// Converts `pixels` to sRGB by the ICC profile `icc`, row by row.
pub(super) fn to_srgb(pixels: &mut RgbImage, icc: &[u8]) -> Colours {
    let Ok(profile) = ColorProfile::new_from_slice(icc) else {
        return Colours::Ignored;
    };
    if profile.color_space != DataColorSpace::Rgb {
        return Colours::Ignored;
    }
    let srgb = ColorProfile::new_srgb();
    let Ok(transform) =
        profile.create_transform_8bit(Layout::Rgb, &srgb, Layout::Rgb, TransformOptions::default())
    else {
        return Colours::Ignored;
    };
    let convert = |from: &[u8], to: &mut [u8]| transform.transform(from, to).is_ok();

    let probes = probe_colours();
    let mut moved = vec![0; probes.len()];
    if !convert(&probes, &mut moved) {
        return Colours::Ignored;
    }
    if probes.iter().zip(&moved).all(|(a, b)| a.abs_diff(*b) <= 1) {
        return Colours::Srgb;
    }
    let stride = pixels.width() as usize * 3;
    let mut before = vec![0; stride];
    for row in pixels.chunks_exact_mut(stride) {
        before.copy_from_slice(row);
        if !convert(&before, row) {
            return Colours::Ignored;
        }
    }
    Colours::Converted
}

/// A grid of 6 × 6 × 6 colours. A profile that moves none of them by more than rounding is sRGB, whatever its name.
fn probe_colours() -> Vec<u8> {
    (0..216u8)
        .flat_map(|i| [i / 36 * 51, i / 6 % 6 * 51, i % 6 * 51])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_layout_becomes_rgb() {
        let sixteen = |channels: &[u16]| {
            channels
                .iter()
                .flat_map(|c| c.to_ne_bytes())
                .collect::<Vec<u8>>()
        };
        let cases = [
            (ColorType::L8, vec![7, 9], [7, 7, 7, 9, 9, 9]),
            (ColorType::La8, vec![7, 255, 9, 0], [7, 7, 7, 255, 255, 255]),
            (
                ColorType::L16,
                sixteen(&[0, 65_535]),
                [0, 0, 0, 255, 255, 255],
            ),
            (
                ColorType::La16,
                sixteen(&[514, 65_535, 9, 0]),
                [2, 2, 2, 255, 255, 255],
            ),
            (ColorType::Rgb8, vec![1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6]),
            (
                ColorType::Rgba8,
                vec![1, 2, 3, 255, 0, 0, 0, 51],
                [1, 2, 3, 204, 204, 204],
            ),
            (
                ColorType::Rgb16,
                sixteen(&[257, 514, 771, 128, 129, 65_535]),
                [1, 2, 3, 0, 1, 255],
            ),
            (
                ColorType::Rgba16,
                sixteen(&[257, 514, 771, 65_535, 0, 0, 0, 0]),
                [1, 2, 3, 255, 255, 255],
            ),
        ];
        for (kind, bytes, expected) in cases {
            let image = to_rgb8(bytes, kind, 2, 1).expect("right length");
            assert_eq!(image.into_raw(), expected, "{kind:?}");
        }
        assert_eq!(to_rgb8(vec![0; 5], ColorType::Rgba8, 2, 1), None);
    }

    #[test]
    fn display_p3_is_converted_and_srgb_is_left() {
        let p3 = ColorProfile::new_display_p3()
            .encode()
            .expect("a known profile encodes");
        let mut pixels =
            RgbImage::from_raw(2, 1, vec![128, 128, 128, 200, 60, 60]).expect("six bytes");
        assert_eq!(to_srgb(&mut pixels, &p3), Colours::Converted);
        // By the primaries of both spaces (CSS Color 4, 10.2 and 10.4) the red becomes 217.5, 41.6, 52.3.
        let expected = [128, 128, 128, 217, 42, 52];
        for (got, want) in pixels.iter().zip(expected) {
            assert!(got.abs_diff(want) <= 1, "{:?}", pixels.as_raw());
        }
        let before = pixels.clone();
        let srgb = ColorProfile::new_srgb()
            .encode()
            .expect("a known profile encodes");
        assert_eq!(to_srgb(&mut pixels, &srgb), Colours::Srgb);
        assert_eq!(to_srgb(&mut pixels, b"not a profile"), Colours::Ignored);
        assert_eq!(pixels, before);
    }
}
