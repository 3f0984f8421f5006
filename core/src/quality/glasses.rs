//! Glasses that leave the eyes free. Without glasses every rule here is kept.

use super::Measured;
use super::measure::{
    Mesh, Point, Rgb, Scene,
    colour::{chroma_share, lab, luminance},
    landmark, stats,
};
use crate::report::{Reason, Region};
use crate::vision::Class;

/// Glasses are worn from this share of accessories round the eyes on; bare faces stay below 0.04.
const WORN: f32 = 0.07;
/// Where glasses sit: half the width and the span round the eye line, in inter-eye distances.
const PLACE: (f32, [f32; 2]) = (0.95, [-0.25, 0.35]);
/// A lens: half its width and height round the middle of the eye, in inter-eye distances.
const LENS: [f32; 2] = [0.38, 0.24];
/// A white reflection is brighter than the middle of the lens by this much linear luminance,
const REFLECTION: f32 = 0.25;
/// and at most this colourful.
const COLOURLESS: f32 = 0.25;
/// A blue one, of the sky or of a coating, has a b* below the first at an L* above the second: skin and eyes have not.
const BLUE: [f32; 2] = [-4.0, 25.0];
/// Side of the zone below the lens where bare skin is compared, in inter-eye distances.
const SKIN: f32 = 0.3;

/// Share of white and blue reflections in the lens that has more of them.
pub fn glare(scene: &Scene) -> Result<Measured, Reason> {
    let mesh = scene.face()?;
    if !worn(scene, mesh)? {
        return Ok(scene.measured(0.0, region(mesh)));
    }
    let patch = scene.patch()?;
    let mut worst = (0.0, region(mesh));
    for lens in lenses(mesh) {
        let colours = patch.zone(&lens)?;
        let middle = stats::median(colours.iter().map(|&colour| luminance(colour)));
        let reflected = colours.iter().filter(|&&colour| reflects(colour, middle));
        let share = reflected.count() as f64 / colours.len() as f64;
        if share >= worst.0 {
            worst = (share, Region::Polygon(lens));
        }
    }
    Ok(scene.measured(worst.0, worst.1))
}

/// Whether a colour in a lens of this middle luminance is no longer that of what lies behind.
fn reflects(colour: Rgb, middle: f32) -> bool {
    let [lightness, _, b] = lab(colour);
    let [blue, light] = BLUE;
    let white = luminance(colour) > middle + REFLECTION && chroma_share(colour) < COLOURLESS;
    white || (b < blue && lightness > light)
}

/// Median luminance of the darker lens / of the cheek below it; 1 without glasses.
pub fn tinted(scene: &Scene) -> Result<Measured, Reason> {
    let mesh = scene.face()?;
    if !worn(scene, mesh)? {
        return Ok(scene.measured(1.0, region(mesh)));
    }
    let patch = scene.patch()?;
    let median = |zone: &[Point]| {
        let colours = patch.zone(zone)?;
        Ok(stats::median(colours.into_iter().map(luminance)))
    };
    let mut worst = (f32::INFINITY, region(mesh));
    for (lens, eye) in lenses(mesh).into_iter().zip(mesh.eyes) {
        let cheek = mesh.square(mesh.offset(eye, 0.0, 0.65), SKIN);
        let ratio = median(&lens)? / median(&cheek)?.max(f32::EPSILON);
        if ratio < worst.0 {
            worst = (ratio, Region::Polygon(lens));
        }
    }
    Ok(scene.measured(f64::from(worst.0), worst.1))
}

/// Share of accessories over the opening of the eye that is covered more.
pub fn frames(scene: &Scene) -> Result<Measured, Reason> {
    let mesh = scene.face()?;
    let maps = scene.maps();
    let rings = [landmark::RIGHT_EYE_RING, landmark::LEFT_EYE_RING].map(|ring| mesh.ring(&ring));
    let mut worst = (-1.0, region(mesh));
    for ring in rings {
        let share = maps.shares(&ring)?.of(Class::Accessories);
        if share > worst.0 {
            worst = (share, Region::Polygon(ring));
        }
    }
    Ok(scene.measured(f64::from(worst.0), worst.1))
}

fn worn(scene: &Scene, mesh: &Mesh) -> Result<bool, Reason> {
    let shares = scene.maps().shares(&place(mesh))?;
    Ok(shares.of(Class::Accessories) >= WORN)
}

fn place(mesh: &Mesh) -> Vec<Point> {
    let (aside, span) = PLACE;
    mesh.frame(mesh.middle, [-aside, aside], span)
}

fn region(mesh: &Mesh) -> Region {
    Region::Polygon(place(mesh))
}

fn lenses(mesh: &Mesh) -> [Vec<Point>; 2] {
    let [width, height] = LENS;
    mesh.eyes
        .map(|eye| mesh.frame(eye, [-width, width], [-height, height]))
}
