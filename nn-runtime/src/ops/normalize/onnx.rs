//! Its nodes, and those of a scale and an offset.

use alloc::borrow::Cow;
use alloc::vec;

use super::{L2Norm, MeanVariance, Rms};
use crate::onnx::{Attribute, Data};
use crate::onnx::{Graph, Value};
use crate::{Parameter, Scalar};

/// A statistic as nodes.
pub trait Measured<T: Scalar>: Copy {
    /// The numbers of `x`, less their mean if it is so, and times the factor, along these axes.
    #[doc(hidden)]
    fn nodes(self, graph: &mut Graph<'_, T>, x: Value, axes: &[i64]) -> Value;

    /// The epsilon of ONNX's own `LayerNormalization`, if the statistic is what that measures.
    #[doc(hidden)]
    fn layer_epsilon(self) -> Option<T> {
        None
    }
}

impl<T: Scalar> Measured<T> for MeanVariance<T> {
    fn nodes(self, graph: &mut Graph<'_, T>, x: Value, axes: &[i64]) -> Value {
        let mean = graph.reduce("ReduceMean", x, axes);
        let centred = graph.call("Sub", &[x, mean]);
        Rms(self.0).nodes(graph, centred, axes)
    }

    fn layer_epsilon(self) -> Option<T> {
        Some(self.0)
    }
}

impl<T: Scalar> Measured<T> for Rms<T> {
    fn nodes(self, graph: &mut Graph<'_, T>, x: Value, axes: &[i64]) -> Value {
        let squares = graph.call("Mul", &[x, x]);
        let mean = graph.reduce("ReduceMean", squares, axes);
        let epsilon = graph.number(self.0.into_f64());
        let sum = graph.call("Add", &[mean, epsilon]);
        let root = graph.call("Sqrt", &[sum]);
        graph.call("Div", &[x, root])
    }
}

impl<T: Scalar> Measured<T> for L2Norm<T> {
    fn nodes(self, graph: &mut Graph<'_, T>, x: Value, axes: &[i64]) -> Value {
        let length = graph.reduce("ReduceL2", x, axes);
        let epsilon = graph.number(self.0.into_f64());
        let divisor = graph.call("Max", &[length, epsilon]);
        graph.call("Div", &[x, divisor])
    }
}

impl<T: Scalar> Graph<'_, T> {
    /// `(x − mean) · factor · gamma + beta`, with a statistic of each `sample` numbers, or of each of their `groups` of
    /// channels.
    pub fn normalize<M: Measured<T>>(
        &mut self,
        statistic: M,
        sample: usize,
        groups: usize,
        gamma: Option<&str>,
        beta: Option<&str>,
    ) {
        let channels = self.current.channels();
        let is_longer = |tensor: &str| self.parameter(tensor).values.len() > channels;
        if gamma.is_some_and(is_longer) || beta.is_some_and(is_longer) {
            // Several axes are one of channels.
            let (shape, elements) = (self.current.shape.clone(), self.current.shape.iter().product::<usize>());
            self.reshape(&[elements / sample, sample]);
            self.normalize(statistic, sample, groups, gamma, beta);
            return self.reshape(&shape);
        }
        if groups == 1 && sample == channels {
            let x = self.channels_last();
            if let Some(epsilon) = statistic.layer_epsilon().filter(|_| Self::IS_SINGLE) {
                let mut inputs = vec![x, self.scale(gamma, "gamma", T::one())];
                inputs.extend(beta.map(|beta| self.vector(beta)));
                let attributes = [("axis", Attribute::Integer(-1)), ("epsilon", Attribute::float(epsilon))];
                self.current.value = self.principal("LayerNormalization", &inputs, &attributes);
                return;
            }
            self.current.value = statistic.nodes(self, x, &[-1]);
        } else {
            // The axes of samples, of rows, of groups, and of a group's channels.
            let (shape, elements) = (self.current.shape.clone(), self.current.shape.iter().product::<usize>());
            self.reshape(&[elements / sample, sample / channels, groups, channels / groups]);
            self.current.value = statistic.nodes(self, self.current.value, &[2, 4]);
            self.reshape(&shape);
        }
        self.apply_scaling(gamma, beta);
    }

    /// Multiplies by one of the layer's tensors and adds the other, if there are any.
    pub(crate) fn apply_scaling(&mut self, gamma: Option<&str>, beta: Option<&str>) {
        for (operator, tensor) in [("Mul", gamma), ("Add", beta)] {
            if let Some(tensor) = tensor {
                let tensor = self.channel_weights(tensor);
                self.current.value = self.call(operator, &[self.current.value, tensor]);
            }
        }
    }

    /// One of the layer's tensors, or as many of the same number where there is none.
    pub(crate) fn scale(&mut self, tensor: Option<&str>, name: &str, otherwise: T) -> Value {
        match tensor {
            Some(tensor) => self.vector(tensor),
            None => {
                let channels = self.current.channels();
                self.own(name, &[channels], vec![otherwise; channels])
            }
        }
    }

    /// One of the layer's tensors as a vector, whatever its axes are.
    pub(crate) fn vector(&mut self, tensor: &str) -> Value {
        let Parameter { name, values, .. } = self.parameter(tensor);
        self.constant(name, &[values.len()], Data::Numbers(Cow::Borrowed(values)))
    }

    /// One of the layer's tensors, with a number for each of the last axis, wherever that is.
    pub(crate) fn channel_weights(&mut self, tensor: &str) -> Value {
        let (Parameter { name, values, .. }, shape) = (self.parameter(tensor), self.along_channels());
        self.constant(name, &shape, Data::Numbers(Cow::Borrowed(values)))
    }

    /// One number of all along these axes, which stay.
    fn reduce(&mut self, operator: &'static str, x: Value, axes: &[i64]) -> Value {
        self.node(operator, &[x], &[("axes", Attribute::Integers(axes.to_vec())), ("keepdims", Attribute::Integer(1))])
    }
}
