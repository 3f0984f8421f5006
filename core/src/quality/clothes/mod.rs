//! Clothes that stand out from the background and are plain.

mod colours;
mod pattern;

use super::Measured;
use super::measure::{
    Patch, Point, Scene, Skin,
    colour::{delta_e_2000, lab},
};
use crate::report::{Reason, Region};
use crate::vision::Class;

/// A place surely belongs to the clothes from this share on, of 255.
const SURE: u8 = 230;
/// Away from the edges of the clothes it has their colour from this share of the class on.
const LIKELY: u8 = 128;
/// Fewer pixels than this at the scale of the portrait say nothing.
const LEAST_PIXELS: f32 = 800.0;
/// So near to their edge, in inter-eye distances, clothes have the colour of what is beside them.
const EDGE: f32 = 0.03;
/// Colours of skin are left out, unless more than this share of the clothes has them.
const MOST: f32 = 0.5;

/// The least CIEDE2000 between a dominant colour of the clothes and the background of the profile.
pub fn not_background(scene: &Scene) -> Result<Measured, Reason> {
    let maps = scene.maps();
    let cloth = |at| maps.at(Class::Clothes, at) >= LIKELY || maps.worn(at) >= SURE;
    let reach = EDGE * scene.face()?.ied;
    let clothes = Clothes::of(scene, |at| cloth(at) && beside(scene, at, reach).all(cloth))?;
    let background = lab(scene.background);
    let pixels = clothes.colours(scene)?;
    let differences = colours::dominant(&pixels)
        .into_iter()
        .map(|colour| delta_e_2000(colour, background));
    let score = differences.fold(f32::INFINITY, f32::min);
    Ok(scene.measured(f64::from(score), clothes.region()))
}

/// The typical contrast inside small windows all over the clothes, as a colour difference: folds and seams raise few of
/// them, stripes and patterns all.
pub fn plain(scene: &Scene) -> Result<Measured, Reason> {
    let maps = scene.maps();
    let clothes = Clothes::of(scene, |at| maps.worn(at) >= SURE)?;
    let score = pattern::contrast(&clothes).ok_or(Reason::OutsidePicture)?;
    Ok(scene.measured(f64::from(score), clothes.region()))
}

/// The four places at a distance from a place, kept inside the picture: cloth goes on beyond its edge.
fn beside(scene: &Scene, [x, y]: Point, reach: f32) -> impl Iterator<Item = Point> {
    let (width, height) = scene.pixels.dimensions();
    let steps = [[-reach, 0.0], [reach, 0.0], [0.0, -reach], [0.0, reach]];
    steps.into_iter().map(move |[dx, dy]| {
        let within = |place: f32, side: u32| place.clamp(0.0, side as f32 - 1.0);
        [within(x + dx, width), within(y + dy, height)]
    })
}

/// The pixels of what is worn.
struct Clothes<'a> {
    patch: &'a Patch,
    /// Row by row.
    places: Vec<(u32, u32)>,
}

impl<'a> Clothes<'a> {
    fn of(scene: &'a Scene, belongs: impl Fn(Point) -> bool) -> Result<Self, Reason> {
        let patch = scene.bust()?;
        if scene.observation.classes.is_none() {
            return Err(Reason::NoModel);
        }
        let every = scene.every();
        let (width, height) = patch.pixels.dimensions();
        let columns = || (0..width).step_by(every);
        let places = (0..height).step_by(every);
        let places = places.flat_map(|y| columns().map(move |x| (x, y)));
        let worn = |&(x, y): &(u32, u32)| belongs(patch.center(x, y));
        let places: Vec<_> = places.filter(worn).collect();
        let least = LEAST_PIXELS * patch.size * patch.size;
        if places.is_empty() || ((places.len() * every * every) as f32) < least {
            return Err(Reason::OutsidePicture);
        }
        Ok(Self { patch, places })
    }

    /// In CIELAB, without the neck that the classes now and then take for clothes.
    fn colours(&self, scene: &Scene) -> Result<Vec<[f32; 3]>, Reason> {
        let skin = Skin::of(&scene.maps(), scene.face()?);
        let places = self.places.iter();
        let colours: Vec<_> = places.map(|&(x, y)| self.lab(x, y)).collect();
        let (bare, cloth): (Vec<_>, Vec<_>) = colours
            .iter()
            .partition(|&&colour| skin.in_some_light(colour));
        let skin_coloured = bare.len() as f32 > MOST * colours.len() as f32;
        Ok(if skin_coloured { colours } else { cloth })
    }

    fn lab(&self, x: u32, y: u32) -> [f32; 3] {
        lab(self.patch.pixels.get_pixel(x, y).0)
    }

    fn region(&self) -> Region {
        Region::around(self.places.iter().map(|&(x, y)| self.patch.center(x, y)))
    }
}
