//! Time, chance and keys, lent by the browser.

use crate::problem::Problem;
use std::time::Duration;
use wasm_bindgen::prelude::wasm_bindgen;
use xueying::capture::{Signer, SoftwareKey, Stopwatch, WallTime};
use xueying::collection::desk;
use xueying::vault::{self, ChanceError, PhotoKey, SoftwareVault};
use zeroize::Zeroizing;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn performance_now() -> f64;
    #[wasm_bindgen(js_namespace = Date, js_name = now)]
    fn date_now() -> f64;
    #[wasm_bindgen(catch, js_namespace = crypto, js_name = getRandomValues)]
    fn random(bytes: &mut [u8]) -> Result<(), wasm_bindgen::JsValue>;
}

/// The browser's clocks.
pub struct Clock;

impl Clock {
    /// Since the worker began.
    pub fn elapsed() -> Duration {
        Duration::from_secs_f64(performance_now().max(0.0) / 1e3)
    }

    /// The time of day, which may be wrong.
    pub fn now() -> WallTime {
        WallTime(date_now().max(0.0) as u64)
    }
}

impl Stopwatch for Clock {
    fn seconds(&self) -> f64 {
        Self::elapsed().as_secs_f64()
    }
}

impl desk::Clock for Clock {
    fn wall(&self) -> WallTime {
        Self::now()
    }

    fn steady(&self) -> Duration {
        Self::elapsed()
    }
}

/// The browser's random bytes.
pub struct Chance;

impl vault::Chance for Chance {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), ChanceError> {
        random(bytes).map_err(|_| ChanceError)
    }
}

/// The vault's key and the device's. The page keeps them encrypted with a key that never leaves the browser's own store.
#[wasm_bindgen]
pub struct Keys {
    vault: PhotoKey,
    device: SoftwareKey,
}

#[wasm_bindgen]
impl Keys {
    /// Takes 64 secret bytes: 32 for the vault, 32 for the device.
    ///
    /// # Errors
    /// `bad_keys` for anything else, and for the few values that are no key.
    #[wasm_bindgen(constructor)]
    pub fn new(secret: Vec<u8>) -> Result<Self, Problem> {
        let secret = Zeroizing::new(secret);
        let bad = || Problem::of("bad_keys", "not 64 bytes of keys");
        let (vault, device) = secret.split_at_checked(32).ok_or_else(bad)?;
        let device = Zeroizing::new(<[u8; 32]>::try_from(device).map_err(|_| bad())?);
        let vault = <[u8; 32]>::try_from(vault).map_err(|_| bad())?;
        Ok(Self {
            vault: Zeroizing::new(vault),
            device: SoftwareKey::from_bytes(&device).ok_or_else(bad)?,
        })
    }
}

impl Keys {
    /// The key store of the vault.
    pub(crate) fn store(&self) -> SoftwareVault {
        SoftwareVault::new(self.vault.clone(), Box::new(Chance))
    }

    /// The device's key.
    pub(crate) fn device(&self) -> &dyn Signer {
        &self.device
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_two_times_32_bytes() {
        assert!(Keys::new(vec![7; 64]).is_ok());
        for bad in [vec![], vec![7; 32], vec![7; 65], vec![0; 64]] {
            assert_eq!(Keys::new(bad).err().expect("refused").code(), "bad_keys");
        }
    }
}
