//! How an SMS code reaches a phone.

use std::sync::Arc;
use xueying::texts::{Lang, text};

/// The way to a phone: whoever has a contract with a carrier.
pub trait Carrier: Send + Sync {
    /// Hands over a message for a number.
    ///
    /// # Errors
    /// [`Undelivered`]; the phone asks again later.
    fn send(&self, number: &str, message: &str) -> Result<(), Undelivered>;
}

/// The carrier did not take it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the message was not taken")]
pub struct Undelivered;

/// How codes are delivered.
#[derive(Clone)]
pub enum Delivery {
    /// In the answer itself: for rehearsals alone.
    Echo,
    /// By SMS.
    Sms(Arc<dyn Carrier>),
}

impl Delivery {
    /// Whether the service is good for rehearsals alone.
    pub const fn rehearses(&self) -> bool {
        matches!(self, Self::Echo)
    }
}

/// The text of the SMS.
pub fn message(code: &str) -> String {
    let template = text("gateway.sms", Lang::Zh).unwrap_or("{code}");
    template.replace("{code}", code)
}
