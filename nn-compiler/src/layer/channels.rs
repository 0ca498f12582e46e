//! What the normalisations share: a number for each channel, gamma and beta, and the small number that keeps a divisor
//! from being 0.

use proc_macro2::TokenStream;
use quote::quote;

use super::arguments::Reader;
use super::tensors::{self, Weights, options};
use super::{Input, Lowered, spatial};
use crate::diag::catalogue;
use crate::model::{GenericArgument, Number, Parameters, Tensor};
use crate::ops::{Activation, Normalize, Scaling, Statistic};
use crate::shape::{Shape, Size};
use crate::syntax::Argument;

/// Takes `axis = ..`, the axis of the channels; the last one if it is not there. Nothing where an error was reported.
pub(super) fn axis(kind: &str, reader: &mut Reader<'_>, input: &Input) -> Option<usize> {
    let (axes, argument) = axes(kind, reader, input);
    match (axes?.as_slice(), argument) {
        ([axis], _) => Some(*axis),
        (_, Some(argument)) if input.is_known => {
            reader.error(argument.extent, catalogue::one_axis(kind));
            None
        }
        // After an error nobody knows the axes.
        _ => Some(0),
    }
}

/// As [`axis`], of a layer that can have several.
pub(super) fn axes(kind: &str, reader: &mut Reader<'_>, input: &Input) -> (Option<Vec<usize>>, Option<Argument>) {
    match reader.option("axis") {
        None => (Some(vec![input.shape.axes().len() - 1]), None),
        Some(argument) => (spatial::named_axes(kind, &argument, input, reader), Some(argument)),
    }
}

/// Takes `epsilon = ..`.
pub(super) fn epsilon(reader: &mut Reader<'_>, default: f64, checks: &mut Vec<(TokenStream, String)>) -> Number {
    let Some(argument) = reader.option("epsilon") else { return Number::new(default) };
    let Some(number) = reader.number(&argument, "a number for `epsilon`") else { return Number::new(default) };
    match &number {
        Number::Literal { value, .. } if *value < 0.0 => {
            reader.error(argument.value_extent(), catalogue::negative_number("epsilon", &argument.text()));
        }
        Number::Constant(_) => {
            let message = catalogue::negative_number("epsilon", &argument.text()).to_string();
            checks.push((quote!(#number >= 0.0), message));
        }
        _ => {}
    }
    number
}

/// The tensors gamma and beta as they are written, and whether they are there.
pub(super) struct Scale {
    gamma: (bool, Weights),
    beta: (bool, Weights),
}

impl Scale {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        let (center, scale) = (reader.flag("center", true), reader.flag("scale", true));
        let gamma = Weights::read(reader, "gamma", options!("gamma"), "ones");
        let beta = Weights::read(reader, "beta", options!("beta"), "zeros");
        Self { gamma: (scale, gamma), beta: (center, beta) }
    }

    /// The tensors, the struct's arguments, and which of the two an op takes. The channels may be those of several axes.
    pub(super) fn tensors(
        self,
        reader: &mut Reader<'_>,
        channels: &[Size],
    ) -> (Vec<Tensor>, Vec<GenericArgument>, Scaling) {
        let (has_gamma, has_beta) = (self.gamma.0, self.beta.0);
        let mut tensors = Vec::new();
        let shape = Shape::new(channels.to_vec());
        let mut arguments = vec![GenericArgument::Size(shape.elements())];
        let rows = [(self.gamma, "gamma", "scale = false", "NoScale"), (self.beta, "beta", "center = false", "NoBias")];
        for (at, ((is_there, weights), name, flag, absent)) in rows.into_iter().enumerate() {
            if is_there {
                tensors.push(vector(weights, reader, name, channels));
                arguments.push(match channels {
                    [channels] => GenericArgument::Vector(channels.clone()),
                    _ => GenericArgument::Tensor(shape.clone()),
                });
            } else {
                if let Some((_, extent)) = weights.given {
                    reader.error(extent, catalogue::tensor_left_out(name, flag));
                }
                arguments.push(GenericArgument::Absent { name: absent, at });
            }
        }
        // What a struct has if nothing is said.
        while let Some(GenericArgument::Vector(_)) = arguments.last() {
            arguments.pop();
        }
        let scaling = Scaling { gamma: has_gamma.then_some("gamma"), beta: has_beta.then_some("beta") };
        (tensors, arguments, scaling)
    }
}

/// A tensor with one number for each channel.
pub(super) fn vector(weights: Weights, reader: &mut Reader<'_>, name: &'static str, channels: &[Size]) -> Tensor {
    weights.tensor(reader, name, channels, &vec!["channel"; channels.len()], tensors::fans(channels))
}

/// A normalisation by the statistic of each sample's numbers.
pub(super) struct Normalization {
    pub(super) statistic: Statistic,
    pub(super) epsilon: Number,
    /// How many numbers share a statistic, if the channels are in one group.
    pub(super) sample: Size,
    pub(super) groups: Size,
    /// The axes of the channels.
    pub(super) axes: Vec<usize>,
    pub(super) checks: Vec<(TokenStream, String)>,
}

impl Normalization {
    /// The layer, with a struct of that name for its tensors.
    pub(super) fn lower(
        self,
        input: &Input,
        struct_name: &'static str,
        (tensors, arguments, scaling): (Vec<Tensor>, Vec<GenericArgument>, Scaling),
    ) -> Lowered {
        let axes = input.shape.axes();
        let channels = self.axes.iter().fold(Size::Known(1), |channels, &axis| channels.times(&axes[axis]));
        let ops = spatial::along(&input.shape, &self.axes, |_| {
            let normalize = Normalize {
                channels,
                sample: self.sample,
                groups: self.groups,
                statistic: self.statistic,
                epsilon: self.epsilon,
                scaling,
                activation: Activation::linear(),
            };
            vec![normalize.into()]
        });
        let parameters = (!tensors.is_empty()).then_some(Parameters { struct_name, arguments, tensors });
        Lowered { parameters, ops, checks: self.checks, ..Lowered::identity(input.shape.clone()) }
    }
}

/// The number of an argument that other frameworks write by that name, or else what they have by default.
pub(super) fn theirs(arguments: &[Argument], name: &str, default: &str) -> String {
    let named = arguments.iter().find(|argument| argument.name.as_ref().is_some_and(|given| given == name));
    named.map_or_else(|| default.to_owned(), Argument::text)
}
