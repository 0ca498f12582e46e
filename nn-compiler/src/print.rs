//! A model's graph as text, for people and for tests.

use std::fmt;

use crate::graph::{Element, Value, ValueId};
use crate::model::{Model, Role, Tensor};
use crate::shape::Size;

/// The graph of a model as its layers lowered to it, and their parameters.
pub(crate) struct Printed<'m>(pub(crate) &'m Model);

impl fmt::Display for Printed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(model) = self;
        for input in &model.graph.inputs {
            writeln!(f, "{} = input: {}", self.name(*input), value(&model.graph[*input]))?;
        }
        for node in model.graph.nodes() {
            let reads = node.reads.iter().map(|read| self.name(*read));
            let attributes = Some(node.op.attributes().to_string()).filter(|text| !text.is_empty());
            let arguments: Vec<String> = reads.chain(attributes).collect();
            let (name, op, arguments) = (self.name(node.writes), node.op.name(), arguments.join(", "));
            let (made, layer) = (value(&model.graph[node.writes]), model.layers[node.layer].name());
            writeln!(f, "{name} = {op}({arguments}): {made} # {layer}")?;
        }
        for output in &model.graph.outputs {
            writeln!(f, "output {}", self.name(*output))?;
        }
        for layer in &model.layers {
            for tensor in layer.tensors() {
                writeln!(f, "{}.{}", layer.name(), parameter(tensor))?;
            }
        }
        Ok(())
    }
}

impl Printed<'_> {
    /// Inputs come first, and then what the nodes make.
    fn name(&self, value: ValueId) -> String {
        let graph = &self.0.graph;
        let input = graph.inputs.iter().position(|input| *input == value);
        let number = graph.producer(value).map(|node| graph.inputs.len() + node).or(input);
        number.map_or_else(|| "%?".to_owned(), |number| format!("%{number}"))
    }
}

/// `[8, 3]`, and how many of them a sample has.
fn value(value: &Value) -> String {
    let element = match value.element {
        Element::Float => "",
        Element::Index => " of indices",
    };
    let rows = match &value.rows {
        Size::Known(1) => String::new(),
        rows => format!("{rows} x "),
    };
    format!("{rows}{}{element}", value.shape)
}

/// `kernel: [4, 3], trainable, l2(l2 = 0.01), max_norm(max_value = 2, axis = 0)`.
fn parameter(tensor: &Tensor) -> String {
    let role = match tensor.role {
        Role::Trainable => "trainable",
        Role::Frozen => "frozen",
        Role::Statistic => "statistic",
    };
    let functions = [&tensor.regularizer, &tensor.constraint].into_iter().flatten().map(ToString::to_string);
    let parts: Vec<String> = [tensor.shape.to_string(), role.to_owned()].into_iter().chain(functions).collect();
    format!("{}: {}", tensor.name, parts.join(", "))
}
