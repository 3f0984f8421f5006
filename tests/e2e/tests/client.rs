//! The client before servers that break, refuse, are slow, or are not the service at all.

use std::sync::Arc;
use std::time::Instant;
use xueying::collection::api::{PhotoState, Token};
use xueying::collection::client::{Client, Http, Setup, SetupError};
use xueying::collection::wire::{self, Order, Word};
use xueying::collection::{PhoneNumber, Problem};
use xueying::outbox::Event;
use xueying::vault::JobId;
use xueying_e2e::phone::Seeded;
use xueying_e2e::scripted::{Scripted, json};

fn client(address: &str) -> Result<Client, SetupError> {
    let http = Http::new(Setup {
        address: address.into(),
        provider: Arc::new(rustls::crypto::ring::default_provider()),
        pins: vec![],
    })?;
    Ok(Client::new(
        http,
        Box::new(Seeded(fastrand::Rng::with_seed(1))),
    ))
}

fn before(answers: &[&str]) -> (Scripted, Client) {
    let server = Scripted::saying(answers);
    let mut client = client(&server.address).expect("an address of this machine");
    let token = serde_json::from_str::<Token>(r#"{"token":"t-secret","expires_at":9}"#);
    client.sign_in(Some(token.expect("a token")));
    (server, client)
}

fn refused(code: &str) -> Problem {
    Problem::Refused { code: code.into() }
}

const PHOTO: &str =
    r#"{"photo":"p1","enrolment":"e1","state":"calibrated","reasons":["head_yaw"]}"#;

#[test]
fn what_is_safe_is_repeated_and_what_is_not_is_not() {
    let busy = json(503, "", "");
    let good = json(200, "", PHOTO);
    let (server, mut client) = before(&[&busy, "", &good]);
    assert_eq!(
        client.ask(&wire::photo("p1")).unwrap().state,
        PhotoState::Calibrated
    );
    assert_eq!(server.asked().len(), 3);

    let (server, mut client) = before(&[&busy, &good]);
    let phone = PhoneNumber::parse("13800138000").unwrap();
    let said = client.ask(&wire::challenge_phone(&phone));
    assert_eq!(said.unwrap_err(), Problem::Server { after: None });
    assert_eq!(server.asked().len(), 1);
}

#[test]
fn a_server_that_asks_to_wait_is_obeyed() {
    let soon = json(429, "Retry-After: 1\r\n", "{}");
    let good = json(200, "", PHOTO);
    let (server, mut client) = before(&[&soon, &good]);
    let start = Instant::now();
    assert!(client.ask(&wire::photo("p1")).is_ok());
    assert!(start.elapsed().as_secs() >= 1 && server.asked().len() == 2);

    let late = json(503, "Retry-After: 600\r\n", "{}");
    let (server, mut client) = before(&[&late, &good]);
    assert_eq!(
        client.ask(&wire::photo("p1")).unwrap_err(),
        Problem::Server { after: Some(600) }
    );
    assert_eq!(server.asked().len(), 1);
}

#[test]
fn every_answer_that_is_none_has_its_name() {
    let problem = r#"{"code":"photo_state","message":"m"}"#;
    for (answer, expected) in [
        (json(401, "", "{}"), Problem::Expired),
        (json(409, "", problem), refused("photo_state")),
        (json(422, "", "<html>a portal</html>"), Problem::Contract),
        (json(404, "", r#"{"code":"Bad Code!"}"#), Problem::Contract),
        (
            json(302, "Location: http://elsewhere/\r\n", ""),
            Problem::Contract,
        ),
        (json(200, "", "<html>a portal</html>"), Problem::Contract),
        (
            json(200, "", r#"{"photo":"p1","state":"unheard_of"}"#),
            Problem::Contract,
        ),
        (json(200, "", &" ".repeat(2 << 20)), Problem::Contract),
    ] {
        let (_server, mut client) = before(&[&answer]);
        assert_eq!(
            client.ask(&wire::photo("p1")).unwrap_err(),
            expected,
            "{}",
            &answer[..20]
        );
    }
}

#[test]
fn a_broken_connection_and_a_closed_port_are_offline() {
    let cut = "HTTP/1.1 200 X\r\nContent-Length: 100\r\n\r\n{\"photo\"";
    let (_server, mut client) = before(&[cut, cut, cut]);
    assert_eq!(
        client.ask(&wire::photo("p1")).unwrap_err(),
        Problem::Offline
    );

    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", closed.local_addr().unwrap());
    drop(closed);
    let mut nobody = self::client(&address).unwrap();
    assert_eq!(nobody.ask(&wire::service()).unwrap_err(), Problem::Offline);
}

#[test]
fn who_does_not_speak_tls_is_not_the_service() {
    let server = Scripted::saying(&["HTTP/1.1 200 X\r\n\r\n"; 3]);
    let address = server.address.replace("http:", "https:");
    let mut client = client(&address).unwrap();
    assert_eq!(client.ask(&wire::service()).unwrap_err(), Problem::Offline);
}

#[test]
fn a_server_that_never_answers_is_given_up() {
    let (_server, mut client) = before(&[]);
    let start = Instant::now();
    assert_eq!(
        client.ask(&wire::issue_nonce("e1")).unwrap_err(),
        Problem::Offline
    );
    assert!((25..60).contains(&start.elapsed().as_secs()));
}

#[test]
fn another_machine_is_spoken_with_over_tls_alone() {
    let setup = |address| client(address).err();
    assert_eq!(
        setup("http://collect.example.edu.cn"),
        Some(SetupError::Insecure)
    );
    assert_eq!(setup("ftp://127.0.0.1"), Some(SetupError::Address));
    assert_eq!(setup("not an address"), Some(SetupError::Address));
    assert_eq!(setup("https://collect.example.edu.cn"), None);
}

#[test]
fn the_servers_clock_is_known() {
    let good = json(200, "Date: Tue, 01 Sep 2026 00:00:00 GMT\r\n", PHOTO);
    let (_server, mut client) = before(&[&good]);
    assert_eq!(client.server_time(), None);
    client.ask(&wire::photo("p1")).unwrap();
    let date = 1_788_220_800_000;
    let server = client.server_time().unwrap();
    assert!((date..date + 60_000).contains(&server.0), "{server:?}");
}

#[test]
fn the_token_goes_to_the_service_and_to_signed_calls_alone() {
    let service = json(200, "", r#"{"name":"s","api":1,"rehearsal":true}"#);
    let (server, mut client) = before(&[&service, &json(200, "", PHOTO)]);
    client.ask(&wire::service()).unwrap();
    client.ask(&wire::photo("p/1")).unwrap();
    let asked = server.asked();
    assert!(asked[0].starts_with("get /v1/service ") && !asked[0].contains("authorization"));
    assert!(
        asked[1].starts_with("get /v1/photos/p%2f1 "),
        "{}",
        asked[1]
    );
    assert!(asked[1].contains("authorization: bearer t-secret"));

    for upload in [
        "https://elsewhere/v1/uploads/u",
        "/v1/uploads/",
        "/v1/uploads/../x",
        "//elsewhere",
    ] {
        assert_eq!(
            wire::say(Word::Offset { upload }).err(),
            Some(Problem::Contract),
            "{upload}"
        );
    }
}

#[test]
fn news_are_asked_for_once() {
    let news = r#"[{"kind":"approved","enrolment":"e1","photo":"p1","at":5}]"#;
    let first = json(200, "ETag: \"v1\"\r\n", news);
    let (server, mut client) = before(&[&first, &json(304, "ETag: \"v1\"\r\n", "")]);
    let news = client.ask(&wire::notifications(None)).unwrap().unwrap();
    assert_eq!(news.notifications.len(), 1);
    let more = wire::notifications(news.etag.as_deref());
    assert_eq!(client.ask(&more).unwrap(), None);
    assert!(server.asked()[1].contains("if-none-match: \"v1\""));
}

#[test]
fn uploads_speak_tus() {
    let created = json(201, "Location: /v1/uploads/u1\r\n", "");
    let at = |bytes: u64| json(200, &format!("Upload-Offset: {bytes}\r\n"), "");
    let spoilt = json(460, "", r#"{"code":"checksum_mismatch","message":"m"}"#);
    let gone = "HTTP/1.1 410 X\r\nConnection: close\r\nProblem-Code: upload_gone\r\n\r\n";
    let (server, mut client) = before(&[
        &created,
        &at(0),
        &at(5),
        &spoilt,
        gone,
        &json(200, "", PHOTO),
    ]);
    let job = JobId::parse(&"a".repeat(32)).unwrap();
    let order = Order {
        enrolment: "e1",
        job: &job,
        length: 5,
        photo: &"0".repeat(64),
    };
    let mut say = |word| client.ask(&wire::say(word).unwrap());
    let upload = "/v1/uploads/u1";
    let created = Event::Created {
        upload: upload.into(),
    };
    assert_eq!(say(Word::Create(order)), Ok(created));
    let bytes = Word::Send {
        upload,
        from: 0,
        bytes: b"bytes",
    };
    let offset = Word::Offset { upload };
    assert_eq!(say(offset), Ok(Event::Offset { at: 0 }));
    assert_eq!(say(bytes), Ok(Event::Offset { at: 5 }));
    assert_eq!(say(bytes), Err(refused("checksum_mismatch")));
    assert_eq!(say(offset), Err(refused("upload_gone")));
    let envelope = &xueying::capture::Envelope {
        manifest: "{}".into(),
        signature: "00".into(),
    };
    let photo = "p1".to_owned();
    let finished = say(Word::Finish { upload, envelope });
    assert_eq!(finished, Ok(Event::Accepted { photo }));
    let asked = server.asked();
    for (index, parts) in [
        (
            0,
            vec![
                "post /v1/enrolments/e1/uploads ",
                "upload-length: 5",
                "upload-metadata: sha256 mda",
            ],
        ),
        (0, vec!["idempotency-key: aaaaaaaa", "tus-resumable: 1.0.0"]),
        (1, vec!["head /v1/uploads/u1 ", "tus-resumable: 1.0.0"]),
        (
            2,
            vec![
                "patch /v1/uploads/u1 ",
                "upload-offset: 0",
                "upload-checksum: sha256 ",
            ],
        ),
        (
            2,
            vec!["content-type: application/offset+octet-stream", "bytes"],
        ),
        (
            5,
            vec![
                "put /v1/uploads/u1/manifest ",
                r#"{"manifest":"{}","signature":"00"}"#,
            ],
        ),
    ] {
        for part in parts {
            assert!(asked[index].contains(part), "{part}: {}", asked[index]);
        }
    }
}
