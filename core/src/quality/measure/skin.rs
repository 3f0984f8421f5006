//! The colours of this person's skin.

use super::{
    Maps, Mesh, Point,
    colour::{dot, lab},
    landmark, stats, steps,
};
use crate::vision::Class;

/// Where the skin of the neck is looked at: half the width and the span below the chin, in inter-eye distances.
const NECK: (f32, [f32; 2]) = (0.6, [0.05, 1.0]);
/// Steps between the places looked at, in inter-eye distances.
const STEP: f32 = 0.05;
/// A place shows the neck from this share of skin on, of 255.
const BARE: u8 = 204;
/// Fewer places say nothing.
const LEAST: usize = 6;
/// What differs from skin by less than the first is skin, by more than the second is not: in CIELAB, lightness halved, for
/// light and shade lie on a shoulder.
const LIKE: [f32; 2] = [5.0, 8.0];
/// Skin in the shadow of the chin and in full light lies between these multiples of itself, each of L* + 16, a* and b*,
const LIGHT: [f32; 2] = [0.45, 1.3];
/// and no farther from them than this.
const OFF: f32 = 10.0;

/// Where the picture ends at a neck or a shoulder, the classes take it for clothes; its colour tells.
pub struct Skin {
    /// The middle colours of face and neck in CIELAB.
    colours: Vec<[f32; 3]>,
}

impl Skin {
    pub fn of(maps: &Maps, mesh: &Mesh) -> Self {
        let face = landmark::SHINE.map(|index| mesh.at(index));
        let (aside, [from, to]) = NECK;
        let chin = mesh.at(landmark::CHIN);
        let neck = steps(from, to, STEP)
            .flat_map(|down| {
                steps(-aside, aside, STEP).map(move |across| mesh.offset(chin, across, down))
            })
            .filter(|&point| maps.at(Class::BodySkin, point) >= BARE);
        let middle = |places: &[Point]| {
            let colours: Vec<_> = places
                .iter()
                .filter_map(|&at| maps.colour(at))
                .map(lab)
                .collect();
            let channel = |index: usize| stats::median(colours.iter().map(|colour| colour[index]));
            (colours.len() >= LEAST).then(|| std::array::from_fn(channel))
        };
        let colours = [middle(&face), middle(&neck.collect::<Vec<_>>())];
        Self {
            colours: colours.into_iter().flatten().collect(),
        }
    }

    /// How much a colour in CIELAB is that of skin, 0 to 1.
    pub fn likeness(&self, [l, a, b]: [f32; 3]) -> f32 {
        let far = |skin: &[f32; 3]| ((l - skin[0]) / 2.0).hypot(a - skin[1]).hypot(b - skin[2]);
        let nearest = self.colours.iter().map(far).fold(f32::INFINITY, f32::min);
        let [same, other] = LIKE;
        ((other - nearest) / (other - same)).clamp(0.0, 1.0)
    }

    /// Whether a colour in CIELAB is that of skin in more or less light.
    pub fn in_some_light(&self, colour: [f32; 3]) -> bool {
        let scaled = |[l, a, b]: [f32; 3]| [l + 16.0, a, b];
        let colour = scaled(colour);
        self.colours.iter().any(|&skin| {
            let skin = scaled(skin);
            let light = (dot(colour, skin) / dot(skin, skin)).clamp(LIGHT[0], LIGHT[1]);
            let off = std::array::from_fn(|channel| colour[channel] - light * skin[channel]);
            dot(off, off) < OFF * OFF
        })
    }
}
