//! Clothes that cover the shoulders.

use super::Measured;
use super::measure::{Maps, Mesh, Point, Scene, landmark};
use crate::report::{Reason, Region};
use crate::vision::Class;

/// The line of a shoulder runs from the root of the neck outwards, this far from the face's middle, in inter-eye distances.
const SHOULDER: [f32; 2] = [1.1, 2.6];
/// It is looked for between these places below the chin,
const SPAN: [f32; 2] = [-0.3, 3.0];
/// and followed down this far.
const DEPTH: f32 = 0.3;
/// Steps aside and down, in inter-eye distances.
const STEP: f32 = 0.05;
/// The body begins where skin and clothes are this sure together, of 255.
const BODY: f32 = 128.0;
/// Fewer steps of a shoulder say nothing.
const LEAST: usize = 6;

/// Share of bare skin along the upper edge of both shoulders, where every sleeve and every collar has cloth and a strap top
/// has none.
pub fn bare(scene: &Scene) -> Result<Measured, Reason> {
    let mesh = scene.face()?;
    if scene.observation.classes.is_none() {
        return Err(Reason::NoModel);
    }
    let maps = scene.maps();
    let sides = [-1.0, 1.0].map(|side| shoulder(&maps, mesh, side));
    let seen: Vec<f32> = sides.into_iter().flatten().collect();
    if seen.is_empty() {
        return Err(Reason::OutsidePicture);
    }
    let score = seen.iter().sum::<f32>() / seen.len() as f32;
    let [_, to] = SHOULDER;
    let both = mesh.frame(mesh.at(landmark::CHIN), [-to, to], SPAN);
    Ok(scene.measured(f64::from(score), Region::Polygon(both)))
}

/// Share of skin along one shoulder; `None` if too little of it is in the picture.
fn shoulder(maps: &Maps, mesh: &Mesh, side: f32) -> Option<f32> {
    let [from, to] = SHOULDER;
    let chin = mesh.at(landmark::CHIN);
    let places = steps(from, to).filter_map(|aside| {
        let below = steps(SPAN[0], SPAN[1]).map(|down| mesh.offset(chin, side * aside, down));
        edge(maps, below)
    });
    let skin: Vec<f32> = places.collect();
    (skin.len() >= LEAST).then(|| skin.iter().sum::<f32>() / skin.len() as f32)
}

/// Share of skin where a way down first meets the body.
fn edge(maps: &Maps, way: impl Iterator<Item = Point>) -> Option<f32> {
    let classes = way.map(|point| {
        [Class::BodySkin, Class::Clothes].map(|class| f32::from(maps.at(class, point)))
    });
    let body = classes.skip_while(|[skin, clothes]| skin + clothes < BODY);
    let (skin, clothes) = body
        .take((DEPTH / STEP) as usize)
        .fold((0.0, 0.0), |sum, [skin, clothes]| {
            (sum.0 + skin, sum.1 + clothes)
        });
    (skin + clothes > 0.0).then(|| skin / (skin + clothes))
}

fn steps(from: f32, to: f32) -> impl Iterator<Item = f32> {
    (0..=((to - from) / STEP) as usize).map(move |step| from + step as f32 * STEP)
}
