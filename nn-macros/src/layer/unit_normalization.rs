//! `unit_normalization`: the last axis as a vector of length 1.

use super::arguments::Reader;
use super::channels::{self, Normalization};
use super::{Input, Kind, Lowered};
use crate::model::{Number, Scaling, Statistic};
use crate::shape::Size;

pub(super) const KIND: Kind = Kind {
    name: "unit_normalization",
    foreign: &[],
    usage: "unit_normalization()",
    example: "unit_normalization()",
    about: "x / sqrt(sum(x * x)), with the sum of the last axis; 0 where all are 0",
    lower,
};

/// Keras's, which is no option of the layer.
const EPSILON: f64 = 1e-12;

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    channels::axis(KIND.name, reader, input);
    let normalization = Normalization {
        statistic: Statistic::Length,
        epsilon: Number::new(EPSILON),
        sample: input.shape.last(),
        groups: Size::Known(1),
        checks: Vec::new(),
    };
    Some(normalization.lower(input, "", (Vec::new(), Vec::new(), Scaling::default())))
}
