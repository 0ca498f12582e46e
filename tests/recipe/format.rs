//! Numbers of `f32` and nothing else, in the order of the network's tensors.

use super::{File, Format};
use crate::diag::Diagnostics;
use crate::model::Model;
use crate::syntax::Network;
use crate::weights::{Found, Source, tensor_name};

pub(super) struct Raw;

impl Format for Raw {
    fn is_one(&self, file: &File<'_>) -> bool {
        file.extension == "raw"
    }

    fn read(&self, _: &File<'_>, _: &Network, model: &Model, _: &mut Diagnostics) -> Option<Vec<Found>> {
        let (mut at, mut found) = (0, Vec::new());
        for (layer, tensor) in model.layers.iter().flat_map(|layer| layer.tensors().iter().map(move |of| (layer, of))) {
            let shape: Vec<usize> = tensor.shape.axes().iter().map(|size| size.known()).collect::<Option<_>>()?;
            let bytes = 4 * shape.iter().product::<usize>();
            let (name, dtype) = (tensor_name(layer, tensor.name), "F32".to_owned());
            found.push(Found { name, shape, dtype, numbers: Some(Source::File(at)) });
            at += bytes;
        }
        Some(found)
    }
}
