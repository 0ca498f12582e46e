//! A graph in the making.

mod constants;
mod layers;
mod layout;
mod nodes;

use alloc::borrow::ToOwned;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::model::{Attribute, Body, Constant, Data, Info, Model, Node};
use crate::{Layer, Parameter, Scalar};

/// A graph that is built op by op. Each takes values by their numbers, the network's input being the first, and makes one.
pub struct Graph<'a, T: Scalar> {
    parameters: Vec<Parameter<'a, T>>,
    layers: &'static [Layer],
    input: Info,
    /// The layer whose nodes are being built.
    open: Option<Open>,
    /// The tensors by the numbers that the compiler's graph has for its values, and those that the next op reads.
    tensors: Vec<Tensor>,
    reads: Vec<Tensor>,
    /// The values' names, and all names that are taken.
    names: Vec<String>,
    taken: BTreeSet<String>,
    nodes: Vec<Operation>,
    constants: Vec<(Value, Vec<usize>, Data<'a, T>)>,
    /// The constants that nodes share, by their text.
    shared: BTreeMap<String, Value>,
    /// The layers' outputs.
    layer_outputs: Vec<Tensor>,
    pub(crate) current: Tensor,
}

/// A value of a graph, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Value(usize);

impl Value {
    /// Stands for an input that is not there, where others follow.
    pub(crate) const NONE: Self = Self(0);
    /// The network's input.
    const INPUT: Self = Self(1);
}

/// A tensor of the network, and the value that holds it.
#[derive(Clone, Debug)]
pub(crate) struct Tensor {
    pub(crate) value: Value,
    /// The sizes of its axes as the network has them, without the batch.
    pub(crate) shape: Vec<usize>,
    /// Whether the value has the last axis before all others.
    pub(crate) channels_first: bool,
    /// Whether its numbers are indices, as an embedding takes them.
    pub(crate) is_indices: bool,
    /// How many of it a sample is: the steps of time, where each is taken by itself.
    pub(crate) rows: usize,
}

/// A layer in the making.
struct Open {
    layer: &'static Layer,
    /// How many nodes and values there were before.
    start: (usize, usize),
    /// The node that is what the layer is about, if that isn't the last.
    principal: Option<usize>,
}

/// A node whose inputs and outputs may get other names yet.
struct Operation {
    name: String,
    operator: &'static str,
    inputs: Vec<Value>,
    outputs: Vec<Value>,
    attributes: Vec<(&'static str, Attribute)>,
    body: Option<Steps>,
}

/// What a node does again and again.
struct Steps {
    nodes: Vec<Operation>,
    inputs: Vec<Value>,
    outputs: Vec<Value>,
}

impl Operation {
    fn named(&self, names: &[String]) -> Node {
        let all = |values: &[Value]| values.iter().map(|value| names[value.0].clone()).collect();
        Node {
            name: self.name.clone(),
            operator: self.operator,
            inputs: all(&self.inputs),
            outputs: all(&self.outputs),
            attributes: self.attributes.clone(),
            body: self.body.as_ref().map(|body| Body {
                nodes: body.nodes.iter().map(|node| node.named(names)).collect(),
                inputs: all(&body.inputs),
                outputs: all(&body.outputs),
            }),
        }
    }

    fn needs(&self, value: Value) -> bool {
        let within = || self.body.iter().flat_map(|body| &body.nodes).any(|node| node.needs(value));
        self.inputs.contains(&value) || within()
    }
}

/// What the graph's own input and output are called.
const INPUT: &str = "input";
const OUTPUT: &str = "output";

impl<'a, T: Scalar> Graph<'a, T> {
    /// Whether attributes, which are `f32`, say all that is to be said.
    pub(crate) const IS_SINGLE: bool = size_of::<T>() == size_of::<f32>();

    pub(super) fn new(
        parameters: Vec<Parameter<'a, T>>,
        input_shape: &[usize],
        takes_indices: bool,
        layers: &'static [Layer],
    ) -> Self {
        let input = Tensor {
            value: Value::INPUT,
            shape: input_shape.to_vec(),
            channels_first: false,
            is_indices: takes_indices,
            rows: 1,
        };
        Self {
            parameters,
            layers,
            input: input.info(INPUT),
            open: None,
            tensors: vec![input.clone()],
            reads: Vec::new(),
            names: vec![String::new(), INPUT.to_owned()],
            taken: [INPUT, OUTPUT].map(str::to_owned).into(),
            nodes: Vec::new(),
            constants: Vec::new(),
            shared: BTreeMap::new(),
            layer_outputs: Vec::new(),
            current: input,
        }
    }

    /// The graph with its names.
    pub(super) fn finish(mut self) -> Model<'a, T> {
        let mut output = self.channels_last();
        if output == Value::INPUT {
            // ONNX wants a node between them.
            output = self.call("Identity", &[output]);
        }
        OUTPUT.clone_into(&mut self.names[output.0]);
        let name = |Value(index): &Value| self.names[*index].clone();
        let values = self.layer_outputs.iter().filter(|tensor| tensor.value != output);
        Model {
            nodes: self.nodes.iter().map(|node| node.named(&self.names)).collect(),
            input: self.input,
            output: self.current.info(OUTPUT),
            values: values.map(|tensor| tensor.info(&name(&tensor.value))).collect(),
            constants: self
                .constants
                .into_iter()
                .filter(|(value, ..)| self.nodes.iter().any(|node| node.needs(*value)))
                .map(|(value, shape, data)| Constant { name: name(&value), shape, data })
                .collect(),
        }
    }

    /// A new value, called so, or so with a number after it.
    fn value(&mut self, name: &str) -> Value {
        let mut unique = name.to_owned();
        let mut number = 0;
        while !self.taken.insert(unique.clone()) {
            number += 1;
            unique = format!("{name}_{number}");
        }
        self.names.push(unique);
        Value(self.names.len() - 1)
    }

    /// The layer that is being built; nothing before the first and after the last.
    fn layer(&self) -> Option<&'static Layer> {
        self.open.as_ref().map(|open| open.layer)
    }

    /// The name of something of this layer's: `hidden/Relu`.
    fn qualified(&self, name: &str) -> String {
        match self.layer() {
            Some(layer) => format!("{}/{name}", layer.name),
            None => name.to_owned(),
        }
    }
}
