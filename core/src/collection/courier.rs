//! Brings photos from the outbox to the service, word by word.

use super::Problem;
use super::wire::{Order, Word};
use crate::capture::WallTime;
use crate::outbox::{Attention, Effect, Event, Failure, Moment, Outbox, Over, Phase};
use crate::vault::{Contents, Facts, JobId, VaultError};

/// How far a photo has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Carried {
    /// The service has so many of its bytes; on with it.
    On {
        /// Bytes there.
        sent: u64,
        /// Bytes of all.
        of: u64,
    },
    /// Nothing before then.
    Wait {
        /// By the phone's clock.
        until: WallTime,
        /// What to tell meanwhile.
        attention: Option<Attention>,
    },
    /// A person has to do something.
    Stuck(Attention),
    /// The service took it; it is destroyed here.
    Accepted {
        /// The service's id of the photo.
        photo: String,
    },
}

/// What is next for a photo.
pub enum Next<'a> {
    /// A word with the service; what it answers goes to [`Courier::heard`].
    Say(Word<'a>),
    /// Nothing to say now.
    Carried(Carried),
}

/// Carries one photo; holds it decrypted for as long as it lives.
pub struct Courier {
    job: JobId,
    facts: Option<Facts>,
    contents: Option<Contents>,
    /// What is being done.
    effect: Option<Effect>,
}

impl Courier {
    /// For one job.
    pub const fn new(job: JobId) -> Self {
        Self {
            job,
            facts: None,
            contents: None,
            effect: None,
        }
    }

    /// What is next: at most one word with the service. `again`: a person wants it tried now.
    ///
    /// # Errors
    /// What the vault says; nothing was lost, the step is to be repeated. [`VaultError::Missing`] once the job is over.
    pub fn next(
        &mut self,
        outbox: &mut Outbox,
        again: bool,
        at: Moment,
    ) -> Result<Next<'_>, VaultError> {
        let event = if again { Event::Again } else { Event::Tick };
        let phase = outbox.job(&self.job).map(|job| job.phase.clone());
        let effects = outbox.apply(&self.job, event, at)?;
        match phase {
            // The disk did not let it go the last time.
            Some(Phase::Over(Over::Accepted(photo))) => {
                return Ok(Next::Carried(Carried::Accepted { photo }));
            }
            Some(Phase::Over(_)) => return Err(VaultError::Missing),
            _ => {}
        }
        let told = outbox.attention(&self.job);
        self.effect = effects.into_iter().next();
        match &self.effect {
            None => {
                let attention = told.unwrap_or(Attention::Update);
                return Ok(Next::Carried(Carried::Stuck(attention)));
            }
            Some(Effect::Wait { until }) => {
                let (until, attention) = (*until, told);
                return Ok(Next::Carried(Carried::Wait { until, attention }));
            }
            _ => {}
        }
        match self.unlock(outbox) {
            Ok(()) => {}
            Err(VaultError::Damaged) => {
                let failure = Event::Failed(Failure::Needs(Attention::Damaged));
                return self.tell(outbox, failure, at).map(Next::Carried);
            }
            Err(error) => return Err(error),
        }
        self.word().map(Next::Say).ok_or(VaultError::Damaged)
    }

    /// Takes in what the service answered.
    ///
    /// # Errors
    /// What the vault says; nothing was lost, go on with [`Self::next`].
    pub fn heard(
        &mut self,
        outbox: &mut Outbox,
        said: Result<Event, Problem>,
        at: Moment,
    ) -> Result<Carried, VaultError> {
        let event = said.unwrap_or_else(|problem| Event::Failed(problem.into_failure()));
        self.tell(outbox, event, at)
    }

    fn tell(
        &mut self,
        outbox: &mut Outbox,
        event: Event,
        at: Moment,
    ) -> Result<Carried, VaultError> {
        self.effect = None;
        if let Event::Accepted { photo } = &event {
            let photo = photo.clone();
            outbox.apply(&self.job, event, at)?;
            return Ok(Carried::Accepted { photo });
        }
        let length = outbox.job(&self.job).map_or(0, |job| job.length);
        let sent = match event {
            Event::Offset { at } => at.min(length),
            _ => 0,
        };
        let next = outbox.apply(&self.job, event, at)?;
        let attention = outbox.attention(&self.job);
        Ok(match (next.first(), attention) {
            (Some(Effect::Wait { until }), attention) => Carried::Wait {
                until: *until,
                attention,
            },
            (None, Some(attention)) => Carried::Stuck(attention),
            _ => Carried::On { sent, of: length },
        })
    }

    /// Reads what the word needs.
    fn unlock(&mut self, outbox: &mut Outbox) -> Result<(), VaultError> {
        if self.facts.is_none() {
            self.facts = Some(outbox.vault().facts(&self.job)?.clone());
        }
        let needed = matches!(
            self.effect,
            Some(Effect::Send { .. } | Effect::Finish { .. })
        );
        if needed && self.contents.is_none() {
            self.contents = Some(outbox.read(&self.job)?);
        }
        Ok(())
    }

    /// What is being done, in words; `None` where the photo is not what it was.
    fn word(&self) -> Option<Word<'_>> {
        let (facts, contents) = (self.facts.as_ref()?, self.contents.as_ref());
        Some(match self.effect.as_ref()? {
            Effect::Create => Word::Create(Order {
                enrolment: &facts.enrolment,
                job: &self.job,
                length: facts.length,
                photo: &facts.photo,
            }),
            Effect::AskOffset { upload } => Word::Offset { upload },
            Effect::Send { upload, from, to } => {
                let range = usize::try_from(*from).ok()?..usize::try_from(*to).ok()?;
                Word::Send {
                    upload,
                    from: *from,
                    bytes: contents?.jpeg.get(range)?,
                }
            }
            Effect::Finish { upload } => Word::Finish {
                upload,
                envelope: &contents?.envelope,
            },
            Effect::Cancel { .. } | Effect::Wait { .. } | Effect::Destroy => return None,
        })
    }
}
