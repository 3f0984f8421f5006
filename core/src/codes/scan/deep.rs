//! The deep path, for files and screenshots: every stage, the cheap ones first, until all codes are read or the time is
//! spent.

use core::time::Duration;

use super::binarize::{MEAN_RADIUS, by_block, by_mean};
use super::bitmap::Bitmap;
use super::planes::{Plane, double, sharpen, shrink, soften};
use super::search::{FILE, Search};
use super::{Budget, Clock, Code, second};
use crate::frame::Luma;

/// Time for a picture after which no further stage is begun; one stage may overrun it by a little.
pub const DEEP_BUDGET: Duration = Duration::from_millis(700);

/// Pictures with more pixels are halved until they have less.
const MAX_PIXELS: usize = 16_000_000;
/// All but the cheapest stage see at most this many pixels.
const BASE_PIXELS: usize = 4_000_000;
/// The matched filter sees the picture itself, not only its half, up to this many pixels.
const MATCH_PIXELS: usize = 2_200_000;
/// Pictures with more pixels are not doubled.
const DOUBLE_PIXELS: usize = 1_100_000;
/// Radius of the local mean in a doubled picture, in pixels.
const DOUBLED_MEAN_RADIUS: usize = 20;
/// Strength of sharpening.
const SHARPEN: i32 = 2;

/// All codes in a picture, in no order. `clock` tells the time and `limit` bounds it, [`DEEP_BUDGET`] being usual.
#[must_use]
pub fn deep(luma: &Luma, clock: Clock<'_>, limit: Duration) -> Vec<Code> {
    let mut search = Search::new(FILE, Budget::new(clock, limit));
    let huge = factor_to(luma, MAX_PIXELS);
    with_shrunk(luma, huge, |whole| {
        let small = factor_to(whole, BASE_PIXELS);
        if small > 1 {
            search.scale = huge as f32;
            search.read_bitmap(by_block(whole).as_ref());
        }
        with_shrunk(whole, small, |base| {
            search.base_scale = (huge * small) as f32;
            all_stages(&mut search, base);
        });
    });
    search.into_codes()
}

fn factor_to(luma: &Luma, pixels: usize) -> usize {
    (1..)
        .find(|f| luma.width() * luma.height() / (f * f) <= pixels)
        .unwrap_or(1)
}

/// Hands over the plane `factor` times smaller; a factor of one copies nothing.
fn with_shrunk(luma: &Luma, factor: usize, work: impl FnOnce(&Luma)) {
    if factor <= 1 {
        return work(luma);
    }
    if let Some(view) = shrink(luma, factor).as_ref().and_then(Plane::view) {
        work(&view);
    }
}

fn all_stages(search: &mut Search, base: &Luma) {
    search.at(1.0).read_bitmap(by_block(base).as_ref());
    for factor in [2, 3] {
        with_shrunk(base, factor, |view| {
            search
                .at(factor as f32)
                .read_bitmap(by_block(view).as_ref());
        });
    }
    if !search.settled() {
        search.at(1.0).read_mean(base, MEAN_RADIUS);
        with_shrunk(base, 2, |half| search.at(2.0).read_mean(half, MEAN_RADIUS));
        search.refine(base);
    }
    // Whatever was read: the matched filter tells whether more codes are there.
    with_shrunk(base, 2, |half| search.at(2.0).match_patterns(half));
    search.refine(base);
    if search.found_any() {
        return;
    }
    filtered_stages(search, base);
    if base.width() * base.height() <= MATCH_PIXELS {
        search.at(1.0).match_patterns(base);
        search.refine(base);
    }
    if !search.found_any() {
        second::read(search.at(1.0), base);
    }
}

/// The binarizers again, on softened, sharpened and doubled pictures.
fn filtered_stages(search: &mut Search, base: &Luma) {
    let soft = soften(base, 1);
    let softer = soften(base, 2);
    search.at(1.0);
    for plane in [
        sharpen(base, &softer, SHARPEN),
        sharpen(base, &soft, SHARPEN),
        soft,
    ] {
        search.read_plane(&plane, MEAN_RADIUS);
    }
    if base.width() * base.height() <= DOUBLE_PIXELS && !search.over() {
        let doubled = double(base);
        if let Some(view) = doubled.view() {
            search.at(0.5).read_plane(
                &sharpen(&view, &soften(&view, 2), SHARPEN),
                DOUBLED_MEAN_RADIUS,
            );
        }
    }
    search.refine(base);
}

impl Search<'_> {
    /// Reads a derived picture by both thresholds.
    fn read_plane(&mut self, plane: &Plane, radius: usize) {
        let Some(view) = plane.view() else { return };
        if !self.over() {
            self.read_bitmap(by_block(&view).as_ref());
            self.read_mean(&view, radius);
        }
    }

    fn read_mean(&mut self, luma: &Luma, radius: usize) {
        if !self.over() {
            let bitmap: Bitmap = by_mean(luma, radius);
            self.read_bitmap(Some(&bitmap));
        }
    }
}
