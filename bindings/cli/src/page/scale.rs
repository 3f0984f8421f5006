//! A small scale that shows where a score lies between passing, warning and failing.

use maud::{Markup, html};
use xueying::profile::Profile;
use xueying::report::{Bands, Finding, Range, Unit, Verdict};
use xueying::texts;

/// The scale of a finding; nothing where there is no score.
pub fn scale(finding: &Finding, profile: &Profile) -> Markup {
    let (Some(score), Some(bands)) = (finding.score, finding.bands) else {
        return html! {};
    };
    if !score.is_finite() {
        return html! {};
    }
    // A rule without enough evidence behind it never fails: beyond its warning range is warning still.
    let worst = profile
        .rule(finding.id)
        .map_or(Verdict::Fail, |rule| rule.worst);
    let axis = Axis::of(score, bands, finding.unit);
    let limits = limits(bands);
    html! {
        div class="scale" role="img" aria-label=(texts::value(score, finding.unit)) {
            div class="bar" {
                @for (from, to, verdict) in axis.parts(bands, worst) {
                    span class=(super::name(verdict)) style=(format!("left:{from:.1}%;width:{:.1}%", to - from)) {}
                }
            }
            span class={ "marker " (super::name(finding.verdict)) } style=(format!("left:{:.1}%", axis.percent(score))) {
                (texts::value(score, finding.unit))
            }
            @for limit in limits {
                span class="limit" style=(format!("left:{:.1}%", axis.percent(limit))) {
                    (texts::value(limit, finding.unit))
                }
            }
        }
    }
}

/// The ends of the passing range.
fn limits(bands: Bands) -> impl Iterator<Item = f64> {
    [bands.pass.0, bands.pass.1].into_iter().flatten()
}

/// Which stretch of numbers the scale shows.
struct Axis {
    from: f64,
    to: f64,
}

impl Axis {
    /// Room for both ranges and the score; a score far out stays at the end.
    fn of(score: f64, bands: Bands, unit: Unit) -> Self {
        let ends = [bands.pass.0, bands.pass.1, bands.warn.0, bands.warn.1];
        let ends = || ends.iter().flatten().copied();
        let (low, high) = (
            ends().fold(f64::MAX, f64::min),
            ends().fold(f64::MIN, f64::max),
        );
        // Degrees run to both sides of zero, everything else starts there.
        let floor = if unit == Unit::Degrees { f64::MIN } else { 0.0 };
        let ceiling = if unit == Unit::Share { 1.0 } else { f64::MAX };
        let one_sided = bands.pass.0.is_none() || bands.pass.1.is_none();
        let room = if one_sided { high.abs() } else { high - low } * 0.6;
        let reach = 2.0 * room;
        let from = (low - room).min(score.max(low - reach));
        let to = (high + room).max(score.min(high + reach));
        Self {
            from: from.max(floor.min(low)),
            to: to.min(ceiling.max(high)),
        }
    }

    /// 0 at the left end, 100 at the right one.
    fn percent(&self, value: f64) -> f64 {
        let share = (value - self.from) / (self.to - self.from);
        100.0
            * if share.is_finite() {
                share.clamp(0.0, 1.0)
            } else {
                0.5
            }
    }

    /// The stretches from left to right, in percent, each with what a score there means.
    fn parts(&self, bands: Bands, worst: Verdict) -> Vec<(f64, f64, Verdict)> {
        let place = |end: Option<f64>, open: f64| end.map_or(open, |end| self.percent(end));
        let Range(pass_lo, pass_hi) = bands.pass;
        let Range(warn_lo, warn_hi) = bands.warn;
        let stops = [
            0.0,
            place(warn_lo, 0.0),
            place(pass_lo, 0.0),
            place(pass_hi, 100.0),
            place(warn_hi, 100.0),
            100.0,
        ];
        let verdicts = [
            Verdict::Fail,
            Verdict::Warn,
            Verdict::Pass,
            Verdict::Warn,
            Verdict::Fail,
        ];
        stops
            .windows(2)
            .zip(verdicts)
            .filter(|(stop, _)| stop[1] > stop[0])
            .map(|(stop, verdict)| (stop[0], stop[1], verdict.min(worst)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_fill_the_bar_in_order() {
        use Verdict::{Fail, Pass, Warn};
        let two_sided = Bands::between([-5.0, 5.0], [-8.0, 8.0]);
        let axis = Axis::of(20.0, two_sided, Unit::Degrees);
        let parts = axis.parts(two_sided, Fail);
        let verdicts: Vec<_> = parts.iter().map(|part| part.2).collect();
        assert_eq!(verdicts, [Fail, Warn, Pass, Warn, Fail]);
        assert_eq!((parts[0].0, parts[4].1), (0.0, 100.0));
        assert!(parts.windows(2).all(|pair| pair[0].1 == pair[1].0));

        let low_is_good = Bands::at_most(0.05, 0.15);
        let parts = Axis::of(0.6, low_is_good, Unit::Share).parts(low_is_good, Warn);
        let verdicts: Vec<_> = parts.iter().map(|part| part.2).collect();
        assert_eq!(verdicts, [Pass, Warn, Warn]);
    }

    #[test]
    fn a_score_lies_in_the_part_of_its_verdict() {
        for bands in [
            Bands::between([0.3, 0.4], [0.3, 0.4]),
            Bands::at_most(0.05, 0.15),
            Bands::at_least(0.6, 0.4),
        ] {
            for score in [0.0, 0.02, 0.1, 0.31, 0.5, 0.7, 1.0, 9.0] {
                let axis = Axis::of(score, bands, Unit::Ratio);
                let at = axis.percent(score);
                let verdict = bands.judge(score);
                let parts = axis.parts(bands, Verdict::Fail);
                assert!(
                    parts
                        .iter()
                        .any(|part| part.0 <= at && at <= part.1 && part.2 == verdict),
                    "{bands:?} {score}"
                );
            }
        }
    }
}
