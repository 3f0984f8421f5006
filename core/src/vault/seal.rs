//! The sealed form of everything on disk: four bytes of version, a nonce of 24 bytes, XChaCha20-Poly1305 ciphertext and tag.

use super::{Chance, PhotoKey, VaultError};
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

/// "XYV" and the version of the form.
const HEAD: [u8; 4] = *b"XYV\x01";
const NONCE: usize = 24;

/// Encrypts `plain`, bound to all of `bound`.
pub(super) fn seal(
    key: &PhotoKey,
    bound: &[&[u8]],
    plain: &[u8],
    chance: &mut dyn Chance,
) -> Result<Vec<u8>, VaultError> {
    let mut nonce = [0; NONCE];
    chance.fill(&mut nonce)?;
    let aad = &associated(bound);
    let sealed = cipher(key).encrypt(&XNonce::from(nonce), Payload { msg: plain, aad });
    let sealed = sealed.map_err(|_| VaultError::Damaged)?;
    Ok([HEAD.as_slice(), &nonce, &sealed].concat())
}

/// Decrypts what was sealed with the same key, bound to the same.
pub(super) fn open(
    key: &PhotoKey,
    bound: &[&[u8]],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    let body = sealed.strip_prefix(&HEAD).ok_or(VaultError::Damaged)?;
    let (nonce, msg) = body
        .split_first_chunk::<NONCE>()
        .ok_or(VaultError::Damaged)?;
    let aad = &associated(bound);
    let plain = cipher(key).decrypt(&XNonce::from(*nonce), Payload { msg, aad });
    Ok(Zeroizing::new(plain.map_err(|_| VaultError::Damaged)?))
}

fn cipher(key: &PhotoKey) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&(**key).into())
}

/// Each part with its length before it, so that no two lists give the same bytes.
fn associated(bound: &[&[u8]]) -> Vec<u8> {
    let mut all = HEAD.to_vec();
    for part in bound {
        all.extend((part.len() as u64).to_be_bytes());
        all.extend(*part);
    }
    all
}
