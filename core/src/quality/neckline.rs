//! Clothes that cover the shoulders.

use super::Measured;
use super::measure::{Scene, landmark};
use crate::report::{Reason, Region};
use crate::vision::Class;

/// Beside the neck, where sleeves and collar should be: from and to the face's middle, and the span below the chin, in
/// inter-eye distances.
const SHOULDER: ([f32; 2], [f32; 2]) = ([0.9, 2.6], [0.6, 2.2]);
/// Less of the person than this in both zones says nothing, in squares of the inter-eye distance.
const LEAST: f32 = 0.15;

/// Skin beside the neck / skin and clothes there.
pub fn bare(scene: &Scene) -> Result<Measured, Reason> {
    let mesh = scene.face()?;
    let chin = mesh.at(landmark::CHIN);
    let maps = scene.maps();
    let ([from, to], down) = SHOULDER;
    let (mut skin, mut clothes) = (0.0, 0.0);
    for side in [[-to, -from], [from, to]] {
        match maps.shares(&mesh.frame(chin, side, down)) {
            Ok(shares) => {
                skin += shares.of(Class::BodySkin) * shares.area;
                clothes += shares.of(Class::Clothes) * shares.area;
            }
            // The other side may tell.
            Err(Reason::OutsidePicture) => {}
            Err(reason) => return Err(reason),
        }
    }
    if skin + clothes < LEAST * mesh.ied * mesh.ied {
        return Err(Reason::OutsidePicture);
    }
    let both = mesh.frame(chin, [-to, to], down);
    let score = skin / (skin + clothes);
    Ok(scene.measured(f64::from(score), Region::Polygon(both)))
}
