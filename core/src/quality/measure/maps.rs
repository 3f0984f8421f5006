//! Matte and region classes, asked in pixels of the picture.

use super::grid::{Blob, Grid};
use super::{Point, Rgb, stats};
use crate::report::Reason;
use crate::vision::{Class, ClassMap, Matte, Observation, Rect};
use image::RgbImage;
use std::collections::{BTreeMap, HashSet};

/// Cells with less of the person than this are background, of 255.
const BACKGROUND: u8 = 13;
/// Fewer cells of background than this say nothing.
const LEAST_CELLS: usize = 200;
/// A zone counts as inside the picture from this share on.
const LEAST_INSIDE: f32 = 0.3;
/// What is around a cell reaches this many cells to each side.
const AROUND: usize = 7;
/// Peaks are more than this many cells apart,
const APART: usize = 4;
/// and no more than so many.
const MOST_PEAKS: usize = 8;

/// What the maps of one picture tell.
#[derive(Clone, Copy)]
pub struct Maps<'a> {
    observation: &'a Observation,
    pixels: &'a RgbImage,
}

/// The classes of one zone.
pub struct Shares {
    mean: [f32; Class::COUNT],
}

impl Shares {
    /// 0 to 1.
    pub fn of(&self, class: Class) -> f32 {
        self.mean[class as usize]
    }
}

/// Where a class stands out.
pub struct Peak {
    /// Share of the class above the mean share around: the mean of the cell with most of it and the best one beside it, 0 to 1.
    pub share: f32,
    /// Centre of the first of them.
    pub place: Point,
}

impl<'a> Maps<'a> {
    pub fn new(observation: &'a Observation, pixels: &'a RgbImage) -> Self {
        Self {
            observation,
            pixels,
        }
    }

    /// The colours of the background inside a box, one for every cell of the matte, or for every `every`-th of every
    /// `every`-th row.
    ///
    /// # Errors
    /// [`Reason::NoModel`] without a matte, [`Reason::Hidden`] where hardly any background shows.
    pub fn background(&self, within: Rect, every: usize) -> Result<Vec<Rgb>, Reason> {
        let (matte, grid) = self.matte()?;
        let cells = grid.cells_round(within, every);
        let empty = cells.filter(|&cell| matte.alpha.get(cell).is_some_and(|a| *a < BACKGROUND));
        let places = empty.map(|cell| grid.center(cell));
        let places = places.filter(|&place| contains(within, place));
        let colours: Vec<Rgb> = places.filter_map(|place| self.colour(place)).collect();
        enough(colours, LEAST_CELLS / (every * every))
    }

    /// Every cell of the matte that shows background: its centre, and the mean colour of the nine pixels round it.
    ///
    /// # Errors
    /// As [`background`](Self::background).
    pub fn backdrop(&self) -> Result<Vec<(Point, Rgb)>, Reason> {
        let mean = |[x, y]: Point| {
            let steps = [-1.0, 0.0, 1.0];
            let around = steps.iter().flat_map(|dy| steps.map(|dx| [x + dx, y + dy]));
            let colours: Vec<Rgb> = around.filter_map(|place| self.colour(place)).collect();
            let count = colours.len() as u32;
            let sum = |c: usize| {
                colours
                    .iter()
                    .map(|colour| u32::from(colour[c]))
                    .sum::<u32>()
            };
            std::array::from_fn(|c| ((sum(c) + count / 2) / count) as u8)
        };
        let (matte, grid) = self.matte()?;
        let cells = matte.alpha.iter().enumerate();
        let empty = cells.filter(|(_, alpha)| **alpha < BACKGROUND);
        let places = empty.map(|(cell, _)| grid.center(cell));
        let inside = places.filter(|&place| self.holds(place));
        let found = inside.map(|place| (place, mean(place))).collect();
        enough(found, LEAST_CELLS)
    }

    /// How surely a place belongs to the person, 0 to 255, by matte and classes both, of which either takes a shadow for a part
    /// of the person now and then; by the matte alone where there are no classes.
    ///
    /// # Errors
    /// [`Reason::NoModel`] without a matte.
    pub fn person(self) -> Result<impl Fn(Point) -> u8 + use<'a>, Reason> {
        self.matte()?;
        Ok(move |place| {
            let background = self.at(Class::Background, place);
            self.alpha(place)
                .unwrap_or(u8::MAX)
                .min(u8::MAX - background)
        })
    }

    /// How much of a polygon belongs to each class: the mean over the cells whose centres lie inside it and inside the
    /// picture.
    ///
    /// # Errors
    /// [`Reason::NoModel`] without classes, [`Reason::OutsidePicture`] if most of it lies outside.
    pub fn shares(&self, polygon: &[Point]) -> Result<Shares, Reason> {
        let (classes, grid) = self.classes()?;
        let (mut sums, mut count, mut all) = ([0_u32; Class::COUNT], 0_u32, 0_u32);
        grid.visit(polygon, |cell| {
            all += 1;
            let shares = classes.shares.get(cell);
            if let Some(shares) = shares.filter(|_| self.holds(grid.center(cell))) {
                count += 1;
                for (sum, &share) in sums.iter_mut().zip(shares) {
                    *sum += u32::from(share);
                }
            }
        });
        if count == 0 || (count as f32) < LEAST_INSIDE * all as f32 {
            return Err(Reason::OutsidePicture);
        }
        Ok(Shares {
            mean: sums.map(|sum| sum as f32 / (255 * count) as f32),
        })
    }

    /// How surely a place is cloth, 0 to 255: what the classes say, or what the matte has for a person and no other class
    /// claims. The classes take near-black cloth for background, and the matte does not.
    pub fn worn(&self, point: Point) -> u8 {
        let clothes = self.at(Class::Clothes, point);
        let unclaimed = clothes.saturating_add(self.at(Class::Background, point));
        clothes.max(unclaimed.min(self.alpha(point).unwrap_or(0)))
    }

    /// How much of a place the matte has for a person, 0 to 255; `None` without a matte, or outside it or the picture.
    fn alpha(&self, point: Point) -> Option<u8> {
        let (matte, grid) = self.matte().ok()?;
        let cell = grid.cell_at(point).filter(|_| self.holds(point))?;
        matte.alpha.get(cell).copied()
    }

    /// How surely a place belongs to a class, 0 to 255; 0 outside the map or the picture.
    pub fn at(&self, class: Class, point: Point) -> u8 {
        let Ok((classes, grid)) = self.classes() else {
            return 0;
        };
        let cell = grid
            .cell_at(point)
            .filter(|_| self.holds(point))
            .and_then(|cell| classes.shares.get(cell));
        cell.map_or(0, |shares| shares[class as usize])
    }

    /// Where a class stands out from what is around it inside any of the zones, most first and at least one place, leaving out
    /// the blobs (cells from `least` on) that `unwanted` names and the cells next to them.
    ///
    /// # Errors
    /// [`Reason::NoModel`] without classes, [`Reason::OutsidePicture`] if the zones lie outside the picture.
    pub fn peaks(
        &self,
        class: Class,
        zones: &[Vec<Point>],
        least: f32,
        unwanted: impl Fn(&Blob) -> bool,
    ) -> Result<Vec<Peak>, Reason> {
        let (classes, grid) = self.classes()?;
        let share = |cell: usize| {
            let shares = classes.shares.get(cell);
            shares.map_or(0.0, |shares| f32::from(shares[class as usize]) / 255.0)
        };
        let left_out = grid.left_out(|cell| share(cell) >= least, unwanted);
        let mut excess = BTreeMap::new();
        for zone in zones {
            grid.visit(zone, |cell| {
                if !left_out[cell] && self.holds(grid.center(cell)) {
                    excess.entry(cell).or_insert_with(|| {
                        share(cell) - stats::mean(grid.neighbours(cell, AROUND).map(share))
                    });
                }
            });
        }
        let mut ranked: Vec<(usize, f32)> = excess.iter().map(|(&cell, &e)| (cell, e)).collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
        let mut peaks = vec![];
        let mut taken = HashSet::new();
        for (cell, first) in ranked {
            if peaks.len() == MOST_PEAKS {
                break;
            }
            if taken.contains(&cell) {
                continue;
            }
            taken.extend(grid.neighbours(cell, APART));
            let beside = grid.neighbours(cell, 1).filter(|&next| next != cell);
            let second = beside.filter_map(|next| excess.get(&next).copied());
            peaks.push(Peak {
                share: f32::midpoint(first, second.fold(0.0, f32::max)).max(0.0),
                place: grid.center(cell),
            });
        }
        if peaks.is_empty() {
            return Err(Reason::OutsidePicture);
        }
        Ok(peaks)
    }

    fn matte(&self) -> Result<(&'a Matte, Grid), Reason> {
        let matte = self.observation.matte.as_ref().ok_or(Reason::NoModel)?;
        let grid = Grid::new(matte.region, matte.width, matte.height);
        Ok((matte, grid))
    }

    fn classes(&self) -> Result<(&'a ClassMap, Grid), Reason> {
        let classes = self.observation.classes.as_ref().ok_or(Reason::NoModel)?;
        let grid = Grid::new(classes.region, classes.width, classes.height);
        Ok((classes, grid))
    }

    fn holds(&self, [x, y]: Point) -> bool {
        let (width, height) = self.pixels.dimensions();
        (0.0..width as f32).contains(&x) && (0.0..height as f32).contains(&y)
    }

    /// The colour of the picture at a place; `None` outside.
    pub fn colour(&self, [x, y]: Point) -> Option<Rgb> {
        let held = self.holds([x, y]);
        held.then(|| self.pixels.get_pixel(x as u32, y as u32).0)
    }
}

fn enough<T>(cells: Vec<T>, least: usize) -> Result<Vec<T>, Reason> {
    if cells.len() < least {
        return Err(Reason::Hidden);
    }
    Ok(cells)
}

fn contains(rect: Rect, [x, y]: Point) -> bool {
    (rect.x..rect.x + rect.width).contains(&x) && (rect.y..rect.y + rect.height).contains(&y)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgb;
    use std::sync::Arc;

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
        assert_eq!(
            maps.shares(&box_at(20.0))
                .map(|shares| shares.of(Class::Clothes)),
            Ok(0.0)
        );
        assert_eq!(
            maps.shares(&box_at(80.0))
                .map(|shares| shares.of(Class::Clothes)),
            Ok(0.5)
        );
        assert_eq!(
            maps.shares(&box_at(120.0))
                .map(|shares| shares.of(Class::Clothes)),
            Ok(1.0)
        );
        assert_eq!(
            maps.shares(&box_at(900.0)).err(),
            Some(Reason::OutsidePicture)
        );
    }

    #[test]
    fn cloth_that_the_classes_miss_is_worn_where_the_matte_has_a_person() {
        let (mut observation, picture) = half();
        let at =
            |observation: &Observation, x: f32| Maps::new(observation, &picture).worn([x, 50.0]);
        assert_eq!(
            [50.0, 150.0, 350.0].map(|x| at(&observation, x)),
            [0, 255, 0]
        );
        let shares = &mut observation.classes.as_mut().unwrap().shares;
        Arc::make_mut(shares).fill([255, 0, 0, 0, 0, 0]);
        assert_eq!([50.0, 150.0].map(|x| at(&observation, x)), [0, 255]);
        let shares = &mut observation.classes.as_mut().unwrap().shares;
        Arc::make_mut(shares).fill([0, 255, 0, 0, 0, 0]);
        assert_eq!(at(&observation, 150.0), 0);
        observation.matte = None;
        assert_eq!(at(&observation, 150.0), 0);
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
        let colours = maps.background(all, 1).unwrap();
        assert_eq!(colours.len(), 20 * 20);
        assert!(colours.iter().all(|colour| *colour == [10; 3]));
        let person = Rect { x: 100.0, ..all };
        assert_eq!(maps.background(person, 1), Err(Reason::Hidden));
    }

    #[test]
    fn a_large_blob_is_left_out_and_a_small_one_found() {
        let (mut observation, picture) = half();
        let shares = &mut observation.classes.as_mut().unwrap().shares;
        let map = Arc::make_mut(shares);
        let mut set = |columns: std::ops::Range<usize>, rows: std::ops::Range<usize>, share: u8| {
            for row in rows {
                for column in columns.clone() {
                    map[row * 60 + column][Class::Accessories as usize] = share;
                }
            }
        };
        set(12..22, 12..22, 255);
        set(40..42, 20..21, 204);
        let maps = Maps::new(&observation, &picture);
        let everywhere = vec![vec![[0.0, 0.0], [200.0, 0.0], [200.0, 100.0], [0.0, 100.0]]];
        let found = maps.peaks(Class::Accessories, &everywhere, 0.3, |blob| {
            blob.area > 1000.0
        });
        let found = found.unwrap();
        // Two cells of 0.8 among 15 × 15.
        assert!((found[0].share - (0.8 - 1.6 / 225.0)).abs() < 1e-4);
        assert_eq!(found[0].place, [152.5, 52.5]);
        assert!(found[1..].iter().all(|peak| peak.share == 0.0));
        let corner = vec![vec![[12.0, 12.0], [20.0, 12.0], [20.0, 20.0], [12.0, 20.0]]];
        let any = maps.peaks(Class::Accessories, &corner, 0.3, |_| false);
        assert!(any.unwrap()[0].share > 0.5);
        let none = maps.peaks(Class::Accessories, &corner, 0.3, |blob| {
            blob.touches(&corner[0])
        });
        assert_eq!(none.err(), Some(Reason::OutsidePicture));
    }
}
