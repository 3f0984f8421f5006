//! No shining spots on the skin.

use super::Measured;
use super::measure::colour::{dot, lightness, linear, luminance_of};
use super::measure::{Mesh, Patch, Scene, landmark, patch, scaled, stats};
use crate::report::{Reason, Region};
use crate::vision::Class;

/// The outline of the face at this part of its size: at the edge there is hair and background.
const FACE: f32 = 0.94;
/// What is no skin: the outline of an eye at so many times its size, with lashes and lids, and of a brow.
const EYE: f32 = 1.7;
const BROW: f32 = 1.25;
/// Skin has this much of its class, of 255, where there are classes.
const SKIN: u8 = 178;
/// The skin around a place reaches so many pixels of the patch, 16 to the inter-eye distance, to each side.
const AROUND: u32 = 13;
/// Fewer pixels of skin say nothing.
const LEAST: usize = 30;
/// Skin near grey tells little about white light: so much is added to three times the squared distance from grey of its colour
/// at luminance 1, which is about 1 in most faces.
const DOUBT: f32 = 0.2;
/// The score is that of this rank: a spot is small.
const RANK: f32 = 0.99;

/// How much lighter the brightest spots of the skin are for the white light they mirror, more than the skin around them
/// does, in CIELAB lightness. A lamp's light comes back white from sweat and grease and in the skin's colour from within;
/// so a spot that is only brighter lit, as one side of a face often is, does not shine.
pub fn shine(scene: &Scene) -> Result<Measured, Reason> {
    let mesh = scene.face()?;
    let patch = Patch::cut(scene.pixels, mesh, &patch::SKIN);
    let skin = skin(scene, mesh, patch.some()?);
    if skin.len() < LEAST {
        return Err(Reason::Hidden);
    }
    let colour = colour(&skin);
    let mirrored: Vec<f32> = skin.iter().map(|spot| white(spot.light, colour)).collect();
    let around = around(&skin, &mirrored, patch.pixels.dimensions());
    let gains = skin.iter().zip(mirrored.iter().zip(around));
    let gains = gains.map(|(spot, (white, around))| {
        let bright = luminance_of(spot.light);
        let more = (white - around).clamp(0.0, bright);
        lightness(bright) - lightness(bright - more)
    });
    let score = stats::rank(gains, RANK);
    let region = Region::around(landmark::SHINE.map(|index| mesh.at(index)));
    Ok(scene.measured(f64::from(score), region))
}

/// A pixel of skin.
struct Spot {
    /// In pixels of the patch.
    place: [u32; 2],
    /// Linear.
    light: [f32; 3],
}

/// The skin from the hairline down to the upper lip.
fn skin(scene: &Scene, mesh: &Mesh, patch: &Patch) -> Vec<Spot> {
    let maps = scene.maps();
    let scaled = |ring: &[usize], by| scaled(&mesh.ring(ring), by);
    let mut wanted = vec![true; patch.pixels.len()];
    let width = patch.pixels.width();
    for hole in [
        scaled(&landmark::RIGHT_EYE_RING, EYE),
        scaled(&landmark::LEFT_EYE_RING, EYE),
        scaled(&landmark::RIGHT_BROW, BROW),
        scaled(&landmark::LEFT_BROW, BROW),
    ] {
        patch.visit(&hole, |x, y| wanted[(y * width + x) as usize] = false);
    }
    let [_, lip] = mesh.place(mesh.at(landmark::UPPER_LIP));
    let classes = scene.observation.classes.is_some();
    let mut found = vec![];
    patch.visit(&scaled(&landmark::FACE_RING, FACE), |x, y| {
        let place = patch.center(x, y);
        let bare = || !classes || maps.at(Class::FaceSkin, place) >= SKIN;
        if wanted[(y * width + x) as usize] && mesh.place(place)[1] < lip && bare() {
            found.push(Spot {
                place: [x, y],
                light: linear(patch.pixels.get_pixel(x, y).0),
            });
        }
    });
    found
}

/// The skin's own colour: light of luminance 1.
fn colour(skin: &[Spot]) -> [f32; 3] {
    let middle = [0, 1, 2].map(|c| stats::median(skin.iter().map(|spot| spot.light[c])));
    let bright = luminance_of(middle).max(f32::EPSILON);
    middle.map(|value| value / bright)
}

/// The mean over the skin around each spot of one value for each spot, by sums from the corner of the patch to each place.
fn around(skin: &[Spot], values: &[f32], (width, height): (u32, u32)) -> Vec<f32> {
    let stride = width as usize + 1;
    let place = |x: u32, y: u32| y as usize * stride + x as usize;
    let mut sums = vec![[0.0_f64; 2]; stride * (height as usize + 1)];
    for (spot, value) in skin.iter().zip(values) {
        let [x, y] = spot.place;
        sums[place(x + 1, y + 1)] = [f64::from(*value), 1.0];
    }
    for (x, y) in (1..=height).flat_map(|y| (1..=width).map(move |x| (x, y))) {
        let [left, above, corner] =
            [(x - 1, y), (x, y - 1), (x - 1, y - 1)].map(|(x, y)| sums[place(x, y)]);
        for (k, sum) in sums[place(x, y)].iter_mut().enumerate() {
            *sum += left[k] + above[k] - corner[k];
        }
    }
    let mean = |spot: &Spot| {
        let [x, y] = spot.place;
        let [left, top] = [x, y].map(|at| at.saturating_sub(AROUND));
        let [right, bottom] =
            [(x, width), (y, height)].map(|(at, side)| (at + AROUND + 1).min(side));
        let sum = |k: usize| {
            let at = |x, y| sums[place(x, y)][k];
            at(right, bottom) - at(left, bottom) - at(right, top) + at(left, top)
        };
        (sum(0) / sum(1)) as f32
    };
    skin.iter().map(mean).collect()
}

/// How much white light, as luminance, is mixed into light that is else of one colour: the mixture nearest to it.
fn white(light: [f32; 3], colour: [f32; 3]) -> f32 {
    let ones = [1.0; 3];
    let (own, cross) = (dot(colour, colour), dot(colour, ones));
    let unlike = 3.0 * own - cross * cross;
    (own * dot(light, ones) - cross * dot(light, colour)) / (unlike + DOUBT)
}
