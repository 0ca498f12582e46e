//! Trained weights: the file is read while rustc runs, and each tensor is checked against the layer that takes it.

use std::path::{Path, PathBuf};

use nn_format::{Safetensors, Tensor};

use crate::diag::{Diagnostics, catalogue};
use crate::model::{Check, Dtype, Initial, Layer, Model, WeightsPath};
use crate::shape::{Comparison, Shape, Size};

/// The weights of a network, found and checked, in the order of its tensors.
pub(crate) struct Weights {
    /// The file, for rustc to read again and to watch.
    pub(crate) file: String,
    pub(crate) tensors: Vec<Source>,
}

/// Where a tensor's numbers are.
pub(crate) enum Source {
    /// In the file from this byte on, as the network wants them.
    File(usize),
    /// Converted to the network's number type, in little-endian order.
    Converted(Vec<u8>),
}

/// Finds the weights of `model` in the file that it names. Where the check takes the value of a constant, it is added
/// to the model's checks.
pub(crate) fn load(model: &mut Model, diagnostics: &mut Diagnostics) -> Option<Weights> {
    let path = model.weights.as_ref()?;
    let file = locate(path);
    let tried = path.path.clone();
    let at = path.literal;
    if model.layers.iter().all(|layer| layer.tensors().is_empty()) {
        diagnostics.error(at, catalogue::no_weights_to_load());
        return None;
    }
    let bytes = match std::fs::read(&file) {
        Ok(bytes) => bytes,
        Err(error) => {
            diagnostics.error(at, catalogue::file_unreadable(&file.display().to_string(), &reason(&error)));
            return None;
        }
    };
    let tensors = match Safetensors::parse(&bytes) {
        Ok(tensors) => tensors,
        Err(error) => {
            let extension = file.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
            let message = if ["keras", "h5", "hdf5", "onnx", "pt", "pth", "npz", "tflite"].contains(&extension) {
                catalogue::file_of_another_kind(&tried, extension)
            } else {
                catalogue::file_invalid(&tried, &error.to_string())
            };
            diagnostics.error(at, message);
            return None;
        }
    };
    let names: Vec<String> = tensors.tensors().map(|tensor| tensor.name.to_string()).collect();
    let mut taken = Vec::new();
    let mut sources = Vec::new();
    let mut checks = Vec::new();
    let before = diagnostics.len();
    for layer in &model.layers {
        for tensor in layer.tensors() {
            let name = format!("{}.{}", layer.name(), tensor.name);
            if let Initial::Given { extent, .. } = tensor.initial {
                diagnostics.error(extent, catalogue::weights_twice(tensor.name));
            }
            let Some(found) = tensors.tensor(&name) else {
                diagnostics.error(layer.extent, catalogue::tensor_missing(&name, &names, &tried));
                continue;
            };
            if check_shape(layer, &name, &tensor.shape, &found, &tried, &mut checks, diagnostics) {
                match source(&bytes, &found, model.dtype) {
                    Some(source) => sources.push(source),
                    None => {
                        diagnostics.error(at, catalogue::tensor_dtype(&name, found.dtype.name(), &tried));
                    }
                }
            }
            taken.push(name);
        }
    }
    let unused: Vec<String> = names.into_iter().filter(|name| !taken.contains(name)).collect();
    if diagnostics.len() == before && !unused.is_empty() {
        diagnostics.error(at, catalogue::tensor_unused(&unused, &tried));
    }
    model.checks.extend(checks);
    Some(Weights { file: file.display().to_string(), tensors: sources })
}

/// The file that `include_bytes!` would read: relative to the source file that the path stands in.
fn locate(path: &WeightsPath) -> PathBuf {
    let file = proc_macro::is_available().then(|| path.literal.unwrap().local_file()).flatten();
    let source = file.and_then(|file| file.parent().map(Path::to_path_buf));
    let package = || std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    let joined = source.unwrap_or_else(package).join(&path.path);
    std::path::absolute(&joined).unwrap_or(joined)
}

/// What went wrong, without the system's number for it.
fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
        std::io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        kind => kind.to_string(),
    }
}

/// Whether the tensor has the layer's shape; what isn't known yet becomes a check.
fn check_shape(
    layer: &Layer,
    name: &str,
    expected: &Shape,
    found: &Tensor<'_>,
    tried: &str,
    checks: &mut Vec<Check>,
    diagnostics: &mut Diagnostics,
) -> bool {
    let shape = Shape::new(found.shape.iter().map(Size::Known).collect());
    let comparison = shape.compare(expected);
    if comparison == Comparison::Equal {
        return true;
    }
    let shown = found.shape.to_string();
    let reversed = Shape::new(expected.axes().iter().rev().cloned().collect());
    let message = if shape.axes().len() == 2 && shape.compare(&reversed) == Comparison::Equal {
        catalogue::tensor_transposed(name, &shown, expected, tried)
    } else {
        catalogue::tensor_shape(name, &shown, expected, tried, fix(layer, &shape, expected).as_deref())
    };
    if comparison == Comparison::Different {
        diagnostics.error(layer.extent, message);
        return false;
    }
    let pairs = shape.axes().iter().zip(expected.axes()).map(|(a, b)| quote::quote!(#a == #b));
    let condition = quote::quote!(#(#pairs)&&*);
    checks.push(Check { extent: layer.extent, condition, message: message.to_string() });
    true
}

/// The one word that would make a kernel fit, if one would.
fn fix(layer: &Layer, found: &Shape, expected: &Shape) -> Option<String> {
    let ([inputs, units], [expected_inputs, expected_units]) = (found.axes(), expected.axes()) else { return None };
    match (inputs.compare(expected_inputs), units.compare(expected_units)) {
        (Comparison::Different, Comparison::Equal) if layer.text.contains("input = ") => {
            Some(format!("input = {inputs}"))
        }
        (Comparison::Equal, Comparison::Different) => Some(format!("{}({units}, ..)", layer.kind)),
        _ => None,
    }
}

/// The tensor's numbers in the network's type; nothing if they are no floats.
fn source(bytes: &[u8], tensor: &Tensor<'_>, dtype: Dtype) -> Option<Source> {
    let same =
        matches!((tensor.dtype, dtype), (nn_format::Dtype::F32, Dtype::F32) | (nn_format::Dtype::F64, Dtype::F64));
    if same {
        return Some(Source::File(tensor.data.as_ptr().addr() - bytes.as_ptr().addr()));
    }
    let elements = tensor.shape.elements();
    match dtype {
        Dtype::F32 => {
            let mut values = vec![0.0_f32; elements];
            tensor.copy_to_f32(&mut values).ok()?;
            Some(Source::Converted(values.iter().flat_map(|value| value.to_le_bytes()).collect()))
        }
        Dtype::F64 => {
            let mut values = vec![0.0_f64; elements];
            tensor.copy_to_f64(&mut values).ok()?;
            Some(Source::Converted(values.iter().flat_map(|value| value.to_le_bytes()).collect()))
        }
    }
}
