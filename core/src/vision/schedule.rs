//! What is done for a frame: decided from measured costs and the shell's budget.

use serde::{Deserialize, Serialize};

/// What is done for one frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Stages {
    /// Look for faces all over the frame.
    pub detect: bool,
    /// Landmarks, expression and pose of the face.
    pub face: bool,
    /// The person apart from the background.
    pub matte: bool,
    /// Hair, skin, clothes.
    pub classes: bool,
    /// Shoulders.
    pub shoulders: bool,
}

/// A stage with a cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Looking for faces.
    Detect,
    /// Landmarks, expression, pose.
    Face,
    /// Person matte.
    Matte,
    /// Region classes.
    Classes,
    /// Shoulders.
    Shoulders,
}

/// What a slow stage costs before it was measured, in seconds, and how long its result stays good enough.
const SLOW: [(Stage, f64, f64); 3] = [
    (Stage::Matte, 0.005, 0.25),
    (Stage::Classes, 0.1, 0.6),
    (Stage::Shoulders, 0.01, 0.6),
];
/// Faces are looked for anew at least this often, in seconds: somebody may have stepped in.
const DETECT_EVERY: f64 = 0.5;
/// How fast a measured cost replaces the old one.
const LEARNING: f64 = 0.2;
/// At most so many frames' budgets are saved up: a pause does not buy a long stall.
const SAVED_FRAMES: f64 = 6.0;
/// A slow stage whose result is so many times as old as is good enough runs whatever it costs: without it there is no photo.
const STARVED: f64 = 8.0;

/// Fits the slow stages into a budget by doing less, never by falling behind.
#[derive(Debug, Clone)]
pub struct Schedule {
    /// Seconds of work per frame.
    budget: f64,
    saved: f64,
    /// Of a frame on which only the face is looked at, with all that is done beside the models.
    face: f64,
    /// Whether the last frame was left out.
    left_out: bool,
    costs: [f64; 3],
    /// When each slow stage ran last, in seconds; `None` without a face. When one was just found, all are due.
    ran: Option<[f64; 3]>,
    detected: Option<f64>,
}

impl Schedule {
    /// A schedule that spends `budget` seconds a frame on average.
    pub fn new(budget: f64) -> Self {
        Self {
            budget: if budget.is_finite() {
                budget.clamp(0.002, 1.0)
            } else {
                0.033
            },
            saved: 0.0,
            face: 0.0,
            left_out: false,
            costs: SLOW.map(|(_, cost, _)| cost),
            ran: None,
            detected: None,
        }
    }

    /// What to do for the frame at `now` (seconds, not going back). The face is looked at in every frame, or in every second
    /// one where that alone costs more than the budget. At most one slow stage runs in a frame, the one whose result is the
    /// most out of date, and only when its cost was saved up.
    pub fn plan(&mut self, now: f64, following: bool) -> Stages {
        self.saved = (self.saved + self.budget).min(SAVED_FRAMES * self.budget);
        self.left_out = following && self.face > self.budget && !self.left_out;
        if self.left_out {
            return Stages::default();
        }
        let detect = !following || self.detected.is_none_or(|last| now - last >= DETECT_EVERY);
        if detect {
            self.detected = Some(now);
        }
        let mut stages = Stages {
            detect,
            face: true,
            ..Stages::default()
        };
        if !following {
            // A lost face makes the slow stages worthless.
            self.ran = None;
            return stages;
        }
        let ran = self
            .ran
            .get_or_insert_with(|| SLOW.map(|(.., fresh)| now - fresh));
        let Some((slow, overdue)) = most_overdue(ran, now) else {
            return stages;
        };
        // A stage dearer than all that can be saved runs when the savings are full, or it would never run.
        let affordable = self.costs[slow].min(SAVED_FRAMES * self.budget);
        if self.saved >= affordable || overdue >= STARVED {
            ran[slow] = now;
            match SLOW[slow].0 {
                Stage::Matte => stages.matte = true,
                Stage::Classes => stages.classes = true,
                _ => stages.shoulders = true,
            }
        }
        stages
    }

    /// Tells what a stage cost, in seconds.
    pub fn spent(&mut self, stage: Stage, seconds: f64) {
        if let Some(slow) = SLOW.iter().position(|(other, ..)| *other == stage) {
            self.costs[slow] += LEARNING * (seconds - self.costs[slow]);
        }
    }

    /// Tells what a frame cost in all, in seconds.
    pub fn done(&mut self, stages: Stages, seconds: f64) {
        self.saved -= seconds;
        let only_face = Stages {
            face: true,
            ..Stages::default()
        };
        if stages == only_face {
            self.face += LEARNING * (seconds - self.face);
        }
    }
}

/// The slow stage whose result is the furthest past its time, and how many times as old it is; `None` while all are fresh.
fn most_overdue(ran: &[f64; 3], now: f64) -> Option<(usize, f64)> {
    let ages = ran
        .iter()
        .zip(SLOW)
        .map(|(last, (.., fresh))| (now - last) / fresh);
    let late = ages.enumerate().filter(|(_, overdue)| *overdue >= 1.0);
    late.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What came of a schedule.
    struct Ran {
        /// How often the face was looked at.
        face: u32,
        /// How often each slow stage ran.
        slow: [u32; 3],
        /// Mean cost of a frame.
        mean: f64,
    }

    /// Runs a schedule at 15 frames a second with fixed costs.
    fn run(budget: f64, face: f64, costs: [f64; 3], seconds: f64) -> Ran {
        let mut schedule = Schedule::new(budget);
        let (mut ran, mut spent) = (
            Ran {
                face: 0,
                slow: [0; 3],
                mean: 0.0,
            },
            0.0,
        );
        let frames = (seconds * 15.0) as u32;
        for frame in 0..frames {
            let stages = schedule.plan(f64::from(frame) / 15.0, true);
            let slow = [
                (stages.matte, Stage::Matte, costs[0]),
                (stages.classes, Stage::Classes, costs[1]),
                (stages.shoulders, Stage::Shoulders, costs[2]),
            ];
            assert!(slow.iter().filter(|(runs, ..)| *runs).count() <= 1);
            let mut cost = 0.0;
            if stages.face {
                ran.face += 1;
                cost += face;
            }
            for (slow, (runs, stage, seconds)) in slow.into_iter().enumerate() {
                if runs {
                    assert!(stages.face, "an old face misleads");
                    ran.slow[slow] += 1;
                    cost += seconds;
                    schedule.spent(stage, seconds);
                }
            }
            schedule.done(stages, cost);
            spent += cost;
        }
        ran.mean = spent / f64::from(frames);
        ran
    }

    #[test]
    fn a_fast_phone_keeps_everything_fresh() {
        let ran = run(0.033, 0.006, [0.004, 0.08, 0.008], 10.0);
        let [matte, classes, shoulders] = ran.slow;
        assert!(
            matte >= 30 && classes >= 12 && shoulders >= 12,
            "{:?}",
            ran.slow
        );
        assert!(ran.mean <= 0.033, "{}", ran.mean);
        assert_eq!(ran.face, 150);
    }

    #[test]
    fn a_slow_phone_does_less_and_does_not_fall_behind() {
        let ran = run(0.02, 0.006, [0.03, 0.5, 0.06], 60.0);
        assert!(
            ran.slow.iter().all(|times| *times >= 3),
            "nothing starves: {:?}",
            ran.slow
        );
        assert!(ran.mean <= 0.021, "{}", ran.mean);
    }

    #[test]
    fn a_slower_one_looks_at_every_second_frame() {
        let ran = run(0.02, 0.025, [0.03, 0.2, 0.06], 60.0);
        assert!((450..=460).contains(&ran.face), "{}", ran.face);
        assert!(
            ran.slow.iter().all(|times| *times >= 3),
            "nothing starves: {:?}",
            ran.slow
        );
        assert!(ran.mean <= 0.021, "{}", ran.mean);
    }

    #[test]
    fn the_slowest_still_comes_to_a_photo() {
        let ran = run(0.01, 0.05, [0.06, 0.5, 0.1], 60.0);
        assert!(
            ran.slow.iter().all(|times| *times >= 3),
            "nothing starves: {:?}",
            ran.slow
        );
    }

    #[test]
    fn without_a_face_only_the_detector_runs() {
        let mut schedule = Schedule::new(0.033);
        for frame in 0..30 {
            let stages = schedule.plan(f64::from(frame) / 15.0, false);
            assert_eq!(
                stages,
                Stages {
                    detect: true,
                    face: true,
                    ..Stages::default()
                }
            );
        }
    }

    #[test]
    fn a_nonsense_budget_is_a_budget() {
        for budget in [f64::NAN, -1.0, 0.0, f64::INFINITY] {
            let stages = Schedule::new(budget).plan(0.0, true);
            assert!(stages.face);
        }
    }
}
