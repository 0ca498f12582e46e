//! `dropout`: sets inputs to zero at random while training, and nothing else.

use super::arguments::{Position, Reader};
use super::{Input, Kind, Lowered};
use crate::diag::catalogue;
use crate::model::Number;

pub(super) const KIND: Kind = Kind {
    name: "dropout",
    foreign: &[],
    usage: "dropout(rate)",
    example: "dropout(0.5)",
    about: "nothing in a forward pass",
    lower,
};

const RATE: Position = Position { name: "rate", what: "the rate", foreign: &[("PyTorch", "p")] };

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    if let Some(rate) = reader.needed(&RATE) {
        match reader.number(&rate, "the rate, a number from 0 to 1") {
            // Keras takes every rate from 0 to 1, both included.
            Some(Number::Literal { value, .. }) if !(0.0..=1.0).contains(&value) => {
                reader.error(rate.value_extent(), catalogue::dropout_rate(&rate.text()));
            }
            _ => {}
        }
    }
    Some(Lowered::identity(input.shape.clone()))
}
