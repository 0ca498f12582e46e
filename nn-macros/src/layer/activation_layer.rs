//! `activation(relu)`: an activation as a layer, by its name.

use super::arguments::Reader;
use super::{Input, Kind, Lowered};
use crate::diag::catalogue;
use crate::model::Op;

pub(super) const KIND: Kind = Kind {
    name: "activation",
    foreign: &[],
    usage: "activation(name)",
    about: "an activation by itself; each has a layer of its own name too: relu(), softmax(), ...",
    lower,
};

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    let Some(argument) = reader.position("activation") else {
        if !reader.failed {
            reader.error(reader.extent(), catalogue::missing_argument("activation", "the name of an activation"));
        }
        return None;
    };
    let activation = crate::activation::read(&argument, reader);
    Some(Lowered {
        activation: activation.text.clone(),
        ops: Op::activate(&input.shape, activation),
        ..Lowered::identity(input.shape.clone())
    })
}
