//! A scale and shift per channel disappears into the 1×1 convolutions that read it:
//! `W (s x + t) + b = (W s) x + (W t + b)`.

use super::{Uses, pixelwise};
use crate::graph::{Activation, BinaryOp, Filter, Graph, Node, Op, Shape, ValueId};

pub(super) fn fold(graph: &mut Graph) -> bool {
    let uses = Uses::of(graph);
    for at in 0..graph.nodes.len() {
        let node = &graph.nodes[at];
        let Some((source, scale, shift)) = affine(graph, node) else {
            continue;
        };
        let output = node.output;
        let Some(readers) = uses.readers(output) else {
            continue;
        };
        // As the first input only: as a residual it would have to stay.
        let folds = |&reader: &usize| {
            let reader = &graph.nodes[reader];
            pixelwise(reader).is_some()
                && reader
                    .inputs
                    .iter()
                    .filter(|&&input| input == output)
                    .count()
                    == 1
                && reader.inputs[0] == output
        };
        if !readers.iter().all(folds) {
            continue;
        }
        for &reader in readers {
            let node = &mut graph.nodes[reader];
            node.inputs[0] = source;
            if let Op::Convolution(filter) = &mut node.op {
                apply(filter, &scale, &shift);
            }
        }
        return true;
    }
    false
}

/// What a node scales and shifts, and by what, if that is all it does.
fn affine(graph: &Graph, node: &Node) -> Option<(ValueId, Vec<f32>, Vec<f32>)> {
    let Shape([_, _, _, channels]) = graph.values[node.output].shape;
    match &node.op {
        Op::Depthwise(filter)
            if filter.window.is_pixelwise() && filter.activation == Activation::None =>
        {
            Some((node.inputs[0], filter.weights.clone(), filter.bias.clone()))
        }
        Op::Binary(op @ (BinaryOp::Add | BinaryOp::Mul), Activation::None) => {
            let &[a, b] = node.inputs.as_slice() else {
                return None;
            };
            let (source, constant) = if graph.values[b].constant.is_some() {
                (a, b)
            } else {
                (b, a)
            };
            let operand = &graph.values[constant];
            let values = operand
                .constant
                .clone()
                .filter(|_| operand.shape == Shape([1, 1, 1, channels]))?;
            if graph.values[source].shape != graph.values[node.output].shape {
                return None;
            }
            Some(match op {
                BinaryOp::Mul => (source, values, vec![0.0; channels]),
                _ => (source, vec![1.0; channels], values),
            })
        }
        _ => None,
    }
}

fn apply(filter: &mut Filter, scale: &[f32], shift: &[f32]) {
    for (weights, bias) in filter
        .weights
        .chunks_exact_mut(scale.len())
        .zip(&mut filter.bias)
    {
        *bias += weights
            .iter()
            .zip(shift)
            .map(|(weight, shift)| weight * shift)
            .sum::<f32>();
        weights
            .iter_mut()
            .zip(scale)
            .for_each(|(weight, scale)| *weight *= scale);
    }
}
