//! Both ears, and both sides of the face alike.

use super::Measured;
use super::measure::{Scene, landmark};
use crate::report::{Reason, Region};
use crate::vision::Class;

/// Where an ear shows: beyond the edge of the cheek and below it, in inter-eye distances.
const EAR: ([f32; 2], [f32; 2]) = ([0.05, 0.25], [-0.1, 0.4]);
/// Turned away by the first angle an ear begins to vanish, by the second it has, in degrees.
const TURNED: [f32; 2] = [8.0, 25.0];

/// How much of the left ear is hidden: by hair, or behind the turned head.
pub fn left(scene: &Scene) -> Result<Measured, Reason> {
    hidden(scene, landmark::CHEEKS[1], 1.0)
}

/// How much of the right ear is hidden: by hair, or behind the turned head.
pub fn right(scene: &Scene) -> Result<Measured, Reason> {
    hidden(scene, landmark::CHEEKS[0], -1.0)
}

/// Nose tip to cheek edge of the wider side / of the narrower one.
pub fn symmetric(scene: &Scene) -> Result<Measured, Reason> {
    let mesh = scene.face()?;
    let nose = mesh.place(mesh.at(landmark::NOSE_TIP))[0];
    let [right, left] = landmark::CHEEKS.map(|index| (mesh.place(mesh.at(index))[0] - nose).abs());
    let score = right.max(left) / right.min(left).max(0.01);
    Ok(scene.measured(f64::from(score), mesh.outline()))
}

/// All skin where the ear should be scores 0, all hair 1; neither, half: a part of the ear may show.
fn hidden(scene: &Scene, cheek: usize, side: f32) -> Result<Measured, Reason> {
    let mesh = scene.face()?;
    let (across, down) = EAR;
    let zone = mesh.frame(mesh.at(cheek), across.map(|x| side * x), down);
    let shares = scene.maps().shares(&zone)?;
    let covered = (1.0 + shares.of(Class::Hair) - shares.of(Class::FaceSkin)) / 2.0;
    let [begins, gone] = TURNED;
    let turned = (side * mesh.face.pose.yaw - begins) / (gone - begins);
    let score = covered.max(turned).clamp(0.0, 1.0);
    Ok(scene.measured(f64::from(score), Region::Polygon(zone)))
}
