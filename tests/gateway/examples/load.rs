//! 200 students at once, from the poster to the photo on file, with one reviewer. Prints how long answers took; any answer
//! that is not the right one ends it.

#[path = "../tests/support/mod.rs"]
mod support;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};
use support::ask::{Api, Ask};
use support::phone::{Phone, job};
use support::{Service, photo};
use xueying::camera::SessionMode;
use xueying_gateway::Role;

/// Unless another number is given.
const STUDENTS: usize = 200;

fn main() {
    let students = std::env::args().nth(1).map_or(STUDENTS, |count| {
        count.parse().expect("the number of students")
    });
    let service = Arc::new(Service::rehearsal());
    let session = service.session(SessionMode::Rehearsal, students);
    photo::report();
    let api = service.api();
    let done = Arc::new(AtomicUsize::new(0));
    let ways = Arc::new(Mutex::new(vec![]));
    let began = Instant::now();
    let phones: Vec<_> = (0..students)
        .map(|at| {
            let (api, session, code) = (api.clone(), session.clone(), service.code(at));
            let (done, ways) = (done.clone(), ways.clone());
            thread::spawn(move || {
                let began = Instant::now();
                student(&api, at, &session, &code);
                ways.lock().expect("ways").push(began.elapsed());
                done.fetch_add(1, Ordering::SeqCst);
            })
        })
        .collect();
    let reviewer = {
        let (service, done) = (service.clone(), done.clone());
        thread::spawn(move || review(&service, students, &done))
    };
    let failed = phones
        .into_iter()
        .map(thread::JoinHandle::join)
        .filter(Result::is_err)
        .count();
    // Without all students the reviewer would wait for ever.
    assert_eq!(failed, 0, "students failed");
    reviewer.join().expect("the reviewer");
    println!(
        "{students} students in {:.1} s, no error",
        began.elapsed().as_secs_f64()
    );
    told("answers", &mut api.times.lock().expect("times"));
    told("whole way", &mut ways.lock().expect("ways"));
}

fn told(what: &str, times: &mut [Duration]) {
    times.sort_unstable();
    let at = |share: f64| {
        let index = (times.len() as f64 * share) as usize;
        times[index.min(times.len() - 1)].as_secs_f64() * 1000.0
    };
    let count = times.len();
    println!(
        "{what:>10}: {count:6}, p50 {:.0} ms, p95 {:.0} ms, p99 {:.0} ms, longest {:.0} ms",
        at(0.5),
        at(0.95),
        at(0.99),
        at(1.0)
    );
}

fn student(api: &Api, at: usize, session: &str, code: &str) {
    let phone = Phone::bind(api, at);
    let enrolment = phone.enrol(session, code);
    let photo = phone.hand_in(session, &enrolment, &job(1));
    assert_eq!(phone.calibrated(&photo)["state"], "calibrated");
    phone
        .send(Ask::get(&format!("/v1/photos/{photo}/portrait")))
        .expect(200);
    phone.choose(&photo, "satisfied").expect(200);
    let mut etag = String::new();
    loop {
        let ask = Ask::get("/v1/notifications").header("If-None-Match", &etag);
        let answer = phone.send(ask);
        if answer.status == 200 && answer.json()[0]["kind"] == "approved" {
            break;
        }
        etag = answer.header("etag").to_owned();
        thread::sleep(Duration::from_millis(500));
    }
    phone
        .send(Ask::put(&format!("/v1/photos/{photo}/confirmation")))
        .expect(200);
    let file = phone
        .send(Ask::get(&format!("/v1/photos/{photo}/file")))
        .expect(200);
    assert!(file.body.starts_with(&[0xff, 0xd8]));
}

fn review(service: &Service, students: usize, done: &AtomicUsize) {
    let (api, token) = (service.api(), service.token(Role::Reviewer));
    while done.load(Ordering::SeqCst) < students {
        let ask = Ask::get("/v1/review/photos?limit=100").token(&token);
        let queue = api.send(ask).expect(200).json();
        for waiting in queue.as_array().expect("a queue") {
            let photo = waiting["photo"].as_str().expect("an id");
            let path = format!("/v1/review/photos/{photo}");
            for rest in ["", "/original", "/portrait"] {
                api.send(Ask::get(&format!("{path}{rest}")).token(&token))
                    .expect(200);
            }
            let body = serde_json::json!({ "decision": "approve", "reasons": [] });
            api.send(
                Ask::put(&format!("{path}/decision"))
                    .token(&token)
                    .json(&body),
            )
            .expect(200);
        }
        thread::sleep(Duration::from_millis(100));
    }
}
