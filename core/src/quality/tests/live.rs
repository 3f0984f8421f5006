//! A live frame is judged from fewer pixels, and to the same end.

use super::*;

/// What a frame through a lens of a focal length of 1000 pixels is judged as.
pub(super) const LIVE: Stage = Stage::Live {
    still_scale: 2.0,
    focal: 1000.0,
    gravity: None,
    speed: None,
    fresh_matte: true,
};

fn report(drawing: &Drawing, stage: Stage) -> Report {
    drawing.judged(stage, &Profile::chsi())
}

/// A dressed face in light from the side, before a wall of another colour.
fn drawing() -> Drawing {
    let mut drawing = Drawing::dressed();
    drawing.paint([0, 0, 600, 430], |x, y| {
        let shade = 120 + (x / 8) as u8;
        [shade, shade - 30, (y % 7) as u8 + shade - 50]
    });
    drawing.paint([0, 430, 600, 170], |x, _| {
        if x % 40 < 20 {
            [30, 40, 90]
        } else {
            [120, 30, 40]
        }
    });
    drawing
}

#[test]
fn fewer_pixels_lead_to_the_same_scores() {
    let drawing = drawing();
    let (live, still) = (report(&drawing, LIVE), report(&drawing, Stage::Capture));
    let mut compared = 0;
    for finding in &live.findings {
        let Some(other) = still.finding(finding.id) else {
            assert!(ONLY_LIVE.contains(&finding.id), "{}", finding.id);
            continue;
        };
        assert_eq!(finding.reason, other.reason, "{}", finding.id);
        let (Some(score), Some(full)) = (finding.score, other.score) else {
            continue;
        };
        if finding.id == CheckId::Resolution {
            assert_eq!(score, 2.0 * full);
            continue;
        }
        let near = 0.02 * full.abs() + 0.005;
        assert!(
            (score - full).abs() <= near,
            "{}: {score} for {full}",
            finding.id
        );
        compared += 1;
    }
    assert!(compared >= 12, "only {compared} are compared");
    let clothes = live.finding(CheckId::ClothesNotBackground).unwrap();
    assert!(clothes.score.is_some() && still.questions.len() > live.questions.len());
}

#[test]
fn the_distance_follows_from_the_lens_and_the_eyes() {
    let found = |report: Report| report.finding(CheckId::HelperDistance).cloned();
    let live = found(report(&drawing(), LIVE)).unwrap();
    // 128 pixels between the eyes.
    assert!((live.score.unwrap() - 1000.0 * 0.063 / 128.0).abs() < 1e-3);
    assert_eq!((live.verdict, live.side), (Verdict::Warn, Some(Side::Low)));
    assert_eq!(found(report(&drawing(), Stage::Capture)), None);
}

#[test]
fn a_tilted_phone_and_a_shaking_one_are_told_and_an_unknown_one_is_not() {
    use crate::camera::Gravity;
    let verdicts = |gravity: Option<Gravity>, speed| {
        let stage = Stage::Live {
            still_scale: 2.0,
            focal: 1000.0,
            gravity,
            speed,
            fresh_matte: false,
        };
        let report = report(&drawing(), stage);
        [CheckId::DeviceTilt, CheckId::MotionBlur].map(|id| report.finding(id).unwrap().verdict)
    };
    let down = |x, z| Some(Gravity { x, y: -1.0, z });
    let (pass, warn, unknown) = (Verdict::Pass, Verdict::Warn, Verdict::Unknown);
    assert_eq!(verdicts(None, None), [unknown, unknown]);
    assert_eq!(verdicts(down(0.0, 0.0), Some(0.1)), [pass, pass]);
    assert_eq!(verdicts(down(0.0, -0.2), Some(2.0)), [warn, warn]);
    assert_eq!(verdicts(down(0.15, 0.0), None), [warn, unknown]);
}
