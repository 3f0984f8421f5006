//! Smoothing that does not lag: the 1€ filter (Casiez, Roussel, Vogel, CHI 2012). A value at rest is smoothed hard, a value
//! in motion hardly at all.

use crate::camera::FrameTime;
use crate::report::{CheckId, Finding, Verdict};
use std::collections::BTreeMap;

/// Cutoff of a value at rest, in hertz.
const REST: f64 = 1.2;
/// How much the cutoff grows with the speed, once that is in units of the check's band per second.
const SPEED: f64 = 1.5;
/// Cutoff of the speed itself, in hertz.
const SPEED_CUTOFF: f64 = 1.0;
/// After a longer gap, in seconds, the past says nothing.
const FORGET: f64 = 0.5;

#[derive(Debug, Clone, Copy)]
struct Value {
    at: FrameTime,
    smooth: f64,
    speed: f64,
}

/// One filter for each check's score.
#[derive(Debug, Clone, Default)]
pub struct Smoother {
    values: BTreeMap<CheckId, Value>,
}

impl Smoother {
    /// Smooths a score. `scale` is what counts as a large step of it: the width of its warning band.
    pub fn smooth(&mut self, id: CheckId, now: FrameTime, score: f64, scale: f64) -> f64 {
        let fresh = Value {
            at: now,
            smooth: score,
            speed: 0.0,
        };
        let value = self.values.entry(id).or_insert(fresh);
        let interval = now.since(value.at);
        if !score.is_finite() || interval > FORGET || scale <= 0.0 {
            *value = fresh;
            return score;
        }
        if interval > 0.0 {
            let speed = (score - value.smooth) / interval / scale;
            value.speed += weight(SPEED_CUTOFF, interval) * (speed - value.speed);
            let cutoff = REST + SPEED * value.speed.abs();
            value.smooth += weight(cutoff, interval) * (score - value.smooth);
            value.at = now;
        }
        value.smooth
    }
}

impl Smoother {
    /// The same finding, judged by its smoothed score; `worst` as in [`Finding::measured`].
    pub fn finding(&mut self, now: FrameTime, finding: Finding, worst: Verdict) -> Finding {
        let (Some(score), Some(bands)) = (finding.score, finding.bands) else {
            return finding;
        };
        let scale = match [bands.warn.0.or(bands.pass.0), bands.warn.1.or(bands.pass.1)] {
            [Some(low), Some(high)] => high - low,
            [end, other] => end.or(other).map_or(1.0, f64::abs),
        };
        let smooth = self.smooth(finding.id, now, score, scale.max(f64::MIN_POSITIVE));
        Finding {
            score: Some(smooth),
            verdict: bands.judge(smooth).min(worst),
            side: bands.side(smooth),
            ..finding
        }
    }
}

/// The share of the new value in an exponential smoothing of this cutoff.
fn weight(cutoff: f64, interval: f64) -> f64 {
    let tau = 1.0 / (std::f64::consts::TAU * cutoff);
    1.0 / (1.0 + tau / interval)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(frame: u32) -> FrameTime {
        FrameTime(u64::from(frame) * 66_666_667)
    }

    #[test]
    fn noise_at_rest_shrinks() {
        let mut smoother = Smoother::default();
        let noise = |frame: u32| if frame.is_multiple_of(2) { 1.0 } else { -1.0 };
        let tail = (0..60)
            .map(|frame| smoother.smooth(CheckId::HeadYaw, at(frame), noise(frame), 8.0))
            .skip(30);
        assert!(tail.fold(0.0, |worst: f64, value| worst.max(value.abs())) < 0.5);
    }

    #[test]
    fn a_turn_of_the_head_is_followed_within_a_third_of_a_second() {
        let mut smoother = Smoother::default();
        for frame in 0..30 {
            smoother.smooth(CheckId::HeadYaw, at(frame), 0.0, 8.0);
        }
        let after: Vec<f64> = (30..36)
            .map(|frame| smoother.smooth(CheckId::HeadYaw, at(frame), 30.0, 8.0))
            .collect();
        assert!(after[4] > 27.0, "{after:?}");
    }

    #[test]
    fn after_a_gap_the_past_says_nothing() {
        let mut smoother = Smoother::default();
        smoother.smooth(CheckId::HeadYaw, at(0), 0.0, 8.0);
        assert_eq!(smoother.smooth(CheckId::HeadYaw, at(60), 30.0, 8.0), 30.0);
    }
}
