//! The whole way of one student, and what a restart leaves of it.

use crate::support::ask::Ask;
use crate::support::phone::{Phone, creation, head, job, patch};
use crate::support::{Service, photo, student};
use serde_json::json;
use std::io::{Cursor, Read};
use xueying::camera::SessionMode;
use xueying::frame::{Limits, decode};
use xueying_gateway::Role;
use zip::ZipArchive;

#[test]
fn a_student_gets_from_the_poster_to_the_photo_on_file() {
    let mut service = Service::rehearsal();
    let session = service.session(SessionMode::Rehearsal, 2);
    let phone = Phone::bind(&service.api(), 0);
    let enrolment = phone.enrol(&session, &service.code(0));
    let first = phone.hand_in(&session, &enrolment, &job(1));
    assert_eq!(phone.calibrated(&first)["state"], "calibrated");
    let answer = phone.choose(&first, "retake").expect(200);
    assert_eq!(answer.json()["state"], "superseded");

    let second = phone.hand_in(&session, &enrolment, &job(2));
    phone.calibrated(&second);
    let portrait = phone
        .send(Ask::get(&format!("/v1/photos/{second}/portrait")))
        .expect(200);
    assert_eq!(portrait.header("cache-control"), "no-store");
    let decoded = decode(&portrait.body, &Limits::default()).expect("a portrait");
    assert_eq!(decoded.pixels.dimensions(), (480, 640));
    for _ in 0..2 {
        let answer = phone.choose(&second, "satisfied").expect(200);
        assert_eq!(answer.json()["state"], "waiting");
    }
    assert_eq!(
        phone.choose(&second, "retake").problem(),
        (409, "photo_state")
    );
    let file = format!("/v1/photos/{second}/file");
    assert_eq!(phone.send(Ask::get(&file)).problem(), (409, "photo_state"));

    let answer = service
        .decide(&second, "refuse", &["head_yaw", "glasses_glare"])
        .expect(200);
    assert_eq!(answer.json()["state"], "refused");
    let third = phone.hand_in(&session, &enrolment, &job(3));
    phone.calibrated(&third);
    phone.choose(&third, "satisfied").expect(200);
    service.restart();
    let phone = Phone {
        api: service.api(),
        ..phone
    };
    service.decide(&third, "approve", &[]).expect(200);
    told(&phone, &enrolment, &second, &third);
    let confirmation = format!("/v1/photos/{third}/confirmation");
    for _ in 0..2 {
        let answer = phone.send(Ask::put(&confirmation)).expect(200);
        assert_eq!(answer.json()["state"], "confirmed");
    }
    let file = phone
        .send(Ask::get(&format!("/v1/photos/{third}/file")))
        .expect(200);
    exported(&service, &session, &file.body);
}

/// Both decisions, the newer first; asked again, nothing is new.
fn told(phone: &Phone, enrolment: &str, refused: &str, approved: &str) {
    let answer = phone.send(Ask::get("/v1/notifications")).expect(200);
    let news = answer.json();
    assert_eq!(news[0]["kind"], "approved");
    assert_eq!(news[0]["photo"], approved);
    assert_eq!(news[1]["kind"], "refused");
    assert_eq!(news[1]["photo"], refused);
    assert_eq!(news[1]["enrolment"], enrolment);
    let again = Ask::get("/v1/notifications").header("If-None-Match", answer.header("etag"));
    let again = phone.send(again).expect(304);
    assert!(again.body.is_empty());
    let reasons = phone
        .send(Ask::get(&format!("/v1/photos/{refused}")))
        .expect(200);
    assert_eq!(
        reasons.json()["reasons"],
        json!(["head_yaw", "glasses_glare"])
    );
}

/// The office has the same file, by student number, in the folder of a rehearsal.
fn exported(service: &Service, session: &str, file: &[u8]) {
    let token = service.token(Role::Office);
    let ask = |rest: &str| {
        let path = format!("/v1/office/sessions/{session}/{rest}");
        service
            .api()
            .send(Ask::get(&path).token(&token))
            .expect(200)
    };
    let progress = ask("progress").json();
    assert_eq!(progress["roster"], 2);
    assert_eq!(progress["done"], 1);
    assert_eq!(progress["students"][0]["state"], "done");
    assert_eq!(progress["students"][1]["state"], "missing");
    let archive = ask("export").body;
    let mut archive = ZipArchive::new(Cursor::new(archive)).expect("a zip");
    assert_eq!(archive.len(), 1);
    let name = format!("rehearsal/{}.jpg", student(0));
    let mut entry = archive.by_name(&name).expect("the student");
    let mut bytes = vec![];
    entry.read_to_end(&mut bytes).expect("the photo");
    assert!(bytes == file);
}

#[test]
fn a_restart_keeps_tokens_uploads_and_what_waits_for_its_calibration() {
    let mut service = Service::rehearsal();
    let session = service.session(SessionMode::Rehearsal, 2);
    let phone = Phone::bind(&service.api(), 0);
    let enrolment = phone.enrol(&session, &service.code(0));
    let nonce = phone.nonce(&enrolment);
    let half = photo::jpeg().len() / 2;
    let created = creation(&enrolment, &job(1), photo::jpeg());
    let upload = phone
        .send(created.clone())
        .expect(201)
        .header("location")
        .to_owned();
    let piece = patch(&upload, 0, &photo::jpeg()[..half]);
    phone.send(piece).expect(204);
    service.restart();

    let phone = Phone {
        api: service.api(),
        ..phone
    };
    assert_eq!(phone.send(created).expect(201).header("location"), upload);
    let offset = phone.send(head(&upload)).expect(200);
    assert_eq!(offset.header("upload-offset"), half.to_string());
    let rest = patch(&upload, half, &photo::jpeg()[half..]);
    phone.send(rest).expect(204);
    let envelope = photo::sealed(&photo::manifest(&session, &nonce), &photo::key(phone.seed));
    let accepted = phone.finish(&upload, &envelope).expect(200).text("photo");
    service.restart();

    let phone = Phone {
        api: service.api(),
        ..phone
    };
    assert_eq!(phone.calibrated(&accepted)["state"], "calibrated");
    assert_eq!(
        phone.finish(&upload, &envelope).expect(200).text("photo"),
        accepted
    );
    let again = json!({ "collection_code": service.code(0) });
    let path = format!("/v1/sessions/{session}/enrolments");
    let known = phone.send(Ask::post(&path).json(&again)).expect(201);
    assert_eq!(known.text("enrolment"), enrolment);
}
