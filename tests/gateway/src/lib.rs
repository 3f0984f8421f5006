//! The reference collection service: what a collector has to do so that a photo counts, behind
//! `tests/contract/openapi.yaml`. It is there to test against and to rehearse with, and shows a collector the way.
//!
//! | room | one job |
//! |---|---|
//! | `http` | requests and answers, one file a resource |
//! | `store` | SQLite, one file a resource |
//! | `wire` | the shapes of the contract |
//! | `problem` | every refusal, with a stable code |
//! | `calibrate` | the portraits, on threads of their own |
//! | `code` | this service's own collection codes |
//! | `delivery` | how SMS codes reach phones |
//! | `roster` | the students as the office has them |
//!
//! [`Gateway::start`] opens the database and answers on an address until [`Gateway::stop`]. A stop, a crash or a power cut
//! loses nothing that was answered.

mod app;
mod calibrate;
mod chance;
mod code;
mod delivery;
mod http;
mod problem;
mod roster;
mod service;
mod store;
#[allow(missing_docs)] // the contract documents the fields
pub mod wire;

pub use app::{Clock, Settings, StartError, SystemClock};
pub use code::Holder;
pub use delivery::{Carrier, Delivery, Undelivered};
pub use http::poster;
pub use problem::Problem;
pub use service::Gateway;
pub use store::OpenError;
pub use store::tokens::Role;
