//! A photo with everything drawn on it that the check saw.

use super::line::Line;
use image::{Rgb, RgbImage, imageops};
use imageproc::drawing::draw_filled_circle_mut;
use xueying::guide::head_outline;
use xueying::portrait::crop::Crop;
use xueying::profile::Profile;
use xueying::report::{Region, Verdict};

const WHITE: Rgb<u8> = Rgb([255, 255, 255]);
const SKY: Rgb<u8> = Rgb([100, 197, 255]);
const GREEN: Rgb<u8> = Rgb([43, 255, 138]);
const RED: Rgb<u8> = Rgb([229, 72, 77]);
const AMBER: Rgb<u8> = Rgb([240, 180, 41]);

/// The overlay is drawn at least this wide, so that its lines are fine.
const LEAST_WIDTH: u32 = 1024;

/// The photo, enlarged where it is small, with the crop, where the head belongs, the eye line, the landmarks and the places
/// of what was found.
pub fn draw(picture: &RgbImage, line: &Line) -> RgbImage {
    let scale = LEAST_WIDTH.div_ceil(picture.width().max(1)).max(1);
    let mut canvas = Canvas {
        picture: imageops::resize(
            picture,
            picture.width() * scale,
            picture.height() * scale,
            imageops::FilterType::CatmullRom,
        ),
        scale: scale as f32,
        pen: 1,
    };
    canvas.pen = (canvas.picture.width() / 600).max(1) as i32;
    if let Some([x, y, width, height]) = line.crop {
        let crop = Crop {
            x,
            y,
            width,
            height,
        };
        canvas.darken_around(&crop);
        canvas.rectangle([x, y, width, height].map(|value| value as f32), WHITE);
        let outline = head_outline(&crop, &Profile::chsi().geometry);
        let outline: Vec<_> = outline
            .iter()
            .map(|point| point.map(|value| value as f32))
            .collect();
        for side in outline.chunks_exact(2) {
            canvas.line(side[0], side[1], WHITE);
        }
    }
    for point in &line.observation.landmarks {
        canvas.dot(*point, GREEN);
    }
    for found in line.findings.iter().filter(|found| found.is_trouble()) {
        let colour = if found.verdict == Verdict::Fail {
            RED
        } else {
            AMBER
        };
        match &found.region {
            Some(Region::Box(bounds)) => canvas.rectangle(*bounds, colour),
            Some(Region::Polygon(points)) => canvas.polygon(points, colour),
            None => {}
        }
    }
    if let Some([right, left]) = line.observation.eyes {
        canvas.line(right, left, SKY);
    }
    canvas.picture
}

/// A picture drawn on in the pixels of the photo.
struct Canvas {
    picture: RgbImage,
    scale: f32,
    /// Half the width of a line, in pixels of the canvas.
    pen: i32,
}

impl Canvas {
    fn darken_around(&mut self, crop: &Crop) {
        let scale = f64::from(self.scale);
        let inside = |value: u32, start: f64, length: f64| {
            (start * scale..(start + length) * scale).contains(&f64::from(value))
        };
        for (x, y, pixel) in self.picture.enumerate_pixels_mut() {
            if !(inside(x, crop.x, crop.width) && inside(y, crop.y, crop.height)) {
                pixel.0 = pixel.0.map(|value| value / 2);
            }
        }
    }

    fn dot(&mut self, [x, y]: [f32; 2], colour: Rgb<u8>) {
        let middle = ((x * self.scale) as i32, (y * self.scale) as i32);
        draw_filled_circle_mut(&mut self.picture, middle, self.pen, colour);
    }

    /// Dots so close that they are a line.
    fn line(&mut self, from: [f32; 2], to: [f32; 2], colour: Rgb<u8>) {
        let length = (to[0] - from[0]).hypot(to[1] - from[1]) * self.scale;
        let steps = length.ceil().clamp(1.0, 1e5);
        for step in 0..=steps as u32 {
            let along = step as f32 / steps;
            let at = [0, 1].map(|axis: usize| from[axis] + (to[axis] - from[axis]) * along);
            self.dot(at, colour);
        }
    }

    fn polygon(&mut self, points: &[[f32; 2]], colour: Rgb<u8>) {
        for (from, to) in points.iter().zip(points.iter().cycle().skip(1)) {
            self.line(*from, *to, colour);
        }
    }

    fn rectangle(&mut self, [x, y, width, height]: [f32; 4], colour: Rgb<u8>) {
        let (right, bottom) = (x + width, y + height);
        self.polygon(&[[x, y], [right, y], [right, bottom], [x, bottom]], colour);
    }
}
