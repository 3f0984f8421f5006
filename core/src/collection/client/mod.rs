//! Speaks with a collection service: typed calls of its contract, over TLS with bundled roots.
//!
//! A call ends with an answer of the contract or a [`Problem`](super::Problem), at the latest after its time-out. What can
//! be repeated without harm is repeated once or twice, with a random wait; the rest is left to the person, or to the
//! outbox. Calls block; a shell makes them from a thread of its own. The crypto provider of TLS comes from the shell.

mod calls;
mod http;
mod tls;
mod upload;

pub use http::{Client, Setup, SetupError};
pub use tls::Pin;

/// The version of the contract.
pub const API: u32 = 1;

#[cfg(test)]
mod tests;
