//! How often and how many at once.

use crate::problem::Problem;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// So many requests are answered at the same time.
const AT_ONCE: usize = 512;
/// So many callers are remembered; then those forgotten first who have been quiet.
const REMEMBERED: usize = 50_000;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rate {
    /// SMS to one number: five, then one every two minutes.
    Number,
    /// Requests without a token from one address. A campus has one address, so this is wide.
    Address,
    /// Requests with a token of one owner.
    Caller,
}

impl Rate {
    /// So many at first, and so many more every second.
    const fn allows(self) -> (f64, f64) {
        match self {
            Self::Number => (5.0, 1.0 / 120.0),
            Self::Address => (1000.0, 50.0),
            Self::Caller => (300.0, 30.0),
        }
    }
}

/// What is left to a caller.
struct Bucket {
    left: f64,
    at: u64,
}

/// The counters; a restart forgets them.
pub struct Limits {
    buckets: Mutex<HashMap<(Rate, String), Bucket>>,
    places: Arc<Semaphore>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            buckets: Mutex::default(),
            places: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }
}

impl Limits {
    /// Takes one request of `caller` off what is left; `now` in milliseconds.
    ///
    /// # Errors
    /// [`Problem::TooMany`] with the seconds until there is one again.
    pub fn take(&self, rate: Rate, caller: &str, now: u64) -> Result<(), Problem> {
        let (most, per_second) = rate.allows();
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= REMEMBERED {
            buckets.retain(|(rate, _), bucket| {
                let (most, per_second) = rate.allows();
                bucket.filled(most, per_second, now) < most
            });
        }
        let bucket = buckets.entry((rate, caller.to_owned())).or_insert(Bucket {
            left: most,
            at: now,
        });
        bucket.left = bucket.filled(most, per_second, now);
        bucket.at = now;
        if bucket.left < 1.0 {
            let wait = ((1.0 - bucket.left) / per_second).ceil();
            return Err(Problem::TooMany(wait as u32));
        }
        bucket.left -= 1.0;
        Ok(())
    }

    /// A place among those who are answered at once, until it is dropped.
    pub fn enter(&self) -> Option<OwnedSemaphorePermit> {
        self.places.clone().try_acquire_owned().ok()
    }
}

impl Bucket {
    fn filled(&self, most: f64, per_second: f64, now: u64) -> f64 {
        let seconds = now.saturating_sub(self.at) as f64 / 1000.0;
        (self.left + seconds * per_second).min(most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_gets_five_messages_and_then_one_every_two_minutes() {
        let limits = Limits::default();
        for _ in 0..5 {
            limits.take(Rate::Number, "a", 0).expect("the first five");
        }
        assert_eq!(
            limits.take(Rate::Number, "a", 0),
            Err(Problem::TooMany(120))
        );
        limits.take(Rate::Number, "b", 0).expect("another number");
        assert_eq!(
            limits.take(Rate::Number, "a", 60_000),
            Err(Problem::TooMany(60))
        );
        limits.take(Rate::Number, "a", 120_000).expect("one again");
        assert!(limits.take(Rate::Number, "a", 120_001).is_err());
    }

    #[test]
    fn a_clock_that_jumps_back_gives_nothing_away() {
        let limits = Limits::default();
        for _ in 0..5 {
            limits.take(Rate::Number, "a", 1_000_000).expect("five");
        }
        assert!(limits.take(Rate::Number, "a", 0).is_err());
    }
}
