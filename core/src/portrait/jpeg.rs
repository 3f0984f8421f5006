//! The portrait as a JPEG file of the programme's density, size and quality.
//!
//! The encoder is the crate `jpeg-encoder`: baseline, Huffman tables fitted to the picture, the quantisation tables of
//! ITU-T T.81 annex K scaled by a quality as the Independent JPEG Group does. It writes a JFIF header and nothing else about
//! the picture: no Exif, no place, no thumbnail.
//!
//! The file comes to lie inside the window of bytes by the choice of quality. Colour keeps its full resolution (4:4:4),
//! because edges against a blue background show where it does not; only a picture that is too large at the least quality is
//! tried with halved colour (4:2:0). A file that is too small is not padded with a comment: that would be valid, but
//! the lower bound asks how much picture there is. A portrait with too few bytes at quality 100 is empty or blurred beyond
//! use, and that is what the outcome says.

use crate::profile::Output;
use image::RgbImage;
use jpeg_encoder::{
    ChromaSubsamplingMethod, ColorType, Encoder, PixelDensity, PixelDensityUnit, SamplingFactor,
};

/// A portrait file and how it lies in the window of bytes.
#[derive(Clone, PartialEq)]
pub struct Encoded {
    /// The file.
    pub bytes: Vec<u8>,
    /// 1 to 100, on the scale of the Independent JPEG Group.
    pub quality: u8,
    /// Whether colour has half the resolution of brightness (4:2:0).
    pub subsampled: bool,
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
    /// Too large even at the least quality with halved colour.
    TooLarge,
}

impl std::fmt::Debug for Encoded {
    /// Shows no pixel.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Encoded")
            .field("bytes", &self.bytes.len())
            .field("quality", &self.quality)
            .field("subsampled", &self.subsampled)
            .field("fit", &self.fit)
            .finish()
    }
}

/// Encodes at the highest quality whose file is not too large; in full colour wherever that can be.
pub(super) fn encode(picture: &RgbImage, output: &Output) -> Encoded {
    let full = search(picture, output, false);
    if full.fit == Fit::TooLarge {
        search(picture, output, true)
    } else {
        full
    }
}

/// The search halves the range of qualities and keeps two facts: the lower one is not too large, the upper one is. Where it
/// ends, the next quality is too large, whether or not the size grows with every step.
fn search(picture: &RgbImage, output: &Output, subsampled: bool) -> Encoded {
    let [least, most] = output.bytes.map(|bytes| bytes as usize);
    let at = |quality: u8| file(picture, quality, subsampled, output.dpi);
    let mut low = output.min_quality;
    let mut best = at(low);
    if best.len() <= most {
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
    }
    let fit = match best.len() {
        size if size < least => Fit::TooSmall,
        size if size > most => Fit::TooLarge,
        _ => Fit::Inside,
    };
    Encoded {
        bytes: best,
        quality: low,
        subsampled,
        fit,
    }
}

fn file(picture: &RgbImage, quality: u8, subsampled: bool, dpi: u16) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, quality);
    encoder.set_sampling_factor(if subsampled {
        SamplingFactor::F_2_2
    } else {
        SamplingFactor::F_1_1
    });
    encoder.set_chroma_subsampling_method(ChromaSubsamplingMethod::Average);
    encoder.set_optimized_huffman_tables(true);
    encoder.set_density(PixelDensity {
        density: (dpi, dpi),
        unit: PixelDensityUnit::Inches,
    });
    let [width, height] = [picture.width(), picture.height()].map(|side| side as u16);
    encoder
        .encode(picture, width, height, ColorType::Rgb)
        .expect("memory takes any bytes, and a profile's sides fit a JPEG");
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::{Density, Limits, decode};
    use crate::portrait::matting::synthetic::Dice;
    use crate::profile::Profile;
    use image::Rgb;
    use proptest::prelude::*;

    /// Grain of a given strength over a soft gradient.
    fn picture(grain: f32, seed: u64) -> RgbImage {
        let mut dice = Dice::new(seed);
        RgbImage::from_fn(480, 640, |x, y| {
            let base = 60.0 + x as f32 / 6.0 + y as f32 / 12.0;
            Rgb(std::array::from_fn(|_| {
                (base + grain * (dice.roll() - 0.5)).clamp(0.0, 255.0) as u8
            }))
        })
    }

    #[test]
    fn the_header_says_density_and_full_colour_and_nothing_else() {
        let output = Profile::chsi().output;
        let file = encode(&picture(20.0, 1), &output);
        let facts = decode(&file.bytes, &Limits::default())
            .unwrap()
            .source
            .jpeg
            .unwrap();
        assert_eq!(facts.density, Some(Density { x: 300, y: 300 }));
        assert_eq!(facts.sampling, [(1, 1); 3]);
        assert_eq!((facts.precision, facts.progressive), (8, false));
        assert_eq!(facts.quality, Some(file.quality));
        let exif = file.bytes.windows(4).any(|bytes| bytes == b"Exif");
        assert!(!exif);
        // APP0 is the only application segment, and there is no comment.
        let segments = file
            .bytes
            .windows(2)
            .filter(|m| m[0] == 0xff && (0xe1..=0xef).contains(&m[1]) || *m == [0xff, 0xfe]);
        assert_eq!(segments.count(), 0);
    }

    #[test]
    fn what_no_quality_can_reach_is_said() {
        let output = Profile::chsi().output;
        let flat = encode(&RgbImage::from_pixel(480, 640, Rgb([90; 3])), &output);
        assert_eq!((flat.quality, flat.fit), (100, Fit::TooSmall));
        let wild = encode(&picture(255.0, 1), &output);
        assert_eq!(
            (wild.quality, wild.fit),
            (output.min_quality, Fit::TooLarge)
        );
    }

    #[test]
    fn colour_is_halved_only_when_nothing_else_helps() {
        let output = Profile::chsi().output;
        let busy = encode(&picture(60.0, 1), &output);
        let facts = decode(&busy.bytes, &Limits::default())
            .unwrap()
            .source
            .jpeg
            .unwrap();
        assert_eq!((busy.fit, busy.subsampled), (Fit::Inside, true));
        assert_eq!(facts.sampling, [(2, 2), (1, 1), (1, 1)]);
        assert!(search(&picture(60.0, 1), &output, false).fit == Fit::TooLarge);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]
        #[test]
        fn the_fit_tells_the_truth(grain in 0.0..120.0f32, seed in 1..1000u64) {
            let output = Profile::chsi().output;
            let file = encode(&picture(grain, seed), &output);
            let size = file.bytes.len() as u32;
            prop_assert!((output.min_quality..=100).contains(&file.quality));
            prop_assert_eq!(file.fit == Fit::Inside, (output.bytes[0]..=output.bytes[1]).contains(&size));
            prop_assert_eq!(file.fit == Fit::TooLarge, size > output.bytes[1]);
            prop_assert!(file.fit != Fit::TooLarge || file.quality == output.min_quality);
        }
    }
}
