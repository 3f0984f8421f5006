//! Two linear maps one after the other are one: the product of their matrices.

use super::{Uses, pixelwise};
use crate::graph::{Activation, Filter, Graph, Op};

pub(super) fn fold(graph: &mut Graph) -> bool {
    let uses = Uses::of(graph);
    for at in 0..graph.nodes.len() {
        let node = &graph.nodes[at];
        let (Op::Convolution(first) | Op::TransposeConvolution(first)) = &node.op else {
            continue;
        };
        let Some(reader) = uses.only_reader(node.output) else {
            continue;
        };
        let Some(second) = pixelwise(&graph.nodes[reader]) else {
            continue;
        };
        let one_input = node.inputs.len() == 1 && graph.nodes[reader].inputs.len() == 1;
        if first.activation != Activation::None || !one_input || !pays(&node.op, first, second) {
            continue;
        }
        let product = product(first, second);
        let op = match &node.op {
            Op::TransposeConvolution(_) => Op::TransposeConvolution(product),
            _ => Op::Convolution(product),
        };
        let inputs = node.inputs.clone();
        let second = &mut graph.nodes[reader];
        (second.op, second.inputs) = (op, inputs);
        return true;
    }
    false
}

/// Whether the product of two filters has fewer weights than they have together. A transposed convolution is followed
/// by as many products as it makes pixels, so there the second counts more.
fn pays(op: &Op, first: &Filter, second: &Filter) -> bool {
    let (middle, channels) = (first.bias.len(), second.bias.len());
    let inputs = first.weights.len() / middle;
    let pixels = match op {
        Op::TransposeConvolution(filter) => filter.window.size[0] * filter.window.size[1],
        _ if first.window.is_pixelwise() => 1,
        _ => return false,
    };
    channels * inputs < middle * inputs + channels * middle * pixels
}

/// Weights `[out][middle]` of `second` times `[middle][…]` of `first`, in double precision.
fn product(first: &Filter, second: &Filter) -> Filter {
    let middle = first.bias.len();
    let inputs = first.weights.len() / middle;
    let (mut weights, mut bias) = (Vec::new(), Vec::new());
    for (row, &offset) in second.weights.chunks_exact(middle).zip(&second.bias) {
        let mut sum = vec![0.0; inputs];
        let mut shift = f64::from(offset);
        for ((&factor, matrix), &inner) in row
            .iter()
            .zip(first.weights.chunks_exact(inputs))
            .zip(&first.bias)
        {
            sum.iter_mut()
                .zip(matrix)
                .for_each(|(sum, &weight)| *sum += f64::from(factor) * f64::from(weight));
            shift += f64::from(factor) * f64::from(inner);
        }
        weights.extend(sum.into_iter().map(|sum| sum as f32));
        bias.push(shift as f32);
    }
    Filter {
        window: first.window,
        weights,
        bias,
        activation: second.activation.clone(),
    }
}
