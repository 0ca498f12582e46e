//! Where the numbers of the current tensor stand.

use alloc::borrow::ToOwned;
use alloc::vec;
use alloc::vec::Vec;

use super::super::model::{Attribute, Info};
use super::{Graph, Tensor, Value};
use crate::Scalar;

impl Tensor {
    /// What the file says of the value, which is called so.
    pub(super) fn info(&self, name: &str) -> Info {
        let mut shape = self.shape.clone();
        shape.rotate_right(usize::from(self.channels_first));
        Info { name: name.to_owned(), shape, is_indices: self.is_indices, rows: self.rows }
    }

    /// Which axis of the value this axis of the tensor is; the batch is before both.
    pub(crate) fn axis(&self, axis: usize) -> usize {
        match self.channels_first {
            true if axis + 1 == self.shape.len() => 1,
            true => axis + 2,
            false => axis + 1,
        }
    }

    /// Whether all axes but the last are of one place, so that it doesn't matter where that is.
    fn has_one_place(&self) -> bool {
        self.shape.iter().rev().skip(1).all(|&size| size == 1)
    }

    /// The size of the last axis.
    pub(crate) fn channels(&self) -> usize {
        self.shape.last().copied().unwrap_or(1)
    }
}

impl<T: Scalar> Graph<'_, T> {
    /// The current tensor, the last axis last as the network has it.
    pub(crate) fn channels_last(&mut self) -> Value {
        if self.current.channels_first {
            let rank = self.current.shape.len();
            let order = (0..=rank).map(|axis| if axis == rank { 1 } else { axis + usize::from(axis > 0) });
            self.transpose(order);
            self.current.channels_first = false;
        }
        self.current.value
    }

    /// The current tensor as ONNX's convolutions have it: the last axis before all others.
    pub(crate) fn channels_first(&mut self) -> Value {
        let rank = self.current.shape.len();
        if !self.current.channels_first && rank > 1 {
            let order = (0..=rank).map(|axis| if axis == 1 { rank } else { axis - usize::from(axis > 1) });
            self.transpose(order);
            self.current.channels_first = true;
        }
        self.current.value
    }

    /// Puts the axes of the current value, with the batch, in another order.
    pub(crate) fn transpose(&mut self, order: impl IntoIterator<Item = usize>) {
        let order = order.into_iter().map(|axis| axis as i64).collect();
        self.current.value = self.node("Transpose", &[self.current.value], &[("perm", Attribute::Integers(order))]);
    }

    /// The current tensor's numbers in this shape.
    pub fn reshape(&mut self, shape: &[usize]) {
        if self.current.shape == shape {
            return;
        }
        if self.current.has_one_place() {
            self.current.channels_first = false;
        }
        let value = self.channels_last();
        self.current.value = self.reshaped(value, shape);
        self.current.shape = shape.to_vec();
    }

    /// A value's numbers in this shape, after the batch.
    pub(crate) fn reshaped(&mut self, value: Value, shape: &[usize]) -> Value {
        // 0 is as many as there are.
        let sizes: Vec<i64> = [0].into_iter().chain(shape.iter().map(|&size| size as i64)).collect();
        let sizes = self.integers(&sizes);
        self.call("Reshape", &[value, sizes])
    }

    /// The current tensor's numbers in tensors of this shape, so many of them for each sample.
    pub fn regroup(&mut self, shape: &[usize], rows: usize) {
        let value = self.channels_last();
        let sizes: Vec<i64> = [-1].into_iter().chain(shape.iter().map(|&size| size as i64)).collect();
        let sizes = self.integers(&sizes);
        self.current.value = self.call("Reshape", &[value, sizes]);
        self.current.shape = shape.to_vec();
        self.current.rows = rows;
    }

    /// The shape of a tensor with a number for each of the current tensor's last axis.
    pub(crate) fn along_channels(&self) -> Vec<usize> {
        let mut shape = vec![1; if self.current.channels_first { self.current.shape.len() } else { 1 }];
        shape[0] = self.current.channels();
        shape
    }
}
