//! The calls of the contract that a phone makes, uploads apart.

use super::call::{Call, json};
use super::http::{LARGEST_PICTURE, Method, Reply};
use crate::codes::parse::CollectionCode;
use crate::collection::api::{
    Challenge, Choice, ConsentReceipt, Enrolment, Nonce, Notification, Photo, Service, Session,
    Task, Token,
};
use crate::collection::{PhoneNumber, Problem, SmsCode};
use serde_json::{Value, json as object};
use zeroize::Zeroizing;

/// A JPEG.
pub type Picture = Zeroizing<Vec<u8>>;

/// What happened, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News {
    /// All of it.
    pub notifications: Vec<Notification>,
    /// Names this state of things.
    pub etag: Option<String>,
}

/// Who answers.
pub fn service() -> Call<Service> {
    let known = |reply: &Reply| {
        let service: Service = json(reply)?;
        let known = service.api == super::API;
        known.then_some(service).ok_or(Problem::Contract)
    };
    Call::new(Method::Get, &["service"], known).unsigned()
}

/// Has a code sent by SMS. Not repeated by itself: each is an SMS.
pub fn challenge_phone(phone: &PhoneNumber) -> Call<Challenge> {
    let body = object!({ "phone": phone.expose() });
    Call::new(Method::Post, &["phone", "challenges"], json)
        .unsigned()
        .json(&body)
}

/// Trades the code for a token.
pub fn verify_phone(challenge: &str, code: &SmsCode) -> Call<Token> {
    let body = object!({ "challenge": challenge, "code": code.expose() });
    Call::new(Method::Post, &["phone", "verifications"], json)
        .unsigned()
        .json(&body)
}

/// The session of a code.
pub fn session(code: &str) -> Call<Session> {
    Call::new(Method::Get, &["sessions", code], json)
}

/// Binds the session; `public_key` is the device's, SEC1 uncompressed.
pub fn bind_session(code: &str, public_key: &[u8]) -> Call<Session> {
    let digits = public_key.iter().map(|byte| format!("{byte:02x}"));
    let body = object!({ "algorithm": "ES256", "public_key": digits.collect::<String>() });
    put(&["sessions", code, "binding"], &body)
}

/// What is to be done in a session.
pub fn tasks(code: &str) -> Call<Vec<Task>> {
    Call::new(Method::Get, &["sessions", code, "tasks"], json)
}

/// Who is behind a collection code.
pub fn identify(session: &str, code: &CollectionCode) -> Call<Enrolment> {
    let body = object!({ "collection_code": code.expose() });
    Call::new(Method::Post, &["sessions", session, "enrolments"], json).json(&body)
}

/// It is them.
pub fn confirm_identity(enrolment: &str) -> Call<Enrolment> {
    Call::new(
        Method::Put,
        &["enrolments", enrolment, "confirmation"],
        json,
    )
}

/// It is not.
pub fn deny_identity(enrolment: &str) -> Call<()> {
    delete(&["enrolments", enrolment])
}

/// Where a student stands.
pub fn enrolment(enrolment: &str) -> Call<Enrolment> {
    Call::new(Method::Get, &["enrolments", enrolment], json)
}

/// Consents to the text with this SHA-256.
pub fn give_consent(enrolment: &str, text: &str) -> Call<ConsentReceipt> {
    let path = ["enrolments", enrolment, "consent"];
    let body = object!({ "text": text });
    let text = text.to_owned();
    let same = move |reply: &Reply| {
        let receipt: ConsentReceipt = json(reply)?;
        let same = receipt.text() == text;
        same.then_some(receipt).ok_or(Problem::Contract)
    };
    Call::new(Method::Put, &path, same).json(&body)
}

/// Withdraws the consent: the service deletes every photo.
pub fn withdraw_consent(enrolment: &str) -> Call<()> {
    delete(&["enrolments", enrolment, "consent"])
}

/// A nonce for one photo.
pub fn issue_nonce(enrolment: &str) -> Call<Nonce> {
    Call::new(Method::Post, &["enrolments", enrolment, "nonces"], json)
}

/// How a photo stands.
pub fn photo(photo: &str) -> Call<Photo> {
    Call::new(Method::Get, &["photos", photo], json)
}

/// The calibrated portrait.
pub fn portrait(photo: &str) -> Call<Picture> {
    picture(&["photos", photo, "portrait"])
}

/// Satisfied, or another one.
pub fn choose_photo(photo: &str, choice: Choice) -> Call<Photo> {
    put(&["photos", photo, "choice"], &object!({ "choice": choice }))
}

/// The approved photo goes on file.
pub fn confirm_photo(photo: &str) -> Call<Photo> {
    Call::new(Method::Put, &["photos", photo, "confirmation"], json)
}

/// The official portrait.
pub fn download_photo(photo: &str) -> Call<Picture> {
    picture(&["photos", photo, "file"])
}

/// What happened; `None` when nothing did since the news with this `etag`.
pub fn notifications(etag: Option<&str>) -> Call<Option<News>> {
    let read = |reply: &Reply| {
        if reply.status == 304 {
            return Ok(None);
        }
        let notifications = json(reply)?;
        let etag = reply.header("ETag").map(str::to_owned);
        Ok(Some(News {
            notifications,
            etag,
        }))
    };
    let call = Call::new(Method::Get, &["notifications"], read);
    match etag {
        Some(etag) => call.header("If-None-Match", etag),
        None => call,
    }
}

fn put<T: for<'a> serde::Deserialize<'a> + 'static>(path: &[&str], body: &Value) -> Call<T> {
    Call::new(Method::Put, path, json).json(body)
}

fn delete(path: &[&str]) -> Call<()> {
    Call::new(Method::Delete, path, |_| Ok(()))
}

fn picture(path: &[&str]) -> Call<Picture> {
    let read = |reply: &Reply| {
        let jpeg = reply.body.starts_with(&[0xff, 0xd8]);
        jpeg.then(|| reply.body.clone()).ok_or(Problem::Contract)
    };
    Call::new(Method::Get, path, read).largest(LARGEST_PICTURE)
}
