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

#[cfg(test)]
mod tests {
    use super::Problem;
    use crate::{
        CameraError, CodeError, DeskError, FileError, FrameError, LiveError, ModelError,
        OrderError, PhotoError, PortraitError, ProfileError, ReplayError, ScanError, ServiceError,
        TakeError,
    };
    use xueying::texts::{Lang, text};

    fn all() -> Vec<Box<dyn Problem>> {
        let file = || FileError::Truncated;
        let frame = || FrameError::Stride { plane: "y".into() };
        let name = String::new;
        vec![
            Box::new(CameraError::NoLens { refused: vec![] }),
            Box::new(CodeError::Empty),
            Box::new(CodeError::TooLong),
            Box::new(CodeError::TooShort),
            Box::new(CodeError::Unprintable),
            Box::new(CodeError::NotFound),
            Box::new(CodeError::Ambiguous),
            Box::new(CodeError::IsSession),
            Box::new(CodeError::IsCollection),
            Box::new(DeskError::Locked),
            Box::new(DeskError::Storage { reason: name() }),
            Box::new(DeskError::Closed),
            Box::new(DeskError::Broken),
            Box::new(FileError::Empty),
            Box::new(FileError::TooManyBytes { bytes: 2, limit: 1 }),
            Box::new(FileError::TooManyPixels {
                width: 1,
                height: 1,
            }),
            Box::new(FileError::UnsupportedHeic),
            Box::new(FileError::UnsupportedFormat { name: name() }),
            Box::new(FileError::Truncated),
            Box::new(FileError::Corrupt { reason: name() }),
            Box::new(frame()),
            Box::new(LiveError::BadFrame { problem: frame() }),
            Box::new(LiveError::UnknownCheck { id: name() }),
            Box::new(LiveError::NotOverridable),
            Box::new(LiveError::Blocked { checks: vec![] }),
            Box::new(LiveError::Ended),
            Box::new(LiveError::Broken),
            Box::new(ModelError::Missing { file: name() }),
            Box::new(OrderError::NoConsent),
            Box::new(PhotoError::BadFile { problem: file() }),
            Box::new(PhotoError::BadPixels { problem: frame() }),
            Box::new(PhotoError::Broken),
            Box::new(PortraitError::NotUpright),
            Box::new(PortraitError::Unwritable { reason: name() }),
            Box::new(ProfileError::UnknownName { name: name() }),
            Box::new(ReplayError::Empty),
            Box::new(ScanError::BadFrame { problem: frame() }),
            Box::new(ScanError::NoLuma),
            Box::new(ScanError::BadFile { problem: file() }),
            Box::new(ScanError::Busy),
            Box::new(ScanError::Broken),
            Box::new(ServiceError::Address),
            Box::new(ServiceError::Pin),
            Box::new(ServiceError::Crypto),
            Box::new(TakeError::NoPreview),
            Box::new(TakeError::Burst { stills: 0 }),
            Box::new(TakeError::WrongLens),
            Box::new(TakeError::BadFile { problem: file() }),
            Box::new(TakeError::NoFace),
            Box::new(TakeError::NotLinked),
            Box::new(TakeError::Blocked { checks: vec![] }),
            Box::new(TakeError::NotSigned),
            Box::new(TakeError::Ended),
            Box::new(TakeError::Broken),
        ]
    }

    #[test]
    fn every_error_has_its_texts() {
        for error in all() {
            let key = error.told_by();
            for lang in Lang::ALL {
                assert!(text(&key, lang).is_some(), "{key}");
                let advice = key.replace(".message", ".advice");
                assert!(text(&advice, lang).is_some(), "{advice}");
            }
        }
    }
}
