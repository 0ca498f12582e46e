//! `layer_normalization`: with the mean and the variance of the last axis, or of another.

use super::arguments::Reader;
use super::channels::{self, Normalization, Scale, theirs};
use super::{Foreign, Input, Kind, Lowered};
use crate::model::Statistic;
use crate::shape::Size;
use crate::syntax::Argument;

pub(super) const KIND: Kind = Kind {
    name: "layer_normalization",
    foreign: &[Foreign { framework: "PyTorch", class: "LayerNorm", rewrite }],
    usage: "layer_normalization([epsilon = 1e-3], [center = false], [scale = false], [axis = -1], ..)",
    example: "layer_normalization()",
    about: "(x - mean) * gamma / sqrt(variance + epsilon) + beta, with the mean and the variance of the last axis, or of another",
    lower,
};

/// PyTorch's own epsilon is another.
fn rewrite(arguments: &[Argument]) -> Option<String> {
    Some(format!("{}(epsilon = {})", KIND.name, theirs(arguments, "eps", "1e-5")))
}

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    let mut checks = Vec::new();
    let axis = channels::axis(KIND.name, reader, input);
    let epsilon = channels::epsilon(reader, 1e-3, &mut checks);
    let scale = Scale::read(reader);
    if !input.is_known {
        return Some(Lowered::identity(input.shape.clone()));
    }
    let Some(axis) = axis else { return Some(Lowered::identity(input.shape.clone())) };
    let sample = input.shape.axes()[axis].clone();
    let tensors = scale.tensors(reader, &sample);
    let (statistic, groups) = (Statistic::Moments, Size::Known(1));
    let normalization = Normalization { statistic, epsilon, sample, groups, axes: vec![axis], checks };
    Some(normalization.lower(input, "LayerNormalization", tensors))
}
