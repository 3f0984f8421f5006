//! What a person types: a phone number, the code of an SMS.

use std::fmt;
use zeroize::Zeroizing;

/// A mobile number of mainland China, eleven digits. Shows nothing in `Debug`; wiped from memory when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct PhoneNumber(Zeroizing<String>);

/// The six digits of an SMS. Shows nothing in `Debug`; wiped from memory when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct SmsCode(Zeroizing<String>);

/// What was typed is not what was asked for. It never holds any of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InputError {
    /// Not a mobile number.
    #[error("not a mobile number")]
    Phone,
    /// Not six digits.
    #[error("not six digits")]
    SmsCode,
}

impl InputError {
    /// The stable code; what to say is `procedure.input.CODE` in the texts.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::SmsCode => "sms_code",
        }
    }
}

impl PhoneNumber {
    /// Reads a number as people write it: full-width digits, spaces, hyphens, the country's +86.
    ///
    /// # Errors
    /// [`InputError::Phone`].
    pub fn parse(text: &str) -> Result<Self, InputError> {
        let text = text.trim();
        let national = ["+86", "0086", "＋86"]
            .iter()
            .find_map(|prefix| text.strip_prefix(prefix))
            .unwrap_or(text);
        let digits = digits(national, 11).ok_or(InputError::Phone)?;
        let mobile = matches!(digits.as_bytes(), [b'1', b'3'..=b'9', ..]);
        mobile.then_some(Self(digits)).ok_or(InputError::Phone)
    }

    /// The eleven digits, to be sent to the service and nowhere else.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl SmsCode {
    /// Reads a code.
    ///
    /// # Errors
    /// [`InputError::SmsCode`].
    pub fn parse(text: &str) -> Result<Self, InputError> {
        digits(text, 6).map(Self).ok_or(InputError::SmsCode)
    }

    /// The six digits, to be sent to the service and nowhere else.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// Exactly so many digits, whatever white space and hyphens stand between them.
fn digits(text: &str, count: usize) -> Option<Zeroizing<String>> {
    let mut digits = Zeroizing::new(String::with_capacity(count));
    for c in text.chars().filter(|c| !c.is_whitespace() && *c != '-') {
        let digit = match c {
            '０'..='９' => char::from_u32(u32::from(c) - 0xfee0)?,
            '0'..='9' => c,
            _ => return None,
        };
        if digits.len() == count {
            return None;
        }
        digits.push(digit);
    }
    (digits.len() == count).then_some(digits)
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PhoneNumber(..)")
    }
}

impl fmt::Debug for SmsCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SmsCode(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_as_people_write_it() {
        for text in [
            "13800138000",
            " 138 0013 8000 ",
            "+86 138-0013-8000",
            "008613800138000",
            "１３８００１３８０００",
        ] {
            let number = PhoneNumber::parse(text).unwrap();
            assert_eq!(number.expose(), "13800138000", "{text}");
        }
        for text in [
            "",
            "12800138000",
            "1380013800",
            "138001380001",
            "1380013800a",
            "٣",
        ] {
            assert_eq!(PhoneNumber::parse(text), Err(InputError::Phone), "{text}");
        }
    }

    #[test]
    fn nothing_of_it_is_shown() {
        let code = SmsCode::parse("１２３ 456").unwrap();
        assert_eq!(
            (code.expose(), format!("{code:?}")),
            ("123456", "SmsCode(..)".into())
        );
        assert_eq!(SmsCode::parse("1234567"), Err(InputError::SmsCode));
        let number = PhoneNumber::parse("13800138000").unwrap();
        assert_eq!(format!("{number:?}"), "PhoneNumber(..)");
    }
}
