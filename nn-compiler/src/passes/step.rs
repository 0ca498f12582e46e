//! The network step by step: the nodes of one step of the input, with what is remembered of those before.
//!
//! The first axis of the input is time. Nodes pass it on, each step for itself or with the past, until one takes the last
//! step alone; after that there is no time any more, and each step is computed as if it were the last. A node that needs
//! the future, or all steps at once, forbids it. Those that a node reads must agree: all pass the steps on, or all give the
//! last alone.

use std::collections::BTreeMap;

use super::map::Map;
use crate::graph::{Graph, LayerId, Node, Value, ValueId};
use crate::model::Model;
use crate::ops::{CausalHistory, Op, Reshape, Rows};
use crate::shape::{Shape, Size};

/// A network step by step.
pub(crate) struct Stream {
    /// The nodes of one step.
    pub(crate) graph: Graph,
    /// How many numbers are remembered.
    pub(crate) state: Size,
}

/// What forbids it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Forbidden {
    /// The network's input, which has no axis of time.
    Input,
    /// A layer.
    Layer(LayerId, Why),
}

/// Why a layer does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// It begins with the last step.
    Backwards,
    /// Each output needs inputs that are yet to come.
    Future,
    /// It takes all steps together.
    AllSteps,
    /// It takes several steps at a time.
    Strides,
    /// It goes through the sequence in both directions.
    BothWays,
}

/// What a value of one step is of the sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Time {
    /// The entry of this step.
    Step,
    /// The same, where the network takes each step by itself, and steps of its own within it so many times.
    Each(usize),
    /// What there is if the sequence ends here.
    Last,
}

/// What a node becomes.
pub(crate) struct Stepped(ValueId, Time);

/// A node whose inputs are sequences, as the pass comes to it.
pub(crate) struct Step<'a> {
    graph: &'a mut Graph,
    layer: LayerId,
    /// The sequences that it reads, and what it reads at this step.
    sequences: Vec<Value>,
    reads: Vec<ValueId>,
    state: &'a mut Size,
}

impl Step<'_> {
    /// The shape of the sequence that is read first.
    pub(crate) fn sequence(&self) -> &Shape {
        &self.sequences[0].shape
    }

    /// The shape of its step.
    pub(crate) fn shape(&self) -> &Shape {
        &self.graph[self.reads[0]].shape
    }

    /// Takes room for so many numbers that are remembered; returns where they begin.
    pub(crate) fn state(&mut self, numbers: &Size) -> Size {
        let at = self.state.clone();
        *self.state = self.state.plus(numbers);
        at
    }

    /// Reads so many inputs of the past in place of this step's, `dilation` apart, of so many numbers that are remembered.
    pub(crate) fn remember(&mut self, taps: &Size, dilation: &Size, numbers: &Size) {
        let state = self.state(numbers);
        let history = CausalHistory { taps: taps.clone(), dilation: dilation.clone(), state };
        self.reads = vec![self.graph.node(self.layer, history, &self.reads)];
    }

    /// The op that makes this step of the output of this step of the input.
    pub(crate) fn each(&mut self, op: impl Into<Op>) -> Stepped {
        Stepped(self.graph.node(self.layer, op, &self.reads), Time::Step)
    }

    /// The op that makes what there is if the sequence ends here.
    pub(crate) fn last(&mut self, op: impl Into<Op>) -> Stepped {
        Stepped(self.graph.node(self.layer, op, &self.reads), Time::Last)
    }

    /// Each step by itself: here is only one.
    pub(crate) fn split(&self) -> Stepped {
        Stepped(self.reads[0], Time::Each(0))
    }
}

/// Whether the network has a layer that remembers steps: one for which going step by step is meant.
pub(crate) fn remembers(graph: &Graph) -> bool {
    graph.nodes().iter().any(|node| match &node.op {
        Op::Recurrent(_) => true,
        Op::Conv(conv) => conv.is_causal(),
        _ => false,
    })
}

/// A graph of the model's step by step.
pub(crate) fn step(model: &Model, graph: &Graph) -> Result<Stream, Forbidden> {
    let input = &graph[graph.inputs[0]];
    let [_, features @ ..] = input.shape.axes() else { return Err(Forbidden::Input) };
    // A step may be one index, but not one number.
    if features.is_empty() && !model.takes_indices() {
        return Err(Forbidden::Input);
    }
    let mut pass = Pass { model, whole: graph, map: Map::new(graph), times: BTreeMap::new(), state: Size::Known(0) };
    for input in &graph.inputs {
        let step = pass.map.of(*input);
        pass.map.graph[step].shape = step_of(&graph[*input].shape);
        pass.times.insert(*input, Time::Step);
    }
    for node in graph.nodes() {
        let (value, time) = pass.node(node).map_err(|why| pass.forbidden(node, why))?;
        pass.map.set(node.writes, value);
        pass.times.insert(node.writes, time);
    }
    Ok(Stream { graph: pass.map.finish(graph), state: pass.state })
}

/// What an op makes where there is no time any more, or not yet again.
fn after(time: Time, op: &Op) -> Time {
    match (time, op) {
        (Time::Each(depth), Op::Reshape(Reshape { rows: Rows::Split(_), .. })) => Time::Each(depth + 1),
        (Time::Each(depth), Op::Reshape(Reshape { rows: Rows::Merged(_), .. })) => Time::Each(depth - 1),
        _ => time,
    }
}

/// The shape of one step of a sequence.
fn step_of(sequence: &Shape) -> Shape {
    Shape::new(sequence.axes()[1..].to_vec())
}

struct Pass<'m> {
    model: &'m Model,
    /// The graph of the whole sequence.
    whole: &'m Graph,
    map: Map,
    times: BTreeMap<ValueId, Time>,
    state: Size,
}

impl Pass<'_> {
    /// What a node makes at this step, and what that is of the sequence.
    fn node(&mut self, node: &Node) -> Result<(ValueId, Time), Why> {
        let times: Vec<Time> = node.reads.iter().map(|read| self.times[read]).collect();
        let [time, others @ ..] = times.as_slice() else { return Err(Why::AllSteps) };
        if others.iter().any(|other| other != time) {
            return Err(Why::AllSteps);
        }
        let reads: Vec<ValueId> = node.reads.iter().map(|read| self.map.of(*read)).collect();
        let Node { op, layer, .. } = node;
        match (time, op) {
            (Time::Each(0), Op::Reshape(Reshape { rows: Rows::Merged(_), .. })) => Ok((reads[0], Time::Step)),
            (Time::Each(_) | Time::Last, _) => Ok((self.as_it_is(node, &reads), after(*time, op))),
            (Time::Step, _) => {
                let sequences = node.reads.iter().map(|read| self.whole[*read].clone()).collect();
                let graph = &mut self.map.graph;
                let mut step = Step { graph, layer: *layer, sequences, reads, state: &mut self.state };
                let Stepped(value, time) = op.step(&mut step)?;
                if time != Time::Step {
                    return Ok((value, time));
                }
                let sequence = &self.whole[node.writes].shape;
                if sequence.axes().len() < 2 {
                    return Err(Why::AllSteps);
                }
                Ok((self.in_shape(value, &step_of(sequence), *layer), time))
            }
        }
    }

    /// A node for which there is no time any more, or not yet again.
    fn as_it_is(&mut self, node: &Node, reads: &[ValueId]) -> ValueId {
        let mut op = node.op.clone();
        if let Op::Reshape(Reshape { rows: Rows::Merged(rows), .. }) = &mut op
            && let Some(outer) = self.outer_rows(node)
        {
            *rows = outer;
        }
        self.map.graph.node(node.layer, op, reads)
    }

    /// How many rows there were where the steps became rows that this node makes steps again.
    fn outer_rows(&self, merge: &Node) -> Option<Size> {
        let graph = &self.whole;
        let (mut value, mut depth) = (*merge.reads.first()?, 0);
        loop {
            let node = &graph.nodes()[graph.producer(value)?];
            value = *node.reads.first()?;
            match &node.op {
                Op::Reshape(Reshape { rows: Rows::Merged(_), .. }) => depth += 1,
                Op::Reshape(Reshape { rows: Rows::Split(_), .. }) if depth == 0 => {
                    return Some(self.map.graph[self.map.of(value)].rows.clone());
                }
                Op::Reshape(Reshape { rows: Rows::Split(_), .. }) => depth -= 1,
                _ => {}
            }
        }
    }

    /// A value in the shape that it has in the sequence.
    fn in_shape(&mut self, value: ValueId, shape: &Shape, layer: LayerId) -> ValueId {
        let graph = &mut self.map.graph;
        if graph[value].shape.axes().len() == shape.axes().len() {
            return value;
        }
        graph.node(layer, Reshape { shape: shape.clone(), rows: Rows::Same }, &[value])
    }

    /// The layer that forbids it: of layers that go both ways, that which is made of them.
    fn forbidden(&self, node: &Node, why: Why) -> Forbidden {
        if why == Why::Backwards
            && let Some(layer) = self.model.both_ways(node.layer)
        {
            return Forbidden::Layer(layer, Why::BothWays);
        }
        Forbidden::Layer(node.layer, why)
    }
}
