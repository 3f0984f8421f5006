//! The careful reading of one symbol that was located but could not be read: fit the grid to the grey values, then
//! undo the blur.

use rxing::common::BitMatrix;
use zeroize::Zeroizing;

use super::equalise;
use super::layout::Layout;
use super::modules::Modules;
use super::patch::Patch;
use super::symbol::{Symbol, Triple, decode};
use super::warp::{self, Probes, Warp};
use super::{Budget, Corners, fence, hint};
use crate::frame::Luma;

/// Agreement of the grey values with each finder pattern, 1 being a sharp one, and with the three on average: less is
/// chance. Noise of a third of the contrast leaves 0.8, blur of a module 0.4.
const MIN_FINDER: f32 = 0.12;
/// See [`MIN_FINDER`].
const MIN_FINDERS: f32 = 0.3;
/// First fits below this are not followed up.
const MIN_START: f32 = 0.6;
/// Fits below this are no symbol.
const MIN_SCORE: f32 = 0.9;
/// Sizes fitted in full.
const SIZES_TRIED: usize = 2;
/// Part of the side that is looked at around a symbol, for its fourth corner and its margin.
const MARGIN: f32 = 0.25;

/// A symbol that is there and could not be read, in pixels.
pub(super) struct Seen {
    pub(super) corners: Corners,
    /// Pixels per module.
    pub(super) module: f32,
}

impl Seen {
    pub(super) fn scaled(&self, factor: f32) -> Self {
        Self {
            corners: self.corners.map(|[x, y]| [x * factor, y * factor]),
            module: self.module * factor,
        }
    }
}

/// What a careful look found.
pub(super) enum Look {
    Read(Symbol),
    Seen(Seen),
    /// Three patterns that are no symbol.
    Chance,
}

/// Looks at the symbol of a triple in the grey picture, of which at most `pixels` are looked at.
pub(super) fn look(luma: &Luma, triple: &Triple, pixels: usize, budget: &Budget) -> Look {
    let module = triple.size / 7.0;
    let fit = surroundings(luma, triple, module, pixels)
        .filter(|patch| looks_right(patch, triple))
        .and_then(|patch| fit(&patch, triple, budget).map(|(layout, warp)| (patch, layout, warp)));
    let Some((patch, layout, warp)) = fit else {
        return Look::Chance;
    };
    let n = layout.size as f32;
    let corners = [[0.0, 0.0], [n, 0.0], [n, n], [0.0, n]].map(|[x, y]| warp.at(x, y));
    match read_modules(&patch, &layout, &warp, budget) {
        Some(text) => Look::Read(Symbol { text, corners }),
        None => Look::Seen(Seen { corners, module }),
    }
}

fn surroundings(luma: &Luma, triple: &Triple, module: f32, pixels: usize) -> Option<Patch> {
    let [left, top, right, bottom] = hint::bounds(&triple.outline());
    let margin = MARGIN * (right - left).max(bottom - top) + 6.0 * module;
    let bounds = [left - margin, top - margin, right + margin, bottom + margin];
    Patch::new(luma, bounds, module, triple.inverted, pixels)
}

/// The size and the place of the symbol, if there is one.
fn fit(patch: &Patch, triple: &Triple, budget: &Budget) -> Option<(Layout, Warp)> {
    let sizes = sizes(triple).take_while(|_| !budget.spent());
    let starts = sizes.filter_map(Layout::new).map(|layout| {
        let flat = Warp::flat(layout.size, triple.centres);
        let (warp, score) = warp::start(patch, &Probes::new(&layout), flat, budget);
        (score, layout, warp)
    });
    let mut fits: Vec<_> = starts.filter(|fit| fit.0 > MIN_START).collect();
    fits.sort_by(|a, b| b.0.total_cmp(&a.0));
    fits.truncate(SIZES_TRIED);
    for (score, layout, warp) in &mut fits {
        if budget.spent() {
            return None;
        }
        *score = warp::fit(patch, &Probes::new(layout), warp, budget);
    }
    let best = fits.into_iter().max_by(|a, b| a.0.total_cmp(&b.0))?;
    (best.0 > MIN_SCORE).then_some((best.1, best.2))
}

/// Whether the finder patterns of a triple show in the grey values: spares the rest for chance alignments.
fn looks_right(patch: &Patch, triple: &Triple) -> bool {
    let Some(layout) = sizes(triple).next().and_then(Layout::new) else {
        return false;
    };
    let warp = Warp::flat(layout.size, triple.centres);
    let far = layout.size - 7;
    let agreement = [(0, 0), (far, 0), (0, far)].map(|(left, top)| {
        let modules = (0..49).map(|i| (left + i % 7, top + i / 7));
        let agreements = modules.map(|(x, y)| {
            let value = patch
                .even(warp.at(x as f32 + 0.5, y as f32 + 0.5))
                .unwrap_or(0.0);
            if layout.fixed(x as isize, y as isize) == Some(true) {
                -value
            } else {
                value
            }
        });
        agreements.sum::<f32>() / 49.0
    });
    agreement.iter().all(|&one| one > MIN_FINDER)
        && agreement.iter().sum::<f32>() / 3.0 > MIN_FINDERS
}

/// Reads the modules as they look, then with blur undone, in even and in uneven light.
fn read_modules(
    patch: &Patch,
    layout: &Layout,
    warp: &Warp,
    budget: &Budget,
) -> Option<Zeroizing<String>> {
    let mut modules = Modules::sample(patch, layout, warp)?;
    let read = |modules: &Modules| fence(|| decode(&bits(modules, layout.size)?)).flatten();
    read(&modules)
        .or_else(|| {
            let seen = modules.overall();
            equalise::run(&mut modules, &seen, budget, read)
        })
        .or_else(|| {
            let seen = modules.nearby();
            equalise::run(&mut modules, &seen, budget, read)
        })
}

/// Sizes a symbol may have by the distance of its finder patterns, the likeliest first.
fn sizes(triple: &Triple) -> impl Iterator<Item = usize> + use<> {
    let [tl, tr, bl] = triple.centres;
    let sides = (tr[0] - tl[0]).hypot(tr[1] - tl[1]) + (bl[0] - tl[0]).hypot(bl[1] - tl[1]);
    let across = sides / 2.0 / (triple.size / 7.0) + 7.0;
    let version = ((across - 17.0) / 4.0).round();
    [0.0, 1.0, -1.0, 2.0]
        .into_iter()
        .map(move |more| (version + more).max(0.0) as usize * 4 + 17)
}

fn bits(modules: &Modules, size: usize) -> Option<BitMatrix> {
    let mut bits = BitMatrix::new(size as u32, size as u32).ok()?;
    for y in 0..size {
        for x in 0..size {
            bits.set_bool(x as u32, y as u32, modules.dark(x, y));
        }
    }
    Some(bits)
}
