//! The collection code: an opaque token that only the collector's server can read.

use std::fmt;

use zeroize::{ZeroizeOnDrop, Zeroizing};

use super::session::{self, Place};
use super::{CodeError, CodeKind, trimmed};
use crate::profile::{CodePatterns, CollectionPattern};

/// The collection code of a student. It is wiped from memory when dropped, cannot be copied, and shows nothing in
/// `Debug`.
pub struct CollectionCode(Zeroizing<String>);

impl CollectionCode {
    /// Takes a text as a collection code: printable and of a length the profile allows. White space around it is
    /// dropped; the rest is kept as it is.
    ///
    /// # Errors
    /// [`CodeError::WrongKind`] when the text is a session code; [`CodeError::Empty`], [`CodeError::TooShort`],
    /// [`CodeError::TooLong`], [`CodeError::Unprintable`].
    pub fn parse(text: &str, patterns: &CodePatterns) -> Result<Self, CodeError> {
        let text = trimmed(text)?;
        if is_session(text, patterns) {
            return Err(CodeError::WrongKind(CodeKind::Session));
        }
        check(text, &patterns.collection)?;
        Ok(Self(Zeroizing::new(text.to_owned())))
    }

    /// The token, to be sent to the collector and nowhere else.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for CollectionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CollectionCode(..)")
    }
}

impl ZeroizeOnDrop for CollectionCode {}

fn check(text: &str, pattern: &CollectionPattern) -> Result<(), CodeError> {
    if text.len() < pattern.lengths[0] {
        Err(CodeError::TooShort)
    } else if text.len() > pattern.lengths[1] {
        Err(CodeError::TooLong)
    } else if text.chars().any(char::is_control) {
        Err(CodeError::Unprintable)
    } else {
        Ok(())
    }
}

/// Whether a text in which no session code was found looks like a collection code: one long word of ASCII.
pub(super) fn plausible(text: &str, pattern: &CollectionPattern) -> bool {
    trimmed(text).is_ok_and(|text| {
        text.bytes().all(|byte| byte.is_ascii_graphic()) && check(text, pattern).is_ok()
    })
}

/// Whether a text is a session code beyond doubt: chance words inside a token do not count.
fn is_session(text: &str, patterns: &CodePatterns) -> bool {
    match session::find(text, &patterns.session) {
        Ok((_, Place::Whole | Place::Parameter)) => true,
        // A token is ASCII without spaces; the text of a poster is not.
        Ok((_, Place::Path | Place::Word)) => text
            .chars()
            .any(|c| !c.is_ascii() || c.is_ascii_whitespace()),
        Err(_) => false,
    }
}
