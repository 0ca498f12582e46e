//! `gaussian_dropout`: multiplies by noise around 1 while training, and nothing else.

use super::arguments::Reader;
use super::{Input, Kind, Layout, Lowered, training};
use crate::ops::NoiseKind;

pub(super) const KIND: Kind = Kind {
    name: "gaussian_dropout",
    layout: Layout::Elementwise,
    keras: &[training::rate_class(&["GaussianDropout"])],
    foreign: &[],
    usage: "gaussian_dropout(rate)",
    example: "gaussian_dropout(0.5)",
    about: "nothing in a forward pass",
    lower,
};

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    training::noise(KIND.name, NoiseKind::GaussianDropout, &training::NOISE_RATE, reader, input)
}
