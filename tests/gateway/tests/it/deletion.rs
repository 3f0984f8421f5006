//! What is gone when it is said to be gone, and what is never written down.

use crate::support::ask::Ask;
use crate::support::phone::{Phone, job, number};
use crate::support::{DAY, Service, photo};
use xueying::camera::SessionMode;

fn holds(disk: &[u8], needle: &[u8]) -> bool {
    disk.windows(needle.len()).any(|window| window == needle)
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
    // From the middle of the compressed picture.
    let pixels = &photo::jpeg()[20_000..20_040];
    let face = &portrait.body[20_000..20_040];
    let before = service.disk();
    assert!(
        holds(&before, pixels) && holds(&before, face),
        "the search finds what is there"
    );

    let consent = format!("/v1/enrolments/{enrolment}/consent");
    for _ in 0..2 {
        phone.send(Ask::delete(&consent)).expect(204);
    }
    let after = service.disk();
    assert!(!holds(&after, pixels) && !holds(&after, face));
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
    let pixels = &photo::jpeg()[20_000..20_040];
    assert!(holds(&service.disk(), pixels));
    service.clock.by(DAY + 1);
    service.restart();
    assert!(!holds(&service.disk(), pixels));
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
