//! Open eyes that look into the lens.

use super::Measured;
use super::measure::{Mesh, Point, Scene, landmark};
use crate::report::Reason;

/// An eye turns about a point behind the plane of its corners: seen from the camera, the iris of an eye that keeps looking
/// into the lens moves against the corners by this part of the eye's width per unit of the sine of yaw (4 mm of 30).
const TURN: f32 = 0.13;
/// How far above the line of the corners the iris of a level gaze lies, in eye widths.
const LEVEL: f32 = 0.07;

/// The greatest gap between the lids / T, of the eye that is less open (ISO/IEC 29794-5, eyes open).
pub fn open(scene: &Scene) -> Result<Measured, Reason> {
    let mesh = scene.face()?;
    let right = gap(mesh, &landmark::RIGHT_LIDS);
    let left = gap(mesh, &landmark::LEFT_LIDS);
    let ring = if right < left {
        &landmark::RIGHT_EYE_RING
    } else {
        &landmark::LEFT_EYE_RING
    };
    let score = right.min(left) / mesh.t;
    Ok(scene.measured(f64::from(score), mesh.region(ring)))
}

/// How far both irises lie from where they would with a look into the lens, in eye widths.
pub fn gaze(scene: &Scene) -> Result<Measured, Reason> {
    let mesh = scene.face()?;
    let [right_outer, right_inner] = landmark::RIGHT_EYE;
    let [left_outer, left_inner] = landmark::LEFT_EYE;
    let right = iris(mesh, landmark::RIGHT_IRIS, [right_outer, right_inner]);
    let left = iris(mesh, landmark::LEFT_IRIS, [left_inner, left_outer]);
    let aside = (right[0] + left[0]) / 2.0 + TURN * mesh.face.pose.yaw.to_radians().sin();
    let down = (right[1] + left[1]) / 2.0 + LEVEL;
    let rings = [landmark::RIGHT_EYE_RING, landmark::LEFT_EYE_RING].concat();
    Ok(scene.measured(f64::from(aside.hypot(down)), mesh.region(&rings)))
}

fn gap(mesh: &Mesh, lids: &[[usize; 2]]) -> f32 {
    let gaps = lids
        .iter()
        .map(|&[upper, lower]| mesh.between(upper, lower));
    gaps.fold(0.0, f32::max)
}

/// The iris against the middle of the corners, along the line from the student's right to left and down from it, in eye
/// widths.
fn iris(mesh: &Mesh, center: usize, [right, left]: [usize; 2]) -> Point {
    let ([x0, y0], [x1, y1]) = (mesh.at(right), mesh.at(left));
    let [x, y] = mesh.at(center);
    let axis = [x1 - x0, y1 - y0];
    let square = (axis[0] * axis[0] + axis[1] * axis[1]).max(f32::EPSILON);
    let away = [x - (x0 + x1) / 2.0, y - (y0 + y1) / 2.0];
    [
        (away[0] * axis[0] + away[1] * axis[1]) / square,
        (away[1] * axis[0] - away[0] * axis[1]) / square,
    ]
}
