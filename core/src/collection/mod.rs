//! The procedure, from the poster to the downloaded portrait.
//!
//! [`flow`] decides which screen is shown and what is done next: `(state, event) → (state, effects)`, with a view model per
//! screen. [`desk`] does what can be done here, with the outbox's photos and the [`courier`] that brings them away, and
//! hands the rest out as errands. What goes over the [`wire`] is in [`api`]; [`client`] (feature `client`) carries it.

pub mod api;
#[cfg(feature = "client")]
pub mod client;
pub mod courier;
pub mod desk;
pub mod flow;
pub mod wire;

mod input;
mod problem;

pub use input::{InputError, PhoneNumber, SmsCode};
pub use problem::Problem;
