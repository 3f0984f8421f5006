//! From the bytes of a file to one upright sRGB picture.

use std::fmt;
use std::io::Cursor;

use image::codecs::{jpeg::JpegDecoder, png::PngDecoder, webp::WebPDecoder};
use image::metadata::Orientation;
use image::{ImageDecoder, RgbImage};

use super::{Colours, DecodeError, Format, JpegFacts, colour, turn};

/// What a file may claim before it is refused undecoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Most bytes of the file.
    pub bytes: usize,
    /// Most pixels in all.
    pub pixels: u64,
    /// Most pixels along one side.
    pub side: u32,
}

impl Default for Limits {
    /// 64 MiB, and room for the 64-megapixel sensors of phones (9248 × 6936).
    fn default() -> Self {
        Self {
            bytes: 64 << 20,
            pixels: 65_000_000,
            side: 20_000,
        }
    }
}

/// A decoded picture. Its `Debug` shows no pixel.
#[derive(Clone, PartialEq, Eq)]
pub struct Photo {
    /// Upright 8-bit sRGB; transparency is laid over white.
    pub pixels: RgbImage,
    /// What the file was.
    pub source: Source,
}

/// Facts of the file a picture came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Format, told by the content.
    pub format: Format,
    /// Size of the file in bytes.
    pub bytes: usize,
    /// Width as stored, before turning upright, in pixels.
    pub width: u32,
    /// Height as stored, in pixels.
    pub height: u32,
    /// The turn (Exif) that made the picture upright; already applied to the pixels.
    pub orientation: Orientation,
    /// What the file said about its colours.
    pub colours: Colours,
    /// More, if the file is a JPEG.
    pub jpeg: Option<JpegFacts>,
}

impl fmt::Debug for Photo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Photo")
            .field("source", &self.source)
            .finish_non_exhaustive()
    }
}

/// Decodes a JPEG, PNG or WebP file; the content decides which, not a name.
///
/// Memory: the picture in the file's own pixel layout (three bytes per pixel for JPEG) and, for a progressive JPEG, its
/// coefficients; everything after decoding happens in that buffer.
///
/// # Errors
/// See [`DecodeError`]. A file that is cut off is an error, even where part of the picture could be shown.
pub fn decode(bytes: &[u8], limits: &Limits) -> Result<Photo, DecodeError> {
    let format = Format::of(bytes)?;
    if bytes.len() > limits.bytes {
        return Err(DecodeError::TooManyBytes {
            bytes: bytes.len(),
            limit: limits.bytes,
        });
    }
    let failed = |e| DecodeError::from_image(e, format.name());
    let file = Cursor::new(bytes);
    match format {
        Format::Jpeg => {
            let facts = JpegFacts::read(bytes);
            let decoder = JpegDecoder::new(file).map_err(|e| cut_or(&facts, failed(e)))?;
            finish(within(decoder, limits)?, bytes, format, Some(facts?))
        }
        Format::Png => {
            // Bounds what the header chunks (profile, texts) may inflate to.
            let mut header = image::Limits::no_limits();
            header.max_alloc = Some(limits.bytes as u64);
            let decoder = PngDecoder::with_limits(file, header).map_err(failed)?;
            finish(within(decoder, limits)?, bytes, format, None)
        }
        Format::WebP => {
            let whole = riff_is_whole(bytes);
            let decoder = WebPDecoder::new(file).map_err(|e| cut_or(&whole, failed(e)))?;
            let decoder = within(decoder, limits)?;
            whole?;
            finish(decoder, bytes, format, None)
        }
    }
}

/// What to answer where the header cannot be read: that the file is cut off if it is, else what the decoder met. A readable
/// header beyond the limits is the better answer for a file that is also cut off.
fn cut_or<T>(whole: &Result<T, DecodeError>, met: DecodeError) -> DecodeError {
    whole.as_ref().err().cloned().unwrap_or(met)
}

/// Lets a decoder pass whose header stays within the limits.
fn within<D: ImageDecoder>(decoder: D, limits: &Limits) -> Result<D, DecodeError> {
    let (width, height) = decoder.dimensions();
    if width.max(height) > limits.side || u64::from(width) * u64::from(height) > limits.pixels {
        return Err(DecodeError::TooManyPixels { width, height });
    }
    Ok(decoder)
}

/// A RIFF file states its length, less the eight bytes of its own header.
fn riff_is_whole(bytes: &[u8]) -> Result<(), DecodeError> {
    match bytes {
        [_, _, _, _, a, b, c, d, rest @ ..]
            if rest.len() as u64 >= u64::from(u32::from_le_bytes([*a, *b, *c, *d])) =>
        {
            Ok(())
        }
        _ => Err(DecodeError::Truncated),
    }
}

/// Decodes the pixels, brings them to sRGB and turns them upright.
fn finish(
    mut decoder: impl ImageDecoder,
    bytes: &[u8],
    format: Format,
    jpeg: Option<JpegFacts>,
) -> Result<Photo, DecodeError> {
    let failed = |e| DecodeError::from_image(e, format.name());
    let (width, height) = decoder.dimensions();
    // Damaged metadata are no reason to refuse the picture.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let icc = decoder.icc_profile().unwrap_or_default();
    let kind = decoder.color_type();

    let mut buffer = vec![0; decoder.total_bytes() as usize];
    decoder.read_image(&mut buffer).map_err(failed)?;
    let mut pixels =
        colour::to_rgb8(buffer, kind, width, height).ok_or(DecodeError::UnsupportedFormat {
            name: format.name(),
        })?;
    let colours = match icc {
        Some(icc) => colour::to_srgb(&mut pixels, &icc),
        None => Colours::Assumed,
    };
    Ok(Photo {
        pixels: turn::turn(pixels, orientation),
        source: Source {
            format,
            bytes: bytes.len(),
            width,
            height,
            orientation,
            colours,
            jpeg,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::codecs::{jpeg::JpegEncoder, png::PngEncoder, webp::WebPEncoder};
    use image::{ExtendedColorType, ImageEncoder, Rgb};

    /// Red on the left, blue on the right.
    fn two_halves() -> RgbImage {
        RgbImage::from_fn(32, 16, |x, _| {
            Rgb(if x < 16 { [200, 0, 0] } else { [0, 0, 200] })
        })
    }

    fn encode_by(encoder: impl ImageEncoder) {
        encoder
            .write_image(two_halves().as_raw(), 32, 16, ExtendedColorType::Rgb8)
            .expect("encodes");
    }

    #[test]
    fn each_format_is_told_by_its_content() {
        let mut files = [
            (Format::Jpeg, vec![]),
            (Format::Png, vec![]),
            (Format::WebP, vec![]),
        ];
        encode_by(JpegEncoder::new_with_quality(&mut files[0].1, 95));
        encode_by(PngEncoder::new(&mut files[1].1));
        encode_by(WebPEncoder::new_lossless(&mut files[2].1));
        for (format, bytes) in files {
            let photo = decode(&bytes, &Limits::default()).expect("decodes");
            assert_eq!(photo.source.format, format);
            assert_eq!(photo.source.bytes, bytes.len());
            assert_eq!(photo.source.jpeg.is_some(), format == Format::Jpeg);
            for (got, want) in photo.pixels.iter().zip(two_halves().iter()) {
                assert!(got.abs_diff(*want) <= 12, "{format:?}");
            }
        }
    }

    #[test]
    fn exif_turns_the_picture_upright() {
        // A TIFF header and one entry: orientation 6, turn a quarter clockwise.
        let exif = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
        let mut bytes = vec![];
        let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 95);
        encoder
            .set_exif_metadata(exif.to_vec())
            .expect("JPEG holds Exif");
        encode_by(encoder);
        let photo = decode(&bytes, &Limits::default()).expect("decodes");
        assert_eq!((photo.source.width, photo.source.height), (32, 16));
        assert_eq!(photo.source.orientation, Orientation::Rotate90);
        assert_eq!(photo.pixels.dimensions(), (16, 32));
        assert!(
            photo.pixels.get_pixel(8, 2).0[0] > 150,
            "the left half is now above"
        );
        assert!(photo.pixels.get_pixel(8, 29).0[2] > 150);
    }

    #[test]
    fn limits_are_kept_before_decoding() {
        let mut bytes = vec![];
        encode_by(PngEncoder::new(&mut bytes));
        let refused = |limits: Limits| decode(&bytes, &limits).expect_err("too large").code();
        let roomy = Limits::default();
        assert_eq!(
            refused(Limits {
                pixels: 511,
                ..roomy
            }),
            "too_many_pixels"
        );
        assert_eq!(refused(Limits { side: 31, ..roomy }), "too_many_pixels");
        assert_eq!(refused(Limits { bytes: 10, ..roomy }), "too_many_bytes");
    }
}
