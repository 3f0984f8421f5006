//! One step of the walk: the screen as the desk says it, and what goes with it.

use crate::shoot::Frame;
use anyhow::{Context, Result};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::{FilterType, resize};
use image::{GrayImage, ImageFormat, RgbImage};
use std::io::Cursor;
use xueying::collection::flow::{Screen, View};

/// The height of a picture of the photo, in pixels.
const HEIGHT: u32 = 640;

/// A screen with everything beside it.
pub struct Card {
    /// In Chinese and English.
    pub views: [View; 2],
    /// What was typed on it.
    pub typed: Option<String>,
    /// What the screen is about.
    pub within: Option<Within>,
    pub beside: Vec<Beside>,
}

/// What a shell shows within a screen.
#[derive(Clone)]
pub enum Within {
    Picture(Picture),
    Camera(Frame),
}

/// What is shown beside a screen; what a picture is, by the key of its words.
pub enum Beside {
    Picture(&'static str, Picture),
    Frames(Vec<Frame>),
    /// The reviewer's page, in Chinese and English.
    Review([String; 2]),
}

/// A picture as the address of its bytes.
#[derive(Clone)]
pub struct Picture(pub String);

impl Card {
    pub const fn new(views: [View; 2]) -> Self {
        Self {
            views,
            typed: None,
            within: None,
            beside: vec![],
        }
    }

    pub const fn screen(&self) -> Screen {
        self.views[0].screen
    }
}

impl Picture {
    pub fn jpeg(bytes: &[u8]) -> Self {
        Self::of("image/jpeg", bytes)
    }

    pub fn svg(drawn: &str) -> Self {
        Self::of("image/svg+xml", drawn.as_bytes())
    }

    /// A photo, made small.
    pub fn small(photo: &RgbImage) -> Result<Self> {
        let width = photo.width() * HEIGHT / photo.height().max(1);
        let small = resize(photo, width.max(1), HEIGHT, FilterType::Triangle);
        let mut jpeg = vec![];
        JpegEncoder::new_with_quality(&mut jpeg, 85).encode_image(&small)?;
        Ok(Self::jpeg(&jpeg))
    }

    /// A square of grey levels with its side.
    pub fn square((luma, side): (Vec<u8>, usize)) -> Result<Self> {
        let side = u32::try_from(side)?;
        let pixels = GrayImage::from_raw(side, side, luma).context("a square")?;
        let mut png = Cursor::new(vec![]);
        pixels.write_to(&mut png, ImageFormat::Png)?;
        Ok(Self::of("image/png", png.get_ref()))
    }

    fn of(kind: &str, bytes: &[u8]) -> Self {
        Self(format!("data:{kind};base64,{}", STANDARD.encode(bytes)))
    }
}
