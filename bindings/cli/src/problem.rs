//! Why a file, or the whole check, could not be worked on: a stable code, and what the catalogue says about it.

use std::fmt;
use std::io;
use xueying::frame::DecodeError;
use xueying::texts::{Lang, text};

/// A problem by its code. The detail is for developers and names no content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Stable.
    pub code: &'static str,
    /// What the library said; empty where the code says it all.
    pub detail: String,
}

impl Problem {
    /// A problem whose code says it all.
    pub const fn new(code: &'static str) -> Self {
        Self {
            code,
            detail: String::new(),
        }
    }

    /// A problem with what the library said.
    pub fn because(code: &'static str, error: impl fmt::Display) -> Self {
        Self {
            code,
            detail: error.to_string(),
        }
    }

    /// What is wrong.
    pub fn message(&self, lang: Lang) -> &'static str {
        text(&format!("errors.{}.message", self.code), lang).unwrap_or(self.code)
    }

    /// What to do about it.
    pub fn advice(&self, lang: Lang) -> &'static str {
        text(&format!("errors.{}.advice", self.code), lang).unwrap_or_default()
    }
}

impl From<DecodeError> for Problem {
    fn from(error: DecodeError) -> Self {
        Self::because(error.code(), error)
    }
}

impl From<io::Error> for Problem {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::new("file_missing"),
            _ => Self::because("file_unreadable", error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_of_a_file_has_its_texts() {
        let corrupt = DecodeError::Corrupt {
            reason: String::new(),
        };
        let files = [
            DecodeError::Empty,
            DecodeError::TooManyBytes { bytes: 2, limit: 1 },
            DecodeError::TooManyPixels {
                width: 1,
                height: 1,
            },
            DecodeError::UnsupportedHeic,
            DecodeError::UnsupportedFormat { name: "BMP" },
            DecodeError::Truncated,
            corrupt,
        ];
        let mut codes: Vec<_> = files.iter().map(DecodeError::code).collect();
        codes.extend([
            "file_missing",
            "file_unreadable",
            "no_pictures",
            "models",
            "profile",
            "report_unwritable",
            "no_person",
            "no_frames",
            "frame",
            "camera",
            "recording",
        ]);
        for code in codes {
            let problem = Problem::new(code);
            for lang in Lang::ALL {
                assert_ne!(problem.message(lang), code);
                assert_ne!(problem.advice(lang), "", "{code}");
            }
        }
    }
}
