use super::*;
use crate::camera::FrameTime;
use crate::portrait::crop::Head;
use crate::profile::Profile;
use crate::report::{Bands, CheckId, Range, Reason, Side};
use crate::texts::{self, Lang};

fn guide() -> Guide {
    Profile::chsi().guide
}

fn at(seconds: f64) -> FrameTime {
    FrameTime((seconds * 1e9) as u64)
}

/// A finding on one side of its range, or a pass.
fn finding(id: CheckId, side: Option<Side>) -> Finding {
    let score = match side {
        Some(Side::Low) => -2.0,
        None => 0.0,
        Some(Side::High) => 2.0,
    };
    let unit = Range(Some(-1.0), Some(1.0));
    Finding::measured(
        id,
        score,
        Bands {
            pass: unit,
            warn: unit,
        },
        Verdict::Fail,
    )
}

/// Everything that blocks, passing, but for some.
fn all_but(wrong: &[(CheckId, Side)]) -> Vec<Finding> {
    let side = |id| {
        wrong
            .iter()
            .find(|(other, _)| *other == id)
            .map(|(_, side)| *side)
    };
    guide()
        .blocking
        .iter()
        .map(|&id| finding(id, side(id)))
        .collect()
}

/// Runs frames at 15 a second and notes what was shown and said, when it changed.
fn trace(seconds: f64, findings: impl Fn(f64) -> Vec<Finding>) -> Vec<String> {
    let (guide, mut hints, mut lines) = (guide(), Hints::default(), Vec::new());
    let mut shown = None;
    for frame in 0..(seconds * 15.0) as u32 {
        let time = f64::from(frame) / 15.0;
        let messages = hints.update(at(time), &findings(time), &guide);
        let text = |hint: &Hint| texts::text(&hint.key, Lang::Zh).unwrap_or("?").to_owned();
        if let Some(hint) = &messages.say {
            lines.push(format!("{time:5.2} say {}", hint.key));
        }
        let now = messages.show.as_ref().map(text);
        if now != shown {
            let haptic = messages.haptic;
            lines.push(format!(
                "{time:5.2} show {} {haptic:?}",
                now.as_deref().unwrap_or("–")
            ));
            shown = now;
        }
    }
    lines
}

#[test]
fn every_check_in_the_order_has_something_to_say() {
    for id in guide().order {
        let said = [Some(Side::Low), Some(Side::High), None]
            .into_iter()
            .any(|side| {
                let (mut hints, findings) = (
                    Hints::default(),
                    [Finding {
                        side,
                        ..finding(id, Some(Side::Low))
                    }],
                );
                hints.update(at(0.0), &findings, &guide());
                let messages = hints.update(
                    at(0.5),
                    &findings,
                    &Guide {
                        timing: no_release(),
                        ..guide()
                    },
                );
                messages.show.is_some() || messages.say.is_some()
            });
        let platform = matches!(id, CheckId::CameraPermission | CheckId::CameraRear);
        assert!(said || platform, "{id} is in the order and has no hint");
    }
}

/// Timing under which two frames half a second apart are neighbours.
fn no_release() -> crate::profile::Timing {
    crate::profile::Timing {
        release: 1.0,
        ..guide().timing
    }
}

#[test]
fn a_moment_of_trouble_is_not_told() {
    let lines = trace(3.0, |time| {
        let wrong = (1.0..1.2).contains(&time);
        all_but(if wrong {
            &[(CheckId::FaceWidth, Side::High)]
        } else {
            &[]
        })
    });
    assert_eq!(lines, Vec::<String>::new());
}

#[test]
fn one_message_each_and_the_gravest_first() {
    let lines = trace(8.0, |time| {
        let all = [
            (CheckId::FaceWidth, Side::High),
            (CheckId::HeadPitch, Side::Low),
            (CheckId::MouthClosed, Side::High),
        ];
        all_but(match time {
            0.0..3.0 => &all,
            3.0..6.0 => &all[2..],
            _ => &[],
        })
    });
    insta::assert_debug_snapshot!(lines);
}

#[test]
fn what_is_said_in_vain_rests() {
    let lines = trace(40.0, |_| all_but(&[(CheckId::MouthClosed, Side::High)]));
    insta::assert_debug_snapshot!(lines);
}

#[test]
fn unknown_findings_say_nothing() {
    let lines = trace(3.0, |_| {
        vec![Finding::unknown(CheckId::EyesOpen, Reason::Hidden)]
    });
    assert_eq!(lines, Vec::<String>::new());
}

/// The states a shutter goes through, with the time of each change.
fn shutter(seconds: f64, findings: impl Fn(f64) -> Option<Vec<Finding>>) -> Vec<String> {
    let (guide, mut shutter, mut lines) = (guide(), Shutter::default(), Vec::new());
    let mut state = shutter.state();
    for frame in 0..(seconds * 15.0) as u32 {
        let time = f64::from(frame) / 15.0;
        let seen = findings(time);
        let event = shutter.update(at(time), seen.is_some(), &seen.unwrap_or_default(), &guide);
        if shutter.state() != state || event.is_some() {
            state = shutter.state();
            lines.push(format!("{time:5.2} {state:?} {event:?}"));
        }
    }
    lines
}

#[test]
fn the_way_to_the_photo() {
    let lines = shutter(5.0, |time| match time {
        0.0..0.5 => None,
        0.5..1.5 => Some(all_but(&[(CheckId::HeadYaw, Side::High)])),
        _ => Some(all_but(&[])),
    });
    insta::assert_debug_snapshot!(lines);
}

#[test]
fn a_blink_is_forgiven_and_a_turned_head_is_not() {
    let blink = shutter(4.0, |time| {
        Some(all_but(if (0.7..0.8).contains(&time) {
            &[(CheckId::EyesOpen, Side::Low)]
        } else {
            &[]
        }))
    });
    let turned = shutter(4.0, |time| {
        Some(all_but(if (0.3..0.9).contains(&time) {
            &[(CheckId::HeadYaw, Side::Low)]
        } else {
            &[]
        }))
    });
    insta::assert_debug_snapshot!((blink, turned));
}

#[test]
fn a_long_wait_offers_the_manual_shutter_once() {
    let lines = shutter(120.0, |_| Some(all_but(&[(CheckId::EyesOpen, Side::Low)])));
    assert_eq!(lines, [" 0.00 Found None", "45.00 Found Some(TimedOut)"]);
}

#[test]
fn the_manual_shutter_obeys_what_blocks() {
    let (guide, mut shutter) = (guide(), Shutter::default());
    assert_eq!(shutter.press(at(0.0)), Err(Blocked(vec![])));
    shutter.update(
        at(0.1),
        true,
        &all_but(&[(CheckId::HeadYaw, Side::High)]),
        &guide,
    );
    assert_eq!(shutter.press(at(0.1)), Err(Blocked(vec![CheckId::HeadYaw])));
    shutter.update(at(0.2), true, &all_but(&[]), &guide);
    assert_eq!(shutter.press(at(0.2)), Ok(()));
    assert_eq!(shutter.state(), ShutterState::Capturing);
}

#[test]
fn a_check_that_did_not_run_blocks() {
    let (guide, mut shutter) = (guide(), Shutter::default());
    let findings: Vec<_> = all_but(&[])
        .into_iter()
        .filter(|finding| finding.id != CheckId::EyesOpen)
        .collect();
    shutter.update(at(0.0), true, &findings, &guide);
    assert_eq!(shutter.blocked(), [CheckId::EyesOpen]);
}

#[test]
fn readiness_grows_with_what_is_right() {
    let guide = guide();
    assert_eq!(readiness(&[], &guide), 0.0);
    let most = readiness(&all_but(&[(CheckId::HeadYaw, Side::Low)]), &guide);
    assert!((0.9..1.0).contains(&most), "{most}");
    assert_eq!(readiness(&all_but(&[]), &guide), 1.0);
}

#[test]
fn the_outline_fits_a_phone_and_follows_the_distance() {
    let profile = Profile::chsi();
    let lens = Lens {
        size: [720.0, 1280.0],
        angle: 69.4,
    };
    let draw_in =
        |state, head| overlay(&lens, 0.75, &profile.geometry, &profile.guide, state, head);
    let draw = |head| draw_in(ShutterState::Found, head);
    let plain = draw(None);
    let outline = plain
        .shapes
        .iter()
        .find(|shape| shape.role == Role::HeadOutline)
        .unwrap();
    assert!(outline.dashed && outline.closed);
    let every = plain
        .shapes
        .iter()
        .flat_map(|shape| &shape.points)
        .flatten();
    assert!(every.into_iter().all(|value| (0.0..=1.0).contains(value)));
    // 0.145 m at 1.25 m under a focal length of 924 px is 107 px wide.
    let (left, right) = outline
        .points
        .iter()
        .fold((1.0f32, 0.0f32), |(l, r), [x, _]| (l.min(*x), r.max(*x)));
    assert!(
        (f64::from(right - left) * 720.0 - 1.16 * 107.0).abs() < 2.0,
        "{}",
        right - left
    );

    let head = Head {
        crown: 300.0,
        eye_line: 420.0,
        chin: 520.0,
        center: 200.0,
        face_width: 107.0,
    };
    let arrow = draw(Some(&head)).shapes.pop().unwrap();
    assert_eq!(arrow.role, Role::Arrow);
    assert!(
        arrow.points[1][0] > arrow.points[0][0],
        "the arrow leads to the middle"
    );

    let right = draw_in(ShutterState::Steady, Some(&head));
    assert!(right.shapes.iter().all(|shape| shape.role != Role::Arrow));
    let eyes = right
        .shapes
        .iter()
        .find(|shape| shape.role == Role::EyeLine);
    let [[from, y], [to, _]] = *eyes.unwrap().points.as_slice() else {
        panic!("a line has two ends");
    };
    let middle = f64::from(from + to) / 2.0 * 720.0;
    assert!(
        (middle - head.center).abs() < 6.0,
        "the outline lies round the head: {middle}"
    );
    assert!((f64::from(y) * 1280.0 - head.eye_line).abs() < 12.0, "{y}");
}

#[test]
fn a_wide_or_small_preview_still_shows_the_whole_portrait() {
    let profile = Profile::chsi();
    for size in [[200.0, 200.0], [1280.0, 720.0], [90.0, 1600.0]] {
        for angle in [5.0, 69.4, 170.0] {
            let drawn = overlay(
                &Lens { size, angle },
                0.75,
                &profile.geometry,
                &profile.guide,
                ShutterState::Searching,
                None,
            );
            let mut values = drawn
                .shapes
                .iter()
                .flat_map(|shape| &shape.points)
                .flatten();
            assert!(
                values.all(|value| (0.0..=1.0).contains(value)),
                "{size:?} {angle}"
            );
        }
    }
}
