//! The live session: from gated frames to a sealed photo.
//!
//! [`Manifest`] is what is signed with a photo; [`verify`] is what the collector runs on it.

mod frame_views;
mod manifest;
mod sealed;
mod session;
mod smooth;
mod software_key;
mod still;

pub use manifest::{
    CameraFacts, Envelope, Expected, Link, MAX_BYTES, Manifest, Signer, SignerError, VERSION,
    VerifyError, WallTime, verify,
};
pub use sealed::SealedPhoto;
pub use session::{CaptureSession, Guidance, NotOverridable, Setup, Stopwatch};
pub use software_key::SoftwareKey;
pub use still::{BURST, Still, TakeError};

#[cfg(test)]
mod tests;
