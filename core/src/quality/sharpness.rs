//! A sharp face with enough pixels, through a clean lens.

use super::measure::colour::{luma, luminance};
use super::measure::{Patch, Point, Scene, landmark, stats};
use super::{Measured, Stage};
use crate::report::Reason;

/// The outline shrinks by this part towards its middle: hair and background do not belong to the face.
const MARGIN: f32 = 0.1;

/// Variance of the Laplacian of the grey levels (0 to 255) inside the face, shrunk to an inter-eye distance of 128 pixels.
/// Smaller faces keep their scale: how few pixels they have is [`resolution`]'s matter.
pub fn sharpness(scene: &Scene) -> Result<Measured, Reason> {
    let mesh = scene.face()?;
    let patch = scene.patch()?;
    let outline = mesh.ring(&landmark::FACE_RING);
    let score = laplacian_variance(patch, &shrunk(&outline));
    Ok(scene.measured(score.ok_or(Reason::OutsidePicture)?, mesh.outline()))
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

/// `None` if hardly a pixel with four neighbours lies inside.
fn laplacian_variance(patch: &Patch, polygon: &[Point]) -> Option<f64> {
    let (width, height) = patch.pixels.dimensions();
    let greys: Vec<f32> = patch.pixels.pixels().map(|pixel| luma(pixel.0)).collect();
    let grey = |x: u32, y: u32| f64::from(greys[(y * width + x) as usize]);
    let (mut sum, mut squares, mut count) = (0.0, 0.0, 0_u32);
    patch.visit(polygon, |x, y| {
        if x == 0 || y == 0 || x + 1 >= width || y + 1 >= height {
            return;
        }
        let around = grey(x - 1, y) + grey(x + 1, y) + grey(x, y - 1) + grey(x, y + 1);
        let laplacian = around - 4.0 * grey(x, y);
        sum += laplacian;
        squares += laplacian * laplacian;
        count += 1;
    });
    if count < 64 {
        return None;
    }
    let count = f64::from(count);
    let mean = sum / count;
    Some(squares / count - mean * mean)
}

fn shrunk(outline: &[Point]) -> Vec<Point> {
    let count = outline.len() as f32;
    let [x, y] = outline
        .iter()
        .fold([0.0, 0.0], |[x, y], p| [x + p[0] / count, y + p[1] / count]);
    let towards = |value: f32, middle: f32| value + MARGIN * (middle - value);
    outline
        .iter()
        .map(|p| [towards(p[0], x), towards(p[1], y)])
        .collect()
}
