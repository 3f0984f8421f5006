//! What a JPEG's markers say beside its pixels (ITU-T T.81, annex B), and whether the file is whole.

use super::DecodeError;

/// Resolution stated in the JFIF header (ITU-T T.871).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Density {
    /// Horizontal, dots per inch; a density in dots per cm is converted and rounded.
    pub x: u16,
    /// Vertical, dots per inch.
    pub y: u16,
}

/// Facts of a JPEG file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JpegFacts {
    /// Bits per sample, 8 for all common files.
    pub precision: u8,
    /// Sampling factors (horizontal, vertical) of each component: one for grey, three for colour, four for CMYK.
    /// 4:2:0 is `[(2, 2), (1, 1), (1, 1)]`, 4:4:4 is all `(1, 1)`.
    pub sampling: Vec<(u8, u8)>,
    /// Whether the picture comes in scans of growing detail.
    pub progressive: bool,
    /// Resolution, if the JFIF header states one with a unit.
    pub density: Option<Density>,
    /// Quality 1–100 on the scale of the Independent JPEG Group whose luminance table comes nearest to the file's.
    /// Encoders with tables of their own get the nearest equivalent.
    pub quality: Option<u8>,
}

impl JpegFacts {
    /// Walks the markers of a JPEG from its first byte to its end-of-image marker.
    ///
    /// # Errors
    /// [`DecodeError::Truncated`] if the bytes end before that marker.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut facts = Self::default();
        let mut rest = bytes.get(2..).ok_or(DecodeError::Truncated)?;
        loop {
            let marker;
            (marker, rest) = next_marker(rest).ok_or(DecodeError::Truncated)?;
            if marker == EOI {
                return Ok(facts);
            }
            let length = match rest {
                [high, low, ..] => usize::from(u16::from_be_bytes([*high, *low])),
                _ => return Err(DecodeError::Truncated),
            };
            let segment = rest.get(2..length.max(2)).ok_or(DecodeError::Truncated)?;
            facts.note(marker, segment);
            rest = &rest[length.max(2)..];
        }
    }

    /// Takes in one segment. What is not understood is left to the decoder to judge.
    fn note(&mut self, marker: u8, segment: &[u8]) {
        match marker {
            APP0 if self.density.is_none() => self.density = jfif_density(segment),
            DQT if self.quality.is_none() => {
                self.quality = luminance_table(segment).map(nearest_quality);
            }
            SOF0..=0xcf if ![DHT, JPG, DAC].contains(&marker) => {
                if let [precision, _, _, _, _, count, components @ ..] = segment {
                    self.precision = *precision;
                    self.progressive = marker == SOF2;
                    let components = components.chunks_exact(3).take(usize::from(*count));
                    self.sampling = components.map(|c| (c[1] >> 4, c[1] & 15)).collect();
                }
            }
            _ => {}
        }
    }
}

const SOF0: u8 = 0xc0;
const SOF2: u8 = 0xc2;
const DHT: u8 = 0xc4;
const JPG: u8 = 0xc8;
const DAC: u8 = 0xcc;
const EOI: u8 = 0xd9;
const DQT: u8 = 0xdb;
const APP0: u8 = 0xe0;

/// The next marker that opens a segment or ends the image, and the bytes after it. Stuffed zeros, fill bytes, restart
/// markers and anything else between segments are passed over, so that entropy-coded data needs no parsing.
pub(super) fn next_marker(mut bytes: &[u8]) -> Option<(u8, &[u8])> {
    loop {
        let at = bytes.iter().position(|&b| b == 0xff)?;
        bytes = &bytes[at + 1..];
        match bytes.first()? {
            0xff => {}                      // fill
            0x00 | 0x01 | 0xd0..=0xd8 => {} // stuffing, TEM, RSTn, SOI: none carries a length
            &marker => return Some((marker, &bytes[1..])),
        }
    }
}

/// Density of a JFIF APP0 segment, if it has a unit.
fn jfif_density(segment: &[u8]) -> Option<Density> {
    let [b'J', b'F', b'I', b'F', 0, _, _, unit, x1, x0, y1, y0, ..] = *segment else {
        return None;
    };
    let [x, y] = [u16::from_be_bytes([x1, x0]), u16::from_be_bytes([y1, y0])];
    match unit {
        1 => Some(Density { x, y }),
        2 => Some(Density {
            x: from_per_cm(x),
            y: from_per_cm(y),
        }),
        _ => None,
    }
}

/// Dots per inch from dots per centimetre, rounded; 2.54 cm are an inch.
fn from_per_cm(dots: u16) -> u16 {
    u16::try_from((u32::from(dots) * 254 + 50) / 100).unwrap_or(u16::MAX)
}

/// The quantisation table with destination 0, by custom the luminance table, in zigzag order.
fn luminance_table(mut segment: &[u8]) -> Option<[u16; 64]> {
    loop {
        let (&head, rest) = segment.split_first()?;
        let wide = usize::from(head >> 4 != 0);
        let entries = rest.get(..64 << wide)?;
        if head & 15 == 0 {
            return Some(std::array::from_fn(|i| match wide {
                0 => u16::from(entries[i]),
                _ => u16::from_be_bytes([entries[i * 2], entries[i * 2 + 1]]),
            }));
        }
        segment = &rest[64 << wide..];
    }
}

/// The quality whose scaled table (T.81 K.1 by the rule of the Independent JPEG Group) differs least in sum; the higher
/// one of equals.
fn nearest_quality(table: [u16; 64]) -> u8 {
    let distance = |quality: &u8| -> u32 {
        let scale = match u32::from(*quality) {
            q @ ..50 => 5000 / q,
            q => 200 - 2 * q,
        };
        let scaled = LUMINANCE.map(|base| ((u32::from(base) * scale + 50) / 100).clamp(1, 255));
        table
            .iter()
            .zip(scaled)
            .map(|(&t, s)| u32::from(t).abs_diff(s))
            .sum()
    };
    (1..=100).rev().min_by_key(distance).unwrap_or(1)
}

/// Luminance quantisation of T.81 table K.1, in zigzag order.
const LUMINANCE: [u8; 64] = [
    16, 11, 12, 14, 12, 10, 16, 14, 13, 14, 18, 17, 16, 19, 24, 40, 26, 24, 22, 22, 24, 49, 35, 37,
    29, 40, 58, 51, 61, 60, 57, 51, 56, 55, 64, 72, 92, 78, 64, 68, 87, 69, 55, 56, 80, 109, 81,
    87, 95, 98, 103, 104, 103, 62, 77, 113, 121, 112, 100, 120, 92, 101, 103, 99,
];

#[cfg(test)]
mod tests {
    use super::*;
    use image::codecs::jpeg::{JpegEncoder, PixelDensity};
    use image::{ExtendedColorType, Rgb, RgbImage};

    fn encoded(quality: u8) -> Vec<u8> {
        let image = RgbImage::from_fn(40, 24, |x, y| Rgb([x as u8 * 6, y as u8 * 10, 99]));
        let mut bytes = Vec::new();
        let mut encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
        encoder.set_pixel_density(PixelDensity::dpi(300));
        encoder
            .encode(&image, 40, 24, ExtendedColorType::Rgb8)
            .expect("encodes");
        bytes
    }

    #[test]
    fn quality_and_density_are_read_back() {
        for quality in [5, 30, 49, 50, 60, 75, 76, 90, 95, 100] {
            let facts = JpegFacts::read(&encoded(quality)).expect("a whole file");
            assert_eq!(facts.quality, Some(quality));
            assert_eq!(facts.density, Some(Density { x: 300, y: 300 }));
            assert_eq!(facts.precision, 8);
            assert_eq!(facts.sampling.len(), 3);
            assert!(!facts.progressive);
        }
    }

    #[test]
    fn a_cut_anywhere_is_noticed() {
        let whole = encoded(80);
        for length in 0..whole.len() {
            assert_eq!(
                JpegFacts::read(&whole[..length]),
                Err(DecodeError::Truncated),
                "{length}"
            );
        }
        let mut padded = whole;
        padded.extend([0; 100]);
        assert!(JpegFacts::read(&padded).is_ok());
    }

    #[test]
    fn dots_per_centimetre_become_dots_per_inch() {
        let segment = |unit| [b"JFIF\0\x01\x02".as_slice(), &[unit, 0, 118, 0, 118, 0, 0]].concat();
        assert_eq!(jfif_density(&segment(2)), Some(Density { x: 300, y: 300 }));
        assert_eq!(jfif_density(&segment(0)), None);
    }
}
