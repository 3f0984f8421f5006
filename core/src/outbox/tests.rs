use super::*;
use crate::capture::WallTime;
use crate::texts::{Lang, text};
use crate::vault::VaultError;
use proptest::prelude::*;

const LENGTH: u64 = 600_000;

fn at(now: u64) -> Moment {
    Moment {
        now: WallTime(now),
        chance: 7,
    }
}

fn created(upload: &str) -> Event {
    Event::Created {
        upload: upload.into(),
    }
}

fn run(events: impl IntoIterator<Item = Event>) -> (Job, Vec<Effect>) {
    let start = (Job::new(LENGTH), vec![]);
    events
        .into_iter()
        .fold(start, |(job, _), event| step(job, event, at(1_000)))
}

#[test]
fn a_photo_goes_its_way() {
    let upload = || "u".to_owned();
    assert_eq!(run([Event::Tick]).1, [Effect::Create]);
    let mut so_far = vec![created("u")];
    let asked = Effect::AskOffset { upload: upload() };
    assert_eq!(run(so_far.clone()).1, [asked]);
    for (offset, to) in [(0, 262_144), (262_144, 524_288), (524_288, LENGTH)] {
        so_far.push(Event::Offset { at: offset });
        let send = Effect::Send {
            upload: upload(),
            from: offset,
            to,
        };
        assert_eq!(run(so_far.clone()).1, [send]);
    }
    so_far.push(Event::Offset { at: LENGTH });
    assert_eq!(run(so_far.clone()).1, [Effect::Finish { upload: upload() }]);
    so_far.push(Event::Accepted { photo: "p".into() });
    let (job, effects) = run(so_far);
    assert_eq!(job.phase, Phase::Over(Over::Accepted("p".into())));
    assert_eq!(effects, [Effect::Destroy]);
}

#[test]
fn what_comes_late_or_twice_changes_nothing() {
    let (job, effects) = run([created("u"), Event::Offset { at: 300_000 }]);
    for event in [created("v"), created("u"), Event::Offset { at: 10 }] {
        let (after, again) = step(job.clone(), event, at(1_000));
        assert_eq!((&after, &again), (&job, &effects));
    }
    let (over, _) = step(job, Event::Withdrawn, at(1_000));
    for event in [
        Event::Again,
        created("v"),
        Event::Accepted { photo: "p".into() },
    ] {
        let (after, effects) = step(over.clone(), event, at(1_000));
        assert_eq!((after, effects), (over.clone(), vec![Effect::Destroy]));
    }
}

#[test]
fn waits_double_and_keep_to_what_the_server_asks() {
    let failed = |failure: Failure, times: usize| {
        let events = std::iter::repeat_n(Event::Failed(failure), times);
        let (job, _) = run(events);
        (job.not_before.0 - 1_000, job.attention)
    };
    let waits = [1, 2, 3, 9, 90].map(|times| failed(Failure::Offline, times).0);
    assert_eq!(waits, [507, 1_007, 2_007, 128_007, 150_007]);
    assert_eq!(failed(Failure::Offline, 2).1, None);
    assert_eq!(failed(Failure::Offline, 3).1, Some(Attention::NoNetwork));
    assert_eq!(failed(Failure::Busy(Some(600)), 1), (600_000, None));
    assert_eq!(failed(Failure::Busy(Some(u32::MAX)), 1).0, 3_600_000);
}

#[test]
fn a_clock_that_jumps_neither_hurries_nor_stops_a_job() {
    let (job, _) = run([Event::Failed(Failure::Busy(Some(60)))]);
    let next = |now| step(job.clone(), Event::Tick, at(now)).1;
    let until = job.not_before;
    assert_eq!(next(1_000), [Effect::Wait { until }]);
    assert_eq!(next(61_000), [Effect::Create]);
    let (later, _) = step(Job::new(1), Event::Failed(Failure::Offline), at(1 << 40));
    assert_eq!(step(later, Event::Tick, at(5)).1, [Effect::Create]);
}

#[test]
fn spoilt_and_misplaced_bytes_are_put_right_by_asking() {
    let there = [created("u"), Event::Offset { at: 262_144 }];
    for failure in [Failure::Checksum, Failure::OffsetMismatch] {
        let events = there.clone().into_iter().chain([Event::Failed(failure)]);
        let upload = "u".to_owned();
        assert_eq!(run(events).1, [Effect::AskOffset { upload }]);
    }
    let events = there.into_iter().chain([Event::Failed(Failure::Gone)]);
    let (job, _) = run(events);
    let after = step(job.clone(), Event::Tick, at(job.not_before.0)).1;
    assert_eq!(after, [Effect::Create]);
}

#[test]
fn a_stuck_job_waits_for_the_person_and_says_why() {
    for attention in Attention::ALL {
        let (job, effects) = run([Event::Failed(Failure::Needs(attention)), Event::Tick]);
        assert_eq!((job.attention, effects), (Some(attention), vec![]));
        let (job, effects) = step(job, Event::Again, at(1_000));
        assert_eq!((job.attention, effects), (None, vec![Effect::Create]));
        for (part, lang) in [("message", Lang::Zh), ("advice", Lang::En)] {
            let key = format!("outbox.{}.{part}", attention.code());
            assert!(text(&key, lang).is_some(), "{key}");
        }
    }
}

#[test]
fn the_json_of_a_record_is_frozen_and_other_versions_are_refused() {
    let events = [
        created("/v1/uploads/u"),
        Event::Offset { at: 5 },
        Event::Failed(Failure::Needs(Attention::SignIn)),
    ];
    let json = concat!(
        r#"{"version":1,"length":600000,"upload":"/v1/uploads/u","phase":"stuck","failures":1,"#,
        r#""not_before":0,"attention":"sign_in"}"#
    );
    let (job, _) = run(events);
    assert_eq!(String::from_utf8(job.write().unwrap()).unwrap(), json);
    assert_eq!(Job::read(json.as_bytes()), Ok(job));
    let over = json.replace(r#""stuck""#, r#"{"over":{"accepted":"p"}}"#);
    assert!(!Job::read(over.as_bytes()).unwrap().is_open());
    for other in [
        json.replace(r#""version":1"#, r#""version":2"#),
        String::new(),
    ] {
        assert_eq!(Job::read(other.as_bytes()), Err(VaultError::Damaged));
    }
}

fn any_event() -> impl Strategy<Value = Event> {
    let offsets = prop_oneof![Just(LENGTH), 0..LENGTH, any::<u64>()];
    let failures = prop_oneof![
        Just(Failure::Offline),
        any::<Option<u32>>().prop_map(Failure::Busy),
        Just(Failure::OffsetMismatch),
        Just(Failure::Checksum),
        Just(Failure::Gone),
        prop::sample::select(Attention::ALL.to_vec()).prop_map(Failure::Needs),
    ];
    prop_oneof![
        3 => Just(Event::Tick),
        1 => Just(Event::Again),
        2 => "[uv]".prop_map(|upload| Event::Created { upload }),
        4 => offsets.prop_map(|at| Event::Offset { at }),
        4 => failures.prop_map(Event::Failed),
    ]
}

/// An honest server from here on: the job must come to its end.
fn reaches_the_server(mut job: Job) -> bool {
    let mut now = 0;
    let mut event = Event::Again;
    for _ in 0..100 {
        let (next, effects) = step(job, event, at(now));
        job = next;
        event = match effects.as_slice() {
            [Effect::Create] => created("w"),
            [Effect::AskOffset { .. }] => Event::Offset { at: 0 },
            [Effect::Send { to, .. }] => Event::Offset { at: *to },
            [Effect::Finish { .. }] => Event::Accepted { photo: "p".into() },
            [Effect::Wait { until }] => {
                now = until.0;
                Event::Tick
            }
            [Effect::Destroy] => return true,
            other => panic!("{other:?}"),
        };
    }
    false
}

proptest! {
    #[test]
    fn whatever_happened_the_photo_still_arrives(
        events in prop::collection::vec((any_event(), any::<u64>(), any::<u32>()), 0..40),
    ) {
        let mut job = Job::new(LENGTH);
        for (event, now, chance) in events {
            let (next, effects) = step(job, event, Moment { now: WallTime(now), chance });
            job = next;
            prop_assert!(effects.len() <= 1);
            prop_assert_eq!(effects.is_empty(), job.phase == Phase::Stuck);
            prop_assert_eq!(job.phase == Phase::Stuck, job.attention.is_some_and(|_| job.phase != Phase::Open));
            if let [Effect::Send { from, to, .. }] = effects.as_slice() {
                prop_assert!(from < to && *to <= LENGTH);
            }
            let read = Job::read(&job.write().unwrap()).unwrap();
            prop_assert!(read.same_record(&job));
        }
        prop_assert!(reaches_the_server(job));
    }
}
