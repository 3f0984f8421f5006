//! What is signed with a photo, and how a collector checks it.
//!
//! The envelope carries the exact bytes that were signed; nobody ever writes the JSON anew to check it. The signature is
//! ES256 (ECDSA on P-256 with SHA-256), which the Secure Enclave and the AndroidKeyStore both can do, in DER.

use crate::camera::{FrameTime, SessionMode, Source};
use crate::digest::sha256;
use crate::report::{CheckId, Report, Verdict};
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{Signature, VerifyingKey};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version of the manifest's JSON.
pub const VERSION: u32 = 1;
/// An envelope is refused above this many bytes.
pub const MAX_BYTES: usize = 512 * 1024;

/// Milliseconds since 1970 by the phone's own clock, which may be wrong. Never comparable with [`FrameTime`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct WallTime(pub u64);

/// Everything that is claimed about one photo.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// [`VERSION`].
    pub version: u32,
    /// What the server gave for this photo alone.
    pub nonce: String,
    /// The session the photo belongs to.
    pub session: String,
    /// Whether it counts.
    pub mode: SessionMode,
    /// What took it.
    pub source: Source,
    /// The lens.
    pub camera: CameraFacts,
    /// How the still hangs together with the preview.
    pub link: Link,
    /// When, by the phone's clock.
    pub taken: WallTime,
    /// The report on the still.
    pub report: Report,
    /// Why a photo with a measured fail is handed in all the same, by check.
    pub overrides: BTreeMap<CheckId, String>,
    /// SHA-256 of the JPEG, lower-case hexadecimal.
    pub photo: String,
}

/// The lens as it was open.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CameraFacts {
    /// The platform's id.
    pub lens: String,
    /// Angle of view along the long side, in degrees, where known.
    pub angle: Option<f64>,
    /// Width and height of the still, in pixels.
    pub still: [u32; 2],
    /// How many frames passed the gate before the still.
    pub frames: u64,
}

/// How the still hangs together with the last preview frame before it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// The last frame.
    pub frame: FrameTime,
    /// The still, on the same clock.
    pub still: FrameTime,
    /// How far the face's points moved between them, as a share of the inter-eye distance.
    pub shift: f64,
    /// Mean luma of the face in the still / in the frame.
    pub luma: f64,
}

/// A manifest with its signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Envelope {
    /// The exact JSON that was signed.
    pub manifest: String,
    /// The ECDSA signature of its bytes, DER in lower-case hexadecimal.
    pub signature: String,
}

/// The device's key. On a phone it never leaves the Secure Enclave or the AndroidKeyStore.
pub trait Signer {
    /// Signs `message` with ES256; the signature in DER.
    ///
    /// # Errors
    /// [`SignerError`] where the platform's key store does not answer.
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignerError>;

    /// The public key, SEC1 uncompressed: 65 bytes.
    fn public_key(&self) -> Vec<u8>;
}

/// The key store did not sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the device's key store did not sign")]
pub struct SignerError;

/// Why a photo is not what its manifest says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum VerifyError {
    /// More than [`MAX_BYTES`].
    #[error("the manifest is too large")]
    TooLarge,
    /// Not an envelope, or not a manifest of this version.
    #[error("the manifest cannot be read")]
    Malformed,
    /// Not a point of P-256.
    #[error("the device key cannot be read")]
    Key,
    /// Signed by another key, or changed afterwards.
    #[error("the signature does not match")]
    Signature,
    /// Made for another photo's nonce.
    #[error("the nonce is not the one that was given")]
    Nonce,
    /// Made for another session.
    #[error("the manifest belongs to another session")]
    Session,
    /// The photo is not the one that was signed.
    #[error("the photo is not the one that was signed")]
    Photo,
    /// The source may not serve a session of this mode.
    #[error("this source may not serve this session")]
    Source,
    /// The report fails in a fact, or in a measure for which no reason is given.
    #[error("the report on the photo does not allow it")]
    Report,
}

impl VerifyError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooLarge => "manifest_too_large",
            Self::Malformed => "manifest_malformed",
            Self::Key => "manifest_key",
            Self::Signature => "manifest_signature",
            Self::Nonce => "manifest_nonce",
            Self::Session => "manifest_session",
            Self::Photo => "manifest_photo",
            Self::Source => "manifest_source",
            Self::Report => "manifest_report",
        }
    }
}

/// What the collector knows of its own.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// The public key that was registered when the device was bound, SEC1.
    pub key: &'a [u8],
    /// The nonce that was given for this photo.
    pub nonce: &'a str,
    /// The session.
    pub session: &'a str,
    /// Whether the session counts.
    pub mode: SessionMode,
}

impl Manifest {
    /// Writes and signs the manifest.
    ///
    /// # Errors
    /// [`SignerError`].
    pub fn seal(&self, signer: &dyn Signer) -> Result<Envelope, SignerError> {
        let manifest = serde_json::to_string(self).map_err(|_| SignerError)?;
        let signature = signer.sign(manifest.as_bytes())?;
        Ok(Envelope {
            manifest,
            signature: to_hex(&signature),
        })
    }

    /// Whether every fail is a measured one with a reason given.
    fn is_allowed(&self) -> bool {
        let excused = |id| {
            self.overrides
                .get(&id)
                .is_some_and(|reason: &String| !reason.trim().is_empty())
        };
        self.report.findings.iter().all(|finding| {
            let measured = finding.id.kind() == crate::report::Kind::Measured;
            finding.verdict != Verdict::Fail || (measured && excused(finding.id))
        })
    }
}

/// What the collector runs: whether `photo` and `envelope` are what the registered device made in this session.
///
/// # Errors
/// [`VerifyError`], the signature judged before anything inside is believed.
pub fn verify(
    envelope: &[u8],
    photo: &[u8],
    expected: &Expected<'_>,
) -> Result<Manifest, VerifyError> {
    if envelope.len() > MAX_BYTES {
        return Err(VerifyError::TooLarge);
    }
    let envelope: Envelope =
        serde_json::from_slice(envelope).map_err(|_| VerifyError::Malformed)?;
    let key = VerifyingKey::from_sec1_bytes(expected.key).map_err(|_| VerifyError::Key)?;
    let signature = from_hex(&envelope.signature).ok_or(VerifyError::Malformed)?;
    let signature = Signature::from_der(&signature).map_err(|_| VerifyError::Signature)?;
    key.verify(envelope.manifest.as_bytes(), &signature)
        .map_err(|_| VerifyError::Signature)?;

    let manifest: Manifest =
        serde_json::from_str(&envelope.manifest).map_err(|_| VerifyError::Malformed)?;
    if manifest.version != VERSION {
        return Err(VerifyError::Malformed);
    }
    if manifest.nonce != expected.nonce {
        return Err(VerifyError::Nonce);
    }
    if manifest.session != expected.session || manifest.mode != expected.mode {
        return Err(VerifyError::Session);
    }
    if manifest.photo != sha256(photo) {
        return Err(VerifyError::Photo);
    }
    if !manifest.source.serves(manifest.mode) {
        return Err(VerifyError::Source);
    }
    if !manifest.is_allowed() {
        return Err(VerifyError::Report);
    }
    Ok(manifest)
}

fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let pairs = text.as_bytes().chunks(2);
    pairs
        .map(|pair| {
            let digits = std::str::from_utf8(pair)
                .ok()
                .filter(|digits| digits.len() == 2)?;
            let lower = digits
                .bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
            lower.then(|| u8::from_str_radix(digits, 16).ok()).flatten()
        })
        .collect()
}
