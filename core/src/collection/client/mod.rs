//! Speaks with a collection service over TLS with bundled roots.
//!
//! [`Http`] carries one request and brings back what came. [`Client`] makes whole [calls](super::wire) of it: each ends
//! with an answer of the contract or a [`Problem`], at the latest after its time-out; what can be repeated
//! without harm is repeated once or twice. Both block; a shell calls them from a thread of its own. The crypto provider of
//! TLS comes from the shell.

mod http;
mod tls;

pub use http::{Http, Setup, SetupError};
pub use tls::Pin;

use super::Problem;
use super::api::Token;
use super::wire::{Call, Heard, Line, Tries};
use crate::capture::WallTime;
use crate::vault::Chance;
use std::time::Instant;

/// The connection to one service.
pub struct Client {
    http: Http,
    line: Line,
    chance: Box<dyn Chance>,
    began: Instant,
}

impl Client {
    /// A client; `chance` spreads its waits.
    pub fn new(http: Http, chance: Box<dyn Chance>) -> Self {
        Self {
            http,
            line: Line::default(),
            chance,
            began: Instant::now(),
        }
    }

    /// Shows this token from now on; `None` to be nobody.
    pub fn sign_in(&mut self, token: Option<Token>) {
        self.line.sign_in(token);
    }

    /// What the server's clock says now; `None` before its first answer.
    pub fn server_time(&self) -> Option<WallTime> {
        self.line.server_time(self.began.elapsed())
    }

    /// Makes a call.
    ///
    /// # Errors
    /// [`Problem`].
    pub fn ask<T: 'static>(&mut self, call: &Call<T>) -> Result<T, Problem> {
        let mut tries = Tries::default();
        loop {
            let reply = self.http.send(&self.line.request(call));
            let mut chance = [0];
            // Without chance the waits are longer, not shorter.
            let chance = self.chance.fill(&mut chance).map_or(255, |()| chance[0]);
            let now = self.began.elapsed();
            match self
                .line
                .hear(call, reply.as_ref(), &mut tries, now, chance)
            {
                Heard::Over(result) => return result,
                Heard::Again(wait) => std::thread::sleep(wait),
            }
        }
    }
}

#[cfg(test)]
mod tests;
