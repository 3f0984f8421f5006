//! A JPEG without what it tells beside its pixels: place, time, device, thumbnail, a second picture behind the first.

use super::DecodeError;
use super::jpeg::next_marker;
use image::metadata::Orientation;

const SOI: [u8; 2] = [0xff, 0xd8];
const EOI: u8 = 0xd9;
const SOS: u8 = 0xda;
const APP0: u8 = 0xe0;
const APP1: u8 = 0xe1;
const APP2: u8 = 0xe2;
const APP14: u8 = 0xee;
const APP15: u8 = 0xef;
const COM: u8 = 0xfe;

/// The same picture, bit for bit, without EXIF, XMP, IPTC, comments, and whatever follows its end. The colour profile and
/// `orientation` stay, for without them the pixels would say something else.
///
/// # Errors
/// [`DecodeError::Truncated`] where the markers end too soon, or where no JPEG begins.
pub fn strip_metadata(jpeg: &[u8], orientation: Orientation) -> Result<Vec<u8>, DecodeError> {
    let mut rest = jpeg.strip_prefix(&SOI).ok_or(DecodeError::Truncated)?;
    let mut kept = Vec::with_capacity(jpeg.len());
    kept.extend(SOI);
    if orientation != Orientation::NoTransforms {
        kept.extend(exif(orientation));
    }
    loop {
        let (marker, after) = next_marker(rest).ok_or(DecodeError::Truncated)?;
        if marker == EOI {
            kept.extend([0xff, EOI]);
            return Ok(kept);
        }
        let (&[high, low], _) = after.split_first_chunk().ok_or(DecodeError::Truncated)?;
        let length = usize::from(u16::from_be_bytes([high, low])).max(2);
        let segment = after.get(..length).ok_or(DecodeError::Truncated)?;
        rest = &after[length..];
        if says_pixels(marker, segment) {
            kept.extend([0xff, marker]);
            kept.extend(segment);
        }
        if marker == SOS {
            let end = end_of_scan(rest)?;
            kept.extend(&rest[..end]);
            rest = &rest[end..];
        }
    }
}

/// Whether a segment is needed to see the picture as it is meant.
fn says_pixels(marker: u8, segment: &[u8]) -> bool {
    match marker {
        APP0 => segment[2..].starts_with(b"JFIF\0"),
        APP2 => segment[2..].starts_with(b"ICC_PROFILE\0"),
        APP14 => segment[2..].starts_with(b"Adobe"),
        APP1..=APP15 | COM => false,
        _ => true,
    }
}

/// Bytes of entropy-coded data up to the next marker that is not part of it.
fn end_of_scan(bytes: &[u8]) -> Result<usize, DecodeError> {
    let (_, after) = next_marker(bytes).ok_or(DecodeError::Truncated)?;
    Ok(bytes.len() - after.len() - 2)
}

/// An APP1 segment with the orientation alone: a TIFF header and one entry (tag 0x0112, SHORT).
fn exif(orientation: Orientation) -> Vec<u8> {
    let tiff = [
        b'M',
        b'M',
        0,
        42,
        0,
        0,
        0,
        8,
        0,
        1,
        0x01,
        0x12,
        0,
        3,
        0,
        0,
        0,
        1,
        0,
        orientation.to_exif(),
        0,
        0,
        0,
        0,
        0,
        0,
    ];
    let length = (2 + 6 + tiff.len()) as u8;
    let head = [0xff, APP1, 0, length, b'E', b'x', b'i', b'f', 0, 0];
    [&head[..], &tiff].concat()
}

#[cfg(test)]
mod tests {
    use super::super::{Limits, decode};
    use super::*;
    use image::{ImageFormat, Rgb, RgbImage};

    fn jpeg() -> Vec<u8> {
        let image = RgbImage::from_fn(40, 24, |x, y| Rgb([x as u8 * 6, y as u8 * 10, 99]));
        let mut bytes = std::io::Cursor::new(Vec::new());
        image.write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
        bytes.into_inner()
    }

    fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
        let length = (body.len() as u16 + 2).to_be_bytes();
        [&[0xff, marker], &length[..], body].concat()
    }

    /// A picture with everything that must go, turned a quarter.
    fn chatty() -> Vec<u8> {
        let plain = jpeg();
        let exif = exif(Orientation::Rotate90);
        let secret = [
            segment(APP1, b"http://ns.adobe.com/xap/1.0/\0GPS 39.9 N"),
            segment(COM, b"GPS by comment"),
            segment(0xed, b"Photoshop GPS"),
        ];
        [
            &SOI[..],
            &exif,
            &secret.concat(),
            &plain[2..],
            b"GPS in a second picture",
        ]
        .concat()
    }

    #[test]
    fn nothing_but_the_picture_and_its_orientation_is_left() {
        let before = decode(&chatty(), &Limits::default()).unwrap();
        let stripped = strip_metadata(&chatty(), before.source.orientation).unwrap();
        let after = decode(&stripped, &Limits::default()).unwrap();
        assert_eq!(after.pixels, before.pixels);
        assert_eq!(after.source.orientation, Orientation::Rotate90);
        assert!(!stripped.windows(3).any(|bytes| bytes == b"GPS"));
    }

    #[test]
    fn an_upright_picture_carries_no_exif_at_all() {
        let stripped = strip_metadata(&jpeg(), Orientation::NoTransforms).unwrap();
        assert!(!stripped.windows(4).any(|bytes| bytes == b"Exif"));
    }

    #[test]
    fn a_cut_anywhere_is_an_error_and_never_a_panic() {
        let whole = chatty();
        let end = whole.len() - b"GPS in a second picture".len();
        for length in 0..end {
            assert!(
                strip_metadata(&whole[..length], Orientation::NoTransforms).is_err(),
                "{length}"
            );
        }
    }
}
