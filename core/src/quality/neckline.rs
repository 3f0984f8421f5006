//! Clothes that cover the shoulders.

use super::Measured;
use super::measure::{Maps, Mesh, Point, Scene, Skin, colour::lab, landmark, stats, steps};
use crate::report::{Reason, Region};
use crate::vision::Class;

/// The line of a shoulder runs from the root of the neck outwards, this far from the face's middle, in inter-eye distances.
const SHOULDER: [f32; 2] = [1.1, 2.6];
/// It is looked for between these places below the chin.
const SPAN: [f32; 2] = [-0.3, 3.0];
/// What is met above the chin is no shoulder but a raised hand; the clothes are looked for below it,
const RAISED: f32 = 0.0;
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
    let skin = Skin::of(&maps, mesh);
    let sides = [-1.0, 1.0].map(|side| shoulder(&maps, &skin, mesh, side));
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
fn shoulder(maps: &Maps, skin: &Skin, mesh: &Mesh, side: f32) -> Option<f32> {
    let [from, to] = SHOULDER;
    let chin = mesh.at(landmark::CHIN);
    let place = |aside: f32, down: f32| {
        let at = mesh.offset(chin, side * aside, down);
        Place {
            at,
            down,
            bare: maps.at(Class::BodySkin, at).into(),
            clothes: maps.at(Class::Clothes, at).into(),
        }
    };
    let shares: Vec<f32> = steps(from, to, STEP)
        .filter_map(|aside| {
            let way = steps(SPAN[0], SPAN[1], STEP).map(|down| place(aside, down));
            edge(maps, skin, way)
        })
        .collect();
    (shares.len() >= LEAST).then(|| stats::mean(shares))
}

/// A place on a way down.
struct Place {
    at: Point,
    /// From the chin, in inter-eye distances.
    down: f32,
    /// Skin and clothes, of 255.
    bare: f32,
    clothes: f32,
}

/// Share of skin where a way down first meets the body.
fn edge(maps: &Maps, skin: &Skin, way: impl Iterator<Item = Place>) -> Option<f32> {
    let mut body = way
        .skip_while(|place| place.bare + place.clothes < BODY)
        .peekable();
    let raised = body.peek().is_some_and(|place| place.down < RAISED);
    let body = body.skip_while(|place| raised && place.clothes < BODY);
    let (mut bare, mut all) = (0.0, 0.0);
    for place in body.take((DEPTH / STEP) as usize) {
        let colour = maps.colour(place.at).map(lab);
        let like = colour.map_or(0.0, |colour| skin.likeness(colour));
        bare += place.bare + place.clothes * like;
        all += place.bare + place.clothes;
    }
    (all > 0.0).then(|| bare / all)
}
