//! From finder patterns to text, with the detector and decoder of `rxing`.

use rxing::common::cpp_essentials::ConcentricPattern;
use rxing::common::{BitMatrix, DetectorRXingResult};
use rxing::qrcode::cpp_port::decoder::Decode;
use rxing::qrcode::cpp_port::detector::{FinderPatternSet, GenerateFinderPatternSets, SampleQR};
use zeroize::Zeroizing;

use super::finders::Finders;
use super::{Budget, Corners, fence};

/// A symbol that was read, in the pixels of the picture it was found in.
pub(super) struct Symbol {
    pub(super) text: Zeroizing<String>,
    pub(super) corners: Corners,
}

/// Three finder patterns that look like one symbol, in the pixels of the picture they were found in.
#[derive(Clone, Copy)]
pub(super) struct Triple {
    /// Centres: top left, top right, bottom left, as the symbol is read.
    pub(super) centres: [[f32; 2]; 3],
    /// Outer size of the patterns, seven modules, in pixels.
    pub(super) size: f32,
    pub(super) inverted: bool,
}

impl Triple {
    pub(super) fn scaled(&self, factor: f32) -> Self {
        let centres = self.centres.map(|[x, y]| [x * factor, y * factor]);
        Self {
            centres,
            size: self.size * factor,
            inverted: self.inverted,
        }
    }

    /// The middle of the symbol: half way between its two outer patterns.
    pub(super) fn middle(&self) -> [f32; 2] {
        let [_, tr, bl] = self.centres;
        [f32::midpoint(tr[0], bl[0]), f32::midpoint(tr[1], bl[1])]
    }

    /// The corners of the symbol, were it seen from straight above.
    pub(super) fn outline(&self) -> Corners {
        let [tl, tr, bl] = self.centres;
        // A centre lies three and a half modules, half a pattern, inside its corner.
        let out = |from: [f32; 2], to: [f32; 2]| {
            let length = (to[0] - from[0]).hypot(to[1] - from[1]).max(1.0);
            [0, 1].map(|axis| (to[axis] - from[axis]) / length * self.size / 2.0)
        };
        let (across, down) = (out(tl, tr), out(tl, bl));
        let at = |x: f32, y: f32, from: [f32; 2]| {
            [0, 1].map(|axis| from[axis] + x * across[axis] + y * down[axis])
        };
        let br = [0, 1].map(|axis| tr[axis] + bl[axis] - tl[axis]);
        [
            at(-1.0, -1.0, tl),
            at(1.0, -1.0, tr),
            at(1.0, 1.0, br),
            at(-1.0, 1.0, bl),
        ]
    }

    /// Whether two passes have found the same symbol.
    pub(super) fn same_as(&self, other: &Self) -> bool {
        let near = |[a, b]: [&[f32; 2]; 2]| (a[0] - b[0]).hypot(a[1] - b[1]) < SAME * self.size;
        self.inverted == other.inverted
            && self
                .centres
                .iter()
                .zip(&other.centres)
                .all(|(a, b)| near([a, b]))
    }
}

/// Centres nearer than this part of a finder pattern are the same.
const SAME: f32 = 0.1;

/// Reads every symbol among the patterns, trying at most `cap` sets; the most plausible sets that could not be read are
/// added to `unread`.
pub(super) fn read(
    finders: &mut Finders,
    cap: usize,
    budget: &Budget,
    unread: &mut Vec<Triple>,
) -> Vec<Symbol> {
    let sets = fence(|| GenerateFinderPatternSets(&mut finders.patterns)).unwrap_or_default();
    let mut used: Vec<ConcentricPattern> = Vec::new();
    let mut symbols = Vec::new();
    let mut failed = Vec::new();
    for set in sets.into_iter().take(cap) {
        if budget.spent() {
            break;
        }
        if [set.bl, set.tl, set.tr]
            .iter()
            .any(|pattern| used.contains(pattern))
        {
            continue;
        }
        match fence(|| sample_and_decode(&finders.matrix, &set)).flatten() {
            Some(symbol) => {
                used.extend([set.bl, set.tl, set.tr]);
                symbols.push(symbol);
            }
            None => failed.push(set),
        }
    }
    let left = failed.into_iter().filter(|set| {
        ![set.bl, set.tl, set.tr]
            .iter()
            .any(|pattern| used.contains(pattern))
    });
    unread.extend(
        left.take(UNREAD_PER_PASS)
            .map(|set| triple(&set, finders.inverted)),
    );
    symbols
}

/// Unread sets remembered from one pass.
const UNREAD_PER_PASS: usize = 4;

/// The sets of three patterns that may be one symbol, the most plausible first.
pub(super) fn triples(mut patterns: Vec<ConcentricPattern>, inverted: bool) -> Vec<Triple> {
    fence(|| GenerateFinderPatternSets(&mut patterns))
        .unwrap_or_default()
        .iter()
        .map(|s| triple(s, inverted))
        .collect()
}

fn triple(set: &FinderPatternSet, inverted: bool) -> Triple {
    let size = (set.bl.size + set.tl.size + set.tr.size) as f32 / 3.0;
    let centre = |pattern: &ConcentricPattern| [pattern.p.x, pattern.p.y];
    Triple {
        centres: [centre(&set.tl), centre(&set.tr), centre(&set.bl)],
        size,
        inverted,
    }
}

fn sample_and_decode(matrix: &BitMatrix, set: &FinderPatternSet) -> Option<Symbol> {
    let sampled = SampleQR(matrix, set).ok()?;
    let text = decode(sampled.getBits())?;
    // The detector gives top left, top right, bottom left, bottom right.
    let at = |i: usize| sampled.getPoints().get(i).map_or([0.0; 2], |p| [p.x, p.y]);
    Some(Symbol {
        text,
        corners: [at(0), at(1), at(3), at(2)],
    })
}

/// The text of a sampled symbol, a bit per module; `None` when error correction fails or the text is empty.
pub(super) fn decode(modules: &BitMatrix) -> Option<Zeroizing<String>> {
    let decoded = Decode(modules).ok()?;
    let text = Zeroizing::new(decoded.text());
    (decoded.isValid() && !text.is_empty()).then_some(text)
}
