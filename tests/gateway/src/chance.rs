//! Chance from the system: ids, tokens, nonces, codes.

use crate::problem::Problem;
use std::fmt::Write;

/// Random bytes.
///
/// # Errors
/// [`Problem::Internal`] where the system has none.
pub fn bytes<const N: usize>() -> Result<[u8; N], Problem> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| Problem::Internal)?;
    Ok(bytes)
}

/// A name that nobody guesses: 32 hexadecimal digits.
///
/// # Errors
/// As [`bytes`].
pub fn id() -> Result<String, Problem> {
    Ok(hex(&bytes::<16>()?))
}

/// So many decimal digits, the first not zero.
///
/// # Errors
/// As [`bytes`].
pub fn digits(count: u32) -> Result<String, Problem> {
    let least = 10_u64.pow(count - 1);
    // 64 bits over at most eight digits: the bias is far below anything that counts.
    let number = least + u64::from_le_bytes(bytes()?) % (9 * least);
    Ok(number.to_string())
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The bytes of lower-case hexadecimal.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    let lower = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    if !digits.len().is_multiple_of(2) || !digits.iter().all(lower) {
        return None;
    }
    let pair = |at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok();
    (0..digits.len()).step_by(2).map(pair).collect()
}
