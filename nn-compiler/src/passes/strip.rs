//! The graph of a forward pass: without what only training needs.

use super::map::Map;
use crate::graph::Graph;

/// Lets what reads a node of training read what that node reads.
pub(crate) fn strip(graph: &Graph) -> Graph {
    let mut map = Map::new(graph);
    for node in graph.nodes() {
        if node.op.trains() {
            let passed = map.of(node.reads[0]);
            map.set(node.writes, passed);
        } else {
            map.node(node);
        }
    }
    map.finish(graph)
}
