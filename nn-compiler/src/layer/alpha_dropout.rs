//! `alpha_dropout`: drops inputs while training so that mean and variance stay, and nothing else.

use super::arguments::Reader;
use super::{Input, Kind, Layout, Lowered, training};
use crate::ops::NoiseKind;

pub(super) const KIND: Kind = Kind {
    name: "alpha_dropout",
    layout: Layout::Elementwise,
    keras: &[training::rate_class(&["AlphaDropout"])],
    foreign: &[],
    usage: "alpha_dropout(rate)",
    example: "alpha_dropout(0.5)",
    about: "nothing in a forward pass",
    lower,
};

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    training::noise(KIND.name, NoiseKind::AlphaDropout, &training::RATE, reader, input)
}
