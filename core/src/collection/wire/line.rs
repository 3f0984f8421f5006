//! What lasts from call to call: the token, the service's clock, the waits.

use super::call::Call;
use super::http::{Reply, Request};
use crate::capture::WallTime;
use crate::collection::Problem;
use crate::collection::api::Token;
use std::time::Duration;
use zeroize::Zeroizing;

/// Something safe is asked for at most so often.
const TRIES: u32 = 3;
/// The first wait before a repetition; a server may ask for one up to `PATIENCE`, beyond that the person decides.
const FIRST_WAIT: Duration = Duration::from_millis(300);
const PATIENCE: Duration = Duration::from_secs(3);

/// The line to one service.
#[derive(Default)]
pub struct Line {
    token: Option<Token>,
    /// The server's clock when it last answered, and the phone's steady clock then.
    clock: Option<(WallTime, Duration)>,
}

/// How often a call was tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tries(u32);

/// What came of a call.
#[derive(Debug)]
pub enum Heard<T> {
    /// It is over.
    Over(Result<T, Problem>),
    /// It is to be sent again, after a wait.
    Again(Duration),
}

impl Line {
    /// Shows this token from now on; `None` to be nobody.
    pub fn sign_in(&mut self, token: Option<Token>) {
        self.token = token;
    }

    /// The token.
    pub const fn token(&self) -> Option<&Token> {
        self.token.as_ref()
    }

    /// What the server's clock says when the phone's steady clock says `now`; `None` before its first answer.
    pub fn server_time(&self, now: Duration) -> Option<WallTime> {
        let (date, then) = self.clock?;
        let since = u64::try_from(now.saturating_sub(then).as_millis()).unwrap_or(u64::MAX);
        Some(WallTime(date.0.saturating_add(since)))
    }

    /// What to send.
    pub fn request<T>(&self, call: &Call<T>) -> Request {
        let mut request = call.request.clone();
        if let Some(token) = self.token.as_ref().filter(|_| call.signed) {
            let value = format!("Bearer {}", token.token.as_str());
            request
                .headers
                .push(("Authorization".to_owned(), Zeroizing::new(value)));
        }
        request
    }

    /// Takes in what came back: `None` is no answer. `now` is the phone's steady clock, `chance` spreads the waits of phones
    /// that failed together.
    pub fn hear<T: 'static>(
        &mut self,
        call: &Call<T>,
        reply: Option<&Reply>,
        tries: &mut Tries,
        now: Duration,
        chance: u8,
    ) -> Heard<T> {
        if let Some(date) = reply.and_then(date) {
            self.clock = Some((date, now));
        }
        let result = reply.map_or(Err(Problem::Offline), |reply| call.read(reply));
        tries.0 += 1;
        let asked = match &result {
            Err(Problem::Offline) => Duration::ZERO,
            Err(Problem::Server { after }) => Duration::from_secs(after.unwrap_or(0).into()),
            _ => return Heard::Over(result),
        };
        if !call.safe || tries.0 >= TRIES || asked > PATIENCE {
            return Heard::Over(result);
        }
        let wait = FIRST_WAIT * 2u32.pow(tries.0 - 1);
        // Half of it to all of it.
        let wait = wait / 2 + wait / 2 * u32::from(chance) / 255;
        Heard::Again(asked.max(wait))
    }
}

/// The `Date` of an answer.
fn date(reply: &Reply) -> Option<WallTime> {
    let date = httpdate::parse_http_date(reply.header("Date")?).ok()?;
    let since = date.duration_since(std::time::UNIX_EPOCH).ok()?;
    Some(WallTime(u64::try_from(since.as_millis()).ok()?))
}
