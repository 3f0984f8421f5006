//! The platform's key store, and chance.

use crate::ports::PortError;
use std::sync::{Arc, Mutex};
use xueying::vault::{self, Chance, ChanceError, KeyError, PhotoKey, SoftwareVault};

/// Why a key store does not answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum KeyVaultError {
    /// Not now: the phone is locked, the person cancelled. Nothing is lost. Also what a store throws beyond this.
    #[error("the key store does not answer now")]
    Locked,
    /// This was not wrapped here, or the store's key is gone.
    #[error("the key store does not know this key")]
    Refused,
}

impl From<uniffi::UnexpectedUniFFICallbackError> for KeyVaultError {
    fn from(_: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Locked
    }
}

/// The platform's key store, such as the AndroidKeyStore or the Secure Enclave: it encrypts the keys of photos with a key
/// that never leaves it.
#[uniffi::export(with_foreign)]
pub trait KeyVault: Send + Sync {
    /// Encrypts a key of 32 bytes, bound to `context`.
    fn wrap(&self, key: Vec<u8>, context: Vec<u8>) -> Result<Vec<u8>, KeyVaultError>;

    /// Decrypts a key that was wrapped in the same context.
    fn unwrap(&self, wrapped: Vec<u8>, context: Vec<u8>) -> Result<Vec<u8>, KeyVaultError>;
}

/// A key store in memory, from 32 secret bytes; an error for another number. For computers and rehearsals: it is as safe as
/// where the shell keeps the bytes.
#[uniffi::export]
pub fn software_key_vault(secret: Vec<u8>) -> Result<Arc<dyn KeyVault>, PortError> {
    let secret: [u8; 32] = secret.try_into().map_err(|_| PortError::Failed)?;
    let vault = SoftwareVault::new(PhotoKey::new(secret), Box::new(OsChance));
    Ok(Arc::new(InMemory(Mutex::new(vault))))
}

struct InMemory(Mutex<SoftwareVault>);

impl KeyVault for InMemory {
    fn wrap(&self, key: Vec<u8>, context: Vec<u8>) -> Result<Vec<u8>, KeyVaultError> {
        let key = photo_key(key)?;
        let mut vault = self.0.lock().map_err(|_| KeyVaultError::Locked)?;
        Ok(vault::KeyVault::wrap(&mut *vault, &key, &context)?)
    }

    fn unwrap(&self, wrapped: Vec<u8>, context: Vec<u8>) -> Result<Vec<u8>, KeyVaultError> {
        let mut vault = self.0.lock().map_err(|_| KeyVaultError::Locked)?;
        let key = vault::KeyVault::unwrap(&mut *vault, &wrapped, &context)?;
        Ok(key.to_vec())
    }
}

/// The shell's store as the core's.
pub(crate) struct Wrapping(pub Arc<dyn KeyVault>);

impl vault::KeyVault for Wrapping {
    fn wrap(&mut self, key: &PhotoKey, context: &[u8]) -> Result<Vec<u8>, KeyError> {
        Ok(self.0.wrap(key.to_vec(), context.to_vec())?)
    }

    fn unwrap(&mut self, wrapped: &[u8], context: &[u8]) -> Result<PhotoKey, KeyError> {
        let key = self.0.unwrap(wrapped.to_vec(), context.to_vec())?;
        Ok(photo_key(key)?)
    }
}

fn photo_key(bytes: Vec<u8>) -> Result<PhotoKey, KeyVaultError> {
    let key = bytes.try_into().map_err(|_| KeyVaultError::Refused)?;
    Ok(PhotoKey::new(key))
}

impl From<KeyError> for KeyVaultError {
    fn from(error: KeyError) -> Self {
        match error {
            KeyError::Locked => Self::Locked,
            KeyError::Refused => Self::Refused,
        }
    }
}

impl From<KeyVaultError> for KeyError {
    fn from(error: KeyVaultError) -> Self {
        match error {
            KeyVaultError::Locked => Self::Locked,
            KeyVaultError::Refused => Self::Refused,
        }
    }
}

/// The system's own random bytes.
pub(crate) struct OsChance;

impl Chance for OsChance {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), ChanceError> {
        getrandom::fill(bytes).map_err(|_| ChanceError)
    }
}
