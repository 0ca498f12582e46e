//! `gaussian_noise`: adds noise while training, and nothing else.

use super::arguments::Reader;
use super::{Input, Kind, Lowered, training};

pub(super) const KIND: Kind = Kind {
    name: "gaussian_noise",
    foreign: &[],
    usage: "gaussian_noise(stddev)",
    example: "gaussian_noise(0.1)",
    about: "nothing in a forward pass",
    lower,
};

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    training::identity(KIND.name, &training::DEVIATION, reader, input)
}
