//! Where each tensor lives: in the caller's memory, or in a slot of the arena.

use super::liveness::{LiveRange, Liveness, liveness};
use super::order::Ordered;
use super::program::{Placed, Program, total};
use crate::graph::{Graph, ValueId};
use crate::ops::{Argument, Buffer};
use crate::shape::Size;

/// Gives each tensor its buffer. Inputs and outputs are the caller's memory, which is not aligned as slots are, and so has
/// nothing else in it.
pub(super) fn allocate(graph: &Graph, calls: &[Ordered], bytes: usize) -> Program {
    let liveness = liveness(graph, calls, bytes);
    let arguments = arguments(graph);
    let mut buffers: Vec<Option<Buffer>> = liveness.ranges.iter().map(|_| None).collect();
    for (index, argument) in arguments.iter().enumerate() {
        if let Some(range) = liveness.of(graph.storage(argument.value)) {
            buffers[range] = Some(Buffer::Argument(index));
        }
    }

    let free: Vec<usize> = (0..buffers.len()).filter(|range| buffers[*range].is_none()).collect();
    let Slots { sizes, of } = slots(&liveness, &free);
    for (range, slot) in free.into_iter().zip(of) {
        buffers[range] = Some(Buffer::Slot(slot));
    }

    // Each range has its buffer by now.
    let buffer = |range: usize| buffers[range].unwrap_or(Buffer::Argument(0));
    let input = |value: ValueId| arguments.iter().position(|argument| argument.value == value).unwrap_or(0);
    let read = |value: &ValueId| liveness.of(*value).map_or_else(|| Buffer::Argument(input(*value)), buffer);
    let calls = calls.iter().enumerate().map(|(index, call)| Placed {
        node: call.node,
        part: call.part,
        reads: call.reads.iter().map(read).collect(),
        writes: buffer(liveness.writes[index]),
        row_workspace: liveness.workspaces[index].map(buffer),
    });
    Program { calls: calls.collect(), slots: sizes, arguments }
}

/// The inputs, and then the outputs.
fn arguments(graph: &Graph) -> Vec<Argument> {
    let named = |values: &[ValueId], name: &str| -> Vec<Argument> {
        let name = |index: usize| if values.len() == 1 { name.to_owned() } else { format!("{name}_{index}") };
        values.iter().enumerate().map(|(index, value)| Argument { name: name(index), value: *value }).collect()
    };
    [named(&graph.inputs, "input"), named(&graph.outputs, "output")].concat()
}

/// Slots, and the one of each range.
struct Slots {
    sizes: Vec<Size>,
    of: Vec<usize>,
}

/// The slots of live ranges. To have as few numbers as can be is hard (it is to colour a graph with weights); of two ways that
/// are good where the other is not, it is the better one. Of sizes that only rustc knows there is nothing to compare.
fn slots(liveness: &Liveness, ranges: &[usize]) -> Slots {
    let range = |index: &usize| &liveness.ranges[ranges[*index]];
    let backwards: Vec<usize> = (0..ranges.len()).rev().collect();
    let from_the_end = first_fit(&backwards, range);
    let sizes: Option<Vec<usize>> = (0..ranges.len()).map(|index| range(&index).numbers.known()).collect();
    let Some(sizes) = sizes else { return from_the_end };
    let mut descending = backwards;
    descending.sort_by_key(|index| std::cmp::Reverse(sizes[*index]));
    let largest_first = first_fit(&descending, range);
    let numbers = |slots: &Slots| total(&slots.sizes).known();
    if numbers(&largest_first) < numbers(&from_the_end) { largest_first } else { from_the_end }
}

/// Each range in turn gets the first slot that has no other while it is live.
fn first_fit<'a>(order: &[usize], range: impl Fn(&usize) -> &'a LiveRange) -> Slots {
    let mut slots = Slots { sizes: Vec::new(), of: vec![0; order.len()] };
    let mut tenants: Vec<Vec<usize>> = Vec::new();
    for index in order {
        let range_of = range(index);
        let is_free = |tenants: &Vec<usize>| !tenants.iter().any(|tenant| range(tenant).overlaps(range_of));
        let slot = tenants.iter().position(is_free).unwrap_or_else(|| {
            tenants.push(Vec::new());
            slots.sizes.push(Size::Known(0));
            tenants.len() - 1
        });
        tenants[slot].push(*index);
        slots.sizes[slot] = slots.sizes[slot].max(&range_of.numbers);
        slots.of[*index] = slot;
    }
    slots
}
