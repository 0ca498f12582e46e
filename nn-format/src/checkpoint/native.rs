//! Tensors under the network's own names, `<layer>.<variable>`, and in its own order.

use super::{Chain, Convention, Misfit, Weight};
use crate::json::Name;
use crate::{Safetensors, Size, Tensor};

/// A file of the network's own, or one that nobody knows better.
#[derive(Clone, Debug)]
pub(super) struct Native<'a, 'n, D> {
    file: Safetensors<'a>,
    chain: Chain<'n, D>,
}

impl<'a, 'n, D> Native<'a, 'n, D> {
    pub(super) fn new(file: Safetensors<'a>, chain: Chain<'n, D>) -> Self {
        Self { file, chain }
    }

    /// Whether the tensor is this variable of the layer in this place.
    fn is_named(&self, name: Name<'_>, layer: usize, variable: &str) -> bool {
        let layer = self.chain.layers[layer].name;
        match name.as_str() {
            Some(name) => name.strip_prefix(layer).and_then(|name| name.strip_prefix('.')) == Some(variable),
            None => name.chars().eq(layer.chars().chain(['.']).chain(variable.chars())),
        }
    }
}

impl<'a, D: Size> Convention<'a, D> for Native<'a, '_, D> {
    const CONVERTS: bool = false;

    fn weight(&mut self, layer: usize, variable: &str, _: &[D]) -> Result<Weight<'a>, Misfit> {
        let tensor = self.file.tensors().find(|tensor| self.is_named(tensor.name, layer, variable));
        tensor.map(Weight::Stored).ok_or(Misfit::Missing)
    }

    fn is_spare(_: &Tensor<'a>) -> bool {
        false
    }

    fn unused<'p, I>(&mut self, weights: impl Fn() -> I) -> Option<Tensor<'a>>
    where
        D: 'p,
        I: Iterator<Item = (usize, &'p str, &'p [D])>,
    {
        let is_used =
            |tensor: &Tensor<'a>| weights().any(|(layer, variable, _)| self.is_named(tensor.name, layer, variable));
        self.file.tensors().find(|tensor| !is_used(tensor))
    }
}
