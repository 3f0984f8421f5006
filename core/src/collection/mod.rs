//! The procedure, from the poster to the downloaded portrait.
//!
//! [`flow`] decides which screen is shown and what is done next: `(state, event) → (state, effects)`, with a view model per
//! screen. [`courier`] brings the outbox's photos to the service over a [`Transport`](courier::Transport). [`client`]
//! (feature `client`) speaks with the service; what it speaks is in [`api`].

pub mod api;
#[cfg(feature = "client")]
pub mod client;
pub mod courier;
pub mod flow;

mod input;
mod problem;

pub use input::{InputError, PhoneNumber, SmsCode};
pub use problem::Problem;
