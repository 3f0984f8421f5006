//! No shining spots on the skin.

use super::Measured;
use super::measure::{
    Scene,
    colour::{chroma_share, luminance},
    landmark, stats,
};
use crate::report::{Reason, Region};

/// A spot is brighter than the middle of its zone by this much linear luminance,
const BRIGHTER: f32 = 0.08;
/// and has at most this part of the zone's colour: a lamp's light comes back white from sweat and grease.
const PALER: f32 = 0.8;
/// Side of a zone, in inter-eye distances.
const ZONE: f32 = 0.34;

/// Share of shining spots in the zones of forehead, nose and cheeks.
pub fn shine(scene: &Scene) -> Result<Measured, Reason> {
    let mesh = scene.face()?;
    let patch = scene.patch()?;
    let (mut spots, mut all) = (0, 0);
    for index in landmark::SHINE {
        let colours = patch.zone(&mesh.square(mesh.at(index), ZONE))?;
        let bright = stats::median(colours.iter().map(|&colour| luminance(colour)));
        let colourful = stats::median(colours.iter().map(|&colour| chroma_share(colour)));
        let shining = colours.iter().filter(|&&colour| {
            luminance(colour) > bright + BRIGHTER && chroma_share(colour) < PALER * colourful
        });
        spots += shining.count();
        all += colours.len();
    }
    let region = Region::around(landmark::SHINE.map(|index| mesh.at(index)));
    Ok(scene.measured(spots as f64 / all as f64, region))
}
