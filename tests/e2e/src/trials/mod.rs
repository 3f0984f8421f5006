//! Exact truth by damage: a photo is changed by known amounts, and the checks must follow.
//!
//! A [`Trial`] is one rule under one kind of damage. Where the change of the score follows from the change of the picture,
//! each step knows the true score; the score of the undamaged photo is taken as it was measured.

mod detail;
mod geometry;
mod light;

pub(crate) use light::person;

use image::RgbImage;
use xueying::precheck::{self, Checked};
use xueying::profile::{Profile, Rule};
use xueying::quality::Stage;
use xueying::report::{CheckId, Finding, Verdict};
use xueying::vision::Vision;

/// Verdicts may change this far from where the profile says: a part of the limit.
const TOLERANCE: f64 = 0.1;

/// One rule under one kind of damage, from the least to the greatest amount.
pub struct Trial {
    /// What was done.
    pub damage: &'static str,
    /// The rule.
    pub id: CheckId,
    /// How the profile judges it.
    pub rule: Rule,
    /// Whether the score rises with the amount.
    pub rises: bool,
    /// Every amount that was tried.
    pub steps: Vec<Step>,
}

/// One amount of damage.
pub struct Step {
    /// In the unit of the damage: degrees, stops, pixels, a factor.
    pub amount: f32,
    /// The score a perfect measure would give.
    pub truth: Option<f64>,
    /// What was found.
    pub finding: Finding,
}

impl Trial {
    /// The steps at which the score went back on the one before by more than `slack`, or is missing.
    pub fn backward(&self, slack: f64) -> Vec<f32> {
        let mut last = f64::NEG_INFINITY;
        let mut backward = vec![];
        for step in &self.steps {
            let sign = if self.rises { 1.0 } else { -1.0 };
            let score = step.finding.score.map(|score| sign * score);
            if score.is_none_or(|score| score < last - slack) {
                backward.push(step.amount);
            }
            last = last.max(score.unwrap_or(last));
        }
        backward
    }

    /// The steps whose verdict is not that of the truth, though the truth lies more than the tolerance from every limit.
    pub fn misjudged(&self) -> Vec<f32> {
        let wrong = self.steps.iter().filter(|step| {
            step.truth.is_some_and(|truth| {
                let expected = self.rule.bands().judge(truth).min(self.rule.worst);
                !self.is_near_a_limit(truth) && step.finding.verdict != expected
            })
        });
        wrong.map(|step| step.amount).collect()
    }

    /// The verdicts in the order of the steps, each once.
    pub fn verdicts(&self) -> Vec<Verdict> {
        let mut verdicts: Vec<_> = self.steps.iter().map(|step| step.finding.verdict).collect();
        verdicts.dedup();
        verdicts
    }

    fn is_near_a_limit(&self, truth: f64) -> bool {
        let (pass, warn) = (self.rule.pass, self.rule.warn);
        [pass.0, pass.1, warn.0, warn.1]
            .into_iter()
            .flatten()
            .any(|limit| (truth - limit).abs() <= TOLERANCE * limit.abs())
    }
}

/// A photo to damage, the models to look at it and the profile to judge it.
pub struct Bench<'a> {
    vision: &'a mut Vision,
    profile: &'a Profile,
    picture: RgbImage,
    base: Checked,
}

impl<'a> Bench<'a> {
    /// Looks at the undamaged photo; `None` if it shows no face.
    pub fn new(vision: &'a mut Vision, profile: &'a Profile, picture: RgbImage) -> Option<Self> {
        let base = precheck::check(&picture, None, Stage::Capture, vision, profile, &[]);
        base.observation.face.is_some().then_some(Self {
            vision,
            profile,
            picture,
            base,
        })
    }

    /// Every trial.
    pub fn trials(&mut self) -> Vec<Trial> {
        let mut trials = self.geometry();
        trials.extend(self.light());
        trials.extend(self.detail());
        trials
    }

    /// Runs one trial: `damage` gives the picture and the true score for each amount.
    fn trial(
        &mut self,
        damage: &'static str,
        id: CheckId,
        stage: Stage,
        rises: bool,
        amounts: &[f32],
        apply: impl Fn(&RgbImage, f32) -> (RgbImage, Option<f64>),
    ) -> Trial {
        let steps = amounts
            .iter()
            .map(|&amount| {
                let (picture, truth) = apply(&self.picture, amount);
                let checked =
                    precheck::check(&picture, None, stage, self.vision, self.profile, &[]);
                let finding = checked
                    .report
                    .finding(id)
                    .expect("the check is built")
                    .clone();
                Step {
                    amount,
                    truth,
                    finding,
                }
            })
            .collect();
        let rule = self.profile.rule(id).expect("the profile has the rule");
        Trial {
            damage,
            id,
            rule,
            rises,
            steps,
        }
    }

    /// The score of the undamaged photo.
    fn score(&self, id: CheckId) -> Option<f64> {
        self.base.report.finding(id)?.score
    }

    /// A landmark of the undamaged photo.
    fn at(&self, landmark: usize) -> [f32; 2] {
        let face = self.base.observation.face.as_ref().expect("new() saw it");
        let [x, y, _] = face.landmarks[landmark];
        [x, y]
    }

    /// Middle between the corners of the right eye, then of the left.
    fn eyes(&self) -> [[f32; 2]; 2] {
        [[33, 133], [263, 362]].map(|[a, b]| middle(self.at(a), self.at(b)))
    }
}

fn middle(a: [f32; 2], b: [f32; 2]) -> [f32; 2] {
    [f32::midpoint(a[0], b[0]), f32::midpoint(a[1], b[1])]
}
