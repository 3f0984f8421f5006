//! The upload as a state machine: tus 1.0 with resumption, and a manifest at its end.

use super::retry::{is_due, next_try};
use super::{Attention, Effect, Event, Failure, Job, Moment, Over, Phase};
use crate::capture::WallTime;

/// So many bytes are sent at once.
const CHUNK: u64 = 256 * 1024;
/// After so many failures in a row a person is told; it is tried on.
const WORTH_TELLING: u32 = 3;
/// The server may correct the offset so often in a row before there is a wait.
const FREE_CORRECTIONS: u32 = 2;

/// What comes of an event: the job as it is then, and what is to be done. Answers that come late, twice or out of order
/// are harmless: where the server has what it has, it says so.
#[must_use]
pub fn step(mut job: Job, event: Event, at: Moment) -> (Job, Vec<Effect>) {
    if let Phase::Over(_) = job.phase {
        return (job, vec![Effect::Destroy]);
    }
    match event {
        Event::Tick => {}
        Event::Again => {
            job.phase = Phase::Open;
            job.offset = None;
            progress(&mut job);
        }
        Event::Created { upload } => {
            // A repeated creation may be answered late; the upload that is under way stays.
            if job.upload.is_none() {
                job.upload = Some(upload);
                progress(&mut job);
            }
        }
        Event::Offset { at } => arrived(&mut job, at),
        Event::Accepted { photo } => return over(job, Over::Accepted(photo)),
        Event::Superseded => return over(job, Over::Superseded),
        Event::Withdrawn => return over(job, Over::Withdrawn),
        Event::Expired => return over(job, Over::Expired),
        Event::Failed(failure) => failed(&mut job, failure, at),
    }
    let next = next(&job, at.now);
    (job, next.into_iter().collect())
}

/// The one thing to be done now, read off the job.
fn next(job: &Job, now: WallTime) -> Option<Effect> {
    if job.phase != Phase::Open {
        return None;
    }
    if !is_due(job.not_before, now) {
        let until = job.not_before;
        return Some(Effect::Wait { until });
    }
    let Some(upload) = job.upload.clone() else {
        return Some(Effect::Create);
    };
    Some(match job.offset {
        None => Effect::AskOffset { upload },
        Some(from) if from < job.length => Effect::Send {
            upload,
            from,
            to: job.length.min(from + CHUNK),
        },
        Some(_) => Effect::Finish { upload },
    })
}

fn arrived(job: &mut Job, at: u64) {
    if job.upload.is_none() {
        return;
    }
    if at > job.length {
        // More than there is: not our upload any more.
        job.upload = None;
        job.offset = None;
        return;
    }
    if job.offset.is_none_or(|before| at > before) {
        job.offset = Some(at);
        progress(job);
    }
}

/// Something worked: failures begin to count anew.
fn progress(job: &mut Job) {
    job.failures = 0;
    job.not_before = WallTime(0);
    if job.phase == Phase::Open {
        job.attention = None;
    }
}

fn failed(job: &mut Job, failure: Failure, at: Moment) {
    if job.phase != Phase::Open {
        return;
    }
    job.failures = job.failures.saturating_add(1);
    // Whatever the server has by now, it is asked before anything is sent again.
    job.offset = None;
    let told = job.failures >= WORTH_TELLING;
    let wait = next_try(job.failures, None, at);
    match failure {
        Failure::Offline => {
            job.attention = told.then_some(Attention::NoNetwork);
            job.not_before = wait;
        }
        Failure::Busy(asked) => {
            job.attention = told.then_some(Attention::ServerBusy);
            job.not_before = next_try(job.failures, asked, at);
        }
        Failure::OffsetMismatch | Failure::Checksum => {
            if job.failures > FREE_CORRECTIONS {
                job.attention = told.then_some(Attention::ServerBusy);
                job.not_before = wait;
            }
        }
        // Nothing was created yet: it is the student who is not known on this phone.
        Failure::Gone if job.upload.is_none() => {
            job.attention = Some(Attention::SignIn);
            job.phase = Phase::Stuck;
        }
        Failure::Gone => {
            job.upload = None;
            job.attention = told.then_some(Attention::ServerBusy);
            job.not_before = wait;
        }
        Failure::Needs(attention) => {
            job.attention = Some(attention);
            job.phase = Phase::Stuck;
        }
    }
}

fn over(mut job: Job, end: Over) -> (Job, Vec<Effect>) {
    let accepted = matches!(end, Over::Accepted(_));
    let cancel = job.upload.take().filter(|_| !accepted);
    job.phase = Phase::Over(end);
    job.offset = None;
    job.attention = None;
    let cancel = cancel.map(|upload| Effect::Cancel { upload });
    let effects = cancel.into_iter().chain([Effect::Destroy]).collect();
    (job, effects)
}
