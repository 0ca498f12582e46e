//! From which call to which each tensor is needed.

use super::order::Ordered;
use crate::graph::{Graph, ValueId};
use crate::ops::Storage;
use crate::shape::Size;

/// Tensors that have their memory in common, since each is written over the one before it, or the workspace of one call.
pub(super) struct LiveRange {
    /// The first call that writes one of them.
    pub(super) from: usize,
    /// The last that reads one.
    pub(super) to: usize,
    /// How many numbers the largest has.
    pub(super) numbers: Size,
}

impl LiveRange {
    /// Whether there is a call at which both are needed.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        self.from <= other.to && other.from <= self.to
    }
}

/// The live ranges of a pass.
pub(super) struct Liveness {
    pub(super) ranges: Vec<LiveRange>,
    /// That of what each call writes.
    pub(super) writes: Vec<usize>,
    /// That of each call's own workspace.
    pub(super) workspaces: Vec<Option<usize>>,
    /// That of each value that is written.
    values: Vec<(ValueId, usize)>,
}

impl Liveness {
    /// The live range of a value; nothing writes an input.
    pub(super) fn of(&self, value: ValueId) -> Option<usize> {
        self.values.iter().find(|(written, _)| *written == value).map(|(_, range)| *range)
    }

    fn begin(&mut self, call: usize, numbers: Size) -> usize {
        self.ranges.push(LiveRange { from: call, to: call, numbers });
        self.ranges.len() - 1
    }
}

/// An op that works in place writes over what it reads, if nobody reads that again.
pub(super) fn liveness(graph: &Graph, calls: &[Ordered], bytes: usize) -> Liveness {
    let node = |call: &Ordered| &graph.nodes()[call.node];
    let last_read = |value: ValueId| calls.iter().rposition(|call| call.reads.contains(&value));
    let mut liveness = Liveness { ranges: Vec::new(), writes: Vec::new(), workspaces: Vec::new(), values: Vec::new() };
    for (index, call) in calls.iter().enumerate() {
        let (op, writes) = (&node(call).op, node(call).writes);
        let value = &graph[writes];
        let numbers = |each: &Size| value.rows.times(each);
        let workspace = op.row_workspace(&graph.site(node(call), bytes));
        let workspace = workspace.map(|each| liveness.begin(index, numbers(&each)));
        liveness.workspaces.push(workspace);

        // What is read twice can't be written over at the same time.
        let is_free = |read: &&ValueId| {
            let is_once = call.reads.iter().filter(|other| other == read).count() == 1;
            is_once && last_read(**read) == Some(index)
        };
        let before = match op.storage() {
            // The first part began the tensor.
            Storage::Parts => liveness.of(writes),
            Storage::InPlace => call.reads.iter().rev().filter(is_free).find_map(|read| liveness.of(*read)),
            Storage::Own | Storage::View => None,
        };
        let size = numbers(&value.shape.elements());
        let range = before.unwrap_or_else(|| liveness.begin(index, size.clone()));
        let LiveRange { to, numbers, .. } = &mut liveness.ranges[range];
        *to = index.max(last_read(writes).unwrap_or(0)).max(*to);
        *numbers = numbers.max(&size);
        liveness.writes.push(range);
        if liveness.of(writes).is_none() {
            liveness.values.push((writes, range));
        }
    }
    liveness
}
