//! A sharp face with enough pixels, through a clean lens.

use super::measure::colour::{luma, luminance};
use super::measure::{Scene, landmark, scaled, stats};
use super::{Measured, Stage};
use crate::report::Reason;
use image::RgbImage;

/// The outline at this part of its size: hair and background do not belong to the face.
const FACE: f32 = 0.9;

/// Detail of the half scale that rounding, noise and compression leave in any picture, as a variance of grey levels.
const NOISE: f64 = 20.0;
/// What lies so near to the face, in pixels, has a part in its detail at the half scale.
const MARGIN: u32 = 2;
/// Fewer pixels with four neighbours say nothing.
const LEAST: u32 = 64;

/// How much finer detail there is inside the face than coarser: the variance of the Laplacian of the grey levels (0 to 255), the
/// face shrunk to an inter-eye distance of 128 pixels, / that at half the scale. Soft light and smooth skin take from both,
/// blur from the finer. Smaller faces keep their scale: how few pixels they have is [`resolution`]'s matter.
pub fn sharpness(scene: &Scene) -> Result<Measured, Reason> {
    let mesh = scene.face()?;
    let patch = scene.patch()?;
    let face = scaled(&mesh.ring(&landmark::FACE_RING), FACE);
    let fine = Greys::of(&patch.pixels, patch.bounds(&face, MARGIN));
    let coarse = fine.halved();
    let [mut finer, mut coarser] = [Spread::default(); 2];
    patch.visit(&face, |x, y| {
        finer.add(fine.laplacian(x, y));
        if x % 2 == 0 && y % 2 == 0 {
            coarser.add(coarse.laplacian(x / 2, y / 2));
        }
    });
    if finer.count < LEAST {
        return Err(Reason::OutsidePicture);
    }
    let score = finer.variance() / (coarser.variance() + NOISE);
    Ok(scene.measured(score, mesh.outline()))
}

/// Inter-eye distance in pixels of the still: of the picture itself, or of the one that a live frame foretells.
pub fn resolution(scene: &Scene) -> Result<Measured, Reason> {
    let mesh = scene.mesh()?;
    let scale = match scene.stage {
        Stage::Live { still_scale, .. } => still_scale,
        Stage::Capture | Stage::Portrait => 1.0,
    };
    let corners = [landmark::RIGHT_EYE, landmark::LEFT_EYE].concat();
    // A small face is what this rule is about, not a reason to doubt it.
    Ok(Measured {
        confidence: mesh.face.presence,
        ..scene.measured(f64::from(mesh.ied) * scale, mesh.region(&corners))
    })
}

/// With eyes nearer together than this, in pixels, what is black dissolves: clean photos are suspected more often.
const LEAST_EYES: f32 = 30.0;

/// This share of the pixels round a face is black in any light: pupils, nostrils, dark hair, a collar's shadow.
const BLACK: f32 = 0.005;

/// Linear luminance of what is black round the face / of the white of the eye: of pupil and lashes, or of the darkest
/// [`BLACK`] share of the picture round the face where that is darker. Black shows no light of its own: what it shows is the
/// veil that grease on the lens spreads over the picture. Few pixels and a face out of focus dissolve pupils, not hair.
pub fn haze(scene: &Scene) -> Result<Measured, Reason> {
    let mesh = scene.face()?;
    if mesh.ied < LEAST_EYES {
        return Err(Reason::FaceTooSmall);
    }
    let patch = scene.patch()?;
    let (mut black, mut white) = (f32::INFINITY, 0.0_f32);
    for ring in [landmark::RIGHT_EYE_RING, landmark::LEFT_EYE_RING] {
        let eye = patch.zone(&mesh.ring(&ring))?;
        let light: Vec<f32> = eye.into_iter().map(luminance).collect();
        black = black.min(stats::rank(light.iter().copied(), 0.05));
        white = white.max(stats::rank(light, 0.95));
    }
    let around = patch.pixels.pixels().step_by(scene.every());
    black = black.min(stats::rank(around.map(|pixel| luminance(pixel.0)), BLACK));
    let score = black / white.max(f32::EPSILON);
    Ok(scene.measured(f64::from(score), mesh.outline()))
}

/// Grey levels, 0 to 255, of a part of a patch.
struct Greys {
    /// Where the part begins in the patch.
    origin: [u32; 2],
    width: u32,
    height: u32,
    levels: Vec<f32>,
}

impl Greys {
    /// Of a box, which begins at even places, so that halves of it and of the whole patch are alike.
    fn of(pixels: &RgbImage, [left, top, right, bottom]: [u32; 4]) -> Self {
        let [left, top] = [left, top].map(|edge| edge / 2 * 2);
        let [width, height] = [right.saturating_sub(left), bottom.saturating_sub(top)];
        let places = (top..top + height).flat_map(|y| (left..left + width).map(move |x| (x, y)));
        Self {
            origin: [left, top],
            width,
            height,
            levels: places
                .map(|(x, y)| luma(pixels.get_pixel(x, y).0))
                .collect(),
        }
    }

    fn at(&self, x: u32, y: u32) -> f32 {
        self.levels[(y * self.width + x) as usize]
    }

    /// The means of two by two.
    fn halved(&self) -> Self {
        let (width, height) = (self.width / 2, self.height / 2);
        let places = (0..height).flat_map(|y| (0..width).map(move |x| (2 * x, 2 * y)));
        let mean = |(x, y)| {
            let row = |y| self.at(x, y) + self.at(x + 1, y);
            0.25 * (row(y) + row(y + 1))
        };
        Self {
            origin: self.origin.map(|edge| edge / 2),
            width,
            height,
            levels: places.map(mean).collect(),
        }
    }

    /// At a place of the patch; `None` without four neighbours.
    fn laplacian(&self, x: u32, y: u32) -> Option<f32> {
        let (x, y) = (
            x.checked_sub(self.origin[0])?,
            y.checked_sub(self.origin[1])?,
        );
        if x == 0 || y == 0 || x + 1 >= self.width || y + 1 >= self.height {
            return None;
        }
        let around = self.at(x - 1, y) + self.at(x + 1, y) + self.at(x, y - 1) + self.at(x, y + 1);
        Some(around - 4.0 * self.at(x, y))
    }
}

/// How far values lie apart.
#[derive(Default, Clone, Copy)]
struct Spread {
    sum: f64,
    squares: f64,
    count: u32,
}

impl Spread {
    fn add(&mut self, value: Option<f32>) {
        if let Some(value) = value.map(f64::from) {
            self.sum += value;
            self.squares += value * value;
            self.count += 1;
        }
    }

    fn variance(self) -> f64 {
        let count = f64::from(self.count.max(1));
        self.squares / count - (self.sum / count).powi(2)
    }
}
