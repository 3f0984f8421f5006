//! What goes over the wire, without a network: the calls of the contract as HTTP requests, and what their answers mean.
//!
//! [`Call`] is a request that knows how its answer is read. [`Line`] holds what lasts from call to call: the token and the
//! service's clock; it says when to try again. Whoever can carry a [`Request`] and bring back a [`Reply`] speaks with the
//! service: the [`client`](super::client) over TLS, a page in its browser.

mod call;
mod calls;
mod http;
mod line;
mod uploads;

pub use call::Call;
pub use calls::*;
pub use http::{LARGEST_JSON, LARGEST_PICTURE, Method, Reply, Request};
pub use line::{Heard, Line, Tries};
pub use uploads::{Order, Word, cancel_upload, say};

/// The version of the contract.
pub const API: u32 = 1;
