//! What is gone when it is said to be gone, and what is never written down.

use crate::support::ask::Ask;
use crate::support::phone::{Phone, job, number};
use crate::support::{DAY, Service, photo};
use xueying::camera::SessionMode;

fn holds(disk: &[u8], needle: &[u8]) -> bool {
    disk.windows(needle.len()).any(|window| window == needle)
}

/// The share of a picture's bytes, tried in pieces, that is on the disk. A database may cut a piece in two.
fn share(disk: &[u8], picture: &[u8]) -> f64 {
    let pieces: Vec<_> = picture.chunks_exact(24).step_by(25).collect();
    let found = pieces.iter().filter(|piece| holds(disk, piece)).count();
    found as f64 / pieces.len() as f64
}

#[test]
fn a_withdrawal_takes_every_pixel_off_the_disk() {
    let service = Service::rehearsal();
    let session = service.session(SessionMode::Rehearsal, 1);
    let phone = Phone::bind(&service.api(), 0);
    let enrolment = phone.enrol(&session, &service.code(0));
    let taken = phone.hand_in(&session, &enrolment, &job(1));
    phone.calibrated(&taken);
    let portrait = phone
        .send(Ask::get(&format!("/v1/photos/{taken}/portrait")))
        .expect(200);
    let pictures = [photo::jpeg(), &portrait.body];
    let before = service.disk();
    assert!(pictures.iter().all(|picture| share(&before, picture) > 0.9));

    let consent = format!("/v1/enrolments/{enrolment}/consent");
    for _ in 0..2 {
        phone.send(Ask::delete(&consent)).expect(204);
    }
    let after = service.disk();
    assert!(pictures.iter().all(|picture| share(&after, picture) == 0.0));
    let gone = phone.send(Ask::get(&format!("/v1/photos/{taken}")));
    assert_eq!(gone.problem(), (404, "not_found"));
    let nonces = format!("/v1/enrolments/{enrolment}/nonces");
    assert_eq!(
        phone.send(Ask::post(&nonces)).problem(),
        (403, "consent_missing")
    );
    let open = phone
        .send(Ask::get(&format!("/v1/enrolments/{enrolment}")))
        .expect(200);
    assert!(open.json()["consent"].is_null() && open.json()["photo"].is_null());
}

#[test]
fn an_upload_that_expires_leaves_no_bytes() {
    let mut service = Service::rehearsal();
    let session = service.session(SessionMode::Rehearsal, 1);
    let phone = Phone::bind(&service.api(), 0);
    let enrolment = phone.enrol(&session, &service.code(0));
    phone.upload(&enrolment, &job(1), photo::jpeg(), 1 << 20);
    assert!(share(&service.disk(), photo::jpeg()) > 0.9);
    service.clock.by(DAY + 1);
    service.restart();
    assert_eq!(share(&service.disk(), photo::jpeg()), 0.0);
}

#[test]
fn no_number_token_or_code_is_on_the_disk() {
    let service = Service::rehearsal();
    let session = service.session(SessionMode::Rehearsal, 1);
    let phone = Phone::bind(&service.api(), 3);
    let code = service.code(0);
    phone.enrol(&session, &code);
    let disk = service.disk();
    for secret in [number(3), phone.token.clone(), code] {
        assert!(!holds(&disk, secret.as_bytes()), "{secret}");
    }
    assert!(
        holds(&disk, session.as_bytes()),
        "the search finds what is there"
    );
}

#[test]
fn a_token_ends_and_says_so() {
    let service = Service::rehearsal();
    let phone = Phone::bind(&service.api(), 0);
    phone.send(Ask::get("/v1/notifications")).expect(200);
    service.clock.by(30 * DAY + 1);
    let late = phone.send(Ask::get("/v1/notifications"));
    assert_eq!(late.problem(), (401, "token_expired"));
    assert_eq!(late.header("www-authenticate"), "Bearer");
}

#[test]
fn the_audit_log_tells_of_every_step_and_of_nobody() {
    let service = Service::rehearsal();
    let session = service.session(SessionMode::Rehearsal, 1);
    let phone = Phone::bind(&service.api(), 0);
    let enrolment = phone.enrol(&session, &service.code(0));
    let photo = phone.hand_in(&session, &enrolment, &job(1));
    phone.calibrated(&photo);
    phone.choose(&photo, "satisfied").expect(200);
    service.decide(&photo, "refuse", &["head_yaw"]).expect(200);
    let consent = format!("/v1/enrolments/{enrolment}/consent");
    phone.send(Ask::delete(&consent)).expect(204);
    let log = service.audit();
    let actions: Vec<_> = log.iter().map(|[_, action, _]| action.as_str()).collect();
    let expected = [
        "session.created",
        "phone.bound",
        "session.bound",
        "identity.shown",
        "identity.confirmed",
        "consent.given",
        "upload.created",
        "photo.accepted",
        "photo.satisfied",
        "photo.refused",
        "consent.withdrawn",
    ];
    assert_eq!(actions, expected);
    let is_id = |word: &str| word.len() == 32 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    for [actor, action, object] in &log {
        assert!(
            is_id(actor) || actor == "office" || actor == "reviewer",
            "{action}: {actor}"
        );
        assert!(is_id(object) || *object == session, "{action}: {object}");
    }
}
