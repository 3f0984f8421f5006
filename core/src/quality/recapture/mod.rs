//! Signs that a picture shows a screen or a print instead of a person: the moiré of its pixels, the edge of its frame, a
//! lamp mirrored in its glass.
//!
//! Each sign alone has innocent causes: a knit, a door frame, a window. So they are counted, and a person decides.

mod bezel;
mod glare;
mod moire;
mod spectrum;

use super::Measured;
use super::measure::{Point, Scene};
use crate::report::{Reason, Region};

/// How many of the three signs the picture shows.
pub fn signs(scene: &Scene) -> Result<Measured, Reason> {
    scene.mesh()?;
    let found = [moire::find(scene), bezel::find(scene), glare::find(scene)];
    let places: Vec<Vec<Point>> = found.into_iter().flatten().collect();
    let score = places.len() as f64;
    let all: Vec<Point> = places.into_iter().flatten().collect();
    let region = if all.is_empty() {
        whole(scene)
    } else {
        Region::around(all)
    };
    Ok(scene.measured(score, region))
}

fn whole(scene: &Scene) -> Region {
    let (width, height) = scene.pixels.dimensions();
    Region::Box([0.0, 0.0, width as f32, height as f32])
}
