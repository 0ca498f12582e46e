use alloc::vec;
use alloc::vec::Vec;

use super::super::activation::Nodes;
use super::super::graph::{Graph, Value};
use crate::Scalar;
use crate::ops::{Constants, between};

impl<T: Scalar> Graph<'_, T> {
    /// `activation(x)`.
    pub fn activate<A: Nodes<T>>(&mut self, activation: A) {
        let x = if A::ROWWISE { self.channels_last() } else { self.current.value };
        self.current.value = activation.nodes(self, x);
    }

    /// `activation(x)`, along rows of so many numbers, which may be those of several axes.
    pub fn activate_along<A: Nodes<T>>(&mut self, row: usize, activation: A) {
        if !A::ROWWISE || row == self.current.channels() {
            return self.activate(activation);
        }
        let (shape, elements) = (self.current.shape.clone(), self.current.shape.iter().product::<usize>());
        self.reshape(&[elements / row, row]);
        self.activate(activation);
        self.reshape(&shape);
    }

    /// `x`, times the layer's alpha where it is negative.
    pub fn prelu(&mut self) {
        let x = self.channels_last();
        let alpha = self.weights("alpha");
        self.current.value = self.principal("PRelu", &[x, alpha], &[]);
    }

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
