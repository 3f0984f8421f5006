//! A model, loaded and ready to run.

use crate::buffer::Buffer;
use crate::error::LoadError;
use crate::fold::fold;
use crate::graph;
use crate::halved;
use crate::plan::Plan;
use crate::simd::{Isa, Kernels};
use crate::tflite::File;

/// The name a tensor has in the file, and its shape there (images: batch, height, width, channels).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TensorSpec {
    /// As in the file; may be empty.
    pub name: String,
    /// As in the file; empty for a single number.
    pub shape: Vec<usize>,
}

/// How a model is to run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The instruction set; `None` for the fastest of this processor.
    pub isa: Option<Isa>,
    /// Threads of one run, the caller's included: 1, or 2 for models whose products are large enough to share. More
    /// are taken as 2, and in wasm there is one.
    pub threads: usize,
}

impl Default for Options {
    /// The fastest instruction set, one thread.
    fn default() -> Self {
        Self {
            isa: None,
            threads: 1,
        }
    }
}

/// A model with its weights and the memory for one run. Load once, then write the inputs, [`run`](Self::run) and read
/// the outputs as often as needed; a run on one thread allocates nothing.
pub struct Model {
    plan: Plan,
    kernels: &'static Kernels,
    arena: Buffer,
    threads: usize,
    inputs: Vec<TensorSpec>,
    outputs: Vec<TensorSpec>,
}

impl Model {
    /// Loads the bytes of a `.tflite` file, or of what [`halve`](crate::halve) made of one, with the default [`Options`].
    ///
    /// # Errors
    /// If the file is malformed, too large, or uses an operator that is not supported.
    pub fn load(bytes: &[u8]) -> Result<Self, LoadError> {
        Self::load_with(bytes, &Options::default())
    }

    /// Loads the bytes of a `.tflite` file, halved or not.
    ///
    /// # Errors
    /// As [`load`](Self::load), and if the processor has not the instruction set asked for.
    pub fn load_with(bytes: &[u8], options: &Options) -> Result<Self, LoadError> {
        let isa = options
            .isa
            .or_else(|| Isa::available().next())
            .unwrap_or(Isa::Scalar);
        let kernels = isa.kernels().ok_or(LoadError::NoSuchIsa(isa.name()))?;
        let bytes = halved::expand(bytes)?;
        let file = File::parse(&bytes)?;
        let specs = |tensors: &[usize]| tensors.iter().map(|&tensor| spec(&file, tensor)).collect();
        let (inputs, outputs) = (specs(&file.inputs), specs(&file.outputs));
        let mut graph = graph::import(file)?;
        fold(&mut graph);
        let plan = Plan::new(graph, kernels)?;
        let arena = Buffer::zeroed(plan.arena_len());
        Ok(Self {
            plan,
            kernels,
            arena,
            threads: options.threads,
            inputs,
            outputs,
        })
    }

    /// The inputs, in the order of the file.
    #[must_use]
    pub fn inputs(&self) -> &[TensorSpec] {
        &self.inputs
    }

    /// The outputs, in the order of the file.
    #[must_use]
    pub fn outputs(&self) -> &[TensorSpec] {
        &self.outputs
    }

    /// The values of an input, to be written. They stay until they are written again.
    ///
    /// # Panics
    /// If there is no such input.
    pub fn input_mut(&mut self, index: usize) -> &mut [f32] {
        &mut self.arena.as_mut_slice()[self.plan.input(index)]
    }

    /// Computes the outputs from the inputs.
    pub fn run(&mut self) {
        self.plan
            .run(self.arena.as_mut_slice(), self.kernels, self.threads);
    }

    /// The values of an output; zeros before the first run.
    ///
    /// # Panics
    /// If there is no such output.
    #[must_use]
    pub fn output(&self, index: usize) -> &[f32] {
        &self.arena.as_slice()[self.plan.output(index)]
    }

    /// Bytes kept while the model is loaded: weights and the arena.
    #[must_use]
    pub fn memory(&self) -> usize {
        (self.plan.constants_len() + self.plan.arena_len()) * size_of::<f32>()
    }
}

fn spec(file: &File, tensor: usize) -> TensorSpec {
    let tensor = &file.tensors[tensor];
    TensorSpec {
        name: tensor.name.clone(),
        shape: tensor.shape.clone(),
    }
}

impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Model")
            .field("inputs", &self.inputs)
            .field("outputs", &self.outputs)
            .finish_non_exhaustive()
    }
}
