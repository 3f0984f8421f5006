//! The core as wasm, for the page in `page`. Everything here runs in a worker of the browser, so that the page stays quick.
//!
//! | room | one job |
//! |---|---|
//! | `models` | the models, from bytes the page has fetched |
//! | `check` | the pre-check of a photo, and the portrait it gives |
//! | `scan` | reading codes, live and from pictures |
//! | `camera` | which of the browser's cameras may be opened |
//! | `live` | the live session |
//! | `timeline` | a recorded session, replayed |
//! | `desk` | the procedure: events in, errands out |
//! | `shelf` | the vault's disk, committed by the page |
//! | `examples` | right and wrong, drawn |
//! | `ports` | time, chance and keys, lent by the browser |
//! | `problem` | what went wrong, with a stable code |
//!
//! Structures go out as JSON in the core's own shapes, pixels and files as bytes.

mod camera;
mod check;
mod desk;
mod examples;
mod live;
mod models;
mod ports;
mod problem;
mod scan;
mod shelf;
mod timeline;

pub use camera::{Camera, permission_advice};
pub use check::{Checker, Photo, Portrait};
pub use desk::{Desk, Errand};
pub use examples::example;
pub use live::{LivePhoto, LiveSession};
pub use models::{Models, model_files};
pub use ports::Keys;
pub use problem::Problem;
pub use scan::{CodeScanner, collection_code, session_code};
pub use shelf::{Change, Shelf};
pub use timeline::replay;

/// The JSON of a structure.
fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("strings and numbers always serialise")
}
