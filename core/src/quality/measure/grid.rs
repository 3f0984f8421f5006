//! The cells of a map over the picture.

use super::Point;
use super::patch::cross;
use crate::vision::Rect;
use image::{GrayImage, Luma};
use imageproc::region_labelling::{Connectivity, connected_components};
use std::ops::Range;

/// Cells laid over a part of the picture.
pub struct Grid {
    region: Rect,
    columns: usize,
    rows: usize,
    cell: [f32; 2],
}

impl Grid {
    pub fn new(region: Rect, columns: usize, rows: usize) -> Self {
        let (columns, rows) = (columns.max(1), rows.max(1));
        Self {
            region,
            columns,
            rows,
            cell: [region.width / columns as f32, region.height / rows as f32],
        }
    }

    /// The area of a cell, in pixels of the picture.
    pub fn area(&self) -> f32 {
        self.cell[0] * self.cell[1]
    }

    /// Calls `with` for every cell whose centre lies inside a polygon, row by row.
    pub fn visit(&self, polygon: &[Point], mut with: impl FnMut(usize)) {
        let mut crossings = vec![];
        for row in self.span(1, polygon.iter().map(|point| point[1])) {
            crossings.clear();
            let first = row * self.columns;
            cross(polygon, self.center(first)[1], &mut crossings);
            for &[from, to] in crossings.as_chunks::<2>().0 {
                for cell in self.span(0, [from, to]).map(|column| first + column) {
                    if (from..to).contains(&self.center(cell)[0]) {
                        with(cell);
                    }
                }
            }
        }
    }

    /// The rows or columns of cells that places along an axis touch.
    fn span(&self, axis: usize, places: impl IntoIterator<Item = f32>) -> Range<usize> {
        let (start, count) = [(self.region.x, self.columns), (self.region.y, self.rows)][axis];
        let (least, most) = places
            .into_iter()
            .map(|place| (place - start) / self.cell[axis])
            .fold((f32::MAX, f32::MIN), |(a, b), v| (a.min(v), b.max(v)));
        let limit = count as f32;
        least.clamp(0.0, limit) as usize..most.ceil().clamp(0.0, limit) as usize
    }

    /// Every `every`-th cell of every `every`-th row that a box touches.
    pub fn cells_round(&self, within: Rect, every: usize) -> impl Iterator<Item = usize> + use<> {
        let columns = self.span(0, [within.x, within.x + within.width]);
        let rows = self.span(1, [within.y, within.y + within.height]);
        let width = self.columns;
        rows.step_by(every).flat_map(move |row| {
            columns
                .clone()
                .step_by(every)
                .map(move |column| row * width + column)
        })
    }

    pub fn center(&self, cell: usize) -> Point {
        let (row, column) = (cell / self.columns, cell % self.columns);
        [
            self.region.x + (column as f32 + 0.5) * self.cell[0],
            self.region.y + (row as f32 + 0.5) * self.cell[1],
        ]
    }

    /// The cells at most `reach` away in both directions, itself among them.
    pub fn neighbours(&self, cell: usize, reach: usize) -> impl Iterator<Item = usize> + use<> {
        let (row, column, width) = (cell / self.columns, cell % self.columns, self.columns);
        let span = |at: usize, limit: usize| at.saturating_sub(reach)..(at + reach + 1).min(limit);
        let columns = span(column, self.columns);
        let rows = span(row, self.rows);
        rows.flat_map(move |row| columns.clone().map(move |column| row * width + column))
    }

    pub fn cell_at(&self, [x, y]: Point) -> Option<usize> {
        let column = (x - self.region.x) / self.cell[0];
        let row = (y - self.region.y) / self.cell[1];
        let held =
            (0.0..self.columns as f32).contains(&column) && (0.0..self.rows as f32).contains(&row);
        held.then(|| row as usize * self.columns + column as usize)
    }

    /// Which cells belong to an unwanted blob, or lie within two cells of one.
    pub fn left_out(
        &self,
        set: impl Fn(usize) -> bool,
        unwanted: impl Fn(&Blob) -> bool,
    ) -> Vec<bool> {
        let (width, height) = (self.columns as u32, self.rows as u32);
        let mask = GrayImage::from_fn(width, height, |x, y| {
            Luma([u8::from(set(y as usize * self.columns + x as usize))])
        });
        let labels = connected_components(&mask, Connectivity::Eight, Luma([0]));
        let mut blobs: Vec<Vec<usize>> = vec![];
        for (cell, label) in labels.as_raw().iter().enumerate() {
            let Some(blob) = (*label as usize).checked_sub(1) else {
                continue;
            };
            blobs.resize(blobs.len().max(blob + 1), vec![]);
            blobs[blob].push(cell);
        }
        let mut left_out = vec![false; self.columns * self.rows];
        for cells in blobs {
            let area = cells.len() as f32 * self.area();
            let blob = Blob {
                grid: self,
                cells,
                area,
            };
            if unwanted(&blob) {
                let next = blob.cells.iter().flat_map(|&cell| self.neighbours(cell, 2));
                next.for_each(|cell| left_out[cell] = true);
            }
        }
        left_out
    }
}

/// Touching cells of one class.
pub struct Blob<'a> {
    grid: &'a Grid,
    cells: Vec<usize>,
    /// In pixels of the picture.
    pub area: f32,
}

impl Blob<'_> {
    /// Whether any of its cells lies inside a polygon.
    pub fn touches(&self, polygon: &[Point]) -> bool {
        self.cells
            .iter()
            .any(|&cell| inside(polygon, self.grid.center(cell)))
    }
}

/// Whether a point lies inside a polygon, by the even-odd rule.
pub fn inside(polygon: &[Point], [x, y]: Point) -> bool {
    let next = polygon.iter().cycle().skip(1);
    let crossings = polygon.iter().zip(next).filter(|(a, b)| {
        (a[1] <= y) != (b[1] <= y) && x < a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
    });
    crossings.count() % 2 == 1
}
