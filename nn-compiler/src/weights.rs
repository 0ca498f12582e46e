//! Trained weights: the file is read while rustc runs, and each tensor is checked against the layer that takes it.

mod fit;
mod formats;
mod found;

use std::path::{Path, PathBuf};

use proc_macro2::TokenStream;

use self::fit::Fit;
use self::formats::File;
pub(crate) use self::found::{Found, Source};
use crate::diag::{Diagnostics, catalogue};
use crate::keras::Import;
use crate::model::{FilePath, Initial, Layer, Model};
use crate::syntax::Network;

/// The weights of a network, found and checked, in the order of its tensors.
pub(crate) struct Weights {
    /// The file, for rustc to read again and to watch.
    pub(crate) file: String,
    pub(crate) tensors: Vec<Source>,
    /// What must hold for the tensors to fit, where only rustc can tell; the model's checks complain of it.
    pub(crate) conditions: Vec<TokenStream>,
}

/// Finds the weights of `model` in the file that it names, or in that which it came from. Where the check takes the value
/// of a constant, it is added to the model's checks.
pub(crate) fn load(
    model: &mut Model,
    network: &Network,
    import: Option<&Import>,
    diagnostics: &mut Diagnostics,
) -> Option<Weights> {
    let Some(import) = import else {
        return beside(&model.weights.clone()?, model, network, diagnostics);
    };
    if !diagnostics.is_empty() {
        return None;
    }
    // All layers of a file have its path's place: of all that is wrong with them, the first is enough.
    let mut own = Diagnostics::default();
    let weights = match model.weights.clone() {
        Some(path) => beside(&path, model, network, &mut own),
        None => Some(fit(model, import.path(), &import.file(), import.tensors(model.dtype), &mut own)),
    };
    import.report(own, diagnostics);
    weights
}

/// Finds the weights in the file that `#[weights(..)]` names.
fn beside(path: &FilePath, model: &mut Model, network: &Network, diagnostics: &mut Diagnostics) -> Option<Weights> {
    let (located, bytes) = open(path, diagnostics)?;
    let extension = located.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let file = File { path, extension, bytes: &bytes };
    let found = formats::of(&file).read(&file, network, model, diagnostics)?;
    if found.is_empty() {
        diagnostics.error(path.literal, catalogue::file_empty(&path.path));
    } else if model.layers.iter().all(|layer| layer.tensors().is_empty()) && diagnostics.is_empty() {
        diagnostics.error(path.literal, catalogue::no_weights_to_load());
    }
    // Of a network with errors nobody knows which tensors it wants.
    if !diagnostics.is_empty() {
        return None;
    }
    Some(fit(model, path, &located, found, diagnostics))
}

/// The network's tensors among those that were found.
fn fit(model: &mut Model, path: &FilePath, file: &Path, found: Vec<Found>, diagnostics: &mut Diagnostics) -> Weights {
    let mut fit = Fit::new(model, &path.path, &found);
    // The numbers of each tensor of the network, by their places in the file.
    let mut places = Vec::new();
    for layer in model.layers.iter().filter(|layer| !layer.tensors().is_empty()) {
        if !fit.has_tensors(layer, diagnostics) {
            continue;
        }
        for tensor in layer.tensors() {
            let name = tensor_name(layer, tensor.name);
            if let Initial::Given { extent, .. } = tensor.initial {
                diagnostics.error(extent, catalogue::weights_twice(tensor.name));
            }
            let Some(place) = found.iter().position(|found| found.name == name) else { continue };
            let stored = &found[place];
            fit.check(layer, &name, &tensor.shape, stored, diagnostics);
            if stored.numbers.is_none() {
                let expected = model.dtype.name().to_uppercase();
                let message = catalogue::tensor_dtype(&name, &stored.dtype, &expected, &path.path);
                diagnostics.error(path.literal, message);
            }
            places.push(place);
        }
    }
    let (checks, conditions) = fit.finish(diagnostics);
    let is_taken = |name: &String| {
        let taken = |layer: &Layer| layer.tensors().iter().any(|tensor| tensor_name(layer, tensor.name) == *name);
        model.layers.iter().any(taken)
    };
    let unused: Vec<String> = found.iter().map(|found| &found.name).filter(|name| !is_taken(name)).cloned().collect();
    if diagnostics.is_empty() && !unused.is_empty() {
        diagnostics.error(path.literal, catalogue::tensors_unused(&unused, &path.path));
    }
    model.checks.extend(checks);
    let mut numbers: Vec<Option<Source>> = found.into_iter().map(|found| found.numbers).collect();
    let tensors = places.into_iter().filter_map(|place| numbers[place].take()).collect();
    Weights { file: file.display().to_string(), tensors, conditions }
}

/// A tensor's name in a file: `hidden.kernel`.
fn tensor_name(layer: &Layer, tensor: &str) -> String {
    format!("{}.{tensor}", layer.name())
}

/// Reads a file.
pub(crate) fn open(path: &FilePath, diagnostics: &mut Diagnostics) -> Option<(PathBuf, Vec<u8>)> {
    let file = locate(path);
    match std::fs::read(&file) {
        Ok(bytes) => Some((file, bytes)),
        Err(error) => {
            diagnostics.error(path.literal, catalogue::file_unreadable(&file.display().to_string(), &reason(&error)));
            None
        }
    }
}

/// The file, relative to the source file in which the path's literal stands. That is where `include_bytes!` looks too,
/// except for a literal of another crate's macro, which means a file beside that macro here.
fn locate(path: &FilePath) -> PathBuf {
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
