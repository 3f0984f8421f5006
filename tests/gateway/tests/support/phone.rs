//! One phone's way through the procedure, request by request.

use super::ask::{Answer, Api, Ask};
use super::photo;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::thread::sleep;
use std::time::Duration;
use xueying::capture::{Envelope, Signer};

/// A phone that is bound.
#[derive(Clone)]
pub struct Phone {
    pub api: Api,
    pub token: String,
    /// The seed of its device key.
    pub seed: u8,
}

/// A number for each phone.
pub fn number(at: usize) -> String {
    format!("1380000{at:04}")
}

/// The hash of the text of consent.
pub fn consent_text() -> String {
    xueying::digest::sha256("我同意".as_bytes())
}

impl Phone {
    /// Binds a number by its echoed code.
    pub fn bind(api: &Api, at: usize) -> Self {
        let asked = json!({ "phone": number(at) });
        let sent = api
            .send(Ask::post("/v1/phone/challenges").json(&asked))
            .expect(201);
        let shown = json!({ "challenge": sent.text("challenge"), "code": sent.text("code") });
        let bound = api
            .send(Ask::post("/v1/phone/verifications").json(&shown))
            .expect(200);
        Self {
            api: api.clone(),
            token: bound.text("token"),
            seed: u8::try_from(at % 250).unwrap_or(0) + 1,
        }
    }

    pub fn send(&self, ask: Ask) -> Answer {
        self.api.send(ask.token(&self.token))
    }

    /// The device key as it is registered.
    pub fn device_key(&self) -> Value {
        let key = photo::key(self.seed).public_key();
        let digits: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
        json!({ "algorithm": "ES256", "public_key": digits })
    }

    /// Binds the session and the student of a code, with consent. The enrolment.
    pub fn enrol(&self, session: &str, code: &str) -> String {
        let path = format!("/v1/sessions/{session}");
        self.send(Ask::get(&path)).expect(200);
        self.send(Ask::put(&format!("{path}/binding")).json(&self.device_key()))
            .expect(200);
        self.send(Ask::get(&format!("{path}/tasks"))).expect(200);
        let shown = json!({ "collection_code": code });
        let asked = self
            .send(Ask::post(&format!("{path}/enrolments")).json(&shown))
            .expect(201);
        let enrolment = asked.text("enrolment");
        let path = format!("/v1/enrolments/{enrolment}");
        self.send(Ask::put(&format!("{path}/confirmation")))
            .expect(200);
        let consent = json!({ "text": consent_text() });
        self.send(Ask::put(&format!("{path}/consent")).json(&consent))
            .expect(200);
        enrolment
    }

    pub fn nonce(&self, enrolment: &str) -> String {
        let path = format!("/v1/enrolments/{enrolment}/nonces");
        self.send(Ask::post(&path)).expect(201).text("nonce")
    }

    /// Uploads bytes in pieces; the path of the upload.
    pub fn upload(&self, enrolment: &str, key: &str, bytes: &[u8], piece: usize) -> String {
        let created = self.send(creation(enrolment, key, bytes)).expect(201);
        let path = created.header("location").to_owned();
        let mut offset = 0;
        for piece in bytes.chunks(piece) {
            let sent = self.send(patch(&path, offset, piece)).expect(204);
            offset += piece.len();
            assert_eq!(sent.header("upload-offset"), offset.to_string());
        }
        path
    }

    pub fn finish(&self, upload: &str, envelope: &Envelope) -> Answer {
        let body = json!({ "manifest": envelope.manifest, "signature": envelope.signature });
        self.send(Ask::put(&format!("{upload}/manifest")).json(&body))
    }

    /// Takes, uploads and hands in a photo of a rehearsal. Its id.
    pub fn hand_in(&self, session: &str, enrolment: &str, key: &str) -> String {
        let manifest = photo::manifest(session, &self.nonce(enrolment));
        let upload = self.upload(enrolment, key, photo::jpeg(), 64 << 10);
        let envelope = photo::sealed(&manifest, &photo::key(self.seed));
        self.finish(&upload, &envelope).expect(200).text("photo")
    }

    /// The photo once its calibration is over.
    pub fn calibrated(&self, photo: &str) -> Value {
        loop {
            let found = self
                .send(Ask::get(&format!("/v1/photos/{photo}")))
                .expect(200);
            if found.json()["state"] != "calibrating" {
                return found.json();
            }
            let seconds = found.header("retry-after").parse().expect("seconds");
            sleep(Duration::from_secs(seconds));
        }
    }

    pub fn choose(&self, photo: &str, choice: &str) -> Answer {
        let path = format!("/v1/photos/{photo}/choice");
        self.send(Ask::put(&path).json(&json!({ "choice": choice })))
    }
}

/// The idempotency key of a number.
pub fn job(at: usize) -> String {
    format!("{at:032x}")
}

pub fn creation(enrolment: &str, key: &str, bytes: &[u8]) -> Ask {
    let hash = STANDARD.encode(xueying::digest::sha256(bytes));
    Ask::post(&format!("/v1/enrolments/{enrolment}/uploads"))
        .header("Tus-Resumable", "1.0.0")
        .header("Idempotency-Key", key)
        .header("Upload-Length", &bytes.len().to_string())
        .header("Upload-Metadata", &format!("sha256 {hash}"))
}

pub fn patch(upload: &str, offset: usize, bytes: &[u8]) -> Ask {
    let hash = STANDARD.encode(Sha256::digest(bytes));
    Ask::new("PATCH", upload)
        .header("Tus-Resumable", "1.0.0")
        .header("Upload-Offset", &offset.to_string())
        .header("Upload-Checksum", &format!("sha256 {hash}"))
        .bytes("application/offset+octet-stream", bytes)
}

pub fn head(upload: &str) -> Ask {
    Ask::new("HEAD", upload).header("Tus-Resumable", "1.0.0")
}
