//! The pictures of the scenarios, made from their description in `tests/scenarios/pictures.json`: the sample photo placed,
//! lit and blurred, codes drawn from a text, files that are none. Every language then reads the same bytes.

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::imageops::{self, FilterType};
use image::{ExtendedColorType, ImageEncoder, Rgb, RgbImage};
use serde::Deserialize;
use xueying::codes::make::{Correction, Symbol};
use xueying_damage::{exposure, gaussian_blur, rotate, veil};

/// Where the eyes of the sample photo are, in its pixels.
const EYES: [f32; 2] = [225.0, 103.0];

/// How far a glow reaches round what is bright, in pixels.
const GLOW: f32 = 40.0;

/// One file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Picture {
    /// Name of the file.
    pub name: String,
    of: Content,
    #[serde(default)]
    form: Form,
    /// Width and height; the content's own where none is given.
    size: Option<[u32; 2]>,
    /// The grey around the content.
    #[serde(default = "wall")]
    wall: u8,
    /// How many times larger the content becomes.
    #[serde(default = "one")]
    zoom: f32,
    /// Where the eyes, or a code's middle, come to lie, as shares of width and height.
    #[serde(default = "middle")]
    at: [f32; 2],
    /// Clockwise about that place.
    #[serde(default)]
    degrees: f32,
    /// Brighter or darker.
    #[serde(default)]
    stops: f32,
    /// Share of the light that goes astray in the lens.
    #[serde(default)]
    veil: f32,
    /// Standard deviation of a blur, in pixels.
    #[serde(default)]
    blur: f32,
    /// Share of the file that is kept.
    #[serde(default = "one")]
    keep: f32,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Content {
    /// The sample photo.
    Photo,
    /// Nothing but the wall.
    Wall,
    /// A code with this text, four pixels to a module.
    Code(String),
    /// These bytes, as they are.
    Bytes(Vec<u8>),
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Form {
    #[default]
    Png,
    Jpeg,
    /// As a phone's sensor gives it that lies on its side: turned a quarter clockwise it is upright.
    Nv21,
    /// Luma alone, upright.
    Luma,
    /// Four bytes a pixel and sixteen more at the end of a row.
    Rgba,
    Bgra,
}

fn wall() -> u8 {
    200
}

fn one() -> f32 {
    1.0
}

fn middle() -> [f32; 2] {
    [0.5, 0.5]
}

impl Picture {
    /// The bytes of the file.
    pub fn bytes(&self, photo: &RgbImage) -> Vec<u8> {
        let mut bytes = match &self.of {
            Content::Bytes(bytes) => bytes.clone(),
            Content::Photo => self.encode(&self.place(photo, EYES)),
            Content::Wall => self.encode(&self.place(&RgbImage::new(0, 0), [0.0; 2])),
            Content::Code(text) => {
                let symbol = Symbol::new(text, Correction::Medium).expect("a short text");
                let (luma, side) = symbol.luma(4);
                let side = side as u32;
                let code =
                    RgbImage::from_fn(side, side, |x, y| Rgb([luma[(y * side + x) as usize]; 3]));
                self.encode(&self.place(&code, [side as f32 / 2.0; 2]))
            }
        };
        bytes.truncate((bytes.len() as f32 * self.keep) as usize);
        bytes
    }

    /// The content with its `anchor` in its place.
    fn place(&self, content: &RgbImage, anchor: [f32; 2]) -> RgbImage {
        let [width, height] = content.dimensions().into();
        let side = |length: u32| ((length as f32 * self.zoom).round() as u32).max(1);
        let anchor = anchor.map(|place| place * self.zoom);
        let content = imageops::resize(content, side(width), side(height), FilterType::Triangle);
        let (content, anchor) = match self.size {
            None => (content, anchor),
            Some([width, height]) => {
                let at = [self.at[0] * width as f32, self.at[1] * height as f32];
                let [left, top] = [0, 1].map(|i| (at[i] - anchor[i]).round() as i64);
                let mut all = RgbImage::from_pixel(width, height, Rgb([self.wall; 3]));
                if !matches!(self.of, Content::Wall) {
                    imageops::replace(&mut all, &content, left, top);
                }
                (all, at)
            }
        };
        let mut picture = content;
        if self.degrees != 0.0 {
            picture = rotate(&picture, anchor, self.degrees);
        }
        if self.stops != 0.0 {
            picture = exposure(&picture, self.stops);
        }
        if self.veil != 0.0 {
            picture = veil(&picture, self.veil, GLOW);
        }
        gaussian_blur(&picture, self.blur)
    }

    fn encode(&self, picture: &RgbImage) -> Vec<u8> {
        let (width, height) = picture.dimensions();
        let mut bytes = vec![];
        match self.form {
            Form::Png => PngEncoder::new(&mut bytes)
                .write_image(picture, width, height, ExtendedColorType::Rgb8)
                .expect("a picture in memory"),
            Form::Jpeg => JpegEncoder::new_with_quality(&mut bytes, 95)
                .encode_image(picture)
                .expect("a picture in memory"),
            Form::Nv21 => bytes = nv21(picture),
            Form::Luma => bytes = picture.pixels().map(|pixel| luma(pixel.0) as u8).collect(),
            Form::Rgba => bytes = padded(picture, |[r, g, b]| [r, g, b, 255]),
            Form::Bgra => bytes = padded(picture, |[r, g, b]| [b, g, r, 255]),
        }
        bytes
    }
}

/// Luma, then V and U in turn at half the size; column x of the sensor is row x upright, from the right.
fn nv21(upright: &RgbImage) -> Vec<u8> {
    let (height, width) = upright.dimensions();
    let pixel = |x: u32, y: u32| upright.get_pixel(height - 1 - y, x).0;
    let places = |step: usize| {
        let rows = (0..height).step_by(step);
        rows.flat_map(move |y| (0..width).step_by(step).map(move |x| (x, y)))
    };
    let mut bytes: Vec<u8> = places(1).map(|(x, y)| luma(pixel(x, y)) as u8).collect();
    for (x, y) in places(2) {
        let rgb = pixel(x, y);
        let [r, _, b] = rgb.map(f32::from);
        bytes.push((128.0 + (r - luma(rgb)) / 1.402) as u8);
        bytes.push((128.0 + (b - luma(rgb)) / 1.772) as u8);
    }
    bytes
}

/// Luma of ITU-R BT.601, 0 to 255.
fn luma(rgb: [u8; 3]) -> f32 {
    let [r, g, b] = rgb.map(f32::from);
    0.299 * r + 0.587 * g + 0.114 * b
}

fn padded(picture: &RgbImage, sample: impl Fn([u8; 3]) -> [u8; 4]) -> Vec<u8> {
    let rows = picture.rows();
    rows.flat_map(|row| {
        let samples = row.flat_map(|pixel| sample(pixel.0));
        samples.chain([0xaa; 16]).collect::<Vec<u8>>()
    })
    .collect()
}
