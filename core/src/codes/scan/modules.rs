//! The modules of one symbol as numbers: how bright each looks, and which colour it is taken to have.

use super::layout::Layout;
use super::patch::Patch;
use super::warp::Warp;

/// Modules around the symbol taken as light: as far as the spread of a module reaches.
pub(super) const REACH: usize = 2;
/// Modules on each side over which the levels of dark and light are measured when the light is uneven.
const LEVEL_REACH: usize = 6;
/// Where a module is sampled.
const SAMPLES: [(f32, f32); 5] = [
    (0.5, 0.5),
    (0.25, 0.5),
    (0.75, 0.5),
    (0.5, 0.25),
    (0.5, 0.75),
];

/// The modules of a symbol with a margin of [`REACH`] all round, row by row.
pub(super) struct Modules {
    /// Modules on a side, with both margins.
    pub(super) side: usize,
    /// Colour of each module, from -1 dark to 1 light.
    pub(super) colour: Vec<f32>,
    /// Whether the colour is known before reading.
    pub(super) fixed: Vec<bool>,
    /// Grey level of each module.
    grey: Vec<f32>,
}

impl Modules {
    /// Samples the modules of a symbol; `None` when part of it lies outside the picture.
    pub(super) fn sample(patch: &Patch, layout: &Layout, warp: &Warp) -> Option<Self> {
        let side = layout.size + 2 * REACH;
        let area = side * side;
        let [mut grey, mut colour] = [Vec::with_capacity(area), Vec::with_capacity(area)];
        let mut fixed = Vec::with_capacity(area);
        for i in 0..area {
            let [x, y] = [i % side, i / side].map(|v| v as isize - REACH as isize);
            let known = layout.fixed(x, y);
            let look = patch
                .even(warp.at(x as f32 + 0.5, y as f32 + 0.5))
                .unwrap_or(1.0);
            colour.push(known.map_or(look.signum(), |dark| if dark { -1.0 } else { 1.0 }));
            fixed.push(known.is_some());
            let mut level = 0.0;
            for (dx, dy) in SAMPLES {
                level += match patch.grey(warp.at(x as f32 + dx, y as f32 + dy)) {
                    Some(grey) => grey / SAMPLES.len() as f32,
                    None if layout.contains(x, y) => return None,
                    // The margin may lie outside: it counts as light.
                    None => f32::NAN,
                };
            }
            grey.push(level);
        }
        Some(Self {
            side,
            colour,
            fixed,
            grey,
        })
    }

    /// Indices of the modules whose whole spread lies inside: the symbol without the margin.
    pub(super) fn inner(&self) -> impl Iterator<Item = usize> + use<> {
        let (side, range) = (self.side, REACH..self.side - REACH);
        range
            .clone()
            .flat_map(move |y| range.clone().map(move |x| y * side + x))
    }

    /// Whether a module of the symbol is dark.
    pub(super) fn dark(&self, x: usize, y: usize) -> bool {
        self.colour[(y + REACH) * self.side + x + REACH] < 0.0
    }

    /// Brightness from about -1 to 1 against the darkest and lightest modules of the whole symbol.
    pub(super) fn overall(&self) -> Vec<f32> {
        let mut levels: Vec<f32> = self
            .grey
            .iter()
            .copied()
            .filter(|grey| !grey.is_nan())
            .collect();
        levels.sort_by(f32::total_cmp);
        let cut = levels.len() / 20;
        let (dark, light) = (levels[cut], levels[levels.len() - 1 - cut]);
        self.grey
            .iter()
            .map(|&grey| brightness(grey, dark, light))
            .collect()
    }

    /// Brightness from about -1 to 1 against the dark and the light modules nearby: for shadow and glare.
    pub(super) fn nearby(&self) -> Vec<f32> {
        let side = self.side;
        let window = |v: usize| v.saturating_sub(LEVEL_REACH)..(v + LEVEL_REACH + 1).min(side);
        (0..side * side)
            .map(|i| {
                let (mut sum, mut n) = ([0.0_f32; 2], [0.0_f32; 2]);
                for row in window(i / side) {
                    for k in window(i % side).map(|column| row * side + column) {
                        if !self.grey[k].is_nan() {
                            let light = usize::from(self.colour[k] > 0.0);
                            sum[light] += self.grey[k];
                            n[light] += 1.0;
                        }
                    }
                }
                brightness(self.grey[i], sum[0] / n[0].max(1.0), sum[1] / n[1].max(1.0))
            })
            .collect()
    }
}

fn brightness(grey: f32, dark: f32, light: f32) -> f32 {
    if grey.is_nan() {
        1.0
    } else {
        (2.0 * grey - dark - light) / (light - dark).max(1.0)
    }
}
