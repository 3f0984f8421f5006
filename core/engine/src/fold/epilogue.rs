//! Additions and activations after a convolution move into it.

use super::{Uses, producers};
use crate::graph::{Activation, BinaryOp, Graph, Node, Op, Shape, ValueId};

pub(super) fn fold(graph: &mut Graph) -> bool {
    let uses = Uses::of(graph);
    let producers = producers(graph);
    for at in 0..graph.nodes.len() {
        let Some(reader) = uses.only_reader(graph.nodes[at].output) else {
            continue;
        };
        if activation(&graph.nodes[at].op) != Some(&Activation::None) {
            continue;
        }
        let (node, next) = (&graph.nodes[at], &graph.nodes[reader]);
        let merged = match (&node.op, &next.op) {
            (op, Op::Activate(activation)) => Node {
                op: with_activation(op, activation),
                inputs: node.inputs.clone(),
                output: next.output,
                origin: node.origin.clone(),
            },
            (op @ Op::Convolution(_), Op::Binary(BinaryOp::Add, activation))
                if node.inputs.len() == 1 =>
            {
                let other = next
                    .inputs
                    .iter()
                    .copied()
                    .find(|&input| input != node.output);
                let Some(residual) =
                    other.and_then(|other| residual(graph, &producers, other, next.output))
                else {
                    continue;
                };
                Node {
                    op: with_activation(op, activation),
                    inputs: vec![node.inputs[0], residual],
                    output: next.output,
                    origin: node.origin.clone(),
                }
            }
            _ => continue,
        };
        // At the place of the second all inputs of both are computed.
        graph.nodes[reader] = merged;
        graph.nodes.remove(at);
        return true;
    }
    false
}

/// The activation of an operator that has one.
fn activation(op: &Op) -> Option<&Activation> {
    match op {
        Op::Convolution(filter) | Op::Depthwise(filter) | Op::TransposeConvolution(filter) => {
            Some(&filter.activation)
        }
        Op::Binary(_, activation) => Some(activation),
        _ => None,
    }
}

fn with_activation(op: &Op, activation: &Activation) -> Op {
    let mut op = op.clone();
    match &mut op {
        Op::Convolution(filter) | Op::Depthwise(filter) | Op::TransposeConvolution(filter) => {
            filter.activation = activation.clone();
        }
        Op::Binary(_, own) => *own = activation.clone(),
        _ => {}
    }
    op
}

/// What a convolution with this output has to add in place of `other`: the same, or without the channels of zeros that
/// a pad put behind it.
fn residual(
    graph: &Graph,
    producers: &[Option<usize>],
    other: ValueId,
    output: ValueId,
) -> Option<ValueId> {
    if graph.values[other].shape != graph.values[output].shape
        || graph.values[other].constant.is_some()
    {
        return None;
    }
    if let Some(Node {
        op: Op::Pad(before),
        inputs,
        ..
    }) = producers[other].map(|at| &graph.nodes[at])
    {
        let (Shape(small), Shape(large)) =
            (graph.values[inputs[0]].shape, graph.values[other].shape);
        if *before == [0; 4] && small[..3] == large[..3] {
            return Some(inputs[0]);
        }
    }
    Some(other)
}
