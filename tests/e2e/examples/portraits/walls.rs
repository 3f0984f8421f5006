//! Walls to stand before, from plain to restless. All are drawn.

use super::light::linear;
use image::Rgb;

/// What lies behind.
#[derive(Debug, Clone, Copy)]
pub enum Wall {
    /// One light colour.
    Plain,
    /// From light to dark across.
    Gradient,
    /// Dark wood.
    Dark,
    /// Leaves: spots of green, light and dark.
    Leaves,
    /// A shelf of books in many colours.
    Books,
}

pub const ALL: [Wall; 5] = [
    Wall::Plain,
    Wall::Gradient,
    Wall::Dark,
    Wall::Leaves,
    Wall::Books,
];

impl Wall {
    /// The colour at a place, in linear light; a little noise lies over it all.
    pub fn at(self, x: u32, y: u32) -> [f64; 3] {
        let (fx, fy) = (f64::from(x), f64::from(y));
        let colour = match self {
            Self::Plain => [225.0, 222.0, 214.0],
            Self::Gradient => [
                235.0 - 0.25 * fx,
                230.0 - 0.2 * fx,
                215.0 - 0.12 * fx - 0.05 * fy,
            ],
            Self::Dark => {
                [70.0, 52.0, 40.0].map(|v| v + 8.0 * (fy / 37.0 + (fx / 90.0).sin()).sin())
            }
            Self::Leaves => {
                let spot = smooth(fx / 11.0, fy / 11.0) + 0.5 * smooth(fx / 4.0 + 91.0, fy / 4.0);
                [
                    70.0 + 110.0 * spot,
                    105.0 + 110.0 * spot,
                    50.0 + 70.0 * spot,
                ]
            }
            Self::Books => {
                let row = y / 130;
                let book = (x + 9 * row) / 23 + 57 * row;
                if y % 130 < 12 {
                    [92.0, 66.0, 44.0]
                } else {
                    [1, 2, 3].map(|c| 40.0 + 190.0 * random(book, c))
                }
            }
        };
        let grain = 4.0 * (random(x, y) - 0.5);
        linear(Rgb(colour.map(|v| (v + grain).clamp(0.0, 255.0) as u8)))
    }
}

/// 0 to 1, the same for the same place.
fn random(x: u32, y: u32) -> f64 {
    let mut v = x.wrapping_mul(0x9e37_79b9) ^ y.wrapping_mul(0x85eb_ca6b) ^ 0x27d4_eb2f;
    for _ in 0..2 {
        v ^= v >> 15;
        v = v.wrapping_mul(0x2c1b_3c6d);
        v ^= v >> 13;
    }
    f64::from(v >> 8) / f64::from(1_u32 << 24)
}

/// Random values on a grid, joined smoothly: -0.5 to 0.5.
fn smooth(x: f64, y: f64) -> f64 {
    let ease = |t: f64| t * t * (3.0 - 2.0 * t);
    let (column, row) = (x.floor(), y.floor());
    let corner = |dx: f64, dy: f64| random((column + dx) as u32, (row + dy) as u32) - 0.5;
    let (tx, ty) = (ease(x - column), ease(y - row));
    let [above, below] = [0.0, 1.0].map(|dy| corner(0.0, dy) * (1.0 - tx) + corner(1.0, dy) * tx);
    above * (1.0 - ty) + below * ty
}
