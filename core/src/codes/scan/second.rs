//! The second reader, `rqrr`: now and then it reads what the first does not. It knows no bound of its own, so it comes
//! last and fenced.

use super::fence;
use super::planes::shrink;
use super::search::Search;
use super::symbol::Symbol;
use crate::frame::Luma;
use zeroize::Zeroizing;

/// The reader sees at most this many pixels.
const MAX_PIXELS: usize = 1_000_000;
/// Fewer than this on a side is no symbol, and less than the reader expects.
const MIN_SIDE: usize = 32;
/// It is not asked when a pass has seen more finder patterns than this: its search grows with their cube.
const MAX_PATTERNS: usize = 24;

/// Asks the second reader, if the picture is harmless and there is time.
pub(super) fn read(search: &mut Search, luma: &Luma) {
    if search.over() || search.busiest() > MAX_PATTERNS {
        return;
    }
    let factor = (1..)
        .find(|f| luma.width() * luma.height() / (f * f) <= MAX_PIXELS)
        .unwrap_or(1);
    let Some(plane) = shrink(luma, factor) else {
        return;
    };
    let Some(view) = plane.view() else { return };
    if view.width().min(view.height()) < MIN_SIDE {
        return;
    }
    let scale = factor as f32 * search.scale;
    for symbol in fence(|| symbols(&view)).unwrap_or_default() {
        search.add(symbol, scale);
    }
}

fn symbols(view: &Luma) -> Vec<Symbol> {
    let grey = |x: usize, y: usize| view.row(y)[x];
    let mut prepared =
        rqrr::PreparedImage::prepare_from_greyscale(view.width(), view.height(), grey);
    let grids = prepared.detect_grids();
    grids
        .iter()
        .filter_map(|grid| {
            let (_, text) = grid.decode().ok()?;
            let corners = grid.bounds.map(|corner| [corner.x as f32, corner.y as f32]);
            (!text.is_empty()).then(|| Symbol {
                text: Zeroizing::new(text),
                corners,
            })
        })
        .collect()
}
