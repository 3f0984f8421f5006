//! A device key in memory, for computers and tests. A phone's key store is the better place.

use super::{Signer, SignerError};
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};

/// An ES256 key in memory.
pub struct SoftwareKey(SigningKey);

impl SoftwareKey {
    /// The key of 32 secret bytes; `None` for the few values that are no key.
    pub fn from_bytes(secret: &[u8; 32]) -> Option<Self> {
        SigningKey::from_slice(secret).ok().map(Self)
    }
}

impl Signer for SoftwareKey {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignerError> {
        let signature: Signature = self.0.try_sign(message).map_err(|_| SignerError)?;
        Ok(signature.to_der().as_bytes().to_vec())
    }

    fn public_key(&self) -> Vec<u8> {
        self.0
            .verifying_key()
            .to_sec1_point(false)
            .as_bytes()
            .to_vec()
    }
}
