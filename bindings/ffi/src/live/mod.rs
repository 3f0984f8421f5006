//! The live session: frames in, guidance out, and at the end a sealed photo.

mod error;
mod guidance;
mod order;
mod recording;
mod session;
mod take;

pub use error::LiveError;
pub use guidance::{Guidance, Message, OverlayShape, Point};
pub use order::{CaptureOrder, OrderError};
pub use recording::{ReplayError, Replayed, replay_recording};
pub use session::{FrameAnswer, FrameFacts, LiveSession, LiveSetup};
pub use take::{SealedPhoto, StillFile, TakeError};
