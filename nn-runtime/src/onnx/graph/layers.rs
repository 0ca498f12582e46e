//! The layers whose nodes a graph has, and the values that these make of each other.

use alloc::borrow::ToOwned;
use alloc::vec::Vec;

use super::{Graph, Open, Tensor};
use crate::Scalar;

impl<T: Scalar> Graph<'_, T> {
    /// Begins the nodes of the layer of this number.
    pub fn begin(&mut self, index: usize) {
        let start = (self.nodes.len(), self.names.len());
        self.open = Some(Open { layer: &self.layers[index], start, principal: None });
    }

    /// Ends them: the layer's output bears its name.
    pub fn end(&mut self) {
        let Some(Open { layer, start: (nodes, values), principal }) = self.open.take() else { return };
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
    }

    /// Takes the values of these numbers for what the next op reads; the first is its tensor.
    pub fn read(&mut self, values: &[usize]) {
        self.reads = values.iter().map(|value| self.tensors[*value].clone()).collect();
        self.current = self.reads[0].clone();
    }

    /// What the last op made is the value of the next number.
    pub fn write(&mut self) {
        self.tensors.push(self.current.clone());
    }

    /// The value of this number is the network's output.
    pub fn output(&mut self, value: usize) {
        self.read(&[value]);
    }

    /// What is read, with the axes in one order: that of convolutions, if one of the tensors has it.
    pub(crate) fn alike(&mut self) -> Vec<Tensor> {
        let mut tensors = core::mem::take(&mut self.reads);
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
