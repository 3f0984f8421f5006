//! A phone with one outbox on a disk that crashes.

use crate::crash_disk::CrashDisk;
use crate::service::Network;
use fastrand::Rng;
use xueying::capture::{SealedPhoto, WallTime};
use xueying::collection::Problem;
use xueying::collection::courier::{Carried, Courier, Next};
use xueying::collection::wire::Word;
use xueying::outbox::{Attention, Event, Moment, Outbox};
use xueying::vault::{Chance, ChanceError, JobId, PhotoKey, SoftwareVault, Vault, VaultError};

/// Chance from a seed: the same run twice.
pub struct Seeded(pub Rng);

impl Chance for Seeded {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), ChanceError> {
        self.0.fill(bytes);
        Ok(())
    }
}

/// Long after any of the tests.
pub const EXPIRES: WallTime = WallTime(u64::MAX);

/// Opens the outbox on a disk; `master` is the phone's own key.
///
/// # Errors
/// What the vault says.
pub fn open(disk: &CrashDisk, master: u8, seed: u64) -> Result<Outbox, VaultError> {
    let chance = |more| Box::new(Seeded(Rng::with_seed(seed ^ more)));
    let keys = SoftwareVault::new(PhotoKey::new([master; 32]), chance(1 << 60));
    let vault = Vault::open(Box::new(disk.clone()), Box::new(keys), chance(1 << 61))?;
    Outbox::open(vault)
}

/// Stores a photo as the student's job.
///
/// # Errors
/// What the vault says.
pub fn store(
    outbox: &mut Outbox,
    photo: &SealedPhoto,
    enrolment: &str,
    now: u64,
) -> Result<JobId, VaultError> {
    let (job, _) = outbox.store(photo, enrolment, EXPIRES, at(now))?;
    Ok(job)
}

/// A moment.
pub const fn at(now: u64) -> Moment {
    Moment {
        now: WallTime(now),
        chance: 3,
    }
}

/// How carrying ended.
#[derive(Debug, PartialEq, Eq)]
pub enum Ended {
    /// The service took it.
    Accepted,
    /// Out of steps.
    UnderWay,
    /// A person has to do something.
    Stuck(Attention),
}

/// Carries a job one step: at most one word with the service.
///
/// # Errors
/// What the vault says.
pub fn carry_step(
    courier: &mut Courier,
    outbox: &mut Outbox,
    again: bool,
    at: Moment,
    say: impl FnOnce(Word<'_>) -> Result<Event, Problem>,
) -> Result<Carried, VaultError> {
    let said = match courier.next(outbox, again, at)? {
        Next::Carried(carried) => return Ok(carried),
        Next::Say(word) => say(word),
    };
    courier.heard(outbox, said, at)
}

/// Carries a job for at most so many steps; `now` goes on with the waits.
///
/// # Errors
/// What the vault says.
pub fn carry(
    outbox: &mut Outbox,
    job: &JobId,
    network: &mut Network<'_>,
    now: &mut u64,
    steps: usize,
) -> Result<Ended, VaultError> {
    let mut courier = Courier::new(job.clone());
    for step in 0..steps {
        *now += 10;
        let say = |word: Word<'_>| network.say(word);
        match carry_step(&mut courier, outbox, step == 0, at(*now), say)? {
            Carried::On { .. } => {}
            Carried::Wait { until, .. } => *now = until.0,
            Carried::Stuck(attention) => return Ok(Ended::Stuck(attention)),
            Carried::Accepted { .. } => return Ok(Ended::Accepted),
        }
    }
    Ok(Ended::UnderWay)
}
