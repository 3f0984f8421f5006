//! The pool of constants that steps read, packed as the kernels want them.

use crate::buffer::LINE;
use crate::graph::Activation;
use crate::simd::{ActivationKind, Lanes, panels};
use std::ops::Range;

#[derive(Default)]
pub(super) struct Constants {
    pub values: Vec<f32>,
    /// The longest row of zeros so far.
    zeros: Range<usize>,
}

impl Constants {
    fn start(&mut self) -> usize {
        let start = self.values.len().next_multiple_of(LINE);
        self.values.resize(start, 0.0);
        start
    }

    /// `values` as they are.
    pub fn add(&mut self, values: &[f32]) -> Range<usize> {
        let start = self.start();
        self.values.extend_from_slice(values);
        start..self.values.len()
    }

    /// `len` zeros; all steps share them.
    pub fn zeros(&mut self, len: usize) -> Range<usize> {
        if self.zeros.len() < len {
            let start = self.start();
            self.values.resize(start + len, 0.0);
            self.zeros = start..start + len;
        }
        self.zeros.start..self.zeros.start + len
    }

    /// One value per channel, and zeros to the end of the last panel.
    pub fn per_channel(&mut self, values: &[f32], lanes: Lanes) -> Range<usize> {
        let start = self.start();
        let end = panels(values.len(), lanes)
            .last()
            .map_or(0, |panel| panel.start + panel.width);
        self.values.extend_from_slice(values);
        self.values.resize(start + end, 0.0);
        start..start + end
    }

    /// The activation, its slopes added (to the end of the last panel).
    pub fn activation(
        &mut self,
        activation: &Activation,
        lanes: Lanes,
    ) -> (ActivationKind, Range<usize>) {
        match activation {
            Activation::None => (ActivationKind::None, 0..0),
            Activation::Relu => (ActivationKind::Relu, 0..0),
            Activation::Relu6 => (ActivationKind::Relu6, 0..0),
            Activation::HardSwish => (ActivationKind::HardSwish, 0..0),
            Activation::PRelu(slopes) => (ActivationKind::PRelu, self.per_channel(slopes, lanes)),
        }
    }

    /// The matrix `[channel][depth]`, packed.
    pub fn panels(&mut self, matrix: &[f32], depth: usize, lanes: Lanes) -> Range<usize> {
        let start = self.start();
        pack(matrix, depth, lanes, &mut self.values);
        start..self.values.len()
    }
}

/// Appends the matrix `[channel][depth]` to `packed` as panels `[depth][width]`, zero where there is no channel.
pub(crate) fn pack(matrix: &[f32], depth: usize, lanes: Lanes, packed: &mut Vec<f32>) {
    for panel in panels(matrix.len() / depth, lanes) {
        let at = packed.len();
        packed.resize(at + depth * panel.width, 0.0);
        let channels = matrix
            .chunks_exact(depth)
            .skip(panel.start)
            .take(panel.width);
        for (column, channel) in channels.enumerate() {
            let places = packed[at + column..].iter_mut().step_by(panel.width);
            places
                .zip(channel)
                .for_each(|(place, &weight)| *place = weight);
        }
    }
}
