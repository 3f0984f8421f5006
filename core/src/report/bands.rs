//! The ranges a score is judged by.

use super::Verdict;
use serde::{Deserialize, Serialize};

/// A closed interval; `None` leaves an end open. In JSON `[lo, hi]` with `null` for an open end.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Range(pub Option<f64>, pub Option<f64>);

impl Range {
    /// Whether the value lies inside; a NaN never does.
    pub fn contains(self, value: f64) -> bool {
        !value.is_nan()
            && self.0.is_none_or(|lo| value >= lo)
            && self.1.is_none_or(|hi| value <= hi)
    }

    /// Whether the ends are finite and in order, and at least one is there.
    pub fn is_valid(self) -> bool {
        match self {
            Self(None, None) => false,
            Self(Some(lo), Some(hi)) => lo.is_finite() && hi.is_finite() && lo <= hi,
            Self(Some(end), None) | Self(None, Some(end)) => end.is_finite(),
        }
    }

    /// Whether every value of `inner` lies inside.
    pub fn encloses(self, inner: Self) -> bool {
        let low = self
            .0
            .is_none_or(|lo| inner.0.is_some_and(|other| lo <= other));
        let high = self
            .1
            .is_none_or(|hi| inner.1.is_some_and(|other| hi >= other));
        low && high
    }
}

/// On which side of the passing range a score lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Below it.
    Low,
    /// Above it.
    High,
}

/// Inside `pass` a score passes, inside `warn` it warns, outside both it fails.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bands {
    /// The passing range.
    pub pass: Range,
    /// The warning range; it encloses `pass`.
    pub warn: Range,
}

impl Bands {
    /// A two-sided rule.
    pub const fn between(pass: [f64; 2], warn: [f64; 2]) -> Self {
        Self {
            pass: Range(Some(pass[0]), Some(pass[1])),
            warn: Range(Some(warn[0]), Some(warn[1])),
        }
    }

    /// High is good: passes from `pass`, warns from `warn`.
    pub const fn at_least(pass: f64, warn: f64) -> Self {
        Self {
            pass: Range(Some(pass), None),
            warn: Range(Some(warn), None),
        }
    }

    /// Low is good: passes up to `pass`, warns up to `warn`.
    pub const fn at_most(pass: f64, warn: f64) -> Self {
        Self {
            pass: Range(None, Some(pass)),
            warn: Range(None, Some(warn)),
        }
    }

    /// The verdict for a score; a NaN is unknown.
    pub fn judge(&self, score: f64) -> Verdict {
        if score.is_nan() {
            Verdict::Unknown
        } else if self.pass.contains(score) {
            Verdict::Pass
        } else if self.warn.contains(score) {
            Verdict::Warn
        } else {
            Verdict::Fail
        }
    }

    /// The side a score falls out at; `None` inside the passing range.
    pub fn side(&self, score: f64) -> Option<Side> {
        if self.pass.0.is_some_and(|lo| score < lo) {
            Some(Side::Low)
        } else if self.pass.1.is_some_and(|hi| score > hi) {
            Some(Side::High)
        } else {
            None
        }
    }

    /// Whether both ranges are valid and `warn` encloses `pass`.
    pub fn is_valid(&self) -> bool {
        self.pass.is_valid() && self.warn.is_valid() && self.warn.encloses(self.pass)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ends_belong_to_their_range() {
        let bands = Bands::between([-5.0, 5.0], [-8.0, 8.0]);
        for (score, verdict) in [
            (5.0, Verdict::Pass),
            (-5.1, Verdict::Warn),
            (8.0, Verdict::Warn),
            (8.1, Verdict::Fail),
            (f64::NAN, Verdict::Unknown),
            (f64::INFINITY, Verdict::Fail),
        ] {
            assert_eq!(bands.judge(score), verdict, "{score}");
        }
    }

    #[test]
    fn a_warning_range_inside_the_passing_one_is_refused() {
        assert!(!Bands::between([-5.0, 5.0], [-3.0, 3.0]).is_valid());
        assert!(!Bands::at_least(f64::NAN, 0.0).is_valid());
        assert!(Bands::at_most(0.02, 0.05).is_valid());
    }

    proptest! {
        #[test]
        fn a_score_outside_the_passing_range_has_a_side(
            lo in -10.0..0.0f64, hi in 0.0..10.0f64, slack in 0.0..5.0f64, score in -20.0..20.0f64,
        ) {
            let bands = Bands::between([lo, hi], [lo - slack, hi + slack]);
            prop_assert!(bands.is_valid());
            prop_assert_eq!(bands.judge(score) == Verdict::Pass, bands.side(score).is_none());
        }
    }
}
