//! Keys and chance: ports of the platform, and a key vault in software for computers.

use super::seal;
use zeroize::Zeroizing;

/// The key of one photo; wiped from memory when dropped.
pub type PhotoKey = Zeroizing<[u8; 32]>;

/// The platform's key store: the AndroidKeyStore, the Secure Enclave, the keyring of a computer.
pub trait KeyVault: Send {
    /// Encrypts a key with one that never leaves the store, bound to `context`.
    ///
    /// # Errors
    /// [`KeyError`].
    fn wrap(&mut self, key: &PhotoKey, context: &[u8]) -> Result<Vec<u8>, KeyError>;

    /// Decrypts a key that was wrapped in the same context.
    ///
    /// # Errors
    /// [`KeyError::Refused`] for anything that was not.
    fn unwrap(&mut self, wrapped: &[u8], context: &[u8]) -> Result<PhotoKey, KeyError>;
}

/// Why a key store does not answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not now: the phone is locked, the person cancelled. Nothing is lost.
    #[error("the key store does not answer now")]
    Locked,
    /// This was not wrapped here, or the store's key is gone.
    #[error("the key store does not know this key")]
    Refused,
}

/// Random bytes from the system, fit for keys.
pub trait Chance: Send {
    /// Fills `bytes`.
    ///
    /// # Errors
    /// [`ChanceError`] where the system has none.
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), ChanceError>;
}

/// The system gives no random bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the system gives no random bytes")]
pub struct ChanceError;

/// A key vault in memory, for computers and tests: as safe as where the shell keeps its 32 bytes.
pub struct SoftwareVault {
    master: PhotoKey,
    chance: Box<dyn Chance>,
}

impl SoftwareVault {
    /// The vault of 32 secret bytes.
    pub fn new(master: PhotoKey, chance: Box<dyn Chance>) -> Self {
        Self { master, chance }
    }
}

impl KeyVault for SoftwareVault {
    fn wrap(&mut self, key: &PhotoKey, context: &[u8]) -> Result<Vec<u8>, KeyError> {
        let bound = [b"wrap".as_slice(), context];
        seal::seal(&self.master, &bound, key.as_slice(), self.chance.as_mut())
            .map_err(|_| KeyError::Locked)
    }

    fn unwrap(&mut self, wrapped: &[u8], context: &[u8]) -> Result<PhotoKey, KeyError> {
        let plain = seal::open(&self.master, &[b"wrap", context], wrapped);
        let plain = plain.map_err(|_| KeyError::Refused)?;
        let key = <[u8; 32]>::try_from(plain.as_slice()).map_err(|_| KeyError::Refused)?;
        Ok(Zeroizing::new(key))
    }
}
