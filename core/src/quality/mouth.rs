//! A closed mouth that hides the teeth.

use super::Measured;
use super::measure::{Point, Rgb, Scene, colour::lab, landmark, stats::median};
use crate::report::{Reason, Region};

/// A tooth has at least this part of the brightness of the person's own lips, in L* + 16,
const TOOTH_BRIGHTNESS: f32 = 0.85;
/// and is less red by this much, in a* / (L* + 16). More or less light changes neither: it scales L* + 16 and a* alike.
const TOOTH_REDNESS: f32 = 0.08;
/// Lips with less colour (a*, b*) than this come from a grey picture.
const LEAST_CHROMA: f32 = 2.0;

/// The greatest gap between the inner lips / T (ISO/IEC 29794-5, mouth closed).
pub fn closed(scene: &Scene) -> Result<Measured, Reason> {
    let mesh = scene.face()?;
    let gaps = landmark::INNER_LIPS
        .iter()
        .map(|&[upper, lower]| mesh.between(upper, lower));
    let score = gaps.fold(0.0, f32::max) / mesh.t;
    let region = mesh.region(&landmark::OUTER_LIPS_RING);
    Ok(scene.measured(f64::from(score), region))
}

/// Area of teeth between the lips / area of the mouth. Teeth are brighter and less red than the lips round them.
pub fn teeth(scene: &Scene) -> Result<Measured, Reason> {
    let mesh = scene.face()?;
    let patch = scene.patch()?;
    let opening = mesh.ring(&landmark::INNER_LIPS_RING);
    let lips = patch.zone(&without(mesh.ring(&landmark::OUTER_LIPS_RING), &opening))?;
    let inside = match patch.zone(&opening) {
        Ok(colours) => colours,
        // Closed lips leave no pixel between them.
        Err(Reason::FaceTooSmall) => vec![],
        Err(reason) => return Err(reason),
    };
    let area = (lips.len() + inside.len()) as f64;
    let lips = typical(&lips);
    if lips[1].hypot(lips[2]) < LEAST_CHROMA {
        return Err(Reason::NotInPicture);
    }
    let teeth = inside.iter().filter(|&&colour| {
        let colour = lab(colour);
        brightness(colour) >= TOOTH_BRIGHTNESS * brightness(lips)
            && redness(colour) <= redness(lips) - TOOTH_REDNESS
    });
    let score = teeth.count() as f64 / area;
    Ok(scene.measured(score, Region::Polygon(opening)))
}

/// A ring round a hole that begins and turns as it does, as one polygon.
fn without(mut ring: Vec<Point>, hole: &[Point]) -> Vec<Point> {
    ring.push(ring[0]);
    ring.push(hole[0]);
    ring.extend(hole.iter().rev());
    ring
}

fn brightness([lightness, _, _]: [f32; 3]) -> f32 {
    lightness + 16.0
}

fn redness(colour: [f32; 3]) -> f32 {
    colour[1] / brightness(colour)
}

fn typical(colours: &[Rgb]) -> [f32; 3] {
    let colours: Vec<_> = colours.iter().map(|&colour| lab(colour)).collect();
    std::array::from_fn(|channel| median(colours.iter().map(|colour| colour[channel])))
}
