//! What would help a code to be read.

use super::Corners;
use super::refine::Seen;
use crate::frame::Luma;

/// Advice while scanning; the gravest reason comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ScanHint {
    /// The frame is dark: switch the torch on.
    TooDark,
    /// A code is seen and light is reflected on it: tilt.
    Glare,
    /// A code is seen and one of its corners is not.
    PartlyOutside,
    /// A code is seen and too small.
    TooFar,
    /// A code is seen and large enough: it is blurred.
    HoldStill,
}

/// Mean luma below which a frame is dark, of 255.
const DARK: u32 = 40;
/// Luma from which a pixel is saturated.
const SATURATED: u8 = 250;
/// Part of a symbol that may be saturated: half of its modules are light, and white paper may be.
const MAX_SATURATED: f32 = 0.7;
/// Pixels per module below which a code is too far.
const FAR_MODULE: f32 = 2.5;
/// Pixels between those looked at.
const STEP: usize = 8;

impl ScanHint {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooDark => "scan_too_dark",
            Self::Glare => "scan_glare",
            Self::PartlyOutside => "scan_partly_outside",
            Self::TooFar => "scan_too_far",
            Self::HoldStill => "scan_hold_still",
        }
    }

    /// The key of what to tell the person.
    #[must_use]
    pub const fn text_key(self) -> &'static str {
        match self {
            Self::TooDark => "codes.hints.scan_too_dark",
            Self::Glare => "codes.hints.scan_glare",
            Self::PartlyOutside => "codes.hints.scan_partly_outside",
            Self::TooFar => "codes.hints.scan_too_far",
            Self::HoldStill => "codes.hints.scan_hold_still",
        }
    }

    /// What would help to read the symbols seen in a frame, none of which could be read.
    pub(super) fn of(luma: &Luma, seen: &[Seen]) -> Option<Self> {
        if mean(luma, 0..luma.width(), 0..luma.height()) < DARK {
            return Some(Self::TooDark);
        }
        let symbol = seen.first()?;
        let [left, top, right, bottom] = bounds(&symbol.corners);
        let (width, height) = (luma.width() as f32, luma.height() as f32);
        if left < 0.0 || top < 0.0 || right > width || bottom > height {
            return Some(Self::PartlyOutside);
        }
        let (columns, rows) = (left as usize..right as usize, top as usize..bottom as usize);
        if saturated(luma, columns, rows) > MAX_SATURATED {
            return Some(Self::Glare);
        }
        Some(if symbol.module < FAR_MODULE {
            Self::TooFar
        } else {
            Self::HoldStill
        })
    }
}

/// Left, top, right and bottom of a quadrilateral.
pub(super) fn bounds(corners: &Corners) -> [f32; 4] {
    let low = |axis: usize| {
        corners
            .iter()
            .map(|corner| corner[axis])
            .fold(f32::INFINITY, f32::min)
    };
    let high = |axis: usize| {
        corners
            .iter()
            .map(|corner| corner[axis])
            .fold(f32::NEG_INFINITY, f32::max)
    };
    [low(0), low(1), high(0), high(1)]
}

type Span = std::ops::Range<usize>;

fn sparse<'a>(luma: &Luma<'a>, columns: Span, rows: Span) -> impl Iterator<Item = u8> + use<'a> {
    let luma = *luma;
    rows.step_by(STEP)
        .flat_map(move |y| luma.row(y)[columns.clone()].iter().step_by(STEP).copied())
}

fn mean(luma: &Luma, columns: Span, rows: Span) -> u32 {
    let (sum, n) =
        sparse(luma, columns, rows).fold((0, 0), |(sum, n), p| (sum + u32::from(p), n + 1));
    sum / n.max(1)
}

fn saturated(luma: &Luma, columns: Span, rows: Span) -> f32 {
    let (high, n) = sparse(luma, columns, rows).fold((0, 0), |(high, n), p| {
        (high + u32::from(p >= SATURATED), n + 1)
    });
    high as f32 / n.max(1) as f32
}
