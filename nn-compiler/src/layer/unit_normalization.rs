//! `unit_normalization`: the last axis as a vector of length 1.

use super::arguments::Reader;
use super::channels::{self, Normalization};
use super::{Input, Kind, Layout, Lowered};
use crate::keras::class::{AXIS, Class};
use crate::model::Number;
use crate::ops::{Scaling, Statistic};
use crate::shape::Size;

pub(super) const KIND: Kind = Kind {
    name: "unit_normalization",
    layout: Layout::Elementwise,
    keras: &[Class::new(&["UnitNormalization"], &[AXIS])],
    foreign: &[],
    usage: "unit_normalization([axis = -1])",
    example: "unit_normalization()",
    about: "x / sqrt(sum(x * x)), with the sum of the last axis, or of others; 0 where all are 0",
    lower,
};

/// Keras's, which is no option of the layer.
const EPSILON: f64 = 1e-12;

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    let (axes, _) = channels::axes(KIND.name, reader, input);
    if !input.is_known {
        return Some(Lowered::identity(input.shape.clone()));
    }
    let Some(axes) = axes else { return Some(Lowered::identity(input.shape.clone())) };
    let sample = axes.iter().fold(Size::Known(1), |sample, &axis| sample.times(&input.shape.axes()[axis]));
    let normalization = Normalization {
        statistic: Statistic::L2Norm,
        epsilon: Number::new(EPSILON),
        sample,
        groups: Size::Known(1),
        axes,
        checks: Vec::new(),
    };
    Some(normalization.lower(input, "", (Vec::new(), Vec::new(), Scaling::default())))
}
