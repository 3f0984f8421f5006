//! Brings photos from the outbox to the service, one step at a time.

use super::Problem;
use crate::capture::{Envelope, WallTime};
use crate::outbox::{Attention, Effect, Event, Failure, Moment, Outbox, Over, Phase};
use crate::vault::{Contents, JobId, VaultError};

/// What the courier says to a service: tus 1.0, and the manifest at its end.
pub trait Transport {
    /// Creates the upload of a photo; the same job again gives the same upload.
    ///
    /// # Errors
    /// [`Problem`].
    fn create(&mut self, order: &Order<'_>) -> Result<String, Problem>;

    /// How many bytes the service has.
    ///
    /// # Errors
    /// [`Problem`].
    fn offset(&mut self, upload: &str) -> Result<u64, Problem>;

    /// Sends bytes at an offset; how many the service has then.
    ///
    /// # Errors
    /// [`Problem`].
    fn send(&mut self, upload: &str, from: u64, bytes: &[u8]) -> Result<u64, Problem>;

    /// Hands in the manifest; the service's id of the photo.
    ///
    /// # Errors
    /// [`Problem`].
    fn finish(&mut self, upload: &str, envelope: &Envelope) -> Result<String, Problem>;

    /// Gives an upload up.
    ///
    /// # Errors
    /// [`Problem`].
    fn cancel(&mut self, upload: &str) -> Result<(), Problem>;
}

/// What an upload is created with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order<'a> {
    /// The student.
    pub enrolment: &'a str,
    /// The job, which keeps the photo from being taken twice.
    pub job: &'a JobId,
    /// Bytes of the photo.
    pub length: u64,
    /// SHA-256 of the photo, lower-case hexadecimal.
    pub photo: &'a str,
}

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

/// Carries one photo; holds it decrypted for as long as it lives.
pub struct Courier {
    job: JobId,
    contents: Option<Contents>,
}

impl Courier {
    /// For one job.
    pub const fn new(job: JobId) -> Self {
        Self {
            job,
            contents: None,
        }
    }

    /// Goes one step: at most one word with the service. `again`: a person wants it tried now.
    ///
    /// # Errors
    /// What the vault says; nothing was lost, the step is to be repeated. [`VaultError::Missing`] once the job is over.
    pub fn step(
        &mut self,
        outbox: &mut Outbox,
        transport: &mut dyn Transport,
        again: bool,
        at: Moment,
    ) -> Result<Carried, VaultError> {
        let event = if again { Event::Again } else { Event::Tick };
        let phase = outbox.job(&self.job).map(|job| job.phase.clone());
        let effects = outbox.apply(&self.job, event, at)?;
        match phase {
            // The disk did not let it go the last time.
            Some(Phase::Over(Over::Accepted(photo))) => return Ok(Carried::Accepted { photo }),
            Some(Phase::Over(_)) => return Err(VaultError::Missing),
            _ => {}
        }
        let (length, told) = self.standing(outbox);
        let Some(effect) = effects.into_iter().next() else {
            return Ok(Carried::Stuck(told.unwrap_or(Attention::Update)));
        };
        if let Effect::Wait { until } = effect {
            let attention = told;
            return Ok(Carried::Wait { until, attention });
        }
        let event = match self.perform(effect, outbox, transport) {
            Ok(event) => event,
            Err(Trouble::Vault(VaultError::Damaged)) => {
                Event::Failed(Failure::Needs(Attention::Damaged))
            }
            Err(Trouble::Vault(error)) => return Err(error),
            Err(Trouble::Service(problem)) => Event::Failed(problem.into_failure()),
        };
        if let Event::Accepted { photo } = &event {
            let photo = photo.clone();
            outbox.apply(&self.job, event, at)?;
            return Ok(Carried::Accepted { photo });
        }
        let sent = match event {
            Event::Offset { at } => at.min(length),
            _ => 0,
        };
        let next = outbox.apply(&self.job, event, at)?;
        let (_, attention) = self.standing(outbox);
        Ok(match (next.first(), attention) {
            (Some(Effect::Wait { until }), attention) => Carried::Wait {
                until: *until,
                attention,
            },
            (None, Some(attention)) => Carried::Stuck(attention),
            _ => Carried::On { sent, of: length },
        })
    }

    /// Length and attention of the job.
    fn standing(&self, outbox: &Outbox) -> (u64, Option<Attention>) {
        let length = outbox.job(&self.job).map_or(0, |job| job.length);
        (length, outbox.attention(&self.job))
    }

    fn perform(
        &mut self,
        effect: Effect,
        outbox: &mut Outbox,
        transport: &mut dyn Transport,
    ) -> Result<Event, Trouble> {
        Ok(match effect {
            Effect::Create => {
                let facts = outbox.vault().facts(&self.job)?;
                let upload = transport.create(&Order {
                    enrolment: &facts.enrolment,
                    job: &self.job,
                    length: facts.length,
                    photo: &facts.photo,
                })?;
                Event::Created { upload }
            }
            Effect::AskOffset { upload } => Event::Offset {
                at: transport.offset(&upload)?,
            },
            Effect::Send { upload, from, to } => {
                let jpeg = &self.contents(outbox)?.jpeg;
                let range = usize::try_from(from).ok().zip(usize::try_from(to).ok());
                let bytes = range.and_then(|(from, to)| jpeg.get(from..to));
                let bytes = bytes.ok_or(VaultError::Damaged)?;
                Event::Offset {
                    at: transport.send(&upload, from, bytes)?,
                }
            }
            Effect::Finish { upload } => {
                let envelope = &self.contents(outbox)?.envelope;
                Event::Accepted {
                    photo: transport.finish(&upload, envelope)?,
                }
            }
            Effect::Cancel { .. } | Effect::Wait { .. } | Effect::Destroy => Event::Tick,
        })
    }

    fn contents(&mut self, outbox: &mut Outbox) -> Result<&Contents, VaultError> {
        match &mut self.contents {
            Some(contents) => Ok(contents),
            empty => Ok(empty.insert(outbox.read(&self.job)?)),
        }
    }
}

/// Tells the service which uploads to forget: what storing a retake and withdrawing give back. It is not repeated, the
/// uploads expire there anyway.
pub fn cancel(effects: &[Effect], transport: &mut dyn Transport) {
    for effect in effects {
        if let Effect::Cancel { upload } = effect {
            // Whether it is heard does not matter.
            let _ = transport.cancel(upload);
        }
    }
}

/// What kept a step from being done.
enum Trouble {
    Vault(VaultError),
    Service(Problem),
}

impl From<VaultError> for Trouble {
    fn from(error: VaultError) -> Self {
        Self::Vault(error)
    }
}

impl From<Problem> for Trouble {
    fn from(problem: Problem) -> Self {
        Self::Service(problem)
    }
}
