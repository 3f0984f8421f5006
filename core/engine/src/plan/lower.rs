//! One node after the other becomes kernel calls.

use super::constants::Constants;
use super::{Operand, Slot, Step, Work, layout, refuse};
use crate::error::LoadError;
use crate::graph::{Activation, BinaryOp, Graph, Node, Op, Origin, Shape, ValueId};
use crate::ops::{Activate, Binary, PlainOp, Rearrange, Softmax, Unary};
use crate::simd::Lanes;
use std::mem::take;

/// Steps and their tensors, without places yet.
pub(super) struct Lowered {
    pub steps: Vec<Step>,
    /// Per step, the operator it comes from.
    pub origins: Vec<Origin>,
    pub constants: Vec<f32>,
    pub slot_lengths: Vec<usize>,
    pub inputs: Vec<Slot>,
    pub outputs: Vec<Slot>,
}

pub(super) type Result<T> = std::result::Result<T, &'static str>;

/// Takes the nodes one by one, so that weights are not kept in two forms.
pub(super) fn lower(mut graph: Graph, lanes: Lanes) -> std::result::Result<Lowered, LoadError> {
    let (nodes, inputs, outputs) = (
        take(&mut graph.nodes),
        take(&mut graph.inputs),
        take(&mut graph.outputs),
    );
    let mut lowering = Lowering {
        lanes,
        constants: Constants::default(),
        operands: vec![None; graph.values.len()],
        slot_lengths: Vec::new(),
        steps: Vec::new(),
        graph,
    };
    let inputs = inputs
        .into_iter()
        .map(|input| lowering.create(input))
        .collect();
    let mut origins = Vec::new();
    for node in nodes {
        lowering
            .node(&node)
            .map_err(|reason| refuse(&node.origin, reason))?;
        origins.resize(lowering.steps.len(), node.origin);
    }
    let slot = |&output: &ValueId| match lowering.operands[output] {
        Some(Operand::Slot(slot)) => Ok(slot),
        _ => Err(LoadError::Malformed("an output is a constant")),
    };
    let outputs = outputs
        .iter()
        .map(slot)
        .collect::<std::result::Result<_, _>>()?;
    let Lowering {
        constants,
        slot_lengths,
        steps,
        ..
    } = lowering;
    Ok(Lowered {
        steps,
        origins,
        constants: constants.values,
        slot_lengths,
        inputs,
        outputs,
    })
}

pub(super) struct Lowering {
    /// The values; the nodes are taken out.
    graph: Graph,
    pub lanes: Lanes,
    pub constants: Constants,
    /// Where each value is, once it is there.
    operands: Vec<Option<Operand>>,
    slot_lengths: Vec<usize>,
    pub steps: Vec<Step>,
}

impl Lowering {
    pub(super) fn shape(&self, value: ValueId) -> Shape {
        self.graph.values[value].shape
    }

    pub(super) fn slot(&mut self, len: usize) -> Slot {
        self.slot_lengths.push(len);
        self.slot_lengths.len() - 1
    }

    pub(super) fn create(&mut self, value: ValueId) -> Slot {
        let slot = self.slot(self.shape(value).len());
        self.operands[value] = Some(Operand::Slot(slot));
        slot
    }

    /// Where a value is; a constant goes to the pool when it is first asked for.
    pub(super) fn operand(&mut self, value: ValueId) -> Operand {
        if self.operands[value].is_none() {
            let constant = self.graph.values[value]
                .constant
                .as_deref()
                .unwrap_or_default();
            self.operands[value] = Some(Operand::Constant(self.constants.add(constant)));
        }
        self.operands[value]
            .clone()
            .unwrap_or(Operand::Constant(0..0))
    }

    pub(super) fn plain(&mut self, op: PlainOp, input: Operand, output: Slot) {
        self.steps.push(Step {
            work: Work::Plain { op, slopes: 0..0 },
            input,
            second: None,
            output,
            output_start: 0,
        });
    }

    fn node(&mut self, node: &Node) -> Result<()> {
        let input = self.shape(node.inputs[0]);
        let output = self.shape(node.output);
        match &node.op {
            Op::Reshape => {
                let operand = self.operand(node.inputs[0]);
                self.operands[node.output] = Some(operand);
            }
            Op::Convolution(filter) => self.convolution(node, filter)?,
            Op::TransposeConvolution(filter) => self.transpose_convolution(node, filter)?,
            Op::Depthwise(filter) => self.depthwise(node, filter)?,
            Op::Binary(op, activation) => self.binary(node, *op, activation),
            Op::Activate(activation) => {
                let (activation, slopes) = self.constants.activation(activation, self.lanes);
                let channels = input.channels();
                let op = PlainOp::Activate(Activate {
                    pixels: input.len() / channels,
                    channels,
                    activation,
                });
                let (input, output) = (self.operand(node.inputs[0]), self.create(node.output));
                self.steps.push(Step {
                    work: Work::Plain { op, slopes },
                    input,
                    second: None,
                    output,
                    output_start: 0,
                });
            }
            Op::Concatenate(axis) => self.concatenate(node, *axis),
            op => {
                let op = match op {
                    Op::Unary(op) => PlainOp::Unary(Unary {
                        op: *op,
                        len: input.len(),
                    }),
                    Op::Softmax => PlainOp::Softmax(Softmax {
                        rows: input.len() / input.channels(),
                        len: input.channels(),
                    }),
                    Op::Pool(op, window) => layout::pool(*op, *window, input, output)?,
                    Op::Reduce(op, reduced) => layout::reduce(*op, *reduced, input, output),
                    Op::ResizeBilinear(sampling) => layout::resize(input, output, *sampling, true)?,
                    Op::ResizeNearest(sampling) => layout::resize(input, output, *sampling, false)?,
                    Op::Transpose(permutation) => layout::transpose(input, output, *permutation),
                    Op::Slice {
                        begin,
                        stride,
                        size,
                    } => layout::slice(input, *begin, *stride, *size),
                    Op::Pad(before) => layout::pad(input, output, *before),
                    Op::DepthToSpace(size) => layout::depth_to_space(input, output, *size),
                    _ => return Err("no kernel"),
                };
                let (input, output) = (self.operand(node.inputs[0]), self.create(node.output));
                self.plain(op, input, output);
            }
        }
        Ok(())
    }

    fn binary(&mut self, node: &Node, op: BinaryOp, activation: &Activation) {
        let shape = self.shape(node.output);
        let (a, b) = (self.shape(node.inputs[0]), self.shape(node.inputs[1]));
        let (activation, slopes) = self.constants.activation(activation, self.lanes);
        let strides = |operand: Shape| operand.broadcast(&shape).unwrap_or_default();
        let binary = Binary {
            op,
            sizes: shape.0,
            a: strides(a),
            b: strides(b),
            activation,
        };
        let work = Work::Plain {
            op: PlainOp::Binary(binary.merged()),
            slopes,
        };
        let (input, second) = (
            self.operand(node.inputs[0]),
            Some(self.operand(node.inputs[1])),
        );
        let output = self.create(node.output);
        self.steps.push(Step {
            work,
            input,
            second,
            output,
            output_start: 0,
        });
    }

    fn concatenate(&mut self, node: &Node, axis: usize) {
        let output = self.create(node.output);
        let to = self.shape(node.output).strides();
        let mut done = 0;
        for &part in &node.inputs {
            let shape = self.shape(part);
            let op = Rearrange {
                sizes: shape.0,
                from: shape.strides(),
                from_start: 0,
                to,
                to_start: done * to[axis],
                clear: None,
            };
            let input = self.operand(part);
            self.plain(PlainOp::Rearrange(op.merged()), input, output);
            done += shape.0[axis];
        }
    }
}
