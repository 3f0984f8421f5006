//! From a graph to a list of steps over one arena.
//!
//! Everything that can be known before the first run is worked out here: weights are packed for the kernels of the
//! processor, every tensor gets its place in the arena by the steps during which it is alive, and every step is
//! checked to stay within its operands.

mod arena;
mod constants;
mod convolution;
mod layout;
mod lower;
mod run;
mod threads;

#[cfg(test)]
pub(crate) use constants::pack;

use crate::graph::{Graph, Origin};
use crate::limits;
use crate::ops::PlainOp;
use crate::simd::{ActivationKind, DepthwiseShape, GemmShape, Kernels};
use crate::{buffer::Buffer, error::LoadError};
use std::ops::Range;

/// Index of a tensor in the arena.
type Slot = usize;

/// Something that a step reads.
#[derive(Clone, Debug)]
enum Operand {
    Slot(Slot),
    Constant(Range<usize>),
}

/// A kernel with its sizes and constants.
#[derive(Debug)]
enum Work {
    Gemm {
        shape: GemmShape,
        weights: Range<usize>,
        bias: Range<usize>,
        slopes: Range<usize>,
    },
    Depthwise {
        shape: DepthwiseShape,
        weights: Range<usize>,
        bias: Range<usize>,
        slopes: Range<usize>,
        zeros: Range<usize>,
    },
    Plain {
        op: PlainOp,
        slopes: Range<usize>,
    },
}

/// One kernel call.
#[derive(Debug)]
struct Step {
    work: Work,
    input: Operand,
    /// The residual of a product, or the second operand of an arithmetic operator.
    second: Option<Operand>,
    output: Slot,
    /// Where in the output's slot the kernel starts.
    output_start: usize,
}

/// What a model does, ready to run any number of times.
pub(crate) struct Plan {
    steps: Vec<Step>,
    constants: Buffer,
    /// The place of each slot in the arena.
    slots: Vec<Range<usize>>,
    inputs: Vec<Slot>,
    outputs: Vec<Slot>,
}

impl Plan {
    /// Plans `graph` for `kernels`.
    pub fn new(graph: Graph, kernels: &Kernels) -> Result<Self, LoadError> {
        let lowered = lower::lower(graph, kernels.lanes)?;
        let lives = arena::lives(&lowered);
        let slots = arena::place(&lowered.slot_lengths, &lives);
        let plan = Self {
            steps: lowered.steps,
            constants: Buffer::from_vec(lowered.constants),
            slots,
            inputs: lowered.inputs,
            outputs: lowered.outputs,
        };
        if plan.arena_len() > limits::ARENA {
            return Err(LoadError::TooLarge("too many values alive at once"));
        }
        for (step, origin) in plan.steps.iter().zip(&lowered.origins) {
            plan.check(step, kernels)
                .map_err(|reason| refuse(origin, reason))?;
        }
        Ok(plan)
    }

    /// Floats of the arena.
    pub fn arena_len(&self) -> usize {
        self.slots.iter().map(|slot| slot.end).max().unwrap_or(0)
    }

    /// Floats of packed weights and other constants.
    pub fn constants_len(&self) -> usize {
        self.constants.as_slice().len()
    }

    /// The place of the graph's inputs in the arena.
    pub fn input(&self, index: usize) -> Range<usize> {
        self.slots[self.inputs[index]].clone()
    }

    /// The place of the graph's outputs in the arena.
    pub fn output(&self, index: usize) -> Range<usize> {
        self.slots[self.outputs[index]].clone()
    }

    fn len(&self, operand: &Operand) -> usize {
        match operand {
            Operand::Slot(slot) => self.slots[*slot].len(),
            Operand::Constant(range) => range.len(),
        }
    }

    /// Whether a step stays within its operands and writes to nothing that it reads. The kernels assert the same
    /// lengths; after this check no such assertion can fail.
    fn check(&self, step: &Step, kernels: &Kernels) -> Result<(), &'static str> {
        const OUTSIDE: &str = "its plan reaches outside a tensor";
        let output = self.slots[step.output]
            .len()
            .checked_sub(step.output_start)
            .ok_or(OUTSIDE)?;
        let (input, second) = (
            self.len(&step.input),
            step.second.as_ref().map_or(0, |second| self.len(second)),
        );
        let fits = match &step.work {
            Work::Gemm {
                shape,
                weights,
                bias,
                slopes,
            } => shape.lengths(kernels.lanes).is_some_and(|lengths| {
                let prelu = shape.activation == ActivationKind::PRelu;
                input >= lengths.input
                    && weights.len() >= lengths.weights
                    && bias.len() >= lengths.channels
                    && (!prelu || slopes.len() >= lengths.channels)
                    && second >= lengths.residual
                    && output >= lengths.output
            }),
            Work::Depthwise {
                shape,
                weights,
                bias,
                slopes,
                zeros,
            } => shape.lengths().is_some_and(|lengths| {
                let prelu = shape.activation == ActivationKind::PRelu;
                input >= lengths[0]
                    && weights.len() >= lengths[1]
                    && output >= lengths[2]
                    && bias.len() >= shape.channels
                    && (!prelu || slopes.len() >= shape.channels)
                    && zeros.len() >= shape.input[1] * shape.channels
            }),
            Work::Plain { op, slopes } => {
                let lengths = op.lengths();
                input >= lengths.a
                    && second >= lengths.b
                    && slopes.len() >= lengths.slopes
                    && output >= lengths.output
            }
        };
        let overlaps = |operand: &Operand| match operand {
            Operand::Slot(slot) => {
                let (read, written) = (&self.slots[*slot], &self.slots[step.output]);
                read.start < written.end && written.start < read.end
            }
            Operand::Constant(_) => false,
        };
        if !fits {
            Err(OUTSIDE)
        } else if overlaps(&step.input) || step.second.as_ref().is_some_and(overlaps) {
            Err("its plan reads where it writes")
        } else {
            Ok(())
        }
    }
}

fn refuse(origin: &Origin, reason: &'static str) -> LoadError {
    LoadError::Operator {
        index: origin.index,
        name: origin.name.clone(),
        reason,
    }
}
