//! A neutral face.

use super::Measured;
use super::measure::{Scene, landmark};
use crate::report::Reason;
use crate::vision::blendshape;

/// Mean of the smile blendshapes of both sides. The blendshapes of brows, cheeks and pout are too restless on neutral
/// faces to judge by.
pub fn neutral(scene: &Scene) -> Result<Measured, Reason> {
    let mesh = scene.face()?;
    let scores = &mesh.face.blendshapes;
    let smile = f64::midpoint(
        f64::from(scores[blendshape::MOUTH_SMILE_LEFT]),
        f64::from(scores[blendshape::MOUTH_SMILE_RIGHT]),
    );
    Ok(scene.measured(smile, mesh.region(&landmark::OUTER_LIPS_RING)))
}
