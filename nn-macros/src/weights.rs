//! Trained weights: the file is read while rustc runs, and each tensor is checked against the layer that takes it.

mod fit;

use std::path::{Path, PathBuf};

use nn_format::{Safetensors, Tensor};
use proc_macro2::TokenStream;

use self::fit::Fit;
use crate::diag::{Diagnostics, catalogue};
use crate::model::{Dtype, Initial, Layer, Model, WeightsPath};

/// The weights of a network, found and checked, in the order of its tensors.
pub(crate) struct Weights {
    /// The file, for rustc to read again and to watch.
    pub(crate) file: String,
    pub(crate) tensors: Vec<Source>,
    /// What must hold for the tensors to fit, where only rustc can tell; the model's checks complain of it.
    pub(crate) conditions: Vec<TokenStream>,
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
    let at = path.literal;
    let file = locate(path);
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
                catalogue::file_of_another_kind(&path.path, extension)
            } else {
                catalogue::file_invalid(&path.path, &error.to_string())
            };
            diagnostics.error(at, message);
            return None;
        }
    };
    let names: Vec<String> = tensors.tensors().map(|tensor| tensor.name.to_string()).collect();
    if names.is_empty() {
        diagnostics.error(at, catalogue::file_empty(&path.path));
    } else if model.layers.iter().all(|layer| layer.tensors().is_empty()) && diagnostics.is_empty() {
        diagnostics.error(at, catalogue::no_weights_to_load());
    }
    // Of a network with errors nobody knows which tensors it wants.
    if !diagnostics.is_empty() {
        return None;
    }
    let mut fit = Fit::new(model, &path.path, &tensors, &names);
    let mut sources = Vec::new();
    for layer in model.layers.iter().filter(|layer| !layer.tensors().is_empty()) {
        if !fit.has_tensors(layer, diagnostics) {
            continue;
        }
        for tensor in layer.tensors() {
            let name = tensor_name(layer, tensor.name);
            if let Initial::Given { extent, .. } = tensor.initial {
                diagnostics.error(extent, catalogue::weights_twice(tensor.name));
            }
            let Some(found) = tensors.tensor(&name) else { continue };
            fit.check(layer, &name, &tensor.shape, &found, diagnostics);
            match source(&bytes, &found, model.dtype) {
                Some(source) => sources.push(source),
                None => {
                    let expected = model.dtype.name().to_uppercase();
                    diagnostics.error(at, catalogue::tensor_dtype(&name, found.dtype.name(), &expected, &path.path));
                }
            }
        }
    }
    let (checks, conditions) = fit.finish(diagnostics);
    let is_taken = |name: &String| {
        let taken = |layer: &Layer| layer.tensors().iter().any(|tensor| tensor_name(layer, tensor.name) == *name);
        model.layers.iter().any(taken)
    };
    let unused: Vec<String> = names.iter().filter(|name| !is_taken(name)).cloned().collect();
    if diagnostics.is_empty() && !unused.is_empty() {
        diagnostics.error(at, catalogue::tensors_unused(&unused, &path.path));
    }
    model.checks.extend(checks);
    Some(Weights { file: file.display().to_string(), tensors: sources, conditions })
}

/// A tensor's name in a file: `hidden.kernel`.
fn tensor_name(layer: &Layer, tensor: &str) -> String {
    format!("{}.{tensor}", layer.name())
}

/// The file, relative to the source file in which the path's literal stands. That is where `include_bytes!` looks too,
/// except for a literal of another crate's macro, which means a file beside that macro here.
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
