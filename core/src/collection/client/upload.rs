//! Photos to the service: tus 1.0.0 with creation, checksum and termination. Nothing is repeated here: the outbox knows
//! when, and from which byte on.

use super::Client;
use super::http::{Call, LARGEST_JSON, Reply};
use crate::capture::Envelope;
use crate::collection::Problem;
use crate::collection::api::Photo;
use crate::collection::courier::{Order, Transport};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;
use serde_json::json;
use sha2::{Digest, Sha256};

const VERSION: &str = "1.0.0";

impl Transport for Client {
    fn create(&mut self, order: &Order<'_>) -> Result<String, Problem> {
        let path = ["enrolments", order.enrolment, "uploads"];
        let metadata = format!("sha256 {}", STANDARD.encode(order.photo));
        let call = self
            .call(Method::POST, &path)
            .header("Tus-Resumable", VERSION)
            .header("Idempotency-Key", order.job.as_str())
            .header("Upload-Length", order.length.to_string())
            .header("Upload-Metadata", metadata);
        let reply = self.exchange(&call, LARGEST_JSON)?;
        let path = text(&reply, "Location")?;
        self.upload_url(path)?;
        Ok(path.to_owned())
    }

    fn offset(&mut self, upload: &str) -> Result<u64, Problem> {
        let call = Call::to(Method::HEAD, self.upload_url(upload)?);
        let reply = self.exchange(&call.header("Tus-Resumable", VERSION), LARGEST_JSON)?;
        offset(&reply)
    }

    fn send(&mut self, upload: &str, from: u64, bytes: &[u8]) -> Result<u64, Problem> {
        let checksum = format!("sha256 {}", STANDARD.encode(Sha256::digest(bytes)));
        let call = Call::to(Method::PATCH, self.upload_url(upload)?)
            .header("Tus-Resumable", VERSION)
            .header("Upload-Offset", from.to_string())
            .header("Upload-Checksum", checksum)
            .body("application/offset+octet-stream", bytes.to_vec());
        let reply = self.exchange(&call, LARGEST_JSON)?;
        offset(&reply)
    }

    fn finish(&mut self, upload: &str, envelope: &Envelope) -> Result<String, Problem> {
        let mut url = self.upload_url(upload)?;
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.push("manifest");
        }
        let body = json!({ "manifest": envelope.manifest, "signature": envelope.signature });
        let photo: Photo = self.json(&Call::to(Method::PUT, url).with_json(&body))?;
        Ok(photo.photo)
    }

    fn cancel(&mut self, upload: &str) -> Result<(), Problem> {
        let call = Call::to(Method::DELETE, self.upload_url(upload)?);
        let call = call.header("Tus-Resumable", VERSION);
        self.exchange(&call, LARGEST_JSON).map(drop)
    }
}

fn text<'a>(reply: &'a Reply, name: &str) -> Result<&'a str, Problem> {
    let value = reply
        .headers
        .get(name)
        .and_then(|value| value.to_str().ok());
    value.ok_or(Problem::Contract)
}

fn offset(reply: &Reply) -> Result<u64, Problem> {
    let offset = text(reply, "Upload-Offset")?;
    offset.parse().map_err(|_| Problem::Contract)
}
