//! Light on the face. All measures are of linear-light luminance Y.

use super::Measured;
use super::measure::{Mesh, Patch, Point, Scene, landmark};
use super::measure::{colour::luminance, stats};
use crate::report::{Reason, Region};
use crate::vision::{Class, Rect};

/// Side of a cheek zone, in inter-eye distances (ISO/IEC 29794-5, illumination uniformity).
const CHEEK: f32 = 0.3;
/// Side of the zone on the forehead.
const FOREHEAD: f32 = 0.3;
/// Side of the zones under the eyes.
const UNDER_EYE: f32 = 0.12;
/// A zone is hidden from this share of hair on.
const HIDDEN: f32 = 0.5;
/// The background that counts for backlight reaches this far from the eyes aside and up, in inter-eye distances.
const AROUND: f32 = 4.0;
/// A pixel is burnt out from this grey level on.
const BURNT: u8 = 247;

/// Mean Y of the darker cheek / of the brighter one.
pub fn even(scene: &Scene) -> Result<Measured, Reason> {
    let mesh = scene.face()?;
    let zones = cheeks(mesh);
    for zone in &zones {
        bare(scene, zone)?;
    }
    let patch = scene.patch()?;
    let [right, left] = [mean(patch, &zones[0])?, mean(patch, &zones[1])?];
    let darker = if right < left { &zones[0] } else { &zones[1] };
    let score = right.min(left) / right.max(left).max(f32::EPSILON);
    // The far cheek of a turned face says little.
    let turned = 1.0 - (mesh.face.pose.yaw.abs() / 30.0).min(1.0);
    let measured = scene.measured(f64::from(score), Region::Polygon(darker.clone()));
    Ok(Measured {
        confidence: measured.confidence * turned,
        ..measured
    })
}

/// Mean Y under the darker eye / of the forehead: light from above leaves the sockets dark.
pub fn shadow(scene: &Scene) -> Result<Measured, Reason> {
    let mesh = scene.face()?;
    let patch = scene.patch()?;
    let forehead = mesh.square(mesh.at(landmark::FOREHEAD), FOREHEAD);
    bare(scene, &forehead)?;
    let [right, left] = landmark::UNDER_EYES.map(|index| mesh.square(mesh.at(index), UNDER_EYE));
    let (y_right, y_left) = (mean(patch, &right)?, mean(patch, &left)?);
    let darker = if y_right < y_left { right } else { left };
    let score = y_right.min(y_left) / mean(patch, &forehead)?.max(f32::EPSILON);
    Ok(scene.measured(f64::from(score), Region::Polygon(darker)))
}

/// Y of the face / upper quartile of Y of the background round it. The face counts with its skin or with the whites of
/// its eyes, whichever is brighter, so that dark skin before a white wall is not taken for backlight.
pub fn backlight(scene: &Scene) -> Result<Measured, Reason> {
    let mesh = scene.face()?;
    let patch = scene.patch()?;
    let reach = AROUND * mesh.ied;
    let around = Rect {
        x: mesh.middle[0] - reach,
        y: mesh.middle[1] - reach,
        width: 2.0 * reach,
        height: reach + mesh.t,
    };
    let background = scene.maps().background(around, scene.every())?;
    let behind = stats::rank(background.into_iter().map(luminance), 0.75);
    let mut whites = luminances(patch, &mesh.ring(&landmark::RIGHT_EYE_RING)).unwrap_or_default();
    whites.extend(luminances(patch, &mesh.ring(&landmark::LEFT_EYE_RING)).unwrap_or_default());
    let skin = stats::median(scene.light()?.iter().copied());
    let face = skin.max(stats::rank(whites, 0.9));
    Ok(scene.measured(f64::from(face / behind.max(f32::EPSILON)), mesh.outline()))
}

/// Mean Y of the face.
pub fn dark(scene: &Scene) -> Result<Measured, Reason> {
    let mesh = scene.face()?;
    let score = stats::mean(scene.light()?.iter().copied());
    Ok(scene.measured(f64::from(score), mesh.outline()))
}

/// Share of the face that is burnt out (ISO/IEC 29794-5, over-exposure).
pub fn bright(scene: &Scene) -> Result<Measured, Reason> {
    let mesh = scene.face()?;
    let face = scene.light()?;
    let limit = luminance([BURNT; 3]);
    let burnt = face.iter().filter(|&&light| light >= limit);
    let score = burnt.count() as f64 / face.len() as f64;
    Ok(scene.measured(score, mesh.outline()))
}

/// The zones of both cheeks, right and left: below each eye, half-way down to the mouth.
pub fn cheeks(mesh: &Mesh) -> [Vec<Point>; 2] {
    let [a, b] = landmark::MOUTH.map(|index| mesh.place(mesh.at(index))[1]);
    let down = (a + b) / 4.0;
    mesh.eyes
        .map(|eye| mesh.square(mesh.offset(eye, 0.0, down), CHEEK))
}

fn mean(patch: &Patch, zone: &[Point]) -> Result<f32, Reason> {
    Ok(stats::mean(luminances(patch, zone)?))
}

fn luminances(patch: &Patch, zone: &[Point]) -> Result<Vec<f32>, Reason> {
    Ok(patch.zone(zone)?.into_iter().map(luminance).collect())
}

/// Refuses a zone under hair. Without region classes there is no telling, and the zone counts as bare.
fn bare(scene: &Scene, zone: &[Point]) -> Result<(), Reason> {
    match scene.maps().shares(zone) {
        Ok(shares) if shares.of(Class::Hair) > HIDDEN => Err(Reason::Hidden),
        _ => Ok(()),
    }
}
