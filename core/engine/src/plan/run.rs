//! Running a plan. Nothing is allocated here, but for a second thread.

use super::{Operand, Plan, Step, Work, threads};
use crate::ops::Plain;
use crate::simd::{Depthwise, Gemm, Kernels};
use std::ops::Range;

impl Plan {
    /// Runs every step on `arena`, which is as long as [`Plan::arena_len`] and holds the inputs; large products on two
    /// threads if there are two.
    pub fn run(&self, arena: &mut [f32], kernels: &Kernels, threads: usize) {
        for step in &self.steps {
            self.step(step, arena, kernels, threads);
        }
    }

    fn step(&self, step: &Step, arena: &mut [f32], kernels: &Kernels, count: usize) {
        let (output, rest) = Rest::lend(arena, self.slots[step.output].clone());
        let output = &mut output[step.output_start..];
        let constants = self.constants.as_slice();
        let read = |operand: &Operand| match operand {
            Operand::Slot(slot) => rest.get(self.slots[*slot].clone()),
            Operand::Constant(range) => &constants[range.clone()],
        };
        let input = read(&step.input);
        let second = step.second.as_ref().map_or([].as_slice(), read);
        let constant = |range: &Range<usize>| &constants[range.clone()];
        match &step.work {
            Work::Gemm {
                shape,
                weights,
                bias,
                slopes,
            } => {
                let mut gemm = Gemm {
                    shape,
                    input,
                    weights: constant(weights),
                    bias: constant(bias),
                    slopes: constant(slopes),
                    residual: second,
                    output,
                };
                // In wasm there is one thread, and the code for more stays out.
                if cfg!(not(target_arch = "wasm32")) && count > 1 {
                    threads::product(gemm, kernels);
                } else {
                    kernels.gemm(&mut gemm);
                }
            }
            Work::Depthwise {
                shape,
                weights,
                bias,
                slopes,
                zeros,
            } => kernels.depthwise(&mut Depthwise {
                shape,
                input,
                weights: constant(weights),
                bias: constant(bias),
                slopes: constant(slopes),
                zeros: constant(zeros),
                output,
            }),
            Work::Plain { op, slopes } => {
                kernels.plain(
                    op,
                    &mut Plain {
                        a: input,
                        b: second,
                        slopes: constant(slopes),
                        output,
                    },
                );
            }
        }
    }
}

/// The arena without the part that is lent for writing.
struct Rest<'a> {
    before: &'a [f32],
    after: &'a [f32],
    after_start: usize,
}

impl<'a> Rest<'a> {
    fn lend(arena: &'a mut [f32], range: Range<usize>) -> (&'a mut [f32], Self) {
        let (before, tail) = arena.split_at_mut(range.start);
        let (lent, after) = tail.split_at_mut(range.len());
        (
            lent,
            Self {
                before,
                after,
                after_start: range.end,
            },
        )
    }

    /// A range that the lent part does not meet, which the plan is checked for.
    fn get(&self, range: Range<usize>) -> &'a [f32] {
        if range.start >= self.after_start {
            &self.after[range.start - self.after_start..range.end - self.after_start]
        } else {
            &self.before[range]
        }
    }
}
