//! Why the models could not be loaded.

use crate::models::ModelError;
use xueying_engine::LoadError;

/// A model that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum VisionError {
    /// A model was not given.
    #[error(transparent)]
    Missing(#[from] ModelError),
    /// The engine refused the file.
    #[error("the model {name} cannot be loaded: {source}")]
    Model {
        /// File name without its ending.
        name: &'static str,
        /// The engine's reason.
        source: LoadError,
    },
    /// The file is a model, but another one: its inputs or outputs have other shapes.
    #[error("the file given as {name} holds another model")]
    WrongModel {
        /// File name without its ending.
        name: &'static str,
    },
    /// The canonical face cannot be read.
    #[error("the canonical face cannot be read: {0}")]
    CanonicalFace(&'static str),
}

impl VisionError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing(error) => error.code(),
            Self::Model { .. } => "model_refused",
            Self::WrongModel { .. } => "model_wrong",
            Self::CanonicalFace(_) => "canonical_face_refused",
        }
    }
}
