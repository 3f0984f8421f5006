//! Codes that were read, and what they mean. None of them shows its text in a log or a debugger.

use crate::error::{Problem, told};
use crate::live::Point;
use crate::profile::Profile;
use std::sync::Arc;
use xueying::camera::Recovery;
use xueying::codes::parse::{self, CodeKind};
use xueying::codes::scan;

/// A code that was read. Its text is wiped when the object goes.
#[derive(uniffi::Object)]
pub struct Code {
    text: scan::Code,
    corners: [Point; 4],
}

/// The code of a collection session, on a poster or typed.
#[derive(uniffi::Object)]
pub struct SessionCode(pub(crate) parse::SessionCode);

/// The collection code of a student. It cannot be read out: it goes to the collector's server and nowhere else.
#[derive(uniffi::Object)]
pub struct CollectionCode(#[expect(dead_code)] parse::CollectionCode);

/// Why a text is not the code that is needed. It never holds any of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, uniffi::Error)]
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
    /// Characters that no code has.
    #[error("the text holds characters that are not printable")]
    Unprintable,
    /// No session code in it.
    #[error("there is no session code in the text")]
    NotFound,
    /// Several words may be the session code.
    #[error("there are several words that may be the session code")]
    Ambiguous,
    /// The session code, where the collection code is needed.
    #[error("this is the session code")]
    IsSession,
    /// The collection code, where the session code is needed.
    #[error("this is the collection code")]
    IsCollection,
}

told!(CodeError);

impl From<parse::CodeError> for CodeError {
    fn from(error: parse::CodeError) -> Self {
        match error {
            parse::CodeError::Empty => Self::Empty,
            parse::CodeError::TooLong => Self::TooLong,
            parse::CodeError::TooShort => Self::TooShort,
            parse::CodeError::Unprintable => Self::Unprintable,
            parse::CodeError::Ambiguous => Self::Ambiguous,
            parse::CodeError::WrongKind(CodeKind::Session) => Self::IsSession,
            parse::CodeError::WrongKind(CodeKind::Collection) => Self::IsCollection,
            _ => Self::NotFound,
        }
    }
}

impl Problem for CodeError {
    fn stable_code(&self) -> &'static str {
        match self {
            Self::Empty => "code_empty",
            Self::TooLong => "code_too_long",
            Self::TooShort => "code_too_short",
            Self::Unprintable => "code_unprintable",
            Self::NotFound => "code_not_found",
            Self::Ambiguous => "code_ambiguous",
            Self::IsSession => "code_is_session",
            Self::IsCollection => "code_is_collection",
        }
    }

    fn way_out(&self) -> Recovery {
        Recovery::Retry
    }

    fn told_by(&self) -> String {
        format!("codes.errors.{}", self.stable_code())
    }
}

impl Code {
    /// A code with its corners as the person sees the picture.
    pub(crate) fn new(text: scan::Code, place: impl Fn([f32; 2]) -> [f32; 2]) -> Arc<Self> {
        let corners = text.corners().map(|corner| Point::from(place(corner)));
        Arc::new(Self { text, corners })
    }
}

#[uniffi::export]
impl Code {
    /// What it says.
    pub fn text(&self) -> String {
        self.text.text().to_owned()
    }

    /// Its four corners in pixels of the upright picture: top left, top right, bottom right, bottom left as the symbol is
    /// read.
    pub fn corners(&self) -> Vec<Point> {
        self.corners.to_vec()
    }

    /// The session code in its text.
    pub fn session(&self, profile: &Profile) -> Result<Arc<SessionCode>, CodeError> {
        SessionCode::parse(self.text.text(), profile)
    }

    /// The text as a collection code.
    pub fn collection(&self, profile: &Profile) -> Result<Arc<CollectionCode>, CodeError> {
        CollectionCode::parse(self.text.text(), profile)
    }
}

#[uniffi::export]
impl SessionCode {
    /// Finds the session code in a text: typed, a link, or a sentence that holds it.
    #[uniffi::constructor]
    pub fn parse(text: &str, profile: &Profile) -> Result<Arc<Self>, CodeError> {
        let code = parse::SessionCode::parse(text, &profile.0.codes)?;
        Ok(Arc::new(Self(code)))
    }

    /// The code, to be shown for comparison with the poster.
    pub fn text(&self) -> String {
        self.0.as_str().to_owned()
    }
}

#[uniffi::export]
impl CollectionCode {
    /// Takes a text as a collection code: printable and of a length the profile allows.
    #[uniffi::constructor]
    pub fn parse(text: &str, profile: &Profile) -> Result<Arc<Self>, CodeError> {
        let code = parse::CollectionCode::parse(text, &profile.0.codes)?;
        Ok(Arc::new(Self(code)))
    }
}
