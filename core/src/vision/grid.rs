//! Where OpenCV's perspective warp, which MediaPipe crops with, puts its samples: to the last bit.
//!
//! Samples lie on 32nds of a pixel, and with the usual sizes many fall exactly between two of them. Which way they go
//! depends on rounding errors of OpenCV's arithmetic, and the face detector amplifies the difference of one part to 4 % of
//! a face's side. Hence the same steps in the same order here: corners in `f32`, the warp from four pairs of corners by
//! elimination, its inverse by cofactors, rows in blocks.

use super::square::Square;

/// Parts of a pixel between two places.
pub(super) const PARTS: i32 = 32;

/// Columns that OpenCV computes from one origin.
const BLOCK: usize = 64;

/// The places of `size` × `size` samples of a square.
pub(super) struct Grid {
    /// From samples to the picture, row by row.
    to_picture: [[f64; 3]; 3],
}

impl Grid {
    pub(super) fn new(square: Square, size: usize) -> Self {
        let size = size as f64;
        let targets = [[0.0, size], [0.0, 0.0], [size, 0.0], [size, size]];
        let warp = perspective(corners(square).map(|corner| corner.map(f64::from)), targets);
        Self {
            to_picture: inverse(&warp),
        }
    }

    /// Where the samples of row `j` lie, in parts of a pixel; saturated far outside, 0 without a square.
    pub(super) fn row(&self, j: usize, places: &mut [[i32; 2]]) {
        let row = j as f64;
        for (block, places) in places.chunks_mut(BLOCK).enumerate() {
            let start = (block * BLOCK) as f64;
            let origin = self.to_picture.map(|[a, b, c]| a * start + b * row + c);
            for (rest, place) in places.iter_mut().enumerate() {
                let rest = rest as f64;
                let [x, y, w]: [f64; 3] =
                    std::array::from_fn(|axis| origin[axis] + self.to_picture[axis][0] * rest);
                let parts = f64::from(PARTS) / w;
                *place = [x, y].map(|place| round(place * parts));
            }
        }
    }
}

/// To the nearest whole number, of two to the even one, saturated; 0 for what is no number. Beside this great a number whole
/// ones are all there is room for, and its lowest 32 bits are theirs: the compiler makes vectors of this.
fn round(value: f64) -> i32 {
    const GREAT: f64 = (3_u64 << 51) as f64;
    let within = value.clamp(f64::from(i32::MIN), f64::from(i32::MAX));
    (within + GREAT).to_bits() as i32
}

/// Lower left, upper left, upper right, lower right.
fn corners(square: Square) -> [[f32; 2]; 4] {
    let Square {
        center: [x, y],
        side,
        angle,
    } = square;
    // OpenCV takes degrees in single precision and turns back to radians.
    let angle = f64::from((f64::from(angle) * 180.0 / std::f64::consts::PI) as f32)
        * std::f64::consts::PI
        / 180.0;
    let (cos, sin) = (angle.cos() as f32 * 0.5, angle.sin() as f32 * 0.5);
    let lower_left = [x - sin * side - cos * side, y + cos * side - sin * side];
    let upper_left = [x + sin * side - cos * side, y - cos * side - sin * side];
    let opposite = |corner: [f32; 2]| [2.0 * x - corner[0], 2.0 * y - corner[1]];
    [
        lower_left,
        upper_left,
        opposite(lower_left),
        opposite(upper_left),
    ]
}

/// The perspective warp that takes each source to its target.
fn perspective(sources: [[f64; 2]; 4], targets: [[f64; 2]; 4]) -> [[f64; 3]; 3] {
    let mut equations = [[0.0; 9]; 8];
    for (i, ([x, y], [u, v])) in sources.into_iter().zip(targets).enumerate() {
        equations[i] = [x, y, 1.0, 0.0, 0.0, 0.0, -x * u, -y * u, u];
        equations[i + 4] = [0.0, 0.0, 0.0, x, y, 1.0, -x * v, -y * v, v];
    }
    let [a, b, c, d, e, f, g, h] = solve(equations);
    [[a, b, c], [d, e, f], [g, h, 1.0]]
}

/// Solves eight equations, the right sides in the last column, by elimination with the largest pivot.
fn solve(mut rows: [[f64; 9]; 8]) -> [f64; 8] {
    for i in 0..8 {
        let largest = (i + 1..8).fold(i, |best, j| {
            if rows[j][i].abs() > rows[best][i].abs() {
                j
            } else {
                best
            }
        });
        rows.swap(i, largest);
        let pivot = rows[i];
        for row in &mut rows[i + 1..] {
            let factor = row[i] * (-1.0 / pivot[i]);
            for (value, above) in row[i + 1..].iter_mut().zip(&pivot[i + 1..]) {
                *value += factor * above;
            }
        }
    }
    let mut solution = [0.0; 8];
    for i in (0..8).rev() {
        let known = (i + 1..8).fold(rows[i][8], |rest, k| rest - rows[i][k] * solution[k]);
        solution[i] = known / rows[i][i];
    }
    solution
}

/// The inverse by cofactors.
fn inverse([[a, b, c], [d, e, f], [g, h, i]]: &[[f64; 3]; 3]) -> [[f64; 3]; 3] {
    let determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
    let by = 1.0 / determinant;
    [
        [
            (e * i - f * h) * by,
            (c * h - b * i) * by,
            (b * f - c * e) * by,
        ],
        [
            (f * g - d * i) * by,
            (a * i - c * g) * by,
            (c * d - a * f) * by,
        ],
        [
            (d * h - e * g) * by,
            (b * g - a * h) * by,
            (a * e - b * d) * by,
        ],
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(grid: &Grid, i: usize, j: usize) -> [i32; 2] {
        let mut places = [[0; 2]; 256];
        grid.row(j, &mut places);
        places[i]
    }

    #[test]
    fn rounding_is_that_of_the_standard_library() {
        let halves = (-9..9).map(|half| f64::from(half) / 2.0);
        let far = [2e9, -2e9, 1e30, -1e30, 0.49999, f64::INFINITY, f64::NAN];
        for value in halves.chain(far) {
            assert_eq!(round(value), value.round_ties_even() as i32, "{value}");
        }
    }

    #[test]
    fn an_upright_square_is_stepped_through_evenly() {
        let square = Square {
            center: [100.0, 60.0],
            side: 64.0,
            angle: 0.0,
        };
        let grid = Grid::new(square, 128);
        assert_eq!(place(&grid, 0, 0), [68 * PARTS, 28 * PARTS]);
        assert_eq!(place(&grid, 100, 1), [118 * PARTS, 28 * PARTS + 16]);
    }

    #[test]
    fn a_turned_square_follows_its_angle() {
        let square = Square {
            center: [100.0, 60.0],
            side: 50.0,
            angle: 0.5,
        };
        let grid = Grid::new(square, 256);
        for (i, j) in [(0, 0), (255, 0), (13, 200), (128, 128)] {
            let expected = square.to_picture([i as f32 / 256.0, j as f32 / 256.0]);
            for (place, wanted) in place(&grid, i, j).into_iter().zip(expected) {
                assert!((place as f32 / PARTS as f32 - wanted).abs() < 0.02);
            }
        }
    }

    #[test]
    fn a_square_without_a_size_has_one_place() {
        for side in [0.0, f32::NAN, f32::INFINITY] {
            let square = Square {
                center: [1.0, 1.0],
                side,
                angle: 0.0,
            };
            assert_eq!(place(&Grid::new(square, 128), 5, 5), [0, 0]);
        }
    }
}
