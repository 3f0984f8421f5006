//! What all errors of the surface have in common.

use xueying::camera::Recovery;

/// What a shell does next.
#[uniffi::remote(Enum)]
pub enum Recovery {
    /// Try the same again.
    Retry,
    /// Take another photo.
    Retake,
    /// Ask the system for the permission.
    AskPermission,
    /// Open the settings.
    OpenSettings,
    /// Wait.
    Wait,
    /// Ask the school.
    ContactSchool,
}

/// What every error can say of itself.
pub(crate) trait Problem {
    /// The stable code.
    fn stable_code(&self) -> &'static str;

    /// What to do next.
    fn way_out(&self) -> Recovery;

    /// The key of what to tell the person.
    fn told_by(&self) -> String {
        format!("errors.{}.message", self.stable_code())
    }
}

/// Gives an error its methods in every language; their docs travel with them.
macro_rules! told {
    ($error:ident) => {
        #[uniffi::export]
        impl $error {
            /// The stable code, for logs and tests.
            pub fn code(&self) -> String {
                crate::error::Problem::stable_code(self).to_owned()
            }

            /// What the shell does next.
            pub fn recovery(&self) -> xueying::camera::Recovery {
                crate::error::Problem::way_out(self)
            }

            /// The key of what to tell the person. Where it ends in `.message`, the same key with `.advice` says what to do.
            pub fn text_key(&self) -> String {
                crate::error::Problem::told_by(self)
            }
        }
    };
}

pub(crate) use told;
