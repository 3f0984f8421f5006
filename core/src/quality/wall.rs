//! The shadow on a wall close behind: the outline of head and shoulders once more, moved, and darker inside than outside.
//!
//! A wardrobe's edge does not run along that outline, and it changes the colour with the light; a wall a metre away has no
//! sharp shadow. So every place the outline may be moved to is tried, and its edge looked at on either side.

use super::Measured;
use super::measure::{Patch, Rgb, Scene, colour, patch, stats};
use crate::report::{Reason, Region};
use image::{GrayImage, Luma};
use imageproc::contours::{BorderType, find_contours};
use imageproc::distance_transform::Norm;
use imageproc::morphology::dilate;
use std::sync::LazyLock;

/// How far a shadow is looked for to either side, up and down, in pixels of the patch.
const REACH: [[i32; 2]; 2] = [[-32, 32], [-10, 16]];
/// From one place tried to the next, in pixels.
const STEP: usize = 2;
/// A shadow that is moved less than this hides behind the edge of the matte, in pixels.
const LEAST_MOVE: i32 = 4;
/// So far inside and outside of its edge the light is compared, in pixels: 0.15 of the inter-eye distance.
const BESIDE: f32 = 2.4;
/// So near to the person nothing counts as wall, in pixels.
const NEAR: u8 = 2;
/// From here on a place belongs to the person, of 255: a sharp shadow comes close.
const PERSON: u8 = 200;
/// An outline with fewer visible places than this says nothing: 2.5 inter-eye distances.
const LEAST_PLACES: usize = 20;
/// This share of the edge may be fainter than the score: what stands before the wall, where the matte errs.
const FAINT: f32 = 0.25;
/// Nothing lit by more than one lamp throws a shadow with less than a quarter of the light: that is an object.
const DARKEST: f32 = 1.4;
/// Added to the light before its logarithm is taken: the noise of black.
const BLACK: f32 = 0.004;

/// Logarithm of the linear light of each encoded value.
static LOGARITHM: LazyLock<[f32; 256]> = LazyLock::new(|| {
    std::array::from_fn(|value| (colour::linear([value as u8; 3])[0] + BLACK).ln())
});

/// How much darker it is just inside the edge of the shadow than just outside, 0 to 1, along all but a [`FAINT`] part of it,
/// where it stands out most. Of a softer edge only the fall within 0.3 inter-eye distances counts: a wall a metre behind has
/// hardly any.
pub fn shadow(scene: &Scene) -> Result<Measured, Reason> {
    let patch = Patch::cut(scene.pixels, scene.face()?, &patch::BEHIND);
    let wall = Wall::new(scene, patch.some()?)?;
    let outline = wall.outline();
    let mut best: Option<(f32, Place)> = None;
    let mut steps = Vec::with_capacity(outline.len());
    for moved in moves() {
        steps.clear();
        steps.extend(outline.iter().filter_map(|edge| wall.darker(edge, moved)));
        if steps.len() < LEAST_PLACES {
            continue;
        }
        let darker = stats::rank(steps.iter().copied(), FAINT);
        if best.is_none_or(|(most, _)| darker > most) {
            best = Some((darker, moved));
        }
    }
    let (darker, moved) = best.ok_or(Reason::Hidden)?;
    let seen = outline
        .iter()
        .filter(|edge| wall.darker(edge, moved).is_some());
    let edge = seen.map(|edge| add(edge.inside, moved).map(|side| side as u32));
    let score = 1.0 - (-darker.max(0.0)).exp();
    let region = Region::around(edge.map(|[x, y]| patch.center(x, y)));
    Ok(scene.measured(f64::from(score), region))
}

/// A place of the patch, or a way over it, in pixels.
type Place = [i32; 2];

fn add([x, y]: Place, [dx, dy]: Place) -> Place {
    [x + dx, y + dy]
}

/// Everywhere the outline is moved to.
fn moves() -> impl Iterator<Item = Place> {
    let [across, down] = REACH.map(|[from, to]| (from..=to).step_by(STEP));
    let all = down.flat_map(move |y| across.clone().map(move |x| [x, y]));
    all.filter(|[x, y]| x * x + y * y >= LEAST_MOVE * LEAST_MOVE)
}

/// One place on the outline of the person.
struct Edge {
    inside: Place,
    outside: Place,
}

/// What is behind the person.
struct Wall<'a> {
    patch: &'a Patch,
    /// White where the person is, black elsewhere.
    person: GrayImage,
    /// Black where nothing but the wall is.
    taken: GrayImage,
}

impl<'a> Wall<'a> {
    fn new(scene: &Scene, patch: &'a Patch) -> Result<Self, Reason> {
        let share = scene.maps().person()?;
        let (width, height) = patch.pixels.dimensions();
        let person = GrayImage::from_fn(width, height, |x, y| {
            let belongs = share(patch.center(x, y)) >= PERSON;
            Luma([if belongs { u8::MAX } else { 0 }])
        });
        Ok(Self {
            patch,
            taken: dilate(&person, Norm::LInf, NEAR),
            person,
        })
    }

    /// Every second place on the outline of the person, with what lies on either side of it. Holes and specks have none.
    fn outline(&self) -> Vec<Edge> {
        let (width, height) = self.person.dimensions();
        let inner = |&point: &imageproc::point::Point<u32>| {
            (2..width - 2).contains(&point.x) && (2..height - 2).contains(&point.y)
        };
        let outlines = find_contours::<u32>(&self.person);
        let outer = outlines
            .into_iter()
            .filter(|outline| outline.border_type == BorderType::Outer);
        let longest = outer.max_by_key(|outline| outline.points.len());
        let places = longest.map_or_else(Vec::new, |outline| outline.points);
        let shown = places.iter().filter(|place| inner(place)).step_by(2);
        shown
            .filter_map(|place| self.edge(place.x, place.y))
            .collect()
    }

    /// The two sides of an edge; `None` where it has no direction.
    fn edge(&self, x: u32, y: u32) -> Option<Edge> {
        let (mut out, mut down) = (0.0, 0.0);
        for (dx, dy) in (-2..=2).flat_map(|dy| (-2..=2).map(move |dx| (dx, dy))) {
            let at = self
                .person
                .get_pixel((x as i32 + dx) as u32, (y as i32 + dy) as u32);
            out -= f32::from(at.0[0]) * dx as f32;
            down -= f32::from(at.0[0]) * dy as f32;
        }
        let length = out.hypot(down);
        let side = |way: f32| {
            let to = |from: u32, part: f32| (from as f32 + way * part / length).round() as i32;
            [to(x, out), to(y, down)]
        };
        (length > 0.0).then(|| Edge {
            inside: side(-BESIDE),
            outside: side(BESIDE),
        })
    }

    /// How much darker the wall is inside the moved edge than outside, as the logarithm of the ratio, less by as much as the
    /// channels differ: a shadow keeps the colour. `None` where either side does not show the wall.
    fn darker(&self, edge: &Edge, moved: Place) -> Option<f32> {
        let [inside, outside] =
            [edge.inside, edge.outside].map(|place| self.colour(add(place, moved)));
        let (inside, outside) = (inside?, outside?);
        let log = |value: u8| LOGARITHM[usize::from(value)];
        let steps: [f32; 3] = std::array::from_fn(|c| log(outside[c]) - log(inside[c]));
        let [least, most] = steps
            .iter()
            .fold([f32::MAX, f32::MIN], |[a, b], &v| [a.min(v), b.max(v)]);
        Some(if most > DARKEST {
            0.0
        } else {
            2.0 * least - most
        })
    }

    /// The colour of a place that shows the wall.
    fn colour(&self, [x, y]: Place) -> Option<Rgb> {
        let (x, y) = (u32::try_from(x).ok()?, u32::try_from(y).ok()?);
        let shown = self.taken.get_pixel_checked(x, y)?.0[0] == 0;
        shown.then(|| self.patch.pixels.get_pixel(x, y).0)
    }
}
