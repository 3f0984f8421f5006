//! What the helper sees, what the student hears, and when the shutter falls.
//!
//! [`overlay`] draws the outline the head belongs in; [`Hints`] picks at most one message for each of the two people;
//! [`Shutter`] waits for the moment. All three are functions of time and findings alone: the same session replayed gives
//! the same guidance.

mod hints;
mod overlay;
mod shutter;

pub use hints::{Audience, Haptic, Hint, Hints, Messages};
pub use overlay::{Ink, Lens, Overlay, Role, Shape, Tone, head_outline, overlay};
pub use shutter::{Blocked, Shutter, ShutterEvent, ShutterState};

use crate::profile::Guide;
use crate::report::{Finding, Verdict};

/// How near everything is to a photo, from 0 to 1: the mean over what blocks the shutter, a warning counting as nearly
/// there, a missing or unknown finding not at all.
pub fn readiness(findings: &[Finding], guide: &Guide) -> f32 {
    if guide.blocking.is_empty() {
        return 1.0;
    }
    let near = |verdict| match verdict {
        Verdict::Pass => 1.0,
        Verdict::Warn => 0.8,
        Verdict::Fail => 0.3,
        Verdict::Unknown => 0.0,
    };
    let of = |id| findings.iter().find(|finding| finding.id == id);
    let sum: f32 = guide
        .blocking
        .iter()
        .map(|&id| of(id).map_or(0.0, |finding| near(finding.verdict)))
        .sum();
    sum / guide.blocking.len() as f32
}

#[cfg(test)]
mod tests;
