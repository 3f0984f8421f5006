//! The state of a search through one picture: what was read, what was located and not read, how much time is left.

use super::bitmap::Bitmap;
use super::finders::{self, Finders};
use super::hint;
use super::matched;
use super::refine::{self, Look, Seen};
use super::symbol::{self, Symbol, Triple};
use super::{Budget, Code, Corners};
use crate::frame::Luma;

/// How hard a search tries.
pub(super) struct Effort {
    /// Rows from one scanned for finder patterns to the next.
    row_step: usize,
    /// Finder patterns kept from one pass, each polarity.
    patterns: usize,
    /// Sets of three patterns tried in one pass, each polarity.
    sets: usize,
    /// Located symbols looked at with care at a time.
    looks: usize,
    /// Pixels of one such look.
    look_pixels: usize,
}

/// For files: no core of three modules of one pixel is missed.
pub(super) const FILE: Effort = Effort {
    row_step: 3,
    patterns: 96,
    sets: 200,
    looks: 10,
    look_pixels: 4_000_000,
};
/// For frames: there will be another one.
pub(super) const FRAME: Effort = Effort {
    row_step: 4,
    patterns: 32,
    sets: 40,
    looks: 2,
    look_pixels: 250_000,
};

/// Matches of the filter kept, each polarity.
const MAX_MATCHES: usize = 16;
/// Sets of three matches followed up, each polarity.
const MAX_MATCHED_SETS: usize = 8;

/// One picture under search. Stages see derived pictures; `at` says how much larger the searched one is.
pub(super) struct Search<'a> {
    effort: Effort,
    pub(super) budget: Budget<'a>,
    /// Pixels of the caller's picture per pixel of the base picture.
    pub(super) base_scale: f32,
    /// Pixels of the caller's picture per pixel of the picture at hand.
    pub(super) scale: f32,
    codes: Vec<Code>,
    /// Located and not read, in pixels of the caller's picture.
    unread: Vec<Triple>,
    /// The first of these have been looked at with care.
    looked: usize,
    /// What such a look confirmed without reading it.
    seen: Vec<Seen>,
    /// The most finder patterns any pass has seen.
    busiest: usize,
}

impl<'a> Search<'a> {
    pub(super) fn new(effort: Effort, budget: Budget<'a>) -> Self {
        Self {
            effort,
            budget,
            base_scale: 1.0,
            scale: 1.0,
            codes: Vec::new(),
            unread: Vec::new(),
            looked: 0,
            seen: Vec::new(),
            busiest: 0,
        }
    }

    pub(super) fn into_codes(self) -> Vec<Code> {
        self.codes
    }

    pub(super) fn codes(&self) -> &[Code] {
        &self.codes
    }

    /// Symbols that are there and were not read, in pixels of the caller's picture.
    pub(super) fn seen(&self) -> &[Seen] {
        &self.seen
    }

    /// Takes over what a search of a part of the picture has found; the part begins at `offset`.
    pub(super) fn absorb(&mut self, part: Self, offset: [f32; 2]) {
        let moved = |corners: Corners| corners.map(|[x, y]| [x + offset[0], y + offset[1]]);
        self.codes.extend(part.codes.into_iter().map(|code| Code {
            corners: moved(code.corners),
            ..code
        }));
        self.seen.extend(part.seen.into_iter().map(|seen| Seen {
            corners: moved(seen.corners),
            ..seen
        }));
    }

    /// The next stages see a picture this many times smaller than the base picture.
    pub(super) fn at(&mut self, factor: f32) -> &mut Self {
        self.scale = factor * self.base_scale;
        self
    }

    pub(super) fn over(&self) -> bool {
        self.budget.spent()
    }

    pub(super) fn found_any(&self) -> bool {
        !self.codes.is_empty()
    }

    /// Whether something was read and nothing else located.
    pub(super) fn settled(&self) -> bool {
        self.found_any() && self.unread.iter().all(|triple| self.inside_known(triple))
    }

    /// The most finder patterns that any pass has seen.
    pub(super) fn busiest(&self) -> usize {
        self.busiest
    }

    /// Remembers a code, once.
    pub(super) fn add(&mut self, symbol: Symbol, scale: f32) {
        if self.codes.iter().all(|known| known.text != symbol.text) {
            let corners = symbol.corners.map(|[x, y]| [x * scale, y * scale]);
            self.codes.push(Code {
                text: symbol.text,
                corners,
            });
        }
    }

    /// Finds and reads the symbols of a black-and-white picture.
    pub(super) fn read_bitmap(&mut self, bitmap: Option<&Bitmap>) {
        let Some(bitmap) = bitmap else { return };
        if self.over() {
            return;
        }
        for mut found in finders::find(
            bitmap,
            self.effort.row_step,
            self.effort.patterns,
            &self.budget,
        ) {
            self.busiest = self.busiest.max(found.patterns.len());
            self.read_finders(&mut found);
        }
    }

    fn read_finders(&mut self, found: &mut Finders) {
        let mut unread = Vec::new();
        for symbol in symbol::read(found, self.effort.sets, &self.budget, &mut unread) {
            self.add(symbol, self.scale);
        }
        self.remember(unread);
    }

    /// Locates symbols by the matched filter.
    pub(super) fn match_patterns(&mut self, luma: &Luma) {
        if self.over() {
            return;
        }
        for (matches, inverted) in matched::find(luma, MAX_MATCHES, &self.budget)
            .iter()
            .zip([false, true])
        {
            let patterns = matches.iter().map(matched::Match::pattern).collect();
            let mut triples = symbol::triples(patterns, inverted);
            triples.truncate(MAX_MATCHED_SETS);
            let size = [luma.width() as f32, luma.height() as f32];
            if triples.is_empty()
                && let Some(corners) = matched::cut_off(matches, size)
            {
                let module = matches[0].module;
                self.seen.push(Seen { corners, module }.scaled(self.scale));
            }
            self.remember(triples);
        }
    }

    fn remember(&mut self, triples: Vec<Triple>) {
        for triple in triples {
            let triple = triple.scaled(self.scale);
            if self.unread.iter().all(|known| !known.same_as(&triple)) {
                self.unread.push(triple);
            }
        }
    }

    /// Whether a triple lies in a symbol already read.
    fn inside_known(&self, triple: &Triple) -> bool {
        let middle = triple.middle();
        self.codes.iter().any(|code| {
            let [left, top, right, bottom] = hint::bounds(&code.corners);
            (left..=right).contains(&middle[0]) && (top..=bottom).contains(&middle[1])
        })
    }

    /// Looks with care, in the base picture, at what was located since the last time.
    pub(super) fn refine(&mut self, base: &Luma) {
        let fresh = self.unread[self.looked..].to_vec();
        self.looked = self.unread.len();
        for triple in fresh.iter().take(self.effort.looks) {
            if self.over() {
                return;
            }
            if self.inside_known(triple) {
                continue;
            }
            let scale = self.base_scale;
            match refine::look(
                base,
                &triple.scaled(1.0 / scale),
                self.effort.look_pixels,
                &self.budget,
            ) {
                Look::Read(symbol) => self.add(symbol, scale),
                Look::Seen(seen) => self.seen.push(seen.scaled(scale)),
                Look::Chance => {}
            }
        }
    }
}
