//! More light, less light, light from one side, from behind, of another colour.

use super::{Bench, Trial, middle};
use image::{GrayImage, Luma, RgbImage};
use xueying::quality::Stage;
use xueying::report::CheckId;
use xueying::vision::Matte;
use xueying_damage::{backlight, exposure, gloss, luminance, side_light, tint};

impl Bench<'_> {
    pub(super) fn light(&mut self) -> Vec<Trial> {
        let mut trials = vec![
            self.lit_from_one_side(),
            self.darker(),
            self.brighter(),
            self.bluer(),
            self.glossier(),
        ];
        trials.extend(self.lit_from_behind());
        trials
    }

    /// The true ratio is that of the two cheek squares, measured in the undamaged picture apart from the checks.
    fn lit_from_one_side(&mut self) -> Trial {
        let eyes = self.eyes();
        let mouth = middle(self.at(61), self.at(291));
        let side = 0.3 * (eyes[1][0] - eyes[0][0]);
        let cheeks = eyes.map(|[x, y]| {
            let y = f32::midpoint(y, mouth[1]);
            [x - side / 2.0, y - side / 2.0, side, side].map(|value| value.round() as u32)
        });
        let [right, left] = cheeks.map(|cheek| luminance(&self.picture, cheek));
        let columns = [eyes[0][0] + side / 2.0, eyes[1][0] - side / 2.0];
        // Towards the side that is darker already, or the ratio would rise first.
        let (bright, dark, before) = if left <= right {
            (columns[0], columns[1], left / right)
        } else {
            (columns[1], columns[0], right / left)
        };
        let ratios = [1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2];
        let apply = move |picture: &RgbImage, ratio: f32| {
            (
                side_light(picture, bright, dark, ratio),
                Some(f64::from(before * ratio)),
            )
        };
        self.trial(
            "one cheek at this part",
            CheckId::LightEven,
            Stage::Capture,
            false,
            &ratios,
            apply,
        )
    }

    fn darker(&mut self) -> Trial {
        let before = self.score(CheckId::FaceDark);
        let stops = [0.0, -0.5, -1.0, -1.5, -2.0, -2.5, -3.0];
        let apply = move |picture: &RgbImage, stops: f32| {
            let truth = before.map(|before| before * f64::from(stops.exp2()));
            (exposure(picture, stops), truth)
        };
        self.trial(
            "darker by stops",
            CheckId::FaceDark,
            Stage::Capture,
            false,
            &stops,
            apply,
        )
    }

    /// What burns out depends on the picture: no truth but the order.
    fn brighter(&mut self) -> Trial {
        let stops = [0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0];
        let apply = |picture: &RgbImage, stops: f32| (exposure(picture, stops), None);
        self.trial(
            "brighter by stops",
            CheckId::FaceBright,
            Stage::Capture,
            true,
            &stops,
            apply,
        )
    }

    fn bluer(&mut self) -> Trial {
        let gains = [1.0, 0.85, 0.7, 0.55, 0.4];
        let apply =
            |picture: &RgbImage, gain: f32| (tint(picture, [gain, 0.5 + 0.5 * gain, 1.0]), None);
        self.trial(
            "red light at this part",
            CheckId::WhiteBalance,
            Stage::Capture,
            true,
            &gains,
            apply,
        )
    }

    /// White light mirrored by forehead and one cheek.
    fn glossier(&mut self) -> Trial {
        let spots = [151, 50].map(|landmark| self.at(landmark));
        let eyes = self.eyes();
        let deviation = 0.12 * (eyes[1][0] - eyes[0][0]);
        let amounts = [0.0, 0.1, 0.2, 0.3, 0.5, 0.8];
        self.trial(
            "mirroring this much light",
            CheckId::SkinShine,
            Stage::Capture,
            true,
            &amounts,
            |picture, white| (gloss(picture, &spots, deviation, white), None),
        )
    }

    /// The person darkened, the background left: the ratio falls as the light on the person does.
    fn lit_from_behind(&mut self) -> Option<Trial> {
        let person = person(
            self.base.observation.matte.as_ref()?,
            self.picture.dimensions(),
        );
        let before = self.score(CheckId::Backlight)?;
        let stops = [0.0, -0.5, -1.0, -1.5, -2.0, -2.5, -3.0];
        let apply = move |picture: &RgbImage, stops: f32| {
            let truth = before * f64::from(stops.exp2());
            (backlight(picture, &person, stops, 0.0), Some(truth))
        };
        Some(self.trial(
            "person darker by stops",
            CheckId::Backlight,
            Stage::Capture,
            false,
            &stops,
            apply,
        ))
    }
}

/// The matte over the whole picture; nobody where it does not reach.
pub(crate) fn person(matte: &Matte, (width, height): (u32, u32)) -> GrayImage {
    GrayImage::from_fn(width, height, |x, y| {
        let column = (x as f32 + 0.5 - matte.region.x) / matte.region.width * matte.width as f32;
        let row = (y as f32 + 0.5 - matte.region.y) / matte.region.height * matte.height as f32;
        let held = (0.0..matte.width as f32).contains(&column)
            && (0.0..matte.height as f32).contains(&row);
        let alpha = held.then(|| matte.alpha[row as usize * matte.width + column as usize]);
        Luma([alpha.unwrap_or(0)])
    })
}
