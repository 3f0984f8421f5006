//! A person who does what leads on, a service that answers, and both at random.

use super::super::*;
use crate::camera::{Permission, Platform, SessionMode};
use crate::capture::WallTime;
use crate::collection::Problem;
use crate::collection::api::{PhotoState, SessionState, Task};
use crate::profile::Profile;
use crate::report::CheckId;
use proptest::prelude::*;

pub const COLLECTION: &str = "Zk9+fj3/aQ8xLwv0mB7tRr1Yc2Dd==";

pub fn fresh() -> Flow {
    Flow::new(Profile::chsi().codes)
}

pub fn session() -> Session {
    Session {
        code: "25103003".into(),
        mode: SessionMode::Rehearsal,
        profile: "chsi".into(),
        programme: "毕业生学历图像采集".into(),
        place: "图书馆".into(),
        opens_at: WallTime(1),
        closes_at: WallTime(9),
        state: SessionState::Open,
    }
}

pub fn student() -> Enrolment {
    Enrolment {
        enrolment: "e-1".into(),
        session: "25103003".into(),
        masked_name: "张*".into(),
        masked_number: "2023****01".into(),
        confirmed: false,
        consent: None,
        photo: None,
    }
}

pub fn photo(state: PhotoState) -> Photo {
    Photo {
        photo: "p-1".into(),
        enrolment: "e-1".into(),
        state,
        reasons: vec![],
    }
}

fn receipt() -> ConsentReceipt {
    let json = r#"{"receipt":"r-1","text":"t","given_at":5}"#;
    serde_json::from_str(json).unwrap()
}

fn nonce() -> Nonce {
    Nonce {
        nonce: "n-1".into(),
        expires_at: WallTime(9),
    }
}

fn job() -> JobId {
    JobId::parse(&"a".repeat(32)).unwrap()
}

/// What the service and the platform say when all is well.
fn answer(flow: &Flow, request: Request) -> Answer {
    let state = flow.known.photo.as_ref().map(|photo| photo.state);
    match request {
        Request::Sms => Answer::Sms(Challenge {
            challenge: "c-1".into(),
            expires_at: WallTime(9),
            code: Some("123456".into()),
        }),
        Request::Verify => Answer::Verified,
        Request::Session => Answer::Session(session()),
        Request::Bind => Answer::Bound(session()),
        Request::Tasks => Answer::Tasks(vec![Task::Portrait]),
        Request::Identify => Answer::Identified(student()),
        Request::ConfirmIdentity => Answer::Confirmed(Enrolment {
            confirmed: true,
            ..student()
        }),
        Request::DenyIdentity => Answer::Denied,
        Request::Consent => Answer::Consent(receipt()),
        Request::Withdraw => Answer::Withdrawn,
        Request::Notifications => Answer::Notifications(true),
        Request::Nonce => Answer::Nonce(nonce()),
        Request::Store => Answer::Stored(job()),
        Request::Enrolment => Answer::Enrolment(Enrolment {
            consent: Some(receipt()),
            photo: Some(photo(PhotoState::Calibrated)),
            ..student()
        }),
        Request::Photo => Answer::Photo(photo(match state {
            Some(PhotoState::Waiting) => PhotoState::Approved,
            Some(PhotoState::Approved | PhotoState::Confirmed) => PhotoState::Confirmed,
            _ => PhotoState::Calibrated,
        })),
        Request::Choose => Answer::Chosen(photo(match flow.screen() {
            Screen::Satisfied => PhotoState::Waiting,
            _ => PhotoState::Superseded,
        })),
        Request::Confirm => Answer::OnFile(photo(PhotoState::Confirmed)),
        Request::Download => Answer::Downloaded,
    }
}

/// What comes next of itself, or by a person who takes the first action.
fn next(flow: &Flow) -> Event {
    if let Some(request) = flow.awaited() {
        return Event::Answer(answer(flow, request));
    }
    let typed = |text: &str| Event::Typed(Typed::new(text.into()));
    match flow.screen() {
        Screen::Phone => typed("138 0013 8000"),
        Screen::SmsCode => typed("123456"),
        Screen::SessionCode => typed("25103003"),
        Screen::CollectionCode => typed(COLLECTION),
        Screen::Capture => Event::Taken,
        Screen::CameraRefused => Event::Camera(Permission::Granted, Platform::Android),
        Screen::Upload if flow.known.job.is_some() && flow.known.attention.is_none() => {
            Event::Accepted {
                photo: "p-1".into(),
            }
        }
        Screen::Checklist => {
            let points = 0..prepare::POINTS.len();
            let open = points
                .into_iter()
                .find(|point| !flow.known.checked.contains(point));
            open.map_or(Event::Act(flow.actions()[0]), Event::Tick)
        }
        _ => Event::Act(flow.actions()[0]),
    }
}

/// Goes on until a screen is reached and nothing is awaited; the error is where it ended.
pub fn run_to(
    flow: &mut Flow,
    screen: Screen,
    most: usize,
    mut seen: impl FnMut(&Flow),
) -> Result<(), Screen> {
    for _ in 0..most {
        seen(flow);
        if flow.screen() == screen && flow.awaited().is_none() {
            return Ok(());
        }
        let event = next(flow);
        flow.step(event);
    }
    Err(flow.screen())
}

/// Whether an answer to it is awaited.
pub const fn is_request(effect: &Effect) -> bool {
    !matches!(
        effect,
        Effect::OpenCamera(_)
            | Effect::CloseCamera
            | Effect::AskCamera
            | Effect::OpenSettings
            | Effect::Discard
            | Effect::Carry(_)
            | Effect::GiveUp(_)
            | Effect::Listen
            | Effect::Keep
            | Effect::HandOver(_)
    )
}

fn any_photo() -> impl Strategy<Value = Photo> {
    let states = vec![
        PhotoState::Calibrating,
        PhotoState::Calibrated,
        PhotoState::NotCalibrated,
        PhotoState::Superseded,
        PhotoState::Waiting,
        PhotoState::Approved,
        PhotoState::Refused,
        PhotoState::Confirmed,
    ];
    let reasons = prop::sample::subsequence(CheckId::ALL.to_vec(), 0..4);
    (prop::sample::select(states), reasons).prop_map(|(state, reasons)| Photo {
        reasons,
        ..photo(state)
    })
}

fn any_session() -> impl Strategy<Value = Session> {
    let states = vec![
        SessionState::Early,
        SessionState::Open,
        SessionState::Closed,
    ];
    let state = prop::sample::select(states);
    (state, any::<bool>()).prop_map(|(state, real)| Session {
        state,
        mode: if real {
            SessionMode::Real
        } else {
            SessionMode::Rehearsal
        },
        ..session()
    })
}

fn any_student() -> impl Strategy<Value = Enrolment> {
    let photo = prop::option::of(any_photo());
    (any::<bool>(), any::<bool>(), photo).prop_map(|(confirmed, consent, photo)| Enrolment {
        confirmed,
        consent: consent.then(receipt),
        photo,
        ..student()
    })
}

fn any_answer() -> impl Strategy<Value = Answer> {
    let simple = vec![
        Request::Sms,
        Request::Verify,
        Request::Tasks,
        Request::DenyIdentity,
        Request::Consent,
        Request::Withdraw,
        Request::Nonce,
        Request::Store,
        Request::Download,
    ];
    prop_oneof![
        5 => prop::sample::select(simple).prop_map(|request| answer(&fresh(), request)),
        1 => Just(Answer::Tasks(vec![])),
        1 => any::<bool>().prop_map(Answer::Notifications),
        1 => any_session().prop_map(Answer::Session),
        1 => any_session().prop_map(Answer::Bound),
        1 => any_student().prop_map(Answer::Identified),
        1 => any_student().prop_map(Answer::Confirmed),
        1 => any_student().prop_map(Answer::Enrolment),
        1 => any_photo().prop_map(Answer::Photo),
        1 => any_photo().prop_map(Answer::Chosen),
        1 => any_photo().prop_map(Answer::OnFile),
    ]
}

fn any_problem() -> impl Strategy<Value = Problem> {
    let codes = prop::sample::select(vec![
        "session_closed",
        "code_bound",
        "consent_missing",
        "photo_state",
        "not_on_roster",
        "of_another_time",
    ]);
    prop_oneof![
        Just(Problem::Offline),
        Just(Problem::Expired),
        Just(Problem::Contract),
        any::<Option<u32>>().prop_map(|after| Problem::Server { after }),
        codes.prop_map(|code| Problem::Refused { code: code.into() }),
    ]
}

/// What a person, a service and a platform may do, in any order.
pub fn any_event() -> impl Strategy<Value = Event> {
    let permissions = prop::sample::select(vec![
        Permission::NotAsked,
        Permission::Granted,
        Permission::Denied,
        Permission::DeniedForGood,
        Permission::Restricted,
    ]);
    let platforms = prop::sample::select(vec![
        Platform::Android,
        Platform::Ios,
        Platform::Browser,
        Platform::Desktop,
    ]);
    let texts = vec!["13800138000", "123456", "25103003", COLLECTION, ""];
    let requests = prop::sample::select(REQUESTS.to_vec());
    let bound = Problem::Refused {
        code: "code_bound".into(),
    };
    prop_oneof![
        12 => prop::sample::select(Action::ALL.to_vec()).prop_map(Event::Act),
        3 => (0..10usize).prop_map(Event::Tick),
        6 => prop::sample::select(texts).prop_map(|text| Event::Typed(Typed::new(text.into()))),
        12 => any_answer().prop_map(Event::Answer),
        2 => Just(Event::Failed(Request::Identify, bound)),
        4 => (requests, any_problem()).prop_map(|(request, problem)| Event::Failed(request, problem)),
        2 => (permissions, platforms).prop_map(|(may, on)| Event::Camera(may, on)),
        2 => Just(Event::Taken),
        1 => Just(Event::NotStored(Attention::DiskFull)),
        1 => any::<[u64; 2]>().prop_map(|[sent, of]| Event::Sent { sent, of }),
        2 => prop::sample::select(Attention::ALL.to_vec()).prop_map(Event::Attention),
        2 => Just(Event::Accepted { photo: "p-1".into() }),
        1 => Just(Event::Notified),
    ]
}

const REQUESTS: [Request; 18] = [
    Request::Sms,
    Request::Verify,
    Request::Session,
    Request::Bind,
    Request::Tasks,
    Request::Identify,
    Request::ConfirmIdentity,
    Request::DenyIdentity,
    Request::Consent,
    Request::Withdraw,
    Request::Notifications,
    Request::Nonce,
    Request::Store,
    Request::Enrolment,
    Request::Photo,
    Request::Choose,
    Request::Confirm,
    Request::Download,
];
