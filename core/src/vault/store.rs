//! The vault itself: in, out, away.

use super::photo::{self, Contents, Facts, Purpose};
use super::recover::{self, Quarantined};
use super::{Chance, Disk, JobId, KeyVault, Partition, PhotoKey, VaultError, durable, seal};
use crate::capture::SealedPhoto;
use std::collections::BTreeMap;
use std::io;
use zeroize::Zeroizing;

/// The files of a job, in the order in which they go away: without its key, nothing of a photo is left.
pub(super) const PARTS: [&str; 4] = ["key", "facts", "photo", "record"];

/// Encrypted photos and what is known of their way.
pub struct Vault {
    pub(super) disk: Box<dyn Disk>,
    pub(super) keys: Box<dyn KeyVault>,
    pub(super) chance: Box<dyn Chance>,
    jobs: BTreeMap<JobId, Facts>,
    quarantined: Vec<Quarantined>,
}

impl Vault {
    /// Opens the vault and sets right what a crash left: what was not stored to the end goes, what was being destroyed is
    /// destroyed, what cannot be read is put in quarantine.
    ///
    /// # Errors
    /// [`VaultError::Locked`] while the key store does not answer: nothing was touched. Otherwise what the disk says.
    pub fn open(
        disk: Box<dyn Disk>,
        keys: Box<dyn KeyVault>,
        chance: Box<dyn Chance>,
    ) -> Result<Self, VaultError> {
        let mut vault = Self {
            disk,
            keys,
            chance,
            jobs: BTreeMap::new(),
            quarantined: vec![],
        };
        (vault.jobs, vault.quarantined) = recover::recover(&mut vault)?;
        Ok(vault)
    }

    /// Stores a photo. When this returns, the photo survives any crash; the same photo stored again is the same job.
    ///
    /// # Errors
    /// [`VaultError`]; the photo is not stored, the caller still has it.
    pub fn store(&mut self, photo: &SealedPhoto, purpose: &Purpose) -> Result<JobId, VaultError> {
        let job = JobId::of(&photo.envelope().manifest);
        if self.jobs.contains_key(&job) {
            return Ok(job);
        }
        let facts = Facts::of(photo, purpose);
        let stored = self.write_parts(&job, photo, &facts);
        if let Err(error) = stored {
            // What is left of it would be removed at the next opening; the space may be needed now.
            let _ = self.remove_parts(&Partition::of(&facts.enrolment), &job);
            return Err(error);
        }
        self.jobs.insert(job.clone(), facts);
        Ok(job)
    }

    fn write_parts(
        &mut self,
        job: &JobId,
        photo: &SealedPhoto,
        facts: &Facts,
    ) -> Result<(), VaultError> {
        let partition = Partition::of(&facts.enrolment);
        self.make_folder(partition.as_str())?;
        let mut key: PhotoKey = Zeroizing::new([0; 32]);
        self.chance.fill(key.as_mut_slice())?;
        let wrapped = self.keys.wrap(&key, &context(&partition, job.as_str()))?;
        let packed = photo::pack(photo.envelope(), photo.jpeg())?;
        let sealed = seal::seal(&key, &bound(job, facts), &packed, self.chance.as_mut())?;
        let written = Zeroizing::new(facts.write()?);
        let facts = self.seal_part(&key, "facts", job, &written)?;
        for (part, bytes) in [("key", wrapped), ("photo", sealed), ("facts", facts)] {
            let name = format!("{job}.{part}");
            durable::replace(self.disk.as_ref(), partition.as_str(), &name, &bytes)?;
        }
        Ok(())
    }

    /// Every stored photo.
    pub fn jobs(&self) -> impl Iterator<Item = (&JobId, &Facts)> {
        self.jobs.iter()
    }

    /// What is known of a stored photo.
    ///
    /// # Errors
    /// [`VaultError::Missing`].
    pub fn facts(&self, job: &JobId) -> Result<&Facts, VaultError> {
        self.jobs.get(job).ok_or(VaultError::Missing)
    }

    /// What could not be read when the vault was opened.
    pub fn quarantined(&self) -> &[Quarantined] {
        &self.quarantined
    }

    /// A photo, decrypted and held against its facts.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] when it is not what was stored.
    pub fn read(&mut self, job: &JobId) -> Result<Contents, VaultError> {
        let facts = self.facts(job)?.clone();
        let key = self.key(job)?;
        let sealed = self.disk.read(&self.path(job, "photo")?)?;
        photo::unpack(&seal::open(&key, &bound(job, &facts), &sealed)?, &facts)
    }

    /// The record of a job's way; `None` before the first.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] when it cannot be read.
    pub fn record(&mut self, job: &JobId) -> Result<Option<Zeroizing<Vec<u8>>>, VaultError> {
        let sealed = match self.disk.read(&self.path(job, "record")?) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            sealed => sealed?,
        };
        let key = self.key(job)?;
        Ok(Some(open_part(&key, "record", job, &sealed)?))
    }

    /// Replaces the record of a job's way; a crash leaves the old one or the new one.
    ///
    /// # Errors
    /// [`VaultError`]; the old one stays.
    pub fn write_record(&mut self, job: &JobId, plain: &[u8]) -> Result<(), VaultError> {
        let partition = Partition::of(&self.facts(job)?.enrolment);
        let key = self.key(job)?;
        let sealed = self.seal_part(&key, "record", job, plain)?;
        let name = format!("{job}.record");
        durable::replace(self.disk.as_ref(), partition.as_str(), &name, &sealed)
    }

    /// Destroys a photo: its key first, and for good, then the rest.
    ///
    /// # Errors
    /// What the disk says; once the key is gone, the next opening does the rest.
    pub fn destroy(&mut self, job: &JobId) -> Result<(), VaultError> {
        let partition = Partition::of(&self.facts(job)?.enrolment);
        self.remove_parts(&partition, job)?;
        self.jobs.remove(job);
        Ok(())
    }

    /// Destroys everything of one student, the keys first.
    ///
    /// # Errors
    /// As [`Self::destroy`].
    pub fn wipe(&mut self, enrolment: &str) -> Result<(), VaultError> {
        let partition = Partition::of(enrolment);
        recover::wipe(self.disk.as_ref(), &partition)?;
        self.jobs.retain(|_, facts| facts.enrolment != enrolment);
        let others = |found: &Quarantined| found.partition != partition;
        self.quarantined.retain(others);
        Ok(())
    }

    pub(super) fn remove_parts(
        &self,
        partition: &Partition,
        job: &JobId,
    ) -> Result<(), VaultError> {
        let folder = partition.as_str();
        for (index, part) in PARTS.iter().enumerate() {
            self.disk.remove(&format!("{folder}/{job}.{part}"))?;
            if index == 0 {
                self.disk.sync(folder)?;
            }
        }
        Ok(self.disk.sync(folder)?)
    }

    /// Makes a folder, for good.
    pub(super) fn make_folder(&self, folder: &str) -> Result<(), VaultError> {
        self.disk.make(folder)?;
        Ok(self.disk.sync("")?)
    }

    fn path(&self, job: &JobId, part: &str) -> Result<String, VaultError> {
        let partition = Partition::of(&self.facts(job)?.enrolment);
        Ok(format!("{}/{job}.{part}", partition.as_str()))
    }

    fn key(&mut self, job: &JobId) -> Result<PhotoKey, VaultError> {
        let partition = Partition::of(&self.facts(job)?.enrolment);
        let wrapped = self.disk.read(&self.path(job, "key")?)?;
        let context = context(&partition, job.as_str());
        Ok(self.keys.unwrap(&wrapped, &context)?)
    }

    fn seal_part(
        &mut self,
        key: &PhotoKey,
        part: &str,
        job: &JobId,
        plain: &[u8],
    ) -> Result<Vec<u8>, VaultError> {
        let bound = [part.as_bytes(), job.as_str().as_bytes()];
        seal::seal(key, &bound, plain, self.chance.as_mut())
    }
}

/// What a photo's ciphertext is bound to.
fn bound<'a>(job: &'a JobId, facts: &'a Facts) -> [&'a [u8]; 4] {
    let texts = ["photo", job.as_str(), &facts.manifest, &facts.session];
    texts.map(str::as_bytes)
}

pub(super) fn open_part(
    key: &PhotoKey,
    part: &str,
    job: &JobId,
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    seal::open(key, &[part.as_bytes(), job.as_str().as_bytes()], sealed)
}

/// What a wrapped key is bound to: its student's folder and its own name.
pub(super) fn context(partition: &Partition, name: &str) -> Vec<u8> {
    format!("{}/{name}", partition.as_str()).into_bytes()
}
