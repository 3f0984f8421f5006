//! A body that sits straight and faces the camera.

use super::Measured;
use super::measure::{Point, Scene, distance, landmark};
use crate::report::{Reason, Region};

/// Shoulders seen less surely than this are not judged.
const LEAST_VISIBLE: f32 = 0.5;

/// Slope of the line through both shoulders, in degrees; positive where the left one is lower.
pub fn shoulders_level(scene: &Scene) -> Result<Measured, Reason> {
    let [right, left] = shoulders(scene)?;
    let slope = (left[1] - right[1]).atan2(left[0] - right[0]).to_degrees();
    Ok(measured(scene, slope, [right, left]))
}

/// Distance of the farther shoulder from the face's midline / of the nearer one.
pub fn yaw(scene: &Scene) -> Result<Measured, Reason> {
    let mesh = scene.mesh()?;
    let [right, left] = shoulders(scene)?;
    let length = distance(right, left).max(f32::EPSILON);
    let axis = [(left[0] - right[0]) / length, (left[1] - right[1]) / length];
    let [x, y] = mesh.at(landmark::CHIN);
    let from_right = (x - right[0]) * axis[0] + (y - right[1]) * axis[1];
    let from_left = length - from_right;
    let score = from_right.max(from_left) / from_right.min(from_left).max(0.01 * length);
    Ok(measured(scene, score, [right, left]))
}

/// The right shoulder, then the left.
fn shoulders(scene: &Scene) -> Result<[Point; 2], Reason> {
    scene.mesh()?;
    let found = scene.observation.shoulders.ok_or(Reason::NoModel)?;
    let limit = [
        scene.observation.width as f32,
        scene.observation.height as f32,
    ];
    let inside = |[x, y]: Point| (0.0..limit[0]).contains(&x) && (0.0..limit[1]).contains(&y);
    if found.visibility < LEAST_VISIBLE || !inside(found.left) || !inside(found.right) {
        return Err(Reason::OutsidePicture);
    }
    Ok([found.right, found.left])
}

fn measured(scene: &Scene, score: f32, shoulders: [Point; 2]) -> Measured {
    let seen = scene
        .observation
        .shoulders
        .map_or(0.0, |found| found.visibility);
    let measured = scene.measured(f64::from(score), Region::around(shoulders));
    Measured {
        confidence: measured.confidence.min(seen),
        ..measured
    }
}
