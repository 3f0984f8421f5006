//! Where the modules of a symbol lie in the picture: a perspective view of a gently bent sheet, fitted to the grey
//! values themselves.

use super::Budget;
use super::layout::Layout;
use super::patch::Patch;

/// From modules to pixels: a bend of the sheet, then a perspective.
///
/// The bend moves a module by a parabola of its column and one of its row, both zero at the finder patterns.
#[derive(Clone)]
pub(super) struct Warp {
    size: f32,
    /// Pixels of the places (3.5, 3.5), (n - 3.5, 3.5), (n - 3.5, n - 3.5), (3.5, n - 3.5), x and y of each; then the
    /// bend in modules: columns by columns, columns by rows, rows by columns, rows by rows.
    free: [f32; 12],
    homography: [f32; 8],
}

impl Warp {
    /// A flat sheet from the centres of the finder patterns: top left, top right, bottom left.
    pub(super) fn flat(size: usize, [tl, tr, bl]: [[f32; 2]; 3]) -> Self {
        let br = [tr[0] + bl[0] - tl[0], tr[1] + bl[1] - tl[1]];
        let free = [
            tl[0], tl[1], tr[0], tr[1], br[0], br[1], bl[0], bl[1], 0.0, 0.0, 0.0, 0.0,
        ];
        let mut warp = Self {
            size: size as f32,
            free,
            homography: [0.0; 8],
        };
        warp.settle();
        warp
    }

    /// The homography of the unit square onto the four places (Heckbert 1989, section 2.2.3).
    fn settle(&mut self) {
        let [x0, y0, x1, y1, x2, y2, x3, y3] = std::array::from_fn(|i| self.free[i]);
        let (sx, sy) = (x0 - x1 + x2 - x3, y0 - y1 + y2 - y3);
        let (dx1, dx2, dy1, dy2) = (x1 - x2, x3 - x2, y1 - y2, y3 - y2);
        let det = dx1 * dy2 - dx2 * dy1;
        let g = (sx * dy2 - dx2 * sy) / det;
        let h = (dx1 * sy - sx * dy1) / det;
        self.homography = [
            x1 - x0 + g * x1,
            x3 - x0 + h * x3,
            x0,
            y1 - y0 + g * y1,
            y3 - y0 + h * y3,
            y0,
            g,
            h,
        ];
    }

    /// The pixel of a place in modules; module (0, 0) has its centre at (0.5, 0.5).
    pub(super) fn at(&self, column: f32, row: f32) -> [f32; 2] {
        let span = self.size - 7.0;
        let (u, v) = ((column - 3.5) / span, (row - 3.5) / span);
        let (bu, bv) = (4.0 * u * (1.0 - u) / span, 4.0 * v * (1.0 - v) / span);
        let [.., uu, uv, vu, vv] = self.free;
        let (u, v) = (u + uu * bu + uv * bv, v + vu * bu + vv * bv);
        let [a, b, c, d, e, f, g, h] = self.homography;
        let w = g * u + h * v + 1.0;
        [(a * u + b * v + c) / w, (d * u + e * v + f) / w]
    }

    /// Pixels per module, along the shorter of the two sides at the first finder pattern.
    fn module(&self) -> f32 {
        let [x0, y0, x1, y1, _, _, x3, y3] = std::array::from_fn(|i| self.free[i]);
        (x1 - x0).hypot(y1 - y0).min((x3 - x0).hypot(y3 - y0)) / (self.size - 7.0)
    }
}

/// Weight of the contrast of all modules beside the agreement with the fixed ones.
const CONTRAST_WEIGHT: f32 = 0.6;
/// How far the fourth corner is looked for, as a part of the symbol's side.
const CORNER_REACH: f32 = 0.14;

/// Modules without a fixed colour that are probed, about.
const FREE_PROBES: usize = 600;

/// The modules a fit looks at: all fixed ones, and an even choice of the others.
pub(super) struct Probes(Vec<Probe>);

struct Probe {
    x: f32,
    y: f32,
    /// -1 for a dark module, 1 for a light one, 0 when the colour is not known.
    sign: f32,
}

impl Probes {
    pub(super) fn new(layout: &Layout) -> Self {
        let n = layout.size;
        let stride = (n * n / FREE_PROBES).max(1);
        // A stride without a common factor with the side spreads over all columns.
        let stride = if n.is_multiple_of(stride) && stride > 1 {
            stride + 1
        } else {
            stride
        };
        let probe = |i: usize| {
            let (x, y) = (i % n, i / n);
            let sign = match layout.fixed(x as isize, y as isize) {
                Some(true) => -1.0,
                Some(false) => 1.0,
                None if i.is_multiple_of(stride) => 0.0,
                None => return None,
            };
            Some(Probe {
                x: x as f32 + 0.5,
                y: y as f32 + 0.5,
                sign,
            })
        };
        Self((0..n * n).filter_map(probe).collect())
    }

    /// How well the modules of a warp fit the patch: fixed modules should have their colour, and every module should be
    /// clearly dark or light at its centre. 1.5 is very good, below 0.6 there is no symbol. Only the columns and rows
    /// from `from` on are counted.
    fn score(&self, patch: &Patch, warp: &Warp, from: f32) -> f32 {
        let (mut agreement, mut fixed, mut contrast, mut all) = (0.0, 0.0, 0.0, 0.0);
        for probe in self
            .0
            .iter()
            .filter(|probe| probe.x > from && probe.y > from)
        {
            let value = patch.even(warp.at(probe.x, probe.y)).unwrap_or(0.0);
            agreement += value * probe.sign;
            fixed += probe.sign.abs();
            contrast += value.abs();
            all += 1.0;
        }
        agreement / f32::max(fixed, 1.0) + CONTRAST_WEIGHT * contrast / f32::max(all, 1.0)
    }
}

/// A first fit: the fourth corner by search. Returns the score with it.
pub(super) fn start(
    patch: &Patch,
    probes: &Probes,
    mut warp: Warp,
    budget: &Budget,
) -> (Warp, f32) {
    place_corner(patch, probes, &mut warp, budget);
    let score = probes.score(patch, &warp, 0.0);
    (warp, score)
}

/// Moves the warp until the symbol fits best, by coordinate ascent. Returns the score.
pub(super) fn fit(patch: &Patch, probes: &Probes, warp: &mut Warp, budget: &Budget) -> f32 {
    let mut best = probes.score(patch, warp, 0.0);
    let mut step = 1.0;
    while step > 0.1 && !budget.spent() {
        for _ in 0..3 {
            let mut moved = false;
            for i in 0..warp.free.len() {
                moved |= climb(patch, probes, warp, i, step, &mut best);
            }
            if !moved || budget.spent() {
                break;
            }
        }
        step /= 2.0;
    }
    best
}

/// Tries one coordinate a step up and a step down; true when that was better.
fn climb(
    patch: &Patch,
    probes: &Probes,
    warp: &mut Warp,
    i: usize,
    step: f32,
    best: &mut f32,
) -> bool {
    let unit = if i < 8 { warp.module() } else { 1.0 };
    for sign in [1.0, -1.0] {
        let mut other = warp.clone();
        other.free[i] += sign * step * unit;
        other.settle();
        let value = probes.score(patch, &other, 0.0);
        if value > *best {
            *best = value;
            *warp = other;
            return true;
        }
    }
    false
}

/// Finds the corner without a finder pattern by the quarter of the symbol next to it.
fn place_corner(patch: &Patch, probes: &Probes, warp: &mut Warp, budget: &Budget) {
    let reach = (CORNER_REACH * warp.size) as i32;
    let quarter = warp.size / 2.0;
    let module = warp.module();
    let mut best = (probes.score(patch, warp, quarter), warp.clone());
    for dy in (-reach..=reach).take_while(|_| !budget.spent()) {
        for dx in -reach..=reach {
            let mut other = warp.clone();
            other.free[4] += dx as f32 * module;
            other.free[5] += dy as f32 * module;
            other.settle();
            let value = probes.score(patch, &other, quarter);
            if value > best.0 {
                best = (value, other);
            }
        }
    }
    *warp = best.1;
}
