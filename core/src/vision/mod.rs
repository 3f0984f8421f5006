//! What the models see in a picture: faces, the landmarks, expression and pose of the largest one, the person apart from
//! the background, hair, skin and clothes, and the shoulders.
//!
//! [`Vision::observe`] sees everything at once. Live capture calls the stages apart: [`Vision::detect`] or
//! [`Vision::search`] when no face is known, [`Vision::follow`] while it is, the rest as time allows; [`Tracker`] does so.

mod anchors;
pub mod blendshape;
mod detector;
mod error;
mod grid;
mod landmarks;
mod network;
mod observation;
mod pose;
mod sample;
mod schedule;
mod search;
mod segmentation;
mod shoulders;
mod square;
mod suppression;
mod tracking;
mod view;

pub use error::VisionError;
pub use observation::{
    BLENDSHAPES, Class, ClassMap, Face, FaceBox, HeadPose, LANDMARKS, Matte, Observation, Rect,
    Shoulders,
};
pub use schedule::{Schedule, Stage, Stages};
pub use tracking::{FrameViews, Tracker};
pub use view::View;

use crate::models::{Model, ModelSet};
use crate::report::Stamp;
use blendshape::Blendshapes;
use detector::Detector;
use landmarks::{Landmarks, Mesh, part_of_box, part_of_landmarks};
use pose::Head;
use search::{MIN_PRESENCE, Sweep, beside, search};
use segmentation::{Classes, Mattes};
use shoulders::Body;
use square::Square;

/// The models, loaded, with the memory they run in. One picture at a time.
pub struct Vision {
    stamps: Vec<Stamp>,
    detector: Detector,
    landmarks: Landmarks,
    blendshapes: Blendshapes,
    head: Head,
    mattes: Mattes,
    classes: Classes,
    body: Body,
}

impl Vision {
    /// The models that [`Vision::load`] needs.
    pub const MODELS: [Model; 7] = [
        Model::FaceDetector,
        Model::FaceLandmarks,
        Model::Blendshapes,
        Model::CanonicalFace,
        Model::PersonMatte,
        Model::RegionClasses,
        Model::PoseLandmarks,
    ];

    /// Loads all models.
    ///
    /// # Errors
    /// [`VisionError`], for the first model that is missing or does not fit.
    pub fn load(models: &ModelSet) -> Result<Self, VisionError> {
        let stamps = Self::MODELS.map(|model| models.stamp(model));
        Ok(Self {
            stamps: stamps.into_iter().collect::<Result<_, _>>()?,
            detector: Detector::load(models.get(Model::FaceDetector)?)?,
            landmarks: Landmarks::load(models.get(Model::FaceLandmarks)?)?,
            blendshapes: Blendshapes::load(models.get(Model::Blendshapes)?)?,
            head: Head::load(models.get(Model::CanonicalFace)?)?,
            mattes: Mattes::load(models.get(Model::PersonMatte)?)?,
            classes: Classes::load(models.get(Model::RegionClasses)?)?,
            body: Body::load(models.get(Model::PoseLandmarks)?)?,
        })
    }

    /// The models, for reports.
    pub fn stamps(&self) -> &[Stamp] {
        &self.stamps
    }

    /// Everything there is to see.
    pub fn observe(&mut self, view: &View) -> Observation {
        let found = search(&mut self.detector, &mut self.landmarks, view);
        let face = found.first().and_then(|(_, mesh)| self.face(view, mesh));
        let [width, height] = view.size;
        Observation {
            width,
            height,
            matte: Some(self.matte(view, face.as_ref())),
            classes: Some(self.classes(view, face.as_ref())),
            shoulders: face.as_ref().map(|face| self.shoulders(view, face)),
            faces: found.into_iter().map(|(face, _)| face).collect(),
            face,
        }
    }

    /// The faces that one quick look finds, the surest first: those larger than an eighth of the longer side.
    pub fn detect(&mut self, view: &View) -> Vec<FaceBox> {
        self.detector.detect(view, Square::around(view))
    }

    /// All faces down to a sixteenth of the longer side, and smaller ones around the largest face; the largest first.
    /// Takes 10 to 20 times as long as [`Vision::detect`].
    pub fn search(&mut self, view: &View) -> Vec<FaceBox> {
        let found = search(&mut self.detector, &mut self.landmarks, view);
        found.into_iter().map(|(face, _)| face).collect()
    }

    /// One step of a search for a face that is spread over frames: down to a thirtieth of the longer side, about five times
    /// as long as [`Vision::detect`].
    fn sweep(&mut self, view: &View, sweep: &mut Sweep) -> Option<FaceBox> {
        let found = sweep.look(&mut self.detector, &mut self.landmarks, view);
        found.map(|(face, _)| face)
    }

    /// A face that is being followed and the faces beside it, the largest first.
    fn beside(&mut self, view: &View, face: &Face) -> Vec<FaceBox> {
        let Some(mesh) = Mesh::of(face) else {
            return Vec::new();
        };
        let known = (mesh.found(), mesh);
        beside(&mut self.detector, &mut self.landmarks, view, known)
    }

    /// A detected face in detail; `None` where a closer look finds none.
    pub fn look_at(&mut self, view: &View, found: &FaceBox) -> Option<Face> {
        let mesh = self.landmarks.find(view, part_of_box(found));
        self.face(view, &mesh)
    }

    /// The face of an earlier frame in this one, without detection; `None` where it was lost.
    pub fn follow(&mut self, view: &View, last: &Face) -> Option<Face> {
        let part = part_of_landmarks(&last.landmarks);
        let mesh = self.landmarks.find(view, part);
        self.face(view, &mesh)
    }

    /// The person in the part around a face's head and shoulders; without a face in the whole picture.
    pub fn matte(&mut self, view: &View, face: Option<&Face>) -> Matte {
        self.mattes.find(view, segmentation::part(view, face))
    }

    /// Hair, skin, clothes and accessories in the part that [`Vision::matte`] sees.
    pub fn classes(&mut self, view: &View, face: Option<&Face>) -> ClassMap {
        self.classes.find(view, segmentation::part(view, face))
    }

    /// Both shoulders below a face.
    pub fn shoulders(&mut self, view: &View, face: &Face) -> Shoulders {
        self.body.shoulders(view, face)
    }

    fn face(&mut self, view: &View, mesh: &Mesh) -> Option<Face> {
        if mesh.presence < MIN_PRESENCE {
            return None;
        }
        Some(Face {
            presence: mesh.presence,
            blendshapes: self.blendshapes.scores(&mesh.landmarks),
            pose: self.head.pose(&mesh.landmarks, view.size)?,
            landmarks: mesh.landmarks.to_vec(),
        })
    }
}
