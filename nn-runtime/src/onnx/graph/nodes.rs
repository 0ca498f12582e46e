//! Nodes that are added to a graph.

use alloc::format;
use alloc::vec;
use alloc::vec::Vec;

use super::super::model::Attribute;
use super::{Graph, Operation, Steps, Value};
use crate::Scalar;

impl<T: Scalar> Graph<'_, T> {
    /// Adds a node without attributes; the value is its output.
    pub(crate) fn call(&mut self, operator: &'static str, inputs: &[Value]) -> Value {
        self.node(operator, inputs, &[])
    }

    /// Adds a node; the value is its output.
    pub(crate) fn node(
        &mut self,
        operator: &'static str,
        inputs: &[Value],
        attributes: &[(&'static str, Attribute)],
    ) -> Value {
        let [output] = self.outputs(operator, inputs, attributes);
        output
    }

    /// Adds a node of so many outputs.
    pub(crate) fn outputs<const N: usize>(
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
    pub(crate) fn principal(
        &mut self,
        operator: &'static str,
        inputs: &[Value],
        attributes: &[(&'static str, Attribute)],
    ) -> Value {
        self.next_is_principal();
        self.node(operator, inputs, attributes)
    }

    /// Lets the next node be what the layer is about.
    pub(crate) fn next_is_principal(&mut self) {
        let node = self.nodes.len();
        if let Some(open) = &mut self.open {
            open.principal = Some(node);
        }
    }

    /// Adds a `Scan`: what `body` makes of each step of `sequence`, and of so many values that it remembers, which are like
    /// `start` at first. The body returns what it remembers for the next step; the outputs are all that it remembered first,
    /// step by step, and then what it remembered at the end.
    pub(crate) fn scan<const N: usize>(
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
}
