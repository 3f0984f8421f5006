//! The portrait as a JPEG file of the programme's density, size and quality.
//!
//! The encoder is `image`'s: baseline, full colour resolution (4:4:4), the standard Huffman tables, and a quality on the
//! scale of the Independent JPEG Group. It writes a JFIF header and nothing else about the picture: no Exif, no place, no
//! thumbnail.
//!
//! The file lies inside the window of bytes by the choice of quality alone. Chroma subsampling would free bytes that nobody
//! needs here, at the price of blurred edges against a blue background; and padding a small file with a comment would be
//! valid, but only hide from the collector what his lower bound asks: how much picture there is. A portrait that
//! has too few bytes at quality 100 is empty or blurred beyond use, and that is what the outcome says.

use crate::profile::Output;
use image::codecs::jpeg::{JpegEncoder, PixelDensity};
use image::{ExtendedColorType, RgbImage};

/// A portrait file and how it lies in the window of bytes.
#[derive(Clone, PartialEq)]
pub struct Encoded {
    /// The file.
    pub bytes: Vec<u8>,
    /// 1 to 100, on the scale of the Independent JPEG Group.
    pub quality: u8,
    /// Whether the file has the size that the programme asks for.
    pub fit: Fit,
}

/// How a file lies in the window of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// Inside.
    Inside,
    /// Too small even at quality 100, or at the last quality before the next would be too large.
    TooSmall,
    /// Too large even at the least quality.
    TooLarge,
}

impl std::fmt::Debug for Encoded {
    /// Shows no pixel.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Encoded")
            .field("bytes", &self.bytes.len())
            .field("quality", &self.quality)
            .field("fit", &self.fit)
            .finish()
    }
}

/// Encodes at the highest quality whose file is not too large.
///
/// The search halves the range of qualities and keeps two facts: the lower one is not too large, the upper one is. Where it
/// ends, the next quality is too large, whether or not the size grows with every step.
pub fn encode(picture: &RgbImage, output: &Output) -> Encoded {
    let [least, most] = output.bytes.map(|bytes| bytes as usize);
    let at = |quality: u8| file(picture, quality, output.dpi);
    let judged = |bytes: Vec<u8>, quality| {
        let fit = match bytes.len() {
            size if size < least => Fit::TooSmall,
            size if size > most => Fit::TooLarge,
            _ => Fit::Inside,
        };
        Encoded { bytes, quality, fit }
    };

    let mut low = output.min_quality;
    let mut best = at(low);
    if best.len() > most {
        return judged(best, low);
    }
    let mut high = 101;
    while high - low > 1 {
        let middle = low.midpoint(high);
        let file = at(middle);
        if file.len() > most {
            high = middle;
        } else {
            (low, best) = (middle, file);
        }
    }
    judged(best, low)
}

fn file(picture: &RgbImage, quality: u8, dpi: u16) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
    encoder.set_pixel_density(PixelDensity::dpi(dpi));
    encoder
        .encode(picture, picture.width(), picture.height(), ExtendedColorType::Rgb8)
        .expect("memory takes any bytes, and a profile's sides fit a JPEG");
    bytes
}
