//! The live session: from gated frames to a sealed photo.
//!
//! [`Manifest`] is what is signed with a photo; [`verify`] is what the collector runs on it.

mod director;
mod frame_views;
mod manifest;
mod motion;
mod order;
mod recording;
mod sealed;
mod session;
mod smooth;
mod software_key;
mod still;

pub use director::{Director, Guidance, Perception};
pub use manifest::{
    CameraFacts, Envelope, Expected, Link, MAX_BYTES, Manifest, Signer, SignerError, VERSION,
    VerifyError, WallTime, verify,
};
pub use order::{CaptureOrder, ConsentReceipt};
pub use recording::{Header, MAX_LINE, RECORDING, Replay, ReplayError, Step, replay};
pub use sealed::SealedPhoto;
pub use session::{CaptureSession, NotOverridable, Setup, Stopwatch};
pub use software_key::SoftwareKey;
pub use still::{BURST, Still, TakeError};

#[cfg(test)]
mod tests;
