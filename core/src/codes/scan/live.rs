//! The live path: a little work on every frame, the place of the last find first, and nothing believed that was seen once.

use core::time::Duration;

use super::binarize::{MEAN_RADIUS, by_block, by_mean};
use super::hint::{self, ScanHint};
use super::planes::{Plane, shrink};
use super::search::{FRAME, Search};
use super::{Budget, Clock, Code};
use crate::frame::Luma;

/// Time for a frame on a slow machine.
pub const FRAME_BUDGET: Duration = Duration::from_millis(25);

/// A text counts once it was read in this many frames.
const AGREEING_FRAMES: usize = 2;
/// Frames over which readings must agree.
const MEMORY: u32 = 12;
/// Frames without a find after which its place is forgotten.
const PATIENCE: u32 = 6;
/// Part of its size that a symbol may have moved since the last frame.
const DRIFT: f32 = 0.4;
/// Frames in a row that must ask for the same hint.
const HINT_FRAMES: u32 = 3;

/// The matched filter sees at most this many pixels of a frame.
const MATCH_PIXELS: usize = 250_000;

/// How to look, in turn. Half size is cheapest and sees most, full size sees small codes, the local mean sees unevenly
/// lit ones, the matched filter soft ones.
const TURNS: [Stage; 5] = [
    Stage::Full,
    Stage::Half,
    Stage::HalfMean,
    Stage::Matched,
    Stage::Half,
];
/// The ways to look where something was seen, until it is read.
const AGAIN: [Stage; 4] = [Stage::Full, Stage::Half, Stage::Mean, Stage::Matched];

#[derive(Clone, Copy)]
enum Stage {
    Full,
    Half,
    Mean,
    HalfMean,
    Matched,
}

/// Reads codes from a stream of frames. Holds texts and places, no pixels.
#[derive(Default)]
pub struct LiveScanner {
    frame: u32,
    /// What was read, with the frame it was last read in and the frames it was read in.
    readings: Vec<(Code, u32, usize)>,
    /// Where something was last seen: left, top, right, bottom in pixels, and the frame.
    focus: Option<([f32; 4], u32)>,
    hint: Option<(ScanHint, u32)>,
}

/// What a frame brought.
#[derive(Debug)]
pub struct LiveScan {
    /// Codes read in this frame that agree with an earlier one.
    pub codes: Vec<Code>,
    /// What would help, once several frames have asked for it.
    pub hint: Option<ScanHint>,
}

impl LiveScanner {
    /// A scanner that has seen nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Looks at a frame. `clock` tells the time and `limit` bounds it, [`FRAME_BUDGET`] being usual. Frames must have one
    /// size; after a change of the camera start anew.
    pub fn push(&mut self, luma: &Luma, clock: Clock<'_>, limit: Duration) -> LiveScan {
        self.frame = self.frame.wrapping_add(1).max(1);
        // The rest of the time is for finishing what was begun.
        let budget = Budget::new(clock, limit * 5 / 8);
        let mut search = Search::new(FRAME, budget);
        self.look_again(&mut search, luma, budget);
        // Other codes may be elsewhere: every other frame is looked at as a whole in any case.
        if !search.found_any() || self.frame.is_multiple_of(2) {
            self.look_around(&mut search, luma);
        }
        let read = search.codes().iter().map(Code::corners);
        let places = read.chain(search.seen().iter().map(|seen| seen.corners));
        if let Some(place) = places.map(|corners| hint::bounds(&corners)).reduce(around) {
            self.focus = Some((place, self.frame));
        }
        let hint = if search.found_any() {
            None
        } else {
            ScanHint::of(luma, search.seen())
        };
        LiveScan {
            codes: self.agreeing(search.into_codes()),
            hint: self.lasting(hint),
        }
    }

    /// Looks where something was seen, with every stage while there is time.
    fn look_again<'a>(&mut self, search: &mut Search<'a>, luma: &Luma, budget: Budget<'a>) {
        let Some((place, seen)) = self.focus else {
            return;
        };
        if self.frame - seen > PATIENCE {
            self.focus = None;
            return;
        }
        let [left, top, right, bottom] = place;
        let drift = DRIFT * (right - left).max(bottom - top);
        let [left, top] = [left - drift, top - drift].map(|v| v.max(0.0) as usize);
        let [right, bottom] = [right + drift, bottom + drift].map(|v| v.max(0.0) as usize);
        let size = [right.saturating_sub(left), bottom.saturating_sub(top)];
        let Some(crop) = luma.crop(left, top, size[0], size[1]) else {
            return;
        };
        let mut part = Search::new(FRAME, budget);
        for stage in AGAIN {
            if !part.found_any() && !part.over() {
                run(stage, &mut part, &crop);
                part.refine(&crop);
            }
        }
        search.absorb(part, [left as f32, top as f32]);
    }

    /// Looks at the whole frame in the way whose turn it is.
    fn look_around(&mut self, search: &mut Search, luma: &Luma) {
        run(TURNS[(self.frame - 1) as usize % TURNS.len()], search, luma);
        if !search.found_any() {
            search.refine(luma);
        }
    }

    /// Remembers what was read; gives what was read before, too.
    fn agreeing(&mut self, codes: Vec<Code>) -> Vec<Code> {
        let now = self.frame;
        self.readings.retain(|(_, last, _)| now - last <= MEMORY);
        let mut agreed = Vec::new();
        for code in codes {
            let known = self
                .readings
                .iter_mut()
                .find(|(known, ..)| known.text == code.text);
            let times = known.as_ref().map_or(0, |(.., times)| *times) + 1;
            if times >= AGREEING_FRAMES {
                agreed.push(code.clone());
            }
            match known {
                Some(known) => *known = (code, now, times),
                None => self.readings.push((code, now, times)),
            }
        }
        agreed
    }

    /// The hint, once enough frames in a row have asked for it.
    fn lasting(&mut self, hint: Option<ScanHint>) -> Option<ScanHint> {
        self.hint = match (hint, self.hint) {
            (Some(new), Some((old, frames))) if new == old => Some((old, frames + 1)),
            (Some(new), _) => Some((new, 1)),
            (None, _) => None,
        };
        self.hint
            .filter(|(_, frames)| *frames >= HINT_FRAMES)
            .map(|(hint, _)| hint)
    }
}

/// The bounds of two bounds.
fn around(a: [f32; 4], b: [f32; 4]) -> [f32; 4] {
    [
        a[0].min(b[0]),
        a[1].min(b[1]),
        a[2].max(b[2]),
        a[3].max(b[3]),
    ]
}

fn run(stage: Stage, search: &mut Search, luma: &Luma) {
    let factor = match stage {
        Stage::Full | Stage::Mean => 1,
        Stage::Half | Stage::HalfMean => 2,
        Stage::Matched => (2..)
            .find(|f| luma.width() * luma.height() / (f * f) <= MATCH_PIXELS)
            .unwrap_or(2),
    };
    let small = if factor > 1 {
        shrink(luma, factor)
    } else {
        None
    };
    let view = if factor > 1 {
        small.as_ref().and_then(Plane::view)
    } else {
        Some(*luma)
    };
    // Too small to be made smaller.
    let Some(view) = view else { return };
    search.at(factor as f32);
    match stage {
        Stage::Full | Stage::Half => search.read_bitmap(by_block(&view).as_ref()),
        Stage::Mean | Stage::HalfMean => search.read_bitmap(Some(&by_mean(&view, MEAN_RADIUS))),
        Stage::Matched => search.match_patterns(&view),
    }
}
