//! Its nodes.

use alloc::vec;
use alloc::vec::Vec;

use super::between;
use crate::Scalar;
use crate::onnx::Graph;

impl<T: Scalar> Graph<'_, T> {
    /// An image so many times as high and as wide: products with matrices of how near the pixels are.
    pub fn resize_bilinear(&mut self, height: usize, width: usize) {
        let &[rows, columns, channels] = self.current.shape.as_slice() else { return };
        let x = self.channels_last();
        let across = self.own("across", &[columns * width, columns], nearness(columns, width));
        self.current.value = self.principal("MatMul", &[across, x], &[]);
        self.current.shape[1] = columns * width;
        self.reshape(&[rows, columns * width * channels]);
        let down = self.own("down", &[rows * height, rows], nearness(rows, height));
        self.current.value = self.call("MatMul", &[down, self.current.value]);
        self.current.shape[0] = rows * height;
        self.reshape(&[rows * height, columns * width, channels]);
    }
}

/// How much each place of an axis, made so many times as long, takes of each of its former ones.
fn nearness<T: Scalar>(size: usize, times: usize) -> Vec<T> {
    let mut parts = vec![T::zero(); size * times * size];
    for (index, row) in parts.chunks_exact_mut(size.max(1)).enumerate() {
        let (first, second, part) = between::<T>(index, (size, times));
        row[first] += T::one() - part;
        row[second] += part;
    }
    parts
}
