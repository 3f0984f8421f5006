//! Parts of the picture at the scale of the checks.

use super::{Mesh, Point};
use crate::frame::downscale;
use crate::report::Reason;
use image::RgbImage;

/// sRGB, gamma-encoded.
pub type Rgb = [u8; 3];

/// Which part of the picture a patch holds, and how large.
pub struct Extent {
    /// The inter-eye distance it is shrunk to, in pixels. Smaller faces keep their size: nothing is invented.
    ied: f32,
    /// From the eye midpoint to either side, in inter-eye distances.
    aside: f32,
    /// From the eye midpoint down to the upper and to the lower edge, in inter-eye distances.
    down: [f32; 2],
}

/// The face with the hair above and the collar below.
pub const FACE: Extent = Extent {
    ied: 128.0,
    aside: 2.0,
    down: [-1.7, 2.3],
};
/// What is worn, at the scale of the portrait, whose face is 192 pixels wide.
pub const BUST: Extent = Extent {
    ied: 90.0,
    aside: 3.6,
    down: [1.0, 4.6],
};
/// The face where only spots matter, not pores.
pub const SKIN: Extent = Extent { ied: 16.0, ..FACE };
/// Ears and neck.
pub const NECK: Extent = Extent {
    ied: 64.0,
    aside: 2.6,
    down: [-1.7, 4.2],
};
/// What is behind head and shoulders.
pub const BEHIND: Extent = Extent {
    ied: 16.0,
    aside: 3.7,
    down: [-3.0, 4.2],
};
/// A patch with a shorter side shows nothing.
const LEAST_SIDE: u32 = 8;
/// A zone counts as inside the picture from this share on.
const LEAST_INSIDE: f32 = 0.8;
/// A zone of fewer pixels says nothing.
const LEAST_PIXELS: usize = 6;

/// A part of the picture, shrunk by area; its sides are the picture's.
pub struct Patch {
    pub pixels: RgbImage,
    /// Its scale against the extent's: less than 1 for a smaller face.
    pub size: f32,
    /// Left upper corner, in pixels of the picture.
    origin: Point,
    /// Pixels of the patch per pixel of the picture, across and down.
    scale: [f32; 2],
}

impl Patch {
    /// Cuts a part. It is empty if that lies outside the picture.
    pub fn cut(picture: &RgbImage, mesh: &Mesh, extent: &Extent) -> Self {
        let side = |center: f32, [from, to]: [f32; 2], limit: u32| {
            let edge = |reach: f32| (center + reach * mesh.ied).clamp(0.0, limit as f32);
            let (from, to) = (edge(from) as u32, edge(to).ceil() as u32);
            (from, to - from)
        };
        let across = [-extent.aside, extent.aside];
        let (x, width) = side(mesh.middle[0], across, picture.width());
        let (y, height) = side(mesh.middle[1], extent.down, picture.height());
        let scale = (extent.ied / mesh.ied).min(1.0);
        let long = (width.max(height) as f32 * scale).round() as u32;
        let part = part_of(picture, [x, y, width, height]);
        let pixels = if width.max(height) > long {
            downscale(&part, long)
        } else {
            part
        };
        let scale = [
            pixels.width() as f32 / width.max(1) as f32,
            pixels.height() as f32 / height.max(1) as f32,
        ];
        Self {
            pixels,
            size: (mesh.ied / extent.ied).min(1.0),
            origin: [x as f32, y as f32],
            scale,
        }
    }

    /// The patch, if there is enough of it.
    ///
    /// # Errors
    /// [`Reason::OutsidePicture`].
    pub fn some(&self) -> Result<&Self, Reason> {
        if self.pixels.width().min(self.pixels.height()) < LEAST_SIDE {
            return Err(Reason::OutsidePicture);
        }
        Ok(self)
    }

    /// The colours inside a polygon given in pixels of the picture.
    ///
    /// # Errors
    /// [`Reason::OutsidePicture`] if a fifth or more of it lies outside, [`Reason::FaceTooSmall`] if hardly a pixel is inside.
    pub fn zone(&self, polygon: &[Point]) -> Result<Vec<Rgb>, Reason> {
        let mut colours = Vec::new();
        self.visit(polygon, |x, y| colours.push(self.pixels.get_pixel(x, y).0));
        if self.share_inside(polygon) < LEAST_INSIDE {
            return Err(Reason::OutsidePicture);
        }
        if colours.len() < LEAST_PIXELS {
            return Err(Reason::FaceTooSmall);
        }
        Ok(colours)
    }

    /// The box round a polygon given in pixels of the picture, wider by a margin, as far as it lies on the patch: its left,
    /// upper, right and lower edge.
    pub fn bounds(&self, polygon: &[Point], margin: u32) -> [u32; 4] {
        let limits = [self.pixels.width(), self.pixels.height()];
        let side = |axis: usize| {
            let (least, most) = self.span(polygon, axis);
            let edge = |place: f32| place.clamp(0.0, limits[axis] as f32) as u32;
            let most = edge(most.ceil()).saturating_add(margin).min(limits[axis]);
            (edge(least).saturating_sub(margin), most)
        };
        let ((left, right), (top, bottom)) = (side(0), side(1));
        [left, top, right, bottom]
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

    /// The place of a pixel's centre in the picture.
    pub fn center(&self, x: u32, y: u32) -> Point {
        [
            self.origin[0] + (x as f32 + 0.5) / self.scale[0],
            self.origin[1] + (y as f32 + 0.5) / self.scale[1],
        ]
    }

    /// A place of the picture in the patch.
    fn place(&self, [x, y]: Point) -> Point {
        [
            (x - self.origin[0]) * self.scale[0],
            (y - self.origin[1]) * self.scale[1],
        ]
    }

    /// From where to where a polygon of the picture reaches in the patch, across (0) or down (1).
    fn span(&self, polygon: &[Point], axis: usize) -> (f32, f32) {
        let places = polygon.iter().map(|&point| self.place(point)[axis]);
        places.fold((f32::MAX, f32::MIN), |(a, b), v| (a.min(v), b.max(v)))
    }

    /// How much of the box round a polygon lies on the patch, 0 to 1.
    fn share_inside(&self, polygon: &[Point]) -> f32 {
        let limits = [self.pixels.width() as f32, self.pixels.height() as f32];
        let share = |axis: usize| {
            let (least, most) = self.span(polygon, axis);
            // A line has the width of a pixel.
            let (least, most) = (least - 0.5, most + 0.5);
            (most.min(limits[axis]) - least.max(0.0)) / (most - least)
        };
        share(0).max(0.0) * share(1).max(0.0)
    }
}

/// A box of the picture that lies inside it: its left and upper edge, width and height.
fn part_of(picture: &RgbImage, [x, y, width, height]: [u32; 4]) -> RgbImage {
    let bytes = |pixels: u32| 3 * pixels as usize;
    let rows = picture.as_raw().chunks_exact(bytes(picture.width()).max(1));
    let mut part = Vec::with_capacity(bytes(width) * height as usize);
    for row in rows.skip(y as usize).take(height as usize) {
        part.extend_from_slice(&row[bytes(x)..bytes(x + width)]);
    }
    RgbImage::from_raw(width, height, part).unwrap_or_default()
}

/// Where a polygon crosses a row, from left to right.
pub(super) fn cross(corners: &[Point], row: f32, crossings: &mut Vec<f32>) {
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
        Patch::cut(&picture, &Mesh::new(&face).unwrap(), &FACE)
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
        assert_eq!(patch(1, 1).some().err(), Some(Reason::OutsidePicture));
    }
}
