mod people;

use super::*;
use crate::camera::{Permission, Platform, SessionMode};
use crate::collection::Problem;
use crate::collection::api::PhotoState;
use crate::profile::Profile;
use crate::texts::{Lang, text};
use people::{COLLECTION, any_event, fresh, photo, run_to, session, student};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Whoever does what leads on, with a service that answers, comes to the end within so many steps.
const ENOUGH: usize = 120;

#[test]
fn who_does_what_leads_on_comes_to_the_end() {
    for lang in Lang::ALL {
        let (mut flow, mut trace) = (fresh(), String::new());
        let mut seen = vec![];
        run_to(&mut flow, Screen::Done, ENOUGH, |flow| {
            if seen.last() != Some(&flow.screen()) {
                seen.push(flow.screen());
                trace.push_str(&shown(&flow.view(lang)));
            }
        })
        .unwrap();
        insta::assert_snapshot!(format!("{lang:?}").to_lowercase(), trace);
    }
}

/// A screen as a person reads it.
fn shown(view: &View) -> String {
    let mut lines = vec![format!("# {}: {}", view.screen.name(), view.title)];
    lines.extend(view.rehearsal.iter().map(|text| format!("! {text}")));
    lines.extend(view.body.iter().cloned());
    lines.extend(view.points.iter().map(|point| format!("- {}", point.text)));
    let labels: Vec<&str> = view.actions.iter().map(|one| one.label.as_str()).collect();
    lines.push(format!("[{}]", labels.join("] [")));
    lines.join("\n") + "\n\n"
}

#[test]
fn every_screen_and_every_action_has_its_words() {
    for lang in Lang::ALL {
        let has = |key: String| assert!(text(&key, lang).is_some(), "{key}");
        for screen in Screen::ALL {
            has(format!("procedure.screens.{}.title", screen.name()));
            has(format!("procedure.screens.{}.body", screen.name()));
        }
        for action in Action::ALL {
            has(format!("procedure.actions.{}", action.name()));
        }
        for (point, _) in prepare::POINTS {
            has(format!("procedure.points.{point}"));
        }
        for input in [
            crate::collection::InputError::Phone,
            crate::collection::InputError::SmsCode,
        ] {
            has(format!("procedure.input.{}", input.code()));
        }
        for problem in ["offline", "server", "contract"] {
            has(format!("procedure.problems.{problem}"));
        }
    }
    for key in crate::texts::keys().filter_map(|key| key.strip_prefix("procedure.actions.")) {
        assert!(
            Action::ALL.iter().any(|action| action.name() == key),
            "{key}"
        );
    }
    for key in crate::texts::keys().filter_map(|key| key.strip_prefix("procedure.screens.")) {
        let name = key.split('.').next().unwrap_or_default();
        assert!(
            Screen::ALL.iter().any(|screen| screen.name() == name),
            "{key}"
        );
    }
}

/// The flow at a screen on the straight way.
fn at(screen: Screen) -> Flow {
    let mut flow = fresh();
    run_to(&mut flow, screen, ENOUGH, |_| {}).unwrap();
    flow
}

#[test]
fn a_session_that_takes_nobody_is_shown_as_such() {
    let mut flow = at(Screen::SessionCode);
    flow.step(Event::Typed(Typed::new("25103003".into())));
    let mut closed = session();
    closed.state = crate::collection::api::SessionState::Closed;
    flow.step(Event::Answer(Answer::Session(closed)));
    assert_eq!(flow.screen(), Screen::SessionClosed);
    assert_eq!(flow.actions(), [Action::OtherSession]);
}

#[test]
fn each_code_in_the_other_ones_place_is_named() {
    for (screen, typed) in [
        (Screen::SessionCode, COLLECTION),
        (Screen::CollectionCode, "25103003"),
        (Screen::Phone, "12"),
        (Screen::SmsCode, "x"),
    ] {
        let mut flow = at(screen);
        assert!(flow.step(Event::Typed(Typed::new(typed.into()))).is_empty());
        assert_eq!(flow.screen(), screen);
        assert!(flow.view(Lang::Zh).notice.is_some(), "{screen:?}");
    }
}

#[test]
fn a_bound_code_an_expired_token_and_a_closed_session_have_their_screens() {
    let refused = |code: &str| Problem::Refused { code: code.into() };
    for (screen, event, problem, expected) in [
        (
            Screen::CollectionCode,
            Typed::new(COLLECTION.into()),
            refused("code_bound"),
            Screen::CodeBound,
        ),
        (
            Screen::CollectionCode,
            Typed::new(COLLECTION.into()),
            Problem::Expired,
            Screen::TokenExpired,
        ),
        (
            Screen::CollectionCode,
            Typed::new(COLLECTION.into()),
            refused("session_closed"),
            Screen::SessionClosed,
        ),
        (
            Screen::CollectionCode,
            Typed::new(COLLECTION.into()),
            refused("not_on_roster"),
            Screen::CollectionCode,
        ),
        (
            Screen::CollectionCode,
            Typed::new(COLLECTION.into()),
            refused("never_heard_of"),
            Screen::CollectionCode,
        ),
        (
            Screen::CollectionCode,
            Typed::new(COLLECTION.into()),
            Problem::Offline,
            Screen::CollectionCode,
        ),
    ] {
        let mut flow = at(screen);
        flow.step(Event::Typed(event));
        flow.step(Event::Failed(Request::Identify, problem.clone()));
        assert_eq!(flow.screen(), expected, "{problem:?}");
        let told = flow.view(Lang::En).notice.is_some();
        assert_eq!(told, expected == screen, "{problem:?}");
        run_to(&mut flow, Screen::Done, ENOUGH, |_| {}).unwrap();
    }
}

#[test]
fn an_expired_token_leads_back_to_the_photo_on_its_way() {
    let mut flow = at(Screen::Upload);
    flow.step(Event::Attention(Attention::SignIn));
    flow.step(Event::Act(Action::SignIn));
    assert_eq!(flow.screen(), Screen::TokenExpired);
    run_to(&mut flow, Screen::Upload, 20, |_| {}).unwrap();
    let effects = flow.step(Event::Act(Action::TryAgain));
    assert!(
        matches!(effects.as_slice(), [Effect::Carry(_)]),
        "{effects:?}"
    );
}

#[test]
fn a_refused_camera_leads_to_the_settings_and_back() {
    let mut flow = at(Screen::Capture);
    flow.step(Event::Camera(Permission::DeniedForGood, Platform::Android));
    assert_eq!(flow.screen(), Screen::CameraRefused);
    assert!(flow.view(Lang::Zh).body[1].contains("设置"));
    let effects = flow.step(Event::Act(Action::OpenSettings));
    assert!(matches!(effects.as_slice(), [Effect::OpenSettings]));
    flow.step(Event::Camera(Permission::Granted, Platform::Android));
    assert_eq!(flow.awaited(), Some(Request::Nonce));
    run_to(&mut flow, Screen::Capture, 5, |_| {}).unwrap();
}

#[test]
fn a_refusal_names_the_rules_and_what_to_do() {
    let mut flow = at(Screen::Waiting);
    flow.step(Event::Notified);
    let mut refused = photo(PhotoState::Refused);
    refused.reasons = vec![
        crate::report::CheckId::HeadRoll,
        crate::report::CheckId::LightEven,
    ];
    flow.step(Event::Answer(Answer::Photo(refused)));
    assert_eq!(flow.screen(), Screen::Refused);
    let view = flow.view(Lang::Zh);
    assert_eq!(view.body.len(), 3, "{view:?}");
    run_to(&mut flow, Screen::Capture, 20, |_| {}).unwrap();
}

#[test]
fn withdrawal_and_hand_over_forget_the_student() {
    for (way, sure, seen) in [
        (Action::Withdraw, Action::WithdrawNow, Screen::Withdrawn),
        (
            Action::HandOver,
            Action::HandOverNow,
            Screen::CollectionCode,
        ),
    ] {
        let mut flow = at(Screen::Waiting);
        flow.step(Event::Act(way));
        flow.step(Event::Act(Action::Back));
        assert_eq!(flow.screen(), Screen::Waiting);
        flow.step(Event::Act(way));
        let effects = flow.step(Event::Act(sure));
        let told = |effect: &Effect| match effect {
            Effect::Withdraw(enrolment) | Effect::HandOver(enrolment) => enrolment == "e-1",
            _ => false,
        };
        assert!(effects.iter().any(told), "{effects:?}");
        flow.step(Event::Answer(Answer::Withdrawn));
        assert_eq!(flow.screen(), seen);
        let kept = String::from_utf8(flow.kept().unwrap()).unwrap();
        assert!(!kept.contains("张") && !kept.contains("e-1"), "{kept}");
    }
}

#[test]
fn what_is_kept_goes_on_where_it_was() {
    let job = JobId::parse(&"a".repeat(32)).unwrap();
    for screen in [
        Screen::Consent,
        Screen::Preview,
        Screen::Upload,
        Screen::Waiting,
        Screen::Refused,
    ] {
        let mut flow = at(Screen::Consent);
        if screen == Screen::Refused {
            flow = at(Screen::Waiting);
            flow.step(Event::Notified);
            flow.step(Event::Answer(Answer::Photo(photo(PhotoState::Refused))));
        } else if screen != Screen::Consent {
            flow = at(screen);
        }
        let kept = flow.kept().unwrap();
        let codes = || Profile::chsi().codes;
        let (mut without, _) = Flow::restore(&kept, codes(), None, false).unwrap();
        let expected = match screen {
            Screen::Preview => Screen::Checklist,
            other => other,
        };
        assert_eq!(without.screen(), expected);
        run_to(&mut without, Screen::Done, ENOUGH, |_| {}).unwrap();
        let (mut with, effects) = Flow::restore(&kept, codes(), Some(job.clone()), false).unwrap();
        assert_eq!(with.screen(), Screen::Upload);
        assert!(matches!(effects.as_slice(), [Effect::Carry(_)]));
        run_to(&mut with, Screen::Done, ENOUGH, |_| {}).unwrap();
        for job in [None, Some(job.clone())] {
            let of_preview = screen == Screen::Preview;
            let (mut draft, _) = Flow::restore(&kept, codes(), job, of_preview).unwrap();
            assert!(!of_preview || draft.screen() == Screen::Preview);
            run_to(&mut draft, Screen::Done, ENOUGH, |_| {}).unwrap();
        }
    }
    let other = br#"{"version":2,"screen":"done","known":{}}"#;
    assert!(Flow::restore(other, Profile::chsi().codes, None, false).is_err());
}

#[test]
fn nothing_personal_is_shown_in_debug() {
    let flow = at(Screen::Waiting);
    let mut all = format!("{flow:?}");
    let mut typed = |screen, text: &str| {
        let event = Event::Typed(Typed::new(text.into()));
        all += &format!("{event:?}");
        all += &format!("{:?}", at(screen).step(event));
    };
    typed(Screen::Phone, "13800138000");
    typed(Screen::SmsCode, "123456");
    typed(Screen::CollectionCode, COLLECTION);
    for secret in ["张", "13800138000", COLLECTION, "123456"] {
        assert!(!all.contains(secret), "{secret}: {all}");
    }
    assert_eq!(student().masked_name, "张*");
}

/// Screens on the straight way.
const STARTS: [Screen; 13] = [
    Screen::Welcome,
    Screen::SessionCode,
    Screen::CollectionCode,
    Screen::Consent,
    Screen::Checklist,
    Screen::Notifications,
    Screen::Capture,
    Screen::Preview,
    Screen::Upload,
    Screen::Calibration,
    Screen::Waiting,
    Screen::Approved,
    Screen::Download,
];

/// Something at random from somewhere on the way; the screens that were seen.
fn at_random(start: Screen, events: Vec<Event>) -> Result<BTreeSet<Screen>, TestCaseError> {
    let mut flow = at(start);
    let mut seen = BTreeSet::new();
    for event in events {
        let effects = flow.step(event);
        seen.insert(flow.screen());
        let actions = flow.actions();
        prop_assert!(!actions.is_empty(), "{:?}", flow.screen());
        let once: BTreeSet<_> = actions.iter().collect();
        prop_assert_eq!(once.len(), actions.len());
        let asked = effects.iter().filter(|effect| people::is_request(effect));
        prop_assert!(asked.count() <= 1, "{:?}", effects);
        for effect in &effects {
            if let Effect::OpenCamera(order) = effect {
                prop_assert!(flow.known.consent.is_some());
                prop_assert_eq!(order.session(), flow.session_code());
            }
        }
        let view = flow.view(Lang::Zh);
        let well = |line: &String| !line.is_empty() && !line.contains(['{', '}']);
        prop_assert!(
            !view.title.is_empty() && view.body.iter().all(well),
            "{:?}",
            view
        );
        let mode = flow.known.session.as_ref().map(|session| session.mode);
        prop_assert_eq!(
            view.rehearsal.is_some(),
            mode == Some(SessionMode::Rehearsal)
        );
    }
    let from = format!("{flow:?}");
    let end = run_to(&mut flow, Screen::Done, ENOUGH, |_| {});
    prop_assert!(end.is_ok(), "{:?} from {}", end, from);
    Ok(seen)
}

fn anything() -> impl Strategy<Value = (Screen, Vec<Event>)> {
    let events = prop::collection::vec(any_event(), 0..80);
    (prop::sample::select(STARTS.to_vec()), events)
}

proptest! {
    #[test]
    fn whatever_happens_there_is_a_way_on((start, events) in anything()) {
        at_random(start, events)?;
    }
}

#[test]
fn all_screens_are_seen_at_random() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut seen = BTreeSet::new();
    for _ in 0..2500 {
        let tree = anything().new_tree(&mut runner).unwrap();
        let (start, events) = proptest::strategy::ValueTree::current(&tree);
        seen.extend(at_random(start, events).unwrap());
    }
    let missed: Vec<_> = Screen::ALL
        .iter()
        .filter(|screen| !seen.contains(screen))
        .collect();
    assert!(missed.is_empty(), "{missed:?}");
}
