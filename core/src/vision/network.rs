//! A model whose input and outputs were checked when it was loaded, so that running it cannot fail.

use super::VisionError;
use xueying_engine::Model;

/// A loaded model with one input.
pub(super) struct Network {
    model: Model,
}

impl Network {
    /// Loads a model and checks how many numbers it takes and gives; outputs beyond those named are not used.
    pub(super) fn load(
        name: &'static str,
        bytes: &[u8],
        input: usize,
        outputs: &[usize],
    ) -> Result<Self, VisionError> {
        let mut model = Model::load(bytes).map_err(|source| VisionError::Model { name, source })?;
        let fits = model.inputs().len() == 1
            && model.input_mut(0).len() == input
            && model.outputs().len() >= outputs.len()
            && outputs
                .iter()
                .enumerate()
                .all(|(index, &len)| model.output(index).len() == len);
        if fits {
            Ok(Self { model })
        } else {
            Err(VisionError::WrongModel { name })
        }
    }

    /// The numbers to be filled before a run; they stay between runs.
    pub(super) fn input(&mut self) -> &mut [f32] {
        self.model.input_mut(0)
    }

    pub(super) fn run(&mut self) {
        self.model.run();
    }

    /// The numbers of an output named at loading.
    pub(super) fn output(&self, index: usize) -> &[f32] {
        self.model.output(index)
    }
}

/// The logistic function: a model's raw score as a share from 0 to 1.
pub(super) fn sigmoid(score: f32) -> f32 {
    1.0 / (1.0 + (-score).exp())
}
