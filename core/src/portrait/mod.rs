//! The portrait a picture would give. [`crop`] is pure geometry: where to cut.

pub mod crop;
mod head;
pub mod jpeg;
pub mod light;
pub mod matting;
pub mod resample;
