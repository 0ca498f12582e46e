//! What the feature `keras` adds.

use std::path::PathBuf;

use nn_keras::{Data, Error};
use proc_macro2::{Group, Span, TokenStream, TokenTree};

use super::{Classes, Reading, network};
use crate::diag::{Diagnostics, catalogue};
use crate::layer;
use crate::model::{Dtype, FilePath, Model, Origin};
use crate::shape::{Shape, Size};
use crate::syntax::{self, Layer, Network};
use crate::weights::{Found, Source};

/// A model of Keras's that is to become a network.
pub(crate) struct Import {
    path: FilePath,
    file: PathBuf,
    model: nn_keras::Model,
    /// The layers as text, and what each is called in errors.
    text: String,
    layers: Vec<(String, String)>,
    dtype: Dtype,
    input: Shape,
}

impl Import {
    pub(crate) const IS_SUPPORTED: bool = true;

    /// Reads a file.
    pub(super) fn new(
        path: &FilePath,
        file: PathBuf,
        bytes: &[u8],
        how: &Reading<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let read = |input| nn_keras::Model::read_with(bytes, &Classes, input);
        let model = match read(how.input) {
            // One step is as good as many: the network goes from one to the next.
            Err(Error::UnknownAxis { axis: 1, shape, .. }) if how.is_streaming && how.input.is_none() => {
                let rest = shape.iter().skip(2).copied().collect::<Option<Vec<usize>>>().unwrap_or_default();
                read(Some(&[&[1], rest.as_slice()].concat()))
            }
            read => read,
        };
        match model {
            Ok(model) => Self::of(path, model, diagnostics).map(|import| Self { file, ..import }),
            Err(error) => {
                let help = match &error {
                    Error::UnknownAxis { shape, .. } => Some(catalogue::keras_sizes(&path.path, shape)),
                    error => error.help(),
                };
                diagnostics.error(path.literal, catalogue::keras_file(&path.path, &error.to_string(), help));
                None
            }
        }
    }

    /// A model that was read.
    pub(super) fn of(path: &FilePath, model: nn_keras::Model, diagnostics: &mut Diagnostics) -> Option<Self> {
        let report = |error: &Error, diagnostics: &mut Diagnostics| {
            diagnostics.error(path.literal, catalogue::keras_file(&path.path, &error.to_string(), error.help()));
        };
        let input = Shape::new(model.input.shape.iter().copied().map(Size::Known).collect());
        let mut import = Self {
            path: path.clone(),
            file: PathBuf::new(),
            text: String::new(),
            layers: Vec::new(),
            dtype: Dtype::F32,
            input,
            model,
        };
        match network(&import.model) {
            Ok(network) => {
                import.text = network.to_string();
                import.dtype = if network.dtype == "f64" { Dtype::F64 } else { Dtype::F32 };
                import.layers = network.layers.into_iter().map(|layer| (layer.origin, layer.text)).collect();
            }
            // What the network takes is known nevertheless.
            Err(error) => report(&error, diagnostics),
        }
        Some(import)
    }

    /// The layers, each token of which stands where the path does.
    pub(super) fn layers(&self, diagnostics: &mut Diagnostics) -> Option<Vec<Option<Layer>>> {
        let Ok(tokens) = self.text.parse::<TokenStream>() else {
            let message = catalogue::keras_file(&self.path.path, "its layers can't be written as text", None);
            diagnostics.error(self.path.literal, message);
            return None;
        };
        let mut own = Diagnostics::default();
        let layers = syntax::layers(at(tokens, self.path.literal), layer::holds_layers, &mut own);
        self.report(own, diagnostics);
        Some(layers)
    }

    /// Lowers the network. Of all that is wrong the first is reported: it has the same place as the others.
    pub(crate) fn lower(&self, network: &mut Network, diagnostics: &mut Diagnostics) -> Model {
        let mut own = Diagnostics::default();
        let mut model = layer::lower(network, &mut own);
        model.dtype = self.dtype;
        model.origin = Some(Origin { file: self.file.display().to_string(), text: self.text.clone() });
        if network.layers.is_empty() && !self.input.axes().is_empty() {
            model.declare(self.input.clone());
        }
        self.report(own, diagnostics);
        model
    }

    /// Reports the first of what was found wrong in the file's layers.
    pub(crate) fn report(&self, found: Diagnostics, diagnostics: &mut Diagnostics) {
        let Some((extent, layer, message)) = found.first() else { return };
        // One mistake, one error: what was reported before may be the reason.
        if !diagnostics.is_empty() {
            return;
        }
        let message = match layer.and_then(|layer| self.layers.get(layer)) {
            Some((origin, text)) => catalogue::keras_layer(&self.path.path, origin, text, message),
            None => message,
        };
        diagnostics.error(extent, message);
    }

    pub(crate) fn path(&self) -> &FilePath {
        &self.path
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.file.clone()
    }

    /// The file's tensors, in the network's number type.
    pub(crate) fn tensors(&self, dtype: Dtype) -> Vec<Found> {
        // It could be written when it was read.
        let Ok(network) = network(&self.model) else { return Vec::new() };
        network.tensors().map(|(name, tensor)| found(name, tensor, dtype)).collect()
    }
}

/// A tensor of a file, in the network's number type.
pub(super) fn found(name: &str, tensor: &nn_keras::Tensor, dtype: Dtype) -> Found {
    let (stored, numbers) = match &tensor.data {
        Data::F32(values) => ("F32", Some(Source::of(values, dtype, Dtype::F32, tensor.offset))),
        Data::F64(values) => ("F64", Some(Source::of(values, dtype, Dtype::F64, tensor.offset))),
        _ => ("I64", None),
    };
    Found { name: name.to_owned(), shape: tensor.shape.clone(), dtype: stored.to_owned(), numbers }
}

/// The tokens, all of them at this place.
fn at(tokens: TokenStream, place: Span) -> TokenStream {
    tokens
        .into_iter()
        .map(|mut tree| {
            if let TokenTree::Group(group) = &tree {
                tree = Group::new(group.delimiter(), at(group.stream(), place)).into();
            }
            tree.set_span(place);
            tree
        })
        .collect()
}
