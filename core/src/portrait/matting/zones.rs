//! What is surely person, what is surely background, and the band between.

use super::Guess;

/// What a pixel is known to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Zone {
    /// None of it is person.
    Background,
    /// Some of it may be person.
    Band,
    /// All of it is person.
    Person,
}

/// One zone for each pixel.
pub(super) struct Zones {
    pub width: usize,
    pub height: usize,
    pub zones: Vec<Zone>,
}

/// Below this share of person a guess says background, above its complement person.
const SURE: f32 = 0.1;
/// The band's half width at skin and clothes, in cells of the guess.
const PLAIN: f32 = 1.2;
/// The band's half width towards the person at hair, in cells.
const HAIR_IN: f32 = 2.0;
/// The band's half width towards the background at hair, in cells: loose hair that the models did not see.
const HAIR_OUT: f32 = 5.0;
/// The band is at least this wide to each side, in pixels: what a lens blurs.
const LEAST: f32 = 2.5;
/// Hair reaches this far from where the models saw it, in cells.
const HAIR_REACH: f32 = 5.0;
/// Share of hair from which a pixel counts as hair.
const IS_HAIR: f32 = 0.3;

pub(super) fn zones(width: usize, height: usize, guess: &Guess) -> Zones {
    let far = |inside: &dyn Fn(usize) -> bool| distance(width, height, inside);
    let to_person = far(&|i| guess.cautious[i] >= SURE);
    let to_background = far(&|i| guess.cautious[i] <= 1.0 - SURE);
    let to_hair = far(&|i| guess.hair[i] >= IS_HAIR);
    let zone = |i: usize| {
        let hairy = to_hair[i] <= HAIR_REACH * guess.cell;
        let (inward, outward) = if hairy {
            (HAIR_IN, HAIR_OUT)
        } else {
            (PLAIN, PLAIN)
        };
        if to_person[i] > (outward * guess.cell).max(LEAST) {
            Zone::Background
        } else if to_background[i] > (inward * guess.cell).max(LEAST) {
            Zone::Person
        } else {
            Zone::Band
        }
    };
    Zones {
        width,
        height,
        zones: (0..width * height).map(zone).collect(),
    }
}

/// How far each pixel is from the nearest one inside, in pixels, by the chamfer steps of Borgefors (1986): 1 along the axes
/// and 4/3 along the diagonals, within 6 % of the true distance.
fn distance(width: usize, height: usize, inside: &dyn Fn(usize) -> bool) -> Vec<f32> {
    const DIAGONAL: f32 = 4.0 / 3.0;
    let mut far: Vec<f32> = (0..width * height)
        .map(|i| if inside(i) { 0.0 } else { f32::MAX / 2.0 })
        .collect();
    for y in 0..height {
        for x in 0..width {
            let i = y * width + x;
            let mut least = far[i];
            if x > 0 {
                least = least.min(far[i - 1] + 1.0);
            }
            if y > 0 {
                least = least.min(far[i - width] + 1.0);
                if x > 0 {
                    least = least.min(far[i - width - 1] + DIAGONAL);
                }
                if x + 1 < width {
                    least = least.min(far[i - width + 1] + DIAGONAL);
                }
            }
            far[i] = least;
        }
    }
    for y in (0..height).rev() {
        for x in (0..width).rev() {
            let i = y * width + x;
            let mut least = far[i];
            if x + 1 < width {
                least = least.min(far[i + 1] + 1.0);
            }
            if y + 1 < height {
                least = least.min(far[i + width] + 1.0);
                if x > 0 {
                    least = least.min(far[i + width - 1] + DIAGONAL);
                }
                if x + 1 < width {
                    least = least.min(far[i + width + 1] + DIAGONAL);
                }
            }
            far[i] = least;
        }
    }
    far
}
