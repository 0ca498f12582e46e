//! Its nodes.
#![allow(clippy::cast_possible_wrap, reason = "tensors have fewer than 2⁶³ numbers")]

use alloc::borrow::Cow;
use alloc::vec;
use alloc::vec::Vec;

use crate::onnx::Graph;
use crate::onnx::window::{attributes, edges, space};
use crate::onnx::{Attribute, Data};
use crate::ops::Window;
use crate::{Parameter, Scalar};

impl<T: Scalar> Graph<'_, T> {
    /// Sums over windows and the channels of a group.
    pub fn conv(&mut self, windows: [Window; 3], groups: usize, kernel: &str, bias: Option<&str>) {
        let x = self.channels_first();
        let space = space(&windows, self.current.shape.len());
        let channels = self.current.channels() / groups;
        let taps: usize = space.iter().map(|window| window.kernel).product();

        let Parameter { name, values, .. } = self.parameter(kernel);
        let filters = values.len() / (taps * channels);
        let mut shape = vec![filters, channels];
        shape.extend(space.iter().map(|window| window.kernel));
        let kernel = transposed(values, taps * channels, filters);
        let kernel = transposed_blocks(&kernel, taps, channels);
        let mut inputs = vec![x, self.constant(name, &shape, Data::Numbers(Cow::Owned(kernel)))];
        inputs.extend(bias.map(|bias| self.weights(bias)));

        let edges: Vec<_> = space.iter().map(edges).collect();
        let mut attributes = attributes(space, &edges);
        if groups != 1 {
            attributes.push(("group", Attribute::Integer(groups as i64)));
        }
        self.current.value = self.principal("Conv", &inputs, &attributes);
        self.current.shape = space.iter().map(|window| window.output).chain([filters]).collect();
    }
}

/// A matrix of so many rows and columns, row by row, column by column.
pub(crate) fn transposed<T: Copy>(values: &[T], rows: usize, columns: usize) -> Vec<T> {
    (0..columns).flat_map(|column| (0..rows).map(move |row| values[row * columns + column])).collect()
}

/// Each of the matrices in a row, likewise.
fn transposed_blocks<T: Copy>(values: &[T], rows: usize, columns: usize) -> Vec<T> {
    values.chunks_exact((rows * columns).max(1)).flat_map(|block| transposed(block, rows, columns)).collect()
}
