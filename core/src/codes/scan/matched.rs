//! Finder patterns by matched filter: correlation with the ideal pattern, for pictures too soft or too noisy for black
//! and white.

use rxing::Point;
use rxing::common::cpp_essentials::ConcentricPattern;

use super::{Budget, Corners};
use crate::frame::Luma;

/// Pixels per module that are tried.
const MODULES: [f32; 8] = [2.0, 2.5, 3.1, 3.9, 4.9, 6.1, 7.6, 9.5];
/// Normalised correlation of a candidate, 1 at most. A finder pattern blurred by one module reaches 0.7.
const MIN_CORRELATION: f32 = 0.45;

/// Grey levels by which the core and the ring around it differ at least.
const MIN_STEP: f32 = 4.0;

/// A place that looks like a finder pattern.
#[derive(Clone, Copy)]
pub(super) struct Match {
    x: f32,
    y: f32,
    pub(super) module: f32,
    /// Normalised correlation, negative for light on dark.
    correlation: f32,
}

impl Match {
    pub(super) fn pattern(&self) -> ConcentricPattern {
        ConcentricPattern {
            p: Point::new(self.x, self.y),
            size: (self.module * 7.0).round() as i32,
        }
    }
}

/// Two patterns of one symbol are this many modules apart.
const APART: core::ops::RangeInclusive<f32> = 13.0..=171.0;

/// The outline of a symbol two of whose patterns are in a picture of `size` pixels and whose third would be outside.
pub(super) fn cut_off(matches: &[Match], size: [f32; 2]) -> Option<Corners> {
    let pairs = matches
        .iter()
        .enumerate()
        .flat_map(|(i, a)| matches[i + 1..].iter().map(move |b| (a, b)));
    pairs
        .flat_map(|(a, b)| [(a, b), (b, a)])
        .find_map(|(a, b)| {
            let side = [b.x - a.x, b.y - a.y];
            let module = a.module.max(b.module);
            if module > 1.3 * a.module.min(b.module)
                || !APART.contains(&(side[0].hypot(side[1]) / module))
            {
                return None;
            }
            let third = [a.x - side[1], a.y + side[0]];
            let outside = (0..2).any(|axis| third[axis] < 0.0 || third[axis] > size[axis]);
            outside.then(|| {
                [
                    [a.x, a.y],
                    [b.x, b.y],
                    [third[0] + side[0], third[1] + side[1]],
                    third,
                ]
            })
        })
}

/// The `cap` best matches of each polarity: dark on light, then light on dark.
pub(super) fn find(luma: &Luma, cap: usize, budget: &Budget) -> [Vec<Match>; 2] {
    let sums = Sums::new(luma);
    let mut all = Vec::new();
    for module in MODULES {
        sums.matches(module, budget, &mut all);
    }
    all.sort_by(|a, b| b.correlation.abs().total_cmp(&a.correlation.abs()));
    let mut best: [Vec<Match>; 2] = [Vec::new(), Vec::new()];
    for found in all {
        let list = &mut best[usize::from(found.correlation < 0.0)];
        let near = |known: &Match| {
            (known.x - found.x).hypot(known.y - found.y) < 3.5 * known.module.max(found.module)
        };
        if list.len() < cap && !list.iter().any(near) {
            list.push(found);
        }
    }
    best
}

/// Sums of grey and of its square over all pixels above and left.
struct Sums {
    width: usize,
    height: usize,
    grey: Vec<u32>,
    square: Vec<u64>,
}

impl Sums {
    fn new(luma: &Luma) -> Self {
        let (width, height) = (luma.width(), luma.height());
        let stride = width + 1;
        let mut grey = vec![0_u32; stride * (height + 1)];
        let mut square = vec![0_u64; stride * (height + 1)];
        for y in 0..height {
            let (mut g, mut s) = (0, 0);
            let row = (y + 1) * stride;
            for (x, &p) in luma.row(y).iter().enumerate() {
                g += u32::from(p);
                s += u64::from(p) * u64::from(p);
                grey[row + x + 1] = grey[row - stride + x + 1].wrapping_add(g);
                square[row + x + 1] = square[row - stride + x + 1] + s;
            }
        }
        Self {
            width,
            height,
            grey,
            square,
        }
    }

    /// Local maxima of the correlation at one module size.
    fn matches(&self, module: f32, budget: &Budget, out: &mut Vec<Match>) {
        // Half sides of the squares of 3, 5, 7 and 9 modules.
        let half: [usize; 4] =
            std::array::from_fn(|i| ((i as f32 + 1.5) * module).round() as usize);
        let step = (module * 0.6).round().max(1.0) as usize;
        let margin = half[3] + 1;
        if self.width <= 2 * margin || self.height <= 2 * margin {
            return;
        }
        for y in (margin..self.height - margin).step_by(step) {
            if budget.spent() {
                return;
            }
            for x in (margin..self.width - margin).step_by(step) {
                let coarse = self.correlation(x, y, &half);
                if coarse.abs() < MIN_CORRELATION * 0.8 {
                    continue;
                }
                let (x, y, correlation) = self.climb(x, y, coarse, &half, margin);
                if correlation.abs() >= MIN_CORRELATION {
                    out.push(Match {
                        x: x as f32,
                        y: y as f32,
                        module,
                        correlation,
                    });
                }
            }
        }
    }

    /// Moves to the neighbouring pixel while that correlates better.
    fn climb(
        &self,
        mut x: usize,
        mut y: usize,
        mut best: f32,
        half: &[usize; 4],
        margin: usize,
    ) -> (usize, usize, f32) {
        for _ in 0..8 {
            let mut moved = false;
            for (dx, dy) in [(1, 0), (-1, 0), (0, 1), (0, -1)] {
                let (nx, ny) = (x.wrapping_add_signed(dx), y.wrapping_add_signed(dy));
                if nx < margin
                    || ny < margin
                    || nx >= self.width - margin
                    || ny >= self.height - margin
                {
                    continue;
                }
                let value = self.correlation(nx, ny, half);
                if value.abs() > best.abs() {
                    (x, y, best, moved) = (nx, ny, value, true);
                }
            }
            if !moved {
                break;
            }
        }
        (x, y, best)
    }

    /// Normalised correlation with the pattern centred on the corner between four pixels.
    fn correlation(&self, x: usize, y: usize, half: &[usize; 4]) -> f32 {
        let stride = self.width + 1;
        let corners = |h: usize| {
            [
                (y + h) * stride + x + h,
                (y - h) * stride + x + h,
                (y + h) * stride + x - h,
                (y - h) * stride + x - h,
            ]
        };
        let box_sum = |h: usize| {
            let [a, b, c, d] = corners(h);
            self.grey[a]
                .wrapping_sub(self.grey[b])
                .wrapping_sub(self.grey[c])
                .wrapping_add(self.grey[d]) as f32
        };
        let area = |h: usize| (4 * h * h) as f32;
        let sums = half.map(box_sum);
        let areas = half.map(area);
        let core = sums[0] / areas[0];
        let ring = (sums[1] - sums[0]) / (areas[1] - areas[0]);
        let outer = (sums[2] - sums[1]) / (areas[2] - areas[1]);
        // The light ring must stand out from what is inside and outside of it: spares the rest for most places.
        if (ring - core).abs() < MIN_STEP || (ring - core) * (ring - outer) <= 0.0 {
            return 0.0;
        }
        // Light rings count +1, dark ones -1: from the outermost square inwards the signs alternate.
        let signed = |v: [f32; 4]| v[3] - 2.0 * v[2] + 2.0 * v[1] - 2.0 * v[0];
        let mean = sums[3] / areas[3];
        let [a, b, c, d] = corners(half[3]);
        let square = (self.square[a] + self.square[d] - self.square[b] - self.square[c]) as f32;
        let variance = (square / areas[3] - mean * mean).max(4.0);
        let bias = signed(areas) / areas[3];
        let covariance = signed(sums) / areas[3] - bias * mean;
        covariance / (variance * (1.0 - bias * bias)).sqrt()
    }
}
