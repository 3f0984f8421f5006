//! The ports of a session.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use xueying_ffi::{
    Clock, KeyVault, KeyVaultError, LogLevel, LogSink, PortError, Signer, software_key_vault,
    software_signer,
};

/// The clock, the key, the key store and the log of a phone. Every look at the clock finds a millisecond gone; each breaks when told to.
pub struct Phone {
    nanos: AtomicU64,
    /// How many milliseconds the wall clock was set forward.
    later: AtomicU64,
    broken: Mutex<String>,
    key: Arc<dyn Signer>,
    keys: Arc<dyn KeyVault>,
}

impl Default for Phone {
    fn default() -> Self {
        Self {
            nanos: AtomicU64::new(0),
            later: AtomicU64::new(0),
            broken: Mutex::default(),
            key: software_signer(vec![7; 32]).expect("a key"),
            keys: software_key_vault(vec![9; 32]).expect("a key"),
        }
    }
}

impl Phone {
    /// Breaks one port and mends the others.
    pub fn break_port(&self, name: &str) {
        *self.broken.lock().expect("nobody panics with it") = name.into();
    }

    /// Lets milliseconds pass on the wall.
    pub fn wait(&self, millis: u64) {
        self.later.fetch_add(millis, Ordering::Relaxed);
    }

    fn works(&self, port: &str) -> Result<(), PortError> {
        let broken = *self.broken.lock().expect("nobody panics with it") == port;
        if broken {
            Err(PortError::Failed)
        } else {
            Ok(())
        }
    }
}

impl Clock for Phone {
    fn monotonic_nanos(&self) -> Result<u64, PortError> {
        self.works("clock")?;
        Ok(self.nanos.fetch_add(1_000_000, Ordering::Relaxed))
    }

    fn wall_millis(&self) -> Result<u64, PortError> {
        Ok(1_790_000_000_000 + self.later.load(Ordering::Relaxed))
    }
}

impl Signer for Phone {
    fn sign(&self, message: Vec<u8>) -> Result<Vec<u8>, PortError> {
        self.works("signer")?;
        self.key.sign(message)
    }

    fn public_key(&self) -> Result<Vec<u8>, PortError> {
        self.key.public_key()
    }
}

impl KeyVault for Phone {
    fn wrap(&self, key: Vec<u8>, context: Vec<u8>) -> Result<Vec<u8>, KeyVaultError> {
        self.works("keys").map_err(|_| KeyVaultError::Locked)?;
        self.keys.wrap(key, context)
    }

    fn unwrap(&self, wrapped: Vec<u8>, context: Vec<u8>) -> Result<Vec<u8>, KeyVaultError> {
        self.works("keys").map_err(|_| KeyVaultError::Locked)?;
        self.keys.unwrap(wrapped, context)
    }
}

impl LogSink for Phone {
    fn log(&self, _: LogLevel, _: String, _: String) -> Result<(), PortError> {
        self.works("log")
    }
}
