//! Safetensors, with the network's own names or those of another framework, whose tensors are put into our order while the
//! program is compiled.

use std::collections::HashSet;

use nn_format::{Chain, Checkpoint, Converted, Misfit, Tensor, Weight};

use super::{File, Format};
use crate::diag::{Diagnostics, catalogue};
use crate::model::{Dtype, Model};
use crate::shape::Size;
use crate::syntax::Network;
use crate::weights::{Found, Source, tensor_name};

pub(super) struct Safetensors;

impl Format for Safetensors {
    fn is_one(&self, file: &File<'_>) -> bool {
        // After its length the header is a JSON object.
        file.extension == "safetensors" || file.bytes.get(8) == Some(&b'{')
    }

    /// What doesn't fit is left as it is, for the comparison with the layers.
    fn read(&self, file: &File<'_>, _: &Network, model: &Model, diagnostics: &mut Diagnostics) -> Option<Vec<Found>> {
        let path = &file.path.path;
        let tensors = match nn_format::Safetensors::parse(file.bytes) {
            Ok(tensors) => tensors,
            Err(error) => {
                let is_other = ["onnx", "pt", "pth", "npz", "tflite"].contains(&file.extension);
                diagnostics.error(
                    file.path.literal,
                    if is_other {
                        catalogue::file_of_another_kind(path, file.extension)
                    } else {
                        catalogue::file_invalid(path, &error.to_string())
                    },
                );
                return None;
            }
        };
        model.described(|layers| {
            let mut checkpoint = Checkpoint::new(tensors, Chain { input_shape: model.input().axes(), layers });
            let (mut found, used) = match converted(&mut checkpoint, model) {
                Ok(converted) => converted,
                Err(misfit) => {
                    // A network with errors may be no misfit without them.
                    if diagnostics.is_empty() {
                        report(misfit, model, path, diagnostics);
                    }
                    return None;
                }
            };
            let is_used = |tensor: &Tensor<'_>| tensor.name.as_str().is_some_and(|name| used.contains(name));
            let left = tensors.tensors().filter(|tensor| !is_used(tensor) && !checkpoint.is_spare(tensor));
            found.extend(left.map(|tensor| stored(file.bytes, &tensor, model.dtype)));
            Some(found)
        })
    }
}

/// The network's tensors that the file has otherwise than the network, and what these are called there.
fn converted<'a>(
    checkpoint: &mut Checkpoint<'a, '_, Size>,
    model: &Model,
) -> Result<(Vec<Found>, HashSet<&'a str>), Misfit> {
    let (mut tensors, mut used) = (Vec::new(), HashSet::new());
    let layers = if checkpoint.converts() { model.layers.as_slice() } else { &[] };
    for (place, layer) in layers.iter().enumerate() {
        for tensor in layer.tensors() {
            match checkpoint.weight(place, tensor.name, tensor.shape.axes()) {
                Ok(Weight::Converted(converted)) => {
                    used.extend(converted.tensors().filter_map(|tensor| tensor.name.as_str()));
                    tensors.push(found(tensor_name(layer, tensor.name), &converted, model.dtype));
                }
                Ok(Weight::Stored(_)) | Err(Misfit::Missing) => {}
                Err(misfit) => return Err(misfit),
            }
        }
    }
    Ok((tensors, used))
}

fn found(name: String, tensor: &Converted<'_>, dtype: Dtype) -> Found {
    let of = tensor.dtype();
    Found {
        name,
        shape: tensor.shape().to_vec(),
        dtype: of.name().to_owned(),
        numbers: of.is_convertible().then(|| Source::convert(tensor.values(), tensor.elements(), dtype)),
    }
}

/// A tensor of the file `bytes` as it is.
fn stored(bytes: &[u8], tensor: &Tensor<'_>, dtype: Dtype) -> Found {
    Found {
        name: tensor.name.to_string(),
        shape: tensor.shape.iter().collect(),
        dtype: tensor.dtype.name().to_owned(),
        numbers: numbers(bytes, tensor, dtype),
    }
}

/// The tensor's numbers in the network's type; nothing if they are no floats.
fn numbers(bytes: &[u8], tensor: &Tensor<'_>, dtype: Dtype) -> Option<Source> {
    let same =
        matches!((tensor.dtype, dtype), (nn_format::Dtype::F32, Dtype::F32) | (nn_format::Dtype::F64, Dtype::F64));
    if same {
        return Some(Source::File(tensor.data.as_ptr().addr() - bytes.as_ptr().addr()));
    }
    let mut values = vec![0.0_f64; tensor.shape.elements()];
    tensor.copy_to_f64(&mut values).ok()?;
    let count = values.len();
    Some(Source::convert(values.into_iter(), count, dtype))
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
