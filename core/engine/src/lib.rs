//! Runs the `.tflite` models of the face pipeline in NHWC.
//!
//! The way of a model, one module per stage: `tflite` reads the file, `graph` types and checks it, `fold` merges
//! operators, `plan` turns them into kernel calls over one arena, `simd` and `ops` hold the kernels.
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mut model = xueying_engine::Model::load(&std::fs::read("face_detector.tflite")?)?;
//! model.input_mut(0).fill(0.5);
//! model.run();
//! println!("{:?}", &model.output(0)[..4]);
//! # Ok(())
//! # }
//! ```

mod buffer;
mod error;
mod fold;
mod graph;
mod halved;
pub mod limits;
mod model;
mod ops;
mod plan;
#[cfg(test)]
mod reference;
#[allow(unsafe_code)]
// the kernels: pointers and vector instructions behind safe functions that check lengths
mod simd;
mod tflite;

pub use error::LoadError;
pub use halved::halve;
pub use model::{Model, Options, TensorSpec};
pub use simd::Isa;
