//! The durable queue.

use super::{Attention, Effect, Event, Job, Moment, step};
use crate::capture::{SealedPhoto, WallTime};
use crate::vault::{Contents, JobId, Note, Purpose, Quarantined, Vault, VaultError};
use std::collections::{BTreeMap, BTreeSet};

/// All jobs of this device, and the vault they are kept in.
pub struct Outbox {
    vault: Vault,
    jobs: BTreeMap<JobId, Job>,
    /// Jobs whose record the disk did not take.
    unwritten: BTreeMap<JobId, VaultError>,
}

impl Outbox {
    /// Opens the queue of a vault: every stored photo has a job, and every student at most one.
    ///
    /// # Errors
    /// What the vault says.
    pub fn open(mut vault: Vault) -> Result<Self, VaultError> {
        let stored: Vec<_> = vault
            .jobs()
            .map(|(id, facts)| (id.clone(), facts.length))
            .collect();
        let mut jobs = BTreeMap::new();
        for (id, length) in stored {
            let record = match vault.record(&id) {
                Ok(Some(json)) => Job::read(&json).map(Some),
                Ok(None) => Ok(None),
                Err(error) => Err(error),
            };
            let job = match record {
                Ok(Some(job)) if job.length == length => job,
                Ok(None) => Job::new(length),
                // The server knows the job by its id: it goes on from what is there.
                Ok(Some(_)) | Err(VaultError::Damaged) => {
                    vault.quarantine_record(&id)?;
                    Job::new(length)
                }
                Err(error) => return Err(error),
            };
            jobs.insert(id, job);
        }
        let mut outbox = Self {
            vault,
            jobs,
            unwritten: BTreeMap::new(),
        };
        outbox.destroy_what_is_over()?;
        Ok(outbox)
    }

    /// What a crash left of jobs that had ended, or whose retake was stored.
    fn destroy_what_is_over(&mut self) -> Result<(), VaultError> {
        let superseded: BTreeSet<JobId> = self
            .vault
            .jobs()
            .filter_map(|(_, facts)| facts.supersedes.clone())
            .collect();
        let over: Vec<JobId> = self
            .jobs
            .iter()
            .filter(|(id, job)| !job.is_open() || superseded.contains(id))
            .map(|(id, _)| id.clone())
            .collect();
        for id in over {
            if self.vault.facts(&id).is_ok() {
                self.destroy(&id)?;
            }
        }
        Ok(())
    }

    /// Stores a photo and makes it the student's job; one that was under way is superseded. What comes back is to be done.
    ///
    /// # Errors
    /// What the vault says; the photo is not stored, and the job under way stays.
    pub fn store(
        &mut self,
        photo: &SealedPhoto,
        enrolment: &str,
        expires: WallTime,
        at: Moment,
    ) -> Result<(JobId, Vec<Effect>), VaultError> {
        let before = self.job_of(enrolment).cloned();
        let purpose = Purpose {
            enrolment: enrolment.to_owned(),
            stored: at.now,
            expires,
            supersedes: before.clone(),
        };
        let id = self.vault.store(photo, &purpose)?;
        let length = photo.jpeg().len() as u64;
        self.jobs
            .entry(id.clone())
            .or_insert_with(|| Job::new(length));
        let Some(before) = before.filter(|before| *before != id) else {
            return Ok((id, vec![]));
        };
        let effects = self.apply(&before, Event::Superseded, at);
        // Should the disk refuse: it is not sent, and goes at the latest before its successor does.
        self.jobs.remove(&before);
        Ok((id, effects.unwrap_or_default()))
    }

    /// Tells a job what happened. What comes back is to be done, and can be repeated after a crash; a photo that is to be
    /// destroyed is already.
    ///
    /// # Errors
    /// What the vault says: the job stays as it was, and is to be tried again later.
    pub fn apply(
        &mut self,
        id: &JobId,
        event: Event,
        at: Moment,
    ) -> Result<Vec<Effect>, VaultError> {
        let job = self.jobs.get(id).ok_or(VaultError::Missing)?;
        let (next, mut effects) = step(job.clone(), event, at);
        // Before its first record a job is what its photo's facts say, which are on disk already.
        if !next.same_record(job) {
            let written = next
                .write()
                .and_then(|json| self.vault.write_record(id, &json));
            if let Err(error) = written {
                self.unwritten.insert(id.clone(), error);
                return Err(error);
            }
        }
        self.unwritten.remove(id);
        self.jobs.insert(id.clone(), next);
        if effects.contains(&Effect::Destroy) {
            self.destroy(id)?;
            effects.retain(|effect| *effect != Effect::Destroy);
        }
        Ok(effects)
    }

    fn destroy(&mut self, id: &JobId) -> Result<(), VaultError> {
        // Without its successor a superseded photo would be a job again.
        let before = self.vault.facts(id)?.supersedes.clone();
        if let Some(before) = before.filter(|before| self.vault.facts(before).is_ok()) {
            self.destroy(&before)?;
        }
        self.vault.destroy(id)?;
        self.jobs.remove(id);
        self.unwritten.remove(id);
        Ok(())
    }

    /// Every job that is on its way.
    pub fn jobs(&self) -> impl Iterator<Item = (&JobId, &Job)> {
        self.jobs.iter().filter(|(_, job)| job.is_open())
    }

    /// A job, also one that ended and could not be destroyed yet.
    pub fn job(&self, id: &JobId) -> Option<&Job> {
        self.jobs.get(id)
    }

    /// The student's job, if there is one on its way.
    pub fn job_of(&self, enrolment: &str) -> Option<&JobId> {
        let mine = |id: &&JobId| {
            let facts = self.vault.facts(id);
            facts.is_ok_and(|facts| facts.enrolment == enrolment)
        };
        self.jobs().map(|(id, _)| id).find(mine)
    }

    /// What a person must do about a job; `None` while all is well.
    pub fn attention(&self, id: &JobId) -> Option<Attention> {
        match self.unwritten.get(id) {
            Some(error) => Some(Attention::from(*error)),
            None => self.jobs.get(id)?.attention,
        }
    }

    /// The photo, to be sent.
    ///
    /// # Errors
    /// What the vault says.
    pub fn read(&mut self, id: &JobId) -> Result<Contents, VaultError> {
        self.vault.read(id)
    }

    /// The vault: facts and notes.
    pub const fn vault(&mut self) -> &mut Vault {
        &mut self.vault
    }

    /// What could not be read when the vault was opened.
    pub fn quarantined(&self) -> &[Quarantined] {
        self.vault.quarantined()
    }

    /// Destroys what is of no use any more by the server's clock. The phone's own clock destroys nothing: it may be wrong.
    ///
    /// # Errors
    /// What the vault says.
    pub fn expire(&mut self, server: WallTime, at: Moment) -> Result<Vec<JobId>, VaultError> {
        let expired = |id: &JobId| {
            let facts = self.vault.facts(id);
            facts.is_ok_and(|facts| facts.expires < server)
        };
        let expired: Vec<JobId> = self.jobs.keys().filter(|id| expired(id)).cloned().collect();
        for id in &expired {
            self.apply(id, Event::Expired, at)?;
        }
        Ok(expired)
    }

    /// Withdrawal: destroys everything of a student, the keys first. What comes back is to be told the server.
    ///
    /// # Errors
    /// What the vault says.
    pub fn withdraw(&mut self, enrolment: &str) -> Result<Vec<Effect>, VaultError> {
        let mine: Vec<JobId> = self.job_of(enrolment).cloned().into_iter().collect();
        self.vault.wipe(enrolment)?;
        let uploads = mine.iter().filter_map(|id| self.jobs.remove(id)?.upload);
        Ok(uploads.map(|upload| Effect::Cancel { upload }).collect())
    }

    /// The next student takes the phone: everything of this one is destroyed, except a photo that is still on its way.
    /// Whether there is one.
    ///
    /// # Errors
    /// What the vault says.
    pub fn hand_over(&mut self, enrolment: &str) -> Result<bool, VaultError> {
        let on_its_way = self.job_of(enrolment).is_some();
        if on_its_way {
            self.vault.forget(enrolment, Note::Way)?;
            self.vault.forget(enrolment, Note::Draft)?;
        } else {
            self.vault.wipe(enrolment)?;
        }
        Ok(on_its_way)
    }
}
