//! `dropout`: sets inputs to zero at random while training, and nothing else.

use super::arguments::Reader;
use super::{Input, Kind, Layout, Lowered, training};
use crate::ops::NoiseKind;

pub(super) const KIND: Kind = Kind {
    name: "dropout",
    layout: Layout::Elementwise,
    keras: &[training::rate_class(&["Dropout"])],
    foreign: &[],
    usage: "dropout(rate)",
    example: "dropout(0.5)",
    about: "nothing in a forward pass",
    lower,
};

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    training::noise(KIND.name, NoiseKind::Dropout, &training::RATE, reader, input)
}
