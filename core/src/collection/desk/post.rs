//! Photos on their way, whoever is before the screen.

use super::answer::{Meaning, Pending, Purpose};
use super::{Desk, Errand, Ticket};
use crate::collection::Problem;
use crate::collection::courier::{Carried, Courier, Next};
use crate::collection::flow::Event;
use crate::collection::wire::{cancel_upload, say};
use crate::outbox::{self, Attention, Effect};
use crate::vault::{JobId, VaultError};
use std::time::Duration;

/// A photo on its way.
pub(super) struct Post {
    courier: Courier,
    /// What it waits for: an answer, or its time.
    awaits: Option<Ticket>,
}

impl Desk {
    /// Carries every photo on; `again`: now, whatever it waits for.
    pub(super) fn carry_all(&mut self, again: bool) -> Vec<Errand> {
        let jobs: Vec<JobId> = self.outbox.jobs().map(|(id, _)| id.clone()).collect();
        jobs.iter().flat_map(|job| self.carry(job, again)).collect()
    }

    /// Carries a photo on, unless a word about it is out.
    pub(super) fn carry(&mut self, job: &JobId, again: bool) -> Vec<Errand> {
        let post = self.posts.entry(job.clone()).or_insert_with(|| Post {
            courier: Courier::new(job.clone()),
            awaits: None,
        });
        if let Some(ticket) = post.awaits {
            if let Some(Pending::Call { .. }) = self.pending.get(&ticket) {
                return vec![];
            }
            // It waited; it is looked at anew.
            self.pending.remove(&ticket);
            post.awaits = None;
        }
        let at = self.moment();
        let Some(post) = self.posts.get_mut(job) else {
            return vec![];
        };
        let next = match post.courier.next(&mut self.outbox, again, at) {
            Ok(Next::Say(word)) => Ok(say(word)),
            Ok(Next::Carried(carried)) => return self.carried(job, carried),
            Err(error) => Err(error),
        };
        match next {
            Ok(Ok(call)) => {
                let errands = self.ask(Purpose::Word(job.clone()), call.map(Meaning::Word));
                self.awaits(job, Ticket(self.tickets));
                errands
            }
            Ok(Err(problem)) => self.heard(job, Err(problem)),
            Err(error) => self.not_carried(job, error),
        }
    }

    /// What the service said to a word about a photo.
    pub(super) fn heard(
        &mut self,
        job: &JobId,
        said: Result<outbox::Event, Problem>,
    ) -> Vec<Errand> {
        let at = self.moment();
        let Some(post) = self.posts.get_mut(job) else {
            return vec![];
        };
        post.awaits = None;
        match post.courier.heard(&mut self.outbox, said, at) {
            Ok(carried) => self.carried(job, carried),
            Err(error) => self.not_carried(job, error),
        }
    }

    fn carried(&mut self, job: &JobId, carried: Carried) -> Vec<Errand> {
        match carried {
            Carried::On { sent, of } => {
                let mut errands = self.tell(job, Event::Sent { sent, of });
                errands.extend(self.carry(job, false));
                errands
            }
            Carried::Wait { until, attention } => {
                let mut errands = match attention {
                    Some(attention) => self.tell(job, Event::Attention(attention)),
                    None => vec![],
                };
                let after = until.0.saturating_sub(self.clock.wall().0);
                let ticket = self.await_on(Pending::Post(job.clone()));
                self.awaits(job, ticket);
                errands.push(Errand::Wake {
                    ticket,
                    after: Duration::from_millis(after),
                });
                errands
            }
            Carried::Stuck(attention) => self.tell(job, Event::Attention(attention)),
            Carried::Accepted { photo } => {
                self.posts.remove(job);
                self.tell(job, Event::Accepted { photo })
            }
        }
    }

    fn not_carried(&mut self, job: &JobId, error: VaultError) -> Vec<Errand> {
        if error == VaultError::Missing {
            self.posts.remove(job);
            return vec![];
        }
        self.tell(job, Event::Attention(Attention::from(error)))
    }

    /// Tells the flow, if the screen is about this photo.
    fn tell(&mut self, job: &JobId, event: Event) -> Vec<Errand> {
        if self.flow.job() != Some(job) {
            return vec![];
        }
        self.step(event)
    }

    fn awaits(&mut self, job: &JobId, ticket: Ticket) {
        if let Some(post) = self.posts.get_mut(job) {
            post.awaits = Some(ticket);
        }
    }

    pub(super) fn forget_post(&mut self, job: &JobId) {
        self.posts.remove(job);
        let mine = |pending: &Pending| match pending {
            Pending::Call { purpose, .. } => *purpose == Purpose::Word(job.clone()),
            Pending::Post(other) => other == job,
            Pending::Look => false,
        };
        self.pending.retain(|_, pending| !mine(pending));
    }

    /// Destroys what is of no use any more by the service's clock.
    pub(super) fn expire(&mut self) -> Vec<Errand> {
        let Some(server) = self.line.server_time(self.clock.steady()) else {
            return vec![];
        };
        let at = self.moment();
        let expired = self.outbox.expire(server, at).unwrap_or_default();
        let mut errands = vec![];
        for job in expired {
            self.forget_post(&job);
            errands.extend(self.tell(&job, Event::Attention(Attention::PhotoRefused)));
        }
        errands
    }

    /// Tells the service which uploads to forget.
    pub(super) fn cancel(&mut self, effects: &[Effect]) -> Vec<Errand> {
        let mut errands = vec![];
        for effect in effects {
            let Effect::Cancel { upload } = effect else {
                continue;
            };
            if let Ok(call) = cancel_upload(upload) {
                errands.extend(self.ask(Purpose::Cancel, call.map(|()| Meaning::Nothing)));
            }
        }
        errands
    }
}
