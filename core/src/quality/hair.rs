//! Hair that leaves brows and eyes free and lies behind the shoulders.

use super::Measured;
use super::measure::{Mesh, Point, Scene, landmark};
use crate::report::{Reason, Region};
use crate::vision::Class;

/// The eye zone reaches this far round the opening of the eye, in inter-eye distances (ISO/IEC 39794-5, eye visibility zone).
const EYE_ZONE: f32 = 0.05;
/// Where long hair falls over the clothes: half its width and its span below the chin, in inter-eye distances.
const CHEST: (f32, [f32; 2]) = (2.0, [0.1, 1.8]);

/// Share of hair in the brow that is covered more.
pub fn over_brows(scene: &Scene) -> Result<Measured, Reason> {
    let mesh = scene.face()?;
    let brows = [landmark::RIGHT_BROW, landmark::LEFT_BROW].map(|brow| mesh.ring(&brow));
    covered(scene, brows)
}

/// Share of hair in the eye zone that is covered more.
pub fn over_eyes(scene: &Scene) -> Result<Measured, Reason> {
    let mesh = scene.face()?;
    let zones = [landmark::RIGHT_EYE_RING, landmark::LEFT_EYE_RING].map(|ring| zone(mesh, &ring));
    covered(scene, zones)
}

/// Share of hair beside the neck and over the clothes.
pub fn tied_back(scene: &Scene) -> Result<Measured, Reason> {
    let mesh = scene.face()?;
    let chin = mesh.at(landmark::CHIN);
    let (aside, span) = CHEST;
    let chest = mesh.frame(chin, [-aside, aside], span);
    let score = scene.maps().shares(&chest)?.of(Class::Hair);
    Ok(scene.measured(f64::from(score), Region::Polygon(chest)))
}

fn covered(scene: &Scene, [right, left]: [Vec<Point>; 2]) -> Result<Measured, Reason> {
    let maps = scene.maps();
    let hair = |zone: &[Point]| Ok(maps.shares(zone)?.of(Class::Hair));
    let (in_right, in_left) = (hair(&right)?, hair(&left)?);
    let zone = if in_right > in_left { right } else { left };
    Ok(scene.measured(f64::from(in_right.max(in_left)), Region::Polygon(zone)))
}

/// The box round an eye along the axes of the face.
fn zone(mesh: &Mesh, ring: &[usize]) -> Vec<Point> {
    let places = ring.iter().map(|&index| mesh.place(mesh.at(index)));
    let [mut left, mut top, mut right, mut bottom] = [f32::MAX, f32::MAX, f32::MIN, f32::MIN];
    for [x, y] in places {
        (left, right) = (left.min(x), right.max(x));
        (top, bottom) = (top.min(y), bottom.max(y));
    }
    let across = [left - EYE_ZONE, right + EYE_ZONE];
    mesh.frame(mesh.middle, across, [top - EYE_ZONE, bottom + EYE_ZONE])
}
