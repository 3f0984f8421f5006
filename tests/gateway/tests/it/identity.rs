//! Phones, codes and students: who is who.

use crate::support::ask::Ask;
use crate::support::phone::{Phone, consent_text, number};
use crate::support::{DAY, Service};
use serde_json::json;
use xueying::camera::SessionMode;

fn identify(phone: &Phone, session: &str, code: &str) -> crate::support::ask::Answer {
    let shown = json!({ "collection_code": code });
    phone.send(Ask::post(&format!("/v1/sessions/{session}/enrolments")).json(&shown))
}

fn bind(phone: &Phone, session: &str) -> crate::support::ask::Answer {
    let path = format!("/v1/sessions/{session}/binding");
    phone.send(Ask::put(&path).json(&phone.device_key()))
}

#[test]
fn a_name_is_shown_masked_and_a_student_is_confirmed_on_one_phone() {
    let service = Service::rehearsal();
    let session = service.session(SessionMode::Rehearsal, 1);
    let [mine, other] = [0, 1].map(|at| Phone::bind(&service.api(), at));
    bind(&mine, &session).expect(200);
    bind(&other, &session).expect(200);
    let code = service.code(0);
    let shown = identify(&mine, &session, &code).expect(201);
    assert_eq!(shown.json()["masked_name"], "学**");
    assert_eq!(shown.json()["masked_number"], "110*************15");
    assert_eq!(shown.json()["confirmed"], false);
    let theirs = identify(&other, &session, &code)
        .expect(201)
        .text("enrolment");
    let enrolment = identify(&mine, &session, &code)
        .expect(201)
        .text("enrolment");
    assert_eq!(enrolment, shown.text("enrolment"));

    let path = format!("/v1/enrolments/{enrolment}");
    let consent = Ask::put(&format!("{path}/consent")).json(&json!({ "text": consent_text() }));
    assert_eq!(mine.send(consent.clone()).problem(), (409, "identity_open"));
    for _ in 0..2 {
        mine.send(Ask::put(&format!("{path}/confirmation")))
            .expect(200);
    }
    let receipt = mine.send(consent.clone()).expect(200).text("receipt");
    assert_eq!(mine.send(consent).expect(200).text("receipt"), receipt);
    assert_eq!(
        mine.send(Ask::delete(&path)).problem(),
        (409, "identity_confirmed")
    );
    assert_eq!(
        identify(&other, &session, &code).problem(),
        (409, "code_bound")
    );
    let confirmation = format!("/v1/enrolments/{theirs}/confirmation");
    assert_eq!(
        other.send(Ask::put(&confirmation)).problem(),
        (409, "code_bound")
    );
}

#[test]
fn what_is_no_code_of_a_student_here_binds_nobody() {
    let service = Service::rehearsal();
    let session = service.session(SessionMode::Rehearsal, 1);
    let phone = Phone::bind(&service.api(), 0);
    assert_eq!(
        identify(&phone, &session, &service.code(0)).problem(),
        (403, "not_bound")
    );
    bind(&phone, &session).expect(200);
    let foreign = Service::rehearsal().code(0);
    assert_eq!(
        identify(&phone, &session, &foreign).problem(),
        (422, "code_unreadable")
    );
    assert_eq!(
        identify(&phone, &session, &service.code(5)).problem(),
        (422, "not_on_roster")
    );
    let key = json!({ "algorithm": "ES256", "public_key": format!("04{}", "0".repeat(128)) });
    let path = format!("/v1/sessions/{session}/binding");
    assert_eq!(
        phone.send(Ask::put(&path).json(&key)).problem(),
        (422, "device_key")
    );
    let unknown = phone.send(Ask::get("/v1/sessions/00000000"));
    assert_eq!(unknown.problem(), (404, "not_found"));
}

#[test]
fn a_session_that_is_over_is_shown_as_closed_and_takes_nobody_in() {
    let service = Service::rehearsal();
    let session = service.session(SessionMode::Rehearsal, 2);
    let phone = Phone::bind(&service.api(), 0);
    let enrolment = phone.enrol(&session, &service.code(0));
    service.clock.by(DAY + 1);
    let found = phone
        .send(Ask::get(&format!("/v1/sessions/{session}")))
        .expect(200);
    assert_eq!(found.json()["state"], "closed");
    assert_eq!(bind(&phone, &session).problem(), (410, "session_closed"));
    assert_eq!(
        identify(&phone, &session, &service.code(1)).problem(),
        (410, "session_closed")
    );
    let nonces = format!("/v1/enrolments/{enrolment}/nonces");
    assert_eq!(
        phone.send(Ask::post(&nonces)).problem(),
        (410, "session_closed")
    );
}

#[test]
fn an_sms_code_counts_once_five_tries_long_and_five_minutes() {
    let service = Service::rehearsal();
    let api = service.api();
    let asked = |at| Ask::post("/v1/phone/challenges").json(&json!({ "phone": number(at) }));
    let shown = |challenge: &str, code: &str| {
        let body = json!({ "challenge": challenge, "code": code });
        api.send(Ask::post("/v1/phone/verifications").json(&body))
    };
    let sent = api.send(asked(0)).expect(201);
    let (challenge, code) = (sent.text("challenge"), sent.text("code"));
    let wrong = if code == "100000" { "100001" } else { "100000" };
    assert_eq!(shown(&challenge, wrong).problem(), (403, "sms_code_wrong"));
    shown(&challenge, &code).expect(200);
    assert_eq!(
        shown(&challenge, &code).problem(),
        (403, "sms_code_expired")
    );

    let sent = api.send(asked(0)).expect(201);
    let (challenge, code) = (sent.text("challenge"), sent.text("code"));
    for _ in 0..5 {
        assert_eq!(
            shown(&challenge, "000000").problem(),
            (403, "sms_code_wrong")
        );
    }
    assert_eq!(
        shown(&challenge, &code).problem(),
        (403, "sms_code_expired")
    );

    let sent = api.send(asked(0)).expect(201);
    service.clock.by(5 * 60 * 1000);
    let late = shown(&sent.text("challenge"), &sent.text("code"));
    assert_eq!(late.problem(), (403, "sms_code_expired"));

    for _ in 0..5 {
        api.send(asked(1)).expect(201);
    }
    let often = api.send(asked(1));
    assert_eq!(often.problem(), (429, "too_many"));
    assert!(
        often
            .header("retry-after")
            .parse::<u32>()
            .is_ok_and(|seconds| seconds > 60)
    );
}
