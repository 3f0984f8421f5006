//! Clothes that stand out from the background and are plain.

mod colours;
mod pattern;

use super::Measured;
use super::measure::{
    Patch, Scene,
    colour::{delta_e_2000, lab},
};
use crate::report::{Reason, Region};

/// A pixel belongs to the clothes from this share on, of 255.
const SURE: u8 = 230;
/// Fewer pixels than this at the scale of the portrait say nothing.
const LEAST_PIXELS: f32 = 800.0;

/// The least CIEDE2000 between a dominant colour of the clothes and the background of the profile.
pub fn not_background(scene: &Scene) -> Result<Measured, Reason> {
    let clothes = Clothes::of(scene)?;
    let background = lab(scene.background);
    let places = clothes.places.iter();
    let pixels: Vec<[f32; 3]> = places.map(|&(x, y)| clothes.lab(x, y)).collect();
    let differences = colours::dominant(&pixels)
        .into_iter()
        .map(|colour| delta_e_2000(colour, background));
    let score = differences.fold(f32::INFINITY, f32::min);
    Ok(scene.measured(f64::from(score), clothes.region()))
}

/// The typical contrast inside small windows all over the clothes, as a colour difference: folds and seams raise few of
/// them, stripes and patterns all.
pub fn plain(scene: &Scene) -> Result<Measured, Reason> {
    let clothes = Clothes::of(scene)?;
    let score = pattern::contrast(&clothes).ok_or(Reason::OutsidePicture)?;
    Ok(scene.measured(f64::from(score), clothes.region()))
}

/// The pixels of what is worn.
struct Clothes<'a> {
    patch: &'a Patch,
    /// Row by row.
    places: Vec<(u32, u32)>,
}

impl<'a> Clothes<'a> {
    fn of(scene: &'a Scene) -> Result<Self, Reason> {
        let patch = scene.bust()?;
        if scene.observation.classes.is_none() {
            return Err(Reason::NoModel);
        }
        let (maps, every) = (scene.maps(), scene.every());
        let (width, height) = patch.pixels.dimensions();
        let columns = || (0..width).step_by(every);
        let places = (0..height).step_by(every);
        let places = places.flat_map(|y| columns().map(move |x| (x, y)));
        let worn = |&(x, y): &(u32, u32)| maps.worn(patch.center(x, y)) >= SURE;
        let places: Vec<_> = places.filter(worn).collect();
        let least = LEAST_PIXELS * patch.size * patch.size;
        if places.is_empty() || ((places.len() * every * every) as f32) < least {
            return Err(Reason::OutsidePicture);
        }
        Ok(Self { patch, places })
    }

    fn lab(&self, x: u32, y: u32) -> [f32; 3] {
        lab(self.patch.pixels.get_pixel(x, y).0)
    }

    fn region(&self) -> Region {
        Region::around(self.places.iter().map(|&(x, y)| self.patch.center(x, y)))
    }
}
