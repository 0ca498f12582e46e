//! Safetensors of PyTorch's: their tensors are put into our order, as `nn_format::PyTorch` says, while the program is compiled.

use std::collections::HashSet;

use nn_format::{Chain, Converted, Misfit, PyTorch, Safetensors};

use super::{Found, Source, found, tensor_name};
use crate::diag::{Diagnostics, catalogue};
use crate::model::{self, Model};
use crate::shape::Size;

/// The tensors of a file under the names and in the shapes that the network has for them; nothing if the file isn't one of
/// PyTorch's, or can't be had for this network, which is reported. What doesn't fit is left as it is, for the comparison with the layers.
pub(super) fn convert(bytes: &[u8], model: &Model, path: &str, diagnostics: &mut Diagnostics) -> Option<Vec<Found>> {
    let file = Safetensors::parse(bytes).ok()?;
    model.described(|layers| {
        let pytorch = PyTorch::recognise(file, Chain { input_shape: model.input().axes(), layers })?;
        match convert_all(pytorch, model) {
            Ok((mut tensors, used)) => {
                let left =
                    file.tensors().filter(|tensor| tensor.name.as_str().is_some_and(|name| is_left(name, &used)));
                tensors.extend(left.map(|tensor| found::found(bytes, &tensor, model.dtype)));
                Some(tensors)
            }
            Err(misfit) => {
                // A network with errors may be no misfit without them.
                if diagnostics.is_empty() {
                    report(misfit, model, path, diagnostics);
                }
                None
            }
        }
    })
}

/// The network's tensors that the file has, and what these are called there.
fn convert_all<'a>(
    mut pytorch: PyTorch<'a, '_, Size>,
    model: &Model,
) -> Result<(Vec<Found>, HashSet<&'a str>), Misfit> {
    let (mut tensors, mut used) = (Vec::new(), HashSet::new());
    for (place, layer) in model.layers.iter().enumerate() {
        for tensor in layer.tensors() {
            let converted = match pytorch.parameter(place, tensor.name, tensor.shape.axes()) {
                Ok(converted) => converted,
                Err(Misfit::Missing) => continue,
                Err(misfit) => return Err(misfit),
            };
            used.extend(converted.tensors().filter_map(|tensor| tensor.name.as_str()));
            tensors.push(this(tensor_name(layer, tensor.name), &converted, model.dtype));
        }
    }
    Ok((tensors, used))
}

/// Whether no layer takes what it should have.
fn is_left(name: &str, used: &HashSet<&str>) -> bool {
    !used.contains(name) && !name.ends_with(".num_batches_tracked")
}

fn this(name: String, tensor: &Converted<'_>, dtype: model::Dtype) -> Found {
    let of = tensor.dtype();
    Found {
        name,
        shape: tensor.shape().to_vec(),
        dtype: of.name().to_owned(),
        numbers: of.is_convertible().then(|| Source::convert(tensor.values(), tensor.elements(), dtype)),
    }
}

/// Says why the file can't be had, at the layer for which it can't.
fn report(misfit: Misfit, model: &Model, path: &str, diagnostics: &mut Diagnostics) {
    let (layer, message): (_, fn(&str, &str) -> _) = match misfit {
        Misfit::Missing => return,
        Misfit::Channels { layer } => (layer, catalogue::pytorch_channels),
        Misfit::Unknown { layer } => (layer, catalogue::pytorch_constant),
        Misfit::Composed { layer } => (layer, catalogue::pytorch_composed),
    };
    let layer = &model.layers[layer];
    diagnostics.error(layer.extent, message(layer.kind, path));
}
