//! The graph as the kernels can compute it.

use super::map::Map;
use crate::graph::Graph;
use crate::ops::{Copy, Op};

/// Writes the zeros around the inputs of convolutions out, and copies what a network passes on.
pub(crate) fn legalize(graph: &Graph) -> Graph {
    let mut map = Map::new(graph);
    for node in graph.nodes() {
        match &node.op {
            Op::Conv(conv) => {
                let input = map.of(node.reads[0]);
                let (conv, input) = conv.pad(&mut map.graph, node.layer, input);
                let output = map.graph.node(node.layer, conv, &[input]);
                map.set(node.writes, output);
            }
            _ => map.node(node),
        }
    }
    let mut graph = map.finish(graph);
    for output in 0..graph.outputs.len() {
        let value = graph.outputs[output];
        if graph.producer(graph.storage(value)).is_none() {
            graph.outputs[output] = graph.node(0, Copy, &[value]);
        }
    }
    graph
}
