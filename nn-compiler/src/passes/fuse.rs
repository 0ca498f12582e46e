//! Ops that do to numbers what would take another pass over them.

use super::map::Map;
use crate::graph::{Graph, NodeId, ValueId};
use crate::ops::Storage;

/// Lets each node take over what the one after it does, where nobody else reads what is between them.
pub(crate) fn fuse(graph: &Graph) -> Graph {
    let mut map = Map::new(graph);
    for node in graph.nodes() {
        if let [read] = node.reads.as_slice()
            && let Some(maker) = maker(graph, &map.graph, *read, map.of(*read))
        {
            let output = map.graph.nodes()[maker].writes;
            let value = map.graph[output].clone();
            if map.graph.op_mut(maker).fuse(node, &value) {
                map.graph[output] = graph[node.writes].clone();
                map.set(node.writes, output);
                continue;
            }
        }
        map.node(node);
    }
    map.finish(graph)
}

/// The node that makes what is read, if it is read once, in whatever shape.
fn maker(graph: &Graph, fused: &Graph, read: ValueId, is: ValueId) -> Option<NodeId> {
    if graph.reads_of(read) > 1 {
        return None;
    }
    let node = fused.producer(is)?;
    if fused.nodes()[node].op.storage() != Storage::View {
        return Some(node);
    }
    let before = graph.nodes().get(graph.producer(read)?)?.reads[0];
    maker(graph, fused, before, fused.nodes()[node].reads[0])
}
