//! `gaussian_noise`: adds noise while training, and nothing else.

use super::arguments::Reader;
use super::{Input, Kind, Layout, Lowered, training};
use crate::keras::class::{Class, Take};
use crate::ops::NoiseKind;

pub(super) const KIND: Kind = Kind {
    name: "gaussian_noise",
    layout: Layout::Elementwise,
    keras: &[Class::new(&["GaussianNoise"], &[("stddev", Take::Number)])],
    foreign: &[],
    usage: "gaussian_noise(stddev)",
    example: "gaussian_noise(0.1)",
    about: "nothing in a forward pass",
    lower,
};

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    training::noise(KIND.name, NoiseKind::GaussianNoise, &training::DEVIATION, reader, input)
}
