//! What the picture makes one suspect, and a person must answer.

use super::measure::{Scene, landmark};
use super::{Measure, Measured, accessories, hair};
use crate::profile::{Profile, Rule};
use crate::report::{CheckId, Finding, Question, Range, Region};

/// Signs too weak for a finding: they are only asked about, and always, for the models overlook small things.
const ALWAYS_ASKED: &[(CheckId, Measure)] = &[
    (CheckId::HairTiedBack, hair::tied_back),
    (CheckId::Jewellery, accessories::jewellery),
];

/// Measured, and asked about from suspicion on: a person sees what the measure may get wrong.
const ALSO_ASKED: &[CheckId] = &[
    CheckId::EarLeftVisible,
    CheckId::EarRightVisible,
    CheckId::GlassesTinted,
    CheckId::Headwear,
    CheckId::ClothesNeckline,
    CheckId::LensClean,
    CheckId::Recapture,
];

/// Beyond this the picture speaks for a broken rule.
const SUSPECT: f32 = 0.5;

/// What to ask, given what was found.
pub fn questions(scene: &Scene, profile: &Profile, findings: &[Finding]) -> Vec<Question> {
    let question = |id, score, region| {
        let suspicion = suspicion(profile.rule(id)?, score) as f32;
        Some(Question {
            id,
            suspicion,
            region,
        })
    };
    let measure = |&(id, measure): &(CheckId, Measure)| {
        let Measured { score, region, .. } = measure(scene).ok()?;
        question(id, score, Some(region))
    };
    let always = ALWAYS_ASKED.iter().filter_map(measure);
    let asked = findings
        .iter()
        .filter(|finding| ALSO_ASKED.contains(&finding.id));
    let found =
        asked.filter_map(|finding| question(finding.id, finding.score?, finding.region.clone()));
    let suspected = found.filter(|question| question.suspicion > SUSPECT);
    let asked = profile
        .asked
        .iter()
        .filter_map(|&id| by_a_person(scene, id));
    always.chain(suspected).chain(asked).collect()
}

/// What no measure speaks for or against: where to look.
fn by_a_person(scene: &Scene, id: CheckId) -> Option<Question> {
    let mesh = scene.mesh().ok()?;
    let region = match id {
        CheckId::ContactLenses => mesh.region(&[landmark::RIGHT_EYE, landmark::LEFT_EYE].concat()),
        CheckId::ClothesHood => {
            let below = mesh.frame(mesh.at(landmark::CHIN), [-2.0, 2.0], [0.3, 2.0]);
            Region::around(below)
        }
        _ => mesh.outline(),
    };
    Some(Question {
        id,
        suspicion: 0.0,
        region: Some(region),
    })
}

/// How much a score speaks for a broken rule: 0 at the harmless end, 0.5 where it leaves the passing range, 1 where it
/// leaves the warning range.
fn suspicion(rule: Rule, score: f64) -> f64 {
    let (pass, warn, score) = match (rule.pass, rule.warn) {
        (Range(_, Some(pass)), Range(_, Some(warn))) => (pass, warn, score),
        (Range(Some(pass), _), Range(Some(warn), _)) => (-pass, -warn, -score),
        _ => return 0.0,
    };
    if score <= pass {
        let harmless = if pass > 0.0 { 0.0 } else { 2.0 * pass };
        return 0.5 * ((score - harmless) / (pass - harmless).max(f64::EPSILON)).clamp(0.0, 1.0);
    }
    0.5 + 0.5 * ((score - pass) / (warn - pass).max(f64::EPSILON)).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Verdict;

    #[test]
    fn suspicion_grows_from_the_harmless_end_over_both_limits() {
        let rule = |pass, warn| Rule {
            pass,
            warn,
            worst: Verdict::Fail,
        };
        let high = rule(Range(None, Some(0.2)), Range(None, Some(0.6)));
        let low = rule(Range(Some(0.7), None), Range(Some(0.5), None));
        for (rule, cases) in [
            (
                high,
                [(0.0, 0.0), (0.1, 0.25), (0.2, 0.5), (0.4, 0.75), (0.9, 1.0)],
            ),
            (
                low,
                [
                    (1.4, 0.0),
                    (1.05, 0.25),
                    (0.7, 0.5),
                    (0.6, 0.75),
                    (0.1, 1.0),
                ],
            ),
        ] {
            for (score, expected) in cases {
                assert!((suspicion(rule, score) - expected).abs() < 1e-9, "{score}");
            }
        }
    }
}
