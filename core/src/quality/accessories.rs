//! Nothing on the head, nothing at ears and neck.

use super::Measured;
use super::measure::colour::lab;
use super::measure::{Mesh, Patch, Point, Scene, landmark, patch, stats};
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
/// Side of the square that shows an accessory's own colours, and of the one that shows those beside it, in inter-eye distances.
const OWN: f32 = 0.2;
const BESIDE: f32 = 0.7;
/// What has this part of the peak's share is of the accessory, and what has less than the other is beside it.
const MUCH: f32 = 0.6;
const LITTLE: f32 = 0.35;
/// From this CIELAB distance on, colours are strange to what is beside them.
const STRANGE: f32 = 2.5;
/// An accessory in the colours of what is beside it counts by this part: a black cord on black cloth.
const FAMILIAR: f32 = 0.3;

/// Share of accessories and clothes above the forehead.
pub fn headwear(scene: &Scene) -> Result<Measured, Reason> {
    let mesh = scene.face()?;
    let (aside, span) = ABOVE;
    let above = mesh.frame(mesh.at(landmark::HAIRLINE), [-aside, aside], span);
    let shares = scene.maps().shares(&above)?;
    let score = shares.of(Class::Accessories) + shares.of(Class::Clothes);
    Ok(scene.measured(f64::from(score), Region::Polygon(above)))
}

/// The most distinct small accessory at lobes and neck: how far the class stands out, less where the colours are those of what
/// is beside it. Strands of hair, collars and the edges of lobes go on where the class no longer claims them; metal, stones and
/// pearls do not.
pub fn jewellery(scene: &Scene) -> Result<Measured, Reason> {
    let mesh = scene.face()?;
    let zones = jewellery_zones(mesh);
    let (aside, span) = GLASSES;
    let glasses = mesh.frame(mesh.middle, [-aside, aside], span);
    let largest = LARGEST * mesh.ied * mesh.ied;
    let peaks = scene
        .maps()
        .peaks(Class::Accessories, &zones, BLOB, |blob| {
            blob.area > largest || blob.touches(&glasses)
        })?;
    let patch = Patch::cut(scene.pixels, mesh, &patch::NECK);
    let weighed = peaks.into_iter().map(|peak| {
        let strange = (strangeness(scene, mesh, &patch, peak.place) / STRANGE).min(1.0);
        (
            peak.share * (FAMILIAR + (1.0 - FAMILIAR) * strange),
            peak.place,
        )
    });
    let most = weighed.max_by(|a, b| a.0.total_cmp(&b.0));
    let (score, [x, y]) = most.ok_or(Reason::OutsidePicture)?;
    let half = 0.1 * mesh.ied;
    let region = Region::Box([x - half, y - half, 2.0 * half, 2.0 * half]);
    Ok(scene.measured(f64::from(score), region))
}

/// How far the colours of an accessory lie from the nearest colours beside it, on average, in CIELAB; beyond any limit if
/// nothing is beside it.
fn strangeness(scene: &Scene, mesh: &Mesh, patch: &Patch, place: Point) -> f32 {
    let maps = scene.maps();
    let peak = f32::from(maps.at(Class::Accessories, place));
    let colours = |side: f32, wanted: &dyn Fn(f32) -> bool| {
        let mut found = vec![];
        patch.visit(&mesh.square(place, side), |x, y| {
            let share = maps.at(Class::Accessories, patch.center(x, y));
            if wanted(f32::from(share) / peak.max(1.0)) {
                found.push(lab(patch.pixels.get_pixel(x, y).0));
            }
        });
        found
    };
    let beside = colours(BESIDE, &|share| share < LITTLE);
    let nearest = |colour: [f32; 3]| {
        let away = beside.iter().map(|other| {
            let difference: [f32; 3] = std::array::from_fn(|axis| colour[axis] - other[axis]);
            difference.iter().map(|d| d * d).sum::<f32>()
        });
        away.fold(f32::INFINITY, f32::min).sqrt()
    };
    let own = colours(OWN, &|share| share >= MUCH);
    stats::mean(own.into_iter().map(nearest))
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
