//! A photo whose clothes are dyed in known colours and stripes.

use image::{Rgb, RgbImage};
use palette::{IntoColor, Lab, Srgb, color_difference::Ciede2000};
use xueying::precheck;
use xueying::profile::Profile;
use xueying::quality::Stage;
use xueying::report::{CheckId, Report};
use xueying::vision::{Class, Observation, View, Vision};

/// Colours of shirts, from those of the background to its opposite.
pub const COLOURS: [[u8; 3]; 9] = [
    [100, 197, 255],
    [130, 195, 235],
    [165, 205, 225],
    [245, 245, 245],
    [25, 25, 28],
    [35, 50, 110],
    [160, 35, 45],
    [60, 110, 70],
    [205, 185, 150],
];

/// Periods of stripes, in pixels of the portrait.
pub const PERIODS: [f32; 8] = [4.0, 5.0, 7.0, 10.0, 15.0, 22.0, 30.0, 40.0];

/// Both colours of the stripes.
const STRIPES: [[u8; 3]; 2] = [[225, 225, 225], [60, 70, 110]];

/// The inter-eye distance in the portrait, in pixels: its face is 192 wide.
const PORTRAIT_IED: f32 = 90.0;

/// Folds keep their light and shade within these factors.
const SHADE: [f32; 2] = [0.8, 1.25];

/// The dye sets in at the first share of clothes and is full at the second.
const SOFT: [f32; 2] = [0.4, 0.6];

/// A photo to dye, with what was seen in it.
pub struct Wardrobe<'a> {
    vision: &'a mut Vision,
    profile: &'a Profile,
    photo: RgbImage,
    /// How much of each pixel is clothes, 0 to 1.
    clothes: Vec<f32>,
    /// How bright each pixel is against the middle of the clothes.
    shade: Vec<f32>,
    /// Pixels of the photo per pixel of the portrait.
    scale: f32,
}

impl<'a> Wardrobe<'a> {
    /// Looks at the photo; `None` if it shows no face, too few pixels for stripes at the portrait's scale, or hardly any clothes.
    pub fn new(vision: &'a mut Vision, profile: &'a Profile, photo: RgbImage) -> Option<Self> {
        let seen = vision.observe(&View::of(&photo));
        let scale = ied(&seen)? / PORTRAIT_IED;
        let places = || photo.enumerate_pixels();
        let clothes: Vec<f32> = places().map(|(x, y, _)| worn(&seen, x, y)).collect();
        let light = |pixel: &Rgb<u8>| Srgb::from(pixel.0).into_linear::<f32>().into_color();
        let lights: Vec<f32> = places()
            .map(|(_, _, pixel)| {
                let grey: palette::LinLuma = light(pixel);
                grey.luma + 0.02
            })
            .collect();
        let worn = clothes
            .iter()
            .zip(&lights)
            .filter(|(share, _)| **share > 0.9);
        let mut worn: Vec<f32> = worn.map(|(_, &light)| light).collect();
        if scale < 1.0 || (worn.len() as f32) < 4000.0 * scale * scale {
            return None;
        }
        let half = worn.len() / 2;
        let middle = *worn.select_nth_unstable_by(half, f32::total_cmp).1;
        let shade = lights
            .iter()
            .map(|light| (light / middle).clamp(SHADE[0], SHADE[1]));
        Some(Self {
            vision,
            profile,
            clothes,
            shade: shade.collect(),
            photo,
            scale,
        })
    }

    /// The measured difference to the background of clothes in one colour, and the true one.
    pub fn difference(&mut self, colour: [u8; 3]) -> (Option<f64>, f64) {
        let report = self.report(|_, _| colour);
        let lab = |colour: [u8; 3]| -> Lab { Srgb::from(colour).into_linear::<f32>().into_color() };
        let truth = lab(colour).difference(lab(self.profile.output.background));
        (
            score(&report, CheckId::ClothesNotBackground),
            f64::from(truth),
        )
    }

    /// The measured contrast of clothes in one colour.
    pub fn plain(&mut self, colour: [u8; 3]) -> Option<f64> {
        score(&self.report(|_, _| colour), CheckId::ClothesPlain)
    }

    /// The measured contrast of striped clothes; `period` in pixels of the portrait, across or down.
    pub fn striped(&mut self, period: f32, down: bool) -> Option<f64> {
        let period = period * self.scale;
        let report = self.report(|x, y| {
            let along = if down { y } else { x } as f32 / period;
            STRIPES[usize::from(along.fract() < 0.5)]
        });
        score(&report, CheckId::ClothesPlain)
    }

    fn report(&mut self, colour: impl Fn(u32, u32) -> [u8; 3]) -> Report {
        let mut dyed = self.photo.clone();
        let places = self.clothes.iter().zip(&self.shade);
        for ((x, y, pixel), (&share, &shade)) in dyed.enumerate_pixels_mut().zip(places) {
            if share > 0.0 {
                let [before, cloth] =
                    [pixel.0, colour(x, y)].map(|colour| Srgb::from(colour).into_linear::<f32>());
                let after = before * (1.0 - share) + cloth * shade * share;
                pixel.0 = Srgb::<u8>::from_linear(after).into();
            }
        }
        precheck::check(&dyed, None, Stage::Capture, self.vision, self.profile, &[]).report
    }
}

fn score(report: &Report, id: CheckId) -> Option<f64> {
    report.finding(id)?.score
}

/// Between the middles of both eyes, in pixels.
fn ied(seen: &Observation) -> Option<f32> {
    let at = &seen.face.as_ref()?.landmarks;
    let middle = |a: usize, b: usize| [0, 1].map(|axis| f32::midpoint(at[a][axis], at[b][axis]));
    let ([x, y], [u, v]) = (middle(33, 133), middle(263, 362));
    Some((x - u).hypot(y - v))
}

/// How much of a pixel is clothes: the nearest cell of the class map.
fn worn(seen: &Observation, x: u32, y: u32) -> f32 {
    let Some(map) = &seen.classes else {
        return 0.0;
    };
    let column = (x as f32 + 0.5 - map.region.x) / map.region.width * map.width as f32;
    let row = (y as f32 + 0.5 - map.region.y) / map.region.height * map.height as f32;
    if column < 0.0 || row < 0.0 || column as usize >= map.width {
        return 0.0;
    }
    let cell = map.shares.get(row as usize * map.width + column as usize);
    // Sure clothes are dyed whole: what a tenth of white leaves of black is grey.
    cell.map_or(0.0, |shares| {
        let share = f32::from(shares[Class::Clothes as usize]) / 255.0;
        ((share - SOFT[0]) / (SOFT[1] - SOFT[0])).clamp(0.0, 1.0)
    })
}
