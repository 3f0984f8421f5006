//! Photos on their way to the collection service: a durable queue and its upload state machine.
//!
//! [`step`] is the machine: `(job, event) → (job, effects)`, nothing else. [`Outbox`] keeps the jobs in the vault and gives
//! an effect out only after the record that makes it repeatable is on disk. Whoever performs the effects tells what came of
//! them as the next [`Event`]; a crash in between is a repetition, which the job's id makes harmless.
//!
//! What a person must do about a job is its [`Attention`].

mod attention;
mod event;
mod job;
mod machine;
mod queue;
mod retry;

pub use attention::Attention;
pub use event::{Effect, Event, Failure, Moment};
pub use job::{Job, Over, Phase, RECORD};
pub use machine::step;
pub use queue::Outbox;
pub use retry::LONGEST_WAIT;

#[cfg(test)]
mod tests;
