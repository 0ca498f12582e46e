//! A graph that is made of another, value by value.

use crate::graph::{Graph, Node, ValueId};

/// The graph so far, and which of its values stands for each of the other's.
pub(super) struct Map {
    pub(super) graph: Graph,
    values: Vec<(ValueId, ValueId)>,
}

impl Map {
    /// With the other's inputs.
    pub(super) fn new(other: &Graph) -> Self {
        let mut map = Self { graph: Graph::default(), values: Vec::new() };
        for input in &other.inputs {
            let value = map.graph.input(other[*input].clone());
            map.set(*input, value);
        }
        map
    }

    /// What stands for a value of the other.
    pub(super) fn of(&self, value: ValueId) -> ValueId {
        // Every value that is read was made before.
        self.values.iter().rev().find(|(of, _)| *of == value).map_or(value, |(_, is)| *is)
    }

    pub(super) fn set(&mut self, value: ValueId, is: ValueId) {
        self.values.push((value, is));
    }

    /// Takes a node over as it is.
    pub(super) fn node(&mut self, other: &Node) {
        let reads: Vec<ValueId> = other.reads.iter().map(|read| self.of(*read)).collect();
        let value = self.graph.node(other.layer, other.op.clone(), &reads);
        self.set(other.writes, value);
    }

    /// The graph, with the other's outputs.
    pub(super) fn finish(mut self, other: &Graph) -> Graph {
        self.graph.outputs = other.outputs.iter().map(|output| self.of(*output)).collect();
        self.graph
    }
}
