//! The network as a graph: the values that flow through it, and the nodes that make one value of others. No syntax.
//!
//! Kinds of layers lower to it; the passes make other graphs of it; planning and emission read it. Layers are labels on its
//! nodes, for names, documentation and pictures.

use crate::ops::{Op, Site, Storage};
use crate::shape::{Shape, Size};

/// A value, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ValueId(usize);

/// A node, by its place in the order in which nodes are computed.
pub(crate) type NodeId = usize;

/// A layer, by its place in the network.
pub(crate) type LayerId = usize;

/// What flows from node to node.
#[derive(Clone, Debug)]
pub(crate) struct Value {
    pub(crate) shape: Shape,
    /// How many such tensors a sample has: the steps of time, where each is taken by itself.
    pub(crate) rows: Size,
    pub(crate) element: Element,
}

impl Value {
    /// A tensor of the network's own numbers, of which there are as many as of this one.
    pub(crate) fn like(&self, shape: Shape) -> Self {
        Self { shape, rows: self.rows.clone(), element: Element::Float }
    }
}

/// What a value is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Element {
    /// Numbers of the network's own type.
    Float,
    /// Indices, as an embedding takes them.
    Index,
}

/// What makes a value of others.
#[derive(Clone)]
pub(crate) struct Node {
    pub(crate) op: Op,
    pub(crate) reads: Vec<ValueId>,
    pub(crate) writes: ValueId,
    /// The layer whose node it is, and whose parameters it takes.
    pub(crate) layer: LayerId,
}

/// Values and nodes, each node after those whose values it reads. A value may be read any number of times.
#[derive(Clone, Default)]
pub(crate) struct Graph {
    values: Vec<Value>,
    /// The node that makes each value; none makes an input.
    producers: Vec<Option<NodeId>>,
    nodes: Vec<Node>,
    pub(crate) inputs: Vec<ValueId>,
    pub(crate) outputs: Vec<ValueId>,
}

impl Graph {
    /// Adds a value that no node makes.
    pub(crate) fn value(&mut self, value: Value) -> ValueId {
        self.values.push(value);
        self.producers.push(None);
        ValueId(self.values.len() - 1)
    }

    /// Adds an input.
    pub(crate) fn input(&mut self, value: Value) -> ValueId {
        let input = self.value(value);
        self.inputs.push(input);
        input
    }

    /// Adds a node; returns what it makes.
    pub(crate) fn node(&mut self, layer: LayerId, op: impl Into<Op>, reads: &[ValueId]) -> ValueId {
        let op = op.into();
        let value = op.output(&reads.iter().map(|read| &self[*read]).collect::<Vec<_>>());
        self.node_of(Node { op, reads: reads.to_vec(), writes: ValueId(self.values.len()), layer }, value)
    }

    /// Adds a node that makes `value`, whatever its op says.
    pub(crate) fn node_of(&mut self, node: Node, value: Value) -> ValueId {
        let writes = self.value(value);
        self.producers[writes.0] = Some(self.nodes.len());
        self.nodes.push(Node { writes, ..node });
        writes
    }

    pub(crate) fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The op of a node, to change.
    pub(crate) fn op_mut(&mut self, node: NodeId) -> &mut Op {
        &mut self.nodes[node].op
    }

    /// The node that makes a value; nothing of an input.
    pub(crate) fn producer(&self, value: ValueId) -> Option<NodeId> {
        self.producers[value.0]
    }

    /// The value whose numbers a value has: of the tensor that a view shows in another shape, that tensor.
    pub(crate) fn storage(&self, value: ValueId) -> ValueId {
        match self.producer(value).map(|node| &self.nodes[node]) {
            Some(node) if node.op.storage() == Storage::View => self.storage(node.reads[0]),
            _ => value,
        }
    }

    /// How often a value is read, as an output of the graph too.
    pub(crate) fn reads_of(&self, value: ValueId) -> usize {
        let reads = self.nodes.iter().flat_map(|node| &node.reads).chain(&self.outputs);
        reads.filter(|read| **read == value).count()
    }

    /// What a node reads and writes.
    pub(crate) fn site<'a>(&'a self, node: &'a Node, bytes: usize) -> Site<'a> {
        Site { reads: node.reads.iter().map(|read| &self[*read]).collect(), writes: &self[node.writes], bytes }
    }
}

impl std::ops::Index<ValueId> for Graph {
    type Output = Value;

    fn index(&self, value: ValueId) -> &Value {
        &self.values[value.0]
    }
}

impl std::ops::IndexMut<ValueId> for Graph {
    fn index_mut(&mut self, value: ValueId) -> &mut Value {
        &mut self.values[value.0]
    }
}
