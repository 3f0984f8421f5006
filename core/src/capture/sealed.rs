//! The photo that may be uploaded.

use super::{Envelope, Manifest};
use crate::digest::sha256;

/// A still that came from a session, was judged, and is signed. There is no other way to have one: a file from an album
/// can be checked, never sealed.
#[derive(Clone)]
pub struct SealedPhoto {
    jpeg: Vec<u8>,
    manifest: Manifest,
    envelope: Envelope,
}

impl SealedPhoto {
    pub(super) fn new(jpeg: Vec<u8>, manifest: Manifest, envelope: Envelope) -> Self {
        Self {
            jpeg,
            manifest,
            envelope,
        }
    }

    /// What the vault kept of one: that it could be opened there is the proof that it was sealed. `None` if the JPEG is not
    /// the manifest's.
    pub(crate) fn restored(jpeg: Vec<u8>, envelope: Envelope) -> Option<Self> {
        let manifest: Manifest = serde_json::from_str(&envelope.manifest).ok()?;
        let same = sha256(&jpeg) == manifest.photo;
        same.then(|| Self::new(jpeg, manifest, envelope))
    }

    /// The JPEG, free of place and time.
    pub fn jpeg(&self) -> &[u8] {
        &self.jpeg
    }

    /// What is claimed about it.
    pub const fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The claim with its signature: what travels with the photo.
    pub const fn envelope(&self) -> &Envelope {
        &self.envelope
    }
}
