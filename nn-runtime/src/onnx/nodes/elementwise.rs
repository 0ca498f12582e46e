use alloc::vec;
use alloc::vec::Vec;

use super::super::activation::Nodes;
use super::super::graph::{Graph, Value};
use crate::Scalar;
use crate::activation::Activation;
use crate::ops::Constants;

impl<T: Scalar> Graph<'_, T> {
    /// `activation(x)`.
    pub fn activate<A: Activation<T> + Nodes<T>>(&mut self, activation: A) {
        let x = if A::ROWWISE { self.channels_last() } else { self.current.value };
        self.current.value = activation.nodes(self, x);
    }

    /// `x · scale + offset`.
    pub fn rescale(&mut self, scale: &impl Constants<T>, offset: &impl Constants<T>) {
        let scale = self.constants("scale", scale);
        self.current.value = self.call("Mul", &[self.current.value, scale]);
        if offset.numbers().iter().any(|&number| number != T::zero()) {
            let offset = self.constants("offset", offset);
            self.current.value = self.call("Add", &[self.current.value, offset]);
        }
    }

    /// `(x − mean) / max(√variance, 10⁻⁷)`.
    pub fn standardize(&mut self, mean: &impl Constants<T>, variance: &impl Constants<T>) {
        let (mean, variance) = (self.constants("mean", mean), self.constants("variance", variance));
        let least = self.number(1e-7);
        let root = self.call("Sqrt", &[variance]);
        let deviation = self.call("Max", &[root, least]);
        let centred = self.call("Sub", &[self.current.value, mean]);
        self.current.value = self.call("Div", &[centred, deviation]);
    }

    /// One number for all, or one for each of the last axis.
    fn constants<C: Constants<T>>(&mut self, name: &str, constants: &C) -> Value {
        match C::COUNT {
            0 => self.own(name, &[], constants.numbers().to_vec()),
            _ => {
                let shape = self.along_channels();
                self.own(name, &shape, constants.numbers().to_vec())
            }
        }
    }

    /// The shape of a tensor with a number for each of the current tensor's last axis.
    pub(super) fn along_channels(&self) -> Vec<usize> {
        let mut shape = vec![1; if self.current.channels_first { self.current.shape.len() } else { 1 }];
        shape[0] = self.current.channels();
        shape
    }
}
