//! `batch_normalization`: with the mean and the variance that each channel had in training.

use super::arguments::Reader;
use super::channels::{self, Scale, theirs};
use super::tensors::Weights;
use super::{Foreign, Input, Kind, Layout, Lowered, spatial};
use crate::keras::class::{AXIS, CENTER, Class, EPSILON, SCALE, Take, scale_and_center};
use crate::model::{Number, Parameters};
use crate::ops::{Activation, BatchNormalize};
use crate::syntax::Argument;

pub(super) const KIND: Kind = Kind {
    name: "batch_normalization",
    layout: Layout::Channels,
    keras: &[Class::new(
        &["BatchNormalization"],
        &[
            AXIS,
            EPSILON,
            CENTER,
            SCALE,
            ("momentum", Take::Trains { default: 0.99 }),
            ("synchronized", Take::Nothing),
            ("renorm", Take::MustBeFalse),
            ("renorm_clipping", Take::Nothing),
            ("renorm_momentum", Take::Nothing),
            ("fused", Take::Nothing),
            ("virtual_batch_size", Take::Nothing),
        ],
    )
    .with(|given| {
        let mut names = scale_and_center(given);
        names.extend(["moving_mean", "moving_variance"]);
        // Keras 2's, which is refused.
        if given.is_on("renorm", false) {
            names.extend(["moving_stddev", "renorm_mean", "renorm_stddev"]);
        }
        names
    })],
    foreign: &[
        Foreign { framework: "PyTorch", class: "BatchNorm1d", rewrite },
        Foreign { framework: "PyTorch", class: "BatchNorm2d", rewrite },
        Foreign { framework: "PyTorch", class: "BatchNorm3d", rewrite },
    ],
    usage: "batch_normalization([epsilon = 1e-3], [center = false], [scale = false], [axis = -1], ..)",
    example: "batch_normalization()",
    about: "(x - moving_mean) * gamma / sqrt(moving_variance + epsilon) + beta; one of each for each of the last axis, or of another",
    lower,
};

/// PyTorch's own epsilon is another.
fn rewrite(arguments: &[Argument]) -> Option<String> {
    Some(format!("{}(epsilon = {})", KIND.name, theirs(arguments, "eps", "1e-5")))
}

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    let mut checks = Vec::new();
    let axis = channels::axis(KIND.name, reader, input);
    let momentum = reader.option("momentum").and_then(|momentum| reader.number(&momentum, "a number for `momentum`"));
    let momentum = momentum.unwrap_or_else(|| Number::new(0.99));
    let epsilon = channels::epsilon(reader, 1e-3, &mut checks);
    let scale = Scale::read(reader);
    let mean = Weights::statistic(reader, "moving_mean", "moving_mean_initializer", "zeros");
    let variance = Weights::statistic(reader, "moving_variance", "moving_variance_initializer", "ones");
    if !input.is_known {
        return Some(Lowered::identity(input.shape.clone()));
    }
    let Some(axis) = axis else { return Some(Lowered::identity(input.shape.clone())) };
    let channels = input.shape.axes()[axis].clone();
    let (mut tensors, arguments, scaling) = scale.tensors(reader, std::slice::from_ref(&channels));
    for (weights, name) in [(mean, "moving_mean"), (variance, "moving_variance")] {
        tensors.push(channels::vector(weights, reader, name, std::slice::from_ref(&channels)));
    }
    let ops = spatial::along(&input.shape, &[axis], |_| {
        vec![BatchNormalize { channels, epsilon, momentum, scaling, activation: Activation::linear() }.into()]
    });
    let parameters = Some(Parameters { struct_name: "BatchNormalization", arguments, tensors });
    Some(Lowered { parameters, ops, checks, ..Lowered::identity(input.shape.clone()) })
}
