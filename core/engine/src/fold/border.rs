//! Zeros around an image become the border of the convolution that reads it.

use super::producers;
use crate::graph::{Graph, Op, Shape};

pub(super) fn fold(graph: &mut Graph) -> bool {
    let producers = producers(graph);
    for at in 0..graph.nodes.len() {
        let image = graph.nodes[at].inputs[0];
        let Some(pad) = producers[image].map(|producer| &graph.nodes[producer]) else {
            continue;
        };
        let Op::Pad(before) = pad.op else { continue };
        let source = pad.inputs[0];
        let (Shape(small), Shape(large)) = (graph.values[source].shape, graph.values[image].shape);
        if small[0] != large[0] || small[3] != large[3] {
            continue;
        }
        let node = &mut graph.nodes[at];
        if let Op::Convolution(filter) | Op::Depthwise(filter) = &mut node.op {
            let padding = &mut filter.window.padding;
            padding.top += before[1];
            padding.left += before[2];
            padding.bottom += large[1] - small[1] - before[1];
            padding.right += large[2] - small[2] - before[2];
            node.inputs[0] = source;
            return true;
        }
    }
    false
}
