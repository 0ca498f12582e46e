//! Layers with their weights.

use benches::row::{Row, Subject};

use crate::Outcome;

/// A layer with its weights.
#[derive(Clone, Debug)]
pub struct Layer {
    /// `dense`.
    pub kind: &'static str,
    /// `relu`; empty if there is none.
    pub activation: &'static str,
    /// The shape of what it gives for one sample, channels last.
    pub output_shape: &'static [usize],
    /// In the project's order: kernel, bias.
    pub tensors: Vec<Tensor>,
}

impl Layer {
    /// Its tensors, which must be so many.
    ///
    /// # Errors
    ///
    /// If they aren't.
    pub fn tensors<const N: usize>(&self) -> Outcome<&[Tensor; N]> {
        let count = self.tensors.len();
        let tensors = self.tensors.as_slice().try_into();
        tensors.map_err(|_| format!("`{}` has {count} tensors here, but the peer takes {N}", self.kind).into())
    }
}

/// A tensor of a layer.
#[derive(Clone, Debug, PartialEq)]
pub struct Tensor {
    /// The sizes of its axes.
    pub shape: Vec<usize>,
    /// Its numbers, row by row.
    pub values: Vec<f32>,
}

impl Tensor {
    /// The same numbers with their axes in another order: the first is to be that of index `axes[0]`.
    ///
    /// # Panics
    ///
    /// If `axes` aren't all of its axes.
    #[must_use]
    pub fn permuted(&self, axes: &[usize]) -> Self {
        assert_eq!(axes.len(), self.shape.len(), "an order of all axes");
        let stride = |axis: usize| self.shape[axis + 1..].iter().product::<usize>();
        let shape: Vec<_> = axes.iter().map(|&axis| self.shape[axis]).collect();
        let value = |mut index: usize| {
            let mut place = 0;
            for (&axis, &size) in axes.iter().zip(&shape).rev() {
                place += index % size * stride(axis);
                index /= size;
            }
            self.values[place]
        };
        Self { values: (0..self.values.len()).map(value).collect(), shape }
    }

    /// The same numbers with other axes.
    ///
    /// # Panics
    ///
    /// If they hold another number of them.
    #[must_use]
    pub fn reshaped(self, shape: Vec<usize>) -> Self {
        assert_eq!(shape.iter().product::<usize>(), self.values.len(), "as many numbers");
        Self { shape, ..self }
    }
}

/// The layers of a row, each with the tensors that bear its name.
pub(crate) fn layers(row: Row, subject: &dyn Subject) -> Vec<Layer> {
    let parameters = subject.parameters();
    let of = |name: &str| {
        let own = parameters
            .iter()
            .filter(|parameter| parameter.name.split_once('.').is_some_and(|(layer, _)| layer == name));
        own.map(|parameter| Tensor { shape: parameter.shape.to_vec(), values: parameter.values.to_vec() }).collect()
    };
    row.layers
        .iter()
        .map(|layer| Layer {
            kind: layer.kind,
            activation: layer.activation,
            output_shape: layer.output_shape,
            tensors: of(layer.name),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_follow_their_axes() {
        // [2, 3, 2]: 0 to 11, row by row.
        let tensor = Tensor { shape: vec![2, 3, 2], values: (0..12u8).map(f32::from).collect() };
        let expected =
            Tensor { shape: vec![2, 2, 3], values: vec![0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 1.0, 3.0, 5.0, 7.0, 9.0, 11.0] };
        assert_eq!(tensor.permuted(&[2, 0, 1]), expected);
        assert_eq!(tensor.permuted(&[0, 1, 2]), tensor);
    }
}
