//! A graph in the making.

mod constants;
mod layout;

use alloc::borrow::ToOwned;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::model::{Attribute, Body, Constant, Data, Info, Model, Node};
use crate::{Layer, Parameter, Scalar};

/// A graph that is built layer by layer, op by op. Each op takes the tensor that the one before it made.
pub struct Graph<'a, T: Scalar> {
    parameters: Vec<Parameter<'a, T>>,
    layers: &'static [Layer],
    input: Info,
    /// The layer that is being built.
    layer: Option<&'static Layer>,
    /// How many nodes and values there were before this layer.
    start: (usize, usize),
    /// The node that is what the layer is about, if that isn't the last.
    principal: Option<usize>,
    /// The values' names, and all names that are taken.
    names: Vec<String>,
    taken: BTreeSet<String>,
    nodes: Vec<Operation>,
    constants: Vec<(Value, Vec<usize>, Data<'a, T>)>,
    /// The constants that nodes share, by their text.
    shared: BTreeMap<String, Value>,
    /// The layers' outputs.
    layer_outputs: Vec<Tensor>,
    /// What the last node has put around the current tensor, if that is all that it did.
    pub(super) padding: Option<Padding>,
    pub(super) current: Tensor,
}

/// A value of a graph, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Value(usize);

impl Value {
    /// Stands for an input that is not there, where others follow.
    pub(super) const NONE: Self = Self(0);
    /// The network's input.
    const INPUT: Self = Self(1);
}

/// A tensor of the network, and the value that holds it.
#[derive(Clone, Debug)]
pub(super) struct Tensor {
    pub(super) value: Value,
    /// The sizes of its axes as the network has them, without the batch.
    pub(super) shape: Vec<usize>,
    /// Whether the value has the last axis before all others.
    pub(super) channels_first: bool,
    /// Whether its numbers are indices, as an embedding takes them.
    pub(super) is_indices: bool,
}

/// Zeros around a tensor: that before, how many at both ends of each axis, and the value with them.
pub(super) struct Padding {
    pub(super) before: Tensor,
    pub(super) edges: Vec<[usize; 2]>,
    pub(super) value: Value,
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
    pub(super) const IS_SINGLE: bool = size_of::<T>() == size_of::<f32>();

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
        };
        Self {
            parameters,
            layers,
            input: input.info(INPUT),
            layer: None,
            start: (0, 0),
            principal: None,
            names: vec![String::new(), INPUT.to_owned()],
            taken: [INPUT, OUTPUT].map(str::to_owned).into(),
            nodes: Vec::new(),
            constants: Vec::new(),
            shared: BTreeMap::new(),
            layer_outputs: Vec::new(),
            padding: None,
            current: input,
        }
    }

    /// Begins the layer of this number: the ops that follow are its own.
    pub fn layer(&mut self, index: usize) {
        self.end();
        self.layer = Some(&self.layers[index]);
        self.start = (self.nodes.len(), self.names.len());
        self.principal = None;
        self.padding = None;
    }

    /// Ends a layer: its output has the shape that it should have, and bears the layer's name.
    fn end(&mut self) {
        let Some(layer) = self.layer.take() else { return };
        self.reshape(layer.output_shape);
        let (nodes, values) = self.start;
        let principal = self.principal.unwrap_or(self.nodes.len().saturating_sub(1));
        if let Some(node) = self.nodes[nodes..].get_mut(principal.saturating_sub(nodes)) {
            layer.name.clone_into(&mut node.name);
        }
        let Value(output) = self.current.value;
        if output >= values {
            if self.taken.insert(layer.name.to_owned()) {
                layer.name.clone_into(&mut self.names[output]);
            }
            self.layer_outputs.push(self.current.clone());
        }
    }

    /// The graph with its names.
    pub(super) fn finish(mut self) -> Model<'a, T> {
        self.end();
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

    /// Takes the padding back that this layer has just put around the current tensor, and returns what it was. What ONNX
    /// pads by itself needs no node for it.
    pub(super) fn take_padding(&mut self) -> Option<Vec<[usize; 2]>> {
        let padding = self.padding.take()?;
        self.nodes.pop_if(|node| node.outputs == [padding.value])?;
        self.current = padding.before;
        Some(padding.edges)
    }

    /// Adds a node without attributes; the value is its output.
    pub(super) fn call(&mut self, operator: &'static str, inputs: &[Value]) -> Value {
        self.node(operator, inputs, &[])
    }

    /// Adds a node; the value is its output.
    pub(super) fn node(
        &mut self,
        operator: &'static str,
        inputs: &[Value],
        attributes: &[(&'static str, Attribute)],
    ) -> Value {
        let [output] = self.outputs(operator, inputs, attributes);
        output
    }

    /// Adds a node of so many outputs.
    pub(super) fn outputs<const N: usize>(
        &mut self,
        operator: &'static str,
        inputs: &[Value],
        attributes: &[(&'static str, Attribute)],
    ) -> [Value; N] {
        let name = self.qualified(operator);
        let outputs = [(); N].map(|()| self.value(&name));
        // An output's name is the node's too, since it is nobody else's.
        let name = outputs.first().map_or(name, |output| self.names[output.0].clone());
        let (inputs, attributes) = (inputs.to_vec(), attributes.to_vec());
        self.nodes.push(Operation { name, operator, inputs, outputs: outputs.to_vec(), attributes, body: None });
        outputs
    }

    /// Adds a node that is what the layer is about, as its `Gemm` is, and not the activation after it: it bears the
    /// layer's name.
    pub(super) fn principal(
        &mut self,
        operator: &'static str,
        inputs: &[Value],
        attributes: &[(&'static str, Attribute)],
    ) -> Value {
        self.next_is_principal();
        self.node(operator, inputs, attributes)
    }

    /// Lets the next node be what the layer is about.
    pub(super) fn next_is_principal(&mut self) {
        self.principal = Some(self.nodes.len());
    }

    /// Adds a `Scan`: what `body` makes of each step of `sequence`, and of so many values that it remembers, which are like
    /// `start` at first. The body returns what it remembers for the next step; the outputs are all that it remembered first,
    /// step by step, and then what it remembered at the end.
    pub(super) fn scan<const N: usize>(
        &mut self,
        start: Value,
        sequence: Value,
        reverse: bool,
        body: impl FnOnce(&mut Self, [Value; N], Value) -> [Value; N],
    ) -> (Value, [Value; N]) {
        let outer = core::mem::take(&mut self.nodes);
        let name = self.qualified("Scan");
        let before = [(); N].map(|()| self.value(&format!("{name}/before")));
        let step = self.value(&format!("{name}/step"));
        let after = body(self, before, step);
        // A value of a graph is its output just once.
        let written = self.call("Identity", &[after[0]]);
        let nodes = core::mem::replace(&mut self.nodes, outer);
        let outputs: Vec<Value> = (0..=N).map(|_| self.value(&name)).collect();
        let (ends, sequences) = (core::array::from_fn(|index| outputs[index]), outputs[N]);
        self.next_is_principal();
        self.nodes.push(Operation {
            name: self.names[outputs[0].0].clone(),
            operator: "Scan",
            inputs: [start; N].into_iter().chain([sequence]).collect(),
            outputs,
            attributes: vec![
                ("num_scan_inputs", Attribute::Integer(1)),
                // The axis of the steps comes after the batch.
                ("scan_input_axes", Attribute::Integers(vec![1])),
                ("scan_input_directions", Attribute::Integers(vec![i64::from(reverse)])),
                ("scan_output_axes", Attribute::Integers(vec![1])),
            ],
            body: Some(Steps {
                nodes,
                inputs: before.into_iter().chain([step]).collect(),
                outputs: after.into_iter().chain([written]).collect(),
            }),
        });
        (sequences, ends)
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

    /// The name of something of this layer's: `hidden/Relu`.
    fn qualified(&self, name: &str) -> String {
        match self.layer {
            Some(layer) => format!("{}/{name}", layer.name),
            None => name.to_owned(),
        }
    }
}
