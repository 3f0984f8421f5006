//! A service with everything in it that requests can be about, for a program that tries the contract on it: prints one line
//! of JSON, tokens and parameters of paths by role, and ends with its standard input.

#[path = "../tests/support/mod.rs"]
mod support;

use serde_json::{Value, json};
use std::io::Read;
use support::ask::Ask;
use support::phone::{Phone, creation, job};
use support::{Service, photo};
use xueying::camera::SessionMode;
use xueying_gateway::Role;

fn main() {
    let service = Service::rehearsal();
    println!("{}", staged(&service));
    // Nobody writes to it; its end is the end.
    let _ = std::io::stdin().read_to_end(&mut vec![]);
}

fn staged(service: &Service) -> Value {
    let session = service.session(SessionMode::Rehearsal, 4);
    let phone = Phone::bind(&service.api(), 0);
    // Four students of the school's phone, each at another place of the way.
    let [calibrated, waiting, confirmed, spare] =
        [0, 1, 2, 3].map(|at| phone.enrol(&session, &service.code(at)));
    let [first, second, third] = [&calibrated, &waiting, &confirmed].map(|enrolment| {
        let photo = phone.hand_in(&session, enrolment, &job(1));
        phone.calibrated(&photo);
        photo
    });
    for photo in [&second, &third] {
        phone.choose(photo, "satisfied").expect(200);
    }
    service.decide(&third, "approve", &[]).expect(200);
    phone
        .send(Ask::put(&format!("/v1/photos/{third}/confirmation")))
        .expect(200);
    let [upload, cancelled] = [7, 8].map(|key| {
        let created = phone
            .send(creation(&calibrated, &job(key), photo::jpeg()))
            .expect(201);
        created.header("location").replace("/v1/uploads/", "")
    });
    json!({
        "service": format!("http://{}", service.gateway().address()),
        "roles": {
            "phone": {
                "token": phone.token,
                "path": { "code": session, "enrolment": calibrated, "upload": upload, "photo": first },
                "operations": {
                    "withdrawConsent": { "enrolment": spare },
                    "cancelUpload": { "upload": cancelled },
                    "confirmPhoto": { "photo": third },
                    "downloadPhoto": { "photo": third },
                },
            },
            "reviewer": {
                "token": service.token(Role::Reviewer),
                "path": { "photo": third },
                "operations": { "decide": { "photo": second } },
            },
            "office": {
                "token": service.token(Role::Office),
                "path": { "code": session },
                "operations": {},
            },
        },
    })
}
