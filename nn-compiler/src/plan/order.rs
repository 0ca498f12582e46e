//! In which order kernels are called: that of the nodes, but for tensors that are put together of parts.

use crate::graph::{Graph, NodeId, ValueId};
use crate::ops::Storage;

/// A call before its tensors have places.
pub(super) struct Ordered {
    pub(super) node: NodeId,
    /// Which of the tensors that the node reads is written, where each has a call of its own.
    pub(super) part: usize,
    pub(super) reads: Vec<ValueId>,
}

/// The calls in order. A part is written as soon as it is there, so that its own place is free again; one that was there
/// all along, right before the next one comes into being.
pub(super) fn order(graph: &Graph) -> Vec<Ordered> {
    let mut calls: Vec<Ordered> = Vec::new();
    for (index, node) in graph.nodes().iter().enumerate() {
        let reads = || node.reads.iter().map(|read| graph.storage(*read));
        match node.op.storage() {
            Storage::View => {}
            Storage::Own | Storage::InPlace => {
                calls.push(Ordered { node: index, part: 0, reads: reads().collect() });
            }
            Storage::Parts => {
                let mut after = 0;
                for (part, read) in reads().enumerate() {
                    let made = made(graph, &calls, read);
                    if made > after {
                        after = made;
                    } else if let Some(next) =
                        reads().skip(part + 1).find_map(|next| begun(graph, &calls, next, after.max(made)))
                    {
                        after = next;
                    }
                    calls.insert(after, Ordered { node: index, part, reads: vec![read] });
                    after += 1;
                }
            }
        }
    }
    calls
}

/// The place right after the last call that writes a value.
fn made(graph: &Graph, calls: &[Ordered], value: ValueId) -> usize {
    let is = |call: &Ordered| graph.nodes()[call.node].writes == value;
    calls.iter().rposition(is).map_or(0, |last| last + 1)
}

/// The first call from a place on whose result a value is made of.
fn begun(graph: &Graph, calls: &[Ordered], value: ValueId, from: usize) -> Option<usize> {
    let mut needed = vec![value];
    let mut first = None;
    for place in (from..calls.len()).rev() {
        let call = &calls[place];
        if needed.contains(&graph.nodes()[call.node].writes) {
            needed.extend(&call.reads);
            first = Some(place);
        }
    }
    first
}
