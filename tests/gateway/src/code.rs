//! This service's own collection codes. The real ones are read by their issuer alone; these stand in for them, as opaque
//! and as long.

use crate::chance;
use crate::problem::Problem;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};

const NONCE: usize = 24;
/// What the codes are bound to.
const BOUND: &[u8] = b"collection code 1";

/// What a code says: never a name in full.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holder {
    /// The student number, as on the roster.
    pub student: String,
    /// 「张*」.
    pub masked_name: String,
    /// The number of the identity card, masked.
    pub masked_number: String,
}

impl Holder {
    /// A student, masked.
    pub fn new(student: &str, name: &str, number: &str) -> Self {
        Self {
            student: student.to_owned(),
            masked_name: masked(name, 1, 0),
            masked_number: masked(number, 3, 2),
        }
    }
}

/// Stars but for the first and the last characters.
fn masked(text: &str, first: usize, last: usize) -> String {
    let length = text.chars().count();
    let star = |(at, c)| {
        if at < first || at + last >= length {
            c
        } else {
            '*'
        }
    };
    text.chars().enumerate().map(star).collect()
}

/// The key that reads the codes.
pub struct CodeKey(XChaCha20Poly1305);

impl CodeKey {
    /// Of 32 secret bytes.
    pub fn new(key: [u8; 32]) -> Self {
        Self(XChaCha20Poly1305::new(&key.into()))
    }

    /// Makes a code.
    ///
    /// # Errors
    /// [`Problem::Internal`].
    pub fn seal(&self, holder: &Holder) -> Result<String, Problem> {
        let plain = serde_json::to_vec(holder).map_err(|_| Problem::Internal)?;
        let nonce: [u8; NONCE] = chance::bytes()?;
        let payload = Payload {
            msg: &plain,
            aad: BOUND,
        };
        let sealed = self.0.encrypt(&XNonce::from(nonce), payload);
        let sealed = sealed.map_err(|_| Problem::Internal)?;
        Ok(URL_SAFE_NO_PAD.encode([nonce.as_slice(), &sealed].concat()))
    }

    /// Reads a code.
    ///
    /// # Errors
    /// [`Problem::CodeUnreadable`] for anything that was not sealed with this key.
    pub fn open(&self, code: &str) -> Result<Holder, Problem> {
        let read = || {
            let sealed = URL_SAFE_NO_PAD.decode(code).ok()?;
            let (nonce, msg) = sealed.split_first_chunk::<NONCE>()?;
            let payload = Payload { msg, aad: BOUND };
            let plain = self.0.decrypt(&XNonce::from(*nonce), payload).ok()?;
            serde_json::from_slice(&plain).ok()
        };
        read().ok_or(Problem::CodeUnreadable)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use xueying::codes::parse;
    use xueying::profile::Profile;

    #[test]
    fn a_code_says_who_it_is_masked_and_the_core_takes_it_for_one() {
        let key = CodeKey::new([7; 32]);
        let code = key
            .seal(&Holder::new("2022010001", "欧阳小红", "110101200301010023"))
            .expect("a code");
        let holder = key.open(&code).expect("its own code");
        assert_eq!(holder.masked_name, "欧***");
        assert_eq!(holder.masked_number, "110*************23");
        parse::CollectionCode::parse(&code, &Profile::chsi().codes).expect("a collection code");
    }

    #[test]
    fn a_code_that_was_changed_or_is_anothers_is_not_read() {
        let key = CodeKey::new([7; 32]);
        let code = key.seal(&Holder::new("1", "李", "1")).expect("a code");
        let other = CodeKey::new([8; 32]);
        assert_eq!(other.open(&code).err(), Some(Problem::CodeUnreadable));
        for at in 0..code.len() {
            let mut bytes = code.clone().into_bytes();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(bytes).expect("ASCII");
            assert_eq!(
                key.open(&changed).err(),
                Some(Problem::CodeUnreadable),
                "{at}"
            );
        }
        for text in ["", "A", "hello, world", "二维码"] {
            assert_eq!(key.open(text).err(), Some(Problem::CodeUnreadable));
        }
    }
}
