//! What the models see in a picture.

mod observation;

pub use observation::{
    BLENDSHAPES, Class, ClassMap, Face, FaceBox, HeadPose, LANDMARKS, Matte, Observation, Rect,
    Shoulders,
};
