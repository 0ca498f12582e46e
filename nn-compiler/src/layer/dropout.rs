//! `dropout`: sets inputs to zero at random while training, and nothing else.

use super::arguments::Reader;
use super::{Input, Kind, Lowered, training};

pub(super) const KIND: Kind = Kind {
    name: "dropout",
    foreign: &[],
    usage: "dropout(rate)",
    example: "dropout(0.5)",
    about: "nothing in a forward pass",
    lower,
};

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    training::identity(KIND.name, &training::RATE, reader, input)
}
