//! `layer_normalization`: with the mean and the variance of the last axis, or of others.

use super::arguments::Reader;
use super::channels::{self, Normalization, Scale, theirs};
use super::{Foreign, Input, Kind, Layout, Lowered};
use crate::keras::class::{AXIS, CENTER, Class, EPSILON, SCALE, Take, scale_and_center};
use crate::ops::Statistic;
use crate::shape::{Shape, Size};
use crate::syntax::Argument;

pub(super) const KIND: Kind = Kind {
    name: "layer_normalization",
    layout: Layout::Elementwise,
    keras: &[Class::new(&["LayerNormalization"], &[AXIS, EPSILON, CENTER, SCALE, ("rms_scaling", Take::MustBeFalse)])
        .with(|given| if given.is_on("rms_scaling", false) { vec!["gamma"] } else { scale_and_center(given) })],
    foreign: &[Foreign { framework: "PyTorch", class: "LayerNorm", rewrite }],
    usage: "layer_normalization([epsilon = 1e-3], [center = false], [scale = false], [axis = -1], ..)",
    example: "layer_normalization()",
    about: "(x - mean) * gamma / sqrt(variance + epsilon) + beta, with the mean and the variance of the last axis, or of others",
    lower,
};

/// PyTorch's own epsilon is another.
fn rewrite(arguments: &[Argument]) -> Option<String> {
    Some(format!("{}(epsilon = {})", KIND.name, theirs(arguments, "eps", "1e-5")))
}

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    let mut checks = Vec::new();
    let (axes, _) = channels::axes(KIND.name, reader, input);
    let epsilon = channels::epsilon(reader, 1e-3, &mut checks);
    let scale = Scale::read(reader);
    if !input.is_known {
        return Some(Lowered::identity(input.shape.clone()));
    }
    let Some(axes) = axes else { return Some(Lowered::identity(input.shape.clone())) };
    let channels: Vec<Size> = axes.iter().map(|&axis| input.shape.axes()[axis].clone()).collect();
    let sample = Shape::new(channels.clone()).elements();
    let tensors = scale.tensors(reader, &channels);
    let (statistic, groups) = (Statistic::MeanVariance, Size::Known(1));
    let normalization = Normalization { statistic, epsilon, sample, groups, axes, checks };
    Some(normalization.lower(input, "LayerNormalization", tensors))
}
