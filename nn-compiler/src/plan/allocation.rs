//! Where each tensor lives.

use super::Placed;
use super::order::Ordered;
use crate::graph::{Graph, ValueId};
use crate::ops::{Buffer, Storage};
use crate::shape::Size;

/// The calls with their places, and how much room these have.
pub(super) struct Allocation {
    pub(super) calls: Vec<Placed>,
    pub(super) scratch: [Size; 2],
    pub(super) kept: Vec<Size>,
}

/// The tensors that share a place, since each is written over the one before it; live from the first call that writes one
/// of them to the last that reads one.
struct Slot {
    from: usize,
    to: usize,
    buffer: Option<Buffer>,
}

/// Gives each tensor its place: the network's output is in its own, and an op that works in place writes over what it reads
/// if nobody reads that again. From the end backwards, each tensor gets the first place that is free while it is live.
pub(super) fn allocate(graph: &Graph, calls: &[Ordered], bytes: usize) -> Allocation {
    let mut slots: Vec<Slot> = Vec::new();
    let writes = |call: &Ordered| graph.nodes()[call.node].writes;
    let workspace = |call: &Ordered| {
        let node = &graph.nodes()[call.node];
        node.op.row_workspace(&graph.site(node, bytes))
    };
    let (slot_of, workspace_of) = slots_of(graph, calls, &mut slots);
    // The last call that writes a value; nothing writes the network's input.
    let slot_of_value = |value: ValueId| calls.iter().rposition(|call| writes(call) == value).map(|call| slot_of[call]);
    for output in &graph.outputs {
        if let Some(slot) = slot_of_value(graph.storage(*output)) {
            slots[slot].buffer = Some(Buffer::Output);
        }
    }
    for slot in (0..slots.len()).rev() {
        if slots[slot].buffer.is_none() {
            let Slot { from, to, .. } = slots[slot];
            let is_free = |buffer: &Buffer| {
                let others = slots.iter().filter(|other| other.buffer == Some(*buffer));
                others.into_iter().all(|other| other.to < from || to < other.from)
            };
            slots[slot].buffer = buffers().find(is_free);
        }
    }

    let buffer = |slot: usize| slots[slot].buffer.unwrap_or(Buffer::Output);
    let mut allocation = Allocation { calls: Vec::new(), scratch: [Size::Known(0), Size::Known(0)], kept: Vec::new() };
    for (index, call) in calls.iter().enumerate() {
        let output = &graph[writes(call)];
        let placed = Placed {
            node: call.node,
            part: call.part,
            reads: call.reads.iter().map(|read| slot_of_value(*read).map_or(Buffer::Input, buffer)).collect(),
            writes: buffer(slot_of[index]),
            row_workspace: workspace_of[index].map(buffer),
        };
        allocation.grow(placed.writes, &output.rows.times(&output.shape.elements()));
        if let (Some(workspace), Some(numbers)) = (placed.row_workspace, workspace(call)) {
            allocation.grow(workspace, &output.rows.times(&numbers));
        }
        allocation.calls.push(placed);
    }
    allocation
}

/// The two buffers that a chain needs, and then as many as there are.
fn buffers() -> impl Iterator<Item = Buffer> {
    [Buffer::Scratch(0), Buffer::Scratch(1)].into_iter().chain((0..).map(Buffer::Kept))
}

/// The slot of what each call writes, and of its workspace.
fn slots_of(graph: &Graph, calls: &[Ordered], slots: &mut Vec<Slot>) -> (Vec<usize>, Vec<Option<usize>>) {
    let written = |value: ValueId| calls.iter().rposition(|call| graph.nodes()[call.node].writes == value);
    let mut last_read = vec![0; calls.len()];
    for (index, call) in calls.iter().enumerate() {
        for read in call.reads.iter().filter_map(|read| written(*read)) {
            last_read[read] = index;
        }
    }
    let (mut slot_of, mut workspace_of): (Vec<usize>, Vec<_>) = (Vec::new(), Vec::new());
    let mut own = |index: usize| {
        slots.push(Slot { from: index, to: index, buffer: None });
        slots.len() - 1
    };
    let mut lives: Vec<(usize, usize)> = Vec::new();
    for (index, call) in calls.iter().enumerate() {
        let node = &graph.nodes()[call.node];
        workspace_of.push(node.op.row_workspace(&graph.site(node, 1)).map(|_| own(index)));
        let storage = node.op.storage();
        // What is read twice can't be written over at the same time.
        let is_last = |read: &ValueId| {
            let is_once = call.reads.iter().filter(|other| *other == read).count() == 1;
            written(*read).is_some_and(|made| last_read[made] == index && is_once)
        };
        let replaced = call.reads.iter().rev().filter(|_| storage == Storage::InPlace).find(|read| is_last(read));
        let before = match storage {
            // The first part began the tensor.
            Storage::Parts => calls[..index].iter().position(|other| other.node == call.node),
            _ => replaced.and_then(|read| written(*read)),
        };
        let slot = before.map_or_else(|| own(index), |before| slot_of[before]);
        lives.push((slot, index.max(last_read[index])));
        slot_of.push(slot);
    }
    for (slot, to) in lives {
        slots[slot].to = slots[slot].to.max(to);
    }
    (slot_of, workspace_of)
}

impl Allocation {
    /// Makes room for so many numbers.
    fn grow(&mut self, buffer: Buffer, numbers: &Size) {
        let room = match buffer {
            Buffer::Input | Buffer::Output => return,
            Buffer::Scratch(index) => &mut self.scratch[index],
            Buffer::Kept(index) => {
                while self.kept.len() <= index {
                    self.kept.push(Size::Known(0));
                }
                &mut self.kept[index]
            }
        };
        *room = room.max(numbers);
    }
}
