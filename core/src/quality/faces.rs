//! Exactly one face.

use super::Measured;
use super::measure::{Scene, landmark};
use crate::report::{CheckId, Finding, Reason, Region, Side};
use crate::vision::{Class, FaceBox, Rect};

/// Less skin than this in the outline of a face is a dog's or a doll's: a person shows a third even behind a mask.
const LEAST_SKIN: f32 = 0.15;

/// Area of the second face / area of the first (ISO/IEC 29794-5, single face present).
pub fn count(scene: &Scene) -> Result<Measured, Reason> {
    if !is_human(scene) {
        return Err(Reason::NoFace);
    }
    let faces = &scene.observation.faces;
    let first = faces.first().ok_or(Reason::NoFace)?;
    let second = faces.get(1);
    let score = second.map_or(0.0, |face| area(face) / area(first).max(1.0));
    let shown = second.unwrap_or(first);
    Ok(Measured {
        score: f64::from(score),
        confidence: shown.confidence,
        region: bounds(shown),
    })
}

/// Without region classes there is no telling, and a face is a person's.
fn is_human(scene: &Scene) -> bool {
    let Ok(mesh) = scene.face() else {
        return true;
    };
    let shares = scene.maps().shares(&mesh.ring(&landmark::FACE_RING));
    shares.map_or(true, |shares| shares.of(Class::FaceSkin) >= LEAST_SKIN)
}

/// Nobody is there: the low side of this rule.
pub fn nobody() -> Finding {
    Finding {
        side: Some(Side::Low),
        ..Finding::exact(CheckId::FaceCount, false)
    }
}

fn area(face: &FaceBox) -> f32 {
    face.bounds.width * face.bounds.height
}

fn bounds(face: &FaceBox) -> Region {
    let Rect {
        x,
        y,
        width,
        height,
    } = face.bounds;
    Region::Box([x, y, width, height])
}
