//! The models, from a folder or from bytes the shell has.

use crate::error::{Problem, told};
use std::path::Path;
use std::sync::Arc;
use xueying::camera::Recovery;
use xueying::models::{self, Model, ModelSet};
use xueying::report::Stamp;
use xueying::vision::{Vision, VisionError};

/// A model file that is needed.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ModelFile {
    /// Its name in a folder of models.
    pub name: String,
    /// SHA-256 of its bytes, lower-case hexadecimal; a large one may also come halved, as `cargo xtask models --phone` packs it.
    pub sha256: String,
}

/// The bytes of a model file.
#[derive(Clone, uniffi::Record)]
pub struct ModelBytes {
    /// Its name, as [`model_files`] has it.
    pub name: String,
    /// The file.
    pub bytes: Vec<u8>,
}

/// The models, known by their hash: whoever brought them, they are the right ones. Sessions and checkers share them.
#[derive(uniffi::Object)]
pub struct Models(ModelSet);

/// Why the models cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum ModelError {
    /// A file is not there.
    #[error("the model {file} is missing")]
    Missing {
        /// Its name.
        file: String,
    },
    /// A file is there but cannot be read.
    #[error("the model {file} cannot be read")]
    Unreadable {
        /// Its name.
        file: String,
    },
    /// A file holds other bytes: an old version, or a download that was cut off.
    #[error("the model {file} has the sha256 {found}, expected {expected}")]
    WrongHash {
        /// Its name.
        file: String,
        /// The right hash.
        expected: String,
        /// The hash of what is there.
        found: String,
    },
    /// Bytes were given under a name that is no model's.
    #[error("there is no model named {file}")]
    UnknownName {
        /// The name.
        file: String,
    },
    /// The right bytes do not load: a bug.
    #[error("a model does not load: {reason}")]
    Refused {
        /// What the engine said.
        reason: String,
    },
}

told!(ModelError);

impl Problem for ModelError {
    fn stable_code(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "model_missing",
            Self::Unreadable { .. } => "model_unreadable",
            Self::WrongHash { .. } => "model_wrong_hash",
            Self::UnknownName { .. } => "model_unknown_name",
            Self::Refused { .. } => "model_refused",
        }
    }

    fn way_out(&self) -> Recovery {
        Recovery::Retry
    }

    fn told_by(&self) -> String {
        "errors.models.message".to_owned()
    }
}

impl From<models::ModelError> for ModelError {
    fn from(error: models::ModelError) -> Self {
        match error {
            models::ModelError::Missing { file } => Self::Missing { file: file.into() },
            models::ModelError::Unreadable { file, .. } => Self::Unreadable { file: file.into() },
            models::ModelError::WrongHash {
                file,
                expected,
                found,
            } => Self::WrongHash {
                file: file.into(),
                expected: expected.into(),
                found,
            },
            other => Self::Refused {
                reason: other.to_string(),
            },
        }
    }
}

impl From<VisionError> for ModelError {
    fn from(error: VisionError) -> Self {
        match error {
            VisionError::Missing(error) => error.into(),
            other => Self::Refused {
                reason: other.to_string(),
            },
        }
    }
}

/// The files that are needed, by name and hash.
#[uniffi::export]
pub fn model_files() -> Vec<ModelFile> {
    let file = |model: &Model| ModelFile {
        name: model.file_name().to_owned(),
        sha256: model.sha256().to_owned(),
    };
    Vision::MODELS.iter().map(file).collect()
}

#[uniffi::export]
impl Models {
    /// Reads the models from a folder, by their usual names.
    #[uniffi::constructor]
    pub fn from_folder(folder: &str) -> Result<Arc<Self>, ModelError> {
        let set = ModelSet::from_folder(Path::new(folder), &Vision::MODELS)?;
        Ok(Arc::new(Self(set)))
    }

    /// Takes the models as bytes, where a shell packs them as it likes. A session or checker asks for those it needs.
    #[uniffi::constructor]
    pub fn from_bytes(files: Vec<ModelBytes>) -> Result<Arc<Self>, ModelError> {
        let mut set = ModelSet::default();
        for file in files {
            let known = Model::ALL
                .iter()
                .find(|model| model.file_name() == file.name);
            let &model = known.ok_or(ModelError::UnknownName { file: file.name })?;
            set.insert(model, file.bytes)?;
        }
        Ok(Arc::new(Self(set)))
    }
}

impl Models {
    /// The models, loaded, with the memory they run in.
    pub(crate) fn vision(&self) -> Result<Vision, ModelError> {
        Ok(Vision::load(&self.0)?)
    }

    /// What a report says about them.
    pub(crate) fn stamps(&self) -> Result<Vec<Stamp>, ModelError> {
        let stamps = Vision::MODELS.iter().map(|&model| self.0.stamp(model));
        Ok(stamps.collect::<Result<_, _>>()?)
    }
}
