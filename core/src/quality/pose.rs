//! How the head is turned, in degrees. The signs are those of [`crate::vision::HeadPose`].

use super::Measured;
use super::measure::{Scene, landmark};
use crate::report::Reason;

/// Turned aside, from the pose matrix.
pub fn yaw(scene: &Scene) -> Result<Measured, Reason> {
    let mesh = scene.mesh()?;
    Ok(scene.measured(f64::from(mesh.face.pose.yaw), mesh.outline()))
}

/// Chin up or down, from the pose matrix.
pub fn pitch(scene: &Scene) -> Result<Measured, Reason> {
    let mesh = scene.mesh()?;
    Ok(scene.measured(f64::from(mesh.face.pose.pitch), mesh.outline()))
}

/// Tilted, from the eye line: what the audit measures.
pub fn roll(scene: &Scene) -> Result<Measured, Reason> {
    let mesh = scene.mesh()?;
    let corners = [landmark::RIGHT_EYE, landmark::LEFT_EYE].concat();
    Ok(scene.measured(f64::from(mesh.eye_line_angle()), mesh.region(&corners)))
}
