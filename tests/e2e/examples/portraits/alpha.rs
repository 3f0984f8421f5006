//! A person with known α, put before other backgrounds.

use super::Outcome;
use super::light::{encoded, linear};
use super::walls::Wall;
use image::codecs::jpeg::JpegEncoder;
use image::{Rgb, RgbImage};
use xueying::portrait::{self, Background, PortraitError};
use xueying::profile::Profile;
use xueying::vision::{Observation, View, Vision};

/// α from here to its complement is an edge.
const EDGE: f64 = 0.02;

/// A person taken out of a photo: what a portrait before black shows, and α.
pub struct Person {
    /// α · colour, in linear light.
    before_black: Vec<[f64; 3]>,
    alpha: Vec<f64>,
    size: (u32, u32),
}

impl Person {
    /// By the portrait before black and before white: where both are alike there is person.
    pub fn of(
        photo: &RgbImage,
        seen: &Observation,
        profile: &Profile,
    ) -> Result<Self, PortraitError> {
        let before = |colour: [u8; 3]| {
            let mut profile = profile.clone();
            profile.output.background = colour;
            portrait::compose(photo, seen, &profile, Background::Official)
        };
        let [black, white] = [[0; 3], [255; 3]].map(before);
        let (black, white) = (black?.pixels, white?.pixels);
        let alpha = |(b, w): (&Rgb<u8>, &Rgb<u8>)| {
            let (b, w) = (linear(*b), linear(*w));
            (1.0 - (0..3).map(|c| w[c] - b[c]).sum::<f64>() / 3.0).clamp(0.0, 1.0)
        };
        Ok(Self {
            alpha: black.pixels().zip(white.pixels()).map(alpha).collect(),
            before_black: black.pixels().map(|pixel| linear(*pixel)).collect(),
            size: black.dimensions(),
        })
    }

    fn over(&self, background: impl Fn(u32, u32) -> [f64; 3]) -> RgbImage {
        let width = self.size.0;
        RgbImage::from_fn(width, self.size.1, |x, y| {
            let i = (y * width + x) as usize;
            let behind = background(x, y);
            let rest = 1.0 - self.alpha[i];
            encoded(std::array::from_fn(|c| {
                self.before_black[i][c] + rest * behind[c]
            }))
        })
    }

    /// Before the colour, which fades to half its light downwards.
    pub fn before_gradient(&self, colour: [u8; 3]) -> RgbImage {
        let colour = linear(Rgb(colour));
        let height = f64::from(self.size.1);
        self.over(|_, y| colour.map(|v| v * (1.0 - 0.5 * f64::from(y) / height)))
    }

    /// Before the colour, with three pixels of the old background round the person, as a careless cut leaves them.
    pub fn with_rim(&self, before: &RgbImage, colour: [u8; 3]) -> RgbImage {
        let wide = spread(&self.alpha, self.size, 3);
        let width = self.size.0;
        RgbImage::from_fn(width, self.size.1, |x, y| {
            let alpha = wide[(y * width + x) as usize];
            let (old, new) = (linear(*before.get_pixel(x, y)), linear(Rgb(colour)));
            encoded(std::array::from_fn(|c| {
                alpha * old[c] + (1.0 - alpha) * new[c]
            }))
        })
    }

    /// The mean absolute error of α within 10 and within 5 pixels of an edge, when the person is taken out again from before
    /// a wall. `None` where the models see no head.
    pub fn error_before(
        &self,
        wall: Wall,
        vision: &mut Vision,
        profile: &Profile,
    ) -> Option<[f64; 2]> {
        let pixels = self.over(|x, y| wall.at(x, y));
        let seen = vision.observe(&View::of(&pixels));
        let found = Self::of(&pixels, &seen, profile).ok()?;
        // The true α on the same crop: cut out of its picture as any photo is.
        let width = self.size.0;
        let truth = RgbImage::from_fn(width, self.size.1, |x, y| {
            encoded([self.alpha[(y * width + x) as usize]; 3])
        });
        let truth = portrait::compose(&truth, &seen, profile, Background::Kept)
            .ok()?
            .pixels;
        let truth: Vec<f64> = truth.pixels().map(|pixel| linear(*pixel)[0]).collect();
        let edge: Vec<f64> = truth
            .iter()
            .map(|alpha| f64::from(u8::from((EDGE..1.0 - EDGE).contains(alpha))))
            .collect();
        Some([10, 5].map(|reach| {
            let band = spread(&edge, found.size, reach);
            let errors = band.iter().zip(truth.iter().zip(&found.alpha));
            let errors: Vec<f64> = errors
                .filter(|(inside, _)| **inside > 0.0)
                .map(|(_, (a, b))| (a - b).abs())
                .collect();
            errors.iter().sum::<f64>() / errors.len() as f64
        }))
    }
}

/// The greatest value within `reach` pixels, along rows and then columns.
fn spread(values: &[f64], (width, height): (u32, u32), reach: usize) -> Vec<f64> {
    let (width, height) = (width as usize, height as usize);
    let around = |at: usize, length: usize| at.saturating_sub(reach)..(at + reach + 1).min(length);
    let row = |i: usize| around(i % width, width).map(move |x| i / width * width + x);
    let rows: Vec<f64> = (0..values.len())
        .map(|i| row(i).map(|j| values[j]).fold(values[i], f64::max))
        .collect();
    let column = |i: usize| around(i / width, height).map(move |y| y * width + i % width);
    (0..rows.len())
        .map(|i| column(i).map(|j| rows[j]).fold(rows[i], f64::max))
        .collect()
}

/// A JPEG file.
pub fn jpeg(picture: &RgbImage) -> Outcome<Vec<u8>> {
    let mut bytes = vec![];
    JpegEncoder::new_with_quality(&mut bytes, 90).encode_image(picture)?;
    Ok(bytes)
}
