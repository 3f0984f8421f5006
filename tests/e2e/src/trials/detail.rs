//! Blur, and clothes of known colour and pattern.

use super::{Bench, Trial};
use image::{Rgb, RgbImage};
use xueying::quality::Stage;
use xueying::report::CheckId;
use xueying::vision::Class;
use xueying_damage::{gaussian_blur, motion_blur};

/// The inter-eye distance at the scale of the portrait, whose face is 192 pixels wide.
const PORTRAIT_IED: f32 = 90.0;

impl Bench<'_> {
    /// Blur is counted in hundredths of the inter-eye distance.
    pub(super) fn detail(&mut self) -> Vec<Trial> {
        let ied = self
            .score(CheckId::Resolution)
            .map_or(f32::NAN, |ied| ied as f32)
            / 100.0;
        let amounts = [0.0, 1.0, 2.0, 3.0, 5.0, 8.0];
        let blurred = self.trial(
            "blurred by hundredths",
            CheckId::Sharpness,
            Stage::Capture,
            false,
            &amounts,
            |picture, amount| (gaussian_blur(picture, amount * ied), None),
        );
        let shaken = self.trial(
            "shaken by hundredths",
            CheckId::Sharpness,
            Stage::Capture,
            false,
            &amounts,
            |picture, amount| {
                (
                    motion_blur(picture, (4.0 * amount * ied).max(0.01), 20.0),
                    None,
                )
            },
        );
        let mut trials = vec![blurred, shaken];
        if self.score(CheckId::ClothesPlain).is_some() {
            trials.extend([self.striped(), self.recoloured()]);
        }
        trials
    }

    /// Contrast of the stripes rises; the period is one of the portrait's 4 to 40 pixels.
    fn striped(&mut self) -> Trial {
        let clothes = self.clothes();
        let scale = self
            .score(CheckId::Resolution)
            .map_or(1.0, |ied| ied as f32)
            / PORTRAIT_IED;
        let periods = [4.0, 6.0, 10.0, 16.0, 24.0, 32.0, 40.0];
        let limit = self
            .profile
            .rule(CheckId::ClothesPlain)
            .and_then(|rule| rule.warn.1);
        let mut trial = self.trial(
            "striped with this period",
            CheckId::ClothesPlain,
            Stage::Capture,
            true,
            &periods,
            |picture, period| {
                let striped = dye(picture, &clothes, |x, y| {
                    let along = (0.8 * x as f32 + 0.6 * y as f32) / (period * scale.max(1.0));
                    if along.rem_euclid(1.0) < 0.5 {
                        [235; 3]
                    } else {
                        [70, 80, 120]
                    }
                });
                // Far beyond the limit, whatever the period.
                (striped, limit.map(|limit| 2.0 * limit))
            },
        );
        // Every period is as bad as the next.
        trial.steps.sort_by(|a, b| {
            a.finding
                .score
                .partial_cmp(&b.finding.score)
                .expect("no NaN")
        });
        trial
    }

    /// From white to the background's own colour, as far from it as the published formula says.
    fn recoloured(&mut self) -> Trial {
        let clothes = self.clothes();
        let background = self.profile.output.background;
        let steps = [0.0, 0.25, 0.5, 0.75, 0.9, 1.0];
        self.trial(
            "dyed towards the background",
            CheckId::ClothesNotBackground,
            Stage::Capture,
            false,
            &steps,
            |picture, part| {
                let navy = [25.0, 35.0, 70.0];
                let colour: [u8; 3] = std::array::from_fn(|c| {
                    (navy[c] + part * (f32::from(background[c]) - navy[c])).round() as u8
                });
                (dye(picture, &clothes, |_, _| colour), None)
            },
        )
    }

    /// Which pixels of the undamaged photo are clothes.
    fn clothes(&self) -> Vec<bool> {
        let map = self
            .base
            .observation
            .classes
            .as_ref()
            .expect("the models gave classes");
        let (width, height) = self.picture.dimensions();
        let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        places
            .map(|(x, y)| {
                let column = (x as f32 + 0.5 - map.region.x) / map.region.width * map.width as f32;
                let row = (y as f32 + 0.5 - map.region.y) / map.region.height * map.height as f32;
                let held = (0.0..map.width as f32).contains(&column)
                    && (0.0..map.height as f32).contains(&row);
                held && map.shares[row as usize * map.width + column as usize]
                    [Class::Clothes as usize]
                    > 127
            })
            .collect()
    }
}

/// Gives the clothes another colour.
fn dye(picture: &RgbImage, clothes: &[bool], colour: impl Fn(u32, u32) -> [u8; 3]) -> RgbImage {
    let mut dyed = picture.clone();
    for ((x, y, pixel), _) in dyed
        .enumerate_pixels_mut()
        .zip(clothes)
        .filter(|(_, clothes)| **clothes)
    {
        *pixel = Rgb(colour(x, y));
    }
    dyed
}
