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
        let (inputs, activation) = match (&node.op, &next.op) {
            (_, Op::Activate(activation)) => (node.inputs.clone(), activation.clone()),
            (Op::Convolution(_), Op::Binary(BinaryOp::Add, activation))
                if node.inputs.len() == 1 =>
            {
                let other = next
                    .inputs
                    .iter()
                    .copied()
                    .find(|&input| input != node.output);
                let residual =
                    other.and_then(|other| residual(graph, &producers, other, next.output));
                let Some(residual) = residual else { continue };
                (vec![node.inputs[0], residual], activation.clone())
            }
            _ => continue,
        };
        // At the place of the second all inputs of both are computed.
        let output = next.output;
        let mut merged = graph.nodes.remove(at);
        set_activation(&mut merged.op, activation);
        (merged.inputs, merged.output) = (inputs, output);
        graph.nodes[reader - 1] = merged;
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

fn set_activation(op: &mut Op, activation: Activation) {
    match op {
        Op::Convolution(filter) | Op::Depthwise(filter) | Op::TransposeConvolution(filter) => {
            filter.activation = activation;
        }
        Op::Binary(_, own) => *own = activation,
        _ => {}
    }
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
