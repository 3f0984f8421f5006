//! Turned, resized, moved, cut, and not alone.

use super::{Bench, Trial, middle};
use image::RgbImage;
use xueying::quality::Stage;
use xueying::report::CheckId;
use xueying_damage::{crop, rotate, scale, second_face};

impl Bench<'_> {
    pub(super) fn geometry(&mut self) -> Vec<Trial> {
        let mut trials = vec![self.turned(), self.resized(), self.accompanied()];
        trials.extend(self.reframed());
        trials
    }

    fn turned(&mut self) -> Trial {
        let eyes = self.eyes();
        let about = middle(eyes[0], eyes[1]);
        let roll = self.score(CheckId::HeadRoll);
        let degrees: Vec<f32> = (-6..=6).map(|step| 2.5 * step as f32).collect();
        let apply = move |picture: &RgbImage, degrees: f32| {
            let truth = roll.map(|roll| roll + f64::from(degrees));
            (rotate(picture, about, degrees), truth)
        };
        self.trial(
            "turned by degrees",
            CheckId::HeadRoll,
            Stage::Capture,
            true,
            &degrees,
            apply,
        )
    }

    /// From an inter-eye distance of 40 pixels to one of 160.
    fn resized(&mut self) -> Trial {
        let ied = self.score(CheckId::Resolution).unwrap_or(f64::NAN);
        let sizes = [
            40.0, 60.0, 75.0, 85.0, 95.0, 105.0, 115.0, 125.0, 140.0, 160.0,
        ];
        let apply = move |picture: &RgbImage, size: f32| {
            (scale(picture, size / ied as f32), Some(f64::from(size)))
        };
        self.trial(
            "eyes apart by pixels",
            CheckId::Resolution,
            Stage::Capture,
            true,
            &sizes,
            apply,
        )
    }

    /// A copy of the head beside the head, on a picture made wider for it.
    fn accompanied(&mut self) -> Trial {
        let [right, left, top, chin] = [234, 454, 10, 152].map(|index| self.at(index));
        let width = left[0] - right[0];
        // With hair and neck: a bare oval of features is hardly a face.
        let (x, y) = (
            (right[0] - 0.4 * width).max(0.0),
            (top[1] - 0.6 * width).max(0.0),
        );
        let (wide, high) = self.picture.dimensions();
        let head = [
            x as u32,
            y as u32,
            (1.8 * width).min(wide as f32 - x) as u32,
            (chin[1] + 0.4 * width - y).min(high as f32 - y) as u32,
        ];
        let room = (2.0 * width) as u32;
        let areas = [0.03, 0.08, 0.15, 0.25, 0.35, 0.5, 0.8];
        let apply = move |picture: &RgbImage, area: f32| {
            let wider = crop(picture, [0, 0], [wide + room, high]);
            let beside = left[0] + (0.5 + 0.9 * area.sqrt()) * width;
            let middle = [beside as i32, (head[1] + head[3] / 2) as i32];
            (
                second_face(&wider, head, area, middle),
                Some(f64::from(area)),
            )
        };
        self.trial(
            "a second face of this area",
            CheckId::FaceCount,
            Stage::Capture,
            true,
            &areas,
            apply,
        )
    }

    /// Cut like portraits, with eyes, crown and face where no good portrait has them.
    fn reframed(&mut self) -> Vec<Trial> {
        let Some(proposal) = self.base.crop else {
            return vec![];
        };
        let cut = proposal.crop;
        let size = [cut.width.round(), cut.height.round()];
        let shares = proposal.shares;
        let part = move |picture: &RgbImage, x: f64, y: f64, [width, height]: [f64; 2]| {
            crop(
                picture,
                [x.round() as i32, y.round() as i32],
                [width as u32, height as u32],
            )
        };
        let moved = [-0.12, -0.08, -0.04, -0.02, 0.0, 0.02, 0.04, 0.08, 0.12];
        let aside = self.trial(
            "moved right by widths",
            CheckId::Centering,
            Stage::Portrait,
            true,
            &moved,
            |picture, by| {
                let by = f64::from(by);
                let truth = shares.center + by;
                (
                    part(picture, cut.x - by * size[0], cut.y, size),
                    Some(truth),
                )
            },
        );
        let down = self.trial(
            "moved down by heights",
            CheckId::EyeLinePosition,
            Stage::Portrait,
            true,
            &moved,
            |picture, by| {
                let by = f64::from(by);
                (
                    part(picture, cut.x, cut.y - by * size[1], size),
                    Some(shares.eye_line + by),
                )
            },
        );
        // About the eyes, so that nothing else changes.
        let zooms = [0.6, 0.75, 0.9, 1.0, 1.15, 1.3, 1.5, 1.8];
        let closer = self.trial(
            "closer by this factor",
            CheckId::FaceWidth,
            Stage::Portrait,
            true,
            &zooms,
            |picture, zoom| {
                let zoom = f64::from(zoom);
                let [width, height] = size.map(|side| side / zoom);
                let x = cut.x + shares.center * (size[0] - width);
                let y = cut.y + shares.eye_line * (size[1] - height);
                (
                    part(picture, x, y, [width, height]),
                    Some(shares.face_width * zoom),
                )
            },
        );
        vec![aside, down, closer]
    }
}
