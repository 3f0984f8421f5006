//! The numbers of one collection programme.

use crate::error::{Problem, told};
use std::sync::Arc;
use xueying::camera::Recovery;
use xueying::profile;

/// Geometry, output, bands and code patterns of one programme.
#[derive(uniffi::Object)]
pub struct Profile(pub(crate) profile::Profile);

/// Why a profile was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum ProfileError {
    /// Larger than any profile.
    #[error("the profile has {bytes} bytes")]
    TooLarge {
        /// How large it is.
        bytes: u64,
    },
    /// Not the JSON of a profile.
    #[error("the profile cannot be read at line {line}, column {column}")]
    Json {
        /// Counted from 1.
        line: u64,
        /// Counted from 1.
        column: u64,
    },
    /// A number is out of order.
    #[error("the profile's {field} is not valid: {what}")]
    Invalid {
        /// The path of the field.
        field: String,
        /// What is wrong.
        what: String,
    },
    /// No profile of this name is built in.
    #[error("no profile named {name} is built in")]
    UnknownName {
        /// The name.
        name: String,
    },
}

told!(ProfileError);

impl Problem for ProfileError {
    fn stable_code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "profile_too_large",
            Self::Json { .. } => "profile_json",
            Self::Invalid { .. } => "profile_invalid",
            Self::UnknownName { .. } => "profile_unknown",
        }
    }

    fn way_out(&self) -> Recovery {
        Recovery::ContactSchool
    }

    fn told_by(&self) -> String {
        "errors.profile.message".to_owned()
    }
}

impl From<profile::ProfileError> for ProfileError {
    fn from(error: profile::ProfileError) -> Self {
        match error {
            profile::ProfileError::TooLarge(bytes) => Self::TooLarge {
                bytes: bytes as u64,
            },
            profile::ProfileError::Json(error) => Self::Json {
                line: error.line() as u64,
                column: error.column() as u64,
            },
            profile::ProfileError::Invalid { field, what } => Self::Invalid {
                field,
                what: what.to_owned(),
            },
            profile::ProfileError::UnknownName(name) => Self::UnknownName { name },
        }
    }
}

#[uniffi::export]
impl Profile {
    /// A built-in profile: `chsi` is the official one.
    #[uniffi::constructor]
    pub fn named(name: &str) -> Result<Arc<Self>, ProfileError> {
        Ok(Arc::new(Self(profile::Profile::named(name)?)))
    }

    /// Reads and validates the JSON of a profile.
    #[uniffi::constructor]
    pub fn from_json(json: &str) -> Result<Arc<Self>, ProfileError> {
        Ok(Arc::new(Self(profile::Profile::parse(json)?)))
    }

    /// Its name.
    pub fn id(&self) -> String {
        self.0.stamp.id.clone()
    }

    /// Its version.
    pub fn version(&self) -> String {
        self.0.stamp.version.clone()
    }
}
