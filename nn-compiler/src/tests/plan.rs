//! Where tensors live while a pass runs: every call finds what it reads, and slots are shared.

use std::collections::BTreeMap;

use crate::compile;
use crate::graph::{Graph, ValueId};
use crate::ops::{Buffer, Storage};
use crate::plan::{Placed, Plan};

/// The plan of a network's forward pass.
#[track_caller]
fn plan(network: &str) -> Plan {
    let tokens = format!("(::nn_runtime::hidden) {network}").parse().expect("tokens");
    compile::plan(tokens).unwrap_or_else(|| panic!("`{network}` has errors"))
}

/// The sizes of the slots.
fn slots(network: &str) -> Vec<usize> {
    plan(network).program.slots.iter().map(|size| size.known().expect("known sizes")).collect()
}

/// What is in each buffer: a value, and how many of its parts.
type Memory = BTreeMap<usize, (ValueId, usize)>;

/// A buffer as a place of the memory.
fn place(plan: &Plan, buffer: Buffer) -> usize {
    match buffer {
        Buffer::Argument(index) => index,
        Buffer::Slot(index) => plan.program.arguments.len() + index,
        Buffer::Workspace => panic!("no tensor lies in the workspace"),
    }
}

/// Runs a call with the names of values in place of numbers.
fn run(plan: &Plan, memory: &mut Memory, call: &Placed) {
    let (graph, node) = (&plan.graph, &plan.graph.nodes()[call.node]);
    let storage = node.op.storage();
    let values = node.reads.iter().map(|read| graph.storage(*read));
    let values: Vec<ValueId> =
        if storage == Storage::Parts { values.skip(call.part).take(1).collect() } else { values.collect() };
    assert_eq!(values.len(), call.reads.len());
    for (value, buffer) in values.iter().zip(&call.reads) {
        assert_eq!(
            memory.get(&place(plan, *buffer)),
            Some(&(*value, parts(graph, *value))),
            "{value:?} is not in {buffer:?}"
        );
        assert!(storage == Storage::InPlace || *buffer != call.writes, "{} can't work in place", node.op.name());
    }
    let written = &graph[node.writes];
    let mut numbers = vec![(call.writes, written.rows.times(&written.shape.elements()))];
    if let Some(workspace) = call.row_workspace {
        assert!(workspace != call.writes && !call.reads.contains(&workspace));
        memory.remove(&place(plan, workspace));
        let each = node.op.row_workspace(&graph.site(node, 4)).expect("a workspace");
        numbers.push((workspace, written.rows.times(&each)));
    }
    for (buffer, numbers) in numbers {
        if let Buffer::Slot(index) = buffer {
            assert!(plan.program.slots[index].known() >= numbers.known(), "{} overflows its slot", node.op.name());
        } else {
            assert!(!graph.inputs.contains(&plan.program.arguments[place(plan, buffer)].value), "an input is written");
        }
    }
    let now = memory.entry(place(plan, call.writes)).or_insert((node.writes, 0));
    *now = if now.0 == node.writes { (node.writes, now.1 + 1) } else { (node.writes, 1) };
}

/// How many calls write a value.
fn parts(graph: &Graph, value: ValueId) -> usize {
    match graph.producer(value).map(|node| &graph.nodes()[node]) {
        Some(node) if node.op.storage() == Storage::Parts => node.reads.len(),
        _ => 1,
    }
}

#[test]
fn each_call_finds_what_it_reads() {
    let networks = [
        "dense(3, input = 2)",
        "residual(dense(17, tanh), dense(5), input = 5)",
        "dense(5, input = 4), residual(relu, dense(5)), relu(), residual(dropout(0.5))",
        "residual(dropout(0.5), input = 3)",
        "dense(10, input = 3), dense(1), dense(2), dense(9), dense(1)",
        "dense(4, input = 4), residual(dense(8, relu), dense(4)), concat(identity(), (dense(2), tanh))",
        "activation(tanh, input = 3), concat(identity(), residual(dense(3), residual(dense(3), relu), dense(3)), dense(5)), dense(2)",
        "bidirectional(gru(4, input = (5, 3)), merge_mode = mul), residual(residual(tanh()))",
        "dense(4, input = 4), concat(concat(dense(1), dense(2)), dense(3), concat(dense(4), residual(dense(4), tanh)))",
        "bidirectional(lstm(4, input = (5, 3), return_sequences = true)), bidirectional(gru(7)), dense(2)",
        "time_distributed(dense(2), input = (5, 3)), residual(prelu()), lstm(4), dense(1)",
        "conv2d(4, kernel = 3, padding = same, input = (8, 8, 2)), layer_normalization(), residual(conv2d(4, kernel = 3, padding = same, relu)), max_pool2d(2), flatten(), dense(3)",
    ];
    for network in networks {
        let plan = plan(network);
        let mut memory = Memory::new();
        for (index, argument) in plan.program.arguments.iter().enumerate() {
            if plan.graph.inputs.contains(&argument.value) {
                memory.insert(index, (argument.value, 1));
            }
        }
        for call in &plan.program.calls {
            run(&plan, &mut memory, call);
        }
        for (index, argument) in plan.program.arguments.iter().enumerate().skip(plan.graph.inputs.len()) {
            let value = plan.graph.storage(argument.value);
            assert_eq!(memory.get(&index), Some(&(value, parts(&plan.graph, value))), "{network}");
        }
    }
}

#[test]
fn a_chain_takes_two_slots() {
    assert_eq!(slots("dense(3, input = 2)"), []);
    assert_eq!(slots("dense(3, input = 2), dense(4)"), [3]);
    assert_eq!(slots("dense(3, input = 2), dense(4), dense(5), dense(2)"), [5, 4]);
}

#[test]
fn large_tensors_share_a_slot_though_a_small_one_takes_one_more() {
    assert_eq!(slots("dense(10, input = 3), dense(1), dense(2), dense(9), dense(1)"), [10, 2, 1]);
}
