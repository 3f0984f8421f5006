//! The live session: from gated frames to a sealed photo.
//!
//! [`Manifest`] is what is signed with a photo; [`verify`] is what the collector runs on it.

mod manifest;
mod software_key;

pub use manifest::{
    CameraFacts, Envelope, Expected, Link, MAX_BYTES, Manifest, Signer, SignerError, VERSION,
    VerifyError, WallTime, verify,
};
pub use software_key::SoftwareKey;

#[cfg(test)]
mod tests;
