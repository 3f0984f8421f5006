//! Who may do what: every operation of the contract, tried by everybody it is not for, before its owner does it.

use crate::contract::operations;
use crate::support::ask::{Answer, Ask};
use crate::support::phone::{Phone, consent_text, creation, head, job, number, patch};
use crate::support::{Service, photo, student};
use serde_json::json;
use std::collections::BTreeMap;
use xueying::camera::SessionMode;
use xueying_gateway::Role;

/// Whom an operation is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    Nobody,
    Phone,
    Reviewer,
    Office,
}

/// What others of the same role meet.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Others {
    /// The object is not there.
    Nothing,
    /// The phone has to be bound to the session before.
    NotBound,
    /// The same, each on their own.
    TheSame,
}

/// What is known by now on the way of one student.
struct Way {
    service: Service,
    phone: Phone,
    session: String,
    enrolment: String,
    upload: String,
    photo: String,
    challenge: (String, String),
}

/// An operation at its place on the way.
struct Step {
    id: &'static str,
    of: Of,
    others: Others,
    ask: fn(&Way) -> Ask,
    status: u16,
    then: fn(&mut Way, &Answer),
}

const fn step(id: &'static str, of: Of, others: Others, status: u16, ask: fn(&Way) -> Ask) -> Step {
    Step {
        id,
        of,
        others,
        ask,
        status,
        then: |_, _| {},
    }
}

impl Step {
    const fn then(self, then: fn(&mut Way, &Answer)) -> Self {
        Self { then, ..self }
    }
}

fn office_session(way: &Way, rest: &str) -> Ask {
    Ask::get(&format!("/v1/office/sessions/{}/{rest}", way.session))
}

fn session(way: &Way, rest: &str) -> String {
    format!("/v1/sessions/{}{rest}", way.session)
}

fn enrolment(way: &Way, rest: &str) -> String {
    format!("/v1/enrolments/{}{rest}", way.enrolment)
}

fn of_photo(way: &Way, rest: &str) -> String {
    format!("/v1/photos/{}{rest}", way.photo)
}

fn reviewed(way: &Way, rest: &str) -> Ask {
    Ask::get(&format!("/v1/review/photos/{}{rest}", way.photo))
}

fn identification(way: &Way) -> Ask {
    let shown = json!({ "collection_code": way.service.code(0) });
    Ask::post(&session(way, "/enrolments")).json(&shown)
}

/// The way of a student from the office's session to the withdrawal.
fn steps() -> Vec<Step> {
    use Of::{Office, Phone, Reviewer};
    use Others::{Nothing, TheSame};
    let mut all = beginning();
    all.extend([
        step("issueNonce", Phone, Nothing, 201, |way| {
            Ask::post(&enrolment(way, "/nonces"))
        }),
        step("createUpload", Phone, Nothing, 201, |way| {
            creation(&way.enrolment, &job(1), photo::jpeg())
        })
        .then(|way, answer| way.upload = answer.header("location").to_owned()),
        step("uploadOffset", Phone, Nothing, 200, |way| head(&way.upload)),
        step("sendBytes", Phone, Nothing, 204, |way| {
            patch(&way.upload, 0, photo::jpeg())
        }),
        step("cancelUpload", Phone, Nothing, 204, |way| {
            Ask::delete(&way.upload).header("Tus-Resumable", "1.0.0")
        })
        .then(|way, _| {
            way.upload = way
                .phone
                .upload(&way.enrolment, &job(2), photo::jpeg(), 1 << 20);
        }),
        step("finishUpload", Phone, Nothing, 200, |way| {
            let manifest = photo::manifest(&way.session, &way.phone.nonce(&way.enrolment));
            let sealed = photo::sealed(&manifest, &photo::key(way.phone.seed));
            let body = json!({ "manifest": sealed.manifest, "signature": sealed.signature });
            Ask::put(&format!("{}/manifest", way.upload)).json(&body)
        })
        .then(|way, answer| {
            way.photo = answer.text("photo");
            assert_eq!(way.phone.calibrated(&way.photo)["state"], "calibrated");
        }),
        step("photo", Phone, Nothing, 200, |way| {
            Ask::get(&of_photo(way, ""))
        }),
        step("portrait", Phone, Nothing, 200, |way| {
            Ask::get(&of_photo(way, "/portrait"))
        }),
        step("choosePhoto", Phone, Nothing, 200, |way| {
            Ask::put(&of_photo(way, "/choice")).json(&json!({ "choice": "satisfied" }))
        }),
        step("reviewQueue", Reviewer, TheSame, 200, |_| {
            Ask::get("/v1/review/photos?limit=5")
        }),
        step("reviewPhoto", Reviewer, TheSame, 200, |way| {
            reviewed(way, "")
        }),
        step("reviewOriginal", Reviewer, TheSame, 200, |way| {
            reviewed(way, "/original")
        }),
        step("reviewPortrait", Reviewer, TheSame, 200, |way| {
            reviewed(way, "/portrait")
        }),
        step("decide", Reviewer, TheSame, 200, |way| {
            Ask::put(&format!("/v1/review/photos/{}/decision", way.photo))
                .json(&json!({ "decision": "approve", "reasons": [] }))
        }),
        step("notifications", Phone, TheSame, 200, |_| {
            Ask::get("/v1/notifications")
        }),
        step("confirmPhoto", Phone, Nothing, 200, |way| {
            Ask::put(&of_photo(way, "/confirmation"))
        }),
        step("downloadPhoto", Phone, Nothing, 200, |way| {
            Ask::get(&of_photo(way, "/file"))
        }),
        step("progress", Office, Nothing, 200, |way| {
            office_session(way, "progress")
        }),
        step("exportPhotos", Office, Nothing, 200, |way| {
            office_session(way, "export")
        }),
        step("withdrawConsent", Phone, Nothing, 204, |way| {
            Ask::delete(&enrolment(way, "/consent"))
        }),
    ]);
    all
}

/// Until there is consent.
fn beginning() -> Vec<Step> {
    use Of::{Nobody, Office, Phone};
    use Others::{NotBound, Nothing, TheSame};
    vec![
        step("service", Nobody, TheSame, 200, |_| Ask::get("/v1/service")),
        step("challengePhone", Nobody, TheSame, 201, |_| {
            Ask::post("/v1/phone/challenges").json(&json!({ "phone": number(9) }))
        })
        .then(|way, answer| way.challenge = (answer.text("challenge"), answer.text("code"))),
        step("verifyPhone", Nobody, TheSame, 200, |way| {
            let (challenge, code) = &way.challenge;
            Ask::post("/v1/phone/verifications").json(&json!({ "challenge": challenge, "code": code }))
        }),
        step("createSession", Office, TheSame, 201, |way| {
            let now = xueying_gateway::Clock::now(&*way.service.clock);
            let new = json!({ "mode": "rehearsal", "profile": "chsi", "programme": "演练", "place": "",
                              "opens_at": now - 1, "closes_at": now + 1_000_000 });
            Ask::post("/v1/office/sessions").header("Idempotency-Key", &job(7)).json(&new)
        })
        .then(|way, answer| way.session = answer.text("code")),
        step("poster", Office, Nothing, 200, |way| office_session(way, "poster")),
        step("roster", Office, Nothing, 200, |way| {
            let csv = format!("student_number,name\n{},学生0\n", student(0));
            Ask::put(&format!("/v1/office/sessions/{}/roster", way.session))
                .bytes("text/csv", csv.as_bytes())
        }),
        step("session", Phone, TheSame, 200, |way| Ask::get(&session(way, ""))),
        step("bindSession", Phone, TheSame, 200, |way| {
            Ask::put(&session(way, "/binding")).json(&way.phone.device_key())
        }),
        step("tasks", Phone, NotBound, 200, |way| Ask::get(&session(way, "/tasks"))),
        step("identify", Phone, NotBound, 201, identification)
            .then(|way, answer| way.enrolment = answer.text("enrolment")),
        step("enrolment", Phone, Nothing, 200, |way| Ask::get(&enrolment(way, ""))),
        step("denyIdentity", Phone, Nothing, 204, |way| Ask::delete(&enrolment(way, ""))).then(
            |way, _| {
                let again = way.phone.send(identification(way)).expect(201);
                way.enrolment = again.text("enrolment");
            },
        ),
        step("confirmIdentity", Phone, Nothing, 200, |way| {
            Ask::put(&enrolment(way, "/confirmation"))
        }),
        step("giveConsent", Phone, Nothing, 200, |way| {
            Ask::put(&enrolment(way, "/consent")).json(&json!({ "text": consent_text() }))
        }),
    ]
}

/// Everybody who may come with a token, by name.
struct Crowd {
    tokens: BTreeMap<&'static str, String>,
}

impl Crowd {
    fn new(service: &Service) -> Self {
        let gateway = service.gateway();
        let expired = |role| gateway.token(role, "late", 0).expect("a token");
        let other = |role| gateway.token(role, "another", 1_000_000).expect("a token");
        Self {
            tokens: BTreeMap::from([
                ("reviewer", service.token(Role::Reviewer)),
                ("office", service.token(Role::Office)),
                ("other reviewer", other(Role::Reviewer)),
                ("other office", other(Role::Office)),
                ("expired phone", expired(Role::Phone)),
                ("expired reviewer", expired(Role::Reviewer)),
                ("expired office", expired(Role::Office)),
                ("no token of ours", "x".repeat(43)),
            ]),
        }
    }
}

#[test]
fn every_operation_answers_its_owner_and_nobody_else() {
    let service = Service::rehearsal();
    let mut crowd = Crowd::new(&service);
    let api = service.api();
    let [phone, neighbour, stranger] = [0, 1, 2].map(|at| Phone::bind(&api, at));
    // The stranger has a student of their own in another session; the neighbour will be bound to the same one.
    let elsewhere = service.session(SessionMode::Rehearsal, 3);
    stranger.enrol(&elsewhere, &service.code(2));
    for (name, one) in [
        ("phone", &phone),
        ("neighbour", &neighbour),
        ("stranger", &stranger),
    ] {
        crowd.tokens.insert(name, one.token.clone());
    }
    let mut way = Way {
        service,
        phone,
        session: String::new(),
        enrolment: String::new(),
        upload: String::new(),
        photo: String::new(),
        challenge: Default::default(),
    };
    let mut contract: BTreeMap<_, _> = operations()
        .into_iter()
        .map(|one| (one.id.clone(), one))
        .collect();
    for step in steps() {
        let operation = contract.remove(step.id);
        let operation =
            operation.unwrap_or_else(|| panic!("{} twice, or not in the contract", step.id));
        let ask = (step.ask)(&way);
        assert_eq!(ask.method, operation.method, "{}", step.id);
        assert!(operation.fits(&ask.path), "{}: {}", step.id, ask.path);
        assert_eq!(operation.is_public, step.of == Of::Nobody, "{}", step.id);
        if step.of != Of::Nobody {
            refuses_everybody_else(&way, &step, &ask, &crowd);
        }
        let owner = match step.of {
            Of::Nobody => ask,
            Of::Phone => ask.token(&crowd.tokens["phone"]),
            Of::Reviewer => ask.token(&crowd.tokens["reviewer"]),
            Of::Office => ask.token(&crowd.tokens["office"]),
        };
        let answer = api.send(owner).expect(step.status);
        (step.then)(&mut way, &answer);
        if step.id == "bindSession" {
            let key = neighbour.device_key();
            neighbour
                .send(Ask::put(&session(&way, "/binding")).json(&key))
                .expect(200);
        }
    }
    let left: Vec<_> = contract.keys().collect();
    assert!(left.is_empty(), "nobody tried {left:?}");
}

fn refuses_everybody_else(way: &Way, step: &Step, ask: &Ask, crowd: &Crowd) {
    let api = way.service.api();
    let meet = |name: &str, expected: (u16, &str)| {
        let answer = api.send(ask.clone().token(&crowd.tokens[name]));
        assert_eq!(answer.problem(), expected, "{} by {name}", step.id);
    };
    let answer = api.send(ask.clone().without("Authorization"));
    assert_eq!(
        answer.problem(),
        (401, "token_missing"),
        "{} by nobody",
        step.id
    );
    meet("no token of ours", (401, "token_missing"));
    let (own, roles): (_, [&str; 2]) = match step.of {
        Of::Phone => ("expired phone", ["reviewer", "office"]),
        Of::Reviewer => ("expired reviewer", ["phone", "office"]),
        Of::Office | Of::Nobody => ("expired office", ["phone", "reviewer"]),
    };
    meet(own, (401, "token_expired"));
    for role in roles {
        meet(role, (403, "forbidden"));
    }
    // The neighbour is bound to the session before `tasks` is tried: only the stranger is outside of it.
    let peers: &[&str] = match (step.of, step.others) {
        (_, Others::TheSame) => &[],
        (Of::Phone, Others::NotBound) => &["stranger"],
        (Of::Phone, _) => &["neighbour", "stranger"],
        (Of::Reviewer, _) => &["other reviewer"],
        (Of::Office | Of::Nobody, _) => &["other office"],
    };
    for peer in peers {
        match step.others {
            Others::NotBound => meet(peer, (403, "not_bound")),
            _ => meet(peer, (404, "not_found")),
        }
    }
    if step.id == "notifications" {
        for peer in ["neighbour", "stranger"] {
            let answer = api.send(ask.clone().token(&crowd.tokens[peer])).expect(200);
            assert_eq!(answer.json(), json!([]));
        }
    }
}
