//! How the phone is held, while it is held.

use super::measure::Scene;
use super::{Measured, Stage};
use crate::report::{Reason, Region};

/// Degrees by which the phone is tilted: the worse of up-and-down and sideways.
pub fn tilt(scene: &Scene) -> Result<Measured, Reason> {
    let Stage::Live { gravity, .. } = scene.stage else {
        return Err(Reason::NotInPicture);
    };
    let tilt = gravity.and_then(crate::camera::Gravity::tilt);
    let [pitch, roll] = tilt.ok_or(Reason::NotInPicture)?;
    let (width, height) = scene.pixels.dimensions();
    Ok(Measured {
        score: pitch.abs().max(roll.abs()),
        confidence: 1.0,
        region: Region::Box([0.0, 0.0, width as f32, height as f32]),
    })
}

/// How far the face moves within the thirtieth of a second that a dark room asks for, in inter-eye distances: the length
/// of its smear.
pub fn motion(scene: &Scene) -> Result<Measured, Reason> {
    const EXPOSURE: f64 = 1.0 / 30.0;
    let mesh = scene.mesh()?;
    let Stage::Live { speed, .. } = scene.stage else {
        return Err(Reason::NotInPicture);
    };
    let speed = speed.ok_or(Reason::NotInPicture)?;
    Ok(scene.measured(speed * EXPOSURE, mesh.outline()))
}
