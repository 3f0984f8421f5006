//! The core's own client, vault and outbox before the service: both keep to the contract.

use crate::support::phone::consent_text;
use crate::support::{DAY, Service};
use std::sync::Arc;
use std::thread::sleep;
use std::time::Duration;
use xueying::camera::SessionMode;
use xueying::capture::{CaptureOrder, Signer, WallTime};
use xueying::codes::parse::CollectionCode;
use xueying::collection::api::{Choice, NotificationKind, PhotoState};
use xueying::collection::client::{Client, Http, Setup};
use xueying::collection::courier::{Carried, Courier};
use xueying::collection::wire::{self, Word};
use xueying::collection::{PhoneNumber, Problem, SmsCode};
use xueying::outbox::Moment;
use xueying::profile::Profile;
use xueying_e2e::crash_disk::CrashDisk;
use xueying_e2e::phone::{Seeded, carry_step, open, store};
use xueying_e2e::sealed;

/// A client of the service at an address of this machine.
pub fn client(address: &str) -> Client {
    let http = Http::new(Setup {
        address: address.to_owned(),
        provider: Arc::new(rustls::crypto::ring::default_provider()),
        pins: vec![],
    })
    .expect("an address of this machine");
    Client::new(http, Box::new(Seeded(fastrand::Rng::with_seed(1))))
}

/// Binds a client to its phone.
pub fn bind(client: &mut Client) {
    let number = PhoneNumber::parse("13800000001").expect("a number");
    let sent = client
        .ask(&wire::challenge_phone(&number))
        .expect("a challenge");
    let code = SmsCode::parse(&sent.code.expect("echoed")).expect("a code");
    let token = client.ask(&wire::verify_phone(&sent.challenge, &code));
    client.sign_in(Some(token.expect("a token")));
}

/// A client that is bound to its phone.
fn bound(service: &Service) -> Client {
    let mut client = client(&format!("http://{}", service.gateway().address()));
    bind(&mut client);
    client
}

/// Through identity and consent; the enrolment.
pub fn enrolled(client: &mut Client, session: &str, code: &str) -> String {
    let found = client.ask(&wire::session(session)).expect("the session");
    assert_eq!(found.mode, SessionMode::Rehearsal);
    client
        .ask(&wire::bind_session(session, &sealed::key().public_key()))
        .expect("bound");
    assert_eq!(client.ask(&wire::tasks(session)).expect("tasks").len(), 1);
    let code = CollectionCode::parse(code, &Profile::chsi().codes).expect("a code");
    let shown = client
        .ask(&wire::identify(session, &code))
        .expect("who it is");
    assert!(!shown.confirmed && shown.masked_name.ends_with('*'));
    let id = shown.enrolment;
    client.ask(&wire::confirm_identity(&id)).expect("confirmed");
    client
        .ask(&wire::give_consent(&id, &consent_text()))
        .expect("a receipt");
    id
}

#[test]
fn the_cores_client_and_outbox_bring_a_photo_on_file_and_a_restart_stops_nothing() {
    let mut service = Service::rehearsal();
    let session = service.session(SessionMode::Rehearsal, 1);
    let mut client = bound(&service);
    assert!(client.ask(&wire::service()).expect("the service").rehearsal);
    let enrolment = enrolled(&mut client, &session, &service.code(0));
    let nonce = client
        .ask(&wire::issue_nonce(&enrolment))
        .expect("a nonce")
        .nonce;
    let order = CaptureOrder::rehearsal(session.clone(), nonce);
    let photo = sealed::photo_for(order);
    let disk = CrashDisk::default();
    let mut outbox = open(&disk, 1, 1).expect("an outbox");
    let job = store(&mut outbox, &photo, &enrolment, 0).expect("a job");
    let mut courier = Courier::new(job);
    let mut now = 0;
    let mut steps = 0;
    let accepted = loop {
        steps += 1;
        assert!(steps < 50, "it does not arrive");
        if steps == 3 {
            service.restart();
        }
        now += 10;
        let at = Moment {
            now: WallTime(now),
            chance: 3,
        };
        let say = |word: Word<'_>| client.ask(&wire::say(word)?);
        match carry_step(&mut courier, &mut outbox, false, at, say).expect("a step") {
            Carried::On { .. } => {}
            Carried::Wait { until, .. } => now = until.0,
            Carried::Accepted { photo } => break photo,
            Carried::Stuck(attention) => panic!("stuck: {}", attention.code()),
        }
    };
    assert!(steps > 4, "in pieces");
    while client
        .ask(&wire::photo(&accepted))
        .expect("the photo")
        .state
        == PhotoState::Calibrating
    {
        sleep(Duration::from_millis(500));
    }
    let portrait = client.ask(&wire::portrait(&accepted)).expect("a portrait");
    client
        .ask(&wire::choose_photo(&accepted, Choice::Satisfied))
        .expect("satisfied");
    let none = client.ask(&wire::notifications(None)).expect("news");
    let none = none.expect("the first time");
    assert!(none.notifications.is_empty());
    let news = wire::notifications(none.etag.as_deref());
    assert!(client.ask(&news).expect("no news").is_none());
    service.decide(&accepted, "approve", &[]).expect(200);
    let news = client.ask(&news).expect("news").expect("something new");
    assert_eq!(news.notifications[0].kind, NotificationKind::Approved);
    client
        .ask(&wire::confirm_photo(&accepted))
        .expect("on file");
    assert!(
        *client
            .ask(&wire::download_photo(&accepted))
            .expect("the file")
            == *portrait
    );
    let whole = client
        .ask(&wire::enrolment(&enrolment))
        .expect("the enrolment");
    assert_eq!(
        whole.photo.map(|photo| photo.state),
        Some(PhotoState::Confirmed)
    );
    client
        .ask(&wire::withdraw_consent(&enrolment))
        .expect("withdrawn");
}

#[test]
fn what_the_service_refuses_has_its_meaning_for_the_client() {
    let service = Service::rehearsal();
    let session = service.session(SessionMode::Rehearsal, 1);
    let mut client = bound(&service);
    let refused = |code: &str| Problem::Refused { code: code.into() };
    assert_eq!(
        client.ask(&wire::tasks(&session)).err(),
        Some(refused("not_bound"))
    );
    assert_eq!(
        client.ask(&wire::photo(&"0".repeat(32))).err(),
        Some(refused("not_found"))
    );
    // A HEAD has no body to say so.
    let upload = format!("/v1/uploads/{}", "0".repeat(32));
    let offset = wire::say(Word::Offset { upload: &upload }).expect("an upload");
    assert_eq!(client.ask(&offset).err(), Some(refused("not_found")));
    let number = PhoneNumber::parse("13800000002").expect("a number");
    let last = (0..6)
        .map(|_| client.ask(&wire::challenge_phone(&number)))
        .last();
    let busy = last.expect("six").err();
    assert!(
        matches!(busy, Some(Problem::Server { after: Some(60..) })),
        "{busy:?}"
    );
    service.clock.by(31 * DAY);
    assert_eq!(
        client.ask(&wire::tasks(&session)).err(),
        Some(Problem::Expired)
    );
    let now = xueying_gateway::Clock::now(&xueying_gateway::SystemClock);
    let server = client.server_time().expect("a date");
    assert!(server > WallTime(now + 30 * DAY));
}
