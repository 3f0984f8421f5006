//! What is no photo of this session, device, student or mode.

use crate::support::ask::Ask;
use crate::support::phone::{Phone, job};
use crate::support::{Letterbox, Service, photo};
use serde_json::json;
use std::sync::Arc;
use xueying::camera::{SessionMode, Source};
use xueying::capture::Manifest;
use xueying::profile::Profile;
use xueying::report::Report;
use xueying_gateway::{Delivery, Role};

struct Scene {
    phone: Phone,
    session: String,
    enrolment: String,
}

impl Scene {
    /// Uploads the photo with a manifest that was changed; status and code.
    fn try_with(&self, at: usize, seed: u8, change: impl FnOnce(&mut Manifest)) -> (u16, String) {
        let mut manifest = photo::manifest(&self.session, &self.phone.nonce(&self.enrolment));
        change(&mut manifest);
        let upload = self
            .phone
            .upload(&self.enrolment, &job(at), photo::jpeg(), 1 << 20);
        let answer = self
            .phone
            .finish(&upload, &photo::sealed(&manifest, &photo::key(seed)));
        if answer.status == 200 {
            return (200, answer.text("photo"));
        }
        let (status, code) = answer.problem();
        (status, code.to_owned())
    }
}

/// A phone that is bound by an SMS which really goes out.
fn real() -> (Service, Scene) {
    let letters = Arc::new(Letterbox::default());
    let service = Service::with(Delivery::Sms(letters.clone()));
    let api = service.api();
    let session = service.session(SessionMode::Real, 1);
    let asked = json!({ "phone": "13800001234" });
    let sent = api
        .send(Ask::post("/v1/phone/challenges").json(&asked))
        .expect(201);
    assert!(
        sent.json().get("code").is_none(),
        "a real code is not echoed"
    );
    let (number, message) = letters.0.lock().expect("letters").pop().expect("a letter");
    assert_eq!(number, "13800001234");
    let code: String = message
        .chars()
        .filter(char::is_ascii_digit)
        .take(6)
        .collect();
    let shown = json!({ "challenge": sent.text("challenge"), "code": code });
    let bound = api
        .send(Ask::post("/v1/phone/verifications").json(&shown))
        .expect(200);
    let phone = Phone {
        api,
        token: bound.text("token"),
        seed: 1,
    };
    let enrolment = phone.enrol(&session, &service.code(0));
    (
        service,
        Scene {
            phone,
            session,
            enrolment,
        },
    )
}

/// A report without a fail: what a real phone would have to bring.
fn clean() -> Report {
    Report::new(Profile::chsi().stamp, vec![], vec![], vec![])
}

#[test]
fn a_real_session_takes_no_simulated_and_no_desktop_photo_and_no_rehearsal() {
    let (_service, scene) = real();
    let source = |source, mode| {
        move |manifest: &mut Manifest| {
            manifest.report = clean();
            manifest.overrides.clear();
            manifest.mode = mode;
            manifest.source = source;
        }
    };
    let refused = [
        (Source::Simulated, SessionMode::Real, "manifest_source"),
        (Source::Desktop, SessionMode::Real, "manifest_source"),
        (
            Source::Simulated,
            SessionMode::Rehearsal,
            "manifest_session",
        ),
        (
            Source::PhoneRear,
            SessionMode::Rehearsal,
            "manifest_session",
        ),
    ];
    for (at, (from, mode, code)) in refused.into_iter().enumerate() {
        let answer = scene.try_with(at, 1, source(from, mode));
        assert_eq!(answer, (422, code.to_owned()), "{from:?} {mode:?}");
    }
    // A report by the milder profile of rehearsals does not count either.
    let milder = scene.try_with(10, 1, |manifest| {
        source(Source::PhoneRear, SessionMode::Real)(manifest);
        manifest.report.profile = Profile::chsi().rehearsal().stamp;
    });
    assert_eq!(milder, (422, "manifest_profile".to_owned()));
    let (status, _) = scene.try_with(11, 1, source(Source::PhoneRear, SessionMode::Real));
    assert_eq!(status, 200, "the rear camera of a phone");
}

#[test]
fn a_service_that_echoes_codes_opens_no_real_session() {
    let service = Service::rehearsal();
    let new = json!({ "mode": "real", "profile": "chsi", "programme": "x", "place": "",
                      "opens_at": 1, "closes_at": 2 });
    let ask = Ask::post("/v1/office/sessions")
        .header("Idempotency-Key", &job(1))
        .json(&new);
    let answer = service.api().send(ask.token(&service.token(Role::Office)));
    assert_eq!(answer.problem(), (422, "rehearsal_only"));
}

#[test]
fn what_was_not_signed_here_for_this_is_refused_and_nothing_is_kept_of_it() {
    let service = Service::rehearsal();
    let session = service.session(SessionMode::Rehearsal, 2);
    let elsewhere = service.session(SessionMode::Rehearsal, 2);
    let phone = Phone::bind(&service.api(), 0);
    let enrolment = phone.enrol(&session, &service.code(0));
    // The school's phone: a second student on the same one.
    let other = phone.enrol(&session, &service.code(1));
    let others_nonce = phone.nonce(&other);
    let scene = Scene {
        phone,
        session,
        enrolment,
    };
    type Change = Box<dyn FnOnce(&mut Manifest)>;
    let changes: [(u8, Change, &str); 6] = [
        (9, Box::new(|_| {}), "manifest_signature"),
        (
            1,
            Box::new(|manifest| manifest.nonce = "0".repeat(32)),
            "manifest_nonce",
        ),
        (
            1,
            Box::new(|manifest| manifest.nonce.clear()),
            "manifest_nonce",
        ),
        (
            1,
            Box::new(|manifest| manifest.nonce = others_nonce),
            "manifest_nonce",
        ),
        (
            1,
            Box::new(|manifest| manifest.session = elsewhere),
            "manifest_session",
        ),
        (
            1,
            Box::new(|manifest| manifest.photo = "0".repeat(64)),
            "manifest_photo",
        ),
    ];
    for (at, (seed, change, code)) in changes.into_iter().enumerate() {
        let answer = scene.try_with(at, seed, change);
        assert_eq!(answer, (422, code.to_owned()), "{at}");
    }
    let found = scene
        .phone
        .send(Ask::get(&format!("/v1/enrolments/{}", scene.enrolment)));
    assert_eq!(found.expect(200).json()["photo"], json!(null));
}
