//! How long to wait after a failure.

use super::Moment;
use crate::capture::WallTime;

/// The longest wait, in milliseconds, unless the server asks for more.
pub const LONGEST_WAIT: u64 = 300_000;
/// The first wait.
const SHORTEST_WAIT: u64 = 1_000;
/// A server may ask for at most so much.
const LONGEST_ASKED: u64 = 3_600_000;

/// When to try again after so many failures in a row: doubling, with a random half, and no sooner than the server asked.
pub(super) fn next_try(failures: u32, asked: Option<u32>, at: Moment) -> WallTime {
    let doubled = SHORTEST_WAIT << failures.saturating_sub(1).min(16);
    let longest = doubled.min(LONGEST_WAIT);
    let half = longest / 2;
    let wait = half + u64::from(at.chance) % (half + 1);
    let asked = asked.map_or(0, |seconds| u64::from(seconds) * 1_000);
    WallTime(at.now.0.saturating_add(wait.max(asked.min(LONGEST_ASKED))))
}

/// Whether the time has come. A wait longer than any that is given out means that the clock was set back.
pub(super) fn is_due(not_before: WallTime, now: WallTime) -> bool {
    now >= not_before || not_before.0 - now.0 > LONGEST_ASKED
}
