//! The layers of a graph, and those that layers are made of.

use alloc::borrow::ToOwned;
use alloc::vec;
use alloc::vec::Vec;

use super::super::model::Attribute;
use super::{Graph, Open, Tensor};
use crate::Scalar;

impl<T: Scalar> Graph<'_, T> {
    /// Begins the layer of this number: the ops that follow are its own.
    pub fn begin(&mut self, index: usize) {
        self.padding = None;
        self.open.push(Open {
            layer: &self.layers[index],
            start: (self.nodes.len(), self.names.len()),
            principal: None,
            input: self.current.clone(),
            outputs: Vec::new(),
        });
    }

    /// Ends the layer that began last: its output has the shape that it should have, and bears the layer's name.
    pub fn end(&mut self) {
        let Some(layer) = self.layer() else { return };
        self.reshape(layer.output_shape);
        let Some(Open { start: (nodes, values), principal, .. }) = self.open.pop() else { return };
        let principal = principal.or(self.nodes.len().checked_sub(1)).filter(|principal| *principal >= nodes);
        if let Some(node) = principal {
            layer.name.clone_into(&mut self.nodes[node].name);
        }
        if self.current.value.0 >= values {
            if self.taken.insert(layer.name.to_owned()) {
                layer.name.clone_into(&mut self.names[self.current.value.0]);
            }
            self.layer_outputs.push(self.current.clone());
        }
        if let Some(outer) = self.open.last_mut() {
            outer.start = (self.nodes.len(), self.names.len());
        }
    }

    /// Begins a branch of the layer: its layers are given what the layer is given.
    pub fn branch(&mut self) {
        let Some(open) = self.open.last() else { return };
        self.current = open.input.clone();
    }

    /// The same, of which each of so many steps is taken by itself.
    pub fn steps(&mut self, steps: usize) {
        self.branch();
        let step = self.current.shape.iter().skip(1).copied().collect::<Vec<_>>();
        self.regroup(&step, self.current.rows * steps);
    }

    /// Ends the branch of so many steps.
    pub fn end_steps(&mut self, steps: usize) {
        let whole = [&[steps], &*self.current.shape].concat();
        self.regroup(&whole, self.current.rows / steps);
        self.end_branch();
    }

    /// Ends the branch.
    pub fn end_branch(&mut self) {
        let output = self.current.clone();
        if let Some(open) = self.open.last_mut() {
            open.outputs.push(output);
            self.current = open.outputs[0].clone();
        }
    }

    /// What an operator makes of the current tensor and of the next branch's.
    pub fn merge(&mut self, operator: &'static str) {
        let mut tensors = self.branches().into_iter();
        if let (Some(a), Some(b)) = (tensors.next(), tensors.next()) {
            let value = self.principal(operator, &[a.value, b.value], &[]);
            self.current = Tensor { value, ..a };
            let rest = [self.current.clone()].into_iter().chain(tensors).collect();
            if let Some(open) = self.open.last_mut() {
                open.outputs = rest;
            }
        }
    }

    /// The mean of the current tensor and the next branch's; onnxruntime has ONNX's `Mean` in single precision alone.
    pub fn average(&mut self) {
        self.merge("Add");
        let half = self.number(0.5);
        self.current.value = self.call("Mul", &[self.current.value, half]);
    }

    /// The branches' tensors along the last axis: all of them, at the first of the calls that there are for each.
    pub fn join(&mut self) {
        let tensors = self.branches();
        let [first, _, ..] = tensors.as_slice() else { return };
        let values: Vec<_> = tensors.iter().map(|tensor| tensor.value).collect();
        let axis = first.axis(first.shape.len() - 1) as i64;
        let value = self.principal("Concat", &values, &[("axis", Attribute::Integer(axis))]);
        let mut joined = Tensor { value, ..first.clone() };
        if let Some(last) = joined.shape.last_mut() {
            *last = tensors.iter().map(Tensor::channels).sum();
        }
        self.current = joined.clone();
        if let Some(open) = self.open.last_mut() {
            open.outputs = vec![joined];
        }
    }

    /// What the branches made, with the axes in one order: that of convolutions, if one of them has it.
    fn branches(&mut self) -> Vec<Tensor> {
        let Some(open) = self.open.last_mut() else { return Vec::new() };
        let mut tensors = core::mem::take(&mut open.outputs);
        let channels_first = tensors.iter().any(|tensor| tensor.channels_first);
        for tensor in &mut tensors {
            self.current = tensor.clone();
            if channels_first {
                self.channels_first();
            }
            *tensor = self.current.clone();
        }
        tensors
    }
}
