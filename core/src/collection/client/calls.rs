//! The calls of the contract that a phone makes, photos apart.

use super::Client;
use super::http::{Call, LARGEST_JSON};
use crate::codes::parse::CollectionCode;
use crate::collection::api::{
    Challenge, Choice, ConsentReceipt, Enrolment, Nonce, Notification, Photo, Service, Session,
    Task, Token,
};
use crate::collection::{PhoneNumber, Problem, SmsCode};
use reqwest::{Method, StatusCode};
use serde_json::json;
use zeroize::Zeroizing;

/// The most bytes of a portrait.
const LARGEST_PICTURE: u64 = 16 << 20;

/// Every call ends with [`Problem`] where it does not work.
#[expect(clippy::missing_errors_doc, reason = "said once, above")]
impl Client {
    /// Who answers.
    pub fn service(&mut self) -> Result<Service, Problem> {
        let call = self.call(Method::GET, &["service"]).unsigned();
        let service: Service = self.json(&call)?;
        let known = service.api == super::API;
        known.then_some(service).ok_or(Problem::Contract)
    }

    /// Has a code sent by SMS. Not repeated by itself: each is an SMS.
    pub fn challenge_phone(&mut self, phone: &PhoneNumber) -> Result<Challenge, Problem> {
        let call = self.call(Method::POST, &["phone", "challenges"]).unsigned();
        self.json(&call.with_json(&json!({ "phone": phone.expose() })))
    }

    /// Trades the code for a token, and shows it from now on.
    pub fn verify_phone(&mut self, challenge: &str, code: &SmsCode) -> Result<Token, Problem> {
        let call = self
            .call(Method::POST, &["phone", "verifications"])
            .unsigned();
        let body = json!({ "challenge": challenge, "code": code.expose() });
        let token: Token = self.json(&call.with_json(&body))?;
        self.sign_in(Some(token.clone()));
        Ok(token)
    }

    /// The session of a code.
    pub fn session(&mut self, code: &str) -> Result<Session, Problem> {
        let call = self.call(Method::GET, &["sessions", code]);
        self.json(&call)
    }

    /// Binds the session; `public_key` is the device's, SEC1 uncompressed.
    pub fn bind_session(&mut self, code: &str, public_key: &[u8]) -> Result<Session, Problem> {
        let key: String = public_key
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let body = json!({ "algorithm": "ES256", "public_key": key });
        self.put(&["sessions", code, "binding"], Some(&body))
    }

    /// What is to be done in a session.
    pub fn tasks(&mut self, code: &str) -> Result<Vec<Task>, Problem> {
        let call = self.call(Method::GET, &["sessions", code, "tasks"]);
        self.json(&call)
    }

    /// Who is behind a collection code.
    pub fn identify(&mut self, session: &str, code: &CollectionCode) -> Result<Enrolment, Problem> {
        let call = self.call(Method::POST, &["sessions", session, "enrolments"]);
        self.json(&call.with_json(&json!({ "collection_code": code.expose() })))
    }

    /// It is them.
    pub fn confirm_identity(&mut self, enrolment: &str) -> Result<Enrolment, Problem> {
        self.put(&["enrolments", enrolment, "confirmation"], None)
    }

    /// It is not.
    pub fn deny_identity(&mut self, enrolment: &str) -> Result<(), Problem> {
        self.delete(&["enrolments", enrolment])
    }

    /// Where a student stands.
    pub fn enrolment(&mut self, enrolment: &str) -> Result<Enrolment, Problem> {
        let call = self.call(Method::GET, &["enrolments", enrolment]);
        self.json(&call)
    }

    /// Consents to the text with this SHA-256.
    pub fn give_consent(&mut self, enrolment: &str, text: &str) -> Result<ConsentReceipt, Problem> {
        let body = json!({ "text": text });
        let receipt: ConsentReceipt =
            self.put(&["enrolments", enrolment, "consent"], Some(&body))?;
        let same = receipt.text() == text;
        same.then_some(receipt).ok_or(Problem::Contract)
    }

    /// Withdraws the consent: the service deletes every photo.
    pub fn withdraw_consent(&mut self, enrolment: &str) -> Result<(), Problem> {
        self.delete(&["enrolments", enrolment, "consent"])
    }

    /// A nonce for one photo.
    pub fn issue_nonce(&mut self, enrolment: &str) -> Result<Nonce, Problem> {
        let call = self.call(Method::POST, &["enrolments", enrolment, "nonces"]);
        self.json(&call)
    }

    /// How a photo stands.
    pub fn photo(&mut self, photo: &str) -> Result<Photo, Problem> {
        let call = self.call(Method::GET, &["photos", photo]);
        self.json(&call)
    }

    /// The calibrated portrait, a JPEG.
    pub fn portrait(&mut self, photo: &str) -> Result<Zeroizing<Vec<u8>>, Problem> {
        self.picture(&["photos", photo, "portrait"])
    }

    /// Satisfied, or another one.
    pub fn choose_photo(&mut self, photo: &str, choice: Choice) -> Result<Photo, Problem> {
        let body = json!({ "choice": choice });
        self.put(&["photos", photo, "choice"], Some(&body))
    }

    /// The approved photo goes on file.
    pub fn confirm_photo(&mut self, photo: &str) -> Result<Photo, Problem> {
        self.put(&["photos", photo, "confirmation"], None)
    }

    /// The official portrait, a JPEG.
    pub fn download_photo(&mut self, photo: &str) -> Result<Zeroizing<Vec<u8>>, Problem> {
        self.picture(&["photos", photo, "file"])
    }

    /// What happened, newest first; `None` when nothing did since the last call.
    pub fn notifications(&mut self) -> Result<Option<Vec<Notification>>, Problem> {
        let mut call = self.call(Method::GET, &["notifications"]);
        if let Some(etag) = &self.etag {
            call = call.header("If-None-Match", etag.clone());
        }
        let reply = self.exchange(&call, LARGEST_JSON)?;
        if reply.status == StatusCode::NOT_MODIFIED {
            return Ok(None);
        }
        let etag = reply.headers.get("ETag");
        self.etag = etag.and_then(|etag| etag.to_str().ok().map(str::to_owned));
        let news = serde_json::from_slice(&reply.body).map_err(|_| Problem::Contract)?;
        Ok(Some(news))
    }

    fn put<T: for<'a> serde::Deserialize<'a>>(
        &mut self,
        path: &[&str],
        body: Option<&serde_json::Value>,
    ) -> Result<T, Problem> {
        let call = self.call(Method::PUT, path);
        let call = match body {
            Some(body) => call.with_json(body),
            None => call,
        };
        self.json(&call)
    }

    fn delete(&mut self, path: &[&str]) -> Result<(), Problem> {
        let call: Call = self.call(Method::DELETE, path);
        self.exchange(&call, LARGEST_JSON).map(drop)
    }

    fn picture(&mut self, path: &[&str]) -> Result<Zeroizing<Vec<u8>>, Problem> {
        let call = self.call(Method::GET, path);
        let reply = self.exchange(&call, LARGEST_PICTURE)?;
        let jpeg = reply.body.starts_with(&[0xff, 0xd8]);
        jpeg.then_some(reply.body).ok_or(Problem::Contract)
    }
}
