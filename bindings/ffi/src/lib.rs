//! The core for Kotlin, Swift and Python: what a shell may know and do, and nothing it could decide.
//!
//! One file for each object of the surface. A shell loads [`Models`], picks a lens with [`choose_camera`], reads codes with a
//! [`CodeScanner`], takes the photo in a [`LiveSession`], checks a file with a [`Checker`], and goes through the
//! whole procedure with a [`Desk`]. What the phone must lend is a
//! trait it implements: see [`Signer`], [`KeyVault`], [`Clock`], [`LogSink`].
//!
//! Everything is synchronous and may be called from any thread; work belongs on a worker thread. Pixels come in as borrowed
//! bytes, pictures go out as files or small previews. An error is an enum with typed fields, a stable `code`, the key of its
//! text and what to do next ([`Recovery`](xueying::camera::Recovery)). A bug in the core, or a [`Clock`] that throws, reaches
//! the caller as the language's own internal error; the object it happened in is `Broken` from then on, the others go on.

mod camera;
mod codes;
mod desk;
mod error;
mod file;
mod keys;
mod live;
mod models;
mod permission;
mod photo;
mod pixels;
mod portrait;
mod ports;
mod profile;
mod report;
mod scanner;
#[cfg(feature = "client")]
mod service;
mod texts;

pub use camera::{CameraChoice, CameraError, CameraPlan, Lens, PlanFacts, Size, choose_camera};
pub use codes::{Code, CodeError, CollectionCode, SessionCode};
pub use desk::{
    ActionButton, ChecklistPoint, Desk, DeskError, DeskSetup, Errand, HttpHeader, ScreenView,
    ServiceReply, ServiceRequest, StepProgress,
};
pub use file::FileError;
pub use keys::{KeyVault, KeyVaultError, software_key_vault};
pub use live::{
    CaptureOrder, FrameAnswer, FrameFacts, Guidance, LiveError, LiveSession, LiveSetup, Message,
    OrderError, OverlayShape, Point, ReplayError, Replayed, SealedPhoto, StillFile, TakeError,
    replay_recording,
};
pub use models::{ModelBytes, ModelError, ModelFile, Models, model_files};
pub use permission::{PermissionAdvice, permission_advice};
pub use photo::{Checker, Photo, PhotoError, PhotoKind};
pub use pixels::{FrameError, FrameShape, PixelLayout};
pub use portrait::{Portrait, PortraitError, PortraitFacts, PortraitMark};
pub use ports::{
    Clock, LogLevel, LogSink, PortError, Ports, Signer, no_log, software_signer, system_clock,
};
pub use profile::{Profile, ProfileError};
pub use report::{Finding, Question, Region, Report};
pub use scanner::{CodeScanner, Scan, ScanError, ScanHint};
#[cfg(feature = "client")]
pub use service::{ServiceClient, ServiceError};
pub use texts::{CheckText, check_text, lang_of_locale, text, text_keys};

uniffi::setup_scaffolding!("xueying_core");
