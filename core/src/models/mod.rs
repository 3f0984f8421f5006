//! The models: which files there are and the hashes they are known by, whoever brings them.
//!
//! A shell gives bytes ([`ModelSet::insert`]), a desktop a folder ([`ModelSet::from_folder`]). The SHA-256 in the embedded
//! `models.lock` decides what is taken; the source does not matter. A large model may come halved, as
//! [`xueying_engine::halve`] makes it for a phone: then the lock knows that hash too.

mod lock;

use std::collections::BTreeMap;
use std::path::Path;

pub use lock::{Archive, Lock, LockedFile, Registry};

use crate::digest::sha256;
use crate::report::Stamp;

/// A model of the core.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Model {
    /// Finds faces: boxes and six keypoints.
    FaceDetector,
    /// 478 landmarks with the irises.
    FaceLandmarks,
    /// 52 blendshapes from the landmarks.
    Blendshapes,
    /// The canonical face, for the pose matrix; a protocol buffer, not a network.
    CanonicalFace,
    /// Region classes: hair, skin, clothes, accessories.
    RegionClasses,
    /// The person matte.
    PersonMatte,
    /// Finds the body.
    PoseDetector,
    /// Points of the body, the shoulders among them.
    PoseLandmarks,
}

impl Model {
    /// All models, in the order of the frame's way.
    pub const ALL: [Self; 8] = [
        Self::FaceDetector,
        Self::FaceLandmarks,
        Self::Blendshapes,
        Self::CanonicalFace,
        Self::RegionClasses,
        Self::PersonMatte,
        Self::PoseDetector,
        Self::PoseLandmarks,
    ];

    /// Name of its file in a folder of models.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::FaceDetector => "face_detector.tflite",
            Self::FaceLandmarks => "face_landmarks_detector.tflite",
            Self::Blendshapes => "face_blendshapes.tflite",
            Self::CanonicalFace => "geometry_pipeline_metadata_landmarks.binarypb",
            Self::RegionClasses => "selfie_multiclass_256x256.tflite",
            Self::PersonMatte => "selfie_segmenter.tflite",
            Self::PoseDetector => "pose_detection.tflite",
            Self::PoseLandmarks => "pose_landmark_full.tflite",
        }
    }

    /// SHA-256 of its file, lower-case hexadecimal.
    pub fn sha256(self) -> &'static str {
        &self.locked().sha256
    }

    fn locked(self) -> &'static LockedFile {
        let file = Lock::get().file(self.file_name());
        file.expect("the lock holds every model, which is tested")
    }
}

/// Why a model is not there. [`ModelError::code`] is stable.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// No bytes were given for the model.
    #[error("the model {file} is missing")]
    Missing {
        /// Name of the file.
        file: &'static str,
    },
    /// The file of the model is there but cannot be read.
    #[error("the model {file} cannot be read: {source}")]
    Unreadable {
        /// Name of the file.
        file: &'static str,
        /// What the system said.
        source: std::io::Error,
    },
    /// The bytes are not those of the lock.
    #[error("the model {file} has the sha256 {found}, expected {expected}")]
    WrongHash {
        /// Name of the file.
        file: &'static str,
        /// The hash in the lock.
        expected: &'static str,
        /// The hash of the given bytes.
        found: String,
    },
}

impl ModelError {
    /// The stable code of this error, for shells and reports.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "model_missing",
            Self::Unreadable { .. } => "model_unreadable",
            Self::WrongHash { .. } => "model_wrong_hash",
        }
    }
}

/// The bytes of models, each checked against the lock.
#[derive(Default)]
pub struct ModelSet(BTreeMap<Model, Checked>);

struct Checked {
    bytes: Vec<u8>,
    sha256: &'static str,
}

impl ModelSet {
    /// Takes in the bytes of a model.
    ///
    /// # Errors
    /// [`ModelError::WrongHash`] if they are not those of the lock.
    pub fn insert(&mut self, model: Model, bytes: Vec<u8>) -> Result<(), ModelError> {
        let found = sha256(&bytes);
        let mut known = model.locked().hashes();
        let Some(sha256) = known.find(|known| **known == found) else {
            return Err(ModelError::WrongHash {
                file: model.file_name(),
                expected: model.sha256(),
                found,
            });
        };
        self.0.insert(model, Checked { bytes, sha256 });
        Ok(())
    }

    /// Reads the given models from a folder, by their usual names.
    ///
    /// # Errors
    /// Any [`ModelError`], for the first model that is not there or not right.
    pub fn from_folder(folder: &Path, models: &[Model]) -> Result<Self, ModelError> {
        let mut set = Self::default();
        for &model in models {
            let file = model.file_name();
            let bytes = std::fs::read(folder.join(file)).map_err(|source| match source.kind() {
                std::io::ErrorKind::NotFound => ModelError::Missing { file },
                _ => ModelError::Unreadable { file, source },
            })?;
            set.insert(model, bytes)?;
        }
        Ok(set)
    }

    /// The bytes of a model.
    ///
    /// # Errors
    /// [`ModelError::Missing`].
    pub fn get(&self, model: Model) -> Result<&[u8], ModelError> {
        self.checked(model).map(|model| model.bytes.as_slice())
    }

    /// What a report says about a model.
    ///
    /// # Errors
    /// [`ModelError::Missing`].
    pub fn stamp(&self, model: Model) -> Result<Stamp, ModelError> {
        Ok(Stamp {
            id: model.file_name().to_owned(),
            version: String::new(),
            sha256: self.checked(model)?.sha256.to_owned(),
        })
    }

    fn checked(&self, model: Model) -> Result<&Checked, ModelError> {
        self.0.get(&model).ok_or(ModelError::Missing {
            file: model.file_name(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_holds_every_model() {
        for model in Model::ALL {
            assert_eq!(model.sha256().len(), 64);
        }
    }

    #[test]
    fn other_bytes_are_refused_with_both_hashes() {
        let mut set = ModelSet::default();
        let refused = set.insert(Model::PersonMatte, b"not a model".to_vec());
        let message = refused.expect_err("wrong bytes").to_string();
        assert!(message.contains(Model::PersonMatte.sha256()));
        assert!(message.contains(&sha256(b"not a model")));
        assert_eq!(
            set.get(Model::PersonMatte)
                .expect_err("nothing taken")
                .code(),
            "model_missing"
        );
    }

    #[test]
    fn an_empty_folder_names_what_is_missing() {
        let missing = ModelSet::from_folder(Path::new("no such folder"), &[Model::FaceDetector]);
        let Err(ModelError::Missing { file }) = missing else {
            panic!("expected a missing model");
        };
        assert_eq!(file, "face_detector.tflite");
    }
}
