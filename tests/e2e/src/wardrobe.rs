//! A photo whose clothes are dyed in known colours and stripes.

use image::{Rgb, RgbImage};
use palette::{IntoColor, Lab, Srgb, color_difference::Ciede2000};
use xueying::precheck::{self, Checked};
use xueying::profile::Profile;
use xueying::quality::Stage;
use xueying::report::{CheckId, Report, Verdict};
use xueying::vision::{Class, Observation, Rect, Vision};

/// Colours of shirts, from those of the background to its opposite.
pub const COLOURS: [[u8; 3]; 13] = [
    [100, 197, 255],
    [130, 195, 235],
    [165, 205, 225],
    [173, 216, 230],
    [150, 180, 215],
    [255, 255, 255],
    [245, 245, 245],
    [128, 128, 128],
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

/// Folds keep their light and shade within these factors, as far as the picture can hold that colour so bright,
const SHADE: [f32; 2] = [0.8, 1.25];
/// against the mean light of the cloth so far around, in pixels of the portrait: what is darker beyond is another cloth, and
/// dyeing evens that out, and so it does with the pattern of cloth that has one.
const FOLD: f32 = 16.0;
/// What is darker or brighter than this against it is no fold but the edge of another cloth.
const CLOTH: [f32; 2] = [0.5, 2.0];
/// So little light counts as a fold of nothing: noise of black cloth, in linear light.
const DARK: f32 = 0.02;

/// The dye sets in at the first share of clothes and is full at the second.
const SOFT: [f32; 2] = [0.4, 0.6];

/// A photo to dye, with what was seen in it.
pub struct Wardrobe<'a> {
    vision: &'a mut Vision,
    profile: &'a Profile,
    photo: RgbImage,
    /// How much of each pixel is clothes, 0 to 1.
    clothes: Vec<f32>,
    /// How bright each pixel is against the cloth around.
    shade: Vec<f32>,
    /// Pixels of the photo per pixel of the portrait.
    scale: f32,
}

impl<'a> Wardrobe<'a> {
    /// Looks at the photo; `None` if it shows no face, too few pixels for stripes at the portrait's scale, or hardly any
    /// clothes, to the checks as well.
    pub fn new(vision: &'a mut Vision, profile: &'a Profile, photo: RgbImage) -> Option<Self> {
        let Checked {
            observation: seen,
            report,
            ..
        } = precheck::check(&photo, None, Stage::Capture, vision, profile, &[]);
        score(&report, CheckId::ClothesNotBackground)?;
        let patterned = report
            .finding(CheckId::ClothesPlain)
            .is_some_and(|finding| finding.verdict == Verdict::Warn);
        let scale = ied(&seen)? / PORTRAIT_IED;
        let places = || photo.enumerate_pixels();
        let clothes: Vec<f32> = places().map(|(x, y, _)| worn(&seen, x, y)).collect();
        let light = |pixel: &Rgb<u8>| Srgb::from(pixel.0).into_linear::<f32>().into_color();
        let lights: Vec<f32> = places()
            .map(|(_, _, pixel)| {
                let grey: palette::LinLuma = light(pixel);
                grey.luma + DARK
            })
            .collect();
        let worn = clothes.iter().filter(|share| **share > 0.9).count();
        if scale < 1.0 || (worn as f32) < 4000.0 * scale * scale {
            return None;
        }
        let size = photo.dimensions();
        let reach = (FOLD * scale) as usize;
        let cloth: Vec<f32> = clothes.iter().zip(&lights).map(|(a, b)| a * b).collect();
        let around = sums(&cloth, size, reach).zip(sums(&clothes, size, reach));
        let shade = lights.iter().zip(around);
        let shade = shade.map(|(light, (cloth, clothes))| {
            let middle = cloth / clothes.max(f64::EPSILON);
            let shade = light / middle.max(f64::from(DARK)) as f32;
            let fold = !patterned && (CLOTH[0]..CLOTH[1]).contains(&shade);
            if fold {
                shade.clamp(SHADE[0], SHADE[1])
            } else {
                1.0
            }
        });
        Some(Self {
            vision,
            profile,
            shade: shade.collect(),
            clothes,
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
        let dyed = self.dyed(colour);
        precheck::check(&dyed, None, Stage::Capture, self.vision, self.profile, &[]).report
    }

    fn dyed(&self, colour: impl Fn(u32, u32) -> [u8; 3]) -> RgbImage {
        let mut dyed = self.photo.clone();
        let places = self.clothes.iter().zip(&self.shade);
        for ((x, y, pixel), (&share, &shade)) in dyed.enumerate_pixels_mut().zip(places) {
            if share > 0.0 {
                let [before, cloth] =
                    [pixel.0, colour(x, y)].map(|colour| Srgb::from(colour).into_linear::<f32>());
                let brightest = 1.0 / cloth.red.max(cloth.green).max(cloth.blue);
                let after = before * (1.0 - share) + cloth * shade.min(brightest) * share;
                pixel.0 = Srgb::<u8>::from_linear(after).into();
            }
        }
        dyed
    }
}

fn score(report: &Report, id: CheckId) -> Option<f64> {
    report.finding(id)?.score
}

/// The sum of the values at most `reach` away from each place in both directions, row by row.
fn sums(
    values: &[f32],
    (width, height): (u32, u32),
    reach: usize,
) -> impl Iterator<Item = f64> + use<> {
    let (width, height) = (width as usize, height as usize);
    // Of all values above and to the left of each corner.
    let mut corners = vec![0.0; (width + 1) * (height + 1)];
    for (i, &value) in values.iter().enumerate() {
        let at = (i / width + 1) * (width + 1) + i % width + 1;
        let above = at - width - 1;
        corners[at] = f64::from(value) + corners[at - 1] + corners[above] - corners[above - 1];
    }
    (0..width * height).map(move |i| {
        let around =
            |at: usize, most: usize| [at.saturating_sub(reach), (at + reach + 1).min(most)];
        let [left, right] = around(i % width, width);
        let [top, bottom] = around(i / width, height).map(|row| row * (width + 1));
        corners[bottom + right] - corners[bottom + left] - corners[top + right]
            + corners[top + left]
    })
}

/// Between the middles of both eyes, in pixels.
fn ied(seen: &Observation) -> Option<f32> {
    let at = &seen.face.as_ref()?.landmarks;
    let middle = |a: usize, b: usize| [0, 1].map(|axis| f32::midpoint(at[a][axis], at[b][axis]));
    let ([x, y], [u, v]) = (middle(33, 133), middle(263, 362));
    Some((x - u).hypot(y - v))
}

/// How much of a pixel is clothes: what the classes say, or what the matte has for a person and no class claims, as it is
/// with near-black cloth.
fn worn(seen: &Observation, x: u32, y: u32) -> f32 {
    let (Some(classes), Some(matte)) = (&seen.classes, &seen.matte) else {
        return 0.0;
    };
    let Some(cell) = nearest(&classes.region, [classes.width, classes.height], x, y) else {
        return 0.0;
    };
    let person = nearest(&matte.region, [matte.width, matte.height], x, y);
    let person = person.map_or(0, |cell| matte.alpha[cell]);
    let shares = classes.shares[cell];
    let clothes = shares[Class::Clothes as usize];
    let unclaimed = clothes.saturating_add(shares[Class::Background as usize]);
    // Sure clothes are dyed whole: what a tenth of white leaves of black is grey.
    let share = f32::from(clothes.max(unclaimed.min(person))) / 255.0;
    ((share - SOFT[0]) / (SOFT[1] - SOFT[0])).clamp(0.0, 1.0)
}

/// The cell of a map over `region` that a pixel lies in.
fn nearest(region: &Rect, [columns, rows]: [usize; 2], x: u32, y: u32) -> Option<usize> {
    let column = (x as f32 + 0.5 - region.x) / region.width * columns as f32;
    let row = (y as f32 + 0.5 - region.y) / region.height * rows as f32;
    let inside = (0.0..columns as f32).contains(&column) && (0.0..rows as f32).contains(&row);
    inside.then(|| row as usize * columns + column as usize)
}
