//! True colours.

use super::measure::{Scene, colour::lab, stats::mean};
use super::{Measured, light};
use crate::report::{Reason, Region};

/// a* of skin in natural light (ISO/IEC 29794-5, natural colour).
const SKIN_A: [f32; 2] = [5.0, 25.0];
/// b* of skin in natural light.
const SKIN_B: [f32; 2] = [5.0, 35.0];

/// How far the mean a*, b* of both cheeks lie outside those of skin in natural light.
pub fn white_balance(scene: &Scene) -> Result<Measured, Reason> {
    let mesh = scene.face()?;
    let patch = scene.patch()?;
    let [right, left] = light::cheeks(mesh);
    let mut skin = patch.zone(&right)?;
    skin.extend(patch.zone(&left)?);
    let outside = |channel: usize, [least, most]: [f32; 2]| {
        let value = mean(skin.iter().map(|&colour| lab(colour)[channel]));
        (least - value).max(value - most).max(0.0)
    };
    let score = outside(1, SKIN_A).hypot(outside(2, SKIN_B));
    let corners = right.into_iter().chain(left);
    Ok(scene.measured(f64::from(score), Region::around(corners)))
}
