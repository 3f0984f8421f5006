//! Photos to the service: tus 1.0.0 with creation, checksum and termination. Nothing is repeated here: the outbox knows
//! when, and from which byte on.

use super::call::{Call, json};
use super::http::{Method, Reply};
use crate::capture::Envelope;
use crate::collection::Problem;
use crate::collection::api::Photo;
use crate::outbox::Event;
use crate::vault::JobId;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json as object;
use sha2::{Digest, Sha256};

const VERSION: &str = "1.0.0";
const UPLOADS: &str = "/v1/uploads/";

/// What an upload is created with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order<'a> {
    /// The student.
    pub enrolment: &'a str,
    /// The job, which keeps the photo from being taken twice.
    pub job: &'a JobId,
    /// Bytes of the photo.
    pub length: u64,
    /// SHA-256 of the photo, lower-case hexadecimal.
    pub photo: &'a str,
}

/// One word with the service about a photo on its way.
#[derive(Clone, Copy)]
pub enum Word<'a> {
    /// Creates the upload; the same job again gives the same upload.
    Create(Order<'a>),
    /// How many bytes are there?
    Offset {
        /// The upload.
        upload: &'a str,
    },
    /// Bytes at an offset.
    Send {
        /// The upload.
        upload: &'a str,
        /// The first of them.
        from: u64,
        /// All of them.
        bytes: &'a [u8],
    },
    /// The manifest.
    Finish {
        /// The upload.
        upload: &'a str,
        /// The manifest, signed.
        envelope: &'a Envelope,
    },
}

/// Says a word; the answer is what the outbox is told.
///
/// # Errors
/// [`Problem::Contract`] for an upload that is none of the service's.
pub fn say(word: Word<'_>) -> Result<Call<Event>, Problem> {
    Ok(match word {
        Word::Create(order) => create(&order),
        Word::Offset { upload } => {
            let path = ["uploads", id(upload)?];
            tus(Call::new(Method::Head, &path, offset))
        }
        Word::Send {
            upload,
            from,
            bytes,
        } => {
            let checksum = format!("sha256 {}", STANDARD.encode(Sha256::digest(bytes)));
            let path = ["uploads", id(upload)?];
            tus(Call::new(Method::Patch, &path, offset))
                .header("Upload-Offset", from.to_string())
                .header("Upload-Checksum", checksum)
                .body("application/offset+octet-stream", bytes.to_vec())
        }
        Word::Finish { upload, envelope } => {
            let read = |reply: &Reply| {
                let Photo { photo, .. } = json(reply)?;
                Ok(Event::Accepted { photo })
            };
            let body = object!({ "manifest": envelope.manifest, "signature": envelope.signature });
            let path = ["uploads", id(upload)?, "manifest"];
            Call::new(Method::Put, &path, read).once().json(&body)
        }
    })
}

/// Tells the service to forget an upload: what storing a retake and withdrawing give back. Whether it is heard does not
/// matter, uploads expire.
///
/// # Errors
/// [`Problem::Contract`] for an upload that is none of the service's.
pub fn cancel_upload(upload: &str) -> Result<Call<()>, Problem> {
    let path = ["uploads", id(upload)?];
    Ok(tus(Call::new(Method::Delete, &path, |_| Ok(()))))
}

fn create(order: &Order<'_>) -> Call<Event> {
    let read = |reply: &Reply| {
        let upload = reply.header("Location").ok_or(Problem::Contract)?;
        id(upload)?;
        let upload = upload.to_owned();
        Ok(Event::Created { upload })
    };
    let path = ["enrolments", order.enrolment, "uploads"];
    let metadata = format!("sha256 {}", STANDARD.encode(order.photo));
    tus(Call::new(Method::Post, &path, read))
        .header("Idempotency-Key", order.job.as_str())
        .header("Upload-Length", order.length.to_string())
        .header("Upload-Metadata", metadata)
}

fn tus<T: 'static>(call: Call<T>) -> Call<T> {
    call.once().header("Tus-Resumable", VERSION)
}

fn offset(reply: &Reply) -> Result<Event, Problem> {
    let offset = reply.header("Upload-Offset").ok_or(Problem::Contract)?;
    let at = offset.parse().map_err(|_| Problem::Contract)?;
    Ok(Event::Offset { at })
}

/// The id in the address of an upload, which must be one of the service's.
fn id(upload: &str) -> Result<&str, Problem> {
    let id = upload.strip_prefix(UPLOADS).ok_or(Problem::Contract)?;
    let plain = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    plain.then_some(id).ok_or(Problem::Contract)
}
