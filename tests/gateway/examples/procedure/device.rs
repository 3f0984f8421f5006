//! What a phone brings to its desk: a disk, keys, chance, time.

use anyhow::{Context, Result};
use std::path::PathBuf;
use std::time::{Duration, Instant};
use xueying::capture::{Signer as _, SoftwareKey, WallTime};
use xueying::collection::desk::{Clock, Desk, Errand, Setup};
use xueying::profile::Profile;
use xueying::vault::{Chance, ChanceError, PhotoKey, RealDisk, SoftwareVault, Vault};
use xueying_gateway::{Clock as _, SystemClock};

/// Chance from the system.
struct System;

impl Chance for System {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), ChanceError> {
        getrandom::fill(bytes).map_err(|_| ChanceError)
    }
}

/// The system's clocks; the steady one began with the phone.
struct Clocks(Instant);

impl Clock for Clocks {
    fn wall(&self) -> WallTime {
        WallTime(SystemClock.now())
    }

    fn steady(&self) -> Duration {
        self.0.elapsed()
    }
}

/// A key that is thrown away with the walk.
pub fn key() -> Result<SoftwareKey> {
    SoftwareKey::from_bytes(&secret()?).context("no key")
}

fn secret() -> Result<[u8; 32]> {
    let mut secret = [0; 32];
    getrandom::fill(&mut secret)?;
    Ok(secret)
}

/// The desk of a phone whose disk is a folder.
pub fn desk(folder: PathBuf, key: &SoftwareKey) -> Result<(Desk, Vec<Errand>)> {
    let disk = Box::new(RealDisk::open(folder)?);
    let keys = SoftwareVault::new(PhotoKey::new(secret()?), Box::new(System));
    Ok(Desk::open(Setup {
        vault: Vault::open(disk, Box::new(keys), Box::new(System))?,
        chance: Box::new(System),
        clock: Box::new(Clocks(Instant::now())),
        device_key: key.public_key(),
        patterns: Profile::chsi().codes,
    })?)
}
