//! What a graph has besides its nodes: weights, and other constants.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::super::model::Data;
use super::{Graph, Value};
use crate::{Parameter, Scalar};

impl<'a, T: Scalar> Graph<'a, T> {
    /// A tensor of this layer's parameters.
    ///
    /// # Panics
    ///
    /// If the layer has no such tensor.
    pub(crate) fn parameter(&self, variable: &str) -> Parameter<'a, T> {
        let layer = self.layer().map_or("", |layer| layer.name);
        let is_it = |parameter: &&Parameter<'a, T>| {
            parameter.name.strip_prefix(layer).and_then(|rest| rest.strip_prefix('.')) == Some(variable)
        };
        match self.parameters.iter().find(is_it) {
            Some(parameter) => *parameter,
            None => unreachable!("the layer `{layer}` has no `{variable}`"),
        }
    }

    /// Whether this layer has such a tensor.
    pub(crate) fn has(&self, variable: &str) -> bool {
        let layer = self.layer().map_or("", |layer| layer.name);
        let name = format!("{layer}.{variable}");
        self.parameters.iter().any(|parameter| parameter.name == name)
    }

    /// A tensor of this layer's parameters as it is, as a constant.
    pub(crate) fn weights(&mut self, variable: &str) -> Value {
        let Parameter { name, shape, values } = self.parameter(variable);
        self.constant(name, shape, Data::Numbers(Cow::Borrowed(values)))
    }

    /// A constant of this layer's, with a name of its own: `rescaling.scale`.
    pub(crate) fn own(&mut self, variable: &str, shape: &[usize], values: Vec<T>) -> Value {
        let layer = self.layer().map_or("", |layer| layer.name);
        self.constant(&format!("{layer}.{variable}"), shape, Data::Numbers(Cow::Owned(values)))
    }

    pub(crate) fn constant(&mut self, name: &str, shape: &[usize], data: Data<'a, T>) -> Value {
        let value = self.value(name);
        self.constants.push((value, shape.to_vec(), data));
        value
    }

    /// A number. All nodes that need it share it, and it is its own name.
    pub(crate) fn number(&mut self, number: f64) -> Value {
        let number = T::from_f64(number);
        self.shared(format!("{number:?}"), &[], || Data::Numbers(Cow::Owned(alloc::vec![number])))
    }

    /// A list of integers, as of axes; likewise.
    pub(crate) fn integers(&mut self, integers: &[i64]) -> Value {
        self.shared(format!("{integers:?}"), &[integers.len()], || Data::Integers(integers.to_vec()))
    }

    /// The number of an axis, where ONNX wants it for an input; likewise.
    pub(crate) fn axis_number(&mut self, axis: i64) -> Value {
        self.shared(format!("axis {axis}"), &[], || Data::Integers(alloc::vec![axis]))
    }

    /// A list of `f32`, whatever the network computes in; likewise.
    pub(crate) fn floats(&mut self, floats: &[f32]) -> Value {
        self.shared(format!("{floats:?}"), &[floats.len()], || Data::Floats(floats.to_vec()))
    }

    fn shared(&mut self, text: String, shape: &[usize], data: impl FnOnce() -> Data<'a, T>) -> Value {
        if let Some(value) = self.shared.get(&text) {
            return *value;
        }
        let value = self.constant(&text, shape, data());
        self.shared.insert(text, value);
        value
    }
}
