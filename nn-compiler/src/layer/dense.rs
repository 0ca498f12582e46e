//! `dense`: every output is a weighted sum of all inputs.

use quote::quote;

use super::arguments::{Positional, Reader};
use super::tensors::{MOST_WEIGHTS, Weights, options};
use super::{Foreign, Input, Kind, Layout, Lowered};
use crate::diag::catalogue;
use crate::keras::class::{ACTIVATION, Class, Rank, Take, USE_BIAS, with_bias};
use crate::model::{GenericArgument, Parameters};
use crate::ops::{Dense, Epilogue};
use crate::shape::Shape;
use crate::syntax::Argument;

pub(super) const KIND: Kind = Kind {
    name: "dense",
    layout: Layout::Dense,
    keras: &[Class::new(
        &["Dense"],
        &[("units", Take::Size), USE_BIAS, ACTIVATION, ("lora_rank", Take::Nothing), ("lora_alpha", Take::Nothing)],
    )
    .with(|given| with_bias(given, &["kernel"]))
    .of_rank(Rank::Vector)],
    foreign: &[
        Foreign { framework: "PyTorch", class: "Linear", rewrite: linear },
        Foreign { framework: "PyTorch", class: "LazyLinear", rewrite: lazy_linear },
    ],
    usage: "dense(units, [activation], [use_bias = false], [kernel_initializer = ..], [bias_initializer = ..], [kernel = [[..]]], [bias = [..]])",
    example: "dense(3)",
    about: "activation(x * kernel + bias), on a vector",
    lower,
};

/// `Linear(2, 3)`, `Linear(in_features=2, out_features=3, bias=False)`.
fn linear(arguments: &[Argument]) -> Option<String> {
    let mut unnamed = arguments.iter().filter(|argument| argument.name.is_none());
    let inputs = named(arguments, "in_features").or_else(|| unnamed.next())?.text();
    let units = named(arguments, "out_features").or_else(|| unnamed.next())?.text();
    Some(format!("dense({units}, input = {inputs}{})", use_bias(arguments)))
}

fn lazy_linear(arguments: &[Argument]) -> Option<String> {
    let units = named(arguments, "out_features").or_else(|| arguments.iter().find(|a| a.name.is_none()))?.text();
    Some(format!("dense({units}{})", use_bias(arguments)))
}

fn named<'a>(arguments: &'a [Argument], name: &str) -> Option<&'a Argument> {
    arguments.iter().find(|argument| argument.name.as_ref().is_some_and(|given| given == name))
}

fn use_bias(arguments: &[Argument]) -> &'static str {
    match named(arguments, "bias") {
        Some(bias) if bias.text().eq_ignore_ascii_case("false") => ", use_bias = false",
        _ => "",
    }
}

const UNITS: Positional =
    Positional { name: "units", what: "the number of units", foreign: &[("PyTorch", "out_features")] };

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    let units = reader.size(&UNITS, "unit");
    let activation = reader.activation(units.as_ref());
    let has_bias = reader.flag("use_bias", true);
    let kernel = Weights::read(reader, "kernel", options!("kernel"), "glorot_uniform");
    let bias = Weights::bias(reader);
    let inputs = input.vector("dense", reader);
    let units = units?;
    let output = Shape::vector(units.clone());
    let identity = Lowered { is_fixed: true, ..Lowered::identity(output.clone()) };
    let Some(inputs) = inputs.filter(|_| input.is_known) else { return Some(identity) };

    let mut checks = Vec::new();
    if units.known().is_none() {
        checks.push((quote!(#units > 0), catalogue::zero("dense", "unit").to_string()));
    }
    let weights = inputs.times(&units);
    if weights.known().is_some_and(|weights| weights > MOST_WEIGHTS) {
        reader.error(reader.extent(), catalogue::too_many_weights(&inputs, &units));
        return Some(identity);
    }
    let shape = [inputs.clone(), units.clone()];
    let fans = (inputs.clone(), units.clone());
    let mut tensors = vec![kernel.tensor(reader, "kernel", &shape, &["input", "unit"], fans)];
    let mut arguments = vec![GenericArgument::Size(inputs.clone()), GenericArgument::Size(units.clone())];
    bias.add_bias(reader, has_bias, (&units, "unit"), &mut tensors, &mut arguments);
    Some(Lowered {
        activation: activation.text.clone(),
        parameters: Some(Parameters { struct_name: "Dense", arguments, tensors }),
        ops: vec![Dense { units, epilogue: Epilogue::of(activation) }.into()],
        checks,
        ..identity
    })
}
