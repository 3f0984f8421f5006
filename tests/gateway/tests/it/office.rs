//! The office's and the reviewer's side.

use crate::support::ask::Ask;
use crate::support::phone::{Phone, job};
use crate::support::{DAY, Service, photo, student};
use serde_json::{Value, json};
use xueying::camera::SessionMode;
use xueying_gateway::{Clock, Role};

#[test]
fn an_office_opens_a_session_once_and_fills_its_roster_whole_or_not_at_all() {
    let service = Service::rehearsal();
    let (api, token) = (service.api(), service.token(Role::Office));
    let now = service.clock.now();
    let new = |place: &str| {
        let body = json!({ "mode": "rehearsal", "profile": "chsi", "programme": "采集 <2026>", "place": place,
                           "opens_at": now + DAY, "closes_at": now + 2 * DAY });
        let ask = Ask::post("/v1/office/sessions").header("Idempotency-Key", &job(1));
        api.send(ask.token(&token).json(&body))
    };
    let session = new("A").expect(201).json();
    assert_eq!(session["state"], "early");
    assert_eq!(new("A").expect(201).json(), session);
    assert_eq!(new("B").problem(), (409, "key_reused"));
    let code = session["code"].as_str().expect("a code");
    let path = |rest: &str| format!("/v1/office/sessions/{code}/{rest}");
    let poster = api
        .send(Ask::get(&path("poster")).token(&token))
        .expect(200);
    assert_eq!(poster.header("content-type"), "image/svg+xml");
    let svg = String::from_utf8(poster.body).expect("SVG");
    assert!(svg.contains("采集 &lt;2026&gt;"));

    let roster = |csv: &str| {
        api.send(
            Ask::put(&path("roster"))
                .token(&token)
                .bytes("text/csv", csv.as_bytes()),
        )
    };
    let taken = roster("student_number,name\n1,a\n2,b\n").expect(200);
    assert_eq!(taken.json(), json!({ "added": 2, "known": 0 }));
    assert_eq!(
        roster("student_number,name\n3,c\n../4,d\n").problem(),
        (422, "roster")
    );
    let taken = roster("student_number,name\n2,b\n3,c\n").expect(200);
    assert_eq!(taken.json(), json!({ "added": 1, "known": 1 }));
    let progress = api
        .send(Ask::get(&path("progress")).token(&token))
        .expect(200);
    assert_eq!(progress.json()["roster"], 3);
    // Early: a phone may be bound, no photo may be taken.
    let phone = Phone::bind(&api, 0);
    let csv = format!("student_number,name\n{},x\n", student(0));
    roster(&csv).expect(200);
    let enrolment = phone.enrol(code, &service.code(0));
    let nonce = phone.send(Ask::post(&format!("/v1/enrolments/{enrolment}/nonces")));
    assert_eq!(nonce.problem(), (409, "session_early"));
}

#[test]
fn a_reviewer_sees_what_was_signed_and_decides_once() {
    let service = Service::rehearsal();
    let session = service.session(SessionMode::Rehearsal, 1);
    let phone = Phone::bind(&service.api(), 0);
    let enrolment = phone.enrol(&session, &service.code(0));
    let photo = phone.hand_in(&session, &enrolment, &job(1));
    let token = service.token(Role::Reviewer);
    let ask = |rest: &str| {
        let path = format!("/v1/review/photos{rest}");
        service.api().send(Ask::get(&path).token(&token))
    };
    phone.calibrated(&photo);
    assert_eq!(
        ask("").expect(200).json(),
        json!([]),
        "not before the student is satisfied"
    );
    assert_eq!(
        ask(&format!("/{photo}/original")).problem(),
        (404, "not_found")
    );
    phone.choose(&photo, "satisfied").expect(200);
    let queue = ask(&format!("?session={session}")).expect(200).json();
    assert_eq!(queue[0]["photo"], photo.as_str());
    assert_eq!(queue[0]["mode"], "rehearsal");
    assert_eq!(ask("?session=00000000").expect(200).json(), json!([]));
    assert_eq!(ask("?limit=0").problem(), (400, "malformed"));

    let case = ask(&format!("/{photo}")).expect(200).json();
    let manifest: Value =
        serde_json::from_str(case["envelope"]["manifest"].as_str().expect("a manifest"))
            .expect("JSON");
    assert_eq!(case["report"], manifest["report"]);
    assert_eq!(case["overrides"], manifest["overrides"]);
    assert!(
        !case["report"]["findings"]
            .as_array()
            .expect("findings")
            .is_empty()
    );
    let original = ask(&format!("/{photo}/original")).expect(200);
    assert!(original.body == photo::jpeg());

    let shown = Ask::get(&format!("/review/cases/{photo}?lang=en"));
    let page = service.api().send(shown.clone().token(&token)).expect(200);
    let page = String::from_utf8(page.body).expect("UTF-8");
    let mut overrides = manifest["overrides"].as_object().expect("reasons").iter();
    assert!(
        overrides
            .all(|(id, _)| page.contains(&format!("<tr data-of=\"{id}\" data-verdict=\"fail\">")))
    );
    assert!(page.contains("<dd>演练</dd>") && page.contains("Rehearsal"));
    assert_eq!(phone.send(shown.clone()).problem(), (403, "forbidden"));
    let problem = (401, "token_missing");
    assert_eq!(service.api().send(shown).problem(), problem);

    // Audit under way: another photo has to wait.
    let manifest = photo::manifest(&session, &phone.nonce(&enrolment));
    let sealed = photo::sealed(&manifest, &photo::key(phone.seed));
    let upload = phone.upload(&enrolment, &job(2), photo::jpeg(), 1 << 20);
    assert_eq!(
        phone.finish(&upload, &sealed).problem(),
        (409, "audit_running")
    );

    for (decision, reasons) in [
        ("refuse", &[][..]),
        ("approve", &["head_yaw"]),
        ("refuse", &["head_yaw", "head_yaw"]),
    ] {
        assert_eq!(
            service.decide(&photo, decision, reasons).problem(),
            (422, "reasons")
        );
    }
    assert_eq!(
        service
            .decide(&photo, "refuse", &["no_such_rule"])
            .problem(),
        (422, "invalid")
    );
    for _ in 0..2 {
        service.decide(&photo, "refuse", &["head_yaw"]).expect(200);
    }
    assert_eq!(
        service.decide(&photo, "approve", &[]).problem(),
        (409, "decided")
    );
    let news = phone.send(Ask::get("/v1/notifications")).expect(200).json();
    assert_eq!(news.as_array().map(Vec::len), Some(1), "told once");
    // The same upload, with the audit over, is taken now.
    phone.finish(&upload, &sealed).expect(200);
}

#[test]
fn the_page_of_the_reviewer_lets_nothing_from_elsewhere_in() {
    let service = Service::rehearsal();
    for path in ["/review", "/review?lang=en", "/review.js", "/review.css"] {
        let page = service.api().send(Ask::get(path)).expect(200);
        assert_eq!(page.header("x-content-type-options"), "nosniff");
        if page.header("content-type").starts_with("text/html") {
            assert!(
                page.header("content-security-policy")
                    .contains("default-src 'none'")
            );
        }
    }
    assert_eq!(
        service.api().send(Ask::get("/nowhere")).problem(),
        (404, "not_found")
    );
    assert_eq!(
        service.api().send(Ask::delete("/v1/service")).problem(),
        (405, "method")
    );
}
