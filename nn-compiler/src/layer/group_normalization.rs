//! `group_normalization`: with the mean and the variance of each group of channels.

use quote::quote;

use super::arguments::Reader;
use super::channels::{self, Normalization, Scale, theirs};
use super::{Foreign, Input, Kind, Layout, Lowered};
use crate::diag::catalogue;
use crate::keras::class::{AXIS, CENTER, Class, EPSILON, SCALE, Take, scale_and_center};
use crate::ops::Statistic;
use crate::shape::Size;
use crate::syntax::{Argument, Value};

pub(super) const KIND: Kind = Kind {
    name: "group_normalization",
    layout: Layout::Channels,
    keras: &[Class::new(
        &["GroupNormalization"],
        &[("groups", Take::Integer { default: 32 }), AXIS, EPSILON, CENTER, SCALE],
    )
    .with(scale_and_center)],
    foreign: &[Foreign { framework: "PyTorch", class: "GroupNorm", rewrite }],
    usage: "group_normalization([groups = 32], [epsilon = 1e-3], [center = false], [scale = false], [axis = -1], ..)",
    example: "group_normalization(groups = 2)",
    about: "(x - mean) * gamma / sqrt(variance + epsilon) + beta, with the mean and the variance of each group of channels; `groups = -1` gives each channel a group",
    lower,
};

/// `GroupNorm(2, 6)`, with an epsilon of PyTorch's own.
fn rewrite(arguments: &[Argument]) -> Option<String> {
    let groups = arguments.first().filter(|argument| argument.name.is_none()).map(Argument::text);
    let groups = groups.unwrap_or_else(|| theirs(arguments, "num_groups", ""));
    if groups.is_empty() {
        return None;
    }
    Some(format!("{}(groups = {groups}, epsilon = {})", KIND.name, theirs(arguments, "eps", "1e-5")))
}

/// Keras's number of groups.
const GROUPS: usize = 32;

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    let mut checks = Vec::new();
    let axis = channels::axis(KIND.name, reader, input);
    let of = axis.filter(|axis| axis + 1 < input.shape.axes().len()).map(|axis| axis + 1);
    let channels = axis.map_or(Size::Known(1), |axis| input.shape.axes()[axis].clone());
    let argument = reader.option("groups");
    let at = argument.as_ref().map_or_else(|| reader.extent(), |argument| argument.extent);
    let groups = match &argument {
        None => Some(Size::Known(GROUPS)),
        Some(argument) => groups(reader, argument, &channels),
    };
    let epsilon = channels::epsilon(reader, 1e-3, &mut checks);
    let scale = Scale::read(reader);
    let identity = Some(Lowered::identity(input.shape.clone()));
    let (Some(groups), Some(axis), true) = (groups, axis, input.is_known) else { return identity };
    match (groups.known(), channels.known()) {
        (Some(count), Some(known)) if count == 0 || known % count != 0 => {
            let most = (1..=count.min(known)).rev().find(|count| known.is_multiple_of(*count)).unwrap_or(1);
            reader.error(at, catalogue::groups(&groups, &channels, of, Some(most)));
            return identity;
        }
        (Some(_), Some(_)) => {}
        _ => {
            let message = catalogue::groups(&groups, &channels, of, None).to_string();
            checks.push((quote!(#groups > 0 && #channels % #groups == 0), message));
        }
    }
    let tensors = scale.tensors(reader, std::slice::from_ref(&channels));
    let sample = input.shape.elements();
    let normalization =
        Normalization { statistic: Statistic::MeanVariance, epsilon, sample, groups, axes: vec![axis], checks };
    Some(normalization.lower(input, "GroupNormalization", tensors))
}

/// `-1` gives each channel a group of its own.
fn groups(reader: &mut Reader<'_>, argument: &Argument, channels: &Size) -> Option<Size> {
    match &argument.value {
        Value::Number(number) if number.negative && number.digits() == "1" => Some(channels.clone()),
        _ => reader.read_size(argument, "the number of groups"),
    }
}
