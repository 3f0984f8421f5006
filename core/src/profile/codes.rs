//! What the codes of a programme look like.

use super::{ProfileError, invalid};
use serde::Deserialize;

/// The forms of both codes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodePatterns {
    /// Of the session code, on a poster or typed.
    pub session: SessionPattern,
    /// Of the collection code, which is opaque.
    pub collection: CollectionPattern,
}

/// What a session code looks like and where it stands in a link.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SessionPattern {
    /// The forms it may have; where a text holds words of several forms, the earlier form counts.
    pub forms: Vec<CodeForm>,
    /// Parameters of a link whose value is the code.
    pub parameters: Vec<String>,
}

/// One form of a session code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodeForm {
    /// Its characters.
    pub alphabet: Alphabet,
    /// The fewest and the most characters.
    pub lengths: [usize; 2],
}

/// The characters of a session code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Alphabet {
    /// 0 to 9.
    Digits,
    /// ASCII letters and digits.
    LettersAndDigits,
}

/// What a collection code looks like.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CollectionPattern {
    /// The fewest and the most bytes of its UTF-8.
    pub lengths: [usize; 2],
}

/// No code is longer, whatever a profile says: what the largest QR symbol holds.
pub const MAX_CODE_BYTES: usize = 2953;

impl CodeForm {
    /// Whether a word is of this form.
    pub fn matches(&self, word: &str) -> bool {
        let fits = |byte: u8| match self.alphabet {
            Alphabet::Digits => byte.is_ascii_digit(),
            Alphabet::LettersAndDigits => byte.is_ascii_alphanumeric(),
        };
        (self.lengths[0]..=self.lengths[1]).contains(&word.len()) && word.bytes().all(fits)
    }
}

impl CodePatterns {
    pub(super) fn validate(&self) -> Result<(), ProfileError> {
        let in_order = |[low, high]: [usize; 2]| 1 <= low && low <= high && high <= MAX_CODE_BYTES;
        if self.session.forms.is_empty() {
            return Err(invalid("codes.session.forms", "there must be at least one"));
        }
        if !self.session.forms.iter().all(|form| in_order(form.lengths)) {
            return Err(invalid(
                "codes.session.forms",
                "lengths must be 1 to 2953, in order",
            ));
        }
        if !in_order(self.collection.lengths) {
            return Err(invalid(
                "codes.collection.lengths",
                "must be 1 to 2953, in order",
            ));
        }
        Ok(())
    }
}
