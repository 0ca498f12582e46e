//! `dropout`: sets inputs to zero at random while training, and nothing else.

use super::arguments::Reader;
use super::{Input, Kind, Lowered};
use crate::diag::catalogue;
use crate::model::Number;

pub(super) const KIND: Kind = Kind {
    name: "dropout",
    foreign: &[],
    usage: "dropout(rate)",
    about: "nothing in a forward pass",
    lower,
};

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    match reader.position("rate") {
        Some(rate) => match reader.number(&rate, "the rate, a number from 0 to 1") {
            // Keras takes every rate from 0 to 1, both included.
            Some(Number::Literal { value, .. }) if !(0.0..=1.0).contains(&value) => {
                reader.error(rate.value_extent(), catalogue::dropout_rate(&rate.text()));
            }
            _ => {}
        },
        None if !reader.failed => {
            reader.error(reader.extent(), catalogue::missing_argument("dropout", "the rate"));
        }
        None => {}
    }
    Some(Lowered::identity(input.shape.clone()))
}
