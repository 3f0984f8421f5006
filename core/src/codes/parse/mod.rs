//! What a text read from a code, or typed, means. The caller says which kind is expected; what comes out is of that kind,
//! and its type is the proof.

mod collection;
mod session;
#[cfg(test)]
mod tests;

pub use collection::CollectionCode;
pub use session::SessionCode;

/// The two codes of the procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CodeKind {
    /// Of the session, on a poster.
    Session,
    /// Of the student, issued by CHSI.
    Collection,
}

/// Why a text is not the code expected. It never holds any of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum CodeError {
    /// Nothing but white space.
    #[error("the text is empty")]
    Empty,
    /// Longer than any code.
    #[error("the text is too long for a code")]
    TooLong,
    /// Shorter than any collection code.
    #[error("the text is too short for a collection code")]
    TooShort,
    /// Holds characters that no code has.
    #[error("the text holds characters that are not printable")]
    Unprintable,
    /// No session code in it.
    #[error("there is no session code in the text")]
    NotFound,
    /// Several words may be the session code.
    #[error("there are several words that may be the session code")]
    Ambiguous,
    /// The other code: this kind was shown.
    #[error("this is the {0:?} code, the other one is needed")]
    WrongKind(CodeKind),
}

impl CodeError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "code_empty",
            Self::TooLong => "code_too_long",
            Self::TooShort => "code_too_short",
            Self::Unprintable => "code_unprintable",
            Self::NotFound => "code_not_found",
            Self::Ambiguous => "code_ambiguous",
            Self::WrongKind(CodeKind::Session) => "code_is_session",
            Self::WrongKind(CodeKind::Collection) => "code_is_collection",
        }
    }

    /// The key of what to tell the person.
    pub const fn text_key(&self) -> &'static str {
        match self {
            Self::Empty => "codes.errors.code_empty",
            Self::TooLong => "codes.errors.code_too_long",
            Self::TooShort => "codes.errors.code_too_short",
            Self::Unprintable => "codes.errors.code_unprintable",
            Self::NotFound => "codes.errors.code_not_found",
            Self::Ambiguous => "codes.errors.code_ambiguous",
            Self::WrongKind(CodeKind::Session) => "codes.errors.code_is_session",
            Self::WrongKind(CodeKind::Collection) => "codes.errors.code_is_collection",
        }
    }
}

/// Texts beyond this are refused unread.
const MAX_BYTES: usize = 8192;

/// Trims a text and refuses what can be no code of either kind.
fn trimmed(text: &str) -> Result<&str, CodeError> {
    // Full-width and other Unicode spaces are white space too.
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if text.is_empty() {
        Err(CodeError::Empty)
    } else if text.len() > MAX_BYTES {
        Err(CodeError::TooLong)
    } else {
        Ok(text)
    }
}
