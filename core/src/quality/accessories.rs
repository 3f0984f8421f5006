//! Nothing on the head, nothing at ears and neck.

use super::Measured;
use super::measure::{Mesh, Point, Scene, landmark};
use crate::report::{Reason, Region};
use crate::vision::Class;

/// Above the forehead: half the width, and the span round its upper edge, in inter-eye distances.
const ABOVE: (f32, [f32; 2]) = (1.0, [-1.3, 0.1]);
/// An ear lobe: inside and outside of the cheek's edge, and its span below, in inter-eye distances.
const LOBE: ([f32; 2], [f32; 2]) = ([-0.1, 0.4], [0.3, 1.0]);
/// Neck and collar: half the width, and the span below the chin, down to where a chain hangs, in inter-eye distances.
const NECK: (f32, [f32; 2]) = (1.0, [0.1, 2.2]);
/// Where glasses sit: half the width and the span round the eye line, in inter-eye distances.
const GLASSES: (f32, [f32; 2]) = (0.95, [-0.25, 0.3]);
/// A cell belongs to an accessory from this share on, when blobs are told apart.
const BLOB: f32 = 0.3;
/// A larger blob is no jewellery: a microphone, a scarf, a mask. In squares of the inter-eye distance.
const LARGEST: f32 = 0.25;

/// Share of accessories and clothes above the forehead.
pub fn headwear(scene: &Scene) -> Result<Measured, Reason> {
    let mesh = scene.face()?;
    let (aside, span) = ABOVE;
    let above = mesh.frame(mesh.at(landmark::HAIRLINE), [-aside, aside], span);
    let shares = scene.maps().shares(&above)?;
    let score = shares.of(Class::Accessories) + shares.of(Class::Clothes);
    Ok(scene.measured(f64::from(score), Region::Polygon(above)))
}

/// The most distinct small accessory at lobes and neck.
pub fn jewellery(scene: &Scene) -> Result<Measured, Reason> {
    let mesh = scene.face()?;
    let zones = jewellery_zones(mesh);
    let (aside, span) = GLASSES;
    let glasses = mesh.frame(mesh.middle, [-aside, aside], span);
    let largest = LARGEST * mesh.ied * mesh.ied;
    let found = scene
        .maps()
        .most_distinct(Class::Accessories, &zones, BLOB, |blob| {
            blob.area > largest || blob.touches(&glasses)
        })?;
    let half = 0.1 * mesh.ied;
    let [x, y] = found.place;
    let region = Region::Box([x - half, y - half, 2.0 * half, 2.0 * half]);
    Ok(scene.measured(f64::from(found.share), region))
}

/// Both lobes and the neck.
fn jewellery_zones(mesh: &Mesh) -> [Vec<Point>; 3] {
    let ([inside, outside], span) = LOBE;
    let [right, left] = landmark::CHEEKS.map(|index| mesh.at(index));
    let (aside, below) = NECK;
    [
        mesh.frame(right, [-outside, -inside], span),
        mesh.frame(left, [inside, outside], span),
        mesh.frame(mesh.at(landmark::CHIN), [-aside, aside], below),
    ]
}
