//! `rms_normalization`: by the root of the mean square of the last axis.

use super::arguments::Reader;
use super::channels::{self, Normalization};
use super::tensors::Weights;
use super::{Input, Kind, Layout, Lowered};
use crate::diag::catalogue;
use crate::keras::class::{AXIS, Class, Take};
use crate::model::GenericArgument;
use crate::ops::{Scaling, Statistic};
use crate::shape::Size;

pub(super) const KIND: Kind = Kind {
    name: "rms_normalization",
    layout: Layout::Elementwise,
    keras: &[Class::new(&["RMSNormalization"], &[AXIS, ("epsilon", Take::NamedNumber { default: 1e-6 })])
        .with(|_| vec!["scale"])],
    foreign: &[],
    usage: "rms_normalization([epsilon = 1e-6], [scale = [..]])",
    example: "rms_normalization()",
    about: "x * scale / sqrt(mean(x * x) + epsilon), with the mean of the last axis",
    lower,
};

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    let mut checks = Vec::new();
    let (axes, argument) = channels::axes(KIND.name, reader, input);
    let axis = input.shape.axes().len() - 1;
    // Keras gives the scale the axis's size, but always multiplies the last axis by it.
    if let (Some(axes), Some(argument)) = (&axes, &argument)
        && input.is_known
        && *axes != [axis]
    {
        reader.error(argument.extent, catalogue::last_axis_only(KIND.name));
    }
    let epsilon = channels::epsilon(reader, 1e-6, &mut checks);
    let scale = Weights::numbers(reader, "scale", "ones");
    if !input.is_known {
        return Some(Lowered::identity(input.shape.clone()));
    }
    let sample = input.shape.axes()[axis].clone();
    let tensors = vec![channels::vector(scale, reader, "scale", std::slice::from_ref(&sample))];
    let arguments = vec![GenericArgument::Size(sample.clone())];
    let scaling = Scaling { gamma: Some("scale"), beta: None };
    let (statistic, groups) = (Statistic::Rms, Size::Known(1));
    let normalization = Normalization { statistic, epsilon, sample, groups, axes: vec![axis], checks };
    Some(normalization.lower(input, "RmsNormalization", (tensors, arguments, scaling)))
}
