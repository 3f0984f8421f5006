//! What is stored of a photo: its facts, and its contents bound to them.

use super::{JobId, VaultError};
use crate::camera::SessionMode;
use crate::capture::{Envelope, Manifest, SealedPhoto, WallTime};
use crate::digest::sha256;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// The version of the facts' JSON.
const VERSION: u32 = 1;

/// What a photo is stored for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purpose {
    /// The student, by the id the server gave the enrolment.
    pub enrolment: String,
    /// When it is stored.
    pub stored: WallTime,
    /// When it is of no use any more, by the server's clock: the end of its nonce.
    pub expires: WallTime,
    /// The job it takes the place of.
    pub supersedes: Option<JobId>,
}

/// What is known of a stored photo without opening it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    version: u32,
    /// The student.
    pub enrolment: String,
    /// The session's code.
    pub session: String,
    /// Whether it counts.
    pub mode: SessionMode,
    /// SHA-256 of the signed manifest.
    pub manifest: String,
    /// SHA-256 of the JPEG.
    pub photo: String,
    /// Bytes of the JPEG.
    pub length: u64,
    /// When it was stored.
    pub stored: WallTime,
    /// When it is of no use any more, by the server's clock.
    pub expires: WallTime,
    /// The job it takes the place of.
    pub supersedes: Option<JobId>,
}

/// A photo read back, and found to be what was sealed.
pub struct Contents {
    /// The signed manifest.
    pub envelope: Envelope,
    /// The JPEG; wiped from memory when dropped.
    pub jpeg: Zeroizing<Vec<u8>>,
}

impl Facts {
    pub(super) fn of(photo: &SealedPhoto, purpose: &Purpose) -> Self {
        Self {
            version: VERSION,
            enrolment: purpose.enrolment.clone(),
            session: photo.manifest().session.clone(),
            mode: photo.manifest().mode,
            manifest: sha256(photo.envelope().manifest.as_bytes()),
            photo: photo.manifest().photo.clone(),
            length: photo.jpeg().len() as u64,
            stored: purpose.stored,
            expires: purpose.expires,
            supersedes: purpose.supersedes.clone(),
        }
    }

    pub(super) fn read(json: &[u8]) -> Result<Self, VaultError> {
        let facts: Self = serde_json::from_slice(json).map_err(|_| VaultError::Damaged)?;
        let known = facts.version == VERSION;
        known.then_some(facts).ok_or(VaultError::Damaged)
    }

    pub(super) fn write(&self) -> Result<Vec<u8>, VaultError> {
        serde_json::to_vec(self).map_err(|_| VaultError::Damaged)
    }
}

/// Envelope and JPEG as one: the length of the envelope in four bytes, the envelope, the JPEG.
pub(super) fn pack(envelope: &Envelope, jpeg: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    let envelope = serde_json::to_vec(envelope).map_err(|_| VaultError::Damaged)?;
    let length = u32::try_from(envelope.len()).map_err(|_| VaultError::Damaged)?;
    let all = [&length.to_be_bytes(), envelope.as_slice(), jpeg].concat();
    Ok(Zeroizing::new(all))
}

/// Takes both apart.
pub(super) fn split(plain: &[u8]) -> Result<(Envelope, &[u8]), VaultError> {
    let (length, rest) = plain.split_first_chunk::<4>().ok_or(VaultError::Damaged)?;
    let length = u32::from_be_bytes(*length) as usize;
    let (envelope, jpeg) = rest.split_at_checked(length).ok_or(VaultError::Damaged)?;
    let envelope = serde_json::from_slice(envelope).map_err(|_| VaultError::Damaged)?;
    Ok((envelope, jpeg))
}

/// Takes both apart and holds them against the facts.
pub(super) fn unpack(plain: &[u8], facts: &Facts) -> Result<Contents, VaultError> {
    let (envelope, jpeg) = split(plain)?;
    let manifest: Manifest =
        serde_json::from_str(&envelope.manifest).map_err(|_| VaultError::Damaged)?;
    let same = sha256(envelope.manifest.as_bytes()) == facts.manifest
        && sha256(jpeg) == facts.photo
        && manifest.photo == facts.photo
        && manifest.session == facts.session
        && manifest.mode == facts.mode;
    same.then(|| Contents {
        envelope,
        jpeg: Zeroizing::new(jpeg.to_vec()),
    })
    .ok_or(VaultError::Damaged)
}
