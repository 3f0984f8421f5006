//! Setting right what a crash left behind.

use super::photo::Facts;
use super::store::{PARTS, context, open_part};
use super::{Disk, JobId, Partition, Vault, VaultError, durable};
use std::collections::{BTreeMap, BTreeSet};

const QUARANTINE: &str = "quarantine";

/// Something that could not be read. It stays encrypted, and goes with its student's folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quarantined {
    /// The student's folder.
    pub partition: Partition,
    /// The job.
    pub job: JobId,
}

/// What opening a vault finds.
type Found = (BTreeMap<JobId, Facts>, Vec<Quarantined>);

/// Goes through all folders.
pub(super) fn recover(vault: &mut Vault) -> Result<Found, VaultError> {
    let (mut jobs, mut quarantined) = (BTreeMap::new(), quarantined_before(vault)?);
    let folders = vault.disk.list("")?;
    for partition in folders.iter().filter_map(|name| Partition::parse(name)) {
        remove_unfinished(vault, &partition)?;
        for (job, parts) in parts_by_job(vault, &partition)? {
            let has = |part| parts.contains(part);
            if !has("key") || !has("facts") {
                // Being destroyed, or never stored to the end.
                vault.remove_parts(&partition, &job)?;
                continue;
            }
            match read_facts(vault, &partition, &job) {
                Ok(facts) if has("photo") => {
                    jobs.insert(job, facts);
                }
                Ok(_) | Err(VaultError::Damaged) => {
                    put_away(vault, &partition, &job, &PARTS)?;
                    quarantined.push(Quarantined {
                        partition: partition.clone(),
                        job,
                    });
                }
                Err(error) => return Err(error),
            }
        }
    }
    Ok((jobs, quarantined))
}

fn read_facts(vault: &mut Vault, partition: &Partition, job: &JobId) -> Result<Facts, VaultError> {
    let path = |part: &str| format!("{}/{job}.{part}", partition.as_str());
    let wrapped = vault.disk.read(&path("key"))?;
    let key = vault
        .keys
        .unwrap(&wrapped, &context(partition, job.as_str()))?;
    let sealed = vault.disk.read(&path("facts"))?;
    let facts = Facts::read(&open_part(&key, "facts", job, &sealed)?)?;
    let here = Partition::of(&facts.enrolment) == *partition;
    here.then_some(facts).ok_or(VaultError::Damaged)
}

/// The parts there are of each job in a folder.
fn parts_by_job(
    vault: &Vault,
    partition: &Partition,
) -> Result<BTreeMap<JobId, BTreeSet<&'static str>>, VaultError> {
    let mut jobs: BTreeMap<JobId, BTreeSet<&str>> = BTreeMap::new();
    for name in vault.disk.list(partition.as_str())? {
        let known = name.split_once('.').and_then(|(job, part)| {
            let part = PARTS.into_iter().find(|known| *known == part)?;
            Some((JobId::parse(job)?, part))
        });
        if let Some((job, part)) = known {
            jobs.entry(job).or_default().insert(part);
        }
    }
    Ok(jobs)
}

fn remove_unfinished(vault: &Vault, partition: &Partition) -> Result<(), VaultError> {
    let folder = partition.as_str();
    for name in vault.disk.list(folder)? {
        if name.ends_with(durable::UNFINISHED) {
            vault.disk.remove(&format!("{folder}/{name}"))?;
        }
    }
    Ok(())
}

/// Moves parts of a job into quarantine.
fn put_away(
    vault: &Vault,
    partition: &Partition,
    job: &JobId,
    parts: &[&str],
) -> Result<(), VaultError> {
    let folder = partition.as_str();
    vault.make_folder(QUARANTINE)?;
    let there = vault.disk.list(folder)?;
    // The key last: what has none is destroyed at the next opening.
    for part in parts.iter().rev() {
        let name = format!("{job}.{part}");
        if there.contains(&name) {
            let to = format!("{QUARANTINE}/{folder}-{name}");
            vault.disk.rename(&format!("{folder}/{name}"), &to)?;
        }
    }
    vault.disk.sync(QUARANTINE)?;
    Ok(vault.disk.sync(folder)?)
}

fn quarantined_before(vault: &Vault) -> Result<Vec<Quarantined>, VaultError> {
    let names = vault.disk.list(QUARANTINE)?;
    let found: BTreeSet<_> = names
        .iter()
        .filter_map(|name| {
            let (partition, rest) = name.split_once('-')?;
            let (job, part) = rest.split_once('.')?;
            // A record alone was put away by the outbox; its photo is well.
            let whole = part == "key";
            whole.then_some((Partition::parse(partition)?, JobId::parse(job)?))
        })
        .collect();
    let found = found.into_iter();
    Ok(found
        .map(|(partition, job)| Quarantined { partition, job })
        .collect())
}

/// Removes everything of one student: keys, then the rest, then what is in quarantine.
pub(super) fn wipe(disk: &dyn Disk, partition: &Partition) -> Result<(), VaultError> {
    let folder = partition.as_str();
    let mine = format!("{folder}-");
    let quarantined = disk.list(QUARANTINE)?.into_iter();
    let quarantined = quarantined
        .filter(|name| name.starts_with(&mine))
        .map(|name| (QUARANTINE, name));
    let own = disk.list(folder)?.into_iter().map(|name| (folder, name));
    let (keys, rest): (Vec<_>, Vec<_>) = own
        .chain(quarantined)
        .partition(|(_, name)| name.ends_with(".key"));
    for files in [keys, rest] {
        for (place, name) in &files {
            disk.remove(&format!("{place}/{name}"))?;
        }
        let places: BTreeSet<&str> = files.iter().map(|(place, _)| *place).collect();
        for place in places {
            disk.sync(place)?;
        }
    }
    Ok(())
}

impl Vault {
    /// Puts away a record that nobody can make sense of; the photo stays.
    ///
    /// # Errors
    /// What the disk says.
    pub fn quarantine_record(&mut self, job: &JobId) -> Result<(), VaultError> {
        let partition = Partition::of(&self.facts(job)?.enrolment);
        put_away(self, &partition, job, &["record"])
    }
}
