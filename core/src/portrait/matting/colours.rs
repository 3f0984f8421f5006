//! The colours of person and background under a known α.
//!
//! The idea is that of Germer, Uelwer, Conrad and Harmeling, "Fast Multi-Level Foreground Estimation", 2020: the mixture says
//! three things about six unknowns, smoothness says the rest, and a pyramid carries it far at little cost. Solved here
//! from the coarsest level to the finest, a few sweeps on each; a sweep solves each pixel's own 2 × 2 system.

use crate::portrait::light::Linear;

/// How much smoothness counts against the mixture.
const SMOOTH: f32 = 1e-5;
/// How much more it counts where α changes, because there the mixture says least.
const SMOOTH_AT_EDGE: f32 = 1.0;
/// Sweeps on a level of at most [`SMALL`] pixels a side, and on the larger ones.
const SWEEPS: [usize; 2] = [10, 2];
/// Sides up to here are small, in pixels.
const SMALL: usize = 32;

/// One level: the picture, α, and both colours.
struct Level {
    width: usize,
    height: usize,
    pixels: Vec<[f32; 3]>,
    alpha: Vec<f32>,
}

/// Both colours of a pixel: person, background.
type Both = [[f32; 3]; 2];

/// The person's own colours under `alpha`, which has one value for each pixel.
pub(super) fn foreground(picture: &Linear, alpha: &[f32]) -> Linear {
    let (width, height) = (picture.width, picture.height);
    let mut colours: Vec<Both> = Vec::new();
    let mut before = (0, 0);
    for (w, h) in sizes(width, height) {
        let level = Level::of(picture, alpha, w, h);
        colours = enlarge(&colours, before, &level);
        before = (w, h);
        let small = w <= SMALL && h <= SMALL;
        for _ in 0..SWEEPS[usize::from(!small)] {
            level.sweep(&mut colours);
        }
    }
    Linear {
        width,
        height,
        pixels: colours.iter().map(|both| both[0]).collect(),
    }
}

/// From one pixel to the picture's size, doubling.
fn sizes(width: usize, height: usize) -> impl Iterator<Item = (usize, usize)> {
    let levels = usize::BITS - width.max(height).max(1).saturating_sub(1).leading_zeros();
    (0..=levels)
        .rev()
        .map(move |level| (width.div_ceil(1 << level), height.div_ceil(1 << level)))
}

impl Level {
    /// The picture at a smaller size, by the nearest pixel: mixtures stay mixtures of their own α.
    fn of(picture: &Linear, alpha: &[f32], width: usize, height: usize) -> Self {
        let nearest = move |x: usize, y: usize| {
            (y * picture.height / height) * picture.width + x * picture.width / width
        };
        let places = (0..height).flat_map(move |y| (0..width).map(move |x| nearest(x, y)));
        Self {
            width,
            height,
            pixels: places.clone().map(|i| picture.pixels[i]).collect(),
            alpha: places.map(|i| alpha[i]).collect(),
        }
    }

    /// Solves each pixel once, its neighbours held.
    fn sweep(&self, colours: &mut [Both]) {
        let (width, height) = (self.width, self.height);
        for y in 0..height {
            for x in 0..width {
                let i = y * width + x;
                let around = [
                    i - usize::from(x > 0),
                    i + usize::from(x + 1 < width),
                    i - if y > 0 { width } else { 0 },
                    i + if y + 1 < height { width } else { 0 },
                ];
                colours[i] = self.solve(i, around, colours);
            }
        }
    }

    /// The least squares of one pixel: α f + (1 - α) b = c, and f and b near their neighbours'.
    fn solve(&self, i: usize, around: [usize; 4], colours: &[Both]) -> Both {
        let alpha = self.alpha[i];
        let rest = 1.0 - alpha;
        let mut total = 0.0;
        let mut sums: Both = [[0.0; 3]; 2];
        for j in around {
            let weight = SMOOTH + SMOOTH_AT_EDGE * (alpha - self.alpha[j]).abs();
            total += weight;
            for side in 0..2 {
                for c in 0..3 {
                    sums[side][c] += weight * colours[j][side][c];
                }
            }
        }
        let (ff, fb, bb) = (alpha * alpha + total, alpha * rest, rest * rest + total);
        let scale = 1.0 / (ff * bb - fb * fb);
        let mut both = [[0.0; 3]; 2];
        for c in 0..3 {
            let f = alpha * self.pixels[i][c] + sums[0][c];
            let b = rest * self.pixels[i][c] + sums[1][c];
            both[0][c] = (scale * (bb * f - fb * b)).clamp(0.0, 1.0);
            both[1][c] = (scale * (ff * b - fb * f)).clamp(0.0, 1.0);
        }
        both
    }
}

/// The colours of the level before, at the size of the next; the coarsest starts from its own pixel.
fn enlarge(colours: &[Both], (width, height): (usize, usize), next: &Level) -> Vec<Both> {
    if colours.is_empty() {
        return next.pixels.iter().map(|pixel| [*pixel; 2]).collect();
    }
    let nearest = move |x: usize, y: usize| {
        colours[(y * height / next.height) * width + x * width / next.width]
    };
    (0..next.height)
        .flat_map(|y| (0..next.width).map(move |x| nearest(x, y)))
        .collect()
}
