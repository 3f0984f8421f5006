//! Matte and region classes, asked in pixels of the picture.

use super::{Point, Rgb};
use crate::report::Reason;
use crate::vision::{Class, Observation, Rect};
use image::RgbImage;

/// Cells with less of the person than this are background, of 255.
const BACKGROUND: u8 = 13;
/// Fewer cells of background than this say nothing.
const LEAST_CELLS: usize = 200;

/// What the maps of one picture tell.
pub struct Maps<'a> {
    observation: &'a Observation,
    pixels: &'a RgbImage,
}

impl<'a> Maps<'a> {
    pub fn new(observation: &'a Observation, pixels: &'a RgbImage) -> Self {
        Self {
            observation,
            pixels,
        }
    }

    /// The colours of the background inside a box, one for every cell of the matte.
    ///
    /// # Errors
    /// [`Reason::NoModel`] without a matte, [`Reason::Hidden`] where hardly any background shows.
    pub fn background(&self, within: Rect) -> Result<Vec<Rgb>, Reason> {
        let matte = self.observation.matte.as_ref().ok_or(Reason::NoModel)?;
        let grid = Grid::new(matte.region, matte.width, matte.height);
        let colours: Vec<Rgb> = (0..matte.alpha.len())
            .filter(|&cell| matte.alpha[cell] < BACKGROUND)
            .map(|cell| grid.center(cell))
            .filter(|&point| contains(within, point))
            .filter_map(|point| self.colour(point))
            .collect();
        if colours.len() < LEAST_CELLS {
            return Err(Reason::Hidden);
        }
        Ok(colours)
    }

    /// How much of a polygon belongs to a class, 0 to 1: the mean over the cells whose centres lie inside it.
    ///
    /// # Errors
    /// [`Reason::NoModel`] without classes, [`Reason::FaceTooSmall`] if no cell lies inside.
    pub fn share(&self, class: Class, polygon: &[Point]) -> Result<f32, Reason> {
        let classes = self.observation.classes.as_ref().ok_or(Reason::NoModel)?;
        let grid = Grid::new(classes.region, classes.width, classes.height);
        let (mut sum, mut count) = (0_u32, 0_u32);
        for cell in grid.cells_round(polygon) {
            let Some(shares) = classes.shares.get(cell) else {
                continue;
            };
            if inside(polygon, grid.center(cell)) {
                sum += u32::from(shares[class as usize]);
                count += 255;
            }
        }
        if count == 0 {
            return Err(Reason::FaceTooSmall);
        }
        Ok(sum as f32 / count as f32)
    }

    fn colour(&self, [x, y]: Point) -> Option<Rgb> {
        if x < 0.0 || y < 0.0 {
            return None;
        }
        self.pixels
            .get_pixel_checked(x as u32, y as u32)
            .map(|pixel| pixel.0)
    }
}

/// Cells laid over a part of the picture.
struct Grid {
    region: Rect,
    columns: usize,
    rows: usize,
    cell: [f32; 2],
}

impl Grid {
    fn new(region: Rect, columns: usize, rows: usize) -> Self {
        Self {
            region,
            columns: columns.max(1),
            rows,
            cell: [
                region.width / columns.max(1) as f32,
                region.height / rows.max(1) as f32,
            ],
        }
    }

    /// Every cell that the box round a polygon touches.
    fn cells_round(&self, polygon: &[Point]) -> impl Iterator<Item = usize> {
        let span = |axis: usize, start: f32, count: usize| {
            let places = polygon
                .iter()
                .map(|point| (point[axis] - start) / self.cell[axis]);
            let (least, most) = places.fold((f32::MAX, f32::MIN), |(a, b), v| (a.min(v), b.max(v)));
            let limit = count as f32;
            least.clamp(0.0, limit) as usize..most.ceil().clamp(0.0, limit) as usize
        };
        let columns = span(0, self.region.x, self.columns);
        let rows = span(1, self.region.y, self.rows);
        let width = self.columns;
        rows.flat_map(move |row| columns.clone().map(move |column| row * width + column))
    }

    fn center(&self, cell: usize) -> Point {
        let (row, column) = (cell / self.columns, cell % self.columns);
        [
            self.region.x + (column as f32 + 0.5) * self.cell[0],
            self.region.y + (row as f32 + 0.5) * self.cell[1],
        ]
    }
}

fn contains(rect: Rect, [x, y]: Point) -> bool {
    (rect.x..rect.x + rect.width).contains(&x) && (rect.y..rect.y + rect.height).contains(&y)
}

/// Whether a point lies inside a polygon, by the even-odd rule.
fn inside(polygon: &[Point], [x, y]: Point) -> bool {
    let next = polygon.iter().cycle().skip(1);
    let crossings = polygon.iter().zip(next).filter(|(a, b)| {
        (a[1] <= y) != (b[1] <= y) && x < a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
    });
    crossings.count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vision::{ClassMap, Matte};
    use image::Rgb;

    /// A picture of 200 × 100, the right half of it clothes and person, seen by maps that reach 50 pixels beyond it.
    fn half() -> (Observation, RgbImage) {
        let region = Rect {
            x: -50.0,
            y: -50.0,
            width: 300.0,
            height: 200.0,
        };
        let right = |cell: usize| cell % 60 >= 30;
        let observation = Observation {
            width: 200,
            height: 100,
            faces: vec![],
            face: None,
            matte: Some(Matte {
                width: 60,
                height: 40,
                alpha: (0..2400)
                    .map(|cell| if right(cell) { 255 } else { 0 })
                    .collect(),
                region,
            }),
            classes: Some(ClassMap {
                width: 60,
                height: 40,
                shares: (0..2400)
                    .map(|cell| {
                        if right(cell) {
                            [0, 0, 0, 0, 255, 0]
                        } else {
                            [255, 0, 0, 0, 0, 0]
                        }
                    })
                    .collect(),
                region,
            }),
            shoulders: None,
        };
        let picture = RgbImage::from_fn(200, 100, |x, _| Rgb([if x < 100 { 10 } else { 200 }; 3]));
        (observation, picture)
    }

    #[test]
    fn a_share_is_that_of_the_cells_inside() {
        let (observation, picture) = half();
        let maps = Maps::new(&observation, &picture);
        let box_at = |x: f32| [[x, 20.0], [x + 40.0, 20.0], [x + 40.0, 60.0], [x, 60.0]];
        assert_eq!(maps.share(Class::Clothes, &box_at(20.0)), Ok(0.0));
        assert_eq!(maps.share(Class::Clothes, &box_at(80.0)), Ok(0.5));
        assert_eq!(maps.share(Class::Clothes, &box_at(120.0)), Ok(1.0));
        assert_eq!(
            maps.share(Class::Clothes, &box_at(900.0)),
            Err(Reason::FaceTooSmall)
        );
    }

    #[test]
    fn background_is_what_is_inside_the_picture_and_not_the_person() {
        let (observation, picture) = half();
        let maps = Maps::new(&observation, &picture);
        let all = Rect {
            x: -100.0,
            y: -100.0,
            width: 400.0,
            height: 400.0,
        };
        let colours = maps.background(all).unwrap();
        assert_eq!(colours.len(), 20 * 20);
        assert!(colours.iter().all(|colour| *colour == [10; 3]));
        let person = Rect { x: 100.0, ..all };
        assert_eq!(maps.background(person), Err(Reason::Hidden));
    }
}
