//! The face at the scale of the checks.

use super::{Mesh, Point};
use crate::frame::downscale;
use crate::report::Reason;
use image::{GenericImageView, RgbImage};

/// sRGB, gamma-encoded.
pub type Rgb = [u8; 3];

/// The inter-eye distance that faces are shrunk to, in pixels. Smaller faces keep their size: nothing is invented.
const IED: f32 = 128.0;
/// From the eye midpoint to each edge, in inter-eye distances: past the hair above, to the collar below.
const REACH: f32 = 2.0;
/// A zone counts as inside the picture from this share on.
const LEAST_INSIDE: f32 = 0.8;
/// A zone of fewer pixels says nothing.
const LEAST_PIXELS: usize = 6;

/// The surroundings of a face, upright in the picture, shrunk by area.
pub struct Patch {
    pub pixels: RgbImage,
    /// Left upper corner, in pixels of the picture.
    origin: Point,
    /// Pixels of the patch per pixel of the picture, across and down.
    scale: [f32; 2],
}

impl Patch {
    /// Cuts the patch of a face. It is empty if the face lies outside the picture.
    pub fn cut(picture: &RgbImage, mesh: &Mesh) -> Self {
        let reach = REACH * mesh.ied;
        let side = |center: f32, limit: u32| {
            let from = (center - reach).clamp(0.0, limit as f32) as u32;
            let to = (center + reach).ceil().clamp(0.0, limit as f32) as u32;
            (from, to - from)
        };
        let (x, width) = side(mesh.middle[0], picture.width());
        let (y, height) = side(mesh.middle[1] + 0.3 * mesh.ied, picture.height());
        let scale = (IED / mesh.ied).min(1.0);
        let long = (width.max(height) as f32 * scale).round() as u32;
        let pixels = downscale(&picture.view(x, y, width, height).to_image(), long);
        let scale = [
            pixels.width() as f32 / width.max(1) as f32,
            pixels.height() as f32 / height.max(1) as f32,
        ];
        Self {
            pixels,
            origin: [x as f32, y as f32],
            scale,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.pixels.width().min(self.pixels.height()) < 8
    }

    /// The colours inside a polygon given in pixels of the picture.
    ///
    /// # Errors
    /// [`Reason::OutsidePicture`] if a fifth or more of it lies outside, [`Reason::FaceTooSmall`] if hardly a pixel is inside.
    pub fn zone(&self, polygon: &[Point]) -> Result<Vec<Rgb>, Reason> {
        let mut colours = Vec::new();
        self.visit(polygon, |x, y| colours.push(self.pixels.get_pixel(x, y).0));
        let whole = self.area(polygon);
        if (colours.len() as f32) < LEAST_INSIDE * whole - 2.0 {
            return Err(Reason::OutsidePicture);
        }
        if colours.len() < LEAST_PIXELS {
            return Err(Reason::FaceTooSmall);
        }
        Ok(colours)
    }

    /// Calls `with` for every pixel of the patch whose centre lies inside a polygon given in pixels of the picture.
    pub fn visit(&self, polygon: &[Point], mut with: impl FnMut(u32, u32)) {
        let corners: Vec<Point> = polygon.iter().map(|&point| self.place(point)).collect();
        let (width, height) = self.pixels.dimensions();
        let (mut top, mut bottom) = (f32::MAX, f32::MIN);
        for &[_, y] in &corners {
            (top, bottom) = (top.min(y), bottom.max(y));
        }
        let rows =
            top.clamp(0.0, height as f32) as u32..bottom.ceil().clamp(0.0, height as f32) as u32;
        let mut crossings = Vec::new();
        for y in rows {
            crossings.clear();
            cross(&corners, y as f32 + 0.5, &mut crossings);
            for pair in crossings.as_chunks::<2>().0 {
                let [from, to] = pair.map(|x| (x - 0.5).ceil().clamp(0.0, width as f32) as u32);
                for x in from..to {
                    with(x, y);
                }
            }
        }
    }

    /// A place of the picture in the patch.
    fn place(&self, [x, y]: Point) -> Point {
        [
            (x - self.origin[0]) * self.scale[0],
            (y - self.origin[1]) * self.scale[1],
        ]
    }

    /// The area of a polygon in pixels of the patch.
    fn area(&self, polygon: &[Point]) -> f32 {
        let next = polygon.iter().cycle().skip(1);
        let twice: f32 = polygon
            .iter()
            .zip(next)
            .map(|(a, b)| a[0] * b[1] - a[1] * b[0])
            .sum();
        (twice / 2.0).abs() * self.scale[0] * self.scale[1]
    }
}

/// Where a polygon crosses a row, from left to right.
fn cross(corners: &[Point], row: f32, crossings: &mut Vec<f32>) {
    let next = corners.iter().cycle().skip(1);
    for (a, b) in corners.iter().zip(next) {
        if (a[1] <= row) != (b[1] <= row) {
            crossings.push(a[0] + (row - a[1]) / (b[1] - a[1]) * (b[0] - a[0]));
        }
    }
    crossings.sort_unstable_by(f32::total_cmp);
}

#[cfg(test)]
mod tests {
    use super::super::mesh::tests::tilted;
    use super::*;

    fn patch(width: u32, height: u32) -> Patch {
        let picture = RgbImage::from_fn(width, height, |x, y| image::Rgb([x as u8, y as u8, 7]));
        let face = tilted(0.0);
        Patch::cut(&picture, &Mesh::new(&face).unwrap())
    }

    #[test]
    fn a_zone_holds_the_pixels_whose_centres_it_covers() {
        let patch = patch(300, 300);
        let square = [[90.0, 100.0], [94.0, 100.0], [94.0, 103.0], [90.0, 103.0]];
        let zone = patch.zone(&square).unwrap();
        assert_eq!(zone.len(), 12);
        assert!(
            zone.iter()
                .all(|c| (90..94).contains(&c[0]) && (100..103).contains(&c[1]))
        );
    }

    #[test]
    fn a_zone_outside_is_told_from_one_too_small() {
        let patch = patch(100, 300);
        let beside = [[95.0, 50.0], [120.0, 50.0], [120.0, 80.0], [95.0, 80.0]];
        assert_eq!(patch.zone(&beside), Err(Reason::OutsidePicture));
        let tiny = [[50.0, 50.0], [52.0, 50.0], [52.0, 52.0], [50.0, 52.0]];
        assert_eq!(patch.zone(&tiny), Err(Reason::FaceTooSmall));
    }

    #[test]
    fn a_face_outside_the_picture_has_no_patch() {
        assert!(patch(1, 1).is_empty());
    }
}
