//! Its nodes.
#![allow(clippy::cast_possible_wrap, reason = "tensors have fewer than 2⁶³ numbers")]

use alloc::vec::Vec;

use crate::Scalar;
use crate::onnx::graph::Tensor;
use crate::onnx::{Attribute, Graph};

impl<T: Scalar> Graph<'_, T> {
    /// The tensors along the last axis.
    pub fn concat(&mut self) {
        let tensors = self.alike();
        let first = &tensors[0];
        let values: Vec<_> = tensors.iter().map(|tensor| tensor.value).collect();
        let axis = first.axis(first.shape.len() - 1) as i64;
        let value = self.principal("Concat", &values, &[("axis", Attribute::Integer(axis))]);
        self.current = Tensor { value, ..first.clone() };
        if let Some(last) = self.current.shape.last_mut() {
            *last = tensors.iter().map(Tensor::channels).sum();
        }
    }
}
