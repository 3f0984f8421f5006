//! Words and numbers of a fixed form: what comes in is of its form once it is read.

use crate::chance;
use serde::Deserialize;

/// A word of a fixed form; its type is the proof.
macro_rules! word {
    ($(#[$doc:meta])* $name:ident, $form:expr) => {
        $(#[$doc])*
        #[derive(Clone, Deserialize)]
        #[serde(try_from = "String")]
        pub struct $name(pub String);

        impl TryFrom<String> for $name {
            type Error = &'static str;

            fn try_from(word: String) -> Result<Self, Self::Error> {
                let form: fn(&str) -> bool = $form;
                if form(&word) { Ok(Self(word)) } else { Err("not of the form") }
            }
        }
    };
}

fn all(word: &str, lengths: std::ops::RangeInclusive<usize>, kind: fn(&u8) -> bool) -> bool {
    lengths.contains(&word.len()) && word.as_bytes().iter().all(kind)
}

fn is_hex(byte: &u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'f')
}

/// Length in characters, and nothing that a terminal or a table would stumble over.
fn is_line(text: &str, most: usize) -> bool {
    text.chars().count() <= most && !text.chars().any(char::is_control)
}

word! {
    /// A mobile number of the mainland.
    PhoneNumber, |word| all(word, 11..=11, u8::is_ascii_digit)
        && word.starts_with('1') && matches!(word.as_bytes()[1], b'3'..=b'9')
}
word! {
    /// The code of an SMS.
    SmsCode, |word| all(word, 6..=6, u8::is_ascii_digit)
}
word! {
    /// The id of an object.
    Id, |word| all(word, 16..=64, |byte| matches!(byte, b'0'..=b'9' | b'a'..=b'z'))
}
word! {
    /// The code of a session.
    SessionCode, |word| all(word, 6..=12, u8::is_ascii_alphanumeric)
}
word! {
    /// A SHA-256 in lower-case hexadecimal.
    Sha256, |word| all(word, 64..=64, is_hex)
}
word! {
    /// The phone's own number of a job, or the office's of a session.
    IdempotencyKey, |word| all(word, 32..=32, is_hex)
}
word! {
    /// What a student shows.
    CollectionCode, |word| (1..=2953).contains(&word.len())
}
word! {
    /// A title of one to a hundred characters.
    Programme, |word| !word.is_empty() && is_line(word, 100)
}
word! {
    /// A place, which may be left open.
    Place, |word| is_line(word, 100)
}
word! {
    /// The name of a profile.
    ProfileName, |word| all(word, 1..=40, |byte| {
        matches!(byte, b'0'..=b'9' | b'a'..=b'z' | b'_' | b'-')
    })
}
word! {
    /// SEC1, uncompressed, in hexadecimal.
    PublicKey, |word| all(word, 130..=130, is_hex) && word.starts_with("04")
}

impl PublicKey {
    /// The 65 bytes.
    pub fn bytes(&self) -> Vec<u8> {
        chance::unhex(&self.0).unwrap_or_default()
    }
}

/// A time that JSON of any reader can hold.
#[derive(Clone, Copy, Deserialize)]
#[serde(try_from = "u64")]
pub struct Time(pub u64);

impl TryFrom<u64> for Time {
    type Error = &'static str;

    fn try_from(time: u64) -> Result<Self, Self::Error> {
        if time < 1 << 53 {
            Ok(Self(time))
        } else {
            Err("beyond all times")
        }
    }
}
