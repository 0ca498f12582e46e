//! Whether a file's tensors are those that the layers take. One mistake in the export of a network shows in many tensors;
//! it is told once.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Found, tensor_name};
use crate::diag::{Diagnostics, Extent, catalogue};
use crate::model::{Check, Layer, Model};
use crate::shape::{Comparison, Shape, Size};

/// The comparison of a network with a file.
pub(super) struct Fit<'a> {
    model: &'a Model,
    path: &'a str,
    /// The file's tensors, and their names.
    found: &'a [Found],
    names: Vec<String>,
    /// Layers of the file that were offered for one of the network.
    offered: Vec<String>,
    /// Whether the file was seen to use PyTorch's names.
    is_named_by_pytorch: bool,
    transposed: Vec<Transposed>,
    /// Sizes that were found wrong, as expected and found: where they are wrong again, it is for the same reason.
    wrong: Vec<(String, String)>,
    checks: Vec<Check>,
    conditions: Vec<TokenStream>,
}

/// A tensor with its axes the other way round.
struct Transposed {
    extent: Extent,
    name: String,
    found: String,
    expected: Shape,
}

impl<'a> Fit<'a> {
    pub(super) fn new(model: &'a Model, path: &'a str, found: &'a [Found]) -> Self {
        Self {
            model,
            path,
            found,
            names: found.iter().map(|found| found.name.clone()).collect(),
            offered: Vec::new(),
            is_named_by_pytorch: false,
            transposed: Vec::new(),
            wrong: Vec::new(),
            checks: Vec::new(),
            conditions: Vec::new(),
        }
    }

    /// The file's tensor of this name.
    fn tensor(&self, name: &str) -> Option<&'a Found> {
        self.found.iter().find(|found| found.name == name)
    }

    /// Whether the file has all tensors of a layer, by name.
    pub(super) fn has_tensors(&mut self, layer: &Layer, diagnostics: &mut Diagnostics) -> bool {
        let name = |tensor: &crate::model::Tensor| tensor_name(layer, tensor.name);
        let missing: Vec<String> =
            layer.tensors().iter().map(name).filter(|name| self.tensor(name).is_none()).collect();
        let Some(first) = missing.first() else { return true };
        let message = |(theirs, unknown)| catalogue::named_by_pytorch(first, theirs, unknown, self.path);
        if let Some(message) = self.named_by_pytorch().map(message) {
            if !std::mem::replace(&mut self.is_named_by_pytorch, true) {
                diagnostics.error(layer.extent, message);
            }
        } else if missing.len() == layer.tensors().len() {
            let fitting = self.offer(layer);
            let fitting = fitting.as_deref().map(|name| (name, layer.text.as_str()));
            diagnostics.error(layer.extent, catalogue::layer_missing(&missing, &self.names, self.path, fitting));
        } else {
            for name in &missing {
                diagnostics.error(layer.extent, catalogue::tensor_missing(name, &self.names, self.path));
            }
        }
        false
    }

    /// A weight that PyTorch has named, and a tensor that it hasn't.
    fn named_by_pytorch(&self) -> Option<(&str, &str)> {
        let mut names = self.names.iter().map(String::as_str);
        let theirs = names.clone().find(|name| name.ends_with(".weight"))?;
        Some((theirs, names.find(|name| !nn_format::is_named_by_pytorch(name))?))
    }

    /// A layer of the file that no layer of the network is named after, and that has the tensors that `layer` needs.
    fn offer(&mut self, layer: &Layer) -> Option<String> {
        let candidates = self.names.iter().filter_map(|name| Some(name.rsplit_once('.')?.0));
        let fits = |candidate: &str| {
            layer.tensors().iter().all(|tensor| {
                let found = self.tensor(&format!("{candidate}.{}", tensor.name));
                found.is_some_and(|found| shape(found).compare(&tensor.shape) == Comparison::Equal)
            })
        };
        let is_free = |candidate: &str| {
            !self.offered.iter().any(|offered| offered == candidate)
                && !self.model.layers.iter().any(|layer| layer.name() == candidate)
                && syn::parse_str::<proc_macro2::Ident>(candidate).is_ok()
        };
        let offered = candidates.into_iter().find(|candidate| is_free(candidate) && fits(candidate))?.to_owned();
        self.offered.push(offered.clone());
        Some(offered)
    }

    /// Checks the shape of a tensor; what isn't known yet becomes a check for rustc.
    pub(super) fn check(
        &mut self,
        layer: &Layer,
        name: &str,
        expected: &Shape,
        found: &Found,
        diagnostics: &mut Diagnostics,
    ) {
        let shape = shape(found);
        let comparison = shape.compare(expected);
        if comparison == Comparison::Equal {
            return;
        }
        let shown = shape.to_string();
        let reversed = Shape::new(expected.axes().iter().rev().cloned().collect());
        if shape.axes().len() == 2 && shape.compare(&reversed) == Comparison::Equal {
            let (name, expected) = (name.to_owned(), expected.clone());
            self.transposed.push(Transposed { extent: layer.extent, name, found: shown, expected });
            return;
        }
        let pairs: Vec<(&Size, &Size)> = expected.axes().iter().zip(shape.axes()).collect();
        let pairs = pairs.into_iter().filter(|(a, b)| a.compare(b) != Comparison::Equal);
        let same_rank = shape.axes().len() == expected.axes().len();
        let new: Vec<(&Size, &Size)> =
            pairs.filter(|(a, b)| !self.wrong.contains(&(a.to_string(), b.to_string()))).collect();
        if same_rank && new.is_empty() {
            return;
        }
        self.wrong.extend(new.iter().map(|(a, b)| (a.to_string(), b.to_string())));
        let fix = fix(layer, &shape, expected);
        let message = catalogue::tensor_shape(name, &shown, expected, self.path, fix.as_deref());
        if comparison == Comparison::Different {
            diagnostics.error(layer.extent, message);
            return;
        }
        let conditions = new.iter().map(|(a, b)| quote!(#a == #b));
        let condition = quote!(#(#conditions)&&*);
        self.conditions.push(condition.clone());
        self.checks.push(Check { extent: layer.extent, condition, message: message.to_string() });
    }

    /// Reports what could not be told before all tensors were seen; returns the checks for rustc, and what they check.
    pub(super) fn finish(self, diagnostics: &mut Diagnostics) -> (Vec<Check>, Vec<TokenStream>) {
        if let Some((first, others)) = self.transposed.split_first() {
            let others: Vec<String> = others.iter().map(|tensor| tensor.name.clone()).collect();
            let Transposed { extent, name, found, expected } = first;
            diagnostics.error(*extent, catalogue::tensor_transposed(name, found, expected, self.path, &others));
        }
        (self.checks, self.conditions)
    }
}

fn shape(tensor: &Found) -> Shape {
    Shape::new(tensor.shape.iter().copied().map(Size::Known).collect())
}

/// The one word that would make a kernel fit, if one would.
fn fix(layer: &Layer, found: &Shape, expected: &Shape) -> Option<String> {
    let ([inputs, units], [expected_inputs, expected_units]) = (found.axes(), expected.axes()) else { return None };
    match (inputs.compare(expected_inputs), units.compare(expected_units)) {
        (Comparison::Different, Comparison::Equal) if layer.text.contains("input = ") => {
            Some(format!("input = {inputs}"))
        }
        (Comparison::Equal, Comparison::Different) => {
            let (written, fixed) = (format!("({expected_units}"), format!("({units}"));
            layer.text.contains(&written).then(|| layer.text.replacen(&written, &fixed, 1))
        }
        _ => None,
    }
}
