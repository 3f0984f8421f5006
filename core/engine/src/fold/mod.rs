//! Fewer, larger operators with the same result: what a convolution can do on the way is not left to a step of its own.
//!
//! | fold | before | after |
//! |---|---|---|
//! | [`border`] | pad, convolution | convolution with a wider border |
//! | [`affine`] | scale and shift per channel, 1×1 convolutions | 1×1 convolutions |
//! | [`linear`] | two 1×1 convolutions, or a transposed one and a 1×1, nothing between | one |
//! | [`epilogue`] | convolution, addition, activation | convolution |

mod affine;
mod border;
mod epilogue;
mod linear;

use crate::graph::{Filter, Graph, Node, Op, ValueId};

/// Applies every fold as often as it finds something.
pub(crate) fn fold(graph: &mut Graph) {
    while border::fold(graph) || affine::fold(graph) || linear::fold(graph) || epilogue::fold(graph)
    {
        remove_unused(graph);
    }
}

/// Removes nodes whose output nobody reads.
fn remove_unused(graph: &mut Graph) {
    let mut used = vec![false; graph.values.len()];
    graph.outputs.iter().for_each(|&output| used[output] = true);
    let mut kept: Vec<Node> = Vec::with_capacity(graph.nodes.len());
    while let Some(node) = graph.nodes.pop() {
        if used[node.output] {
            node.inputs.iter().for_each(|&input| used[input] = true);
            kept.push(node);
        }
    }
    kept.reverse();
    graph.nodes = kept;
}

/// Who reads each value.
struct Uses {
    readers: Vec<Vec<usize>>,
    is_output: Vec<bool>,
}

impl Uses {
    fn of(graph: &Graph) -> Self {
        let mut readers = vec![Vec::new(); graph.values.len()];
        for (at, node) in graph.nodes.iter().enumerate() {
            node.inputs
                .iter()
                .for_each(|&input| readers[input].push(at));
        }
        let mut is_output = vec![false; graph.values.len()];
        graph
            .outputs
            .iter()
            .for_each(|&output| is_output[output] = true);
        Self { readers, is_output }
    }

    /// The nodes that read a value, if they are all there is to it: it is no output of the graph.
    fn readers(&self, value: ValueId) -> Option<&[usize]> {
        (!self.is_output[value]).then_some(self.readers[value].as_slice())
    }

    /// The only reader of a value that nothing else needs.
    fn only_reader(&self, value: ValueId) -> Option<usize> {
        match self.readers(value) {
            Some(&[reader]) => Some(reader),
            _ => None,
        }
    }
}

/// The node that computes each value.
fn producers(graph: &Graph) -> Vec<Option<usize>> {
    let mut producers = vec![None; graph.values.len()];
    for (at, node) in graph.nodes.iter().enumerate() {
        producers[node.output] = Some(at);
    }
    producers
}

/// The filter of a convolution that looks at one pixel at a time.
fn pixelwise(node: &Node) -> Option<&Filter> {
    match &node.op {
        Op::Convolution(filter) if filter.window.is_pixelwise() => Some(filter),
        _ => None,
    }
}
